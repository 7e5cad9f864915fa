/** The study behind the averages: how many draws it has, how far it is, more of them, and an end to it. */
import { useState } from "react";
import { useSolver } from "../engine/solver.ts";
import { STUDYING, stopStudy, studyAgain } from "../state/follow.ts";
import { type Shown, useStudio } from "../state/studio.ts";

const COUNTS = [16, 32, 64, 128, 256, 512, 1024];

export function StudyPanel({ shown }: { shown: Shown }) {
  const solver = useSolver();
  const { run } = useStudio();
  const [wished, setWished] = useState<number | null>(null);
  const studying = run?.stage === STUDYING;
  const draws = shown.study?.study.draws;
  const present = draws?.asked ?? 64;
  const more = wished ?? COUNTS.find((count) => count > present) ?? present;
  return (
    <fieldset className="study" aria-label="Study">
      <span>
        {draws === undefined
          ? "No average yet"
          : `Mean over ${draws.solved}${draws.solved < draws.asked ? ` of ${draws.asked}` : ""} draws`}
        {draws !== undefined && draws.lost > 0 ? `, ${draws.lost} not solved` : ""}
      </span>
      {studying && (
        <>
          <progress value={run.part ?? 0} max={1} aria-label="draws solved" />
          <button type="button" className="btn" onClick={() => stopStudy(solver)}>
            Stop
          </button>
        </>
      )}
      {!studying && (
        <>
          <select
            className="btn"
            aria-label="draws"
            value={more}
            onChange={({ target }) => setWished(Number(target.value))}
          >
            {COUNTS.map((count) => (
              <option key={count} value={count}>
                {count} draws
              </option>
            ))}
          </select>
          <button type="button" className="btn" onClick={() => void studyAgain(solver, more)}>
            Study
          </button>
          <span className="lab">
            a study solves the model at drawn values of all that is not known; more draws steady the mean and its band
          </span>
        </>
      )}
    </fieldset>
  );
}

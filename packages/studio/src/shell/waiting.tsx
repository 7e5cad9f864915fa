/** What stands in the place of a picture while there is none: nothing open, at work, faults in the text, a failure. */
import { useRef } from "react";
import { openText } from "../state/files.ts";
import { useStudio } from "../state/studio.ts";
import { TooLarge } from "./too-large.tsx";

export function Waiting() {
  const { run, failure, problems, text } = useStudio();
  const faults = problems.filter(({ severity }) => severity === "error").length;
  if (failure?.kind === "too large" || failure?.kind === "no memory to solve") return <TooLarge failure={failure} />;
  if (failure?.kind === "not open") return <Empty />;
  return (
    <div className="waiting">
      <Jaws />
      {failure !== null && faults === 0 ? (
        <Failed kind={failure.kind} />
      ) : (
        <p role={faults > 0 ? undefined : "status"}>
          {faults > 0
            ? `${faults === 1 ? "One error" : `${faults} errors`} to mend in the text before there is a forecast. F8 leads to the next.`
            : text === "" && run === null
              ? "Reading …"
              : `${run?.stage ?? "Reading"} …`}
        </p>
      )}
      {run?.part != null && <progress value={run.part} aria-label={run.stage} />}
    </div>
  );
}

/** In the place of a view that is being worked out. */
export const Working = ({ says }: { says: string }) => (
  <div className="waiting" role="status">
    <Jaws />
    <p>{says}</p>
  </div>
);

const Jaws = () => (
  <svg width="48" height="48" viewBox="0 0 20 20" aria-hidden="true">
    <path d="M0 20V17C7 17 10 14 20 11.2V20Z" fill="var(--p-stale)" />
    <path d="M0 0V3C7 3 10 6 20 8.8V0Z" fill="var(--p-stale)" />
  </svg>
);

const whyNot: Readonly<Record<string, string>> = {
  "not converged": "Play did not come to rest at the stated steadiness: there is no equilibrium to tell of.",
  "no such news": "The news in the text cannot have happened in this model.",
  crashed: "The engine stopped twice on this text. The text is as you typed it.",
};

function Failed({ kind }: { kind: string }) {
  const { text, change } = useStudio();
  // The same text again: a space at its end would do, but the text is not ours to change.
  const again = () => {
    change({ text: "", failure: null });
    setTimeout(() => change({ text }));
  };
  return (
    <>
      <h2>No forecast</h2>
      <p>{whyNot[kind] ?? `${kind}.`}</p>
      <p>
        <button type="button" className="btn" onClick={again}>
          Try again
        </button>
      </p>
    </>
  );
}

function Empty() {
  const change = useStudio(({ change }) => change);
  const chosen = useRef<HTMLInputElement>(null);
  const open = async () => {
    const file = chosen.current?.files?.[0];
    if (file === undefined) return;
    const text = await file.text();
    openText(file.name, text);
    change({ failure: null });
  };
  return (
    <div className="waiting">
      <Jaws />
      <h2>Nothing is open</h2>
      <p>
        One readable file describes a standoff. Open one from this machine, follow a link that carries one, or begin to
        write.
      </p>
      <p>
        <label className="btn">
          Open a file
          <input ref={chosen} className="sr" type="file" accept=".yaml,.yml" onChange={() => void open()} />
        </label>
      </p>
    </div>
  );
}

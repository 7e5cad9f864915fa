/** The line that says what stands and how good it is; and the same for who hears the page. */
import { percent } from "standoff/words";
import { isStale, type Studio, useStudio } from "../state/studio.ts";

export function StatusLine() {
  const studio = useStudio();
  const { shown, run, problems, set, step, failure, change } = studio;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const moved = Object.keys(set).length;
  const residual = shown?.forecast.forecast.certificate.residual;
  return (
    <footer className="status">
      <span>
        <span className={`dot${errors > 0 || failure !== null ? " fault" : run !== null ? " busy" : ""}`} />
        {statusWords(studio, errors)}
      </span>
      {step !== null && (
        <span>
          step {step === "double" ? "twice the file's" : step}{" "}
          <button type="button" className="link" onClick={() => change({ step: null })}>
            as in the file
          </button>
        </span>
      )}
      {shown !== null && (
        <span className="hide-s">
          {shown.opened.world.states.toLocaleString("en")} states · {shown.opened.world.edges.toLocaleString("en")}{" "}
          edges
        </span>
      )}
      {residual !== undefined && (
        <span className="hide-s">
          residual {residual.toExponential(0)}: precision of the arithmetic, not of the forecast
        </span>
      )}
      <span className="right">
        {moved > 0 && <span>{moved === 1 ? "1 assumption differs" : `${moved} assumptions differ`} from the file</span>}
        <span className="hide-s">values that we attribute, not endorse</span>
        <span>{problems.length === 1 ? "1 problem" : `${problems.length} problems`}</span>
      </span>
    </footer>
  );
}

function statusWords(studio: Studio, errors: number): string {
  const { run, failure, shown } = studio;
  if (errors > 0) return shown === null ? "The text has errors" : "The picture is of the last sound text";
  if (failure !== null) return failure.kind === "not open" ? "Nothing is open" : `No forecast: ${failure.kind}`;
  if (run !== null) return run.part === null ? run.stage : `${run.stage}, ${Math.round(100 * run.part)} %`;
  if (shown === null) return "Reading";
  return isStale(studio) ? "Of an older text" : "Solved for the text as it stands";
}

/** Results are told once, when they stand; and what went wrong. */
export function LiveRegion() {
  return (
    <div className="sr" aria-live="polite">
      {useStudio(toBeSaid)}
    </div>
  );
}

/** "A new contract: settled 71 per cent; 4 points less than what is pinned." */
function toBeSaid({ shown, pinned, selected, run, problems, failure }: Studio): string {
  const faults = problems.filter(({ severity }) => severity === "error");
  if (faults.length > 0) return `${faults.length} errors in the text. ${faults[0].message}`;
  if (failure !== null) return failure.kind === "not open" ? "Nothing is open." : `No forecast: ${failure.kind}.`;
  if (run !== null || shown === null) return "";
  const outcomes = shown.forecast.forecast.outcomes;
  const one = outcomes.find(({ name }) => name === selected) ?? outcomes[0];
  if (one === undefined) return `${shown.opened.title}: solved.`;
  const before = pinned?.forecast.forecast.outcomes.find(({ name }) => name === one.name);
  const points = before === undefined || pinned === shown ? 0 : Math.round(100 * (one.byEnd - before.byEnd));
  const than = points === 0 ? "" : `; ${Math.abs(points)} points ${points < 0 ? "less" : "more"} than what is pinned`;
  return `${shown.opened.title}: ${one.name} ${percent(one.byEnd).replace("%", "per cent")}${than}.`;
}

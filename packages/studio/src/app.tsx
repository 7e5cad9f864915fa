/** The frame: bar, text or sliders at the left, the view at the right, and the line that says what stands. */
import { Suspense, useEffect, useState } from "react";
import { answerInWords } from "standoff";
import type { Client } from "standoff/wire";
import { Solver } from "./engine/solver.ts";
import { QuestionBox } from "./question-box.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { hashOf } from "./state/link.ts";
import { isStale, type Shown, useStudio, VIEWS } from "./state/studio.ts";
import { Sliders, views, Writer } from "./views.tsx";

export function App({ solver }: { solver: Client }) {
  const view = useStudio(({ view }) => view);
  const shown = useStudio(({ shown }) => shown);
  const dark = useStudio(({ dark }) => dark);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }, [dark]);
  const sliding = view === "what if" && shown !== null;
  const { beside } = views[view];
  return (
    <Solver.Provider value={solver}>
      <div className="app">
        <TopBar />
        <main className={beside ? "main" : "main nowriter"}>
          {beside && (
            <section className="pane writer paper" aria-label={sliding ? "Assumptions" : "Scenario"}>
              <div style={{ display: sliding ? "none" : "contents" }}>
                <Suspense fallback={<div className="editor" />}>
                  <Writer />
                </Suspense>
              </div>
              <Suspense>{sliding && <Sliders assumptions={shown.opened.assumptions} />}</Suspense>
            </section>
          )}
          <section className="pane" aria-label="Forecast">
            <AnswerBar />
            <div className="body">
              <Suspense>{shown === null ? <Waiting /> : <Viewed shown={shown} />}</Suspense>
            </div>
          </section>
        </main>
        <StatusLine />
        <LiveRegion />
      </div>
    </Solver.Provider>
  );
}

function Viewed({ shown }: { shown: Shown }) {
  const { Show } = views[useStudio(({ view }) => view)];
  return <Show shown={shown} />;
}

function TopBar() {
  const { view, shown, dark, change } = useStudio();
  return (
    <header className="topbar">
      <span className="brand">
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M0 20V17C7 17 10 14 20 11.2V20Z" fill="var(--e-war)" />
          <path d="M0 0V3C7 3 10 6 20 8.8V0Z" fill="var(--e-agreement)" />
        </svg>
        standoff
      </span>
      <h1 className="casename">{shown?.opened.title ?? ""}</h1>
      <nav className="views" aria-label="Views">
        {VIEWS.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={view === name ? "page" : undefined}
            onClick={() => change({ view: name })}
          >
            {views[name].title}
          </button>
        ))}
      </nav>
      <QuestionBox />
      <div className="tools">
        <ShareButton />
        <button
          type="button"
          className="btn plain icon"
          aria-label={dark ? "Light" : "Dark"}
          onClick={() => change({ dark: !dark })}
        >
          ◐
        </button>
        <Shortcuts />
      </div>
    </header>
  );
}

/** Copies a link that carries the text and the values set; the address shows it too. */
function ShareButton() {
  const [told, setTold] = useState("Share");
  const share = async () => {
    const { text, set } = useStudio.getState();
    const hash = await hashOf({ text, set });
    history.replaceState(null, "", hash);
    const copied = await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    );
    setTold(copied ? "Link copied" : "Link in the address");
    setTimeout(() => setTold("Share"), 2500);
  };
  return (
    <button type="button" className="btn" onClick={() => void share()}>
      {told}
    </button>
  );
}

function AnswerBar() {
  const { asked, change } = useStudio();
  if (asked === null) return null;
  const { question, answer, failure } = asked;
  return (
    <div className="answerbar" role="status">
      <span>{question}</span>
      <b>{answer === null ? (failure === null ? "…" : failure.kind) : sayAnswer(answer)}</b>
      <span className="lab">at the stated values, in brackets over half to twice the steadiness</span>
      <button type="button" className="btn" onClick={() => change({ asked: null })}>
        Close
      </button>
    </div>
  );
}

function sayAnswer(answer: NonNullable<ReturnType<typeof useStudio.getState>["asked"]>["answer"]): string {
  if (answer === null) return "";
  if (answer.status === "answered") return answerInWords(answer);
  return answer.status === "not understood"
    ? (answer.diagnostics[0]?.message ?? answer.status)
    : `${answer.status}: ${answer.what}`;
}

function Waiting() {
  const { run, failure, problems } = useStudio();
  const faults = problems.filter(({ severity }) => severity === "error").length;
  return (
    <div className="waiting">
      <svg width="48" height="48" viewBox="0 0 20 20" aria-hidden="true">
        <path d="M0 20V17C7 17 10 14 20 11.2V20Z" fill="var(--p-stale)" />
        <path d="M0 0V3C7 3 10 6 20 8.8V0Z" fill="var(--p-stale)" />
      </svg>
      <p>
        {faults > 0
          ? `${faults} to mend in the text before there is a forecast.`
          : failure === null
            ? (run?.stage ?? "Reading …")
            : whyNot(failure.kind)}
      </p>
    </div>
  );
}

const whyNot = (kind: string) =>
  kind === "too large"
    ? "Too large to be built here: take a coarser step, or fewer variables."
    : `No forecast: ${kind}.`;

function StatusLine() {
  const studio = useStudio();
  const { shown, run, problems, set, failure } = studio;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const moved = Object.keys(set).length;
  const residual = shown?.forecast.forecast.certificate.residual;
  return (
    <footer className="status">
      <span>
        <span className={`dot${errors > 0 || failure !== null ? " fault" : run !== null ? " busy" : ""}`} />
        {statusWords(studio, errors)}
      </span>
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

function statusWords(studio: ReturnType<typeof useStudio.getState>, errors: number): string {
  const { run, failure, shown } = studio;
  if (errors > 0) return shown === null ? "The text has errors" : "The picture is of the last sound text";
  if (failure !== null) return `No forecast: ${failure.kind}`;
  if (run !== null) return run.part === null ? run.stage : `${run.stage}, ${Math.round(100 * run.part)} %`;
  if (shown === null) return "Reading";
  return isStale(studio) ? "Of an older text" : "Solved for the text as it stands";
}

/** Results are told once, when they stand. */
function LiveRegion() {
  const { shown, run } = useStudio();
  const first = shown?.forecast.forecast.outcomes[0];
  const says =
    run === null && first !== undefined
      ? `${shown?.opened.title}: solved. ${first.name} ${Math.round(100 * first.byEnd)} per cent.`
      : "";
  return (
    <div className="sr" aria-live="polite">
      {says}
    </div>
  );
}

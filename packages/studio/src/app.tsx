/** The frame: bar, text or sliders at the left, the view at the right, and the line that says what stands. */
import { Suspense, useEffect } from "react";
import type { Client } from "standoff/wire";
import { answerInWords } from "standoff/words";
import { Solver } from "./engine/solver.ts";
import { QuestionBox } from "./question-box.tsx";
import { Figure } from "./shell/figure.tsx";
import { Hatches } from "./shell/hatches.tsx";
import { NoticeBar } from "./shell/notice.tsx";
import { OnPaper } from "./shell/on-paper.tsx";
import { ShareButton } from "./shell/share-sheet.tsx";
import { LiveRegion, StatusLine } from "./shell/status-line.tsx";
import { LongRun } from "./shell/too-large.tsx";
import { Tutorial } from "./shell/tutorial.tsx";
import { Waiting } from "./shell/waiting.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { type Shown, useStudio, VIEWS } from "./state/studio.ts";
import { Sliders, views, Writer } from "./views.tsx";

export function App({ solver }: { solver: Client }) {
  const view = useStudio(({ view }) => view);
  const shown = useStudio(({ shown }) => shown);
  const dark = useStudio(({ dark }) => dark);
  const figure = useStudio(({ figure }) => figure);
  const writing = useStudio(({ writing }) => writing);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }, [dark]);
  const sliding = view === "what if" && shown !== null;
  const beside = views[view].beside && writing !== false;
  const opened = writing === true || sliding;
  if (figure)
    return (
      <Solver.Provider value={solver}>
        <Suspense>
          <Hatches />
          <Figure />
        </Suspense>
      </Solver.Provider>
    );
  return (
    <Solver.Provider value={solver}>
      <div className="app">
        <Hatches />
        <TopBar />
        <main className={beside ? (opened ? "main opened" : "main") : "main nowriter"}>
          {views[view].beside && <Rail open={beside && opened} folded={!beside} />}
          {beside && (
            <section
              className={opened ? "pane writer paper open" : "pane writer paper"}
              aria-label={sliding ? "Assumptions" : "Scenario"}
            >
              <div style={{ display: sliding ? "none" : "contents" }}>
                <Suspense fallback={<div className="editor" />}>
                  <Writer />
                </Suspense>
              </div>
              <Suspense>{sliding && <Sliders assumptions={shown.opened.assumptions} />}</Suspense>
            </section>
          )}
          <section className="pane" aria-label="Forecast">
            <OnPaper />
            <NoticeBar />
            <LongRun />
            <AnswerBar />
            <div className="body">
              <Suspense>{shown === null ? <Waiting /> : <Viewed shown={shown} />}</Suspense>
            </div>
          </section>
        </main>
        <StatusLine />
        <LiveRegion />
        <Tutorial />
      </div>
    </Solver.Provider>
  );
}

function Viewed({ shown }: { shown: Shown }) {
  const { Show } = views[useStudio(({ view }) => view)];
  return <Show shown={shown} />;
}

/** Where the text has no room beside the view, or was put away: a way to it. */
function Rail({ open, folded }: { open: boolean; folded: boolean }) {
  const { view, change } = useStudio();
  return (
    <div className={folded ? "rail folded" : "rail"}>
      <button type="button" aria-expanded={open} onClick={() => change({ writing: !open })}>
        {view === "what if" ? "Assumptions" : "Text"} <kbd>Ctrl B</kbd>
      </button>
    </div>
  );
}

function TopBar() {
  const { view, shown, name, dark, writing, change } = useStudio();
  return (
    <header className="topbar">
      <span className="brand">
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M0 20V17C7 17 10 14 20 11.2V20Z" fill="var(--e-war)" />
          <path d="M0 0V3C7 3 10 6 20 8.8V0Z" fill="var(--e-agreement)" />
        </svg>
        standoff
      </span>
      <h1 className="casename">{shown?.opened.title ?? name}</h1>
      <nav className="views" aria-label="Views">
        {VIEWS.map((one) => (
          <button
            key={one}
            type="button"
            aria-current={view === one ? "page" : undefined}
            onClick={() => change({ view: one })}
          >
            {views[one].title}
          </button>
        ))}
      </nav>
      <QuestionBox />
      <div className="tools">
        <button
          type="button"
          className="btn menu"
          aria-pressed={writing === true}
          onClick={() => change({ writing: writing === true ? null : true })}
        >
          Text
        </button>
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

/** The text of the scenario: written here, checked by the engine as it is typed. */
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { codeFolding, foldGutter, foldKeymap } from "@codemirror/language";
import { lintGutter, lintKeymap, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { Diagnostic } from "standoff";
import { useStudio } from "../state/studio.ts";
import { completeNames } from "./completion.ts";
import { hoverAssumption } from "./hover.ts";
import { scenarioColours } from "./language.ts";

export function Editor() {
  const ref = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const text = useStudio(({ text }) => text);
  const problems = useStudio(({ problems }) => problems);
  useEffect(() => {
    const made = new EditorView({ parent: ref.current!, state: stateOf(useStudio.getState().text) });
    made.scrollDOM.tabIndex = 0; // what scrolls can be scrolled by keys
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    const present = view.current;
    if (present === null || present.state.doc.toString() === text) return;
    present.dispatch({ changes: { from: 0, to: present.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const present = view.current;
    if (present === null) return;
    const { length } = present.state.doc;
    present.dispatch(
      setDiagnostics(
        present.state,
        own(problems).map((problem) => marked(problem, length)),
      ),
    );
  }, [problems]);
  const goTo = (problem: Diagnostic) => {
    const present = view.current;
    if (present === null) return;
    const anchor = Math.min(problem.span.start, present.state.doc.length);
    present.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    present.focus();
  };
  return (
    <>
      <div className="editor" ref={ref} />
      <Problems problems={own(problems)} text={text} onGo={goTo} />
    </>
  );
}

/** Those in this file: the first that is read. */
const own = (problems: readonly Diagnostic[]) => problems.filter(({ span }) => span.file === 0);

function stateOf(doc: string): EditorState {
  return EditorState.create({
    doc,
    extensions: [
      lineNumbers(),
      foldGutter({ openText: "▾", closedText: "▸" }),
      codeFolding(),
      lintGutter(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      search({ top: true }),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Scenario text", spellcheck: "false" }),
      EditorState.tabSize.of(2),
      scenarioColours,
      hoverAssumption,
      autocompletion({ override: [completeNames] }),
      keymap.of([
        { key: "F8", run: nextDiagnostic },
        ...defaultKeymap,
        ...historyKeymap,
        ...searchKeymap,
        ...foldKeymap,
        ...lintKeymap,
        ...completionKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        const text = update.state.doc.toString();
        const { change, text: known } = useStudio.getState();
        if (text !== known) change({ text });
      }),
    ],
  });
}

function marked({ span, severity, message, hint, expected }: Diagnostic, length: number) {
  const from = Math.min(span.start, length);
  const to = Math.min(Math.max(span.end, from + 1), length);
  const more = [expected && `expected: ${expected}`, hint].filter(Boolean).join("\n");
  return { from, to: Math.max(from, to), severity, message: more === "" ? message : `${message}\n${more}` };
}

function Problems(props: { problems: readonly Diagnostic[]; text: string; onGo: (problem: Diagnostic) => void }) {
  const { problems, text, onGo } = props;
  if (problems.length === 0) return null;
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.span.start} ${problem.message}`}>
          <button type="button" onClick={() => onGo(problem)}>
            <span className="where">{text.slice(0, problem.span.start).split("\n").length}</span>
            <span>
              <span className={problem.severity}>{problem.severity}</span> {problem.message}
              {problem.hint !== undefined && <small>{problem.hint}</small>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

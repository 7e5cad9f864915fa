/**
 * The text of the scenario: written here, read by the language service letter by letter; the rest of the page hears of
 * it in a pause.
 */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { codeFolding, foldGutter, foldKeymap } from "@codemirror/language";
import { lintGutter, lintKeymap, nextDiagnostic } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Diagnostic } from "standoff";
import type { Fix, OutlineItem } from "standoff/editing";
import { useStudio } from "../state/studio.ts";
import { scenarioColours } from "./language.ts";
import { costLines, make, markCosts, markProblems } from "./marks.ts";
import { readText, service } from "./service.ts";

/** Milliseconds without a letter after which the rest of the page hears of the text. */
const TOLD_AFTER = 100;

export function Editor({ hidden, onGo }: { readonly hidden: boolean; readonly onGo: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useRef<Typed | null>(null);
  const [outline, setOutline] = useState<readonly OutlineItem[]>([]);
  const [fixes, setFixes] = useState<ReadonlyMap<Diagnostic, readonly Fix[]>>(new Map());
  const text = useStudio(({ text }) => text);
  const name = useStudio(({ name }) => name);
  const problems = useStudio(({ problems }) => problems);
  const stands = useStudio(({ shown }) => shown !== null);
  useEffect(() => {
    const typed = new Typed(setOutline);
    const made = new EditorView({ parent: ref.current!, state: stateOf(useStudio.getState().text, typed) });
    made.scrollDOM.tabIndex = 0; // what scrolls can be scrolled by keys
    view.current = made;
    told.current = typed;
    void typed.read(made.state.doc.toString());
    made.dom.addEventListener("focusin", () => void assist(made), { once: true });
    addEventListener("pagehide", typed.tell);
    return () => {
      removeEventListener("pagehide", typed.tell);
      typed.tell();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    if (view.current !== null && told.current?.told !== text) takeOver(view.current, text);
  }, [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file, another history
  useEffect(() => {
    view.current?.scrollDOM.scrollTo(0, 0);
  }, [name]);
  useEffect(() => {
    const present = view.current;
    if (present === null) return;
    const listed = own(problems);
    markProblems(present, listed);
    setFixes(new Map());
    if (listed.length > 0 && present.hasFocus) requestAnimationFrame(() => keepInSight(present));
    let wanted = true;
    if (listed.length > 0)
      void service.fixes(present.state.doc.toString(), listed.slice(0, MOST_FIXED)).then((found) => {
        if (!wanted || found === null || view.current === null) return;
        setFixes(new Map(listed.map((problem, index) => [problem, found[index] ?? []])));
        markProblems(view.current, listed, found);
      });
    return () => {
      wanted = false;
    };
  }, [problems]);
  useCosts(view);
  useEffect(() => {
    if (stands && view.current !== null) void assist(view.current);
  }, [stands]);
  const go = (from: number) => {
    onGo();
    requestAnimationFrame(() => {
      const present = view.current;
      if (present === null) return;
      const anchor = Math.min(from, present.state.doc.length);
      present.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      present.focus();
    });
  };
  const mend = (edits: Fix["edits"]) => {
    if (view.current !== null) make(view.current, edits);
  };
  useEffect(() => {
    const present = view.current;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "." || !(event.ctrlKey || event.metaKey)) return;
      const first = [...fixes].find(([, [fix]]) => fix !== undefined);
      if (first === undefined) return;
      event.preventDefault();
      if (present !== null) make(present, first[1][0].edits);
    };
    const jump = ({ detail }: CustomEvent<number>) => go(detail);
    addEventListener("keydown", onKey);
    addEventListener("go to text", jump as EventListener);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("go to text", jump as EventListener);
    };
  });
  return (
    <>
      <div className="editorhead" hidden={hidden}>
        <Outline outline={outline} onGo={go} />
      </div>
      <div className="editor" ref={ref} hidden={hidden} />
      <Problems problems={own(problems)} fixes={fixes} text={text} onGo={go} onFix={mend} />
    </>
  );
}

/** The list below takes room: what is being written stays in sight. */
function keepInSight(view: EditorView): void {
  view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { yMargin: 24 }) });
}

/** Problems for which fixes are sought. */
const MOST_FIXED = 20;

/** Those in this file: the first that is read. */
const own = (problems: readonly Diagnostic[]) => problems.filter(({ span }) => span.file === 0);

/** What follows a letter: the text is read at once, and told to the page in a pause. */
class Typed {
  private readonly onOutline: (outline: readonly OutlineItem[]) => void;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private last: string | null = null;
  /** What the page was told last: by the time it comes back, more may have been typed. */
  told: string | null = null;

  constructor(onOutline: (outline: readonly OutlineItem[]) => void) {
    this.onOutline = onOutline;
  }

  hear(text: string): void {
    this.last = text;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(this.tell, TOLD_AFTER);
    void this.read(text);
  }

  /** The page has another text by itself: what was typed before it is in it, or gone. */
  forget(): void {
    this.told = null;
    clearTimeout(this.waiting);
    this.last = null;
  }

  readonly tell = (): void => {
    clearTimeout(this.waiting);
    const { change, text } = useStudio.getState();
    if (this.last !== null && this.last !== text) {
      this.told = this.last;
      change({ text: this.last });
    }
    this.last = null;
  };

  async read(text: string): Promise<void> {
    const found = await readText(text);
    if (found === null || (this.last !== null && this.last !== text)) return;
    if (found.outline.length > 0) this.onOutline(found.outline);
    const { problems, change } = useStudio.getState();
    if (!sameProblems(problems, found.diagnostics)) change({ problems: found.diagnostics });
  }
}

/** A world's own warnings stay until it is looked at again, where the text's are the same as they were. */
function sameProblems(before: readonly Diagnostic[], now: readonly Diagnostic[]): boolean {
  const key = ({ code, message, span }: Diagnostic) => `${code} ${span.start} ${message}`;
  const [known, found] = [new Set(before.map(key)), new Set(now.map(key))];
  const errors = before.filter(({ severity }) => severity === "error");
  return now.every((problem) => known.has(key(problem))) && errors.every((problem) => found.has(key(problem)));
}

/** Takes a text from elsewhere (a table, a file) as one change of what differs, so that undo and place hold. */
function takeOver(view: EditorView, text: string): void {
  const present = view.state.doc.toString();
  if (present === text) return;
  let start = 0;
  while (start < present.length && start < text.length && present[start] === text[start]) start++;
  let end = 0;
  const most = Math.min(present.length, text.length) - start;
  while (end < most && present[present.length - 1 - end] === text[text.length - 1 - end]) end++;
  view.dispatch({ changes: { from: start, to: present.length - end, insert: text.slice(start, text.length - end) } });
}

function useCosts(view: RefObject<EditorView | null>): void {
  const shown = useStudio(({ shown }) => shown);
  const failure = useStudio(({ failure }) => failure);
  useEffect(() => {
    const shares = failure?.kind === "too large" ? failure.variables : (shown?.opened.world.variables ?? []);
    let wanted = true;
    const text = view.current?.state.doc.toString() ?? "";
    if (shares.length > 0)
      void service.costs(text, shares).then((costs) => {
        const present = view.current;
        if (wanted && costs !== null && present !== null && present.state.doc.toString() === text)
          markCosts(present, costs);
      });
    return () => {
      wanted = false;
    };
  }, [shown?.opened, failure, view]);
}

const assistance = new Compartment();

/** Completion, cards, renaming and search: once the first picture stands, or the text is gone into. */
async function assist(view: EditorView): Promise<void> {
  const loaded = await import("./assistance.ts");
  if (assistance.get(view.state) !== loaded.assistance)
    view.dispatch({ effects: assistance.reconfigure(loaded.assistance) });
}

/** What searches is not there yet. */
function findLater(view: EditorView): boolean {
  void assist(view).then(async () => (await import("./assistance.ts")).openSearchPanel(view));
  return true;
}

function stateOf(doc: string, typed: Typed): EditorState {
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
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Scenario text", spellcheck: "false" }),
      EditorState.tabSize.of(2),
      scenarioColours,
      costLines,
      assistance.of([]),
      keymap.of([
        { key: "F8", run: nextDiagnostic },
        { key: "Mod-f", run: findLater },
        ...defaultKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...lintKeymap,
      ]),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (!docChanged) return;
        const text = state.doc.toString();
        if (text === useStudio.getState().text) {
          typed.forget();
          void typed.read(text);
        } else typed.hear(text);
      }),
    ],
  });
}

function Outline({ outline, onGo }: { outline: readonly OutlineItem[]; onGo: (from: number) => void }) {
  return (
    <label>
      <span className="sr">Go to</span>
      <select
        className="btn"
        value=""
        onChange={({ target }) => {
          onGo(Number(target.value));
          target.value = "";
        }}
      >
        <option value="">Go to …</option>
        {outline.map(({ name, from, children }) => (
          <optgroup key={from} label={name}>
            <option value={from}>{name}</option>
            {children.map((child) => (
              <option key={child.from} value={child.from}>
                {`\u2003${child.name}`}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

interface ProblemsProps {
  readonly problems: readonly Diagnostic[];
  readonly fixes: ReadonlyMap<Diagnostic, readonly Fix[]>;
  readonly text: string;
  readonly onGo: (from: number) => void;
  readonly onFix: (edits: Fix["edits"]) => void;
}

function Problems({ problems, fixes, text, onGo, onFix }: ProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.span.start} ${problem.message}`}>
          <button type="button" onClick={() => onGo(problem.span.start)}>
            <span className="where">{text.slice(0, problem.span.start).split("\n").length}</span>
            <span>
              <span className={problem.severity}>{problem.severity}</span> {problem.message}
              {problem.hint !== undefined && <small>{problem.hint}</small>}
            </span>
          </button>
          {(fixes.get(problem) ?? []).map(({ says, edits }) => (
            <button key={says} type="button" className="btn fix" onClick={() => onFix(edits)}>
              {says[0].toUpperCase() + says.slice(1)}
            </button>
          ))}
        </li>
      ))}
    </ul>
  );
}

/**
 * What is marked in the editor: problems under the text, and lines that make the world large. Changes of the text, too.
 */
import { type Action, type Diagnostic as Marked, setDiagnostics } from "@codemirror/lint";
import { type EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { Diagnostic } from "standoff";
import type { Fix, StateCost, TextEdit } from "standoff/editing";

/** Makes changes in one step of the history. */
export function make(view: EditorView, edits: readonly TextEdit[]): void {
  view.dispatch({ changes: edits.map(({ from, to, insert }) => ({ from, to, insert })), userEvent: "input" });
}

/** Marks problems under the text, with what mends each. */
export function markProblems(
  view: EditorView,
  problems: readonly Diagnostic[],
  fixes: readonly (readonly Fix[])[] = [],
): void {
  const { length } = view.state.doc;
  const marked = problems.map((problem, index) => markOf(problem, length, fixes[index] ?? []));
  view.dispatch(setDiagnostics(view.state, marked));
}

function markOf(
  { span, severity, message, hint, expected }: Diagnostic,
  length: number,
  fixes: readonly Fix[],
): Marked {
  const from = Math.min(span.start, length);
  const to = Math.max(from, Math.min(Math.max(span.end, from + 1), length));
  const more = [expected && `expected: ${expected}`, hint].filter(Boolean).join("\n");
  const actions = fixes.map(
    ({ says, edits }): Action => ({ name: says[0].toUpperCase() + says.slice(1), apply: (view) => make(view, edits) }),
  );
  return {
    from,
    to,
    severity,
    message: more === "" ? message : `${message}\n${more}`,
    ...(actions.length === 0 ? {} : { actions }),
  };
}

// ---- What lines cost ----

const showCosts = StateEffect.define<readonly StateCost[]>();

class Times extends WidgetType {
  private readonly says: string;

  constructor(says: string) {
    super();
    this.says = says;
  }

  override eq(other: Times): boolean {
    return other.says === this.says;
  }

  toDOM(): HTMLElement {
    const dom = document.createElement("span");
    dom.className = "cm-times";
    dom.textContent = this.says;
    dom.title = "by so much it multiplies the states";
    return dom;
  }
}

/** Fewer than half as many states again are not worth a mark. */
const LEAST = 1.5;

function costMarks(state: EditorState, costs: readonly StateCost[]): DecorationSet {
  const marks = costs
    .filter(({ multiplies, to }) => multiplies >= LEAST && to <= state.doc.length)
    .flatMap(({ to, multiplies }) => {
      const line = state.doc.lineAt(to);
      const strength = Math.min(3, Math.max(1, Math.round(Math.log2(multiplies))));
      const times = new Times(`×${multiplies.toFixed(1)}`);
      return [
        Decoration.line({ class: `cm-cost-${strength}` }).range(line.from),
        Decoration.widget({ widget: times, side: 1 }).range(line.to),
      ];
    });
  return Decoration.set(marks, true);
}

export const costLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    for (const effect of transaction.effects)
      if (effect.is(showCosts)) return costMarks(transaction.state, effect.value);
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Shades the lines that make the world large. */
export function markCosts(view: EditorView, costs: readonly StateCost[]): void {
  view.dispatch({ effects: showCosts.of(costs) });
}

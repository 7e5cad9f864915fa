/**
 * The dates at which the calendar breaks besides its regular grid: those that the scenario names where the day matters.
 * These are the dates of fixed clocks, the fixed dates among a clock's anchors, `announced` dates, dates that an expression
 * compares with `now` (in guards, tempos, definitions, payoffs and all others), and the dates in questions and checks:
 * there the day after, since `by D` counts all of D (but D itself where a span begins: `between D and E`). Dates that are only
 * reckoned with, as in `now - 2025-03-31`, and those of history and evidence, break nothing.
 */
import { parseDay } from "./dates.ts";
import { type Elaboration, entriesOf } from "./elaboration.ts";
import { type Expression, walk } from "./expression.ts";
import type { Assumption, Clock, Question } from "./scenario.ts";
import { staticValue } from "./static-value.ts";

export function breaksOf(
  e: Elaboration,
  clocks: readonly Clock[],
  questions: readonly Question[],
  assumptions: readonly Assumption[],
): Set<number> {
  const days = new Set<number>();
  const add = (day: number | undefined) => {
    if (day !== undefined && Number.isFinite(day)) days.add(Math.ceil(day));
  };
  for (const clock of clocks) for (const day of [clock.date, ...clock.anchors.map(({ date }) => date)]) add(day);
  for (const [, entry] of entriesOf(e.document.state)) {
    if (typeof entry !== "string" && entry.announced !== undefined) add(parseDay(entry.announced));
  }
  const known = { assumption: (index: number) => assumptions[index]?.value, clock: () => undefined };
  for (const { expression } of e.expressions) {
    walk(expression, (node) => {
      const other = comparedWithNow(node);
      if (other !== undefined) add(staticValue(other, known));
    });
  }
  for (const { ask } of [...questions, ...Object.values(e.document.checks ?? {})]) {
    for (const [, begins, text] of ask.matchAll(/(between\s+)?(\d{4}-\d{2}-\d{2})/g)) {
      const day = parseDay(text!);
      add(day === undefined || begins !== undefined ? day : day + 1);
    }
  }
  return days;
}

const comparisons: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "is", "is not"]);

/** What `now` is compared with, if this node is such a comparison. */
function comparedWithNow(node: Expression): Expression | undefined {
  if (node.kind !== "binary" || !comparisons.has(node.operator)) return undefined;
  if (node.left.kind === "now") return node.right;
  return node.right.kind === "now" ? node.left : undefined;
}

/**
 * The dates at which the calendar breaks besides its regular grid: those that the *game* uses. These are the dates of
 * fixed clocks, the fixed dates among a clock's anchors, `announced` dates, and the days on which a comparison of `now`
 * with something that has a date turns (`now >= deadline - 1 month`, `now within 2 weeks of X`, `now - 2025-03-31 > 30
 * days`), in guards, tempos, payoffs, endings and all else that play reads, definitions included where it uses them.
 * Asking never changes the game: the dates of outcomes, questions, checks, history and evidence break nothing.
 */
import { parseDay } from "../../text/dates.ts";
import { children, type Expression } from "../expression/expression.ts";
import { assumptionsIn } from "../expression/reads.ts";
import type { Assumption, Clock } from "../scenario.ts";
import { type Elaboration, entriesOf } from "./elaboration.ts";

/** Sections whose expressions ask about the game and are no part of it; definitions count where the game uses them. */
const asking: ReadonlySet<unknown> = new Set([
  "define",
  "outcomes",
  "exclusive",
  "questions",
  "checks",
  "history",
  "evidence",
  "orders",
]);

export function breaksOf(e: Elaboration, clocks: readonly Clock[], assumptions: readonly Assumption[]): Set<number> {
  const days = new Set<number>();
  const add = (day: number | undefined) => {
    if (day !== undefined && Number.isFinite(day)) days.add(Math.ceil(day));
  };
  for (const clock of clocks) for (const day of [clock.date, ...clock.anchors.map(({ date }) => date)]) add(day);
  for (const [, entry] of entriesOf(e.document.state)) {
    if (typeof entry !== "string" && entry.announced !== undefined) add(parseDay(entry.announced));
  }
  const game = e.expressions.flatMap(({ expression, path }) => (asking.has(path[0]) ? [] : [expression]));
  for (const day of turningDays(clocks, assumptions, game, e.fixed)) add(day);
  return days;
}

/**
 * The whole days on which comparisons with `now` in some expressions turn, whatever a drawn clock's date is; `read`
 * takes the assumptions that say so.
 */
export function turningDays(
  clocks: readonly Clock[],
  assumptions: readonly Assumption[],
  expressions: readonly Expression[],
  read: Set<number> = new Set(),
): number[] {
  const days = new Set<number>();
  const anchors = Math.max(1, ...clocks.map((clock) => clock.anchors.length));
  for (let anchor = 0; anchor < anchors; anchor++) {
    for (const day of new Turns(clocks, assumptions, anchor, read).of(expressions))
      if (Number.isFinite(day)) days.add(Math.ceil(day));
  }
  return [...days];
}

/** A value as `constant + slope x now`; undefined where it depends on the state, or on the day in any other way. */
interface Line {
  readonly constant: number;
  readonly slope: number;
}

/** The days on which comparisons turn, with the drawn clocks at one of their anchors. */
class Turns {
  readonly #days: number[] = [];
  readonly #lines = new Map<Expression, Line | undefined>();
  readonly #clocks: readonly Clock[];
  readonly #assumptions: readonly Assumption[];
  readonly #anchor: number;
  readonly #read: Set<number>;

  constructor(clocks: readonly Clock[], assumptions: readonly Assumption[], anchor: number, read: Set<number>) {
    this.#clocks = clocks;
    this.#assumptions = assumptions;
    this.#anchor = anchor;
    this.#read = read;
  }

  of(expressions: readonly Expression[]): readonly number[] {
    for (const expression of expressions) this.#line(expression);
    return this.#days;
  }

  /** The line of an expression; on the way, notes the days on which comparisons in it turn. Each node is read once. */
  #line(e: Expression): Line | undefined {
    if (this.#lines.has(e)) return this.#lines.get(e);
    const parts = children(e).map((part) => this.#line(part));
    const line = this.#combined(e, parts);
    this.#lines.set(e, line);
    return line;
  }

  #combined(e: Expression, parts: readonly (Line | undefined)[]): Line | undefined {
    const [first, second] = parts;
    switch (e.kind) {
      case "now":
        return { constant: 0, slope: 1 };
      case "constant":
        return fixed(e.value);
      case "assumption":
        return fixed(this.#assumptions[e.assumption]?.value);
      case "clock":
        return fixed(this.#dateOf(e.clock));
      case "definition":
        return first;
      case "negative":
        return scaled(first, -1);
      case "one of":
        for (const value of e.values) this.#turns(e, "is", sum(first, fixed(-value)));
        return undefined;
      case "binary":
        return this.#joined(e, first, second);
      default:
        return undefined;
    }
  }

  #dateOf(index: number): number | undefined {
    const clock = this.#clocks[index];
    if (clock?.kind === "draw") return clock.anchors[this.#anchor]?.date;
    return clock?.date;
  }

  #joined(e: Expression & { kind: "binary" }, left: Line | undefined, right: Line | undefined): Line | undefined {
    const { operator } = e;
    switch (operator) {
      case "+":
        return sum(left, right);
      case "-":
        return sum(left, scaled(right, -1));
      case "*":
        return right?.slope === 0
          ? scaled(left, right.constant)
          : left?.slope === 0
            ? scaled(right, left.constant)
            : undefined;
      case "/":
        return right?.slope === 0 ? scaled(left, 1 / right.constant) : undefined;
      case "at least":
      case "at most":
        if (left?.slope !== 0 || right?.slope !== 0) return undefined;
        return fixed((operator === "at least" ? Math.max : Math.min)(left.constant, right.constant));
      case "and":
      case "or":
        return undefined;
      default:
        this.#turns(e, operator, sum(left, scaled(right, -1)));
        return undefined;
    }
  }

  /** Notes the first days on which `difference` compares with zero in another way than the day before. */
  #turns(e: Expression, operator: "<" | "<=" | ">" | ">=" | "is" | "is not", difference: Line | undefined): void {
    if (difference !== undefined && readsNow(e)) for (const index of assumptionsIn([e])) this.#read.add(index);
    if (difference === undefined || difference.slope === 0) return;
    const root = -difference.constant / difference.slope;
    const onIt = Math.ceil(root);
    const past = Math.floor(root) + 1;
    if (operator === "is" || operator === "is not") {
      if (onIt === root) this.#days.push(onIt, past);
    } else {
      const strict = operator === ">" || operator === "<=";
      this.#days.push(strict === difference.slope > 0 ? past : onIt);
    }
  }
}

function readsNow(e: Expression): boolean {
  return e.kind === "now" || children(e).some(readsNow);
}

function fixed(value: number | undefined): Line | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : { constant: value, slope: 0 };
}

function scaled(line: Line | undefined, factor: number): Line | undefined {
  return line && { constant: line.constant * factor, slope: line.slope * factor };
}

function sum(a: Line | undefined, b: Line | undefined): Line | undefined {
  return a && b && { constant: a.constant + b.constant, slope: a.slope + b.slope };
}

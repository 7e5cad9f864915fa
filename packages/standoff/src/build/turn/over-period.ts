/**
 * A rate added up over a period: how often a desk meets, or an event would happen, from the period's first day to the
 * next one's, in the state that stands there. Where the rate depends on the day it is integrated: within the period
 * `now` runs on, so that `weekly within 2 weeks of X` counts the days on which it holds, whatever the step. `now is X`
 * means the day X.
 *
 * The period is cut where a comparison with `now` changes, inner comparisons first; between the cuts a rate that only
 * compares is constant, and one that reckons with `now` is taken at three points (Gauss and Legendre: exact up to the
 * fifth power).
 */

import {
  compileExpression,
  type Evaluator,
  foldExpression,
  keepAll,
  type Moment,
} from "../../language/expression/evaluate.ts";
import { type Expression, walk } from "../../language/expression/expression.ts";
import { compileFormula, type FormulaEvaluator } from "../../language/expression/formula.ts";
import { assumptionsIn } from "../../language/expression/reads.ts";
import { datesOf, PlainReader } from "../../language/expression/state-reader.ts";
import type { Scenario } from "../../language/scenario.ts";
import { type Formula, ZERO } from "../../math/formulas.ts";
import type { Compiling } from "../prices.ts";

export interface OverPeriod {
  /** The rate times the time; below zero or no number where the rate is so anywhere. */
  readonly total: FormulaEvaluator;
  /** Zero where the total is; narrower to ask. */
  readonly some: FormulaEvaluator;
}

/** Where a period is cut is a matter of the graph: assumptions that say so are not left open. */
export function compileOverPeriod(scenario: Scenario, rate: Expression, compiling: Compiling): OverPeriod {
  const { list } = compiling.prices;
  const options: Compiling = { ...compiling, structural: compiling.prices.structural };
  const open = withDays(foldExpression(scenario, rate, keepAll));
  const reader = options.reader ?? new PlainReader(scenario);
  if (!readsNow(open)) {
    const value = compileFormula(scenario, open, list, options);
    const total: FormulaEvaluator = (s, p) => list.multiply(value(s, p), list.constant(reader.days(p)));
    return { total, some: value };
  }
  const moment: Moment = { at: 0 };
  const within: Compiling = { ...options, moment };
  const [plainly, otherwise] = [plainTurns(open), otherTurns(open)];
  const fixed = assumptionsIn([...plainly, ...otherwise]);
  const value = compileFormula(scenario, open, list, within, (assumption) => !fixed.has(assumption));
  const plain = plainly.map((e) => compileExpression(scenario, e, options));
  const others = otherwise.map((e) => compileExpression(scenario, e, within));
  const reckons = others.length > 0 || reckonsWithNow(open);
  const dates = datesOf(scenario);

  const total: FormulaEvaluator = (state, period) => {
    const [from, to] = [dates[period], dates[period + 1]];
    const cuts = [from, to];
    for (const turn of plain) {
      const day = turn(state, period);
      if (reader.compareNow(period, ">=", day) || reader.compareNow(period + 1, "<=", day)) continue;
      reader.dependsOn(period);
      cut(cuts, day);
    }
    if (reckons) reader.dependsOn(period);
    for (const turn of others) cutWhereItTurns(cuts, (at) => valueAt(turn, moment, at, state, period));
    let sum = ZERO;
    let least: Formula | undefined;
    let taken = 0;
    for (let piece = 1; piece < cuts.length; piece++) {
      const [begins, ends] = [cuts[piece - 1], cuts[piece]];
      const middle = (begins + ends) / 2;
      const length = cuts.length === 2 ? reader.days(period) : ends - begins;
      for (const { place, weight } of reckons ? threePoints : middleAlone) {
        const at = valueAt(value, moment, middle + (place * (ends - begins)) / 2, state, period);
        taken++;
        least = least === undefined ? at : list.binary("atMost", least, at);
        sum = list.add(sum, list.multiply(list.multiply(list.constant(weight), at), list.constant(length)));
      }
    }
    if (taken === 1) return sum;
    // A rate below zero anywhere shows, whatever it is elsewhere.
    const low = least ?? ZERO;
    return list.select(list.binary("lessOrEqual", ZERO, low), sum, list.multiply(low, list.constant(to - from)));
  };
  return { total, some: total };
}

/** Does an expression's value run on with the days within a period? */
export function readsNow(e: Expression): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "now") found = true;
  });
  return found;
}

/** A rate where a condition holds, else none. */
export function where(test: Expression, rate: Expression): Expression {
  const none: Expression = { kind: "constant", value: 0, span: rate.span, type: rate.type };
  // biome-ignore lint/suspicious/noThenProperty: the tree's own word
  return { kind: "if", test, then: rate, otherwise: none, span: rate.span, type: rate.type };
}

const middleAlone = [{ place: 0, weight: 1 }] as const;
const threePoints = [
  { place: -Math.sqrt(3 / 5), weight: 5 / 18 },
  { place: 0, weight: 4 / 9 },
  { place: Math.sqrt(3 / 5), weight: 5 / 18 },
] as const;

function valueAt(f: Evaluator, moment: Moment, at: number, ...[state, period]: Parameters<Evaluator>): number {
  moment.at = at;
  return f(state, period);
}

// ---- Where a rate turns ----

const orders: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);

/** What `now` alone is compared with, where `now` is not. */
function plainTurns(e: Expression): Expression[] {
  const found: Expression[] = [];
  walk(e, (node) => {
    const other = plainTurn(node);
    if (other !== undefined) found.push(other);
  });
  return found;
}

function plainTurn(node: Expression): Expression | undefined {
  if (node.kind !== "binary" || !orders.has(node.operator)) return undefined;
  const { left, right } = node;
  if (left.kind === "now" && !readsNow(right)) return right;
  return right.kind === "now" && !readsNow(left) ? left : undefined;
}

/**
 * Differences whose signs other comparisons, bounds and absolute values with `now` in them turn on: inner ones first.
 */
function otherTurns(e: Expression): Expression[] {
  const found: Expression[] = [];
  walk(e, (node) => {
    if (!readsNow(node) || plainTurn(node) !== undefined) return;
    const { span, type } = node;
    if (node.kind === "call" && node.name === "abs") found.push(node.of);
    if (node.kind !== "binary" || node.left.type.kind === "truth") return;
    const turns = orders.has(node.operator) || node.operator === "at least" || node.operator === "at most";
    if (turns) found.push({ kind: "binary", operator: "-", left: node.left, right: node.right, span, type });
  });
  return found.reverse();
}

/** Does `now` stand elsewhere than alone beside a comparison? */
function reckonsWithNow(e: Expression): boolean {
  let all = 0;
  let plain = 0;
  walk(e, (node) => {
    if (node.kind === "now") all++;
    if (plainTurn(node) !== undefined) plain++;
  });
  return all > plain;
}

function cut(cuts: number[], at: number): void {
  const place = cuts.findIndex((other) => other >= at);
  if (place > 0 && cuts[place] !== at) cuts.splice(place, 0, at);
}

/** Cuts where a function changes its sign, once at most in each piece: by its slope, or halving where it is no line. */
function cutWhereItTurns(cuts: number[], f: (at: number) => number): void {
  for (let piece = cuts.length - 1; piece > 0; piece--) {
    const [from, to] = [cuts[piece - 1], cuts[piece]];
    const [early, late] = [from + (to - from) / 4, to - (to - from) / 4];
    const [a, b] = [f(early), f(late)];
    const line = early - (a * (late - early)) / (b - a);
    const steepness = Math.abs(b - a) / (late - early);
    const lies = line > from && line < to && Math.abs(f(line)) <= LINE * steepness * (to - from);
    if (lies) cut(cuts, line);
    else cut(cuts, halved(f, from + (to - from) * LINE, to - (to - from) * LINE) ?? from);
  }
}

/**
 * A function whose value where its line crosses zero is as small as this beside its rise over the piece is that line.
 */
const LINE = 1e-9;

function halved(f: (at: number) => number, from: number, to: number): number | undefined {
  let [low, high] = [from, to];
  const rises = f(high) > 0;
  if (f(low) > 0 === rises) return undefined;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0 === rises) high = middle;
    else low = middle;
  }
  return high;
}

/** `now is X` as the time from the start of the day X to its end. */
function withDays(e: Expression): Expression {
  switch (e.kind) {
    case "one of":
      if (e.of.kind === "now") return withDays(anyDay(e.of, e.values));
      return { ...e, of: withDays(e.of) };
    case "not":
    case "negative":
    case "call":
      return { ...e, of: withDays(e.of) };
    case "if": {
      const [test, then, otherwise] = [withDays(e.test), withDays(e.then), withDays(e.otherwise)];
      return { ...e, test, then, otherwise };
    }
    case "binary": {
      const whole = { ...e, left: withDays(e.left), right: withDays(e.right) };
      if (whole.operator !== "is" && whole.operator !== "is not") return whole;
      const [now, day] = whole.left.kind === "now" ? [whole.left, whole.right] : [whole.right, whole.left];
      return now.kind === "now" ? withinDay(now, day, whole.operator === "is not") : whole;
    }
    default:
      return e;
  }
}

/** `now is A or B`, one by one. */
function anyDay(now: Expression, days: readonly number[]): Expression {
  const { span } = now;
  const type = { kind: "truth" } as const;
  const each = days.map((value): Expression => {
    const day: Expression = { kind: "constant", value, span, type: now.type };
    return { kind: "binary", operator: "is", left: now, right: day, span, type };
  });
  return each.reduce((left, right) => ({ kind: "binary", operator: "or", left, right, span, type }));
}

function withinDay(now: Expression, day: Expression, outside: boolean): Expression {
  const { span } = now;
  const truth = { kind: "truth" } as const;
  const one: Expression = { kind: "constant", value: 1, span, type: { kind: "duration" } };
  const end: Expression = { kind: "binary", operator: "+", left: day, right: one, span, type: day.type };
  const begun: Expression = { kind: "binary", operator: ">=", left: now, right: day, span, type: truth };
  const open: Expression = { kind: "binary", operator: "<", left: now, right: end, span, type: truth };
  const within: Expression = { kind: "binary", operator: "and", left: begun, right: open, span, type: truth };
  return outside ? { kind: "not", of: within, span, type: truth } : within;
}

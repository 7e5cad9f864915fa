/**
 * Expressions as functions of (state, period): closures over the checked tree. No code is made from text, so that they
 * run under any content-security policy.
 *
 * `state` holds one domain index per variable of the scenario; `period` runs from 0 to the number of periods, which
 * stands for the calendar's last day. A clock's date: a fixed clock's is always its date; a draw's is its anchor's; a
 * timer's, or an offset anchor's, is the first day of the period in which it falls due, +Infinity while it has not
 * started or falls due past the horizon, and -Infinity once it has lapsed; a clock of stages is +Infinity until it is
 * done, then -Infinity.
 */

import type { Span } from "../../text/source.ts";
import type { Clock, Scenario } from "../scenario.ts";
import type { Expression, ValueType } from "./expression.ts";
import { children, walk } from "./expression.ts";
import { assumptionsIn } from "./reads.ts";
import { datesOf, type Order, type Reader, type State } from "./state-reader.ts";

export type Evaluator = (state: State, period: number) => number;

/** Writes the places of the expressions that hold into `out`, in order, and returns how many. */
export type Lister = (state: State, period: number, out: Int32Array) => number;

export interface CompileOptions {
  /** Told what closures read, where a full value would say more than is needed. */
  readonly reader?: Reader;
  /** What `now` is instead of a period's first day. */
  readonly moment?: Moment;
  /** Takes the assumptions whose values go into functions of numbers, and so into what they decide. */
  readonly structural?: Set<number>;
}

/** A moment that its owner moves, as a day with its fraction. */
export interface Moment {
  at: number;
}

/** The value of an expression: truth as 0 or 1, everything else in the units of `expression.ts`. */
export function compileExpression(scenario: Scenario, expression: Expression, options?: CompileOptions): Evaluator {
  note([expression], options);
  const folded = foldExpression(scenario, expression);
  if (folded.kind === "constant") {
    const { value } = folded;
    return () => value;
  }
  return closure(folded, contextOf(scenario, options));
}

/** Which of several truths hold. */
export function compileLister(
  scenario: Scenario,
  expressions: readonly Expression[],
  options?: CompileOptions,
): Lister {
  note(expressions, options);
  const folded = expressions.map((e) => foldExpression(scenario, e));
  const context = contextOf(scenario, options);
  const tests = folded.map((e) => closure(e, context));
  return (state, period, out) => {
    let count = 0;
    begin(context, state, period);
    for (let index = 0; index < tests.length; index++) if (tests[index](state, period) !== 0) out[count++] = index;
    context.listed = null;
    return count;
  };
}

/** 1 when any of several truths holds, else 0. */
export function compileAny(
  scenario: Scenario,
  expressions: readonly Expression[],
  options?: CompileOptions,
): Evaluator {
  note(expressions, options);
  const folded = expressions.map((e) => foldExpression(scenario, e));
  if (folded.some((e) => e.kind === "constant" && e.value !== 0)) return () => 1;
  const live = folded.filter((e) => e.kind !== "constant");
  if (live.length === 0) return () => 0;
  const context = contextOf(scenario, options);
  const tests = live.map((e) => closure(e, context));
  return (state, period) => (tests.some((test) => test(state, period) !== 0) ? 1 : 0);
}

/**
 * Compiles expressions that are folded already, of which `compileExpression` knows nothing; those alike share their
 * work.
 */
export function compilerOfFolded(scenario: Scenario, options?: CompileOptions): (folded: Expression) => Evaluator {
  const context = contextOf(scenario, options);
  return (folded) => closure(folded, context);
}

function note(expressions: readonly Expression[], options: CompileOptions | undefined): void {
  if (options?.structural === undefined) return;
  for (const assumption of assumptionsIn(expressions)) options.structural.add(assumption);
}

/** The place among the periods of the first one that starts on or after a date; +Infinity past the horizon. */
export function lapsePeriod(scenario: Scenario, date: number): number {
  const place = scenario.calendar.played.findIndex((period) => period.start >= date);
  return place === -1 ? Number.POSITIVE_INFINITY : place;
}

/** Can the value change with the period alone, while the state stays as it is? */
export function dependsOnPeriod(scenario: Scenario, expression: Expression): boolean {
  let found = false;
  walk(foldExpression(scenario, expression, keepAll), (node) => {
    if (node.kind === "now") found = true;
    if (node.kind === "lapsed") {
      const { kind } = scenario.clocks[node.clock];
      if (kind === "fixed" || kind === "draw") found = true;
    }
  });
  return found;
}

/** The variables whose values an expression reads, those of clocks included. */
export function variablesRead(scenario: Scenario, expression: Expression): Set<number> {
  const read = new Set<number>();
  walk(expression, (node) => {
    if (node.kind === "variable") read.add(node.variable);
    if (node.kind === "clock" || node.kind === "lapsed") {
      const clock = scenario.clocks[node.clock];
      for (const v of [clock.drawVariable, clock.dueVariable, clock.stageVariable]) if (v >= 0) read.add(v);
    }
  });
  return read;
}

// ---- Folding ----

/** Which assumptions stay as they are when an expression is folded. */
export type Keep = (assumption: number) => boolean;

const keepNone: Keep = () => false;
export const keepAll: Keep = () => true;

/** The same value with definitions put in, and the assumptions that do not stay, and constant parts worked out. */
export function foldExpression(scenario: Scenario, e: Expression, keep: Keep = keepNone): Expression {
  const fold = (child: Expression) => foldExpression(scenario, child, keep);
  switch (e.kind) {
    case "assumption":
      return keep(e.assumption) ? e : constant(scenario.assumptions[e.assumption].value, e);
    case "definition":
      return foldBody(scenario, e.body, keep);
    case "clock": {
      const clock = scenario.clocks[e.clock];
      return clock.kind === "fixed" ? constant(clock.date, e) : e;
    }
    case "if": {
      const test = fold(e.test);
      if (test.kind === "constant") return fold(test.value !== 0 ? e.then : e.otherwise);
      // biome-ignore lint/suspicious/noThenProperty: the tree's own word
      return { ...e, test, then: fold(e.then), otherwise: fold(e.otherwise) };
    }
    case "binary":
      return foldBinary({ ...e, left: fold(e.left), right: fold(e.right) });
    case "not":
    case "negative":
    case "call":
    case "one of":
      return foldConstant({ ...e, of: fold(e.of) });
    default:
      return e;
  }
}

const bodies = new WeakMap<Scenario, WeakMap<Keep, Map<Expression, Expression>>>();

/** Definitions are folded once a scenario, however often they are named. */
function foldBody(scenario: Scenario, body: Expression, keep: Keep): Expression {
  const ways = bodies.get(scenario) ?? new WeakMap<Keep, Map<Expression, Expression>>();
  bodies.set(scenario, ways);
  const folded = ways.get(keep) ?? new Map<Expression, Expression>();
  ways.set(keep, folded);
  let found = folded.get(body);
  if (found === undefined) {
    found = foldExpression(scenario, body, keep);
    folded.set(body, found);
    shared.add(found);
  }
  return found;
}

/** What definitions were folded to. */
const shared = new WeakSet<Expression>();

/** Was this made of a definition, so that it may stand in many places? */
export function isShared(folded: Expression): boolean {
  return shared.has(folded);
}

function foldBinary(e: Expression & { kind: "binary" }): Expression {
  const { operator, left, right } = e;
  if (operator === "and" || operator === "or") {
    const decides = operator === "and" ? 0 : 1;
    for (const [side, other] of [[left, right] as const, [right, left] as const]) {
      if (side.kind === "constant") return (side.value !== 0 ? 1 : 0) === decides ? constant(decides, e) : other;
    }
  }
  return foldConstant(e);
}

function foldConstant(e: Expression): Expression {
  if (!children(e).every((child) => child.kind === "constant")) return e;
  return constant(closure(e, noContext)(noState, 0), e);
}

const noState = new Int32Array(0);

function constant(value: number, from: { readonly span: Span; readonly type: ValueType }): Expression {
  return { kind: "constant", value, span: from.span, type: from.type };
}

const functions: Readonly<Record<string, (of: number) => number>> = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
};

// ---- What closures read besides the state ----

interface Context {
  readonly lows: readonly number[];
  readonly sizes: readonly number[];
  readonly reader: Reader | undefined;
  readonly moment: Moment | undefined;
  /** First day of every period, and the last day. */
  readonly now: Float64Array;
  readonly clockDate: readonly Evaluator[];
  readonly clockLapsed: readonly Evaluator[];
  /** Closures of definitions. */
  readonly known: Map<Expression, Evaluator>;
  /**
   * The state that a list of truths is asked of, and a number for each time: definitions are worked out once for all of
   * them.
   */
  listed: State | null;
  listing: number;
  period: number;
}

function begin(context: Context, state: State, period: number): void {
  context.listed = state;
  context.period = period;
  context.listing++;
}

const noContext: Context = {
  lows: [],
  sizes: [],
  reader: undefined,
  moment: undefined,
  now: new Float64Array(1),
  clockDate: [],
  clockLapsed: [],
  known: new Map(),
  listed: null,
  listing: 0,
  period: 0,
};

function contextOf(scenario: Scenario, options?: CompileOptions): Context {
  return {
    lows: scenario.variables.map((v) => (v.kind === "range" ? v.low : 0)),
    sizes: scenario.variables.map((v) => v.size),
    reader: options?.reader,
    moment: options?.moment,
    now: datesOf(scenario),
    clockDate: scenario.clocks.map((clock) => clockDate(scenario, clock, options?.reader)),
    clockLapsed: scenario.clocks.map((clock) => clockLapsed(scenario, clock, options?.reader)),
    known: new Map(),
    listed: null,
    listing: 0,
    period: 0,
  };
}

/** The date at which a clock falls due, as a function of the state. */
function clockDate(scenario: Scenario, clock: Clock, reader?: Reader): Evaluator {
  const never = Number.POSITIVE_INFINITY;
  const { played: periods } = scenario.calendar;
  const due = Float64Array.from([never, ...periods.map((period) => period.start), never, -never]);
  switch (clock.kind) {
    case "fixed":
      return () => clock.date;
    case "draw": {
      const dates = Float64Array.from(clock.anchors.map((anchor) => anchor.date));
      return (s) => {
        const date = dates[s[clock.drawVariable]];
        return Number.isNaN(date) ? due[s[clock.dueVariable]] : date;
      };
    }
    case "timer":
      return (s) => due[s[clock.dueVariable]];
    case "stages": {
      const done = isValue(scenario, clock.stageVariable, clock.stages + 1, reader);
      return (s, period) => (done(s, period) !== 0 ? -never : never);
    }
  }
}

/** Has a clock fallen due, now or before? */
function clockLapsed(scenario: Scenario, clock: Clock, reader?: Reader): Evaluator {
  const lapsed = scenario.calendar.played.length + 2;
  const reached = (period: number, first: number) => (reader ? reader.reached(period, first) : period >= first);
  switch (clock.kind) {
    case "fixed": {
      const at = lapsePeriod(scenario, clock.date);
      return (_, period) => (reached(period, at) ? 1 : 0);
    }
    case "draw": {
      const at = Float64Array.from(
        clock.anchors.map((a) => (Number.isNaN(a.date) ? Number.NaN : lapsePeriod(scenario, a.date))),
      );
      const past = isValue(scenario, clock.dueVariable, lapsed, reader);
      return (s, period) => {
        const place = at[s[clock.drawVariable]];
        if (Number.isNaN(place)) return past(s, period);
        return reached(period, place) ? 1 : 0;
      };
    }
    case "timer":
      return isValue(scenario, clock.dueVariable, lapsed, reader);
    case "stages":
      return isValue(scenario, clock.stageVariable, clock.stages + 1, reader);
  }
}

function isValue(scenario: Scenario, variable: number, value: number, reader?: Reader): Evaluator {
  if (variable === -1) return () => 0;
  if (!reader) return (s) => (s[variable] === value ? 1 : 0);
  const table = new Uint8Array(scenario.variables[variable].size);
  table[value] = 1;
  return (s) => reader.entry(s, variable, table);
}

const comparisons = new Set(["<", "<=", ">", ">=", "is", "is not", "and", "or"]);

function closure(e: Expression, context: Context): Evaluator {
  if (!shared.has(e)) return makeClosure(e, context);
  let known = context.known.get(e);
  if (known === undefined) {
    const plain = makeClosure(e, context);
    if (context.moment) known = plain;
    else known = context.reader ? remembering(plain, context.reader) : onceAListing(plain, context);
    context.known.set(e, known);
  }
  return known;
}

/** Worked out once for each node whose state is as it was. */
export function remembering(evaluate: Evaluator, reader: Reader): Evaluator {
  let [last, value, at] = [-1, 0, -1];
  return (s, p) => {
    const evaluation = reader.evaluationOf(s);
    if (evaluation === -1) return evaluate(s, p);
    if (evaluation !== last || p !== at) {
      value = evaluate(s, p);
      last = evaluation;
      at = p;
    }
    return value;
  };
}

function onceAListing(evaluate: Evaluator, context: Context): Evaluator {
  let [last, value] = [-1, 0];
  return (s, p) => {
    if (s !== context.listed || p !== context.period) return evaluate(s, p);
    if (last !== context.listing) {
      value = evaluate(s, p);
      last = context.listing;
    }
    return value;
  };
}

function makeClosure(e: Expression, context: Context): Evaluator {
  if (context.reader) {
    const narrow = narrowQuestion(e, context, context.reader);
    if (narrow) return narrow;
  }
  switch (e.kind) {
    case "constant": {
      const { value } = e;
      return () => value;
    }
    case "variable": {
      const low = context.lows[e.variable];
      const { variable } = e;
      return low === 0 ? (s) => s[variable] : (s) => s[variable] + low;
    }
    case "now": {
      const { reader, now, moment } = context;
      if (moment) return () => moment.at;
      return reader ? (_, p) => reader.now(p) : (_, p) => now[p];
    }
    case "clock":
      return context.clockDate[e.clock];
    case "lapsed":
      return context.clockLapsed[e.clock];
    case "not": {
      const of = closure(e.of, context);
      return (s, p) => (of(s, p) !== 0 ? 0 : 1);
    }
    case "negative": {
      const of = closure(e.of, context);
      return (s, p) => -of(s, p);
    }
    case "call": {
      const of = closure(e.of, context);
      const apply = functions[e.name];
      if (apply === undefined) throw new Error(`no function: ${e.name}`);
      return (s, p) => apply(of(s, p));
    }
    case "one of": {
      const of = closure(e.of, context);
      const { values } = e;
      return (s, p) => (values.includes(of(s, p)) ? 1 : 0);
    }
    case "if": {
      const [test, then, otherwise] = [e.test, e.then, e.otherwise].map((part) => closure(part, context));
      return (s, p) => (test(s, p) !== 0 ? then(s, p) : otherwise(s, p));
    }
    case "binary":
      return binaryClosure(e.operator, closure(e.left, context), closure(e.right, context));
    default:
      throw new Error(`evaluating an expression that is not folded: ${e.kind}`);
  }
}

/** A truth about one variable alone, or about the day: put to the reader as a whole. */
function narrowQuestion(e: Expression, context: Context, reader: Reader): Evaluator | undefined {
  if (e.kind !== "one of" && !(e.kind === "binary" && comparisons.has(e.operator))) return undefined;
  if (!context.moment && e.kind === "binary" && e.left.kind === "now" && isOrder(e.operator)) {
    const { operator } = e;
    const right = closure(e.right, context);
    return (s, p) => (reader.compareNow(p, operator, right(s, p)) ? 1 : 0);
  }
  if (!context.moment && e.kind === "binary" && e.right.kind === "now" && isOrder(e.operator)) {
    const operator = turnedRound[e.operator];
    const left = closure(e.left, context);
    return (s, p) => (reader.compareNow(p, operator, left(s, p)) ? 1 : 0);
  }
  const variable = onlyVariable(e);
  if (variable === undefined) return undefined;
  const plain = makeClosure(e, { ...context, reader: undefined, known: new Map() });
  const state = new Int32Array(variable + 1);
  const table = Uint8Array.from({ length: context.sizes[variable] }, (_, value) => {
    state[variable] = value;
    return plain(state, 0);
  });
  return (s) => reader.entry(s, variable, table);
}

const turnedRound: Readonly<Record<Order, Order>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

function isOrder(operator: string): operator is Order {
  return operator in turnedRound;
}

/** The variable that an expression reads, where it reads nothing else. */
function onlyVariable(e: Expression): number | undefined {
  const read = solelyRead(e);
  return read >= 0 ? read : undefined;
}

const [NOTHING, OTHER] = [-2, -1];
const soles = new WeakMap<Expression, number>();

/** The variable that it reads alone, or that it reads nothing, or anything else. */
function solelyRead(e: Expression): number {
  if (e.kind === "variable") return e.variable;
  if (e.kind === "now" || e.kind === "clock" || e.kind === "lapsed") return OTHER;
  const known = soles.get(e);
  if (known !== undefined) return known;
  let sole: number = NOTHING;
  for (const child of children(e)) {
    const read = solelyRead(child);
    if (sole === NOTHING) sole = read;
    else if (read !== NOTHING && read !== sole) sole = OTHER;
  }
  soles.set(e, sole);
  return sole;
}

function binaryClosure(operator: string, left: Evaluator, right: Evaluator): Evaluator {
  switch (operator) {
    case "+":
      return (s, p) => left(s, p) + right(s, p);
    case "-":
      return (s, p) => left(s, p) - right(s, p);
    case "*":
      return (s, p) => left(s, p) * right(s, p);
    case "/":
      return (s, p) => left(s, p) / right(s, p);
    case "<":
      return (s, p) => (left(s, p) < right(s, p) ? 1 : 0);
    case "<=":
      return (s, p) => (left(s, p) <= right(s, p) ? 1 : 0);
    case ">":
      return (s, p) => (left(s, p) > right(s, p) ? 1 : 0);
    case ">=":
      return (s, p) => (left(s, p) >= right(s, p) ? 1 : 0);
    case "is":
      return (s, p) => (left(s, p) === right(s, p) ? 1 : 0);
    case "is not":
      return (s, p) => (left(s, p) !== right(s, p) ? 1 : 0);
    case "and":
      return (s, p) => (left(s, p) !== 0 && right(s, p) !== 0 ? 1 : 0);
    case "or":
      return (s, p) => (left(s, p) !== 0 || right(s, p) !== 0 ? 1 : 0);
    case "at least":
      return (s, p) => Math.max(left(s, p), right(s, p));
    case "at most":
      return (s, p) => Math.min(left(s, p), right(s, p));
    default:
      throw new Error(`no operator: ${operator}`);
  }
}

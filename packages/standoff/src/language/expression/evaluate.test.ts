import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../test/naive/interpret.ts";
import {
  choose,
  clock,
  dateOf,
  is,
  lapsed,
  not,
  now,
  num,
  op,
  read,
  smallScenario,
  variable,
} from "../../../test/reference/small-scenario.ts";
import { compileAny, compileExpression, compileLister, dependsOnPeriod, lapsePeriod } from "./evaluate.ts";
import type { BinaryOperator, Expression } from "./expression.ts";

const PERIODS = 3;

/** Three plain variables, then the bookkeeping of a draw (3: anchor, 4: due), a timer (5) and stages (6). */
const scenario = smallScenario({
  variables: [
    variable("a", 3),
    variable("b", 5, { kind: "range", low: -2 }),
    variable("c", 2, { kind: "truth" }),
    variable("drawn", 3, { kind: "clock" }),
    variable("drawn due", PERIODS + 3, { kind: "clock" }),
    variable("timer due", PERIODS + 3, { kind: "clock" }),
    variable("stage", 4, { kind: "clock" }),
  ],
  clocks: [
    clock("fixed", "fixed", { date: 7 }),
    clock("drawn", "draw", {
      drawVariable: 3,
      dueVariable: 4,
      anchors: [
        { date: 8, offset: Number.NaN, label: "8" },
        { date: Number.NaN, offset: 10, label: "10 days after" },
        { date: Number.POSITIVE_INFINITY, offset: Number.NaN, label: "never" },
      ],
    }),
    clock("timer", "timer", { dueVariable: 5 }),
    clock("stages", "stages", { stages: 2, stageVariable: 6 }),
  ],
  periods: PERIODS,
});

const state = (...values: number[]) => Int32Array.from({ length: 7 }, (_, i) => values[i] ?? 0);
const value = (e: Expression, s: Int32Array, period = 0) => compileExpression(scenario, e)(s, period);

/** States that can be: of the draw's anchors only the one counted from an occurrence falls due by its variable. */
const anyState = fc
  .tuple(...scenario.variables.map((v) => fc.integer({ min: 0, max: v.size - 1 })))
  .map(([a, b, c, drawn, due, ...rest]) => Int32Array.from([a, b, c, drawn, drawn === 1 ? due : 0, ...rest]));

/** Well-typed expressions: a number, and a truth. */
const { number: anyNumber, truth: anyTruth } = fc.letrec<{ number: Expression; truth: Expression }>((tie) => ({
  number: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(-1, 0, 0.5, 1, 2, 7, -0, Number.POSITIVE_INFINITY).map(num),
    fc.integer({ min: 0, max: 2 }).map(read),
    fc.constant(now),
    fc.integer({ min: 0, max: 3 }).map(dateOf),
    tie("number").map((of): Expression => ({ ...num(0), kind: "negative", of })),
    fc
      .tuple(fc.constantFrom("exp", "log", "sqrt", "abs"), tie("number"))
      .map(([name, of]): Expression => ({ ...num(0), kind: "call", name, of })),
    fc.tuple(tie("truth"), tie("number"), tie("number")).map(([a, b, c]) => choose(a, b, c)),
    binary(tie("number"), "+", "-", "*", "/", "at least", "at most"),
  ),
  truth: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(0, 1).map(num),
    fc.constant(lapsed(0)),
    tie("truth").map(not),
    fc
      .tuple(tie("number"), fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 3 }))
      .map(([of, values]): Expression => ({ ...num(0), kind: "one of", of, values })),
    binary(tie("number"), "<", "<=", ">", ">=", "is", "is not"),
    binary(tie("truth"), "and", "or"),
  ),
}));

function binary(part: fc.Arbitrary<Expression>, ...operators: BinaryOperator[]): fc.Arbitrary<Expression> {
  return fc
    .tuple(part, fc.constantFrom(...operators), part)
    .map(([left, operator, right]) => op(left, operator, right));
}

const anyPeriod = fc.integer({ min: 0, max: PERIODS });

describe("closures", () => {
  it("give the same numbers as the plain interpreter for random expressions", () => {
    fc.assert(
      fc.property(fc.oneof(anyNumber, anyTruth), anyState, anyPeriod, (e, s, period) => {
        const folded = compileExpression(scenario, e)(s, period);
        const plain = evaluate(scenario, e, [...s], period);
        expect(Object.is(folded, plain) || (folded === 0 && plain === 0)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("list the truths that hold, and tell whether any does", () => {
    fc.assert(
      fc.property(fc.array(anyTruth, { maxLength: 5 }), anyState, anyPeriod, (truths, s, period) => {
        const out = new Int32Array(truths.length);
        const listed = [...out.subarray(0, compileLister(scenario, truths)(s, period, out))];
        const plain = truths.flatMap((e, place) => (evaluate(scenario, e, [...s], period) !== 0 ? [place] : []));
        expect(listed).toEqual(plain);
        expect(compileAny(scenario, truths)(s, period)).toBe(plain.length > 0 ? 1 : 0);
      }),
    );
  });
});

describe("what expressions mean", () => {
  it("adds a range's lowest number", () => {
    expect(value(read(1), state(0, 3))).toBe(1);
    expect(value(op(read(1), "is", num(-2)), state())).toBe(1);
  });

  it("takes definitions and assumptions as they stand", () => {
    const withNumber = { ...scenario, assumptions: [{ value: 4 }] as never };
    const assumption: Expression = { ...num(0), kind: "assumption", assumption: 0 };
    const definition: Expression = { ...num(0), kind: "definition", definition: 0, body: op(assumption, "*", read(0)) };
    expect(compileExpression(withNumber, definition)(state(2), 0)).toBe(8);
  });

  it("counts time in days, the last day behind the last period", () => {
    expect([0, 1, 2, 3].map((period) => value(now, state(), period))).toEqual([0, 7, 14, 21]);
  });

  it("dates and lapses fixed clocks by the calendar", () => {
    expect(value(dateOf(0), state())).toBe(7);
    expect([0, 1, 2].map((period) => value(lapsed(0), state(), period))).toEqual([0, 1, 1]);
    expect(lapsePeriod(scenario, 8)).toBe(2);
    expect(lapsePeriod(scenario, 15)).toBe(Number.POSITIVE_INFINITY);
  });

  it("dates a draw by its anchor", () => {
    const at = (drawn: number, due = 0) => state(0, 0, 0, drawn, due);
    expect(value(dateOf(1), at(0))).toBe(8);
    expect([1, 2].map((period) => value(lapsed(1), at(0), period))).toEqual([0, 1]);
    expect(value(dateOf(1), at(1))).toBe(Number.POSITIVE_INFINITY);
    expect(value(dateOf(1), at(1, 3))).toBe(14);
    expect(value(lapsed(1), at(1, PERIODS + 2))).toBe(1);
    expect(value(dateOf(1), at(2))).toBe(Number.POSITIVE_INFINITY);
    expect(value(lapsed(1), at(2), 2)).toBe(0);
  });

  it("dates a timer by the period in which it falls due, and as past once it has lapsed", () => {
    const due = [0, 2, PERIODS + 1, PERIODS + 2].map((v) => value(dateOf(2), state(0, 0, 0, 0, 0, v)));
    expect(due).toEqual([Number.POSITIVE_INFINITY, 7, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(value(lapsed(2), state(0, 0, 0, 0, 0, PERIODS + 2))).toBe(1);
    expect([1, 2, 3].map((stage) => value(lapsed(3), state(0, 0, 0, 0, 0, 0, stage)))).toEqual([0, 0, 1]);
  });

  it("knows what time alone can change", () => {
    expect(dependsOnPeriod(scenario, op(now, ">=", num(7)))).toBe(true);
    expect(dependsOnPeriod(scenario, lapsed(0))).toBe(true);
    expect(dependsOnPeriod(scenario, lapsed(2))).toBe(false);
    expect(dependsOnPeriod(scenario, is(0, 1))).toBe(false);
  });
});

/** Every operation in reverse against central differences; ties and ends. */
import { describe, expect, it } from "vitest";
import { FormulaList } from "./formulas.ts";
import { runFormulas } from "./operations.ts";
import { runInReverse, tiesOf } from "./reverse.ts";

/** Differences of the second order at 1e-5. */
const TOLERANCE = 1e-8;
const H = 1e-5;

function valuesOf(list: FormulaList, at: readonly number[]): Float64Array {
  const values = new Float64Array(list.count);
  runFormulas(list.words, { from: 0, to: list.count }, Float64Array.from(at), values);
  return values;
}

function gradientOf(list: FormulaList, formula: number, at: readonly number[]): number[] {
  const due = new Float64Array(list.count);
  due[formula] = 1;
  const found = new Float64Array(at.length);
  runInReverse(list.words, valuesOf(list, at), due, found);
  return [...found];
}

function expectGradient(list: FormulaList, formula: number, at: readonly number[]): void {
  const exact = gradientOf(list, formula, at);
  for (let i = 0; i < at.length; i++) {
    const moved = (by: number) =>
      valuesOf(
        list,
        at.map((value, j) => (i === j ? value + by : value)),
      )[formula];
    const difference = (moved(H) - moved(-H)) / (2 * H);
    expect(Math.abs(exact[i] - difference)).toBeLessThan(TOLERANCE * (1 + Math.abs(difference)));
  }
}

describe("formulas in reverse", () => {
  it.each(["negative", "exp", "log", "sqrt", "abs", "expm1", "log1p", "clamp"] as const)("%s", (name) => {
    const list = new FormulaList();
    const formula = list.unary(name, list.assumption(0));
    for (const x of [0.3, 0.8, ...(["log", "sqrt"].includes(name) ? [] : [-0.4]), 1.7])
      if (name !== "clamp" || x !== -0.4) expectGradient(list, formula, [x]);
  });

  it.each(["add", "subtract", "multiply", "divide", "share", "atLeast", "atMost", "overTime"] as const)(
    "%s",
    (name) => {
      const list = new FormulaList();
      const formula = list.binary(name, list.assumption(0), list.assumption(1));
      expectGradient(list, formula, [0.7, 1.9]);
      expectGradient(list, formula, [1.9, 0.7]);
    },
  );

  it("value of a flow over time near a rate of zero, by its series", () => {
    const list = new FormulaList();
    const formula = list.binary("overTime", list.assumption(0), list.assumption(1));
    // v = t - r t^2 / 2 + r^2 t^3 / 6: by r, - t^2 / 2 + r t^3 / 3
    for (const rate of [0, 1e-12, 1e-6]) {
      const [byRate, byTime] = gradientOf(list, formula, [rate, 30]);
      expect(byRate).toBeCloseTo(-450 + rate * 9000, 6);
      expect(byTime).toBeCloseTo(1 - rate * 30, 6);
    }
    expectGradient(list, formula, [0.1, 30]);
  });

  it("stages: each number of them, and all", () => {
    const list = new FormulaList();
    const x = list.assumption(0);
    for (let passed = 0; passed <= 3; passed++) {
      const formula = list.stages(3, passed, x);
      for (const at of [0.2, 1.5, 6]) expectGradient(list, formula, [at]);
    }
  });

  it("a choice between numbers goes by the side that is taken, and shared parts add up", () => {
    const list = new FormulaList();
    const [x, y] = [list.assumption(0), list.assumption(1)];
    const test = list.binary("less", x, y);
    const formula = list.multiply(list.select(test, list.multiply(x, x), list.unary("exp", y)), list.add(x, y));
    expectGradient(list, formula, [0.4, 0.9]);
    expectGradient(list, formula, [0.9, 0.4]);
  });

  it("takes the inside of a clamp at its ends, the left of a tie, and tells both", () => {
    const list = new FormulaList();
    const [x, y] = [list.assumption(0), list.assumption(1)];
    const clamped = list.unary("clamp", x);
    const larger = list.binary("atLeast", x, y);
    const same = list.binary("is", x, y);
    expect(gradientOf(list, clamped, [1, 1])).toEqual([1, 0]);
    expect(gradientOf(list, clamped, [1.5, 1])).toEqual([0, 0]);
    expect(gradientOf(list, larger, [1, 1])).toEqual([1, 0]);
    const ties = tiesOf(list.words, valuesOf(list, [1, 1]));
    expect(ties).toEqual([
      { formula: clamped, kind: "one-sided" },
      { formula: larger, kind: "one-sided" },
      { formula: same, kind: "none" },
    ]);
    expect(tiesOf(list.words, valuesOf(list, [0.4, 0.6]))).toEqual([]);
  });
});

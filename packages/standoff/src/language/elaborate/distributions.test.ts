/** Distributions, correlations, and priors with ranges as files write them. */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../load.ts";
import { normalScores } from "./elaborate-correlations.ts";

const text = (assumptions: readonly string[], more = "") => `
standoff: 1
title: Draws
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-05, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
actors: { south: { name: South } }
state: { pressed: yes or no }
desks: { table: { of: south, tempo: weekly, moves: { press: { when: not pressed, does: { pressed: yes } } } } }
payoffs: { south: { press: { on: press, value: 3 } } }
outcomes: { pressure: { when: pressed } }
assumptions:
${assumptions.map((one, i) => `  ${"abcdefgh"[i]}: { ${one}, basis: convention }`).join("\n")}
${more}
`;

function load(assumptions: readonly string[], more = "", set: Record<string, string> = {}) {
  const { scenario, diagnostics } = loadScenario("x.yaml", () => text(assumptions, more), { set });
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  return { scenario: scenario!, errors };
}

const distributionOf = (assumption: string) => {
  const { scenario, errors } = load([assumption]);
  return errors.length > 0 ? errors : scenario.assumptions[0].distribution;
};

describe("a distribution", () => {
  const month = 30.4375;
  it.each([
    ["value: 2", null],
    ["value: 2, range: 1 to 4", { kind: "triangular", low: 1, mode: 2, high: 4 }],
    ["value: 2, range: 1 to 4, distribution: uniform", { kind: "uniform", low: 1, high: 4 }],
    ["value: 2, range: 1 to 4, distribution: pert", { kind: "pert", low: 1, mode: 2, high: 4 }],
    ["value: 2, distribution: uniform 1 3", { kind: "uniform", low: 1, high: 3 }],
    ["value: 2, range: 0 to 9, distribution: triangular 1 2 4", { kind: "triangular", low: 1, mode: 2, high: 4 }],
    ["value: 20 %, distribution: uniform 10 % 30%", { kind: "uniform", low: 0.1, high: 0.3 }],
    ["value: 2, distribution: normal 2 0.5", { kind: "normal", mean: 2, deviation: 0.5 }],
    ["value: 2, range: 1 to 4, distribution: Normal 2 .5", { kind: "normal", mean: 2, deviation: 0.5, within: [1, 4] }],
    [
      "value: 2, range: 1 to 4, distribution: lognormal 1 0.3",
      { kind: "lognormal", mean: 1, deviation: 0.3, unit: 1, within: [1, 4] },
    ],
    ["value: 0.3, range: 0.1 to 0.5, distribution: beta 2 5", { kind: "beta", a: 2, b: 5 }],
    ["value: 0.3, distribution: gamma 2 5", { kind: "gamma", shape: 2, rate: 5 }],
    ["value: 2 per day, distribution: gamma 2 5", { kind: "gamma", shape: 2, rate: 5 }],
    ["value: 2 months, distribution: normal 2 0.5", { kind: "normal", mean: 2 * month, deviation: 0.5 * month }],
    ["value: 2 months, distribution: uniform 7 70 days", { kind: "uniform", low: 7, high: 70 }],
    [
      "value: 2, distribution: { 4: rest, 1: 25 %, 2: 0.5 }",
      { kind: "discrete", values: [1, 2, 4], chances: [0.25, 0.5, 0.25] },
    ],
    [
      "value: 7 days, distribution: { 7 days: 0.5, 2 weeks: 0.5 }",
      { kind: "discrete", values: [7, 14], chances: [0.5, 0.5] },
    ],
    [
      "value: 2025-05-01, distribution: triangular 2025-04-01 2025-05-01 2025-06-01",
      { kind: "triangular", low: 20179, mode: 20209, high: 20240 },
    ],
  ])("%s", (assumption, wanted) => {
    expect(distributionOf(assumption)).toEqual(wanted);
  });

  it.each([
    ["value: 2, distribution: triangular 1 4 2", "distribution-not-understood"],
    ["value: 2, distribution: normal 2", "distribution-not-understood"],
    ["value: 2, distribution: normal 2 0", "distribution-not-understood"],
    ["value: 2, distribution: normal 2 1 per month", "distribution-not-understood"],
    ["value: 2 per month, distribution: beta 2 5", "distribution-not-understood"],
    ["value: 2025-05-01, distribution: normal 2 5", "distribution-not-understood"],
    ["value: 2025-05-01, distribution: uniform 1 5", "distribution-not-understood"],
    ["value: 2, distribution: gamma -1 2", "distribution-not-understood"],
    ["value: 2, distribution: cauchy 1 2", "wrong-shape"],
    ["value: 2, distribution: pert", "distribution-needs-range"],
    ["value: 2, range: 1 to 4, distribution: normal 900 0.1", "distribution-outside-range"],
    ["value: 2, distribution: { 1: 0.5, 2: 0.6 }", "distribution-chances"],
    ["value: 2, distribution: { 1: rest, 2: rest }", "distribution-chances"],
    ["value: 0.5, prior range: 0.4 to 0.6", "key-needs-key"],
    ["prior: 0.5, prior range: 0.4 to 1.6", "prior-no-chance"],
  ])("%s: %s", (assumption, code) => {
    expect(distributionOf(assumption)).toEqual([code]);
  });

  it("is none where a setting gives the value", () => {
    const { scenario, errors } = load(["value: 2, range: 1 to 4", "prior: 0.5, prior range: 0.4 to 0.6"], "", {
      a: "3",
      b: "0.7",
    });
    expect(errors).toEqual([]);
    expect(scenario.assumptions.map(({ distribution }) => distribution)).toEqual([null, null]);
    expect(scenario.assumptions[1]).not.toHaveProperty("priorDistribution");
  });

  it("of a prior peaks at it; odds may have a factor", () => {
    const evidence =
      "evidence: { e: { source: s, shows: t, grade: B2, odds: { a: 3 to 1 give or take a factor of 1.5 } } }";
    const { scenario, errors } = load(["prior: 0.5, prior range: 0.4 to 0.6"], evidence);
    expect(errors).toEqual([]);
    expect(scenario.assumptions[0].priorDistribution).toEqual({ kind: "triangular", low: 0.4, mode: 0.5, high: 0.6 });
    expect(scenario.evidence[0].odds).toEqual([{ assumption: "a", odds: 3, factor: 1.5 }]);
  });
});

describe("correlations", () => {
  const three = ["value: 2, range: 1 to 4", "value: 2, range: 1 to 4", "value: 2, range: 1 to 4"];
  const pairs = (...of: (readonly [string, string, number])[]) =>
    `correlations: [${of.map(([a, b, rank]) => `{ between: [${a}, ${b}], rank: ${rank} }`).join(", ")}]`;

  it("are pairs of assumptions; normal scores have Pearson's 2 sin(pi r / 6)", () => {
    const { scenario, errors } = load(three, pairs(["a", "c", 0.5]));
    expect(errors).toEqual([]);
    expect(scenario.correlations).toMatchObject([{ of: [0, 2], rank: 0.5 }]);
    const { members, matrix } = normalScores(scenario.correlations);
    expect(members).toEqual([0, 2]);
    expect(matrix[1]).toBeCloseTo((Math.sqrt(6) - Math.sqrt(2)) / 2, 14); // 2 sin 15 degrees
  });

  it("that cannot be together are refused, others not", () => {
    expect(load(three, pairs(["a", "b", 0.9], ["b", "c", 0.9])).errors).toEqual(["correlation-impossible"]);
    expect(load(three, pairs(["a", "b", 0.9], ["b", "c", 0.9], ["a", "c", 0.8])).errors).toEqual([]);
    expect(load(three, pairs(["a", "b", 0.9], ["b", "c", 0.9], ["a", "c", -0.8])).errors).toEqual([
      "correlation-impossible",
    ]);
  });

  it("are of two assumptions that are drawn, once, between -1 and 1", () => {
    expect(load([...three, "value: 1"], pairs(["a", "d", 0.5])).errors).toEqual(["correlation-of-nothing"]);
    expect(load(three, pairs(["a", "x", 0.5])).errors).toEqual(["unknown-reference"]);
    expect(load(three, pairs(["a", "b", 0.5], ["b", "a", 0.4])).errors).toEqual(["correlation-twice"]);
    expect(load(three, pairs(["a", "a", 0.5])).errors).toEqual(["correlation-twice"]);
    expect(load(three, pairs(["a", "b", 1])).errors).toEqual(["correlation-outside"]);
  });

  it("of what is set to a value are no more: a number, a prior", () => {
    const some = [...three, "prior: 0.3, prior range: 0.2 to 0.5"];
    const more = pairs(["a", "b", 0.5], ["b", "d", 0.5], ["b", "c", 0.2]);
    const { scenario, errors } = load(some, more, { a: "3", d: "0.4" });
    expect(errors).toEqual([]);
    expect(scenario.correlations).toMatchObject([{ of: [1, 2], rank: 0.2 }]);
  });
});

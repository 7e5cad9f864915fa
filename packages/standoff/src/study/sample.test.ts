/** Points of a study: what is drawn, orders that refuse, correlations, priors moved by odds, seeds. */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../language/load.ts";
import type { Scenario } from "../language/scenario.ts";
import { quantitiesOf } from "./quantities.ts";
import { type Point, samplePoints } from "./sample.ts";
import { readSeed, USUAL_SEED } from "./seed.ts";

const text = (assumptions: readonly string[], more = "") => `
standoff: 1
title: Draws
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-05, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { lambda: 2 }
noise: mistakes
actors: { south: { name: South }, north: { name: North } }
state: { pressed: yes or no }
desks: { table: { of: south, tempo: weekly, moves: { press: { when: not pressed, does: { pressed: yes } } } } }
payoffs: { south: { press: { on: press, value: 3 } } }
outcomes: { pressure: { when: pressed } }
assumptions:
${assumptions.map((one, i) => `  ${"abcdefgh"[i]}: { ${one}, basis: convention }`).join("\n")}
${more}
`;

function scenarioOf(assumptions: readonly string[], more = "", set: Record<string, string> = {}): Scenario {
  const { scenario, diagnostics } = loadScenario("x.yaml", () => text(assumptions, more), { set });
  if (scenario === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return scenario;
}

function sampled(scenario: Scenario, draws: number, steadiness = false) {
  const found = samplePoints(scenario, quantitiesOf(scenario, steadiness), 77, { draws, first: draws });
  if (found.status !== "sampled") throw new Error(found.status);
  return found;
}

const valuesOf = (points: readonly Point[], index: number) => points.map(({ assumptions }) => assumptions[index]);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("what is drawn", () => {
  it("is what has a range, and the steadiness of all and of each who chooses", () => {
    const scenario = scenarioOf(["value: 2", "value: 2, range: 1 to 4"]);
    expect(quantitiesOf(scenario).map(({ name }) => name)).toEqual(["b", "steadiness of all", "steadiness of South"]);
    expect(quantitiesOf(scenario, false).map(({ name }) => name)).toEqual(["b"]);
    const { points } = sampled(scenario, 512, true);
    expect(new Set(valuesOf(points, 0))).toEqual(new Set([2]));
    expect(mean(valuesOf(points, 1))).toBeCloseTo((1 + 2 + 4) / 3, 3); // of a triangle
    // Nine in ten lambdas lie within a factor of two of the stated one; who does not choose has only the common part.
    const within = points.filter(({ factors }) => Math.abs(Math.log(factors[0])) < Math.log(2)).length / points.length;
    expect(within).toBeCloseTo(0.9, 1.5);
    expect(mean(points.map(({ factors }) => Math.log(factors[0]) ** 2))).toBeCloseTo(2 * 0.3 ** 2, 2);
  });

  it("is not what a setting gives", () => {
    const scenario = scenarioOf(["value: 2, range: 1 to 4", "value: 2, range: 1 to 4"], "", { a: "3" });
    expect(quantitiesOf(scenario, false).map(({ name }) => name)).toEqual(["b"]);
  });

  it("of dates are whole days", () => {
    const { points } = sampled(scenarioOf(["value: 2025-05-01, range: 2025-04-01 to 2025-06-01"]), 64);
    for (const day of valuesOf(points, 0)) expect(Number.isInteger(day)).toBe(true);
    expect(new Set(valuesOf(points, 0)).size).toBeGreaterThan(25);
  });

  it("of a prior is moved by the odds, which may be drawn too", () => {
    const evidence = (odds: string) => `evidence: { e: { source: s, shows: t, grade: B2, odds: { a: ${odds} } } }`;
    const moved = (p: number, odds: number) => (p * odds) / (p * odds + 1 - p);
    const stays = scenarioOf(["prior: 0.5, prior range: 0.4 to 0.6"], evidence("3 to 1"));
    const { points } = sampled(stays, 64);
    points.forEach(({ drawn, assumptions }) => {
      expect(assumptions[0]).toBeCloseTo(moved(drawn[0], 3), 14);
    });
    const drawn = scenarioOf(["prior: 0.5"], evidence("3 to 1 give or take a factor of 1.5"));
    const odds = sampled(drawn, 512).points.map(({ assumptions: [p] }) => p / (1 - p));
    const within = odds.filter((one) => one > 2 && one < 4.5).length / odds.length;
    expect(within).toBeCloseTo(0.9, 1.5);
  });
});

describe("orders", () => {
  // a even on 0..1, b even on 0..1: a > b holds in half of all points; given it, a has the mean 2/3 and b 1/3.
  const order = "orders: { better: { from best: [$a, $b] } }";
  const scenario = scenarioOf(
    ["value: 0.7, distribution: uniform 0 1", "value: 0.3, distribution: uniform 0 1"],
    order,
  );

  it("condition the draws: means and the number refused are those of the closed form", () => {
    const { points, refused } = sampled(scenario, 1024);
    for (const { assumptions } of points) expect(assumptions[0]).toBeGreaterThan(assumptions[1]);
    expect(mean(valuesOf(points, 0))).toBeCloseTo(2 / 3, 2);
    expect(mean(valuesOf(points, 1))).toBeCloseTo(1 / 3, 2);
    expect(Math.abs(refused / (1024 + refused) - 0.5)).toBeLessThan(0.02);
  });

  it("that hardly any point keeps to are told, not drawn for ever", () => {
    const narrow = scenarioOf(
      ["value: 0.7, distribution: uniform 0 0.7", "value: 0.3, distribution: uniform 0.69999 1"],
      order,
    );
    const found = samplePoints(narrow, quantitiesOf(narrow, false), 77, { draws: 8, first: 8 });
    expect(found.status).toBe("orders refuse");
  });
});

describe("correlations", () => {
  it("give ranks the correlation asked for, and leave each distribution as it is", () => {
    const scenario = scenarioOf(
      ["value: 2, range: 1 to 4", "value: 2, range: 1 to 4", "value: 5, distribution: lognormal 1 0.5"],
      "correlations: [{ between: [a, c], rank: 0.7 }]",
    );
    const { points } = sampled(scenario, 2048);
    const ranks = (index: number) => {
      const values = valuesOf(points, index);
      const sorted = [...values].sort((x, y) => x - y);
      return values.map((value) => sorted.indexOf(value));
    };
    const correlation = (x: readonly number[], y: readonly number[]) => {
      const [mx, my] = [mean(x), mean(y)];
      const along = (u: readonly number[], mu: number, v: readonly number[], mv: number) =>
        u.reduce((sum, one, i) => sum + (one - mu) * (v[i] - mv), 0);
      return along(x, mx, y, my) / Math.sqrt(along(x, mx, x, mx) * along(y, my, y, my));
    };
    expect(correlation(ranks(0), ranks(2))).toBeCloseTo(0.7, 1.5);
    expect(Math.abs(correlation(ranks(1), ranks(2)))).toBeLessThan(0.03);
    expect(mean(valuesOf(points, 2).map(Math.log))).toBeCloseTo(1, 2);
    expect(mean(valuesOf(points, 0))).toBeCloseTo(7 / 3, 2);
  });
});

describe("points", () => {
  it("are the same for a seed, and others for another", () => {
    const scenario = scenarioOf(["value: 2, range: 1 to 4"]);
    const list = (seed: number) => samplePoints(scenario, quantitiesOf(scenario), seed, { draws: 16, first: 16 });
    expect(list(5)).toEqual(list(5));
    expect(list(5)).not.toEqual(list(6));
  });

  it("are as many of every scramble", () => {
    const scenario = scenarioOf(["value: 2, range: 1 to 4"]);
    const counts = [4, 5, 64, 255, 256, 257].map((draws) => sampled(scenario, draws).points.length);
    expect(counts).toEqual([4, 8, 64, 256, 256, 264]);
    expect(sampled(scenario, 64).scrambles).toBe(4);
    expect(sampled(scenario, 256).scrambles).toBe(8);
  });

  it("go on where more are wanted than at first", () => {
    const scenario = scenarioOf(["value: 2, range: 1 to 4"]);
    const list = (draws: number) => {
      const found = samplePoints(scenario, quantitiesOf(scenario), 5, { draws, first: 16 });
      return found.status === "sampled" ? found.points : [];
    };
    expect(list(64).slice(0, 16)).toEqual(list(16));
    expect(new Set(list(64).map(({ drawn }) => drawn.join())).size).toBe(64);
  });
});

describe("seeds", () => {
  it("are three words of the list", () => {
    expect(readSeed(USUAL_SEED)).toHaveProperty("seed");
    expect(readSeed("Calm River Stone")).toEqual(readSeed(USUAL_SEED));
    expect(readSeed("stone-river-calm")).not.toEqual(readSeed(USUAL_SEED));
  });

  it("that are not are refused, with one that can be used", () => {
    const { says } = readSeed("calm-river-stome") as { says: string };
    expect(says).toContain('did you mean "stone"?');
    const proposed = /list is ([a-z-]+)$/.exec(says)![1];
    expect(readSeed(proposed)).toHaveProperty("seed");
    expect((readSeed("calm") as { says: string }).says).toMatch(/^a seed is three words/);
  });
});

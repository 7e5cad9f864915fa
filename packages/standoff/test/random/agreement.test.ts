/**
 * On hundreds of random small scenarios the solver's policy, played by the naive implementation over all histories,
 * reaches every information set as often, gives every action the same points, and is logit in the same way.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { compareWithNaive } from "../naive/against-solver.ts";
import { TooManyHistories } from "../naive/play-all.ts";
import { openText } from "../open-text.ts";
import { randomScenario } from "./random-scenario.ts";

/** Two summations of the same finite sums, of some ten points each, in different orders. */
const AGREES = 1e-10;
const SOLVED = 1e-9;
const RUNS = 400;
const MOST_STEPS = 4000;

describe("the solver against a naive second implementation", () => {
  it(`agrees on random scenarios`, () => {
    const counts = { compared: 0, reached: 0, refused: 0, tooLong: 0, notSolved: 0, hidden: 0 };
    fc.assert(
      fc.property(randomScenario(), (text) => {
        const opened = openText(text);
        if (opened.status === "refused") {
          counts.refused++;
          return;
        }
        const [solved] = solveEquilibrium(opened.world);
        if (solved?.status !== "solved") {
          counts.notSolved++;
          return;
        }
        try {
          const found = compareWithNaive(opened.scenario, opened.world, solved, MOST_STEPS);
          counts.compared++;
          counts.reached += found.reached;
          if (opened.scenario.variables.some((v) => v.starts.length > 1)) counts.hidden++;
          expect(found.mass).toBeCloseTo(1, 12);
          expect(found.worstReach).toBeLessThan(AGREES);
          expect(found.worstQ).toBeLessThan(AGREES);
          expect(found.worstWeight).toBeLessThan(AGREES);
          expect(found.worstPolicy).toBeLessThan(AGREES);
          expect(found.worstValue).toBeLessThan(AGREES);
          expect(found.residual).toBeLessThan(SOLVED);
        } catch (problem) {
          if (!(problem instanceof TooManyHistories)) throw problem;
          counts.tooLong++;
        }
      }),
      { seed: 20_250_331, numRuns: RUNS },
    );
    expect(counts.notSolved).toBe(0);
    expect(counts.refused).toBeLessThan(RUNS * 0.05);
    expect(counts.compared, JSON.stringify(counts)).toBeGreaterThan(RUNS / 2);
    expect(counts.reached).toBeGreaterThan(counts.compared * 3);
  });
});

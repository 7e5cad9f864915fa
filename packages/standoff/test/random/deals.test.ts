/**
 * Offers of every manner, and concessions, on random small scenarios: the solver's world and policy against the naive
 * implementation.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecastSolutions } from "../../src/query/forecast.ts";
import { answerQuestion, parseQuestion } from "../../src/query/questions/question.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { compareWithNaive } from "../naive/against-solver.ts";
import { TooManyHistories } from "../naive/play-all.ts";
import { openText } from "../open-text.ts";
import { type Manner, randomDeal } from "./random-deals.ts";

/** Two summations of the same finite sums, of some ten points each, in different orders. */
const AGREES = 1e-10;
const MOST_STEPS = 6000;
const RUNS = 40;

describe("deals, played by the solver and by the naive implementation", () => {
  it.each<Manner>(["to one", "in any order", "in turn", "between", "concessions"])("agree: %s", (manner) => {
    const counts = { compared: 0, tooLong: 0, asked: 0 };
    fc.assert(
      fc.property(randomDeal(manner), (text) => {
        const opened = openText(text);
        if (opened.status === "refused") throw new Error(`${opened.says}\n${text}`);
        const { scenario, world } = opened;
        const [solved] = solveEquilibrium(world);
        if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
        try {
          const found = compareWithNaive(scenario, world, solved, MOST_STEPS);
          counts.compared++;
          expect(found.mass).toBeCloseTo(1, 12);
          for (const worst of [
            found.worstReach,
            found.worstQ,
            found.worstWeight,
            found.worstPolicy,
            found.worstValue,
          ]) {
            expect(worst).toBeLessThan(AGREES);
          }
          forecastSolutions(scenario, world, [solved]).outcomes.forEach(({ byEnd, name }, o) => {
            expect(Math.abs(byEnd - found.naive.outcomes[o]), name).toBeLessThan(AGREES);
          });
          scenario.outcomes.forEach(({ name, unlisted }, o) => {
            if (unlisted !== true) return;
            const answer = answerQuestion(scenario, world, [solved], parseQuestion(scenario, `P(${name})`).question!);
            if (answer.status !== "answered" || answer.kind !== "probability") throw new Error(JSON.stringify(answer));
            if (answer.value > 0) counts.asked++;
            expect(Math.abs(answer.value - found.naive.outcomes[o]), name).toBeLessThan(AGREES);
          });
        } catch (problem) {
          if (!(problem instanceof TooManyHistories)) throw problem;
          counts.tooLong++;
        }
      }),
      { seed: 20_250_331, numRuns: RUNS, endOnFailure: true },
    );
    expect(counts.compared, JSON.stringify(counts)).toBeGreaterThan(RUNS / 2);
    expect(counts.asked, JSON.stringify(counts)).toBeGreaterThan(RUNS / 2);
  });
});

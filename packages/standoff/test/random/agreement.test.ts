/**
 * On hundreds of random small scenarios the solver's policy, played by the naive implementation over all histories,
 * reaches every information set as often, gives every action the same points, and is logit in the same way. Outcomes
 * come as often, those too that name a day inside a period.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scenario } from "../../src/language/scenario.ts";
import { crossesAlone, turnsOf } from "../../src/query/dates/timing.ts";
import { forecastSolutions } from "../../src/query/forecast.ts";
import { parseQuestion } from "../../src/query/questions/question.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved } from "../../src/solve/solution.ts";
import type { World } from "../../src/world/world.ts";
import { compareWithNaive } from "../naive/against-solver.ts";
import { TooManyHistories } from "../naive/play-all.ts";
import { openText } from "../open-text.ts";
import { visitPaths } from "../reference/all-paths.ts";
import { addPath, tellings } from "../reference/told-questions.ts";
import { type RandomOptions, randomScenario } from "./random-scenario.ts";

/** Two summations of the same finite sums, of some ten points each, in different orders. */
const AGREES = 1e-10;
const SOLVED = 1e-9;
const MOST_STEPS = 4000;

describe("the solver against a naive second implementation", () => {
  it.each<[string, Partial<RandomOptions>, number]>([
    ["of every kind", { maxPeriods: 2 }, 340],
    ["of more periods, without nature", { maxPeriods: 3, nature: false }, 100],
    ["without secrets", { maxPeriods: 2, hidden: false }, 100],
    ["that go on after the last day", { maxPeriods: 1, afterwards: true }, 160],
  ])("agrees on random scenarios %s", (_name, options, runs) => {
    const counts = { compared: 0, reached: 0, refused: 0, tooLong: 0, seenOtherwise: 0, datedInside: 0, ownMoments: 0 };
    fc.assert(
      fc.property(randomScenario(options), (text) => {
        const opened = openText(text);
        if (opened.status === "refused") {
          counts.refused++;
          return;
        }
        const [solved] = solveEquilibrium(opened.world);
        if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
        const found = unlessTooLong(() => compareWithNaive(opened.scenario, opened.world, solved, MOST_STEPS));
        if (found === null) {
          counts.tooLong++;
          return;
        }
        counts.compared++;
        counts.reached += found.reached;
        if (opened.world.header.views > 1) counts.seenOtherwise++;
        if (found.naive.datesInside > 0) counts.datedInside++;
        expect(found.mass).toBeCloseTo(1, 12);
        expect(found.worstReach).toBeLessThan(AGREES);
        expect(found.worstQ).toBeLessThan(AGREES);
        expect(found.worstWeight).toBeLessThan(AGREES);
        expect(found.worstPolicy).toBeLessThan(AGREES);
        expect(found.worstValue).toBeLessThan(AGREES);
        expect(found.residual).toBeLessThan(SOLVED);
        const { scenario, world } = opened;
        forecastSolutions(scenario, world, [solved]).outcomes.forEach(({ byEnd, name }, o) => {
          // Happenings with a dated `when` go by their own moments, which paths tell.
          const own = turnsOf(scenario, o).length > 0 && !crossesAlone(scenario, o);
          const plain = own ? alongPaths(scenario, world, solved, name) : found.naive.outcomes[o];
          expect(Math.abs(byEnd - plain), name).toBeLessThan(AGREES);
          if (own) counts.ownMoments++;
        });
      }),
      { seed: 20_250_331, numRuns: runs, endOnFailure: true },
    );
    expect(counts.refused).toBeLessThan(runs * 0.05);
    expect(counts.compared, JSON.stringify(counts)).toBeGreaterThan(runs / 2);
    expect(counts.seenOtherwise, JSON.stringify(counts)).toBeGreaterThan(runs / 10);
    expect(counts.reached).toBeGreaterThan(counts.compared * 2);
    expect(counts.datedInside, JSON.stringify(counts)).toBeGreaterThan(0);
  });
});

/** How likely an outcome comes, summed over all paths and all the ways in which their moments may fall. */
function alongPaths(scenario: Scenario, world: World, solved: Solved, name: string): number {
  const { question } = parseQuestion(scenario, `P(${name})`);
  if (question?.kind !== "probability") throw new Error(name);
  const sums = { given: 0, both: 0, mistaken: 0 };
  visitPaths(world, solved.policy, (path) => {
    for (const told of tellings(scenario, world, solved.policy, question, path))
      addPath(sums, question, told, () => false);
  });
  return sums.both;
}

function unlessTooLong<T>(compare: () => T): T | null {
  try {
    return compare();
  } catch (problem) {
    if (problem instanceof TooManyHistories) return null;
    throw problem;
  }
}

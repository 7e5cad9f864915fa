import { expect, test } from "vitest";
import { visitPaths } from "../../test/reference/all-paths.ts";
import { built, randomSolution, testScenario } from "../../test/reference/standoff-for-tests.ts";
import { decidingChoice, firstMoment } from "../../test/reference/told-paths.ts";
import { mistakesIn } from "../../test/reference/told-questions.ts";
import { forecastSolutions } from "./forecast.ts";

/** Sums of some ten thousand products of doubles: the two ways add them in different orders. */
const ROUNDING = 1e-12;

const scenario = testScenario();
const world = built(scenario);

test.each([1, 2, 3])("outcomes by date and error shares equal the sums over all paths (policy %i)", (seed) => {
  const solved = randomSolution(world, seed);
  const found = forecastSolutions(scenario, world, [solved]);
  const periods = scenario.calendar.periods.length;
  const by = scenario.outcomes.map(() => new Float64Array(periods + 1));
  const wrong = new Float64Array(scenario.outcomes.length);
  const mistaken = mistakesIn(world, solved.q, scenario.errorStake);
  let total = 0;
  visitPaths(world, solved.policy, (path) => {
    total += path.probability;
    scenario.outcomes.forEach((outcome, index) => {
      const moment = firstMoment(scenario, world, path, outcome);
      if (moment === undefined) return;
      for (let period = moment.period; period <= periods; period++) by[index][period] += path.probability;
      if (path.edges.slice(0, moment.place).some(mistaken)) wrong[index] += path.probability;
    });
  });
  expect(total).toBeCloseTo(1, 12);
  expect(found.massLost).toBeLessThan(ROUNDING);
  scenario.outcomes.forEach(({ name }, index) => {
    const own = found.outcomes[index];
    expect(own.name).toBe(name);
    own.byDate.forEach(([, probability], period) => {
      expect(Math.abs(probability - by[index][period]), `${name} by period ${period}`).toBeLessThan(ROUNDING);
    });
    const share = own.byEnd > 0 ? wrong[index] / by[index][periods] : 0;
    expect(Math.abs(own.errorShare - share), `error share of ${name}`).toBeLessThan(1e-10);
  });
  // Every kind of outcome comes up, so that none of this is empty.
  for (const own of found.outcomes) expect(own.byEnd, own.name).toBeGreaterThan(0.01);
});

test.each([1, 2, 3])("what each act decides equals the sums over all paths (policy %i)", (seed) => {
  const solved = randomSolution(world, seed);
  const found = forecastSolutions(scenario, world, [solved]);
  const mistaken = mistakesIn(world, solved.q, scenario.errorStake);
  const sums = scenario.outcomes.map(() => new Map<string, [number, number]>());
  visitPaths(world, solved.policy, (path) => {
    scenario.outcomes.forEach((outcome, index) => {
      const moment = firstMoment(scenario, world, path, outcome);
      if (moment === undefined || outcome.how === "at end" || outcome.how === "else") return;
      const deciding = decidingChoice(world, path, moment);
      if (deciding === null) return;
      const { act, edge } = deciding;
      const [all, wrong] = sums[index].get(act) ?? [0, 0];
      const part = path.probability;
      sums[index].set(act, [all + part, wrong + (mistaken(edge) ? part : 0)]);
    });
  });
  let compared = 0;
  for (const [index, own] of found.outcomes.entries()) {
    expect(own.decided.length, own.name).toBe(sums[index].size);
    for (const { desk, act, share, mistaken: wrong } of own.decided) {
      const [all, worse] = sums[index].get(`${desk} ${act}`)!;
      expect(Math.abs(share * own.byEnd - all), `${own.name}: ${desk} ${act}`).toBeLessThan(ROUNDING);
      expect(Math.abs(wrong * own.byEnd - worse), `${own.name}: ${desk} ${act}`).toBeLessThan(ROUNDING);
      if (wrong > 0 && wrong < share) compared++;
    }
  }
  expect(compared).toBeGreaterThan(5);
});

test("what holds at the start is dated by the first period's last day; what is judged at the end by the last", () => {
  const found = forecastSolutions(scenario, world, [randomSolution(world, 4)]);
  const named = (name: string) => found.outcomes.find((outcome) => outcome.name === name)!;
  expect(named("from the start").byDate[0]).toEqual(["1970-01-07", 1]);
  const { byDate } = named("angry at the end");
  expect(byDate.slice(0, -1).every(([, probability]) => probability === 0)).toBe(true);
  expect(byDate.at(-1)![0]).toBe("1970-01-22");
});

test("an exclusive group has no overlap, and its parts sum to one with the else", () => {
  const found = forecastSolutions(scenario, world, [randomSolution(world, 5)]);
  expect(found.exclusive[0].overlap).toBeLessThan(ROUNDING);
  const parts = found.outcomes.filter(({ name }) => found.exclusive[0].outcomes.includes(name));
  expect(Math.abs(parts.reduce((sum, { byEnd }) => sum + byEnd, 0) - 1)).toBeLessThan(ROUNDING);
});

test("the ribbon spans the solutions given", () => {
  const solutions = [randomSolution(world, 6, 0.5), randomSolution(world, 7, 1), randomSolution(world, 8, 2)];
  const found = forecastSolutions(scenario, world, solutions);
  const alone = solutions.map((solved) => forecastSolutions(scenario, world, [{ ...solved, scale: 1 }]));
  found.outcomes.forEach(({ ribbon, byEnd, byDate }, index) => {
    const each = alone.map(({ outcomes }) => outcomes[index]);
    expect(byEnd).toBe(each[1].byEnd);
    expect(ribbon.byEnd).toEqual([Math.min(...each.map((o) => o.byEnd)), Math.max(...each.map((o) => o.byEnd))]);
    expect(ribbon.byDate.map(([date]) => date)).toEqual(byDate.map(([date]) => date));
  });
});

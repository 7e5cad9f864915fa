import { describe, expect, test } from "vitest";
import { type Path, visitPaths } from "../../test/reference/all-paths.ts";
import { onMove } from "../../test/reference/small-scenario.ts";
import { built, outcomes, randomSolution, testScenario } from "../../test/reference/standoff-for-tests.ts";
import { firstMoment } from "../../test/reference/told-paths.ts";
import { nowhere } from "../text/source.ts";
import { layerOf } from "../world/world.ts";
import { conditionOnHistory } from "./history/history.ts";
import { storiesOf, storyInWords } from "./stories.ts";
import { percent } from "./words.ts";

const ROUNDING = 1e-12;
const scenario = testScenario();
const world = built(scenario);
const solved = randomSolution(world, 31);

/** The order of first times on a path, as names; one moment's together. */
function orderOn(path: Path): string {
  const moments = new Map<number, string[]>();
  for (const outcome of outcomes) {
    if (outcome.how !== "when" && outcome.how !== "on") continue;
    const moment = firstMoment(scenario, world, path, outcome);
    if (moment) moments.set(moment.place, [...(moments.get(moment.place) ?? []), outcome.name]);
  }
  return [...moments]
    .sort(([a], [b]) => a - b)
    .map(([, names]) => names.join(" + "))
    .join(" > ");
}

/** By what happens or which outcome comes: the period in which it first does. */
function firstPeriods(path: Path): Map<string, number> {
  const periods = new Map<string, number>();
  for (const outcome of outcomes) {
    const moment = firstMoment(scenario, world, path, outcome);
    if (moment) periods.set(`outcome ${outcome.name}`, moment.period);
  }
  path.edges.forEach((edge, place) => {
    const label = world.edgeLabel[edge];
    const period = world.layerPeriod[layerOf(world, path.nodes[place])];
    for (let item = world.labelItem[label]; item < world.labelItem[label + 1]; item++) {
      const { says, name, branch, kind } = world.header.description.occurrences[world.labelOccurrence[item]];
      const what = `${says || name}${kind === "lapse" ? " lapses" : ""}`;
      const key = branch === "" ? what : `${what} (${branch})`;
      if (!periods.has(key)) periods.set(key, period);
    }
  });
  return periods;
}

function byOrder(counts: (path: Path) => boolean = () => true) {
  const orders = new Map<string, { probability: number; best: number }>();
  visitPaths(world, solved.policy, (path) => {
    if (!counts(path)) return;
    const key = orderOn(path);
    const old = orders.get(key) ?? { probability: 0, best: 0 };
    orders.set(key, { probability: old.probability + path.probability, best: Math.max(old.best, path.probability) });
  });
  return orders;
}

describe("stories", () => {
  const all = byOrder();
  const told = storiesOf(scenario, world, solved, { most: 1000, least: 0, passes: 1000 });

  test("every order has the sum of its paths, and the best of them", () => {
    expect(told.stories.length).toBe(all.size);
    expect(told.stories.length).toBeGreaterThan(50);
    for (const { order, probability, path } of told.stories) {
      const key = order.map((names) => names.join(" + ")).join(" > ");
      const expected = all.get(key)!;
      expect(Math.abs(probability - expected.probability), key).toBeLessThan(ROUNDING);
      expect(Math.abs(path!.probability - expected.best), key).toBeLessThan(ROUNDING);
      expect(path!.steps.flatMap((step) => step.outcomes).length).toBe(order.flat().length);
    }
    expect(told.other).toBeLessThan(1e-11);
    expect(told.complete).toBe(true);
    expect(told.leftOut).toEqual(["angry at the end", "nothing settled"]);
  });

  test("every step has the dates of all paths of its order", () => {
    let compared = 0;
    for (const { order, steps } of told.stories.slice(0, 25)) {
      const key = order.map((names) => names.join(" + ")).join(" > ");
      const paths: { probability: number; periods: Map<string, number> }[] = [];
      visitPaths(world, solved.policy, (path) => {
        if (orderOn(path) !== key) return;
        paths.push({ probability: path.probability, periods: firstPeriods(path) });
      });
      const total = paths.reduce((sum, { probability }) => sum + probability, 0);
      for (const { says, outcomes: brought, share, median, low, high } of steps!) {
        const what = brought[0] === undefined ? says : `outcome ${brought[0]}`;
        const having = paths.filter(({ periods }) => periods.has(what));
        const all = having.reduce((sum, { probability }) => sum + probability, 0);
        expect(Math.abs(share - all / total), `${key}: ${what}`).toBeLessThan(1e-9);
        const by = (part: number) => {
          for (let period = 0; period <= 3; period++) {
            const sofar = having.filter(({ periods }) => periods.get(what)! <= period);
            if (sofar.reduce((sum, { probability }) => sum + probability, 0) >= (part - 1e-9) * all) return period;
          }
          throw new Error("never");
        };
        const dates = [median, low, high].map((date) => Math.floor(Date.parse(date) / 86_400_000 / 7));
        expect(dates, `${key}: ${what}`).toEqual([by(0.5), by(0.1), by(0.9)]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  test("pooling the rare ones leaves the rest exact", () => {
    const some = storiesOf(scenario, world, solved, { most: 4, least: 0.005 });
    expect(some.stories.length).toBe(4);
    expect(some.stories.map(({ order }) => order)).toEqual(told.stories.slice(0, 4).map(({ order }) => order));
    some.stories.forEach(({ probability }, place) => {
      expect(Math.abs(probability - told.stories[place].probability)).toBeLessThan(ROUNDING);
    });
    const left = 1 - some.stories.reduce((sum, { probability }) => sum + probability, 0);
    expect(Math.abs(some.other - left)).toBeLessThan(ROUNDING);
  });

  test("read as dated lines", () => {
    const lines = storyInWords(told.stories[0], percent);
    expect(lines[0]).toMatch(/^\d+ %: from the start/);
    for (const line of lines.slice(1))
      expect(line).toMatch(/^ {2}1970-01-\d\d(?: \(1970-\d\d-\d\d to 1970-\d\d-\d\d\))? {2}\S/);
  });

  test("keep to a history", () => {
    const history = [
      {
        span: nowhere,
        on: 2,
        kind: "happened" as const,
        trigger: onMove(0, 0),
        condition: null,
        text: "",
        evidence: [],
      },
    ];
    const conditioned = conditionOnHistory({ ...scenario, history }, world, solved);
    if (conditioned.status !== "conditioned") throw new Error(conditioned.status);
    const called = (path: Path) => firstMoment(scenario, world, path, outcomes[1])?.period === 0;
    const sums = byOrder(called);
    const given = storiesOf(scenario, world, solved, {
      most: 1000,
      least: 0,
      passes: 1000,
      filter: conditioned.filter,
    });
    expect(given.stories.length).toBe(sums.size);
    for (const { order, probability, path } of given.stories) {
      const key = order.map((names) => names.join(" + ")).join(" > ");
      expect(Math.abs(probability - sums.get(key)!.probability / conditioned.likelihood)).toBeLessThan(1e-11);
      expect(Math.abs(path!.probability - sums.get(key)!.best)).toBeLessThan(ROUNDING);
    }
  });
});

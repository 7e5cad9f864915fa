import { describe, expect, test } from "vitest";
import {
  desk,
  event,
  is,
  move,
  type not,
  now,
  num,
  op,
  set,
  smallScenario,
  variable,
} from "../../test/reference/small-scenario.ts";
import { built, randomSolution, testScenario } from "../../test/reference/standoff-for-tests.ts";
import type { Scenario } from "../language/scenario.ts";
import { sweepForward } from "../sweep/forward.ts";
import { nowhere } from "../text/source.ts";
import type { World } from "../world/world.ts";
import { beliefInWords, beliefsOf } from "./beliefs.ts";
import { forgettingGaps } from "./forgetting.ts";
import { conditionOnHistory } from "./history/history.ts";

const ROUNDING = 1e-12;

/**
 * A type, even chances, that only the first actor sees. In week 1 a sign shows with chance 4/5 for the second type, 1/5
 * for the first. Where `forgets`, it is taken down in week 2. In week 3 the second actor decides.
 */
function signScenario(forgets: boolean): Scenario {
  const shown = [
    event("shows falsely", "chance", 0.2, { guard: and3(is(0, 0), 0), effects: [set(1, 1)] }),
    event("shows truly", "chance", 0.8, { guard: and3(is(0, 1), 0), effects: [set(1, 1)] }),
    event("is taken down", "chance", forgets ? 1 : 0, { guard: and3(is(1, 1), 7), effects: [set(1, 0)] }),
  ];
  return smallScenario({
    periods: 3,
    actors: 2,
    variables: [
      variable("type", 2, { levels: ["meek", "bold"], starts: [num(0.5), num(0.5)], seenBy: 1 }),
      variable("sign", 2, { levels: ["no", "yes"] }),
      variable("done", 2),
    ],
    events: [shown],
    desks: [desk("second", 1, [move("act", { guard: op(now, ">=", num(14)), effects: [set(2, 1)] })])],
  });
}

function and3(condition: Parameters<typeof not>[0], day: number) {
  return op(condition, "and", op(now, "is", num(day)));
}

function solvedAt(world: World, seed: number) {
  const solved = randomSolution(world, seed);
  sweepForward(world, solved.policy, solved.reach);
  return solved;
}

describe("beliefs", () => {
  const scenario = signScenario(false);
  const world = built(scenario);
  const [path, ...others] = beliefsOf(scenario, world, solvedAt(world, 1));

  test("only those who do not see it have beliefs about it", () => {
    expect(others).toEqual([]);
    expect(path).toMatchObject({ actor: "actor 2", about: "type", levels: ["meek", "bold"] });
  });

  test("follow Bayes' rule in exact fractions", () => {
    const [start, week1] = path.points;
    expect(start).toMatchObject({ at: "start", date: "1970-01-01", running: 1, mean: [0.5, 0.5] });
    // Sign or no sign come with chance 1/2 each; the belief in bold is then 4/5 or 1/5.
    expect(week1.mean[1]).toBeCloseTo(0.5, 14);
    expect(week1.low[1]).toBeCloseTo(1 / 5, 14);
    expect(week1.high[1]).toBeCloseTo(4 / 5, 14);
    // Bold: 4/5 of the time it is thought bold with 4/5, else with 1/5.
    expect(week1.whenTrue[1]).toBeCloseTo(16 / 25 + 1 / 25, 14);
    expect(week1.likeliest.probability).toBeCloseTo(0.5, 14);
  });

  test("read as a sentence", () => {
    expect(beliefInWords(path)).toMatch(
      /^To actor 2, type is meek: 5 in 10 on 1970-01-\d\d, as on 1970-01-01 \(2 in 10 to 8 in 10 across what it may have seen\)$/,
    );
  });

  test("with a history, only what the actor can have seen in it counts, and its beliefs stay its own", () => {
    const seen: Scenario = {
      ...scenario,
      history: [{ span: nowhere, on: 1, kind: "seen", trigger: null, condition: is(1, 1), text: "sign", evidence: [] }],
    };
    const solved = solvedAt(world, 1);
    const conditioned = conditionOnHistory(seen, world, solved);
    if (conditioned.status !== "conditioned") throw new Error(conditioned.status);
    const point = beliefsOf(seen, world, solved, { filter: conditioned.filter })[0].points[1];
    expect(point.mean[1]).toBeCloseTo(4 / 5, 14);
    expect(point.whenTrue[1]).toBeCloseTo(4 / 5, 14);
    expect(point.low[1]).toBeCloseTo(4 / 5, 14);
  });
});

describe("the forgetting gap", () => {
  test("is nothing where what was seen stays seen (two signs times two choices)", () => {
    const scenario = signScenario(false);
    const world = built(scenario);
    const [gap] = forgettingGaps(scenario, world, solvedAt(world, 2));
    expect(gap).toMatchObject({ actor: "actor 2", method: "every history", histories: 4, warning: false });
    expect(gap.gap).toBeLessThan(ROUNDING);
  });

  test("is three tenths where the sign is taken down: 4/5 or 1/5 would be known, 1/2 is remembered", () => {
    const scenario = signScenario(true);
    const world = built(scenario);
    const [gap] = forgettingGaps(scenario, world, solvedAt(world, 3));
    expect(gap.gap).toBeCloseTo(0.3, 12);
    expect(gap.worst).toBeCloseTo(0.3, 12);
    expect(gap).toMatchObject({ date: "1970-01-15", histories: 4, warning: true, largest: { about: "type" } });
  });

  test("histories drawn by a seed come close to all of them, and repeat", () => {
    const scenario = testScenario();
    const world = built(scenario);
    const solved = solvedAt(world, 4);
    const [all] = forgettingGaps(scenario, world, solved, { fullEdges: 1e6 });
    const draw = (seed: number) => forgettingGaps(scenario, world, solved, { fullEdges: 0, draws: 3000, seed })[0];
    const drawn = draw(7);
    expect(all.method).toBe("every history");
    expect(drawn).toMatchObject({ method: "drawn histories", histories: 3000 });
    expect(all.gap).toBeGreaterThan(1e-4);
    // Three thousand draws of gaps below 1: the average of one period is within a few hundredths.
    expect(Math.abs(drawn.gap - all.gap)).toBeLessThan(0.01);
    expect(draw(7)).toEqual(drawn);
  });
});

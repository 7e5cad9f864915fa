import { expect, test } from "vitest";
import {
  desk,
  event,
  is,
  move,
  not,
  now,
  num,
  op,
  set,
  smallScenario,
  variable,
} from "../../test/reference/small-scenario.ts";
import { built, randomSolution } from "../../test/reference/standoff-for-tests.ts";
import { sweepForward } from "../sweep/forward.ts";
import { stateValue } from "../world/world.ts";
import { growTree } from "./decision-tree.ts";
import { strategiesOf, strategyInWords } from "./strategies.ts";

/** In week 1 an alarm is raised with chance 1/4. A guard may shout or run, in both weeks; shouting needs no alarm. */
const scenario = smallScenario({
  periods: 2,
  variables: [variable("alarm", 2, { kind: "truth", levels: ["no", "yes"] }), variable("light", 2)],
  events: [
    [
      event("alarm rings", "chance", 0.25, { guard: op(now, "is", num(0)), effects: [set(0, 1)] }),
      event("light flickers", "chance", 0.5, { effects: [set(1, 1)], guard: not(is(1, 1)) }),
    ],
  ],
  desks: [
    desk("guard", 0, [move("shout"), move("run", { guard: is(0, 1) })], {
      tempo: num(Math.log(2) / 7), // convenes every other week
    }),
  ],
});
const world = built(scenario);

/**
 * With the alarm: holds 1/10, shouts 2/10, runs 7/10; without: holds 9/10, shouts 1/10. Running is worth most, then
 * shouting.
 */
function guardSolution() {
  const solved = randomSolution(world, 1);
  for (let informationSet = 0; informationSet < world.header.informationSets; informationSet++) {
    const node = world.nodeSet.indexOf(informationSet);
    const alarm = stateValue(world, node, 0) === 1;
    const first = world.setSlot[informationSet];
    solved.policy.set(alarm ? [0.1, 0.2, 0.7] : [0.9, 0.1], first);
    solved.q.set(alarm ? [0, 3, 4] : [1, 0.5], first);
  }
  sweepForward(world, solved.policy, solved.reach);
  return solved;
}

test("the tree finds what behaviour turns on, with exact chances", () => {
  const [guard, ...others] = strategiesOf(scenario, world, guardSolution());
  expect(others).toEqual([]);
  expect(guard).toMatchObject({ desk: "guard", actor: "actor 1", policy: false });
  // Two weeks, each with chance 1/2.
  expect(guard.convenes).toBeCloseTo(1, 12);
  expect(guard.situations.map(({ when }) => when)).toEqual(["not alarm", "alarm"]);
  const [calm, alarmed] = guard.situations;
  expect(calm.reached).toBeCloseTo(0.75, 12);
  expect(alarmed.reached).toBeCloseTo(0.25, 12);
  expect(alarmed.share).toBeCloseTo(0.25, 12);
  expect(alarmed.acts.map(({ act }) => act)).toEqual(["run", "shout", "hold"]);
  expect(alarmed.acts[0].chance).toBeCloseTo(0.7, 12);
  // In a week it convenes with chance 1/2.
  expect(alarmed.acts[0].perMonth).toBeCloseTo((0.7 * 0.5 * 30.4375) / 7, 10);
  expect(alarmed.acts.map(({ pointsLost }) => pointsLost)).toEqual([0, 1, 4].map((n) => expect.closeTo(n, 12)));
  expect(alarmed.tempting).toEqual([{ act: "hold", pointsLost: expect.closeTo(4, 12) }]);
  const overall = guard.acts.find(({ act }) => act === "run")!;
  expect(overall.available).toBeCloseTo(0.25, 12);
  expect(overall.chance).toBeCloseTo(0.25 * 0.7, 12);
});

test("a strategy reads as lines", () => {
  expect(strategyInWords(strategiesOf(scenario, world, guardSolution())[0])).toEqual([
    "when not alarm (reached 75 %): holds 90 %, shout 10 %; shout would lose 0.5 points",
    "when alarm (reached 25 %): run 70 %, shout 20 %, holds 10 %; holding would lose 4.0 points",
  ]);
});

test("the tree splits an ordered feature at the threshold, and stops where nothing is gained", () => {
  const values = Uint16Array.from({ length: 10 }, (_, i) => i);
  const situations = {
    count: 10,
    weight: new Float64Array(10).fill(0.1),
    chances: Float64Array.from({ length: 20 }, (_, i) => (Number(i >= 14) === i % 2 ? 1 : 0)),
    acts: 2,
    features: [{ name: "x", ordered: true, size: 10, values }],
  };
  const leaves = growTree(situations, { mostLeaves: 6, leastShare: 0.01, leastWeight: 0 });
  expect(leaves.map(({ members }) => [...members])).toEqual([
    [0, 1, 2, 3, 4, 5, 6],
    [7, 8, 9],
  ]);
});

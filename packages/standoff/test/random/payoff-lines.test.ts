/** On random scenarios the points by payoff add up to the expected points by which every actor decides. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { ownEyes } from "../../src/query/own-eyes.ts";
import { payoffLines, TASTES } from "../../src/query/payoff-lines.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { createLogitMap, evaluatePolicy } from "../../src/solve/logit-map.ts";
import { NO_SET, SetKind, type World, wholeWorld } from "../../src/world/world.ts";
import { openText } from "../open-text.ts";
import { randomScenario } from "./random-scenario.ts";

/** Sums of some tens of points, in different orders. */
const ROUNDING = 1e-9;
const RUNS = 60;

/** What actions are worth under a policy in points alone: as if all noise were mistakes. */
function pointsOnly(given: World, logPolicy: Float64Array): Float64Array {
  const world = wholeWorld(given);
  const { description } = world.header;
  const desks = description.desks.map(({ name, actor, moves }) => ({ name, actor, moves }));
  const map = createLogitMap({ ...world, header: { ...world.header, description: { ...description, desks } } }, true);
  evaluatePolicy(map, logPolicy, 1);
  return map.q;
}

it.each([
  ["that end on the last day", { maxPeriods: 3 }, 0],
  ["that go on after the last day", { maxPeriods: 2, afterwards: true }, RUNS / 10],
] as const)(
  "points by payoff add up to what an action is worth to its actor, in scenarios %s",
  (_, options, goingOn) => {
    const counts = { compared: 0, severalLines: 0, goingOn: 0, tastes: 0 };
    fc.assert(
      fc.property(randomScenario(options), (text) => {
        const opened = openText(text);
        if (opened.status === "refused") return;
        const { scenario, world } = opened;
        const [solved] = solveEquilibrium(world);
        if (solved?.status !== "solved") return;
        const found = payoffLines(scenario, world, solved, [...scenario.actors.keys()]);
        expect(found).not.toBeNull();
        if (wholeWorld(world) !== world) counts.goingOn++;
        for (const [actor, { lines, points }] of found!) {
          const { reach } = ownEyes(world, solved)(actor);
          const believed = new Float64Array(world.header.informationSets);
          world.nodeSet.forEach((set, node) => {
            if (set !== NO_SET) believed[set] += reach[node];
          });
          const inPoints = pointsOnly(world, solved.logPolicy);
          const paid = lines.at(-1) === TASTES ? lines.length - 1 : lines.length;
          if (paid < lines.length) counts.tastes++;
          for (let set = 0; set < world.header.informationSets; set++) {
            if (world.setActor[set] !== actor || world.setKind[set] !== SetKind.logit || !(believed[set] > 1e-9))
              continue;
            for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
              const own = points.subarray(slot * lines.length, (slot + 1) * lines.length);
              const sum = own.reduce((a, b) => a + b, 0);
              expect(Math.abs(sum - solved.q[slot])).toBeLessThan(ROUNDING);
              const named = own.subarray(0, paid).reduce((a, b) => a + b, 0);
              expect(Math.abs(named - inPoints[slot])).toBeLessThan(ROUNDING);
              counts.compared++;
              if (own.filter((one) => one !== 0).length > 1) counts.severalLines++;
            }
          }
        }
      }),
      { seed: 5, numRuns: RUNS, endOnFailure: true },
    );
    expect(counts.compared, JSON.stringify(counts)).toBeGreaterThan(RUNS * 5);
    expect(counts.severalLines, JSON.stringify(counts)).toBeGreaterThan(RUNS);
    expect(counts.tastes, JSON.stringify(counts)).toBeGreaterThan(RUNS / 10);
    expect(counts.goingOn, JSON.stringify(counts)).toBeGreaterThanOrEqual(goingOn);
  },
);

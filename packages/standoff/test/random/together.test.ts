/**
 * Draws swept together: an evaluation is that of the plain kernels, draw by draw, on random scenarios at other numbers;
 * what comes of a draw is the same to the bit in whatever company it stands, and where it comes to rest it is where it
 * does by itself.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildWorld } from "../../src/build/build.ts";
import { inOneGo } from "../../src/math/steps.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { answerPolicy, createLogitMap, startingLogPolicy } from "../../src/solve/logit-map.ts";
import { createTogether, type Rested } from "../../src/solve/together.ts";
import { type Batch, createBatch } from "../../src/sweep/batch.ts";
import { sweepLayout } from "../../src/sweep/layout.ts";
import { priceWorld } from "../../src/world/prices.ts";
import { SetKind, type World, wholeWorld } from "../../src/world/world.ts";
import { handMadeWorld } from "../hand-made-world.ts";
import { openText } from "../open-text.ts";
import { rounds } from "../rounds.ts";
import { uniform } from "../seeded-world.ts";
import { leaveOpen } from "./left-open.ts";
import { randomScenario } from "./random-scenario.ts";

/**
 * The same terms in nearly the same order; exponentials differ in the last place, and answers by that times lambda and
 * points.
 */
const EVALUATION = 1e-9;
/** Bytes of a batch, here. */
const ROOM = 1e9;
/** Where chances move by 1e-7 weighed by reach, and by 1e-10, ends are apart by little more. */
const ENDS = 1e-5;

/** Worlds of one graph at four sets of numbers near the scenario's own. */
function drawsOf(text: string, seed: number): World[] {
  const opened = openText(text);
  if (opened.status !== "open") return [];
  const { scenario, kinds } = leaveOpen(opened.scenario);
  const built = buildWorld(scenario, { maxBytes: 1e7 });
  if (built.status !== "built") return [];
  const random = uniform(seed);
  const { world } = built;
  const draw = (): World[] => {
    const values = new Map(
      scenario.assumptions.flatMap(({ name, value }, i) =>
        kinds[i] === null || kinds[i] === "deciding" ? [] : [[name, value * (0.9 + 0.1 * random())] as const],
      ),
    );
    const priced = priceWorld(world, values);
    return priced.status === "priced" ? [wholeWorld(priced.world)] : [];
  };
  return [wholeWorld(world), ...draw(), ...draw(), ...draw()];
}

function evaluate(batch: Batch, worlds: readonly World[]) {
  batch.load(worlds);
  const { change, reached } = batch.answer();
  return worlds.map((_, lane) => ({ ...batch.lane(lane), change: change[lane], reached: reached[lane] }));
}

function evaluatePlainly(world: World) {
  const map = createLogitMap(world, true);
  const answer = new Float64Array(world.header.slots);
  answerPolicy(map, startingLogPolicy(world), 1, answer);
  let [change, reached] = [0, 0];
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] !== SetKind.logit) continue;
    for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
      const moved = Math.abs(map.policy[slot] - map.asked[slot]);
      change = Math.max(change, moved);
      reached = Math.max(reached, moved * Math.min(1, map.setReach[set]));
    }
  }
  return {
    policy: map.policy,
    logPolicy: answer,
    q: map.q,
    change,
    reached,
    rare: map.rareSet.some((mark) => mark > 0),
  };
}

describe("an evaluation", () => {
  test("is that of the plain kernels in every lane, whatever views, policies and tastes there are", {
    timeout: 1_200_000,
  }, () => {
    const met = { draws: 0, views: 0, fixed: 0, tastes: 0 };
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 4 }), fc.nat(), (text, seed) => {
        const worlds = drawsOf(text, seed);
        if (worlds.length === 0) return;
        const [world] = worlds;
        const batch = createBatch(world, sweepLayout(world), 4, 0);
        expect(batch).not.toBeNull();
        evaluate(batch!, worlds).forEach((found, lane) => {
          const { rare, policy, q, ...known } = evaluatePlainly(worlds[lane]);
          if (rare) return; // beliefs of the careful sweep, which batches leave to others
          met.draws++;
          if (world.header.views > 1) met.views++;
          if (sweepLayout(world).tasteful) met.tastes++;
          if (world.setKind.some((kind) => kind === SetKind.fixed)) met.fixed++;
          expect(found.change).toBeCloseTo(known.change, 9);
          expect(found.reached).toBeCloseTo(known.reached, 9);
          for (let set = 0; set < world.header.informationSets; set++) {
            for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
              expect(Math.abs(found.policy[slot] - policy[slot])).toBeLessThan(EVALUATION);
              if (world.setKind[set] !== SetKind.logit) continue;
              expect(Math.abs(found.q[slot] - q[slot])).toBeLessThan(EVALUATION);
              if (policy[slot] > 0)
                expect(Math.abs(found.logPolicy[slot] - known.logPolicy[slot])).toBeLessThan(EVALUATION);
            }
          }
        });
      }),
      { numRuns: 60 },
    );
    expect(met.draws).toBeGreaterThan(60);
    expect(met.views).toBeGreaterThan(5);
    expect(met.fixed).toBeGreaterThan(0);
    expect(met.tastes).toBeGreaterThan(5);
    expect(met.draws - met.tastes).toBeGreaterThan(5);
  });
});

/** Draws of a game of many sets, at other points each. */
function gamesOf(seed: number, stakes: number): World[] {
  const { world } = handMadeWorld(2, rounds(4, stakes, seed), { lambda: [1, 1] });
  return [1, 0.9, 1.1, 0.8].map((factor) => ({ ...world, payRow: world.payRow.map((pay) => factor * pay) }));
}

function rest(worlds: readonly World[], lanes: 2 | 4): (Rested | null)[] {
  const together = createTogether(worlds[0], lanes, ROOM);
  expect(together).not.toBeNull();
  return inOneGo(together!.rest(worlds));
}

describe("draws at rest", () => {
  test.each([1, 2, 3])("are the same to the bit in any company and any number of lanes, seed %i", (seed) => {
    const worlds = gamesOf(seed, 2);
    const all = rest(worlds, 4);
    expect(all.every((one) => one !== null)).toBe(true);
    expect(rest([worlds[2], worlds[0]], 4)).toEqual([all[2], all[0]]);
    expect(rest([worlds[3], worlds[1]], 2)).toEqual([all[3], all[1]]);
    expect(rest([worlds[1]], 2)).toEqual([all[1]]);
  });

  test.each([1, 2, 3])("are where each comes to rest by itself, seed %i", (seed) => {
    const worlds = gamesOf(seed, 2);
    rest(worlds, 4).forEach((found, i) => {
      const [alone] = solveEquilibrium(worlds[i], { approach: "stated first", traceSweeps: 0 });
      if (alone?.status !== "solved" || found === null) throw new Error(alone?.status);
      const map = createLogitMap(worlds[i], true);
      const answer = new Float64Array(found.policy.length);
      answerPolicy(map, found.logPolicy, 1, answer);
      const apart = alone.reach.reduce(
        (most, reach, node) => Math.max(most, Math.abs(reach - map.reaches[0][node])),
        0,
      );
      expect(apart).toBeLessThan(ENDS);
      expect(found.reached).toBeLessThanOrEqual(1e-7);
    });
  });

  test("one that does not come to rest is told so, and leaves the others as they are", () => {
    const calm = gamesOf(1, 2);
    const steep = { ...calm[0], payRow: calm[0].payRow.map((pay) => 40 * pay) };
    const [first, none, second] = rest([calm[0], steep, calm[1]], 4);
    expect(none).toBeNull();
    expect([first, second]).toEqual(rest([calm[0], calm[1]], 2));
  });

  test("there is none where nothing is hidden, where a world is small, or where there is no room", () => {
    const [large] = gamesOf(1, 2);
    const { world: small } = handMadeWorld(2, rounds(1, 2, 1), { lambda: [1, 1] });
    expect(createTogether(small, 4, ROOM)).toBeNull();
    expect(createTogether(large, 4, 1000)).toBeNull();
  });
});

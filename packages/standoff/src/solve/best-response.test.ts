/** Best responses and regrets on a small decision process and on games whose answers are worked out by hand. */
import { describe, expect, test } from "vitest";
import { handMadeWorld, type Tree } from "../../test/hand-made-world.ts";
import { beerQuiche, ochs } from "../../test/literature-games.ts";
import { bestResponse, regretOf } from "./best-response.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { startingLogPolicy } from "./logit-map.ts";

/**
 * Look first (costs 1, shows the weather), then walk (10 in sun, -5 in rain) or ride (4 either way); sun has chance .4.
 */
const weather = (sun: boolean, seen: boolean): Tree => ({
  set: seen ? `saw ${sun ? "sun" : "rain"}` : "unseen",
  player: 0,
  moves: { walk: { pay: [(sun ? 10 : -5) - (seen ? 1 : 0)] }, ride: { pay: [4 - (seen ? 1 : 0)] } },
});

const morning = (sun: boolean): Tree => ({
  set: "morning",
  player: 0,
  moves: { look: weather(sun, true), go: weather(sun, false) },
});

const trip: Tree = {
  chance: [
    [0.4, morning(true)],
    [0.6, morning(false)],
  ],
};

describe("best response", () => {
  test("a small decision process", () => {
    // Looking: .4 x 9 + .6 x 3 = 5.4. Not looking: ride 4 against walk .4 x 10 - .6 x 5 = 1.
    const { world, slot } = handMadeWorld(1, trip);
    const best = bestResponse(world, startingLogPolicy(world), 0);
    expect(best.start[0]).toBeCloseTo(5.4, 14);
    expect(best.policy[slot("morning", "look")]).toBe(1);
    expect(best.policy[slot("unseen", "ride")]).toBe(1);
    expect(best.q[slot("unseen", "walk")]).toBeCloseTo(1, 14);
    // The worst: unseen walk (1)? Looking and always wrong: .4 x 3 + .6 x -6 = -2.4.
    const worst = bestResponse(world, startingLogPolicy(world), 0, { least: true });
    expect(worst.start[0]).toBeCloseTo(-2.4, 14);
  });

  test("against beliefs: a duellist facing even breakfasts", () => {
    // Both types eat beer or quiche evenly: beliefs stay .9, walking is worth .9 against .1.
    const { world, slot } = handMadeWorld(2, beerQuiche);
    const best = bestResponse(world, startingLogPolicy(world), 1);
    expect(best.start[1]).toBeCloseTo(0.9, 14);
    expect(best.policy[slot("saw beer", "walk")]).toBe(1);
    expect(best.policy[slot("strong", "beer")]).toBe(0.5);
  });

  test("nobody gains from it at an equilibrium of great steadiness, by more than mistakes cost", () => {
    const { world } = handMadeWorld(2, ochs, { lambda: [1000, 1000] });
    const [result] = solveEquilibrium(world);
    if (result?.status !== "solved") throw new Error("expected a solution");
    for (const actor of [0, 1]) {
      const gain = bestResponse(world, result.logPolicy, actor).start[actor] - result.values[actor];
      expect(gain).toBeGreaterThanOrEqual(-1e-12);
      expect(gain).toBeLessThan(1 / 1000); // a logit choice of two loses at most .28 / lambda, however beliefs lie
    }
  });

  test("fixed sets choose only where they are freed", () => {
    const { world, slot } = handMadeWorld(1, trip, { fixed: { morning: [0, 1] } });
    const log = startingLogPolicy(world);
    expect(bestResponse(world, log, 0).start[0]).toBeCloseTo(4, 14);
    const free = bestResponse(world, log, 0, { free: true });
    expect(free.start[0]).toBeCloseTo(5.4, 14);
    expect(free.policy[slot("morning", "look")]).toBe(1);
  });
});

test("regret is what one changed decision gains", () => {
  const { world, slot } = handMadeWorld(1, trip);
  const regret = regretOf(world, startingLogPolicy(world));
  const setOf = (name: string, move: string) => [...world.setSlot].findLastIndex((first) => first <= slot(name, move));
  // Unseen: best 4, even chances 2.5. Saw sun: 9 against 6. Saw rain: 3 against -1.5.
  expect(regret[setOf("unseen", "walk")]).toBeCloseTo(1.5, 14);
  expect(regret[setOf("saw sun", "walk")]).toBeCloseTo(3, 14);
  expect(regret[setOf("saw rain", "walk")]).toBeCloseTo(4.5, 14);
  // Morning: looking .4 x 6 + .6 x -1.5 = 1.5, going 2.5: best 2.5, mean 2.
  expect(regret[setOf("morning", "look")]).toBeCloseTo(0.5, 14);
});

/**
 * Scenario -> world -> .efg text -> our reader -> world: the same equilibrium, on every small scenario that unfolds. Copies of
 * an action (how a tree says weights) are added up again.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEfg } from "../../src/export/read-efg.ts";
import { treeToWorld } from "../../src/export/tree-world.ts";
import { type SetCopies, unfold } from "../../src/export/unfold.ts";
import { writeEfg } from "../../src/export/write-efg.ts";
import { loadScenario } from "../../src/language/check.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved } from "../../src/solve/solution.ts";
import { buildWorld } from "../../src/world/build.ts";
import type { World } from "../../src/world/world.ts";
import { randomScenario } from "../random/random-scenario.ts";

const TOLERANCE = 1e-9;

function worldOf(path: string, readFile: (path: string) => string | undefined): World | null {
  const { scenario } = loadScenario(path, readFile);
  if (!scenario) throw new Error(`${path} has errors`);
  const built = buildWorld(scenario);
  return built.status === "built" ? built.world : null;
}

function solve(world: World): Solved {
  const result = solveEquilibrium(world)[0]!;
  if (result.status !== "solved") throw new Error(result.status);
  return result;
}

/** Largest difference between the scenario's policy and the tree's, or null where the world does not unfold. */
function roundTrip(world: World): number | null {
  const unfolded = unfold(world, 5_000);
  if (unfolded.status === "refused") return null;
  const read = readEfg(writeEfg(unfolded.tree));
  if (read.status !== "read") throw new Error(read.faults[0]!.message);
  const again = treeToWorld(read.tree);
  const [ours, theirs] = [solve(world), solve(again)];
  return Math.max(0, ...unfolded.copies.map((copies, set) => setDifference(copies, set, ours, theirs, again)));
}

function setDifference({ slots }: SetCopies, set: number, ours: Solved, theirs: Solved, again: World): number {
  const sums = new Map<number, number>();
  slots.forEach((slot, action) => {
    sums.set(slot, (sums.get(slot) ?? 0) + theirs.policy[again.setSlot[set]! + action]!);
  });
  return Math.max(...[...sums].map(([slot, sum]) => Math.abs(sum - ours.policy[slot]!)));
}

const published = [
  "crisis-signalling",
  "matching-pennies",
  "gambit-two-by-two",
  "centipede",
  "ultimatum",
  "inspection",
];

describe("scenario -> .efg -> scenario's equilibrium", () => {
  test.each(published)("%s", (name) => {
    const path = fileURLToPath(new URL(`../published/${name}.standoff.yaml`, import.meta.url));
    const world = worldOf(path, (file) => readFileSync(file, "utf8"))!;
    expect(roundTrip(world)).toBeLessThan(TOLERANCE);
  });

  test("random scenarios", () => {
    let unfolded = 0;
    fc.assert(
      fc.property(randomScenario(), (text) => {
        const world = worldOf("random.standoff.yaml", () => text);
        const difference = world && roundTrip(world);
        if (difference === null) return;
        unfolded++;
        expect(difference).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 40, seed: 5 },
    );
    expect(unfolded).toBeGreaterThan(5);
  });
});

/**
 * Scenario -> world -> .efg text -> our reader -> world: the same equilibrium, on every scenario that has few enough
 * paths; and every player of the tree has perfect recall, which Gambit wants.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildWorld } from "../../src/build/build.ts";
import type { GameTree } from "../../src/exchange/gambit/game-tree.ts";
import { readEfg } from "../../src/exchange/gambit/read-efg.ts";
import { treeToWorld } from "../../src/exchange/gambit/tree-world.ts";
import { unfold } from "../../src/exchange/gambit/unfold.ts";
import { writeEfg } from "../../src/exchange/gambit/write-efg.ts";
import { loadScenario } from "../../src/language/load.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved } from "../../src/solve/solution.ts";
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
  const result = solveEquilibrium(world)[0];
  if (result.status !== "solved") throw new Error(result.status);
  return result;
}

const MOST_NODES = 5_000;

/** Largest difference between the scenario's policy and the tree's, or null where the world has too many paths. */
function roundTrip(world: World): number | null {
  const unfolded = unfold(world, MOST_NODES);
  if (unfolded.status === "refused") {
    const eyes = world.header.views > 1;
    const many = MOST_NODES.toLocaleString("en");
    expect(unfolded.reason).toContain(eyes ? "different eyes" : `the tree has more than ${many} nodes`);
    return null;
  }
  const text = writeEfg(unfolded.tree);
  const read = readEfg(text);
  if (read.status !== "read") throw new Error(read.faults[0].message);
  expect(forgetfulPlayers(read.tree)).toEqual([]);
  const again = treeToWorld(read.tree);
  const [ours, theirs] = [solve(world), solve(again)];
  return Math.max(
    0,
    ...unfolded.sets.flatMap((worldSet, set) => {
      const [from, at] = [world.setSlot[worldSet], again.setSlot[set]];
      const actions = world.setSlot[worldSet + 1] - from;
      return Array.from({ length: actions }, (_, i) => Math.abs(ours.policy[from + i] - theirs.policy[at + i]));
    }),
  );
}

/** Players that cannot tell, at one of their sets, what they saw and did before: worked out anew from the tree. */
function forgetfulPlayers(tree: GameTree): number[] {
  const memoryAt = new Map<number, string>();
  const forgetful = new Set<number>();
  const open = [{ node: 0, memory: tree.players.map(() => "") }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { informationSet, children } = tree.nodes[next.node];
    const { memory } = next;
    if (informationSet < 0) {
      for (const child of children) open.push({ node: child, memory });
      continue;
    }
    const { player } = tree.informationSets[informationSet];
    const known = memoryAt.get(informationSet);
    if (known !== undefined && known !== memory[player]) forgetful.add(player);
    memoryAt.set(informationSet, memory[player]);
    children.forEach((child, action) => {
      const after = memory.map((own, i) => (i === player ? `${own} ${informationSet}:${action}` : own));
      open.push({ node: child, memory: after });
    });
  }
  return [...forgetful];
}

/** The published games that a tree can be of: where noise is tastes, Gambit's means another. */
const folder = new URL("../published/", import.meta.url);
const published = readdirSync(folder).filter(
  (file) => file.endsWith(".yaml") && !/^noise: tastes$/m.test(readFileSync(new URL(file, folder), "utf8")),
);

describe("scenario -> .efg -> scenario's equilibrium", () => {
  test.each(published)("%s", (file) => {
    const path = fileURLToPath(new URL(`../published/${file}`, import.meta.url));
    const difference = roundTrip(worldOf(path, (name) => readFileSync(name, "utf8"))!);
    expect(difference).not.toBeNull();
    expect(difference).toBeLessThan(TOLERANCE);
  });

  test("choices that are tastes are no logit equilibrium of a tree, and are refused with a word", () => {
    const path = fileURLToPath(new URL(`../published/${published[0]}`, import.meta.url));
    const world = worldOf(path, (name) => readFileSync(name, "utf8"))!;
    const { desks } = world.header.description;
    const description = { ...world.header.description, desks: desks.map((d) => ({ ...d, noise: "tastes" as const })) };
    const found = unfold({ ...world, header: { ...world.header, description } }, MOST_NODES);
    expect(found).toMatchObject({ status: "refused" });
    expect(found.status === "refused" && found.reason).toContain("write `noise: mistakes`");
  });

  test("random scenarios", () => {
    let unfolded = 0;
    fc.assert(
      fc.property(randomScenario({ eyes: false, tastes: false }), (text) => {
        const world = worldOf("random.standoff.yaml", () => text);
        const difference = world && roundTrip(world);
        if (difference === null) return;
        unfolded++;
        expect(difference).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 40, seed: 5, endOnFailure: true },
    );
    expect(unfolded).toBeGreaterThan(15);
  });
});

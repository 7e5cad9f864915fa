/**
 * Random scenarios under everything that a reader may do to them: another step, the other turn order, a longer horizon,
 * no merging of states, a stop half-way, too little memory.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildWorld } from "../../src/build/build.ts";
import type { LoadOptions } from "../../src/language/load.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved } from "../../src/solve/solution.ts";
import type { World } from "../../src/world/world.ts";
import { slotsOf, startValue, worldSets } from "../naive/against-solver.ts";
import { openText } from "../open-text.ts";
import { randomScenario } from "./random-scenario.ts";

const RUNS = 30;
const SAME = 1e-8;
/** Rarer decisions are settled less exactly: their beliefs are ratios of small numbers. */
const LIKELY = 1e-3;
const TREE_BYTES = 3_000_000;

function solve(world: World): Solved {
  const [solved] = solveEquilibrium(world, { tolerance: 1e-11 });
  if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
  return solved;
}

function solveText(text: string, options: LoadOptions = {}) {
  const opened = openText(text, options);
  return opened.status === "refused" ? null : { ...opened, solved: solve(opened.world) };
}

describe("variations of random scenarios", () => {
  it.each<[string, LoadOptions]>([
    ["days for steps", { step: "1 day" }],
    ["fortnights for steps", { step: "2 weeks" }],
    ["the other turn order", { reversed: true }],
    ["a horizon a quarter longer", { horizon: 1.25 }],
  ])("%s: solved, with no mass lost", (_name, options) => {
    let solvedBoth = 0;
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 2 }), (text) => {
        if (openText(text).status === "refused") return;
        const found = solveText(text, options);
        if (found === null) return;
        solvedBoth++;
        expect(found.solved.certificate.massLost).toBeLessThan(1e-12);
        expect(found.solved.policy.every((p) => p >= 0 && p <= 1 + 1e-12)).toBe(true);
        expect(found.solved.values.every(Number.isFinite)).toBe(true);
      }),
      { seed: 11, numRuns: RUNS, endOnFailure: true },
    );
    expect(solvedBoth).toBeGreaterThan(RUNS / 2);
  });
});

/** Chances of every decision that play reaches, by the decision's key. */
function chancesByKey(scenario: Scenario, world: World, solved: Solved): Map<string, number[]> {
  const chances = new Map<string, number[]>();
  for (const [key, { set, reach }] of worldSets(scenario, world, solved))
    if (reach > LIKELY)
      chances.set(
        key,
        slotsOf(world, set).map((slot) => solved.policy[slot]),
      );
  return chances;
}

describe("merging equal states", () => {
  it("changes neither what actors do nor what they expect", () => {
    let merged = 0;
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 2 }), (text) => {
        const graph = solveText(text);
        if (graph === null) return;
        const apart = buildWorld(graph.scenario, { merge: false, maxBytes: TREE_BYTES });
        if (apart.status !== "built") return; // histories are too many to keep apart
        const tree = { ...graph, world: apart.world, solved: solve(apart.world) };
        if (tree.world.header.nodes > graph.world.header.nodes) merged++;
        for (let column = 0; column < graph.world.header.columns; column++) {
          const gap = startValue(graph.world, graph.solved, column) - startValue(tree.world, tree.solved, column);
          expect(Math.abs(gap)).toBeLessThan(SAME);
        }
        const other = chancesByKey(tree.scenario, tree.world, tree.solved);
        for (const [key, chances] of chancesByKey(graph.scenario, graph.world, graph.solved))
          chances.forEach((chance, i) => {
            expect(Math.abs(chance - other.get(key)![i])).toBeLessThan(SAME);
          });
      }),
      { seed: 12, numRuns: RUNS, endOnFailure: true },
    );
    expect(merged).toBeGreaterThan(RUNS / 4);
  });
});

describe("stopping half-way", () => {
  const [text] = fc
    .sample(randomScenario(), { seed: 3, numRuns: 40 })
    .map((t) => [t, openText(t)] as const)
    .flatMap(([t, opened]) => (opened.status === "open" ? [[t, opened.world.header.nodes] as const] : []))
    .sort(([, a], [, b]) => b - a)[0];

  it("building says cancelled", () => {
    const opened = openText(text);
    if (opened.status === "refused") throw new Error(opened.says);
    expect(buildWorld(opened.scenario, { cancelled: () => true }).status).toBe("cancelled");
  });

  it("building says too large, with what grows, before the memory is gone", () => {
    const opened = openText(text);
    if (opened.status === "refused") throw new Error(opened.says);
    const built = buildWorld(opened.scenario, { maxBytes: 20_000 });
    expect(built.status).toBe("too large");
    expect(built).toMatchObject({ limitBytes: 20_000 });
  });

  it("solving says cancelled after any number of looks", () => {
    const opened = openText(text);
    if (opened.status === "refused") throw new Error(opened.says);
    for (const after of [0, 1, 3]) {
      let looks = 0;
      const [result] = solveEquilibrium(opened.world, { cancelled: () => looks++ >= after });
      expect(result.status).toBe("cancelled");
    }
  });

  it("solving says too large when the memory that it may use is too small", () => {
    const opened = openText(text);
    if (opened.status === "refused") throw new Error(opened.says);
    const [result] = solveEquilibrium(opened.world, { maxBytes: 1000 });
    expect(result.status).toBe("too large");
  });
});

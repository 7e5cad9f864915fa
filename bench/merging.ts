/**
 * What merging saves (`world/merge.ts`), on the scenarios of the repository: sizes before and after, what merging and one evaluation
 * of the map cost with and without, after how many evaluations it pays, and how far the solutions lie apart. Processor time, in
 * turns, medians.
 *   node bench/merging.ts [scenario ...]
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildScenario } from "../packages/standoff/src/pipeline.ts";
import { watchedBy } from "../packages/standoff/src/query/asked.ts";
import { solveEquilibrium } from "../packages/standoff/src/solve/equilibrium.ts";
import { answerPolicy, createLogitMap, startingLogPolicy } from "../packages/standoff/src/solve/logit-map.ts";
import { solveMerged } from "../packages/standoff/src/solve-merged.ts";
import { mergeForPlay, mergeWatched } from "../packages/standoff/src/world/merge.ts";
import type { World } from "../packages/standoff/src/world/world.ts";

const ROUNDS = 7;
const EVALUATIONS = 5; // a round

function built(name: string) {
  const path = fileURLToPath(new URL(`../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));
  const build = buildScenario(path, (file) => readFileSync(file, "utf8"));
  if (build.status !== "built") throw new Error(`${name}: ${build.status}`);
  return build;
}

function sizes(says: string, { header }: World, whole: World): void {
  const share = (part: number, of: number) => `${part} (${((100 * part) / of).toFixed(0)} %)`;
  const { nodes, edges, informationSets, slots } = whole.header;
  console.log(
    `  ${says.padEnd(22)} ${share(header.nodes, nodes)} states, ${share(header.edges, edges)} edges, ` +
      `${share(header.informationSets, informationSets)} information sets, ${share(header.slots, slots)} slots`,
  );
}

/** Milliseconds of the processor. */
function cost(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

function evaluator(world: World): () => void {
  const map = createLogitMap(world);
  const from = startingLogPolicy(world);
  const to = from.slice();
  return () => answerPolicy(map, from, 1, to);
}

function pays(world: World, merged: World): void {
  const [whole, small] = [evaluator(world), evaluator(merged)];
  const costs = { merge: [] as number[], whole: [] as number[], small: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    costs.merge.push(cost(() => mergeForPlay(world)));
    for (let i = 0; i < EVALUATIONS; i++) {
      costs.whole.push(cost(whole));
      costs.small.push(cost(small));
    }
  }
  const [merge, before, after] = [median(costs.merge), median(costs.whole), median(costs.small)];
  const saved = before - after;
  console.log(
    `  merging ${merge.toFixed(0)} ms; an evaluation ${before.toFixed(1)} ms, merged ${after.toFixed(1)} ms ` +
      `(${((100 * saved) / before).toFixed(0)} % less); pays after ${saved > 0 ? Math.ceil(merge / saved) : "no number of"} evaluations`,
  );
}

function compareSolutions(world: World): void {
  const [whole, small] = [solveEquilibrium(world)[0]!, solveMerged(world, "quick", {})[0]!];
  if (whole.status !== "solved" || small.status !== "solved") throw new Error("not solved");
  const apart = whole.policy.reduce((most, p, slot) => Math.max(most, Math.abs(p - small.policy[slot]!)), 0);
  console.log(`  solved: policies apart by at most ${apart.toExponential(1)}`);
}

const names = process.argv.length > 2 ? process.argv.slice(2) : ["labour-strike", "cuba-1962", "us-iran-2025"];
for (const name of names) {
  const { scenario, world } = built(name);
  const merged = mergeForPlay(world)!.world;
  console.log(name);
  sizes("whole", world, world);
  sizes("play", merged, world);
  sizes("play, equal beliefs", mergeForPlay(world, { beliefs: true })!.world, world);
  sizes("play and what is asked", mergeWatched(world, watchedBy(scenario, world)).world, world);
  pays(world, merged);
  compareSolutions(world);
}

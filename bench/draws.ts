/**
 * What a draw costs, part by part, and together against alone: draws of a scenario priced on its graph, brought to rest
 * one by one and several at a time, and asked. Processor time per draw, in turns in one run.
 *   node scripts/bootstrap.js bench/draws.ts [scenario] [draws] [rounds]
 */
import { existsSync, readFileSync } from "node:fs";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { inOneGo } from "../packages/standoff/src/math/steps.ts";
import { solveEquilibrium } from "../packages/standoff/src/solve/equilibrium.ts";
import { createTogether } from "../packages/standoff/src/solve/together.ts";
import { datesOf } from "../packages/standoff/src/study/answers.ts";
import { type DrawSetting, Draws } from "../packages/standoff/src/study/draw.ts";
import { openStudy } from "../packages/standoff/src/study/open.ts";
import type { Point } from "../packages/standoff/src/study/sample.ts";
import { USUAL_SEED } from "../packages/standoff/src/study/seed.ts";
import { priceWorld } from "../packages/standoff/src/world/prices.ts";
import type { World } from "../packages/standoff/src/world/world.ts";

const [name = "cuba-1962", draws = "8", rounds = "3"] = process.argv.slice(2);
const path = `scenarios/${name}/scenario.standoff.yaml`;
const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
const ROOM = 3e9;

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds a draw, by part. */
const taken = new Map<string, number[]>();

function time<T>(part: string, draws: number, work: () => T): T {
  const before = processorTime();
  const result = work();
  taken.set(part, [...(taken.get(part) ?? []), (processorTime() - before) / draws]);
  return result;
}

const opened = openStudy(path, read, { options: {}, seed: USUAL_SEED, draws: Number(draws), steadiness: true });
if (opened.status !== "open") throw new Error(JSON.stringify(opened));
const { scenario: stated, points } = opened;
const built = buildWorld(stated);
if (built.status !== "built") throw new Error(built.status);
const { world } = built;
const common = { path, readFile: read, options: {}, news: {}, stated, dates: datesOf(stated), maxBytes: ROOM };
const setting: DrawSetting = { ...common, world };

function priced(point: Point): World {
  const values = new Map(stated.assumptions.map(({ name }, i) => [name, point.assumptions[i]]));
  const actors = stated.actors.map(({ id, name, lambda }, i) => ({ id, name, lambda: lambda * point.factors[i] }));
  const found = priceWorld(world, values, { actors });
  if (found.status !== "priced") throw new Error(found.status);
  return found.world;
}

const evaluations = new Map<string, number[]>();
let lost = 0;
for (let round = 0; round < Number(rounds); round++) {
  const worlds = time("price", points.length, () => points.map(priced));
  const few = worlds.slice(0, 4);
  const alone = time("solve alone", few.length, () =>
    few.map((one) => solveEquilibrium(one, { approach: "stated first", traceSweeps: 0 })[0]),
  );
  evaluations.set(
    "alone",
    alone.map((one) => ("certificate" in one ? one.certificate.iterations : Number.NaN)),
  );
  for (const lanes of [2, 4] as const) {
    const part = `solve ${lanes} together`;
    const together = time(`make room for ${lanes}`, worlds.length, () => createTogether(world, lanes, ROOM));
    if (together === null) continue;
    const rested = time(part, worlds.length, () =>
      Array.from({ length: Math.ceil(worlds.length / lanes) }, (_, i) =>
        inOneGo(together.rest(worlds.slice(i * lanes, (i + 1) * lanes))),
      ).flat(),
    );
    lost = rested.filter((one) => one === null).length;
    evaluations.set(
      "together",
      rested.map((one) => one?.evaluations ?? Number.NaN),
    );
  }
  time("a draw, whole", points.length, () => {
    const all = new Draws(setting);
    for (let i = 0; i < points.length; i += 4) inOneGo(all.inSteps(points.slice(i, i + 4)));
  });
}

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const { nodes, edges } = world.header;
console.log(`${name}: ${nodes} states, ${edges} edges asked about; ${points.length} draws, processor seconds a draw`);
for (const [part, seconds] of taken) console.log(`  ${part.padEnd(20)} ${median(seconds).toFixed(3)}`);
for (const [way, counts] of evaluations) console.log(`  evaluations ${way}: ${counts.join(" ")}`);
console.log(`  not at rest together, and so solved alone: ${lost}`);

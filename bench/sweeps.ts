/**
 * Sweeps and one solver iteration on seeded worlds: our plain loops, our WebAssembly, and the same loops in C++
 * (compiled here with -O3 -march=native; left out where there is no compiler), in turns, medians and ratios of
 * processor time, results compared.
 *   node bench/sweeps.ts [edges in millions, default 1 4] [runs, default 7]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fastKernels } from "../packages/standoff/src/sweep/fast.ts";
import { type Kernels, plainKernels } from "../packages/standoff/src/sweep/kernels.ts";
import { type SweepLayout, sweepLayout } from "../packages/standoff/src/sweep/layout.ts";
import { clearSets, decideSets } from "../packages/standoff/src/sweep/respond.ts";
import { type World, worldArrays } from "../packages/standoff/src/world/world.ts";
import { type SeededSize, seededWorld, uniform } from "../packages/standoff/test/seeded-world.ts";

const COLUMNS = 4;
/**
 * A turn of each: passes that are not timed, as they find caches that the others have emptied, then passes for about so
 * many seconds.
 */
const WARMING = 2;
const TURN = 0.2;
/** Node tells the processor's time in steps of some milliseconds: a turn must be long beside them. */
const FEWEST = 2;
const kernelNames = ["forward", "backward", "iterate"] as const;
type KernelName = (typeof kernelNames)[number];

interface Bench {
  /** The processor's seconds of one pass: others on the machine count for little. */
  readonly run: (kernel: KernelName) => number;
  readonly result: (kernel: KernelName) => Float64Array;
}

/** Our kernels on a world, forward, backward or one iteration at a time. */
function ours(world: World, layout: SweepLayout, kernels: Kernels, policy: Float64Array): Bench {
  const { layers, nodes, slots } = world.header;
  const fixed = kernels.reals(slots);
  fixed.set(policy);
  const reach = kernels.reals(nodes);
  const values = kernels.reals(nodes * COLUMNS);
  const out = {
    policy: kernels.reals(slots),
    logPolicy: kernels.reals(slots),
    q: kernels.reals(slots),
    mass: kernels.reals(slots),
    values,
    tastes: null,
  };
  const lambdas = Float64Array.from(world.header.description.actors, (actor) => actor.lambda);
  const forward = () => {
    reach.fill(0);
    world.startNode.forEach((node, i) => {
      reach[node] += world.startChance[i];
    });
    kernels.push(0, nodes, fixed, reach);
  };
  const backward = () => {
    for (let l = layers - 1; l >= 0; l--) kernels.pull(l, fixed, values);
  };
  const iterate = () => {
    out.policy[0] = 1;
    for (let l = layers - 1; l >= 0; l--) {
      if (layout.layerDecides[l]) {
        clearSets(world, layout, l, out);
        kernels.gather(l, reach, out);
        decideSets({ world, layout, kernels }, l, lambdas, out);
      }
      kernels.pull(l, out.policy, values);
    }
  };
  const loops = { forward, backward, iterate };
  return {
    run: (kernel) => {
      for (let pass = 0; pass < WARMING; pass++) loops[kernel]();
      let passes = 0;
      const begin = processorSeconds();
      for (; passes < FEWEST || processorSeconds() - begin < TURN; passes++) loops[kernel]();
      return (processorSeconds() - begin) / passes;
    },
    result: (kernel) => (kernel === "forward" ? reach : kernel === "backward" ? values : join2(values, out.policy)),
  };
}

function processorSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

function join2(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The C++ peer: one process a turn, which times its loop itself. */
function theirs(folder: string, program: string, world: World, policy: Float64Array, reach: Float64Array): Bench {
  const file = (name: string) => join(folder, name);
  const manifest = writeWide(world, file("world"));
  const passes: Partial<Record<KernelName, number>> = {};
  writeFileSync(file("manifest"), manifest.join("\n"));
  writeFileSync(file("input"), new Uint8Array(join2(policy, reach).buffer));
  return {
    run: (kernel) => {
      const once = (passes: number) =>
        Number(
          execFileSync(
            program,
            [file("world"), file("manifest"), kernel, String(passes), file("input"), file(kernel)],
            { encoding: "utf8" },
          ),
        );
      passes[kernel] ??= Math.max(FEWEST, Math.ceil(TURN / once(FEWEST)));
      return once(passes[kernel]);
    },
    result: (kernel) => new Float64Array(Uint8Array.from(readFileSync(file(kernel))).buffer),
  };
}

/** A world's arrays, whole numbers all in 32 bits, and where each stands in the file: "name offset length". */
function writeWide(world: World, file: string): string[] {
  const manifest: string[] = [];
  const pieces: Uint8Array[] = [];
  let offset = 0;
  for (const [name, , length] of worldArrays(world.header)) {
    const array = world[name] instanceof Float64Array ? world[name] : Uint32Array.from(world[name]);
    manifest.push(`${name} ${offset} ${length}`);
    pieces.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), new Uint8Array(array.byteLength % 8));
    offset += array.byteLength + (array.byteLength % 8);
  }
  writeFileSync(file, Buffer.concat(pieces));
  return manifest;
}

function compile(folder: string): string | null {
  const program = join(folder, "sweeps");
  const source = new URL("sweeps.cpp", import.meta.url).pathname;
  const compiled = spawnSync("g++", ["-O3", "-march=native", "-std=c++17", "-o", program, source]);
  return compiled.status === 0 ? program : null;
}

function randomPolicy(world: World): Float64Array {
  const random = uniform(7);
  const policy = new Float64Array(world.header.slots);
  policy[0] = 1;
  for (let set = 0; set < world.header.informationSets; set++) {
    const [first, end] = [world.setSlot[set], world.setSlot[set + 1]];
    const weights = Array.from({ length: end - first }, () => 0.1 + random());
    const sum = weights.reduce((a, b) => a + b, 0);
    for (let s = first; s < end; s++) policy[s] = weights[s - first] / sum;
  }
  return policy;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

function benchWorld(size: SeededSize, runs: number, program: string | null, folder: string): void {
  const world = seededWorld(size, 1);
  const layout = sweepLayout(world);
  const policy = randomPolicy(world);
  const room = world.header.nodes * (COLUMNS + 1) + world.header.slots * 6 + 1000;
  const plain = ours(world, layout, plainKernels(world, layout), policy);
  plain.run("forward");
  const kernels = fastKernels(world, layout, room);
  const fast = kernels ? ours(world, layout, kernels, policy) : null;
  fast?.run("forward");
  const peer = program ? theirs(folder, program, world, policy, plain.result("forward")) : null;
  for (const kernel of kernelNames) {
    const times = { plain: [] as number[], fast: [] as number[], peer: [] as number[] };
    for (let run = 0; run < runs; run++) {
      times.plain.push(plain.run(kernel));
      if (fast) times.fast.push(fast.run(kernel));
      if (peer) times.peer.push(peer.run(kernel));
    }
    const ratio = (ours: number[]) => (peer ? (median(ours) / median(times.peer)).toFixed(2) : "-");
    const difference = Math.max(
      fast ? largestDifference(plain.result(kernel), fast.result(kernel)) : 0,
      peer ? largestDifference(plain.result(kernel), peer.result(kernel)) : 0,
    );
    const ms = (list: number[]) => (list.length ? (median(list) * 1000).toFixed(1) : "-").padStart(8);
    console.log(
      `${size.name.padEnd(12)} ${kernel.padEnd(9)} C++ ${ms(times.peer)} ms  fast ${ms(times.fast)} ms (${fast ? ratio(times.fast) : "-"})  plain ${ms(times.plain)} ms (${ratio(times.plain)})  differ ${difference.toExponential(1)}`,
    );
  }
}

const millions = process.argv.slice(2, -1).length > 0 ? process.argv.slice(2, -1).map(Number) : [1, 4];
const runs = process.argv.length > 3 ? Number(process.argv.at(-1)) : 7;
const folder = mkdtempSync(join(tmpdir(), "standoff-bench-"));
try {
  const program = compile(folder);
  console.log(program ? "C++: g++ -O3 -march=native, one thread" : "no C++ compiler: ours alone");
  for (const m of millions) {
    for (const [shape, width] of [
      ["narrow", 2_000],
      ["wide", 50_000],
    ] as const) {
      benchWorld({ name: `${m}M ${shape}`, edges: m * 1e6, width, columns: COLUMNS }, runs, program, folder);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

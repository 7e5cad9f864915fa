/**
 * Building a world: ours from a scenario, against C++ written by hand for the one model of `counters.ts` (compiled here
 * with -O3 -march=native; left out where there is no compiler), in turns; medians and ratios of processor time (all
 * threads of the process, the system's work for it included), so that others on the machine count for little; counts
 * compared. The first build of the process is told apart: later ones run code that the platform has had time to compile
 * well.
 *   node bench/build.ts [runs, default 5]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { countersScenario, type FamilySize } from "./counters.ts";

const sizes: readonly FamilySize[] = [
  { counters: 4, levels: 8, types: 2, periods: 12 },
  { counters: 4, levels: 8, types: 4, periods: 40 },
  { counters: 6, levels: 6, types: 3, periods: 8 },
];

/** Builds of the first size after which its times no longer fall. */
const WARMING = 10;

interface Built {
  readonly counts: string;
  readonly seconds: number;
}

function ours(size: FamilySize): Built {
  const scenario = countersScenario(size);
  const begin = process.cpuUsage();
  const result = buildWorld(scenario);
  const { user, system } = process.cpuUsage(begin);
  if (result.status !== "built") throw new Error(result.status);
  const { nodes, edges, informationSets, slots, payRows } = result.world.header;
  return { counts: [nodes, edges, informationSets, slots, payRows].join(" "), seconds: (user + system) / 1e6 };
}

/** One process a run, which builds twice: the first time touches fresh memory. */
function theirs(program: string, { counters, levels, types, periods }: FamilySize): Built {
  const args = [counters, levels, types, periods, 2].map(String);
  const words = execFileSync(program, args, { encoding: "utf8" }).trim().split("\n").at(-1).split(" ");
  return { counts: words.slice(0, 5).join(" "), seconds: Number(words[5]) };
}

function compile(folder: string): string | null {
  const program = join(folder, "build");
  const source = new URL("build.cpp", import.meta.url).pathname;
  return spawnSync("g++", ["-O3", "-march=native", "-std=c++17", "-o", program, source]).status === 0 ? program : null;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

const runs = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "standoff-bench-"));
try {
  const program = compile(folder);
  console.log(program ? "C++: g++ -O3 -march=native, one thread" : "no C++ compiler: ours alone");
  console.log(`the first build: ${(ours(sizes[0]).seconds * 1000).toFixed(0)} ms`);
  for (let run = 0; run < WARMING; run++) ours(sizes[0]);
  for (const size of sizes) {
    const times = { ours: [] as number[], theirs: [] as number[] };
    const { counts } = ours(size);
    for (let run = 0; run < runs; run++) {
      times.ours.push(ours(size).seconds);
      if (program === null) continue;
      const peer = theirs(program, size);
      times.theirs.push(peer.seconds);
      if (peer.counts !== counts) throw new Error(`counts differ: ours ${counts}, C++ ${peer.counts}`);
    }
    const [nodes, edges] = counts.split(" ").map(Number);
    const own = median(times.ours);
    const ratio = program ? (own / median(times.theirs)).toFixed(1) : "-";
    const peer = program ? (median(times.theirs) * 1000).toFixed(0) : "-";
    console.log(
      `${Object.values(size).join("/").padEnd(11)} ${nodes} nodes ${edges} edges  ours ${(own * 1000).toFixed(0)} ms (${(edges / own / 1e6).toFixed(2)} M edges/s)  C++ ${peer} ms  ratio ${ratio}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

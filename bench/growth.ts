/**
 * Growth of a world with the horizon, hidden types and variables of a family (`counters.ts`): time, memory per state
 * against the design's bound, and the peak of resident memory over what was resident before against what building said
 * it would hold. Every world is built in a process of its own, which has built a small one before.
 *   node bench/growth.ts             the table, up to ten million states
 *   node bench/growth.ts C L T P     one more: counters, levels, types, periods
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { countersScenario, type FamilySize } from "./counters.ts";

const LIMIT = 8 * 2 ** 30;

const rows: readonly (readonly [string, FamilySize])[] = [
  ["horizon", { counters: 4, levels: 8, types: 2, periods: 10 }],
  ["horizon", { counters: 4, levels: 8, types: 2, periods: 20 }],
  ["horizon", { counters: 4, levels: 8, types: 2, periods: 40 }],
  ["types", { counters: 4, levels: 8, types: 1, periods: 20 }],
  ["types", { counters: 4, levels: 8, types: 4, periods: 20 }],
  ["types", { counters: 4, levels: 8, types: 8, periods: 20 }],
  ["variables", { counters: 3, levels: 8, types: 2, periods: 20 }],
  ["variables", { counters: 5, levels: 8, types: 2, periods: 20 }],
  ["ten million", { counters: 5, levels: 8, types: 3, periods: 26 }],
];

interface Measured {
  readonly nodes: number;
  readonly edges: number;
  readonly columns: number;
  readonly bytes: number;
  readonly promised: number;
  readonly resident: number;
  readonly seconds: number;
}

/** In the child: a small world first, so that code and heap belong to the baseline. */
function measure(size: FamilySize): Measured | { readonly tooLarge: number } {
  buildWorld(countersScenario({ counters: 3, levels: 8, types: 2, periods: 4 }));
  const scenario = countersScenario(size);
  (globalThis as { gc?: () => void }).gc?.();
  const baseline = forgetPeak();
  const begin = performance.now();
  const result = buildWorld(scenario, { maxBytes: LIMIT });
  const seconds = (performance.now() - begin) / 1000;
  if (result.status === "too large") return { tooLarge: result.nodes };
  if (result.status !== "built") throw new Error(result.status);
  const { nodes, edges, columns } = result.world.header;
  const resident = peak() - baseline;
  return { nodes, edges, columns, bytes: result.stats.bytes, promised: result.stats.peakBytes, resident, seconds };
}

const STATUS = "/proc/self/status";
const CLEAR = "/proc/self/clear_refs";

/** Resident memory now; on Linux, peaks are counted anew from here on, elsewhere since the process began. */
function forgetPeak(): number {
  if (!existsSync(CLEAR)) return peak();
  writeFileSync(CLEAR, "5");
  return bytesOf("VmRSS");
}

function peak(): number {
  return existsSync(STATUS) ? bytesOf("VmHWM") : process.resourceUsage().maxRSS * 1024;
}

function bytesOf(entry: string): number {
  return Number(new RegExp(`${entry}:\\s+(\\d+)`).exec(readFileSync(STATUS, "utf8"))![1]) * 1024;
}

function report(name: string, size: FamilySize): void {
  const args = ["--expose-gc", new URL(import.meta.url).pathname, "--child", ...Object.values(size).map(String)];
  const text = execFileSync(process.execPath, args, { encoding: "utf8" });
  const found = JSON.parse(text) as ReturnType<typeof measure>;
  const title = `${name.padEnd(12)} ${Object.values(size).join("/").padEnd(10)}`;
  if ("tooLarge" in found) {
    console.log(`${title} more than 8 GB, after ${found.tooLarge} states`);
    return;
  }
  const { nodes, edges, columns, bytes, promised, resident, seconds } = found;
  const mb = (value: number) => (value / 1e6).toFixed(0);
  const bound = 24 + (16 * edges) / nodes + 8 * columns;
  console.log(
    `${title} ${nodes} states ${edges} edges ${seconds.toFixed(1)} s  world ${mb(bytes)} MB, ${(bytes / nodes).toFixed(0)} bytes a state (bound ${bound.toFixed(0)})  promised ${mb(promised)} MB resident ${mb(resident)} MB (${(resident / promised).toFixed(2)})`,
  );
}

function sizeOf(words: readonly string[]): FamilySize {
  const [counters, levels, types, periods] = words.map(Number) as [number, number, number, number];
  return { counters, levels, types, periods };
}

const words = process.argv.slice(2);
if (words[0] === "--child") console.log(JSON.stringify(measure(sizeOf(words.slice(1)))));
else if (words.length === 4) report("asked", sizeOf(words));
else for (const [name, size] of rows) report(name, size);

/**
 * What threads save: the command by itself, with one thread and with two, in turns; medians of the wall's time. The
 * output must be the same to the byte. Worth little on a machine that has no second processor to spare.
 *   node bench/threads.ts [runs, default 3] [scenario, default us-iran-2025]
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const runs = Number(process.argv[2] ?? 3);
const scenario = process.argv[3] ?? "us-iran-2025";
const command = fileURLToPath(new URL("../packages/cli/bin/standoff.js", import.meta.url));
const verbs: readonly (readonly string[])[] = [
  ["forecast", scenario, "--json"],
  ["compare", scenario, scenario, "--json"],
  ["steps", scenario, "--json"],
];

function run(args: readonly string[], threads: number): { readonly seconds: number; readonly out: string } {
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args, "--threads", String(threads)], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return { seconds: (performance.now() - begin) / 1000, out: stdout };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

for (const args of verbs) {
  const times: [number[], number[]] = [[], []];
  for (let turn = 0; turn < runs; turn++) {
    const [one, two] = [run(args, 1), run(args, 2)];
    if (one.out !== two.out) throw new Error(`${args.join(" ")}: threads change the output`);
    times[0].push(one.seconds);
    times[1].push(two.seconds);
  }
  const [one, two] = times.map(median) as [number, number];
  console.log(
    `${args.slice(0, 2).join(" ")}: one thread ${one.toFixed(1)} s, two ${two.toFixed(1)} s (${(one / two).toFixed(2)} x)`,
  );
}

/**
 * `npm start`: forecasts the tutorial scenario, then checks and forecasts the standoff that the project is about, and
 * shows how to go on. What stands before the end of the large forecast is told at once: on a terminal by the command
 * itself, elsewhere here, line by line.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../packages/cli/bin/standoff.js", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));
const scenario = "us-iran-2025";
const tells = process.stderr.isTTY !== true;

/** Runs a command; with `told` its events before the end are read instead of shown. */
function run(args: readonly string[], told: boolean): Promise<number> {
  console.log(`\n$ npx standoff ${args.join(" ")}\n`);
  const given = [command, ...args, ...(told ? ["--progress", "json"] : [])];
  const stdio = ["inherit", "inherit", told ? "pipe" : "inherit"] as const;
  const child = spawn(process.execPath, given, { cwd: root, stdio: [...stdio] });
  if (child.stderr) createInterface({ input: child.stderr }).on("line", tell);
  return new Promise((resolve) => child.on("close", (code) => resolve(code ?? 130)));
}

/** An event that stands, in a line; a message that is none, as it is. */
function tell(line: string): void {
  if (!line.startsWith("{")) {
    process.stderr.write(`${line}\n`);
    return;
  }
  const { kind, outcomes = {} } = JSON.parse(line) as { kind: string; outcomes?: Record<string, number> };
  if (kind !== "first figures" && kind !== "answer") return;
  const figures = Object.entries(outcomes).map(([name, probability]) => `${name} ${Math.round(100 * probability)} %`);
  const title =
    kind === "answer" ? "at the stated values; the draws follow, for some minutes" : "first figures, not yet solved";
  console.log(`(${title}: ${figures.join(", ")})\n`);
}

for (const [args, told] of [
  [["forecast", "labour-strike"], false],
  [["check", scenario], false],
  [["forecast", scenario], tells],
] as const) {
  const code = await run(args, told);
  if (code !== 0) process.exit(code);
}
const next = [
  ["npx standoff studio", "the same in a page of this machine: write, see it move, find out why"],
  ["npx standoff report labour-strike -o report.html", "the page that one hands in"],
  [`npx standoff explain ${scenario}`, "who does what, and what each thinks of the others"],
  [`npx standoff steps ${scenario}`, "how far the forecast depends on the step, the turn order, the horizon"],
  [
    `npx standoff study ${scenario} --draws 512`,
    "the same forecast over more draws; it can be ended, and goes on from there",
  ],
  ["docs/first-case.md", "from a news story to a forecast in an hour"],
  ["npx standoff init --list", "patterns to start a scenario of your own from"],
  ["npx standoff --help", "all verbs, with examples"],
  ["docs/language.md", "how a scenario is written"],
] as const;
console.log("\nTo go on:");
for (const [what, why] of next) console.log(`  ${what.padEnd(48)}  ${why}`);

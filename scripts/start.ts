/** `npm start`: checks and forecasts the standoff that the project is about, and shows how to go on. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../packages/cli/bin/standoff.js", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));
const scenario = "us-iran-2025";

for (const verb of ["check", "forecast"]) {
  console.log(`\n$ npx standoff ${verb} ${scenario}\n`);
  const { status } = spawnSync(process.execPath, [command, verb, scenario], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 130);
}
const next = [
  [`npx standoff explain ${scenario}`, "who does what, and what each thinks of the others"],
  [`npx standoff steps ${scenario}`, "how far the forecast depends on the step, the turn order, the horizon"],
  ["npx standoff forecast labour-strike", "the tutorial scenario"],
  ["docs/first-case.md", "from a news story to a forecast in an hour"],
  ["npx standoff init --list", "patterns to start a scenario of your own from"],
  ["npx standoff --help", "all verbs, with examples"],
  ["docs/language.md", "how a scenario is written"],
] as const;
console.log("\nTo go on:");
for (const [what, why] of next) console.log(`  ${what.padEnd(36)}  ${why}`);

/**
 * `npm test`: format, lint, types, API pages, unused code, then every test; all are run even when one fails. The last
 * line is `N passed, N failed`, each check and each test counting once. Arguments go on to vitest.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const report = join(root, ".cache", "vitest.json");
const modules = (path: string) => join(root, "node_modules", path);

const checks: readonly [name: string, program: string, ...args: string[]][] = [
  ["format and lint", "@biomejs/biome/bin/biome", "check", "--error-on-warnings"],
  ["types", "@typescript/native/bin/tsc", "-b", "--singleThreaded"],
  ["types of the kernels", "@typescript/native/bin/tsc", "-p", "packages/standoff/kernels"],
  ["API pages", "typedoc/bin/typedoc", "--emit", "none"],
  ["unused code", "knip/bin/knip.js", "--no-progress"],
];

function run(program: string, args: readonly string[]): number {
  const done = spawnSync(process.execPath, [modules(program), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (done.signal === "SIGINT") process.exit(130);
  return done.status ?? 1;
}

/** Counts of vitest's own report; a run without a report, or with a file that could not be loaded, has failed. */
function countTests(status: number): { passed: number; failed: number; skipped: number } {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const json = JSON.parse(readFileSync(report, "utf8"));
  const files: { status: string; assertionResults: unknown[] }[] = json.testResults;
  const unloaded = files.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  const failed = json.numFailedTests + unloaded;
  return {
    passed: json.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: json.numPendingTests + json.numTodoTests,
  };
}

let passed = 0;
const failures: string[] = [];
for (const [name, program, ...args] of checks) {
  console.log(`\n- ${name}`);
  if (run(program, args) === 0) passed++;
  else failures.push(name);
}

console.log("\n- tests");
mkdirSync(join(root, ".cache"), { recursive: true });
rmSync(report, { force: true });
const only = process.argv.slice(2);
const status = run("vitest/vitest.mjs", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...only,
]);
const tests = countTests(status);
passed += tests.passed;
const failed = failures.length + tests.failed;

if (tests.skipped > 0) console.log(`\n${tests.skipped} skipped; each names its reason above`);
if (failures.length > 0) console.log(`\nfailed: ${failures.join(", ")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

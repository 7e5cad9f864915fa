/**
 * The door to every npm script. Runs under whatever Node the machine has (20 or later), in plain JavaScript: installs
 * what the lockfile names if it is missing or stale, then goes on under the pinned Node 24.
 *
 *   node scripts/bootstrap.js FILE [arguments]
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const windows = process.platform === "win32";
const node = join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");

/** Compares what npm installed (it keeps its own copy of the lockfile) with what the lockfile names. */
function installed() {
  const kept = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(kept) || !existsSync(node)) return false;
  const have = JSON.parse(readFileSync(kept, "utf8")).packages;
  const want = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(want).every(
    ([path, entry]) =>
      !path.startsWith("node_modules/") || entry.optional || (have[path] && have[path].version === entry.version),
  );
}

function run(command, args, options) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (error) console.error(`cannot run ${command}: ${error.message}`);
  if (signal) process.exit(signal === "SIGINT" ? 130 : 1);
  return status ?? 1;
}

if (!installed()) {
  console.error("Installing the packages that the lockfile names ...");
  // stdout goes to stderr: what follows may be read by a program.
  const status = run("npm", ["ci", "--no-audit", "--no-fund"], { stdio: ["ignore", 2, 2], shell: windows });
  if (status !== 0) process.exit(status);
}
process.exit(run(node, process.argv.slice(2)));

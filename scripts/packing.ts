/**
 * What a package holds besides its own files, laid beside them while `npm pack` or `npm publish` runs, and cleared away
 * afterwards: the build, made from nothing, the licence, and with the command the scenarios that it knows by name and
 * the pages that it leads to.
 *   node scripts/bootstrap.js scripts/packing.ts lay packages/cli
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Packages that have the scenarios and the pages. */
const withScenarios = ["packages/cli"];

/** What is laid beside a package's own files. */
const laid = ["LICENSE", "scenarios", "docs"];

/**
 * Scenarios, what extends them, their sealed forecasts, and what is told of them; not what the repository's tests hold
 * them against.
 */
function travels(path: string): boolean {
  if (statSync(path).isDirectory() || /\.(md|forecast)$|\/gallery\.json$/.test(path)) return true;
  return path.endsWith(".yaml") && /^(standoff|extends):/m.test(readFileSync(path, "utf8"));
}

/** Pages, but for those of the library's names, which are made on demand. */
function isPage(path: string): boolean {
  return /\.(md|svg)$/.test(path) || (statSync(path).isDirectory() && path !== join(root, "docs/api"));
}

/** Builds from nothing: the compiler's work, or the page. */
async function build(folder: string): Promise<void> {
  if (existsSync(join(root, folder, "page.js"))) {
    const { pageFolder } = (await import(pathToFileURL(join(root, folder, "page.js")).href)) as {
      pageFolder: (tell: (says: string) => unknown) => Promise<string>;
    };
    await pageFolder((says) => process.stderr.write(`${says}\n`));
    return;
  }
  const compiler = join(root, "node_modules/@typescript/native/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-b", folder], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(1);
}

async function lay(folder: string): Promise<void> {
  for (const made of ["dist", "tsconfig.tsbuildinfo"])
    rmSync(join(root, folder, made), { recursive: true, force: true });
  await build(folder);
  cpSync(join(root, "LICENSE"), join(root, folder, "LICENSE"));
  if (!withScenarios.includes(folder)) return;
  cpSync(join(root, "scenarios"), join(root, folder, "scenarios"), { recursive: true, filter: travels });
  cpSync(join(root, "docs"), join(root, folder, "docs"), { recursive: true, filter: isPage });
}

function clear(folder: string): void {
  for (const name of laid) rmSync(join(root, folder, name), { recursive: true, force: true });
}

const [step, folder] = process.argv.slice(2);
if (step === "lay") await lay(folder);
else if (step === "clear") clear(folder);
else throw new Error(`lay or clear, not ${step}`);

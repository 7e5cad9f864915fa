/**
 * Installed, not cloned: what `npm pack` makes of each package is installed into an empty project, without a registry
 * (the packages that ours need are packed from the repository's own), and works there: the library from Node's modules,
 * its types under the compiler, the command by its name, and the scenarios that come with it.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository } from "./captured.ts";

/** Of the figures in expected.json, which are rounded to nine decimals. */
const digits = 8;

const ours = {
  standoff: "packages/standoff",
  "@standoff/report": "packages/report",
  "@standoff/runner": "packages/runner",
  "@standoff/cli": "packages/cli",
  "@standoff/studio": "packages/studio",
} as const;
const read = (...path: string[]) => readFileSync(join(repository, ...path), "utf8");
const manifest = (folder: string) => JSON.parse(read(folder, "package.json"));

/** Building, packing and installing take a minute, and longer on a busy machine; it decides nothing. */
const patience = 1_800_000;

let place = "";
let project = "";

/** As in a shell of the project's: this Node before others, nothing of the repository's. */
function environment(): NodeJS.ProcessEnv {
  const clean = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|VITEST|NODE_ENV)/i.test(name));
  return { ...Object.fromEntries(clean), PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
}

function inProject(program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    cwd: project,
    env: environment(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", 2],
  });
}

/** Packs folders into tarballs; gives their paths. `own`: with their own steps before and after. */
function pack(folders: readonly string[], own: boolean): string[] {
  const into = mkdtempSync(join(place, "packed-"));
  const steps = own ? [] : ["--ignore-scripts"];
  const args = ["pack", ...folders.map((folder) => join(repository, folder)), "--pack-destination", into, ...steps];
  execFileSync("npm", args, { cwd: place, env: environment(), stdio: "pipe" });
  return readdirSync(into).map((name) => join(into, name));
}

/** Packages of others that these folders need, and what those need in turn. */
function neededBy(folders: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    for (const name of Object.keys(manifest(folder).dependencies ?? {})) {
      if (name in ours || found.has(name)) continue;
      found.add(name);
      visit(join("node_modules", name));
    }
  };
  for (const folder of folders) visit(folder);
  return found;
}

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "standoff-installed-"));
  project = join(place, "my project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "mine", "private": true, "type": "module" }\n');
  const others = [...neededBy(Object.values(ours))].map((name) => join("node_modules", name));
  const tarballs = [...pack(Object.values(ours), true), ...pack(others, false)];
  inProject("npm", "install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", ...tarballs);
}, patience);

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Files of an installed package, from its folder. */
function filesOf(name: string): string[] {
  return readdirSync(join(project, "node_modules", name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(project, "node_modules", name).length + 1));
}

describe.each(Object.entries(ours))("the package %s", (name, folder) => {
  test("holds what is built, types, licence and readme, and nothing else", () => {
    const files = filesOf(name);
    const top = new Set(files.map((file) => file.split("/")[0]));
    const allowed = ["LICENSE", "README.md", "package.json", ...manifest(folder).files];
    expect([...top].sort()).toEqual([...new Set(allowed)].sort());
    const isPage = name === "@standoff/studio";
    const known = isPage
      ? /\.(js|css|html|svg|woff2|d\.ts|json|md)$|^LICENSE$/
      : /\.(js|d\.ts|json|yaml|forecast|md|svg)$|^LICENSE$/;
    expect(files.filter((file) => !known.test(file))).toEqual([]);
    expect(
      files.filter((file) => /\.test\.|^(src|test|kernels)\/|\/(expected|coarse|findings|directions)\./.test(file)),
    ).toEqual([]);
    const built = files.filter((file) => file.startsWith("dist/") && file.endsWith(".js"));
    expect(built.length).toBeGreaterThan(isPage ? 1 : 10);
    for (const file of isPage ? [] : built) expect(files).toContain(file.replace(/\.js$/, ".d.ts"));
    expect(readFileSync(join(project, "node_modules", name, "LICENSE"), "utf8")).toBe(read("LICENSE"));
  });

  test("leaves nothing behind in the repository", () => {
    expect(["LICENSE", "scenarios", "docs"].filter((laid) => existsSync(join(repository, folder, laid)))).toEqual([]);
  });

  test("every file that it names for others is there", () => {
    const { exports = {}, bin = {} } = manifest(folder);
    const named = [...Object.values<string | Record<string, string>>(exports), ...Object.values<string>(bin)].flatMap(
      (to) => (typeof to === "string" ? [to] : [to.types, to.default]),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const to of named) expect(existsSync(join(project, "node_modules", name, to)), to).toBe(true);
  });
});

describe("in an empty project", () => {
  test("the library runs from Node's modules: the example of its readme", () => {
    writeFileSync(join(project, "example.js"), /```js\n([\s\S]*?)```/.exec(read("packages/standoff/README.md"))![1]);
    const [, chance] = /^agreement (\S+)$/m.exec(inProject(process.execPath, "example.js"))!;
    expect(Number(chance)).toBeGreaterThan(0);
    expect(Number(chance)).toBeLessThan(1);
  });

  test("its types are read by the compiler, as strictly as it can", () => {
    const doors = Object.keys(manifest(ours.standoff).exports).filter((door) => !door.endsWith(".json"));
    const imports = doors.map((door, i) => `import * as door${i} from "standoff${door.slice(1)}";`).join("\n");
    const use = `import { forecast, runScenario, type Run, type ToldForecast } from "standoff";
const run: Run = runScenario("a.yaml", () => undefined);
export const told: ToldForecast | null = run.status === "solved" ? forecast(run) : null;
const found = told?.status === "forecast" ? told : null;
export const first: number | undefined = found?.outcomes[0]?.byEnd;
export const doors = [${doors.map((_, i) => `door${i}`).join(", ")}];
// @ts-expect-error: it is a number; were types not found, it would be anything
export const wrong: string | undefined = found?.outcomes[0]?.byEnd;
`;
    const options = {
      module: "nodenext",
      target: "es2024",
      strict: true,
      noEmit: true,
      types: [],
      skipLibCheck: false,
    };
    writeFileSync(join(project, "use.ts"), `${imports}\n${use}`);
    const config = { compilerOptions: options, files: ["use.ts"] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(repository, "node_modules/typescript/bin/tsc");
    expect(inProject(process.execPath, compiler, "-p", "tsconfig.json")).toBe("");
  });

  test("the page comes along: the studio writes it as files that any host can serve", () => {
    inProject("npx", "standoff", "studio", "labour-strike", "--build", "site");
    const files = readdirSync(join(project, "site"), { recursive: true, encoding: "utf8" });
    expect(files).toEqual(expect.arrayContaining(["index.html", "folder.json"]));
    expect(readFileSync(join(project, "site", "folder.json"), "utf8")).toContain("harbour bakery");
  });

  test("the command runs by its name, on a scenario that came with it", () => {
    expect(inProject("npx", "standoff", "--version")).toBe(`${manifest(ours["@standoff/cli"]).version}\n`);
    const { outcomes } = JSON.parse(inProject("npx", "standoff", "forecast", "labour-strike", "--json"));
    const expected = JSON.parse(read("scenarios/labour-strike/expected.json"));
    expect(Object.keys(outcomes)).toEqual(Object.keys(expected.byEnd));
    for (const [name, chance] of Object.entries<number>(expected.byEnd)) {
      expect(outcomes[name].byEnd).toBeCloseTo(chance, digits);
    }
    const help = inProject("npx", "standoff", "--help");
    expect(help).toContain("npx standoff forecast us-iran-2025");
    const [page] = /^\S+(?= describes --json)/m.exec(help)!;
    expect(readFileSync(join(project, page), "utf8")).toBe(read("docs/json.md"));
  });

  test("a new scenario is made, checked by the schema's file beside it, and forecast as the message says", () => {
    const said = inProject("npx", "standoff", "init", "my case");
    expect(said).toContain('npx standoff forecast "my case"');
    const pages = said.match(/\S+\.md\b/g)!;
    expect(pages.length).toBe(2);
    for (const page of pages) expect(existsSync(join(project, page)), page).toBe(true);
    expect(existsSync(join(project, "my case/standoff.schema.json"))).toBe(true);
    expect(JSON.parse(inProject("npx", "standoff", "forecast", "my case", "--json")).status).toBe("solved");
  });

  test("several threads serve it, and a scenario extends one that came with it", () => {
    writeFileSync(join(project, "mine.standoff.yaml"), "extends: node_modules/@standoff/cli/scenarios/labour-strike\n");
    const found = JSON.parse(
      inProject("npx", "standoff", "compare", "labour-strike", "mine.standoff.yaml", "--json", "--threads", "2"),
    );
    expect(found.status).toBe("solved");
  });
});

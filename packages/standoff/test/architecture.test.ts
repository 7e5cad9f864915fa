/**
 * The house rules that a machine can check: imports run one way between topics and packages, without a circle; the
 * library takes nothing from Node; what computes on a world knows no language; files stay readable in size.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const librarySources = join(root, "packages/standoff/src");
const largestFile = 600; // lines

/** Topics from the bottom up; a topic imports only those of lower rank. Topics of one rank do not know each other. */
const ranks: readonly (readonly string[])[] = [
  ["text", "math"],
  ["language", "world"],
  ["build", "sweep"],
  ["solve"],
  ["sensitivity"],
  ["query"],
  ["exchange", "study", "report", "play", "editing"],
  ["elicit", "judge", "score"],
  ["wire"],
];
/** These compute on a world read from bytes, without a parser: of what lies below, only the topics listed. */
const worldOnly: Readonly<Record<string, readonly string[]>> = {
  sweep: ["sweep", "world", "math", "text"],
  solve: ["solve", "sweep", "world", "math", "text"],
  sensitivity: ["sensitivity", "solve", "sweep", "world", "math", "text"],
};
/** The phases in one call: what a session runs. */
const phases = "run.ts";

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist", ".cache"].includes(entry.name) ? [] : filesUnder(path);
    return /\.[jt]sx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

/** Every specifier that a file imports, re-exports or loads later, types included. Comments are taken out first. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const statements = code.matchAll(
    /^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']/gm,
  );
  const later = code.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g);
  return [...statements, ...later].map((match) => match[1] ?? match[2]);
}

const isTest = (path: string) => path.endsWith(".test.ts");
const named = (path: string) => relative(root, path).split(sep).join("/");
const inLibrary = (path: string) => relative(librarySources, path).split(sep).join("/");
const topicOf = (name: string) => (name.includes("/") ? name.slice(0, name.indexOf("/")) : "");
const rankOf = (topic: string) => ranks.findIndex((topics) => topics.includes(topic));

interface Arrow {
  readonly from: string; // within packages/standoff/src
  readonly to: string;
}

/** May a file of the library import that other one? The face (index.ts, run.ts) stands above all topics. */
function allowed({ from, to }: Arrow): boolean {
  const [source, target] = [topicOf(from), topicOf(to)];
  if (source === "") return true;
  if (target === "") return source === "wire" && to === phases;
  if (source in worldOnly) return worldOnly[source].includes(target);
  return source === target || rankOf(target) < rankOf(source);
}

/** The first circle found among arrows, as the files along it. */
function circle(arrows: readonly Arrow[]): string[] | undefined {
  const after = new Map<string, string[]>();
  for (const { from, to } of arrows) after.set(from, [...(after.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of after.get(file) ?? []) {
      const found = visit(next, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of after.keys()) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}

const library = filesUnder(librarySources).filter((path) => !isTest(path));
const imports = library.flatMap((path) => importsOf(readFileSync(path, "utf8")).map((name) => ({ path, name })));
const arrows: Arrow[] = imports
  .filter(({ name }) => name.startsWith("."))
  .map(({ path, name }) => ({ from: inLibrary(path), to: inLibrary(resolve(dirname(path), name)) }));

describe("the reader of imports", () => {
  test("sees every form", () => {
    const text = [
      'import a from "a";',
      'import type { B } from "./b.ts";',
      "import {\n  c,\n  d,\n} from './c.ts';",
      'import "e";',
      'export * from "f";',
      'export type { G } from "g";',
      'const h = await import("h");',
      '// import i from "i";',
      '/* import j from "j"; */',
    ].join("\n");
    expect(importsOf(text).sort()).toEqual(["./b.ts", "./c.ts", "a", "e", "f", "g", "h"]);
  });

  test("knows a circle and a wrong way when it sees one", () => {
    expect(
      circle([
        { from: "a", to: "b" },
        { from: "b", to: "c" },
        { from: "c", to: "a" },
      ]),
    ).toEqual(["a", "b", "c", "a"]);
    expect(
      circle([
        { from: "a", to: "b" },
        { from: "a", to: "c" },
        { from: "b", to: "c" },
      ]),
    ).toBeUndefined();
    expect(allowed({ from: "build/build.ts", to: "query/forecast.ts" })).toBe(false);
    expect(allowed({ from: "solve/equilibrium.ts", to: "build/build.ts" })).toBe(false);
    expect(allowed({ from: "solve/equilibrium.ts", to: "world/world.ts" })).toBe(true);
    expect(allowed({ from: "world/world.ts", to: "language/scenario.ts" })).toBe(false);
    expect(allowed({ from: "query/forecast.ts", to: "exchange/prism/prism.ts" })).toBe(false);
    expect(allowed({ from: "math/numbers.ts", to: "text/source.ts" })).toBe(false);
  });
});

describe("the library", () => {
  test("every topic has its rank", () => {
    const topics = new Set(library.map((path) => topicOf(inLibrary(path))));
    expect([...topics].filter((topic) => topic !== "" && rankOf(topic) === -1)).toEqual([]);
  });

  test("imports run one way", () => {
    expect(arrows.filter((arrow) => !allowed(arrow)).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test("no circles", () => {
    expect(circle(arrows)).toBeUndefined();
  });

  test("takes nothing from Node, and only the packages that it names", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "packages/standoff/package.json"), "utf8"));
    const packageOf = (name: string) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/");
    const strange = imports.filter(({ name }) => !name.startsWith(".") && !(packageOf(name) in dependencies));
    expect(strange.map(({ path, name }) => `${named(path)} imports ${name}`)).toEqual([]);
  });

  test("neither clock nor unseeded chance", () => {
    const impure = library.filter((path) =>
      /\b(Math\.random|Date\.now|performance\.now|new Date\(\))/.test(
        readFileSync(path, "utf8")
          .replace(/\/\*[\s\S]*?\*\//g, "")
          .replace(/\/\/.*$/gm, ""),
      ),
    );
    expect(impure.map(named)).toEqual([]);
  });
});

describe("the way past the compiler", () => {
  test("a `!` stands only where the type holds undefined or null", () => {
    const config = ts.readConfigFile(join(root, "tsconfig.test.json"), ts.sys.readFile).config;
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram(fileNames, { ...options, incremental: false });
    const own = program.getSourceFiles().filter(({ fileName }) => !fileName.includes("node_modules"));
    expect(own.length).toBeGreaterThan(300);
    expect(own.flatMap((file) => idleAssertions(program.getTypeChecker(), file))).toEqual([]);
  });
});

const { Undefined, Null, Void, Any, Unknown, TypeParameter, IndexedAccess } = ts.TypeFlags;
const perhapsNothing = Undefined | Null | Void | Any | Unknown | TypeParameter | IndexedAccess;

/**
 * Is it a call of `.at(...)`? The language's own types say that it may find nothing, those that come with Node do not.
 */
function isAt(node: ts.Expression): boolean {
  return (
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "at"
  );
}

/** The places of a file where `!` takes nothing away. */
function idleAssertions(checker: ts.TypeChecker, file: ts.SourceFile): string[] {
  const idle: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNonNullExpression(node) && !isAt(node.expression)) {
      const type = checker.getTypeAtLocation(node.expression);
      const parts = type.isUnion() ? type.types : [type];
      const { line } = file.getLineAndCharacterOfPosition(node.end);
      if (parts.every(({ flags }) => (flags & perhapsNothing) === 0)) idle.push(`${named(file.fileName)}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return idle;
}

/**
 * A function takes no more parameters than this: what belongs together travels as a record. The kernels in
 * AssemblyScript are not counted: they take addresses, and have no records.
 */
const mostParameters = 5;

/** Functions of a file that take too many parameters, each as `name (how many)`; signatures of types are left out. */
function longListsIn(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body && node.parameters.length > mostParameters) {
      const { name = ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined } = node;
      found.push(`${named(path)}: ${name?.getText() ?? "constructor"} (${node.parameters.length})`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe("parameter lists", () => {
  const sources = filesUnder(join(root, "packages")).filter((path) => /\/src\//.test(named(path)) && !isTest(path));

  test(`no function takes more than ${mostParameters}`, () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.flatMap(longListsIn)).toEqual([]);
  });
});

const mostDoors = 10; // beside the library's face

const widest = 120; // columns
/** `world.ts` would grow beyond the largest file; what is wide in `make-gallery.ts` is text that it writes. */
const unwrapped = new Set(["packages/standoff/src/world/world.ts", "scripts/make-gallery.ts"]);

/** The lines of comments that are too wide, but for those of examples and those that hold an address. */
function wideComments(text: string): number[] {
  let example = false;
  return text.split("\n").flatMap((line, index) => {
    if (/^\s*\*\s*```/.test(line)) example = !example;
    const wide = line.length > widest && /^\s*(\/\/|\/?\*)/.test(line) && !/https?:/.test(line);
    return wide && !example ? [index + 1] : [];
  });
}

describe("the repository", () => {
  const all = ["packages", "scripts", "bench"].flatMap((folder) => filesUnder(join(root, folder)));

  test(`no file is longer than ${largestFile} lines`, () => {
    const long = all.map((path) => [named(path), readFileSync(path, "utf8").split("\n").length - 1] as const);
    expect(long.filter(([, lines]) => lines > largestFile)).toEqual([]);
  });

  test(`no line of a comment is wider than ${widest} columns`, () => {
    const word = "a".repeat(widest);
    const shown = [`// ${word}`, `const a = "${word}";`, " * ```ts", ` * ${word}`, " * ```", ` * ${word}`];
    expect(wideComments(shown.join("\n"))).toEqual([1, 6]);
    const wide = all.filter((path) => !path.endsWith(".generated.ts") && !unwrapped.has(named(path)));
    expect(
      wide.flatMap((path) => wideComments(readFileSync(path, "utf8")).map((line) => `${named(path)}:${line}`)),
    ).toEqual([]);
  });

  test("every file says in its first lines what it is", () => {
    const silent = all.filter((path) => !/^(#!.*\n)?\s*\/(\*\*|\/)/.test(readFileSync(path, "utf8")));
    expect(silent.map(named).filter((name) => !name.endsWith(".test.ts"))).toEqual([]);
  });

  test("no circles in the programs", () => {
    const programs = all.filter((path) => !path.startsWith(join(root, "packages/standoff")) && !isTest(path));
    const found = programs.flatMap((path) =>
      importsOf(readFileSync(path, "utf8"))
        .filter((name) => name.startsWith("."))
        .map((name) => ({ from: named(path), to: named(resolve(dirname(path), name)) })),
    );
    expect(circle(found)).toBeUndefined();
  });

  const { exports: doors } = JSON.parse(readFileSync(join(root, "packages/standoff/package.json"), "utf8"));

  test("the library has a face and a few named doors beside it, each of them there", () => {
    expect(Object.keys(doors).filter((door) => door.includes("*"))).toEqual([]);
    const { ".": face, "./standoff.schema.json": schema, ...beside } = doors;
    expect([face, schema].every(Boolean)).toBe(true);
    expect(Object.keys(beside).length).toBeLessThanOrEqual(mostDoors);
    const files = Object.values<string | Record<string, string>>(doors).map((one) =>
      typeof one === "string" ? one : one["@standoff/source"],
    );
    expect(files.filter((file) => !existsSync(join(root, "packages/standoff", file)))).toEqual([]);
  });

  test("programs and their tests live on the face: no deep imports, no way around by relative paths", () => {
    const programs = all.filter(
      (path) => path.startsWith(join(root, "packages")) && !path.startsWith(join(root, "packages/standoff")),
    );
    const open = new Set(Object.keys(doors).map((door) => join("standoff", door)));
    const deep = (path: string, name: string) =>
      name.startsWith(".")
        ? resolve(dirname(path), name).startsWith(join(root, "packages/standoff"))
        : /^standoff(\/|$)/.test(name) && !open.has(name);
    const reaching = programs.flatMap((path) =>
      importsOf(readFileSync(path, "utf8"))
        .filter((name) => deep(path, name))
        .map((name) => `${named(path)} imports ${name}`),
    );
    expect(programs.length).toBeGreaterThan(50);
    expect(reaching).toEqual([]);
    expect(deep(programs[0], "standoff/query/forecast")).toBe(true);
  });

  test("the lockfile names no registry host", () => {
    const lockfile = readFileSync(join(root, "package-lock.json"), "utf8");
    expect(lockfile.match(/https?:\/\/[^"]*\.tgz/g)).toBeNull();
  });

  test("the lockfile holds the hash of every package that it names", () => {
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const installed = Object.entries<{ link?: boolean; integrity?: string }>(packages).filter(
      ([path, { link }]) => path.includes("node_modules/") && link !== true,
    );
    expect(installed.length).toBeGreaterThan(100);
    const without = installed.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""));
    expect(without.map(([path]) => path)).toEqual([]);
  });
});

/**
 * Every value of the face has a docstring with an example, and every example runs and comes to what it shows. In a
 * block of an `@example` a line `expression // => value` claims that the expression equals the value; numbers in what
 * is shown may be rounded, and then agree to their last digit. Other lines are run as they stand.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import * as editing from "../src/editing/index.ts";
import * as elicit from "../src/elicit/index.ts";
import * as exchange from "../src/exchange/index.ts";
import * as face from "../src/index.ts";
import * as judge from "../src/judge/index.ts";
import { inOneGo } from "../src/math/steps.ts";
import * as score from "../src/score/index.ts";
import * as solving from "../src/solve/index.ts";
import { datesOf } from "../src/study/answers.ts";
import { Draws } from "../src/study/draw.ts";
import * as studying from "../src/study/index.ts";
import * as text from "../src/text/index.ts";
import * as wire from "../src/wire/index.ts";
import * as words from "../src/words.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const doors = {
  index: face,
  "editing/index": editing,
  "elicit/index": elicit,
  "exchange/index": exchange,
  "judge/index": judge,
  "score/index": score,
  "solve/index": solving,
  "study/index": studying,
  "text/index": text,
  "wire/index": wire,
  words,
};

/** The types of all doors, read once. */
const checked = ts.createProgram(
  Object.keys(doors).map((door) => entryOf(door)),
  {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  },
);

interface Documented {
  readonly name: string;
  readonly says: string;
  readonly examples: readonly string[];
}

function entryOf(door: string): string {
  return join(root, `packages/standoff/src/${door}.ts`);
}

/** What the docstrings of a door's values say. */
function documented(door: string): Documented[] {
  const checker = checked.getTypeChecker();
  const module = checker.getSymbolAtLocation(checked.getSourceFile(entryOf(door))!)!;
  return checker.getExportsOfModule(module).flatMap((named) => {
    const symbol = named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
    if ((symbol.flags & ts.SymbolFlags.Value) === 0) return [];
    const examples = symbol.getJsDocTags(checker).filter((tag) => tag.name === "example");
    return [
      {
        name: named.name,
        says: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        examples: examples.map((tag) => ts.displayPartsToString(tag.text)),
      },
    ];
  });
}

// ---- Running ----

const claim = /^(.*?);?\s+\/\/ => (.*)$/;

/** Examples may wait for what comes. */
const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

/** The lines of the code blocks of an example. */
function codeOf(example: string): string[] {
  return [...example.matchAll(/```(?:ts|js)\n([\s\S]*?)```/g)].flatMap(([, code]) => code.trimEnd().split("\n"));
}

/** What an example claims that does not come out: `expression: shown, but found`. */
async function wrongIn(lines: readonly string[], scope: Readonly<Record<string, unknown>>): Promise<string[]> {
  const wrong: string[] = [];
  const check = (expression: string, shown: string, found: unknown, value: unknown) => {
    if (!agrees(value, found, shown)) wrong.push(`${expression}: ${shown}, but ${JSON.stringify(found)}`);
  };
  const body = lines.map((line) => {
    const [, expression, shown] = claim.exec(line) ?? [];
    if (expression === undefined) return line;
    return `check(${JSON.stringify(expression)}, ${JSON.stringify(shown)}, (${expression}), (${shown}));`;
  });
  await new AsyncFunction(...Object.keys(scope), "check", `{\n${body.join("\n")}\n}`)(...Object.values(scope), check);
  return wrong;
}

/** Equal, but that a number with a decimal point may be shown rounded. */
function agrees(shown: unknown, found: unknown, written: string): boolean {
  if (typeof shown === "number" && typeof found === "number") {
    const digits = /^-?\d+\.(\d+)$/.exec(written)?.[1].length;
    return digits === undefined ? shown === found : Math.abs(shown - found) <= 0.5 * 10 ** -digits;
  }
  return JSON.stringify(shown) === JSON.stringify(found);
}

const read = (path: string) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
};

function solve(path: string, options: face.RunOptions = {}): face.SolvedScenario {
  const run = face.runScenario(path, read, options);
  if (run.status !== "solved") throw new Error(`${path}: ${run.status}`);
  return run;
}

const strike = join(root, "scenarios/labour-strike/scenario.standoff.yaml");
const ultimatum = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8"))![1];
const history = "history:\n  - { on: 2026-03-11, happened: blockade the port }\n";
const withNews = face.runScenario("ultimatum.standoff.yaml", () => ultimatum + history);
if (withNews.status !== "solved") throw new Error(withNews.status);
const efg = 'EFG 2 R "pennies" { "A" "B" }\np "" 1 1 "" { "H" "T" } 0\nt "" 1 "" { 1, -1 }\nt "" 2 "" { -1, 1 }\n';
const solved = solve(strike);
const border: wire.Border = { copy: structuredClone, later: setImmediate, shares: true };
const given = { border, read, strike, solved, news: withNews, efg, study: studied() };

/** Eight draws of the tutorial scenario. */
function studied() {
  const wishes = { options: {}, seed: studying.USUAL_SEED, draws: 8, steadiness: true };
  const opened = studying.openStudy(strike, read, wishes);
  if (opened.status !== "open") throw new Error(opened.status);
  const { scenario, world } = solved;
  const asking = { path: strike, readFile: read, options: {}, news: {}, stated: scenario, dates: datesOf(scenario) };
  const records = inOneGo(new Draws({ ...asking, world, maxBytes: 2 ** 31 }).inSteps(opened.points)).map((came, i) => {
    if (came.status !== "solved") throw new Error(came.status);
    return { ...came, drawn: opened.points[i].drawn };
  });
  return studying.reduceStudy(opened.plan, records, null);
}

/** The face is read in one sitting: another value finds its place in a room, behind that room's door. */
const mostAtTheFace = 54;

test(`the face has at most ${mostAtTheFace} values, and no name leads to two things`, () => {
  expect(documented("index").length).toBeLessThanOrEqual(mostAtTheFace);
  const behind = new Map<string, unknown>();
  const twofold = Object.values(doors).flatMap((names) =>
    Object.entries(names).filter(([name, value]) => {
      const known = behind.get(name);
      behind.set(name, value);
      return known !== undefined && known !== value;
    }),
  );
  expect(twofold.map(([name]) => name)).toEqual([]);
});

describe.each(Object.entries(doors))("%s", (door, names) => {
  const values = documented(door);

  test("every value is documented, with an example", () => {
    expect(values.map(({ name }) => name).sort()).toEqual(Object.keys(names).sort());
    expect(values.filter(({ says }) => says.length < 20).map(({ name }) => name)).toEqual([]);
    const without = values.filter(({ name, examples }) => {
      const lines = examples.flatMap(codeOf);
      return !lines.some((line) => claim.test(line)) || !lines.some((line) => line.includes(name));
    });
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  test.each(values.map(({ name, examples }) => [name, examples] as const))(
    "%s comes to what it shows",
    async (_, examples) => {
      const scope = { ...Object.assign({}, ...Object.values(doors)), ...given };
      for (const example of examples) expect(await wrongIn(codeOf(example), scope)).toEqual([]);
    },
  );
});

test("a wrong result is found, and so is an example that cannot run", async () => {
  const scope = { percent: words.percent };
  expect(await wrongIn(["percent(0.5) // => '50 %'", "const a = 1.26;", "a // => 1.3"], scope)).toEqual([]);
  expect(await wrongIn(["percent(0.5) // => '51 %'"], scope)).toEqual([`percent(0.5): '51 %', but "50 %"`]);
  expect(await wrongIn(["1.26 // => 1.2", "2 // => 3", "[1] // => [1, 2]"], {})).toHaveLength(3);
  await expect(wrongIn(["percent(0.5) // => '50 %'"], {})).rejects.toThrow("percent is not defined");
});

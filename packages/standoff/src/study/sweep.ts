/**
 * A sweep: a scenario at every point of a grid of chosen values, or other files in its place, opened as a study is, so
 * that its points are solved by whoever solves draws.
 */
import type { ReadFile } from "../language/file/extend.ts";
import { type LoadOptions, loadScenario } from "../language/load.ts";
import { checkQuestions } from "../query/questions/question.ts";
import { hasErrors, sortDiagnostics } from "../text/diagnostic.ts";
import { type OpenedStudy, planOf } from "./open.ts";
import type { Point } from "./sample.ts";

/** An assumption and its values, each as text as it would stand in the file. */
export interface Swept {
  readonly assumption: string;
  readonly values: readonly string[];
}

export interface SweepWishes {
  readonly options: LoadOptions;
  /** The last one varies fastest. */
  readonly over: readonly Swept[];
  /** In place of a grid: files that are solved in the place of the scenario, such as its what-ifs. */
  readonly files?: readonly string[];
}

/**
 * Checks the scenario at every point of the grid and lists them: the opened study's points, in whose `drawn` stand the
 * values of the swept assumptions, dates as days since 1970-01-01. Of files the points hold their names, and the plan
 * their titles and hashes. Where a value cannot be, the study is faulty, with the first point's diagnostics.
 *
 * @example
 * ```ts
 * const over = [{ assumption: "large fund", values: ["30 %", "50 %", "70 %"] }];
 * const sweep = openSweep(strike, read, { options: {}, over });
 * sweep.points.map(({ drawn }) => drawn[0]) // => [0.3, 0.5, 0.7]
 * ```
 */
export function openSweep(path: string, readFile: ReadFile, wishes: SweepWishes): OpenedStudy {
  const { options, over } = wishes;
  const { scenario, diagnostics: read, sources } = loadScenario(path, readFile, options);
  const asked = scenario === undefined ? [] : checkQuestions(scenario);
  const diagnostics = sortDiagnostics([...read, ...asked]);
  if (scenario === undefined || hasErrors(diagnostics)) return { status: "faulty", diagnostics, sources };
  if (wishes.files !== undefined) {
    const found = pointsOfFiles(wishes.files, readFile, options);
    if (found.status === "faulty") return found;
    const plan = planOf(scenario, { quantities: [], grounds: [] }, countsOf(found.points), undefined);
    return {
      status: "open",
      scenario,
      plan: { ...plan, files: found.files },
      points: found.points,
      diagnostics,
      sources,
    };
  }
  const names = over.map(({ assumption }) => assumption);
  const points: Point[] = [];
  for (const values of gridOf(over)) {
    const chosen = Object.fromEntries(names.map((name, k) => [name, values[k]]));
    const by = Object.fromEntries(names.map((name) => [name, "--over"]));
    const at = { ...options, set: { ...options.set, ...chosen }, setBy: { ...options.setBy, ...by } };
    const there = loadScenario(path, readFile, at);
    if (there.scenario === undefined || hasErrors(there.diagnostics))
      return { status: "faulty", diagnostics: there.diagnostics, sources: there.sources };
    const assumptions = there.scenario.assumptions.map(({ value }) => value);
    const drawn = names.map((name) => there.scenario!.assumptions.find((one) => one.name === name)!.value);
    points.push({ drawn, assumptions, factors: scenario.actors.map(() => 1), again: false, analyst: -1 });
  }
  const plan = planOf(scenario, { quantities: names, grounds: [] }, countsOf(points), undefined);
  return { status: "open", scenario, plan, points, diagnostics, sources };
}

function countsOf(points: readonly Point[]) {
  return { asked: points.length, scrambles: 1, refused: 0 };
}

/** A point for every file; or the first that cannot be, with its diagnostics. */
function pointsOfFiles(paths: readonly string[], readFile: ReadFile, options: LoadOptions) {
  const points: Point[] = [];
  const files: { path: string; title: string; hash: string }[] = [];
  for (const path of paths) {
    const { scenario, diagnostics: read, sources } = loadScenario(path, readFile, options);
    const asked = scenario === undefined ? [] : checkQuestions(scenario);
    const diagnostics = sortDiagnostics([...read, ...asked]);
    if (scenario === undefined || hasErrors(diagnostics)) return { status: "faulty", diagnostics, sources } as const;
    points.push({ drawn: [], assumptions: [], factors: [], again: false, analyst: -1, file: path });
    files.push({ path, title: scenario.title, hash: scenario.hash });
  }
  return { status: "open", points, files } as const;
}

/** All combinations; the last list's values vary fastest. */
function gridOf(over: readonly Swept[]): string[][] {
  return over.reduce<string[][]>(
    (rows, { values }) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}

/** Values of one assumption, at most. */
const MOST_VALUES = 10_000;
/** Digits to which values between two ends are written. */
const DIGITS = 12;

/**
 * Reads what a sweep goes over: `large fund=0.1..0.9:9` (nine values from 0.1 to 0.9, evenly), `large fund=30 %..70
 * %:3`, or a list, `large fund=30 %, 50 %, 70 %`. Dates are listed. Gives `says` where it cannot be read.
 *
 * @example
 * ```ts
 * readOver("large fund=30 %..70 %:3") // => { assumption: "large fund", values: ["30 %", "50 %", "70 %"] }
 * readOver("mediator=2 per year, 6 per year").values // => ["2 per year", "6 per year"]
 * readOver("large fund").says // => 'it takes assumption=from..to:count or assumption=value, value, not "large fund"'
 * ```
 */
export function readOver(text: string): Swept | { readonly says: string } {
  const [, name = "", rest = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const assumption = name.trim().replace(/^\$/, "");
  const wrong = { says: `it takes assumption=from..to:count or assumption=value, value, not "${text}"` };
  if (assumption === "" || rest.trim() === "") return wrong;
  if (!rest.includes("..")) {
    const values = rest.split(",").map((one) => one.trim());
    return values.includes("") ? wrong : { assumption, values };
  }
  const number = String.raw`\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*`;
  const found = new RegExp(String.raw`^${number}([^\d.:]*?)\.\.${number}([^\d.:]*):\s*(\d+)\s*$`).exec(rest);
  if (found === null) return wrong;
  const [first, last, count] = [found[1], found[3], found[5]].map(Number);
  const [unit, unitAtEnd] = [found[2].trim(), found[4].trim()];
  if (unit !== "" && unit !== unitAtEnd)
    return { says: `both ends take the same unit, not "${unit}" and "${unitAtEnd}"` };
  if (count < 2 || count > MOST_VALUES) return { says: `it takes from 2 to ${MOST_VALUES} values, not ${count}` };
  const values = Array.from({ length: count }, (_, i) => {
    const value = Number((first + ((last - first) * i) / (count - 1)).toPrecision(DIGITS));
    return unitAtEnd === "" ? `${value}` : `${value} ${unitAtEnd}`;
  });
  return { assumption, values };
}

/**
 * The what-ifs of us-iran-2025: their claims, their solved forecasts, and what of the claims fails. Used by the test, which
 * solves them at a coarse step, and by `npm run what-ifs`, which solves them at the scenario's own step and writes the
 * README's table, the numbers of the findings and the coarse figures anew.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { buildWorld } from "../../src/build/build.ts";
import { repriced } from "../../src/build/reprice.ts";
import { loadScenario } from "../../src/language/load.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { forecastSolutions } from "../../src/query/forecast.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { World } from "../../src/world/world.ts";

export const folder = join(import.meta.dirname, "../../../../scenarios/us-iran-2025");
export const whatIfs = join(folder, "what-ifs");
export const paths = {
  readme: join(folder, "README.md"),
  findings: join(whatIfs, "findings.yaml"),
  coarse: join(whatIfs, "coarse.json"),
};
export const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

/** The step at which the tests solve the scenario and some of the what-ifs. */
export const COARSE = "4 weeks";
/** In points: smaller moves are none; a what-if must move something by more than the second. */
const NONE = 0.1;
const SOME = 0.05;
/** A solution above this is not one. */
const RESIDUAL = 1e-9;

type Direction = "up" | "down" | "none" | "ambiguous";

interface WhatIf {
  readonly mechanisms: readonly string[];
  readonly paragraph: number;
  readonly change: string;
  readonly claims: Readonly<Record<string, Direction>>;
  readonly reason: string;
}

export interface Finding {
  readonly "what-if": string;
  readonly outcome: string;
  readonly claimed: Direction;
  readonly found: Direction;
  readonly before: number;
  readonly after: number;
  readonly why: string;
}

export interface Findings {
  readonly disagreements: readonly Finding[];
  readonly "without effect": readonly string[];
}

/** Per cent by the last day, by outcome. */
export type Forecasts = Readonly<Record<string, number>>;

export interface Row {
  readonly whatIf: string;
  readonly outcome: string;
  readonly before: number;
  readonly after: number;
  readonly claimed: Direction;
  readonly found: Direction;
}

export const directions: Readonly<Record<string, WhatIf>> = parse(read(join(whatIfs, "directions.yaml"))!);
export const names = Object.keys(directions);

/** Those that the tests solve: every sixth. */
export const sample = names.filter((_, place) => place % 6 === 0);

export const readFindings = (): Findings => parse(read(paths.findings)!);

export function load(name: string | null, step?: string) {
  const path = name === null ? join(folder, "scenario.standoff.yaml") : join(whatIfs, `${name}.yaml`);
  const { scenario, diagnostics } = loadScenario(path, read, step === undefined ? {} : { step });
  // A what-if may put a plain value in a prior's place: the odds on it then count no more, which the checker tells.
  const told = diagnostics.filter(({ code, severity }) => severity !== "info" && code !== "odds-without-prior");
  return { scenario, told: told.map(({ code, message }) => `${code}: ${message}`) };
}

/** What the checker says of a what-if's file. */
export const toldOf = (name: string): readonly string[] => load(name).told;

/** The first world built at each step: what only sets numbers is priced in it. */
const graphs = new Map<string | undefined, World>();

function worldOf(scenario: Scenario, step?: string): World {
  const known = graphs.get(step);
  const priced = known && repriced(scenario, known);
  if (priced) return priced;
  const built = buildWorld(scenario);
  if (built.status !== "built") throw new Error(`${scenario.title}: the world is ${built.status}`);
  if (!known) graphs.set(step, built.world);
  return built.world;
}

/** The scenario itself (no name) or one of its what-ifs, solved cold at the stated steadiness, at its own step or another. */
export function solveOne(name: string | null, step?: string): Forecasts {
  const { scenario, told } = load(name, step);
  if (scenario === undefined || told.length > 0) throw new Error(`${name}: ${told.join("; ")}`);
  const world = worldOf(scenario, step);
  const [solved] = solveEquilibrium(world, { approach: "stated first" });
  if (solved?.status !== "solved" || solved.certificate.residual > RESIDUAL)
    throw new Error(`${name} is ${solved?.status}`);
  const { outcomes } = forecastSolutions(scenario, world, [solved]);
  return Object.fromEntries(outcomes.map((outcome) => [outcome.name, 100 * outcome.byEnd]));
}

function directionOf(points: number): Direction {
  if (Math.abs(points) < NONE) return "none";
  return points > 0 ? "up" : "down";
}

/** Every claim beside what was found. */
export function rowsOf(base: Forecasts, after: ReadonlyMap<string, Forecasts>): Row[] {
  return names.flatMap((whatIf) =>
    Object.entries(directions[whatIf].claims).map(([outcome, claimed]): Row => {
      const [before, then] = [base[outcome], after.get(whatIf)![outcome]];
      return { whatIf, outcome, before, after: then, claimed, found: directionOf(then - before) };
    }),
  );
}

export const fails = ({ claimed, found }: Pick<Row, "claimed" | "found">) =>
  claimed !== "ambiguous" && claimed !== found;

/** Those of the solved what-ifs that move no outcome. */
export function stillOf(base: Forecasts, after: ReadonlyMap<string, Forecasts>): string[] {
  return names.filter((name) => {
    const moved = Object.entries(after.get(name) ?? {}).map(([outcome, value]) => value - base[outcome]);
    return after.has(name) && Math.max(...moved.map(Math.abs)) <= SOME;
  });
}

export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { mechanisms, paragraph } = directions[row.whatIf];
    const points = row.after - row.before;
    const cells = [
      row.whatIf,
      `${mechanisms.join(" ")} (${paragraph})`,
      row.outcome,
      row.before.toFixed(1),
      row.after.toFixed(1),
      `${points < 0 ? "" : "+"}${points.toFixed(1)}`,
      row.claimed,
      fails(row) ? `**${row.found}**` : row.found,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = "| what-if | mechanisms (paragraph) | outcome | base | what-if | points | claimed | found |";
  return [head, "|---|---|---|--:|--:|--:|---|---|", ...lines].join("\n");
}

const START = "<!-- what-ifs: written by `npm run what-ifs` -->";
const END = "<!-- end of what-ifs -->";

export function tableInReadme(): string {
  return read(paths.readme)!.split(START)[1].split(END)[0].trim();
}

/** The README with another table. */
export function readmeWith(table: string): string {
  const readme = read(paths.readme)!;
  return `${readme.split(START)[0]}${START}\n\n${table}\n\n${END}${readme.split(END)[1]}`;
}

/** The findings' file with others, under the same heading. */
export function findingsWith(findings: Findings): string {
  const head = /^(#.*\n)*/.exec(read(paths.findings)!)![0];
  return head + stringify(findings, { lineWidth: 140 });
}

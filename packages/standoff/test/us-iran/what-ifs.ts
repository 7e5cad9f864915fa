/**
 * The what-ifs of us-iran-2025: their claims, their solved forecasts, and what of the claims fails. The first sixteen
 * are probes, one for each system of the article, whose claims have a least size. All are solved at a coarse step: by
 * the test, which solves the probes, and by `npm run what-ifs`, which solves all and writes the README's tables, the
 * findings and the figures anew.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { buildWorld } from "../../src/build/build.ts";
import { repriced } from "../../src/build/reprice.ts";
import { listedOutcomes } from "../../src/language/deals.ts";
import { loadScenario } from "../../src/language/load.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { inOneGo } from "../../src/math/steps.ts";
import { type ForecastPlan, outcomesByEnd, planForecast, planIn } from "../../src/query/forecast.ts";
import { type Cold, ColdSolver, TOGETHER } from "../../src/study/solve-together.ts";
import { sameGraph, type World } from "../../src/world/world.ts";

export const folder = join(import.meta.dirname, "../../../../scenarios/us-iran-2025");
export const whatIfs = join(folder, "what-ifs");
export const paths = {
  readme: join(folder, "README.md"),
  findings: join(whatIfs, "findings.yaml"),
  coarse: join(whatIfs, "coarse.json"),
};
export const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

/** The step at which the scenario and its what-ifs are solved. */
export const COARSE = "4 weeks";
/**
 * In points: smaller moves are none (a probe claims more than that); a what-if must move something by more than the
 * second.
 */
const NONE = 0.1;
const SOME = 0.05;

type Direction = "up" | "down" | "none" | "ambiguous";

interface WhatIf {
  /** Of a probe: the mark of its system (S1 to S16), and what the system is called. */
  readonly system?: string;
  readonly called?: string;
  readonly mechanisms: readonly string[];
  readonly paragraph: number;
  readonly change: string;
  /** `up`, `down` or `ambiguous`; of a probe with the least points: `up 3`. */
  readonly claims: Readonly<Record<string, string>>;
  readonly reason: string;
}

interface Claim {
  readonly direction: Direction;
  /** In points. */
  readonly least: number;
}

export interface Finding {
  readonly "what-if": string;
  readonly outcome: string;
  readonly claimed: string;
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
  readonly claimed: string;
  readonly found: Direction;
}

export const directions: Readonly<Record<string, WhatIf>> = parse(read(join(whatIfs, "directions.yaml"))!);
export const names = Object.keys(directions);

/** The probes: those that the tests solve. */
export const probes = names.filter((name) => directions[name].system !== undefined);

function readClaim(text: string): Claim {
  const [direction, least] = text.split(" ");
  return { direction: direction as Direction, least: least === undefined ? NONE : Number(least) };
}

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

/** For worlds and solving, in bytes. */
const ROOM = 3e9;

/** A scenario and its world; `null` is the scenario itself. */
interface Made {
  readonly name: string | null;
  readonly scenario: Scenario;
  readonly world: World;
}

function made(name: string | null, step: string, graph?: World): Made {
  const { scenario, told } = load(name, step);
  if (scenario === undefined || told.length > 0) throw new Error(`${name}: ${told.join("; ")}`);
  const priced = graph && repriced(scenario, graph);
  if (priced) return { name, scenario, world: priced };
  const built = buildWorld(scenario);
  if (built.status !== "built") throw new Error(`${name}: the world is ${built.status}`);
  return { name, scenario, world: built.world };
}

/**
 * The scenario itself (`null`) and what-ifs, solved cold at the stated steadiness, each told when it is done. What only
 * sets numbers is priced in the scenario's graph, and brought to rest some at a time, as draws are: each comes out the
 * same in any company.
 */
export function solveEach(
  all: readonly (string | null)[],
  tell: (name: string | null, found: Forecasts) => void,
): void {
  const solver = new ColdSolver({ maxBytes: ROOM });
  const base = made(null, COARSE);
  const plan = planForecast(base.scenario, base.world);
  const solve = (some: readonly Made[]): void => {
    const solved = inOneGo(solver.solve(some.map(({ world }) => world)));
    for (const [place, { name, scenario, world }] of some.entries())
      tell(
        name,
        forecastsOf(
          scenario,
          sameGraph(world, base.world) ? planIn(plan, scenario, world) : null,
          world,
          solved[place],
        ),
      );
  };
  let together: Made[] = [];
  for (const name of all) {
    const one = name === null ? base : made(name, COARSE, base.world);
    if (!sameGraph(one.world, base.world)) solve([one]);
    else if (together.push(one) === TOGETHER) {
      solve(together);
      together = [];
    }
  }
  if (together.length > 0) solve(together);
}

function forecastsOf(scenario: Scenario, known: ForecastPlan | null, world: World, solved: Cold): Forecasts {
  if (solved.status !== "solved") throw new Error(`${scenario.title} is ${solved.status}`);
  const chances = outcomesByEnd(known ?? planForecast(scenario, world), solved, null);
  return Object.fromEntries(listedOutcomes(scenario).map(({ name }, place) => [name, 100 * chances[place]]));
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

/** How many points it moved the claimed way. */
function movedAsClaimed({ claimed, before, after }: Pick<Row, "claimed" | "before" | "after">): number {
  return readClaim(claimed).direction === "down" ? before - after : after - before;
}

/** A move the other way, or one smaller than claimed, fails. */
export function fails(row: Pick<Row, "claimed" | "before" | "after">): boolean {
  const { direction, least } = readClaim(row.claimed);
  return direction !== "ambiguous" && movedAsClaimed(row) < least;
}

/**
 * Of a probe: `works` if every claim holds; `partly` if some outcome moves the claimed way by half of what was claimed;
 * else `token`.
 */
function verdictOf(rows: readonly Row[]): "works" | "partly" | "token" {
  if (!rows.some(fails)) return "works";
  const half = rows.some((row) => movedAsClaimed(row) >= readClaim(row.claimed).least / 2);
  return half ? "partly" : "token";
}

/** Those of the solved what-ifs that move no outcome. */
export function stillOf(base: Forecasts, after: ReadonlyMap<string, Forecasts>): string[] {
  return names.filter((name) => {
    const moved = Object.entries(after.get(name) ?? {}).map(([outcome, value]) => value - base[outcome]);
    return after.has(name) && Math.max(...moved.map(Math.abs)) <= SOME;
  });
}

const signed = (points: number) => `${points < 0 ? "" : "+"}${points.toFixed(1)}`;

/** The sixteen systems, each with its probe. */
export function probeTableOf(rows: readonly Row[]): string {
  const lines = probes.map((probe) => {
    const own = rows.filter(({ whatIf }) => whatIf === probe);
    const claims = own.map(({ outcome, claimed }) => `${outcome} ${claimed}`).join("; ");
    const results = own.map(
      ({ outcome, before, after }) =>
        `${outcome} ${before.toFixed(1)} to ${after.toFixed(1)} (${signed(after - before)})`,
    );
    const { system, called } = directions[probe];
    return `| ${[system, called, `${probe}: ${claims}`, results.join("; "), verdictOf(own)].join(" | ")} |`;
  });
  return ["| S | system | probe | result | works, partly or token |", "|---|---|---|---|---|", ...lines].join("\n");
}

/** The other what-ifs, a row for each claim. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows
    .filter(({ whatIf }) => !probes.includes(whatIf))
    .map((row) => {
      const { mechanisms, paragraph } = directions[row.whatIf];
      const cells = [
        row.whatIf,
        `${mechanisms.join(" ")} (${paragraph})`,
        row.outcome,
        row.before.toFixed(1),
        row.after.toFixed(1),
        signed(row.after - row.before),
        row.claimed,
        fails(row) ? `**${row.found}**` : row.found,
      ];
      return `| ${cells.join(" | ")} |`;
    });
  const head = "| what-if | mechanisms (paragraph) | outcome | base | what-if | points | claimed | found |";
  return [head, "|---|---|---|--:|--:|--:|---|---|", ...lines].join("\n");
}

const START = "<!-- NAME: written by `npm run what-ifs` -->";
const END = "<!-- end of NAME -->";
const marksOf = (name: string) => [START.replace("NAME", name), END.replace("NAME", name)] as const;

function between(text: string, name: string): string {
  const [start, end] = marksOf(name);
  return text.split(start)[1].split(end)[0].trim();
}

/** What the README shows of the probes and of the other what-ifs. */
export const probesInReadme = () => between(read(paths.readme)!, "probes");
export const tableInReadme = () => between(read(paths.readme)!, "what-ifs");

/** The README with other tables. */
export function readmeWith(tables: Readonly<Record<"probes" | "what-ifs", string>>): string {
  let readme = read(paths.readme)!;
  for (const [name, table] of Object.entries(tables)) {
    const [start, end] = marksOf(name);
    readme = `${readme.split(start)[0]}${start}\n\n${table}\n\n${end}${readme.split(end)[1]}`;
  }
  return readme;
}

/** The findings' file with others, under the same heading. */
export function findingsWith(findings: Findings): string {
  const head = /^(#.*\n)*/.exec(read(paths.findings)!)![0];
  return head + stringify(findings, { lineWidth: 140 });
}

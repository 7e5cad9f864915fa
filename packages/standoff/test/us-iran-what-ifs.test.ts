/**
 * Does the scenario reason as the article does? Every what-if of `what-ifs/` is solved once, at the scenario's own weekly step and
 * stated steadiness, and held against its claims in `directions.yaml`, which were committed before any of them was solved. A claim
 * that fails must stand in `findings.yaml`, and what stands there must still fail. The table is the one in the README;
 * `UPDATE_EXPECTED=1` writes it, and the numbers of the findings, anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadScenario } from "../src/language/check.ts";
import { forecast } from "../src/query/forecast.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import { buildWorld } from "../src/world/build.ts";
import type { World } from "../src/world/world.ts";

const folder = join(import.meta.dirname, "../../../scenarios/us-iran-2025");
const whatIfs = join(folder, "what-ifs");
const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

/** In points: smaller moves are none; a what-if must move something by more than the second. */
const NONE = 0.1;
const SOME = 0.05;
/** Findings are written to a hundredth. */
const WRITTEN = 0.01;
const START = "<!-- what-ifs: written by the test -->";
const END = "<!-- end of what-ifs -->";

type Direction = "up" | "down" | "none" | "ambiguous";
interface WhatIf {
  readonly mechanisms: readonly string[];
  readonly paragraph: number;
  readonly change: string;
  readonly claims: Readonly<Record<string, Direction>>;
  readonly reason: string;
}
interface Finding {
  readonly "what-if": string;
  readonly outcome: string;
  readonly claimed: Direction;
  readonly found: Direction;
  readonly before: number;
  readonly after: number;
  readonly why: string;
}
/** Per cent by the last day, by outcome. */
type Forecasts = Readonly<Record<string, number>>;
interface Row {
  readonly whatIf: string;
  readonly outcome: string;
  readonly before: number;
  readonly after: number;
  readonly claimed: Direction;
  readonly found: Direction;
}

/** The findings with new numbers in place of the old. */
function renumbered(text: string, disagree: readonly Row[]): string {
  const numbers = { before: disagree.map((row) => row.before), after: disagree.map((row) => row.after) };
  return text.replace(/^( {4})(before|after): .*$/gm, (line, indent, key: "before" | "after") => {
    const number = numbers[key].shift();
    return number === undefined ? line : `${indent}${key}: ${number.toFixed(2)}`;
  });
}

const directions: Record<string, WhatIf> = parse(read(join(whatIfs, "directions.yaml"))!);
const findings: { disagreements: Finding[]; "without effect": string[] } = parse(read(join(whatIfs, "findings.yaml"))!);
const names = Object.keys(directions);

const layout = ({ header: { nodes, edges, slots, informationSets } }: World) =>
  [nodes, edges, slots, informationSets].join();

interface Run {
  readonly forecasts: Forecasts;
  readonly policy: Float64Array;
  readonly layout: string;
}

/** Solved from the base's strategies where the layout is the same (a what-if of payoffs), else from lambda 0. */
function run(path: string, base?: Run): Run {
  const { scenario, diagnostics } = loadScenario(path, read);
  // A what-if may put a plain value in a prior's place: the odds on it then count no more, which the checker tells.
  const faults = diagnostics.filter(({ code }) => code !== "odds-without-prior");
  expect(faults.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  const built = buildWorld(scenario!);
  if (built.status !== "built") throw new Error(`${path}: the world is ${built.status}`);
  const { world } = built;
  const [solved] = solveEquilibrium(world, base?.layout === layout(world) ? { from: base.policy } : {});
  if (solved?.status !== "solved") throw new Error(`${path} is ${solved?.status}`);
  expect(solved.certificate.residual).toBeLessThan(1e-9);
  const { outcomes } = forecast(scenario!, world, [solved]);
  const forecasts = Object.fromEntries(outcomes.map(({ name, byEnd }) => [name, 100 * byEnd]));
  return { forecasts, policy: solved.policy, layout: layout(world) };
}

function directionOf(points: number): Direction {
  if (Math.abs(points) < NONE) return "none";
  return points > 0 ? "up" : "down";
}

function rowsOf(whatIf: string, before: Forecasts, after: Forecasts): Row[] {
  return Object.entries(directions[whatIf]!.claims).map(([outcome, claimed]) => {
    const found = directionOf(after[outcome]! - before[outcome]!);
    return { whatIf, outcome, before: before[outcome]!, after: after[outcome]!, claimed, found };
  });
}

const fails = ({ claimed, found }: Row) => claimed !== "ambiguous" && claimed !== found;

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { mechanisms, paragraph } = directions[row.whatIf]!;
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

function tableInReadme(table: string): string {
  const path = join(folder, "README.md");
  const readme = read(path)!;
  const [before, rest] = [readme.split(START)[0]!, readme.split(END)[1]!];
  if (process.env.UPDATE_EXPECTED) writeFileSync(path, `${before}${START}\n\n${table}\n\n${END}${rest}`);
  return read(path)!.split(START)[1]!.split(END)[0]!.trim();
}

test("every what-if has a file, and every file its claims", () => {
  const files = readdirSync(whatIfs).filter((file) => !["directions.yaml", "findings.yaml"].includes(file));
  expect(files.sort()).toEqual(names.map((name) => `${name}.yaml`).sort());
  expect(new Set(names.flatMap((name) => directions[name]!.mechanisms)).size).toBeGreaterThanOrEqual(22);
  expect(names.every((name) => Object.keys(directions[name]!.claims).length > 0)).toBe(true);
});

describe("solved", () => {
  let base: Run;
  const after = new Map<string, Forecasts>();
  const rows = () => names.flatMap((name) => rowsOf(name, base.forecasts, after.get(name)!));

  beforeAll(() => {
    base = run(join(folder, "scenario.standoff.yaml"));
    for (const name of names) after.set(name, run(join(whatIfs, `${name}.yaml`), base).forecasts);
    console.log(tableOf(rows()));
    if (process.env.UPDATE_EXPECTED) {
      const path = join(whatIfs, "findings.yaml");
      writeFileSync(path, renumbered(read(path)!, rows().filter(fails)));
    }
  }, 3_000_000);

  test("claims are about outcomes that exist", () => {
    const outcomes = Object.keys(base.forecasts);
    for (const name of names)
      expect(outcomes, name).toEqual(expect.arrayContaining(Object.keys(directions[name]!.claims)));
  });

  test("what disagrees is listed, and what is listed disagrees", () => {
    const disagree = rows().filter(fails);
    const listed = findings.disagreements;
    const text = (whatIf: string, outcome: string, claimed: string, found: string) =>
      `${whatIf}: ${outcome} ${claimed}, found ${found}`;
    expect(disagree.map((row) => text(row.whatIf, row.outcome, row.claimed, row.found))).toEqual(
      listed.map((finding) => text(finding["what-if"], finding.outcome, finding.claimed, finding.found)),
    );
    for (const { why } of listed) expect(why.length).toBeGreaterThan(40);
    disagree.forEach(({ whatIf, outcome, before, after: then }, place) => {
      expect(Math.abs(listed[place]!.before - before), `${whatIf}: ${outcome} before`).toBeLessThan(WRITTEN);
      expect(Math.abs(listed[place]!.after - then), `${whatIf}: ${outcome} after`).toBeLessThan(WRITTEN);
    });
  });

  test("every what-if moves something, or is listed as one that does not", () => {
    const still = names.filter((name) => {
      const moved = Object.entries(after.get(name)!).map(([outcome, value]) => value - base.forecasts[outcome]!);
      return Math.max(...moved.map(Math.abs)) <= SOME;
    });
    expect(still).toEqual(findings["without effect"]);
  });

  test("the README shows the table as found", () => {
    const table = tableOf(rows());
    expect(tableInReadme(table)).toBe(table);
  });
});

/**
 * Every scenario in `scenarios/` is a regression test: it is read, built and solved as it stands (at the coarser step
 * that `expected.json` names for a large one), and its forecast, states and edges are held against `expected.json`
 * beside it. What must hold whatever the numbers are (no faults, a certificate, all mass kept, groups that add up) is
 * tested before the numbers. `UPDATE_EXPECTED=1` writes the files anew; a change of numbers belongs into the scenario's
 * log. A sealed forecast beside a scenario is of the scenario as it stands, and its README has the seal.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildWorld } from "../src/build/build.ts";
import { examineWorld } from "../src/build/examine.ts";
import { loadScenario } from "../src/language/load.ts";
import { type Forecast, forecastSolutions } from "../src/query/forecast.ts";
import { readSealed } from "../src/score/sealed.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import type { Solved } from "../src/solve/solution.ts";
import type { World } from "../src/world/world.ts";

const folder = join(import.meta.dirname, "../../../scenarios");
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "scenario.standoff.yaml")));

/** Certificates stay far below this; a forecast moves by less than the residual times the decisions on a path. */
const RESIDUAL = 1e-9;
const MASS = 1e-12;
const FORECAST = 1e-6;

interface Expected {
  /** At which it is solved here; its own where there is none. */
  readonly step?: string;
  readonly states: number;
  readonly edges: number;
  readonly byEnd: Readonly<Record<string, number>>;
}

const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

function load(name: string, step: string | undefined) {
  const path = join(folder, name, "scenario.standoff.yaml");
  const { scenario, diagnostics } = loadScenario(path, read, step === undefined ? {} : { step });
  expect(faults(diagnostics)).toEqual([]);
  return scenario!;
}

const faults = (diagnostics: readonly { severity: string; code: string; message: string }[]) =>
  diagnostics.filter(({ severity }) => severity !== "info").map(({ code, message }) => `${code}: ${message}`);

function solve(world: World): Solved {
  const [result] = solveEquilibrium(world, { approach: "stated first" });
  if (result?.status !== "solved") throw new Error(`the scenario is ${result?.status}`);
  return result;
}

function summary(world: World, { outcomes }: Forecast): Expected {
  const byEnd = Object.fromEntries(outcomes.map((outcome) => [outcome.name, Number(outcome.byEnd.toFixed(9))]));
  return { states: world.header.nodes, edges: world.header.edges, byEnd };
}

const expectedPath = (name: string) => join(folder, name, "expected.json");

function readExpected(name: string): Expected {
  return JSON.parse(readFileSync(expectedPath(name), "utf8")) as Expected;
}

test("there are scenarios to test", () => {
  expect(names).toEqual(expect.arrayContaining(["cuba-1962", "labour-strike", "us-iran-2025"]));
});

describe.each(names)("%s", (name) => {
  test("has a README", () => {
    expect(read(join(folder, name, "README.md"))?.length).toBeGreaterThan(500);
  });

  const forecasts = readdirSync(join(folder, name)).filter((file) => file.endsWith(".forecast"));
  test.skipIf(forecasts.length === 0)(
    "its sealed forecast is whole, of this very file, and says when it was written",
    () => {
      const [{ hash }, readme] = [load(name, undefined), read(join(folder, name, "README.md"))!];
      for (const file of forecasts) {
        const sealed = readSealed(read(join(folder, name, file))!);
        if (sealed.status !== "read") throw new Error(`${file}: ${sealed.why}`);
        expect(sealed.forecast.scenario).toMatchObject({ name, hash });
        expect(sealed.forecast.scenario.caveat).toMatch(/^Written after the events/);
        expect(readme).toContain(sealed.seal);
      }
    },
  );

  test("is read without a fault, solved with a certificate, and forecasts what it did before", {
    timeout: 1_200_000,
  }, () => {
    const { step, ...kept } = readExpected(name);
    const scenario = load(name, step);
    const built = buildWorld(scenario);
    if (built.status !== "built") throw new Error(`the world is ${built.status}`);
    expect(faults(examineWorld(scenario, built.world))).toEqual([]);

    const solved = solve(built.world);
    expect(solved.certificate.residual).toBeLessThan(RESIDUAL);
    expect(solved.certificate.massLost).toBeLessThan(MASS);

    const answer = forecastSolutions(scenario, built.world, [solved]);
    for (const group of answer.exclusive) expect(group.overlap, group.name).toBeLessThan(MASS);
    const now = summary(built.world, answer);
    if (process.env.UPDATE_EXPECTED)
      writeFileSync(expectedPath(name), `${JSON.stringify({ step, ...now }, null, 2)}\n`);
    const before = process.env.UPDATE_EXPECTED ? now : kept;
    expect({ states: now.states, edges: now.edges }).toEqual({ states: before.states, edges: before.edges });
    expect(Object.keys(now.byEnd)).toEqual(Object.keys(before.byEnd));
    for (const [outcome, value] of Object.entries(before.byEnd)) {
      expect(Math.abs(now.byEnd[outcome] - value), outcome).toBeLessThan(FORECAST);
    }
  });
});

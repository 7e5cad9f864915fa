/**
 * Exact derivatives on random scenarios in which every number is an assumption (hidden variables, different eyes,
 * factions, policies, clocks, play after the last day among them), against solving again on both sides.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildWorld } from "../../src/build/build.ts";
import { loadScenario } from "../../src/language/load.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import {
  type Differentiable,
  type Differentiated,
  type Gradient,
  gradientsOf,
} from "../../src/query/derivatives/gradient.ts";
import { parseQuestion } from "../../src/query/questions/question.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { printDay } from "../../src/text/dates.ts";
import { type Sharp, sharpDifferenceBy, sharpDifferenceBySteadiness } from "../differences.ts";
import { leaveOpen } from "./left-open.ts";
import { randomScenario } from "./random-scenario.ts";

/** The promise: so near, as part of the number itself and of the largest of all. */
const OWN = 1e-6;
const LARGEST = 1e-9;
/** Assumptions tried in each scenario: each takes six solves. */
const TRIED = 4;
const MOST_NODES = 3_000;

function solvedFrom(text: string): Differentiable | null {
  const { scenario } = loadScenario("made-up.standoff.yaml", (path) => (path[0] === "m" ? text : undefined));
  if (scenario === undefined) return null;
  const opened = leaveOpen(scenario).scenario;
  const built = buildWorld(opened, { maxBytes: 1e8 });
  if (built.status !== "built" || built.world.header.nodes > MOST_NODES) return null;
  const [base] = solveEquilibrium(built.world, { tolerance: 1e-12 });
  return base.status === "solved" ? { scenario: opened, world: built.world, base } : null;
}

function answersFor(scenario: Scenario): Differentiated[] {
  const { from, to } = scenario.calendar;
  const inside = printDay(from + Math.floor((to - from) / 3));
  const asked = scenario.outcomes.flatMap(({ name }) => [`P(${name})`, `P(${name} by ${inside})`]);
  return [
    ...asked.flatMap((text): Differentiated[] => {
      const { question } = parseQuestion(scenario, text);
      return question === undefined ? [] : [{ kind: "question", question }];
    }),
    { kind: "points", actor: 0 },
  ];
}

describe("derivatives on random scenarios", () => {
  it("agree with solving again", { timeout: 1_200_000 }, () => {
    const counts = { scenarios: 0, views: 0, frames: 0, compared: 0, sharp: 0, steadiness: 0, moved: 0 };
    fc.assert(
      fc.property(randomScenario({ afterwards: true, maxPeriods: 2 }), fc.nat(), (text, seed) => {
        const of = solvedFrom(text);
        if (of === null) return;
        const answers = answersFor(of.scenario);
        const gradients = gradientsOf(of, answers);
        counts.scenarios++;
        if (of.world.header.views > 1) counts.views++;
        if (of.world.header.prices!.frames > of.world.header.views) counts.frames++;
        const all = of.scenario.assumptions.length;
        for (let i = 0; i < TRIED; i++) {
          const index = (seed + 7 * i) % Math.max(1, all);
          const differences = all === 0 ? null : sharpDifferenceBy(of, answers, index);
          if (differences !== null) compare(gradients, index, differences, counts);
        }
        const actor = seed % of.scenario.actors.length;
        const differences = sharpDifferenceBySteadiness(of, answers, actor)!;
        gradients.forEach((gradient, i) => {
          if (gradient.status !== "exact") return;
          counts.steadiness++;
          if (differences[i].value !== 0) counts.moved++;
          if (expectNear(gradient.steadiness[actor], differences[i], gradient)) counts.sharp++;
        });
      }),
      { numRuns: 60 },
    );
    expect(counts.scenarios).toBeGreaterThan(20);
    expect(counts.views).toBeGreaterThan(3);
    expect(counts.compared).toBeGreaterThan(100);
    expect(counts.moved).toBeGreaterThan(20);
    expect(counts.sharp).toBeGreaterThan(50);
  });
});

interface Counts {
  compared: number;
  sharp: number;
}

function compare(gradients: readonly Gradient[], index: number, differences: readonly Sharp[], counts: Counts): void {
  for (const [i, gradient] of gradients.entries()) {
    if (gradient.status !== "exact" || gradient.lacking.has(index)) continue;
    counts.compared++;
    if (expectNear(gradient.assumptions[index], differences[i], gradient)) counts.sharp++;
  }
}

/** As near as is promised, but for how sure the difference is; tells whether it is sure enough for that to be all. */
function expectNear(
  exact: number,
  { value, unsure }: Sharp,
  { assumptions }: Extract<Gradient, { status: "exact" }>,
): boolean {
  const largest = assumptions.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const promised = OWN * Math.abs(exact) + LARGEST * largest;
  expect(Math.abs(exact - value)).toBeLessThanOrEqual(promised + 2 * unsure);
  return value !== 0 && unsure < promised;
}

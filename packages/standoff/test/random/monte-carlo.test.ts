/**
 * Playing solved strategies many times gives the outcomes as often as the forecast says, within four standard errors.
 * Play follows the naive rules, so that builder, sweeps and forecast are held against something that shares none of
 * them.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecastSolutions } from "../../src/query/forecast.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { policyOf, worldSets } from "../naive/against-solver.ts";
import { playOnce, seeded } from "../naive/play-once.ts";
import { openText } from "../open-text.ts";
import { randomScenario } from "./random-scenario.ts";

const STANDARD_ERRORS = 4;
const RARE = 5;

function playMany(text: string, plays: number, seed: number): void {
  const opened = openText(text);
  if (opened.status === "refused") throw new Error(opened.says);
  const [solved] = solveEquilibrium(opened.world, { approach: "stated first" });
  if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
  const said = forecastSolutions(opened.scenario, opened.world, [solved]).outcomes.map(({ byEnd }) => byEnd);
  const policy = policyOf(opened.world, solved, worldSets(opened.scenario, opened.world, solved));
  const counts = said.map(() => 0);
  const random = seeded(seed);
  for (let play = 0; play < plays; play++)
    playOnce(opened.scenario, policy, random).forEach((came, o) => {
      if (came) counts[o]++;
    });
  said.forEach((p, o) => {
    const { name } = opened.scenario.outcomes[o];
    const error = Math.sqrt((p * (1 - p)) / plays);
    // Where only a handful is expected, four errors of a normal count are too narrow: a dozen plays either way.
    const allowed = plays * p * (1 - p) < RARE ? 12 / plays : STANDARD_ERRORS * error;
    expect(Math.abs(counts[o] / plays - p), name).toBeLessThanOrEqual(allowed);
  });
}

describe("Monte Carlo play", () => {
  const texts = fc.sample(randomScenario({ maxPeriods: 4 }), { seed: 21, numRuns: 8 });
  it.each(texts.map((text, i) => [i, text] as const))("random scenario %i", (i, text) => {
    playMany(text, 3000, i);
  });

  it.each([
    ["labour-strike", ""],
    ["cuba-1962", ""],
    ["us-iran-2025", "step: 4 weeks"],
  ])("%s %s", (name, step) => {
    const file = new URL(`../../../../scenarios/${name}/scenario.standoff.yaml`, import.meta.url);
    const text = readFileSync(file, "utf8");
    playMany(step === "" ? text : text.replace("step: 1 week", step), 2000, 1);
  });
});

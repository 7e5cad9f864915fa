/**
 * Playing solved strategies many times gives the outcomes as often as the forecast says, within four standard errors.
 * Play follows the naive rules, so that builder, sweeps and forecast are held against something that shares none of them.
 */
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoadOptions } from "../../src/language/check.ts";
import { forecast } from "../../src/query/forecast.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { policyOf, worldSets } from "../naive/against-solver.ts";
import { playOnce, seeded } from "../naive/play-once.ts";
import { openText } from "../open-text.ts";
import { randomScenario } from "./random-scenario.ts";

const STANDARD_ERRORS = 4;

function playMany(text: string, plays: number, seed: number, options: LoadOptions = {}): void {
  const opened = openText(text, options);
  if (opened.status === "refused") throw new Error(opened.says);
  const [solved] = solveEquilibrium(opened.world);
  if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
  const said = forecast(opened.scenario, opened.world, [solved]).outcomes.map(({ byEnd }) => byEnd);
  const policy = policyOf(opened.world, solved, worldSets(opened.scenario, opened.world, solved));
  const counts = said.map(() => 0);
  const random = seeded(seed);
  for (let play = 0; play < plays; play++)
    playOnce(opened.scenario, policy, random).forEach((came, o) => {
      if (came) counts[o]!++;
    });
  said.forEach((p, o) => {
    const error = Math.sqrt((p * (1 - p)) / plays);
    const apart = Math.abs(counts[o]! / plays - p);
    expect(apart, opened.scenario.outcomes[o]!.name).toBeLessThanOrEqual(STANDARD_ERRORS * error + 1e-9);
  });
}

describe("Monte Carlo play", () => {
  const texts = fc.sample(randomScenario({ maxPeriods: 4 }), { seed: 21, numRuns: 8 });
  it.each(texts.map((text, i) => [i, text] as const))("random scenario %i", (i, text) => {
    playMany(text, 3000, i);
  });

  it("the tutorial scenario", () => {
    const file = new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url);
    expect(existsSync(file)).toBe(true);
    playMany(readFileSync(file, "utf8"), 2000, 1);
  });
});

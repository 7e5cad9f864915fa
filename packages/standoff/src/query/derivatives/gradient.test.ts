/** Exact derivatives against solving again: by all assumptions and every actor's steadiness, of answers of every kind. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { differenceBy, differenceBySteadiness } from "../../../test/differences.ts";
import { runScenario, type SolvedScenario } from "../../run.ts";
import { parseQuestion } from "../questions/question.ts";
import { type Differentiated, type Gradient, gradientsOf } from "./gradient.ts";

/** The promise: so near, as part of the number itself and of the largest of all. */
const OWN = 1e-6;
const LARGEST = 1e-9;
/** A derivative of one answer takes no more transposed sweeps than this (the goal; these take about ten). */
const MOST_PRODUCTS = 40;

function solvedAt(name: string): SolvedScenario {
  const path = fileURLToPath(new URL(`../../../../../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));
  const read = (file: string) => readFileSync(file, "utf8");
  const run = runScenario(path, read, { scales: [1] });
  if (run.status !== "solved") throw new Error(`${name}: ${run.status}`);
  return run;
}

function asked(of: SolvedScenario, text: string): Differentiated {
  const { question, diagnostics } = parseQuestion(of.scenario, text);
  if (question === undefined) throw new Error(`${text}: ${diagnostics[0].message}`);
  return { kind: "question", question };
}

type Exact = Extract<Gradient, { status: "exact" }>;

function exactly(gradients: readonly Gradient[]): Exact[] {
  return gradients.map((gradient) => {
    if (gradient.status !== "exact") throw new Error(gradient.says);
    return gradient;
  });
}

/** How far a derivative is from a difference, as part of what is promised. */
function apart(exact: number, difference: number, { assumptions }: Exact): number {
  const largest = assumptions.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return Math.abs(exact - difference) / (OWN * Math.abs(difference) + LARGEST * largest);
}

describe("the derivative of an answer", () => {
  const strike = solvedAt("labour-strike");
  const texts = [
    "P(settled)",
    "P(strike called by 2026-05-20)", // inside a period
    "P(strike on the last day)",
    "P(a fair contract | strike called)",
    "P(strike called before settled)",
    "P(settled within 30 days of strike called | strike called by 2026-05-31)",
    "mean days until settled",
    "days until strike called",
    "quantile 0.9 of days until settled",
    "E(if signed then 3 else 1 at 2026-07-26)",
  ];
  const answers: readonly Differentiated[] = [
    ...texts.map((text) => asked(strike, text)),
    { kind: "points", actor: 0 },
    { kind: "points", actor: 1 },
  ];
  const names = [...texts, "points of the union", "points of the firm"];
  const gradients = exactly(gradientsOf(strike, answers));
  const { assumptions, actors } = strike.scenario;

  test("takes few products, and nothing is lacking", () => {
    for (const { products, lacking } of gradients) {
      expect(products).toBeLessThanOrEqual(MOST_PRODUCTS);
      expect([...lacking]).toEqual([]);
    }
  });

  test.each(assumptions.map(({ name }, index) => [name, index] as const))("by %s", (_, index) => {
    const differences = differenceBy(strike, answers, index)!;
    const found = gradients.map((own, i) => [names[i], apart(own.assumptions[index], differences[i], own) < 1]);
    expect(found).toEqual(names.map((name) => [name, true]));
    expect(Math.abs(gradients[0].assumptions[index])).toBeGreaterThan(0);
  });

  test.each(actors.map(({ name }, index) => [name, index] as const))("by the steadiness of %s", (_, index) => {
    const differences = differenceBySteadiness(strike, answers, index)!;
    const found = gradients.map((own, i) => [names[i], apart(own.steadiness[index], differences[i], own) < 1]);
    expect(found).toEqual(names.map((name) => [name, true]));
  });

  test("is told apart from none where a state is asked for inside a period", () => {
    const [gradient] = gradientsOf(strike, [asked(strike, "E(if signed then 3 else 1 at 2026-05-20)")]);
    expect(gradient).toMatchObject({ status: "none", says: expect.stringMatching(/inside a period/) });
  });
});

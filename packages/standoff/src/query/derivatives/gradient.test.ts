/**
 * Exact derivatives against solving again: by all assumptions and every actor's steadiness, of answers of every kind.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { differenceBy, differenceBySteadiness } from "../../../test/differences.ts";
import { runScenario, type SolvedScenario } from "../../run.ts";
import { byNews } from "../history/news.ts";
import { parseQuestion } from "../questions/question.ts";
import { type Differentiated, type Gradient, gradientsOf } from "./gradient.ts";

/** The promise: so near, as part of the number itself and of the largest of all. */
const OWN = 1e-6;
const LARGEST = 1e-9;
/** A derivative of one answer takes no more transposed sweeps than this (the goal; these take about ten). */
const MOST_PRODUCTS = 40;

const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../../../../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));

function solvedAt(name: string, more = ""): SolvedScenario {
  const run = runScenario(pathOf(name), (file) => `${readFileSync(file, "utf8")}${more}`, { scales: [1] });
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

/** Two assumptions and a steadiness: each takes four solves of 464,000 states. */
describe("the derivative of an answer in cuba-1962", () => {
  const cuba = solvedAt("cuba-1962");
  const answers = [
    asked(cuba, "P(settlement)"),
    asked(cuba, "P(war by 1962-10-23)"),
    asked(cuba, "P(war | quarantine)"),
  ];
  const gradients = exactly(gradientsOf(cuba, answers));

  test.each(["will strike", "plane shifts weight"])("by %s", { timeout: 300_000 }, (name) => {
    const index = cuba.scenario.assumptions.findIndex((one) => one.name === name);
    const differences = differenceBy(cuba, answers, index)!;
    for (const [i, own] of gradients.entries()) {
      expect(own.products).toBeLessThanOrEqual(MOST_PRODUCTS);
      expect(apart(own.assumptions[index], differences[i], own)).toBeLessThan(1);
    }
  });

  test("by the steadiness of the United States", { timeout: 300_000 }, () => {
    const differences = differenceBySteadiness(cuba, answers, 0)!;
    for (const [i, own] of gradients.entries()) expect(apart(own.steadiness[0], differences[i], own)).toBeLessThan(1);
  });
});

describe("the derivative of an answer given the news", () => {
  const history = `
history:
  - { on: 2026-03-25, happened: improve the offer }
  - { on: 2026-04-15, did not happen: accept the offer }
`;
  const strike = solvedAt("labour-strike", history);
  const { taken, filter } = byNews(strike.scenario, strike.world, strike.base, {});
  const texts = [
    "P(settled)",
    "P(strike called by 2026-06-10)",
    "P(a fair contract | strike called)",
    "mean days until settled",
  ];
  const answers = texts.map((text) => asked(strike, text));
  const gradients = exactly(gradientsOf(strike, answers, filter));

  test("is another than without", () => {
    expect(taken).toMatchObject({ status: "conditioned", items: 2 });
    const without = exactly(gradientsOf(strike, answers));
    for (const [i, own] of gradients.entries())
      expect(Math.abs(own.assumptions[0] / without[i].assumptions[0] - 1)).toBeGreaterThan(0.01);
  });

  test.each(strike.scenario.assumptions.map(({ name }, index) => [name, index] as const))("by %s", (_, index) => {
    const differences = differenceBy(strike, answers, index)!;
    const found = gradients.map((own, i) => [texts[i], apart(own.assumptions[index], differences[i], own) < 1]);
    expect(found).toEqual(texts.map((text) => [text, true]));
  });
});

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

describe("the derivative by an assumption that a steadiness rests on", () => {
  const small = (steadiness: string, value: string) => `
standoff: 1
title: Steady as assumed
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-02, step: 1 week }
scale: { 0: as now, 10: best }
steadiness: ${steadiness}
actors: { a: { name: A }, b: { name: B, steadiness: { lambda: 0.5 } } }
state: { gone: yes or no, left: yes or no }
desks:
  a: { of: a, moves: { go: { when: not gone, does: { gone: yes } } } }
  b: { of: b, moves: { leave: { when: not left, does: { left: yes } } } }
payoffs: { a: { early: { on: go, value: "if left then 4 else 1" } }, b: { early: { on: leave, value: "if gone then -2 else 2" } } }
outcomes: { gone: { when: gone } }
assumptions: { steady: { value: ${value}, basis: convention } }
`;
  const own = (text: string) => {
    const run = runScenario("x.yaml", () => text, { scales: [1] });
    if (run.status !== "solved") throw new Error(run.diagnostics.map(({ message }) => message).join());
    const [gradient] = exactly(gradientsOf(run, [asked(run, "P(gone)")]));
    expect(gradient.lacking.size).toBe(0);
    expect(Math.abs(gradient.steadiness[0])).toBeGreaterThan(1e-3);
    return gradient;
  };

  test.each([
    // d ln lambda / d lambda = 1 / lambda.
    ["lambda", "{ lambda: $steady }", "0.8", 1 / 0.8],
    // lambda = ln 9 / b: d ln lambda / db = -1 / b.
    ["points", "{ better by: $steady points, is chosen: 9 in 10 }", "3 points", -1 / 3],
    // lambda = ln(p / (1 - p)) / stakes: d ln lambda / dp = 1 / (p (1 - p) ln(p / (1 - p))).
    ["a chance per stake", "{ better by: half a stake, is chosen: $steady }", "0.8", 1 / (0.8 * 0.2 * Math.log(4))],
  ])("is that by the actor's own, by the chain rule: %s", (_, steadiness, value, chain) => {
    const { assumptions, steadiness: byActor } = own(small(steadiness, value));
    expect(assumptions[0]).toBeCloseTo(byActor[0] * chain, 12);
  });
});

/**
 * From a scenario's file to its answers, on the tutorial: the parts agree with each other where they say the same
 * thing.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { built } from "../../test/reference/standoff-for-tests.ts";
import { loadScenario } from "../language/load.ts";
import { solveEquilibrium } from "../solve/equilibrium.ts";
import type { Solved } from "../solve/solution.ts";
import { beliefsOf } from "./beliefs.ts";
import { forecastSolutions } from "./forecast.ts";
import { answerQuestion, checkQuestions, parseQuestion } from "./questions/question.ts";
import { storiesOf } from "./stories.ts";
import { strategiesOf } from "./strategies.ts";

const path = fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
const loaded = loadScenario(path, (name) => readFileSync(name, "utf8"));
if (loaded.scenario === undefined) throw new Error(loaded.diagnostics.map(({ message }) => message).join("\n"));
const scenario = loaded.scenario;
const world = built(scenario);
const solutions = solveEquilibrium(world, { scales: [0.5, 1, 2] }).map((result): Solved => {
  if (result.status !== "solved") throw new Error(result.status);
  return result;
});
const base = solutions[1];
const found = forecastSolutions(scenario, world, solutions);
const outcome = (name: string) => found.outcomes.find((one) => one.name === name)!;

function value(text: string): number {
  const { question, diagnostics } = parseQuestion(scenario, text);
  if (question === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const answer = answerQuestion(scenario, world, solutions, question);
  if (answer.status !== "answered") throw new Error(answer.status);
  return answer.value;
}

test("its own questions can be read", () => {
  expect(checkQuestions(scenario)).toEqual([]);
});

test("questions say what the forecast says", () => {
  for (const { name, byDate, byEnd } of found.outcomes) {
    expect(value(`P(${name})`)).toBeCloseTo(byEnd, 12);
    const [date, probability] = byDate[9];
    expect(value(`P(${name} by ${date})`)).toBeCloseTo(probability, 12);
  }
  // An absorbing state holds once it has come about.
  expect(value("P(holds(signed) at 2026-05-31)")).toBeCloseTo(value("P(settled by 2026-05-31)"), 12);
  expect(value("E(if signed then 1 else 0 at the last day)")).toBeCloseTo(outcome("settled").byEnd, 12);
  const orders = "P(settled before strike called) + P(strike called before settled) + neither";
  const neither = value("P(not settled and not strike called)");
  expect(
    value("P(settled before strike called)") + value("P(strike called before settled)") + neither,
    orders,
  ).toBeCloseTo(1, 12);
});

test("the forecast keeps its mass and spans its ribbon", () => {
  expect(found.massLost).toBeLessThan(1e-12);
  for (const { byEnd, ribbon } of found.outcomes) {
    expect(ribbon.byEnd[0]).toBeLessThanOrEqual(byEnd);
    expect(ribbon.byEnd[1]).toBeGreaterThanOrEqual(byEnd);
  }
});

test("stories share out the probability of an outcome", () => {
  const { stories, complete } = storiesOf(scenario, world, base, { most: 100, least: 0, passes: 100 });
  expect(complete).toBe(true);
  const struck = stories.filter(({ order }) => order.flat().includes("strike called"));
  expect(struck.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(outcome("strike called").byEnd, 12);
});

test("strategies speak of every desk, and only the company wonders about the fund", () => {
  const strategies = strategiesOf(scenario, world, base);
  expect(strategies.map(({ desk }) => desk)).toEqual(scenario.desks.map(({ name }) => name));
  for (const { situations, acts } of strategies) {
    expect(situations.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(acts.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 10);
  }
  const beliefs = beliefsOf(scenario, world, base);
  expect(beliefs.map(({ actor, about }) => `${actor}: ${about}`)).toEqual(["company: fund"]);
  expect(beliefs[0].points[0].mean).toEqual([0.5, 0.5]);
});

/**
 * Random questions on random small scenarios under random policies: probability and error share equal the sums over all
 * paths. Which choices are mistakes is random too: points are made up, only their use is tested.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Scenario } from "../../src/language/scenario.ts";
import { forecastSolutions } from "../../src/query/forecast.ts";
import { answerQuestions, parseQuestion } from "../../src/query/questions/question.ts";
import type { Solved } from "../../src/solve/solution.ts";
import { printDay } from "../../src/text/dates.ts";
import type { World } from "../../src/world/world.ts";
import { openText } from "../open-text.ts";
import { hasFewPaths, visitPaths } from "../reference/all-paths.ts";
import { randomSolution } from "../reference/standoff-for-tests.ts";
import { addPath, mistakesIn, type Probability, type Sums, tellings } from "../reference/told-questions.ts";
import { randomScenario } from "./random-scenario.ts";

/** Two summations of at most some thousand products, in different orders. */
const ROUNDING = 1e-12;
/** Shares of less than this are quotients of rounding errors. */
const LEAST = 1e-6;
const SHARE_ROUNDING = 1e-9;
const MOST_PATHS = 2000;
const RUNS = 90;
/** So many questions at least must have been compared; a tenth of them must differ from every outcome's own share. */
const ENOUGH = 60;
/** Made-up points lie between 0 and 4. */
const STAKE = 1;

type Draw = (most: number) => number;

/** An event that may come true, nested so deep at most. */
function anyEvent(scenario: Scenario, draw: Draw, depth: number): string {
  const { from, to } = scenario.calendar;
  const outcome = () => scenario.outcomes[draw(scenario.outcomes.length - 1)].name;
  const date = () => printDay(from + draw(to - from));
  const part = () => anyEvent(scenario, draw, depth - 1);
  const single = [
    outcome,
    () => `${outcome()} by ${date()}`,
    () => `${outcome()} after ${date()}`,
    () => `${outcome()} before ${outcome()}`,
    () => `${outcome()} within ${draw(20)} days after ${outcome()}`,
  ];
  const joined = [() => `(${part()} and ${part()})`, () => `(${part()} or ${part()})`, () => `not ${part()}`];
  const kinds = depth === 0 ? single : [...single, ...joined];
  return kinds[draw(kinds.length - 1)]();
}

function anyQuestion(scenario: Scenario, draw: Draw): Probability {
  const given = draw(1) === 0 ? "" : ` | ${anyEvent(scenario, draw, 1)}`;
  const text = `P(${anyEvent(scenario, draw, 2)}${given})`;
  const { question, diagnostics } = parseQuestion(scenario, text);
  if (question?.kind !== "probability") throw new Error(`${text}: ${diagnostics[0]?.message}`);
  return question;
}

/** The sums over all paths; null where there are too many. */
function sumsOf(scenario: Scenario, world: World, solved: Solved, questions: readonly Probability[]): Sums[] | null {
  if (!hasFewPaths(world, solved.policy, MOST_PATHS)) return null;
  const isMistake = mistakesIn(world, solved.q, scenario.errorStake);
  const sums = questions.map(() => ({ given: 0, both: 0, mistaken: 0 }));
  visitPaths(world, solved.policy, (path) => {
    for (const [i, question] of questions.entries())
      for (const told of tellings(scenario, world, solved.policy, question, path))
        addPath(sums[i], question, told, isMistake);
  });
  return sums;
}

it("questions have the probability and the error share of their paths", { timeout: 1_200_000 }, () => {
  const counts = { compared: 0, between: 0, unlikeOutcomes: 0 };
  fc.assert(
    fc.property(randomScenario({ maxPeriods: 2 }), fc.gen(), fc.integer({ min: 1, max: 1e6 }), (text, gen, seed) => {
      const opened = openText(text);
      if (opened.status === "refused") return;
      // As if it had so many edges that spans do not tell the parts of a period apart: a path is else told in too many
      // ways.
      const world: World = { ...opened.world, header: { ...opened.world.header, edges: 1e6 } };
      const scenario = { ...opened.scenario, errorStake: STAKE };
      const draw: Draw = (max) => gen(fc.integer, { min: 0, max });
      const questions = Array.from({ length: 6 }, () => anyQuestion(scenario, draw));
      const solved = randomSolution(world, seed);
      const sums = sumsOf(scenario, world, solved, questions);
      if (sums === null) return;
      const { outcomes } = forecastSolutions(scenario, world, [solved]);
      for (const [i, answer] of answerQuestions(scenario, world, [solved], questions).entries()) {
        const { text: asked } = questions[i];
        const { given, both, mistaken } = sums[i];
        if (answer.status !== "answered") expect(given, asked).toBe(0);
        if (answer.status !== "answered" || answer.kind !== "probability") continue;
        const { value, errorShare } = answer;
        expect(Math.abs(value - both / given), asked).toBeLessThan(ROUNDING / given);
        if (both < LEAST) continue;
        expect(Math.abs(errorShare - mistaken / both), asked).toBeLessThan(SHARE_ROUNDING);
        counts.compared++;
        if (errorShare > 0.001 && errorShare < 0.999) counts.between++;
        if (outcomes.every((one) => Math.abs(one.errorShare - errorShare) > 0.001)) counts.unlikeOutcomes++;
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(counts.compared, JSON.stringify(counts)).toBeGreaterThan(ENOUGH);
  expect(counts.between, JSON.stringify(counts)).toBeGreaterThan(ENOUGH / 4);
  expect(counts.unlikeOutcomes, JSON.stringify(counts)).toBeGreaterThan(ENOUGH / 10);
});

/**
 * States on days inside periods, and outcomes whose conditions name such days, against closed forms, with steps, rates
 * and dates at random: what has happened by a day holds on it.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecastSolutions } from "../../src/query/forecast.ts";
import { answerQuestions, parseQuestion } from "../../src/query/questions/question.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { dayOf, printDay } from "../../src/text/dates.ts";
import { valuesOf } from "../ask-texts.ts";
import { openText } from "../open-text.ts";
import { randomSolution } from "../reference/standoff-for-tests.ts";
import { randomScenario } from "./random-scenario.ts";

/** Sums and powers of some thousand numbers of order one. */
const ROUNDING = 1e-12;
const FROM = dayOf(2026, 1, 5)!;

function opened(text: string) {
  const found = openText(text);
  if (found.status === "refused") throw new Error(`${found.says}\n${text}`);
  const [solved] = solveEquilibrium(found.world);
  if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
  return { ...found, solved };
}

const singles = fc.record({
  step: fc.constantFrom("1 day", "3 days", "1 week", "2 weeks", "1 month"),
  length: fc.integer({ min: 20, max: 120 }),
  rate: fc.double({ min: 1e-4, max: 0.2, noNaN: true }),
  day: fc.nat({ max: 18 }),
});

describe("a single event of constant rate", () => {
  it("holds on a day as often as it has happened by then, in outcomes that name the day too", () => {
    fc.assert(
      fc.property(singles, ({ step, length, rate, day }) => {
        const date = printDay(FROM + day);
        const game = opened(`standoff: 1
title: One event
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: ${printDay(FROM + length)}, step: ${step} }
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
noise: mistakes
actors: { a: { name: A } }
state: { hit: yes or no }
events: { one: { strike: { when: not hit, rate: ${rate} per day, does: { hit: yes } } } }
outcomes:
  struck: { when: hit }
  in time: { when: hit and now <= ${date} }
  late: { when: hit and now > ${date} }
  late blow: { on: strike, when: now > ${date} }
`);
        const by = -Math.expm1(-rate * (day + 1));
        const all = -Math.expm1(-rate * length);
        const found = valuesOf(game, [
          `P(holds(hit) at ${date})`,
          `P(not holds(not hit) at ${date})`,
          `E(if hit then 3 else 1 at ${date})`,
          `P(struck by ${date} and holds(hit) at ${date})`,
          `P(holds(now is ${date}) at ${date})`,
          "P(in time)",
          `P(late by ${date})`,
          "P(late)",
          "P(late blow)",
          `P(struck before late blow)`,
        ]);
        const expected = [by, by, 1 + 2 * by, by, 1, by, 0, all, all - by, by];
        found.slice(0, 9).forEach((value, i) => {
          expect(Math.abs(value - expected[i]), `${i}: ${date}`).toBeLessThan(ROUNDING);
        });
        const { outcomes } = forecastSolutions(game.scenario, game.world, [game.solved]);
        expect(Math.abs(outcomes[1].byEnd - by)).toBeLessThan(ROUNDING);
        expect(Math.abs(outcomes[3].byEnd - (all - by))).toBeLessThan(ROUNDING);
      }),
      { numRuns: 60 },
    );
  });
});

describe("random scenarios", () => {
  const worlds = fc.sample(randomScenario({ maxPeriods: 3 }), { seed: 8, numRuns: 30 }).flatMap((text, seed) => {
    const found = openText(text);
    if (found.status === "refused" || found.world.header.edges > 20_000) return [];
    return [{ ...found, solved: randomSolution(found.world, seed + 1) }];
  });

  it.each(worlds.map((one, i) => [i, one] as const))("%i: states and orders on every day sum to one", (_, one) => {
    const [a, b] = one.scenario.outcomes.filter(({ how }) => how === "when" || how === "on").map(({ name }) => name);
    if (a === undefined || b === undefined) return;
    const { from, to } = one.scenario.calendar;
    for (let day = from + 2; day < to; day += 5) {
      const date = printDay(day);
      const variable = one.scenario.variables.find(({ kind }) => kind === "levels" || kind === "truth");
      const levels = variable?.levels ?? [];
      const conditions =
        variable?.kind === "truth"
          ? [variable.name, `not ${variable.name}`]
          : levels.map((level) => `${variable!.name} is ${level}`);
      const states = conditions.map((condition) => `P(holds(${condition}) at ${date})`);
      const orders = [`P(${a} before ${b} and ${a} by ${date})`, `P(not (${a} before ${b} and ${a} by ${date}))`];
      const found = valuesOf(one, [...states, ...orders]);
      if (states.length > 0) {
        const sum = found.slice(0, states.length).reduce((x, y) => x + y, 0);
        expect(Math.abs(sum - 1), date).toBeLessThan(ROUNDING);
      }
      expect(Math.abs(found.at(-2) + found.at(-1) - 1), date).toBeLessThan(ROUNDING);
    }
  });
});

it("an expectation without a finite value is not answered, and a span that ends before it begins is refused", () => {
  const game = opened(`standoff: 1
title: Edges
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-02, step: 1 week }
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
noise: mistakes
actors: { a: { name: A } }
state: { hit: yes or no }
events: { one: { strike: { when: not hit, rate: 0.01 per day, does: { hit: yes } } } }
outcomes: { struck: { when: hit } }
`);
  for (const of of ["log(0)", "sqrt(0 - 1)", "1e308 * 10", "if hit then log(0) else 1"]) {
    const { question } = parseQuestion(game.scenario, `E(${of} at 2026-02-01)`);
    const [answer] = answerQuestions(game.scenario, game.world, [game.solved], [question!]);
    expect(answer.status, of).toBe("no finite value");
  }
  const backwards = "P(struck between 2026-02-01 and 2026-01-31)";
  const { question, diagnostics } = parseQuestion(game.scenario, backwards);
  expect(question).toBeUndefined();
  expect(diagnostics[0]).toMatchObject({ code: "question-span-backwards", span: { start: 17, end: 42 } });
  expect(parseQuestion(game.scenario, "P(struck between 2026-02-01 and 2026-02-01)").question).toBeDefined();
});

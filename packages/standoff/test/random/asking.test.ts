/**
 * Asking never changes the game, and no answer to anything else: what is added to random scenarios and question lists
 * (outcomes that name days inside periods, questions of every kind, dates of news that nobody goes by) moves no other
 * figure. And one thing has one figure, in whatever spelling and place it is asked.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Scenario } from "../../src/language/scenario.ts";
import { turnsAlone, turnsOf } from "../../src/query/dates/timing.ts";
import { forecastSolutions } from "../../src/query/forecast.ts";
import type { Answer } from "../../src/query/questions/question.ts";
import type { Solved } from "../../src/solve/solution.ts";
import { dayOf, printDay } from "../../src/text/dates.ts";
import type { World } from "../../src/world/world.ts";
import { ask } from "../ask-texts.ts";
import { openText } from "../open-text.ts";
import { randomSolution } from "../reference/standoff-for-tests.ts";
import { randomScenario } from "./random-scenario.ts";

/** Sums of some thousand products of order one, in different orders. */
const ROUNDING = 1e-12;
/** The same for numbers of days, up to some hundred. */
const ROUNDING_OF_DAYS = 1e-10;
/** Shares of less than this are quotients of rounding errors. */
const LEAST = 1e-6;

interface Played {
  readonly scenario: Scenario;
  readonly world: World;
  readonly solved: Solved;
}

type Draw = (most: number) => number;
type Document = Record<string, unknown> & { outcomes: Record<string, Record<string, unknown>> };

function played(document: Document, seed: number): Played | null {
  const opened = openText(stringify(document, { lineWidth: 0 }));
  if (opened.status === "refused" || opened.world.header.edges > 20_000) return null;
  return { ...opened, solved: randomSolution(opened.world, seed) };
}

/** All numbers of an answer. */
function numbersOf(answer: Answer): Record<string, number> {
  if (answer.status !== "answered") return { [answer.status]: 1 };
  const common = { value: answer.value, given: answer.given };
  if (answer.kind === "expectation") return common;
  if (answer.kind === "probability")
    return answer.value * answer.given < LEAST ? common : { ...common, errorShare: answer.errorShare };
  const { mean, median, never, quantiles, medianOverall } = answer;
  const shares = Object.fromEntries(quantiles.map(([chance, days]) => [`quantile ${chance}`, days]));
  return { ...common, mean, median, never, medianOverall: medianOverall ?? -1, ...shares };
}

function expectSame(before: Answer, after: Answer, text: string): void {
  const [one, other] = [numbersOf(before), numbersOf(after)];
  expect(Object.keys(other), text).toEqual(Object.keys(one));
  const rounding = text.includes("days until") ? ROUNDING_OF_DAYS : ROUNDING;
  for (const [name, figure] of Object.entries(one)) {
    const allowed = name === "errorShare" ? 1e-9 : rounding;
    expect(Math.abs(other[name] - figure), `${name} of ${text}`).toBeLessThan(allowed);
  }
}

/** Questions of every kind about outcomes that are named, with dates anywhere. */
function anyQuestions(names: readonly string[], conditions: readonly string[], date: () => string, draw: Draw) {
  const name = () => names[draw(names.length - 1)];
  const condition = () => conditions[draw(conditions.length - 1)];
  const spans = () => {
    const [a, b] = [date(), date()].sort();
    return `between ${a} and ${b}`;
  };
  return [
    `P(${name()} by ${date()})`,
    `P(${name()} before ${date()} and ${name()} after ${date()})`,
    `P(not ${name()} ${spans()} | ${name()} by ${date()})`,
    `P(holds(${condition()}) at ${date()})`,
    `P(${name()} before ${name()} and ${name()} by ${date()})`,
    `P(${name()} by ${date()} and holds(${condition()}) at ${date()})`,
    `E(if ${condition()} then 3 else 1 at ${date()})`,
    `P(${name()} within 9 days after ${name()} or ${name()} after ${date()})`,
    `mean days until ${name()}`,
    `quantile 0.3 of days until ${name()} given ${name()} by ${date()}`,
    `days until ${name()} given ${name()} after ${date()}`,
  ];
}

interface Case {
  readonly document: Document;
  readonly draw: Draw;
  readonly seed: number;
  readonly date: () => string;
  readonly conditions: readonly string[];
}

/** A random scenario to ask about; null where it cannot be. */
function caseOf(text: string, gen: fc.GeneratorValue, seed: number): (Case & { readonly base: Played }) | null {
  const document = parse(text) as Document;
  const base = played(document, seed);
  if (base === null) return null;
  const draw: Draw = (max) => gen(fc.integer, { min: 0, max });
  const { from, to } = base.scenario.calendar;
  const date = () => printDay(from + draw(to - from));
  const conditions = [document.outcomes["it holds"].when, document.outcomes["it stands"]["at end"]] as string[];
  return { document, base, draw, seed, date, conditions };
}

/** Outcomes that name days, of both kinds. */
function datedOutcomes({ document, conditions, date, draw }: Case): Document["outcomes"] {
  const { on } = document.outcomes["it happens"];
  const signs = ["<=", ">=", "<", ">"];
  const sign = () => signs[draw(3)];
  return {
    "it is late": { when: `(${conditions[0]}) and now ${sign()} ${date()}` },
    "it is timely": { when: `(${conditions[1]}) and (now ${sign()} ${date()} or now >= ${date()})` },
    "it comes late": { on, when: `now ${sign()} ${date()}` },
  };
}

const cases = { runs: 70, seed: 20_260_301 };

describe("what is added to a scenario", () => {
  it("moves no other outcome and no answer", () => {
    const counts = { compared: 0, alone: 0, inside: 0 };
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 3 }), fc.gen(), fc.integer({ min: 1, max: 1e6 }), (text, gen, seed) => {
        const found = caseOf(text, gen, seed);
        if (found === null) return;
        // Dated outcomes stand in the scenario that they are added to, too.
        const first = datedOutcomes(found);
        const before = { ...found.document, outcomes: { ...found.document.outcomes, ...first } };
        const added = Object.entries(datedOutcomes(found)).map(([name, one]) => [`${name} too`, one] as const);
        const after = {
          ...before,
          outcomes: { ...Object.fromEntries(added), ...before.outcomes },
          questions: { one: { ask: `P(it holds by ${found.date()})` } },
          history: [{ on: found.date(), seen: found.conditions[0] }],
        };
        const [one, other] = [played(before, seed), played(after, seed)];
        if (one === null || other === null) return;
        expect(other.scenario.history.length).toBe(1);
        expect(other.world.header.nodes).toBe(one.world.header.nodes);
        const told = new Map(
          forecastSolutions(other.scenario, other.world, [other.solved]).outcomes.map((o) => [o.name, o]),
        );
        for (const { name, byDate, errorShare, byEnd } of forecastSolutions(one.scenario, one.world, [one.solved])
          .outcomes) {
          const same = told.get(name)!;
          byDate.forEach(([day, chance], i) => {
            expect(Math.abs(same.byDate[i][1] - chance), `${name} by ${day}`).toBeLessThan(ROUNDING);
          });
          if (byEnd > LEAST) expect(Math.abs(same.errorShare - errorShare), name).toBeLessThan(1e-9);
          counts.compared++;
        }
        const names = one.scenario.outcomes.map(({ name }) => name);
        const texts = anyQuestions(names, found.conditions, found.date, found.draw);
        const answers = ask(one, texts);
        ask(other, texts).forEach((answer, i) => {
          expectSame(answers[i], answer, texts[i]);
        });
        one.scenario.outcomes.forEach((_, o) => {
          if (turnsOf(one.scenario, o).length > 0) counts.inside++;
          if (turnsAlone(one.scenario, o)) counts.alone++;
        });
      }),
      { numRuns: cases.runs, seed: cases.seed, endOnFailure: true },
    );
    expect(counts.compared).toBeGreaterThan(cases.runs);
    expect(Math.min(counts.alone, counts.inside), JSON.stringify(counts)).toBeGreaterThan(cases.runs / 4);
  });

  it("moves no answer to another question", () => {
    const counts = { compared: 0 };
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 3 }), fc.gen(), fc.integer({ min: 1, max: 1e6 }), (text, gen, seed) => {
        const found = caseOf(text, gen, seed);
        if (found === null) return;
        const one = played(
          { ...found.document, outcomes: { ...found.document.outcomes, ...datedOutcomes(found) } },
          seed,
        );
        if (one === null) return;
        const names = one.scenario.outcomes.map(({ name }) => name);
        const questions = () => anyQuestions(names, found.conditions, found.date, found.draw);
        const [texts, others] = [questions(), questions()];
        const together = texts.flatMap((own, i) => [others[i], own]);
        const answers = ask(one, together);
        texts.forEach((own, i) => {
          expectSame(ask(one, [own])[0], answers[2 * i + 1], own);
          counts.compared++;
        });
      }),
      { numRuns: cases.runs, seed: cases.seed + 1, endOnFailure: true },
    );
    expect(counts.compared).toBeGreaterThan(5 * cases.runs);
  });
});

const months = ["January", "February", "March", "April", "May", "June"];

function spoken(iso: string): string {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${months[month - 1]} ${year}`;
}

describe("one thing", () => {
  it("has one figure, in whatever spelling it is asked, in a question and in the forecast", () => {
    const counts = { compared: 0, inside: 0, else: 0 };
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 3 }), fc.gen(), fc.integer({ min: 1, max: 1e6 }), (text, gen, seed) => {
        const found = caseOf(text, gen, seed);
        if (found === null) return;
        const dated = datedOutcomes(found);
        const day = found.date();
        // Two that exclude each other by their days, and what is left.
        const excluding = {
          early: { when: `(${found.conditions[0]}) and now < ${day}` },
          "comes later": { on: dated["it comes late"].on, when: `now >= ${day}` },
        };
        const outcomes = { ...found.document.outcomes, ...dated, ...excluding };
        const exclusive = { whole: { of: ["early", "comes later"], else: "neither" } };
        const game =
          played({ ...found.document, outcomes, exclusive }, seed) ?? played({ ...found.document, outcomes }, seed);
        if (game === null) return;
        const { scenario } = game;
        const told = forecastSolutions(scenario, game.world, [game.solved]).outcomes;
        const { from, to } = scenario.calendar;
        for (const { name, byDate, byEnd, errorShare } of told) {
          const place = scenario.outcomes.findIndex((one) => one.name === name);
          if (scenario.exclusive.length > 0 && scenario.outcomes[place].how === "else") counts.else++;
          const date = found.date();
          const next = printDay(Math.min(to, from + 1 + found.draw(to - from - 1)));
          const ends = byDate.slice(0, -1).map(([by]) => `P(${name} by ${by})`);
          const whole = [`P(${name})`, `P(${name} by the last day)`, `P(not (not ${name}))`];
          const before = printDay(dayBefore(next));
          const [by, ...same] = [
            `P(${name} by ${date})`,
            `P(${name} by ${spoken(date)})`,
            `P(${name} between ${printDay(from)} and ${date})`,
            `P(${name} by ${date} and ${name})`,
            `P(${name} by ${date} | ${name} or not ${name})`,
          ];
          const not = [`P(not ${name} by ${date})`, `P(${name} after ${date} or not ${name})`];
          const shifted = [`P(${name} by ${before})`, `P(${name} before ${next})`, `P(not ${name} before ${next})`];
          const texts = [...ends, ...whole, by, ...same, ...not, `P(${name} after ${date})`, ...shifted];
          const answers = ask(game, texts);
          const figure = (of: string) => {
            const answer = answers[texts.indexOf(of)];
            return answer.status === "answered" ? answer.value : Number.NaN;
          };
          const same12 = (a: number, b: number, of: string) => {
            expect(Math.abs(a - b), of).toBeLessThan(ROUNDING);
          };
          ends.forEach((of, i) => {
            same12(figure(of), byDate[i][1], of);
          });
          for (const of of whole) same12(figure(of), byEnd, of);
          for (const of of same) same12(figure(of), figure(by), of);
          for (const of of not) same12(1 - figure(of), figure(by), of);
          same12(figure(by) + figure(`P(${name} after ${date})`), byEnd, `after ${date}`);
          same12(figure(shifted[0]), figure(shifted[1]), shifted[1]);
          same12(figure(shifted[1]) + figure(shifted[2]), 1, shifted[2]);
          const [alone] = ask(game, [`P(${name})`]);
          if (alone.status === "answered" && alone.kind === "probability" && byEnd > LEAST)
            expect(Math.abs(alone.errorShare - errorShare), `error share of ${name}`).toBeLessThan(1e-9);
          counts.compared++;
          if (turnsOf(scenario, place).length > 0) counts.inside++;
        }
      }),
      { numRuns: cases.runs, seed: cases.seed + 2, endOnFailure: true },
    );
    expect(counts.compared).toBeGreaterThan(4 * cases.runs);
    expect(counts.inside, JSON.stringify(counts)).toBeGreaterThan(cases.runs / 2);
    expect(counts.else, JSON.stringify(counts)).toBeGreaterThan(cases.runs / 20);
  });
});

function dayBefore(iso: string): number {
  const [year, month, day] = iso.split("-").map(Number);
  return dayOf(year, month, day)! - 1;
}

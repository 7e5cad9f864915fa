/**
 * Play with a moment drawn for everything that happens (`naive/play-timed.ts`, which shares nothing with the sweeps of
 * `query/dates`) against the answers to dated questions: `by`, `before`, `after`, `between`, A before B, means and quantiles of
 * days, on random scenarios, solved.
 *
 * A count of plays is compared with its chance in standard errors. With 250 comparisons or fewer a bound of 5 fails by chance once
 * in 7,000 such runs; seeds are fixed. Where a count is too small for that, a dozen plays either way are allowed.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scenario } from "../../src/language/scenario.ts";
import { answerQuestions, parseQuestion } from "../../src/query/questions/question.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { printDay } from "../../src/text/dates.ts";
import { policyOf, worldSets } from "../naive/against-solver.ts";
import { seeded } from "../naive/play-once.ts";
import { playTimed, type TimedPlay } from "../naive/play-timed.ts";
import { openText } from "../open-text.ts";
import { randomScenario } from "./random-scenario.ts";

const STANDARD_ERRORS = 5;
const RARE = 8;
const PLAYS = 3000;
/** Days are told apart by whole ones, up to eight a period, and spread between them: what comes surely in a period of one day is told as at its middle. */
const WITHIN_DAYS = 0.5;

interface Asked {
  readonly text: string;
  readonly holds: (play: TimedPlay) => boolean;
}

/** Has an outcome (by its place) first come on or before a day, that whole day counted? */
const cameBy = (outcome: number, day: number) => (play: TimedPlay) => play.day[outcome] < day + 1;

function questionsOn(scenario: Scenario): Asked[] {
  const { from, to, periods } = scenario.calendar;
  const places = scenario.outcomes.flatMap(({ how }, i) => (how === "when" || how === "on" ? [i] : []));
  const name = (place: number) => scenario.outcomes[place].name;
  const inner = periods.filter(({ days }) => days > 1).map(({ start, days }) => start + Math.floor((days - 1) / 2));
  const days = [...inner.slice(0, 2), from + 1].filter((day) => day + 1 < to);
  const dated = places.flatMap((place) =>
    days.flatMap((day, i): Asked[] => {
      const date = printDay(day);
      const next = printDay(day + 1);
      const last = printDay(Math.min(to - 1, day + 2));
      const by = cameBy(place, day);
      const spans = cameBy(place, Math.min(to - 1, day + 2));
      const kinds: Asked[] = [
        { text: `P(${name(place)} by ${date})`, holds: by },
        { text: `P(${name(place)} before ${next})`, holds: by },
        { text: `P(${name(place)} after ${date})`, holds: (play) => play.turn[place] < Infinity && !by(play) },
        { text: `P(${name(place)} between ${next} and ${last})`, holds: (play) => spans(play) && !by(play) },
      ];
      return i === 0 ? kinds : [kinds[0], kinds[3]];
    }),
  );
  const [a, b] = places;
  if (days.length === 0) return [];
  const pairs: Asked[] = [
    { text: `P(${name(a)} before ${name(b)})`, holds: ({ turn }) => turn[a] < turn[b] },
    {
      text: `P(${name(a)} by ${printDay(days[0])} and not ${name(b)} by ${printDay(days[0])})`,
      holds: (play) => cameBy(a, days[0])(play) && !cameBy(b, days[0])(play),
    },
  ];
  return [...dated, ...(b === undefined ? [] : pairs)];
}

function expectShare(count: number, chance: number, what: string): void {
  const spread = chance * (1 - chance) * PLAYS;
  const allowed = spread < RARE ? 14 : STANDARD_ERRORS * Math.sqrt(spread);
  expect(Math.abs(count - chance * PLAYS), `${what}: ${count / PLAYS} of plays, ${chance}`).toBeLessThanOrEqual(
    allowed,
  );
}

const texts = fc
  .sample(randomScenario({ maxPeriods: 3 }), { seed: 31, numRuns: 60 })
  .filter((text) => !text.includes("stages:") && !/ {2}it (holds|happens):\n(.*\n)?.*now/.test(text));

describe("dated answers", () => {
  const counts = { compared: 0, inside: 0 };
  it.each(texts.slice(0, 14).map((text, i) => [i, text] as const))("%i: as often as in timed play", (i, text) => {
    const opened = openText(text);
    if (opened.status === "refused") return;
    const { scenario, world } = opened;
    const [solved] = solveEquilibrium(world, { approach: "stated first" });
    if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
    const policy = policyOf(world, solved, worldSets(scenario, world, solved));
    const asked = questionsOn(scenario);
    const random = seeded(i + 1);
    const plays = Array.from({ length: PLAYS }, () => playTimed(scenario, policy, random));
    const read = (said: string) => parseQuestion(scenario, said).question!;
    const answers = answerQuestions(
      scenario,
      world,
      [solved],
      asked.map(({ text: said }) => read(said)),
    );
    asked.forEach(({ text: said, holds }, q) => {
      const answer = answers[q];
      if (answer.status !== "answered") throw new Error(`${said}: ${answer.status}`);
      expectShare(plays.filter(holds).length, answer.value, said);
      counts.compared++;
      if (answer.value > 0.05 && answer.value < 0.95) counts.inside++;
    });
    scenario.outcomes.forEach(({ how, name }, place) => {
      if (how !== "when" && how !== "on") return;
      const [answer] = answerQuestions(scenario, world, [solved], [read(`days until ${name}`)]);
      if (answer.status !== "answered" || answer.kind !== "days until") return;
      const days = plays.map(({ day }) => day[place] - scenario.calendar.from).filter(Number.isFinite);
      if (days.length < 100) return;
      const mean = days.reduce((sum, one) => sum + one, 0) / days.length;
      const variance = days.reduce((sum, one) => sum + (one - mean) ** 2, 0) / days.length;
      const error = STANDARD_ERRORS * Math.sqrt(variance / days.length) + WITHIN_DAYS;
      expect(Math.abs(mean - answer.mean), `mean days until ${name}: ${mean}, ${answer.mean}`).toBeLessThan(error);
    });
  });

  it("are compared often, and not only where they are sure", () => {
    expect(counts.compared, JSON.stringify(counts)).toBeGreaterThan(100);
    expect(counts.inside, JSON.stringify(counts)).toBeGreaterThan(40);
  });
});

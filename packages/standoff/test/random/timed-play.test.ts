/**
 * Plays with a moment drawn for everything that happens (`naive/play-timed.ts`, which shares nothing with the sweeps of
 * `query/dates`) against the answers to dated questions: `by`, `before`, `after`, `between`, A before B, A within so
 * many days after B, states on a day, questions that mix these, means and quantiles of days, and all that given news;
 * on random scenarios, solved, clocks of stages among them.
 *
 * A count of plays is compared with its chance in standard errors. With 500 comparisons or fewer a bound of 5 fails by
 * chance once in 3,000 such runs; seeds are fixed. Where a count is too small for that, a dozen plays either way are
 * allowed.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HistoryItem, Scenario, Trigger } from "../../src/language/scenario.ts";
import { conditionOnHistory } from "../../src/query/history/history.ts";
import { answerQuestions, parseQuestion } from "../../src/query/questions/question.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved } from "../../src/solve/solution.ts";
import { printDay } from "../../src/text/dates.ts";
import { nowhere } from "../../src/text/source.ts";
import type { World } from "../../src/world/world.ts";
import { policyOf, worldSets } from "../naive/against-solver.ts";
import { seeded } from "../naive/play-once.ts";
import { playTimed, type TimedPlay } from "../naive/play-timed.ts";
import type { Happening } from "../naive/rules.ts";
import { openText } from "../open-text.ts";
import { randomScenario } from "./random-scenario.ts";

const STANDARD_ERRORS = 5;
const RARE = 8;
const PLAYS = 3000;
/** Of news: that leave so many plays at least. */
const LEFT = 300;
/**
 * Days are told apart by whole ones, up to eight a period, and spread between them: what comes surely in a period of
 * one day is told as at its middle.
 */
const WITHIN_DAYS = 0.5;
const WITHIN_QUANTILE = 1;

interface Asked {
  readonly text: string;
  readonly kind: "first" | "order" | "span" | "state" | "mixed";
  readonly holds: (play: TimedPlay) => boolean;
}

/** Has an outcome (by its place) first come on or before a day, that whole day counted? */
const cameBy = (outcome: number, day: number) => (play: TimedPlay) => play.day[outcome] < day + 1;
/** The same as days are crossed between turns. */
const crossedBy = (outcome: number, day: number) => (play: TimedPlay) => play.crossed[outcome] < day + 1;

/**
 * How far two outcomes are apart, as moments or as days are crossed: of two in one period, as two moments in it are.
 */
function daysApart(scenario: Scenario, play: TimedPlay, [a, b]: readonly [number, number], crossed: boolean): number {
  const { periods } = scenario.calendar;
  const even = (n: number) => (Math.imul(n + 1, 0x9e3779b1) >>> 8) / 2 ** 24;
  const mixed = even(Math.round((play.day[a] + play.day[b]) * 1e6));
  const period = play.period[a];
  if (play.turn[a] === play.turn[b]) return 0;
  if (period === play.period[b] && period < periods.length && !play.atBegin[a] && !play.atBegin[b])
    return periods[period].days * (1 - Math.sqrt(1 - mixed));
  const day = (o: number, part: number) => (crossed && !play.atBegin[o] ? play.crossed[o] + part : play.day[o]);
  return day(a, mixed) - day(b, even(Math.round(mixed * 1e6)));
}

function questionsOn(scenario: Scenario): Asked[] {
  const { from, to, periods } = scenario.calendar;
  const places = scenario.outcomes.flatMap(({ how }, i) => (how === "when" || how === "on" ? [i] : []));
  const name = (place: number) => scenario.outcomes[place].name;
  const inner = periods.filter(({ days }) => days > 1).map(({ start, days }) => start + Math.floor((days - 1) / 2));
  const days = [...inner.slice(0, 2), from + 1].filter((day) => day + 1 < to);
  const dated = places.flatMap((place) =>
    days.flatMap((day, i): Asked[] => {
      const kind = "first";
      const date = printDay(day);
      const next = printDay(day + 1);
      const last = printDay(Math.min(to - 1, day + 2));
      const by = cameBy(place, day);
      const spans = cameBy(place, Math.min(to - 1, day + 2));
      const kinds: Asked[] = [
        { kind, text: `P(${name(place)} by ${date})`, holds: by },
        { kind, text: `P(${name(place)} before ${next})`, holds: by },
        { kind, text: `P(${name(place)} after ${date})`, holds: (play) => play.turn[place] < Infinity && !by(play) },
        { kind, text: `P(${name(place)} between ${next} and ${last})`, holds: (play) => spans(play) && !by(play) },
      ];
      return i === 0 ? kinds : [kinds[0], kinds[3]];
    }),
  );
  const [a, b] = places;
  if (days.length === 0) return [];
  const variables = scenario.variables.flatMap(({ kind, name: of, levels }, v) =>
    kind === "truth"
      ? [{ v, text: of, value: 1 }]
      : kind === "levels"
        ? [{ v, text: `${of} is ${levels[1]}`, value: 1 }]
        : [],
  );
  const [day] = days;
  const date = printDay(day);
  const states = variables.flatMap(({ v, text, value }): Asked[] => {
    const holds = (play: TimedPlay) => play.state(day)[v] === value;
    return [
      { kind: "state", text: `P(holds(${text}) at ${date})`, holds },
      {
        kind: "mixed",
        text: `P(${name(a)} by ${date} and holds(${text}) at ${date})`,
        holds: (play) => holds(play) && crossedBy(a, day)(play),
      },
    ];
  });
  const within =
    (one: number, other: number, longest: number, crossed = false) =>
    (play: TimedPlay) =>
      play.turn[one] < Infinity &&
      play.turn[other] <= play.turn[one] &&
      daysApart(scenario, play, [one, other], crossed) <= longest;
  const pairs: Asked[] = [
    { kind: "order", text: `P(${name(a)} before ${name(b)})`, holds: ({ turn }) => turn[a] < turn[b] },
    {
      kind: "first",
      text: `P(${name(a)} by ${date} and not ${name(b)} by ${date})`,
      holds: (play) => cameBy(a, day)(play) && !cameBy(b, day)(play),
    },
    {
      kind: "mixed",
      text: `P(${name(a)} before ${name(b)} and ${name(a)} by ${date})`,
      holds: (play) => play.turn[a] < play.turn[b] && crossedBy(a, day)(play),
    },
    ...[2, 9, 15].flatMap((longest): Asked[] => [
      {
        kind: "span",
        text: `P(${name(a)} within ${longest} days after ${name(b)})`,
        holds: within(a, b, longest),
      },
      {
        kind: "span",
        text: `P(${name(b)} within ${longest} days after ${name(a)})`,
        holds: within(b, a, longest),
      },
    ]),
    {
      kind: "mixed",
      text: `P(${name(a)} within 9 days after ${name(b)} and ${name(b)} by ${date})`,
      holds: (play) => within(a, b, 9, true)(play) && crossedBy(b, day)(play),
    },
  ];
  return [...dated, ...states, ...(b === undefined ? [] : pairs)];
}

function expectShare(count: number, plays: number, chance: number, what: string): void {
  const spread = chance * (1 - chance) * plays;
  const allowed = spread < RARE ? 14 : STANDARD_ERRORS * Math.sqrt(spread);
  expect(Math.abs(count - chance * plays), `${what}: ${count / plays} of plays, ${chance}`).toBeLessThanOrEqual(
    allowed,
  );
}

interface Game {
  readonly scenario: Scenario;
  readonly world: World;
  readonly solved: Solved;
}

/** The plays that agree with some news about a period, chosen so that a fair part of them do; null: there is none. */
function newsIn({ scenario }: Game, plays: readonly TimedPlay[]): { item: HistoryItem; left: TimedPlay[] } | null {
  const { periods } = scenario.calendar;
  const found = periods.flatMap(({ start, days }, period) => {
    const kinds = new Map(
      plays.flatMap(({ happenings }) => happenings[period].map((one) => [keyOf(one), one] as const)),
    );
    return [...kinds].flatMap(([key, one]) => {
      const trigger = triggerOf(one);
      if (trigger === null) return [];
      const did = plays.filter(({ happenings }) => happenings[period].some((other) => keyOf(other) === key));
      const left = did.length * 2 < plays.length ? did : plays.filter((play) => !did.includes(play));
      const kind = left === did ? ("happened" as const) : ("did not happen" as const);
      const on = start + ((days - 1) >> 1);
      const item: HistoryItem = { span: nowhere, on, kind, trigger, condition: null, text: key, evidence: [] };
      return left.length >= LEFT && left.length < plays.length ? [{ item, left }] : [];
    });
  });
  return found.sort((x, y) => x.left.length - y.left.length)[0] ?? null;
}

function keyOf(one: Happening): string {
  return one.kind === "move"
    ? `move ${one.desk} ${one.move}`
    : one.kind === "event"
      ? `event ${one.group} ${one.event}`
      : one.kind;
}

function triggerOf(one: Happening): Trigger | null {
  if (one.kind === "move") return { kind: "move", desk: one.desk, move: one.move, branch: -1 };
  return one.kind === "event" ? { kind: "event", group: one.group, event: one.event, branch: -1 } : null;
}

const texts = fc
  .sample(randomScenario({ maxPeriods: 3 }), { seed: 31, numRuns: 60 })
  .filter((text) => !/ {2}it (holds|happens):\n(.*\n)?.*now/.test(text));

const counts = { first: 0, order: 0, span: 0, state: 0, mixed: 0, inside: 0, days: 0, news: 0, stages: 0 };

function compare(game: Game, plays: readonly TimedPlay[], news: HistoryItem | null): void {
  const { scenario, world, solved } = game;
  const asked = questionsOn(scenario);
  const outcomes = scenario.outcomes.flatMap(({ how, name }, place) =>
    how === "when" || how === "on" ? [{ name, place }] : [],
  );
  const told = conditionOnHistory({ ...scenario, history: news === null ? [] : [news] }, world, solved);
  if (told.status !== "conditioned") throw new Error(`${news?.text}: ${told.status}`);
  const read = (said: string) => parseQuestion(scenario, said).question!;
  const texts = [...asked.map(({ text }) => text), ...outcomes.map(({ name }) => `days until ${name}`)];
  const filters = news === null ? [null] : [told.filter];
  const answers = answerQuestions(scenario, world, [solved], texts.map(read), { filters });
  const what = news === null ? "" : ` given ${news.kind} ${news.text}`;
  asked.forEach(({ text, kind, holds }, q) => {
    const answer = answers[q];
    if (answer.status !== "answered") throw new Error(`${text}: ${answer.status}`);
    expectShare(plays.filter(holds).length, plays.length, answer.value, text + what);
    counts[kind]++;
    if (news !== null) counts.news++;
    if (answer.value > 0.05 && answer.value < 0.95) counts.inside++;
  });
  outcomes.forEach(({ name, place }, i) => {
    const answer = answers[asked.length + i];
    if (answer.status !== "answered" || answer.kind !== "days until") return;
    const days = plays.map(({ day }) => day[place] - scenario.calendar.from).filter(Number.isFinite);
    if (days.length < 100) return;
    const mean = days.reduce((sum, one) => sum + one, 0) / days.length;
    const variance = days.reduce((sum, one) => sum + (one - mean) ** 2, 0) / days.length;
    const error = STANDARD_ERRORS * Math.sqrt(variance / days.length) + WITHIN_DAYS;
    expect(Math.abs(mean - answer.mean), `mean days until ${name}: ${mean}, ${answer.mean}`).toBeLessThan(error);
    for (const [chance, until] of answer.quantiles) {
      const spread = STANDARD_ERRORS * Math.sqrt((chance * (1 - chance)) / days.length);
      const shareBy = (end: number) => days.filter((day) => day <= end).length / days.length;
      const said = `quantile ${chance} of days until ${name}${what}: ${until}`;
      expect(shareBy(until + WITHIN_QUANTILE), said).toBeGreaterThanOrEqual(chance - spread);
      expect(shareBy(until - WITHIN_QUANTILE - 1e-9), said).toBeLessThanOrEqual(chance + spread);
    }
    counts.days++;
  });
}

describe("dated answers", () => {
  it.each(texts.slice(0, 15).map((text, i) => [i, text] as const))("%i: as often as in timed play", (i, text) => {
    const opened = openText(text);
    if (opened.status === "refused") return;
    const { scenario, world } = opened;
    const [solved] = solveEquilibrium(world, { approach: "stated first" });
    if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
    const game = { scenario, world, solved };
    const policy = policyOf(world, solved, worldSets(scenario, world, solved));
    const plays = playTimed(scenario, policy, seeded(i + 1), PLAYS);
    if (scenario.clocks.some(({ kind }) => kind === "stages")) counts.stages++;
    compare(game, plays, null);
    const news = newsIn(game, plays);
    if (news !== null) compare(game, news.left, news.item);
  });

  it("are compared often, and not only where they are sure", () => {
    const { first, order, span, state, mixed, inside, days, news, stages } = counts;
    const said = JSON.stringify(counts);
    expect(first, said).toBeGreaterThan(100);
    expect(inside, said).toBeGreaterThan(80);
    expect(Math.min(order, days), said).toBeGreaterThan(10);
    expect(Math.min(span, state, mixed), said).toBeGreaterThan(20);
    expect(news, said).toBeGreaterThan(40);
    expect(stages, said).toBeGreaterThan(2);
  });
});

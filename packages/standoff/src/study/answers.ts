/**
 * What one solution says to a study: every outcome at the study's dates, groups, and the scenario's own questions, given the news. Plain
 * data, small, the same in every draw, so that draws can be averaged and sent about. Days of draws whose calendars differ (by a
 * drawn date) are told on the stated calendar.
 */
import { listedOutcomes } from "../language/deals.ts";
import type { Scenario } from "../language/scenario.ts";
import { endOfSlice, type Timed } from "../query/dates/slices.ts";
import { forecastPart, planForecast } from "../query/forecast.ts";
import { byNews, canBe, type NewsChoice } from "../query/history/news.ts";
import { type Figure, figuresOf, planQuestions } from "../query/questions/figures.ts";
import { type AskedQuestion, parseQuestion } from "../query/questions/question.ts";
import type { Filter } from "../query/ride/ride.ts";
import type { Solved } from "../solve/solution.ts";
import type { World } from "../world/world.ts";

export interface Answers {
  /** Probability of the news; 1 without any, 0 where it cannot be: then nothing else is told. */
  readonly likelihood: number;
  /** Per listed outcome: its probability by each of the study's dates. */
  readonly outcomes: readonly (readonly number[])[];
  /** Per listed outcome; of the stated steadiness of the draw only. */
  readonly errorShares: readonly number[];
  /** Per exclusive group: probability that two come true, and that none does. */
  readonly groups: readonly { readonly overlap: number; readonly none: number }[];
  /** Per question; null where it is too large to be carried. */
  readonly questions: readonly (QuestionFigure | null)[];
}

export interface QuestionFigure {
  /** A probability or an expectation, given the condition; null where that is impossible, and for days. */
  readonly value: number | null;
  /** Probability of the condition. */
  readonly given: number;
  /** For days: stretches with their mass, given the condition. */
  readonly days: readonly Stretch[] | null;
}

/** From and to a time in days from the first day, with the mass that comes in it. What is left never comes. */
export type Stretch = readonly [begin: number, end: number, mass: number];

export interface Asking {
  readonly scenario: Scenario;
  readonly world: World;
  readonly news: NewsChoice;
  /** Days by whose end outcomes are told, ascending, the last but one of the stated calendar's periods and its last day. */
  readonly dates: readonly number[];
}

/** The days by which a scenario's outcomes are told: the last of every period, and the calendar's last. */
export function datesOf({ calendar }: Scenario): number[] {
  return [...calendar.periods.map(({ start, days }) => start + days - 1), calendar.to];
}

/** The scenario's own questions, those that can be read; a checked scenario has no others. */
function questionsOf(scenario: Scenario): AskedQuestion[] {
  return scenario.questions.flatMap(({ ask, askSpan }) => parseQuestion(scenario, ask, askSpan).question ?? []);
}

/** What a solution says. */
export function answersOf({ scenario, world, news, dates }: Asking, solved: Solved): Answers {
  const { taken, filter } = byNews(scenario, world, solved, news);
  if (!canBe(taken)) return { likelihood: 0, outcomes: [], errorShares: [], groups: [], questions: [] };
  const { timings, groups } = forecastPart(planForecast(scenario, world), solved, filter);
  const questions = questionsOf(scenario);
  const figures = figuresOf(planQuestions(scenario, world, questions), solved, filter);
  const listed = listedOutcomes(scenario);
  const own = datesOf(scenario);
  const alike = own.length === dates.length && own.every((day, place) => day === dates[place]);
  return {
    likelihood: taken.likelihood,
    outcomes: alike
      ? listed.map((_, i) => Array.from(timings[i]?.by ?? dates.map(() => 0)))
      : onOtherDates(
          { scenario, world, news, dates },
          solved,
          filter,
          listed.map((_, i) => timings[i]?.by.at(-1) ?? 0),
        ),
    errorShares: listed.map((_, i) => timings[i]?.errorShare ?? 0),
    groups: groups.map(({ overlap, none }) => ({ overlap, none })),
    questions: figures.map((figure) => figure && told(scenario, figure)),
  };
}

function told(scenario: Scenario, { value, given, days }: Figure): QuestionFigure {
  return { value: Number.isFinite(value) ? value : null, given, days: days && stretchesOf(scenario, days) };
}

function stretchesOf({ calendar }: Scenario, { slices, mass }: Timed): Stretch[] {
  return Array.from(slices.begins, (begin, slice): Stretch => {
    const end = endOfSlice(slices, calendar, slice);
    return [begin - calendar.from, end - calendar.from, mass[slice]];
  }).filter(([, , part]) => part > 0);
}

/** Outcomes by dates of another calendar, asked one by one; `ends`: by the last day. */
function onOtherDates(
  { scenario, world, dates }: Asking,
  solved: Solved,
  filter: Filter | null,
  ends: readonly number[],
): number[][] {
  const listed = listedOutcomes(scenario);
  const before = dates.slice(0, -1);
  const asked = listed.flatMap(({ how }, outcome) =>
    how === "at end" || how === "else"
      ? []
      : before.map((to): AskedQuestion => {
          const of = { kind: "first", outcome, from: Number.NEGATIVE_INFINITY, to } as const;
          return { kind: "probability", text: "", given: null, of };
        }),
  );
  const figures = figuresOf(planQuestions(scenario, world, asked), { ...solved, scale: Number.NaN }, filter);
  return listed.map((_, outcome) => {
    const own = figures.filter((__, i) => (asked[i] as { of: { outcome: number } }).of.outcome === outcome);
    return [...(own.length === 0 ? before.map(() => 0) : own.map((figure) => figure?.value ?? 0)), ends[outcome]];
  });
}

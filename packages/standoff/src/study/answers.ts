/**
 * What one solution says to a study: every outcome at the study's dates, groups, and the scenario's own questions, given the news. Plain
 * data, small, the same in every draw, so that draws can be averaged and sent about. Days of draws whose calendars differ (by a
 * drawn date) are told on the stated calendar.
 */
import { listedOutcomes } from "../language/deals.ts";
import type { Scenario } from "../language/scenario.ts";
import { beliefFigure, type CheckFigure, questionsOfChecks } from "../query/checks.ts";
import { endOfSlice, type Timed } from "../query/dates/slices.ts";
import type { Decided } from "../query/deciding.ts";
import { type ForecastPlan, planForecast, planIn, playOutcomes } from "../query/forecast.ts";
import { byNews, canBe, type NewsChoice } from "../query/history/news.ts";
import { type Carriage, type Figure, figuresOf, planQuestions } from "../query/questions/figures.ts";
import { type AskedQuestion, parseQuestion } from "../query/questions/question.ts";
import type { Filter } from "../query/ride/ride.ts";
import type { Played } from "../solve/solution.ts";
import { sweepForward } from "../sweep/forward.ts";
import { sameGraph, type World } from "../world/world.ts";

export interface Answers {
  /** Probability of the news; 1 without any, 0 where it cannot be: then nothing else is told. */
  readonly likelihood: number;
  /** Per listed outcome: its probability by each of the study's dates. */
  readonly outcomes: readonly (readonly number[])[];
  /** Per listed outcome; of the stated steadiness of the draw only. */
  readonly errorShares: readonly number[];
  /** Per listed outcome: what acts decide of it; of the stated steadiness of the draw only. */
  readonly decided: readonly (readonly Decided[])[];
  /** Per exclusive group: probability that two come true, and that none does. */
  readonly groups: readonly { readonly overlap: number; readonly none: number }[];
  /** Per question; null where it is too large to be carried. */
  readonly questions: readonly (QuestionFigure | null)[];
  /** Per plausibility check of the file, without the news: its figure; null where it cannot be told. None where questions are asked instead. */
  readonly checks: readonly (CheckFigure | null)[];
}

export interface QuestionFigure {
  /** A probability or an expectation, given the condition; null where that is impossible, and for days. */
  readonly value: number | null;
  /** Probability of the condition. */
  readonly given: number;
  /** Of a probability with its condition, at the stated steadiness of the draw. */
  readonly errorShare: number | null;
  /** For days: stretches with their mass, given the condition. */
  readonly days: readonly Stretch[] | null;
}

/** From and to a time in days from the first day, with the mass that comes in it. What is left never comes. */
export type Stretch = readonly [begin: number, end: number, mass: number];

/** What is asked of every solution. */
export interface Asking {
  /** At the stated values. */
  readonly stated: Scenario;
  readonly news: NewsChoice;
  /** Days by whose end outcomes are told, ascending, the last but one of the stated calendar's periods and its last day. */
  readonly dates: readonly number[];
  /** Questions that are asked instead of outcomes and the file's own. */
  readonly asks?: readonly string[];
}

/** The days by which a scenario's outcomes are told: the last of every period, and the calendar's last. */
export function datesOf({ calendar }: Scenario): number[] {
  return [...calendar.periods.map(({ start, days }) => start + days - 1), calendar.to];
}

/** The questions that are asked: those of a checked scenario, or of texts that were read at its stated values, can be read. */
function questionsAsked(scenario: Scenario, asks: readonly string[] | undefined): AskedQuestion[] {
  const texts = asks?.map((ask) => ({ ask, askSpan: undefined })) ?? scenario.questions;
  return texts.flatMap(({ ask, askSpan }) => parseQuestion(scenario, ask, askSpan).question ?? []);
}

/** Asks solutions; where outcomes read no assumption, what is worked out for a graph serves all of its draws. */
export class Asker {
  readonly #asking: Asking;
  readonly #alike: boolean;
  #plan: ForecastPlan | null = null;
  #carriage: Carriage | null = null;

  constructor(asking: Asking) {
    this.#asking = asking;
    this.#alike = !readsAssumption(asking.stated.outcomes);
  }

  ask(scenario: Scenario, world: World, played: Played): Answers {
    const { news, asks } = this.#asking;
    const { taken, filter } = byNews(scenario, world, played, news);
    const checks = asks === undefined && played.q !== undefined ? this.#checks(scenario, world, played) : [];
    if (!canBe(taken)) return { likelihood: 0, ...nothing, questions: [], checks };
    const figures = figuresOf(this.#carriageFor(scenario, world), played, filter);
    return {
      likelihood: taken.likelihood,
      checks,
      ...(asks === undefined ? this.#outcomes(scenario, world, played, filter) : nothing),
      questions: figures.map((figure) => figure && told(scenario, figure)),
    };
  }

  /** What was worked out for a draw serves its habit, too. */
  #carriageFor(scenario: Scenario, world: World): Carriage {
    if (this.#carriage?.world !== world || this.#carriage.scenario !== scenario)
      this.#carriage = planQuestions(scenario, world, questionsAsked(scenario, this.#asking.asks));
    return this.#carriage;
  }

  /** Of the game itself: what has happened does not confirm it. */
  #checks(scenario: Scenario, world: World, played: Played): (CheckFigure | null)[] {
    const questions = questionsOfChecks(scenario);
    if (questions.length === 0) return [];
    const rates = questions.filter((question, i) => question !== null && scenario.checks[i].kind === "base rate");
    const asked = rates.filter((question) => question !== null);
    const figures = figuresOf(planQuestions(scenario, world, asked), { ...played, scale: Number.NaN }, null);
    const reach = scenario.checks.some(({ kind }) => kind === "belief") ? reachOf(world, played) : null;
    return scenario.checks.map((check, i): CheckFigure | null => {
      const question = questions[i];
      if (question === null) return null;
      if (check.kind === "base rate") return figures[asked.indexOf(question)];
      return beliefFigure({ scenario, world, solved: { ...played, reach: reach! } }, check, question);
    });
  }

  #outcomes(
    scenario: Scenario,
    world: World,
    played: Played,
    filter: Filter | null,
  ): Omit<Answers, "likelihood" | "questions" | "checks"> {
    const { dates } = this.#asking;
    const { timings, groups, decided } = playOutcomes(this.#planFor(scenario, world), played, filter);
    const listed = listedOutcomes(scenario);
    const own = datesOf(scenario);
    const alike = own.length === dates.length && own.every((day, place) => day === dates[place]);
    const ends = listed.map((_, i) => timings[i]?.by.at(-1) ?? 0);
    return {
      outcomes: alike
        ? listed.map((_, i) => Array.from(timings[i]?.by ?? dates.map(() => 0)))
        : onOtherDates({ scenario, world, dates, ends }, played, filter),
      errorShares: listed.map((_, i) => timings[i]?.errorShare ?? 0),
      decided: listed.map((_, i) => decided[i] ?? []),
      groups: groups.map(({ overlap, none }) => ({ overlap, none })),
    };
  }

  #planFor(scenario: Scenario, world: World): ForecastPlan {
    const known = this.#alike && this.#plan !== null && sameGraph(this.#plan.world, world) ? this.#plan : null;
    this.#plan = known === null ? planForecast(scenario, world) : planIn(known, scenario, world);
    return this.#plan;
  }
}

const nothing = { outcomes: [], errorShares: [], decided: [], groups: [] };

function reachOf(world: World, { policy }: Played): Float64Array {
  const reach = new Float64Array(world.header.nodes);
  sweepForward(world, policy, reach);
  return reach;
}

/** Does anything in it read an assumption, also by way of definitions? */
function readsAssumption(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  if ("kind" in part && part.kind === "assumption") return true;
  return Object.values(part).some(readsAssumption);
}

function told(scenario: Scenario, { value, given, days, errorShare }: Figure): QuestionFigure {
  const stretches = days && stretchesOf(scenario, days);
  return { value: Number.isFinite(value) ? value : null, given, errorShare, days: stretches };
}

function stretchesOf({ calendar }: Scenario, { slices, mass }: Timed): Stretch[] {
  return Array.from(slices.begins, (begin, slice): Stretch => {
    const end = endOfSlice(slices, calendar, slice);
    return [begin - calendar.from, end - calendar.from, mass[slice]];
  }).filter(([, , part]) => part > 0);
}

interface OtherDates {
  readonly scenario: Scenario;
  readonly world: World;
  readonly dates: readonly number[];
  /** By the last day. */
  readonly ends: readonly number[];
}

/** Outcomes by dates of another calendar, asked one by one. */
function onOtherDates({ scenario, world, dates, ends }: OtherDates, played: Played, filter: Filter | null): number[][] {
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
  const figures = figuresOf(planQuestions(scenario, world, asked), { ...played, scale: Number.NaN }, filter);
  return listed.map((_, outcome) => {
    const own = figures.filter((__, i) => (asked[i] as { of: { outcome: number } }).of.outcome === outcome);
    return [...(own.length === 0 ? before.map(() => 0) : own.map((figure) => figure?.value ?? 0)), ends[outcome]];
  });
}

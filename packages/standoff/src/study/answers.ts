/**
 * What one solution says to a study: every outcome at the study's dates, groups, and the scenario's own questions,
 * given the news. Plain data, small, the same in every draw, so that draws can be averaged and sent about. Days of
 * draws whose calendars differ (by a drawn date) are told on the stated calendar.
 */
import { listedOutcomes } from "../language/deals.ts";
import type { Scenario } from "../language/scenario.ts";
import { beliefFigure, type CheckFigure, questionsOfChecks } from "../query/checks.ts";
import { type ColumnsAboard, columnsAboard, columnsOf } from "../query/columns-aboard.ts";
import { endOfSlice, type Timed } from "../query/dates/slices.ts";
import type { Decided } from "../query/deciding.ts";
import { type ForecastPlan, planForecast, planIn, playOutcomes, sharedOutcomes } from "../query/forecast.ts";
import { byNews, canBe, type NewsChoice } from "../query/history/news.ts";
import { mistakenSlots } from "../query/mistakes.ts";
import {
  type Carriage,
  carriageIn,
  type Figure,
  figuresOf,
  planQuestions,
  sharedFigures,
} from "../query/questions/figures.ts";
import { type AskedQuestion, parseQuestion } from "../query/questions/question.ts";
import { conditionalReach, type Filter } from "../query/ride/ride.ts";
import { type Rides, type RidesTogether, ridesTogether } from "../query/ride/rides-together.ts";
import { planStanding, type StandingPlan, standingIn } from "../query/standing.ts";
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
  /**
   * Per exclusive group that has a standing and per part of it: the chance that it holds on the last day of each
   * period. None where the draw's calendar is another than the stated one.
   */
  readonly standing?: readonly (readonly (readonly number[])[])[];
  /** Per question; null where it is too large to be carried. */
  readonly questions: readonly (QuestionFigure | null)[];
  /**
   * Per plausibility check of the file, without the news: its figure; null where it cannot be told. None where
   * questions are asked instead.
   */
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
  /**
   * Days by whose end outcomes are told, ascending, the last but one of the stated calendar's periods and its last day.
   */
  readonly dates: readonly number[];
  /** Questions that are asked instead of outcomes and the file's own. */
  readonly asks?: readonly string[];
  /** For rides that go together, in bytes. */
  readonly maxBytes?: number;
}

/** The days by which a scenario's outcomes are told: the last of every period, and the calendar's last. */
export function datesOf({ calendar }: Scenario): number[] {
  return [...calendar.periods.map(({ start, days }) => start + days - 1), calendar.to];
}

/**
 * The questions that are asked: those of a checked scenario, or of texts that were read at its stated values, can be
 * read.
 */
function questionsAsked(scenario: Scenario, asks: readonly string[] | undefined): AskedQuestion[] {
  const texts = asks?.map((ask) => ({ ask, askSpan: undefined })) ?? scenario.questions;
  return texts.flatMap(({ ask, askSpan }) => parseQuestion(scenario, ask, askSpan).question ?? []);
}

/** A scenario at drawn values, its world, and how it is played. */
export interface Asked {
  readonly scenario: Scenario;
  readonly world: World;
  readonly played: Played;
}

/** What is asked of one graph. */
interface Plans {
  readonly forecast: ForecastPlan;
  readonly carriage: Carriage;
  /** Of the checks that are base rates. */
  readonly checks: Carriage;
  readonly standing: StandingPlan;
  /** Rides that go together; null: none do. Undefined as long as nobody needed them. */
  together?: { readonly together: RidesTogether; readonly aboard: readonly ColumnsAboard[] } | null;
}

/**
 * Asks solutions. Where neither outcomes nor questions read an assumption, what is worked out for a graph serves all of
 * its draws, and their rides go together, each the same to the bit in any company.
 */
export class Asker {
  readonly #asking: Asking;
  /** Do outcomes, and all that questions are made of, read no assumption? */
  readonly #alike: boolean;
  readonly #words: string;
  #plans: Plans | null = null;

  constructor(asking: Asking) {
    const { stated, asks } = asking;
    const rated = asks === undefined ? baseRatesOf(stated, questionsOfChecks(stated)) : [];
    const questions = [...questionsAsked(stated, asks), ...rated];
    this.#asking = asking;
    this.#alike = !readsAssumption(stated.outcomes) && !readsAssumption(questions);
    this.#words = inWords(questions);
  }

  ask(asked: Asked): Answers {
    return this.askAll([asked])[0];
  }

  askAll(asked: readonly Asked[]): Answers[] {
    const known = asked.map((one) => ({ one, ...byNews(one.scenario, one.world, one.played, this.#asking.news) }));
    const plans = asked.map((one) => this.#plansFor(one));
    const ridden = this.#ridden(
      asked,
      plans,
      known.map(({ filter }) => filter),
    );
    return known.map(({ one, taken, filter }, i) => {
      const own = ridden.get(i);
      const checks = this.#checks(one, plans[i], own);
      if (!canBe(taken)) return { likelihood: 0, ...nothing, questions: [], checks };
      return { likelihood: taken.likelihood, checks, ...this.#answer(one, plans[i], filter, own) };
    });
  }

  /**
   * By place: the rides of those without news. Each graph's go together, so that a ride is the same whatever stands
   * beside it.
   */
  #ridden(
    asked: readonly Asked[],
    plans: readonly Plans[],
    filters: readonly (Filter | null)[],
  ): ReadonlyMap<number, Rides> {
    const ridden = new Map<number, Rides>();
    for (const plan of new Set(plans)) {
      const places = plans.flatMap((own, i) => (own === plan && filters[i] === null ? [i] : []));
      const rides = this.#rideTogether(
        plan,
        places.map((i) => asked[i]),
      );
      rides.forEach((ride, k) => {
        ridden.set(places[k], ride);
      });
    }
    return ridden;
  }

  #answer(
    { scenario, world, played }: Asked,
    { forecast, carriage, standing }: Plans,
    filter: Filter | null,
    ridden: Rides | undefined,
  ): Omit<Answers, "likelihood" | "checks"> {
    const figures = figuresOf(carriageIn(carriage, scenario, world), played, filter, ridden);
    const plan = planIn(forecast, scenario, world);
    return {
      ...(this.#asking.asks === undefined ? this.#outcomes(plan, played, filter, ridden) : nothing),
      ...this.#standing(standing, { scenario, world, played }, filter),
      questions: figures.map((figure) => figure && told(scenario, figure)),
    };
  }

  #standing(plan: StandingPlan, { scenario, world, played }: Asked, filter: Filter | null): Pick<Answers, "standing"> {
    const { stated } = this.#asking;
    const alike =
      scenario.calendar.periods.length === stated.calendar.periods.length &&
      scenario.calendar.periods.every(({ start }, period) => start === stated.calendar.periods[period].start);
    if (plan.groups.length === 0 || !alike) return {};
    // With news the reach is what the news leaves, and the solution's own is not looked at.
    const reach = filter === null ? reachOf(world, played) : new Float64Array(0);
    return { standing: standingIn(plan, scenario, world, conditionalReach(world, { ...played, reach }, filter)) };
  }

  #rideTogether(plans: Plans, asked: readonly Asked[]): readonly Rides[] {
    const { maxBytes = Number.POSITIVE_INFINITY, asks } = this.#asking;
    if (asked.length === 0 || !this.#alike) return [];
    if (plans.together === undefined) {
      const outcomes = asks === undefined ? sharedOutcomes(plans.forecast) : [];
      const carriages = [plans.carriage, plans.checks];
      const aboard =
        outcomes.length === 0 ? [] : carriages.flatMap((carriage) => columnsAboard(plans.forecast, carriage));
      const elsewhere = new Set(aboard.map(({ of }) => of));
      const others = carriages.flatMap((carriage) => sharedFigures(carriage, elsewhere));
      const together = ridesTogether(asked[0].world, [...outcomes, ...others], maxBytes);
      plans.together = together && { aboard, together };
    }
    if (plans.together === null) return [];
    const { together, aboard } = plans.together;
    const rides = together.ride(asked.map((one) => ({ ...one, ...one.played, mistakes: mistakesOf(one) })));
    return rides.map((own) => {
      const more = aboard.flatMap(({ of, in: part, places }) => {
        const ride = own.get(part);
        return ride === undefined ? [] : [[of, columnsOf(ride, places)] as const];
      });
      return new Map([...own, ...more]);
    });
  }

  #plansFor({ scenario, world }: Asked): Plans {
    const { asks } = this.#asking;
    const questions = questionsAsked(scenario, asks);
    const rated = asks === undefined ? baseRatesOf(scenario, questionsOfChecks(scenario)) : [];
    const known = this.#plans;
    if (known !== null && this.#serves(known, scenario, world, [...questions, ...rated])) return known;
    const plan = (some: readonly AskedQuestion[]) => planQuestions(scenario, world, some);
    this.#plans = {
      forecast: planForecast(scenario, world),
      carriage: plan(questions),
      checks: plan(rated),
      standing: asks === undefined ? planStanding(scenario, world) : { groups: [] },
    };
    return this.#plans;
  }

  #serves({ forecast }: Plans, scenario: Scenario, world: World, questions: readonly AskedQuestion[]): boolean {
    if (forecast.scenario === scenario && forecast.world === world) return true;
    return this.#alike && sameGraph(forecast.world, world) && inWords(questions) === this.#words;
  }

  /** Of the game itself: what has happened does not confirm it. */
  #checks(
    { scenario, world, played }: Asked,
    { checks: carriage }: Plans,
    ridden: Rides | undefined,
  ): (CheckFigure | null)[] {
    if (this.#asking.asks !== undefined || played.q === undefined) return [];
    const questions = questionsOfChecks(scenario);
    if (questions.length === 0) return [];
    const rated = baseRatesOf(scenario, questions);
    const figures = figuresOf(carriageIn(carriage, scenario, world), { ...played, scale: Number.NaN }, null, ridden);
    const reach = scenario.checks.some(({ kind }) => kind === "belief") ? reachOf(world, played) : null;
    return scenario.checks.map((check, i): CheckFigure | null => {
      const question = questions[i];
      if (question === null) return null;
      if (check.kind === "base rate") return figures[rated.indexOf(question)];
      return beliefFigure({ scenario, world, solved: { ...played, reach: reach! } }, check, question);
    });
  }

  #outcomes(
    plan: ForecastPlan,
    played: Played,
    filter: Filter | null,
    ridden: Rides | undefined,
  ): Omit<Answers, "likelihood" | "questions" | "checks"> {
    const { dates } = this.#asking;
    const { scenario, world } = plan;
    const { timings, groups, decided } = playOutcomes(plan, played, filter, ridden);
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
}

/** The questions of checks that are base rates. */
function baseRatesOf(
  { checks }: Scenario,
  questions: ReturnType<typeof questionsOfChecks>,
): (AskedQuestion & { kind: "probability" })[] {
  return questions.flatMap((question, i) => (question !== null && checks[i].kind === "base rate" ? [question] : []));
}

/** The slots of a solution at its stated steadiness that are mistakes. */
function mistakesOf({ scenario, world, played: { scale, q } }: Asked): Uint8Array | null {
  return scale === 1 && q !== undefined ? mistakenSlots(world, { q }, scenario.errorStake) : null;
}

/** What questions are made of, their dates with it, but not where they stand in a text. */
function inWords(questions: readonly AskedQuestion[]): string {
  return JSON.stringify(questions, (key, value) => {
    if (key === "span" || key === "text") return undefined;
    return typeof value === "number" ? String(value) : value;
  });
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

/**
 * Answers to questions: exact probabilities, days and expectations on a solved world, each with its ribbon. The language
 * and the meaning of its words are in `read-question.ts`. "Days until" count from the calendar's first day.
 */

import { printDay } from "../language/dates.ts";
import type { Expression } from "../language/expression.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import type { World } from "../world/world.ts";
import { dateOfPeriod, dayOfPeriod, periodOfDay } from "./calendar.ts";
import { type Figure, figuresOf, planQuestions } from "./figures.ts";
import type { AskedQuestion, Happens } from "./read-question.ts";
import type { Filter } from "./ride.ts";

export type { AskedQuestion, Happens, ParsedQuestion } from "./read-question.ts";
export { checkQuestions, parseQuestion } from "./read-question.ts";

export type Answer =
  | ({ readonly status: "answered" } & Answered)
  /** The condition, or the outcome whose days were asked for, has probability zero. */
  | { readonly status: "impossible under the model"; readonly what: string; readonly notes: readonly string[] }
  | { readonly status: "too large"; readonly what: string; readonly notes: readonly string[] };

export type Answered = {
  readonly question: string;
  /** The figure asked for: a probability, days, or the expectation. */
  readonly value: number;
  /** Lowest and highest of it over the solutions given. */
  readonly ribbon: readonly [number, number];
  /** Probability of the condition; 1 without one. */
  readonly given: number;
  readonly notes: readonly string[];
} & (
  | {
      readonly kind: "probability";
      /**
       * Share of the probability (with a condition: of both together) that passes, before the question is settled, through a choice
       * worse than the best by more than the error stake; 0 where the probability is 0.
       */
      readonly errorShare: number;
    }
  | {
      readonly kind: "expectation";
      readonly date: string;
      /** What the value counts: a plain number (points, say), a chance, times per day, or days. */
      readonly unit: "number" | "chance" | "per day" | "days";
    }
  | ({ readonly kind: "days until"; readonly outcome: string } & DaysAnswer)
);

/** Days from the first day to an outcome. All but `distribution` and `never` are given that it happens by the last day. */
export interface DaysAnswer {
  /** [days, ISO date, probability]: not conditional on happening; with `never` they sum to one. */
  readonly distribution: readonly (readonly [number, string, number])[];
  /** Probability that it does not happen by the last day. */
  readonly never: number;
  readonly mean: number;
  readonly median: number;
  /** [chance, days]: by then it has happened with that chance, given that it does. */
  readonly quantiles: readonly (readonly [number, number])[];
  /** Days by which it has happened with probability one half in all; null when it never gets there. */
  readonly medianOverall: number | null;
}

export interface AskOptions {
  /** What history leaves of each solution, by place in the list of solutions. */
  readonly filters?: readonly (Filter | null)[];
}

const shownQuantiles = [0.1, 0.25, 0.5, 0.75, 0.9];

/** Answers a question that `parseQuestion` read. The solution with scale 1 is the base; the others make the ribbon. */
export function answerQuestion(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  question: AskedQuestion,
  options: AskOptions = {},
): Answer {
  return answerQuestions(scenario, world, solutions, [question], options)[0]!;
}

/** Answers several questions in as few sweeps as will carry them. */
export function answerQuestions(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  questions: readonly AskedQuestion[],
  options: AskOptions = {},
): Answer[] {
  const carriage = planQuestions(scenario, world, questions);
  const figures = solutions.map((solved, place) => figuresOf(carriage, solved, options.filters?.[place] ?? null));
  return answersFrom(
    scenario,
    questions,
    solutions.map(({ scale }, place) => ({ scale, figures: figures[place]! })),
  );
}

/** The answers from the questions' figures in every solution, of which that at scale 1 is the base. */
export function answersFrom(
  scenario: Scenario,
  questions: readonly AskedQuestion[],
  solutions: readonly { readonly scale: number; readonly figures: readonly (Figure | null)[] }[],
): Answer[] {
  const base = solutions.findIndex(({ scale }) => scale === 1);
  if (base === -1) throw new Error(`no base solution among scales ${solutions.map((s) => s.scale).join(", ")}`);
  return questions.map((question, i) => {
    const figures = solutions.map((solution) => solution.figures[i]!);
    if (figures[base] === null) {
      const what = "it speaks of too many outcomes at once";
      return { status: "too large", what, notes: notesOn(scenario, question) };
    }
    return answerFrom(scenario, question, figures as readonly Figure[], base);
  });
}

function answerFrom(scenario: Scenario, question: AskedQuestion, figures: readonly Figure[], base: number): Answer {
  const notes = notesOn(scenario, question);
  const own = figures[base]!;
  if (!(own.given > 0)) return { status: "impossible under the model", what: "the condition", notes };
  const figureOf = ({ value, days }: Figure) =>
    question.kind === "days until" ? daysFigure(scenario, days!, question.figure) : value;
  const value = figureOf(own);
  if (Number.isNaN(value)) {
    const { name } = scenario.outcomes[(question as { outcome: number }).outcome]!;
    return { status: "impossible under the model", what: name, notes };
  }
  const values = figures.map(figureOf).filter((one) => !Number.isNaN(one));
  const common = {
    status: "answered" as const,
    question: question.text,
    value,
    ribbon: [Math.min(...values), Math.max(...values)] as const,
    given: own.given,
    notes,
  };
  if (question.kind === "probability") return { ...common, kind: "probability", errorShare: own.errorShare! };
  if (question.kind === "expectation")
    return { ...common, kind: "expectation", date: printDay(question.at), unit: unitOf(question.of) };
  const outcome = scenario.outcomes[question.outcome]!.name;
  return { ...common, kind: "days until", outcome, ...daysAnswer(scenario, own.days!) };
}

function unitOf({ type }: Expression): "number" | "chance" | "per day" | "days" {
  if (type.kind === "rate") return "per day";
  if (type.kind === "duration") return "days";
  return type.kind === "truth" ? "chance" : "number";
}

// ---- Days ----

/** Days from the first day to a period's date. */
function daysOf(scenario: Scenario, period: number): number {
  return dayOfPeriod(scenario, period) - scenario.calendar.from;
}

function daysFigure(scenario: Scenario, days: Float64Array, figure: "all" | "mean" | number): number {
  const happens = 1 - days[days.length - 1]!;
  if (!(happens > 1e-15)) return Number.NaN;
  if (figure !== "mean") return quantile(scenario, days, (figure === "all" ? 0.5 : figure) * happens) ?? Number.NaN;
  const timed = days.subarray(0, -1);
  return timed.reduce((sum, part, period) => sum + part * daysOf(scenario, period), 0) / sumOf(timed);
}

/** The first day by which the probability reaches `mass`; null when it never does. */
function quantile(scenario: Scenario, days: Float64Array, mass: number): number | null {
  let sum = 0;
  for (let period = 0; period < days.length - 1; period++) {
    sum += days[period]!;
    if (sum >= mass - 1e-12) return daysOf(scenario, period);
  }
  return null;
}

function daysAnswer(scenario: Scenario, days: Float64Array): DaysAnswer {
  const never = days[days.length - 1]!;
  const timed = Array.from(days.subarray(0, -1));
  return {
    distribution: timed.map(
      (part, period) => [daysOf(scenario, period), dateOfPeriod(scenario, period), part] as const,
    ),
    never,
    mean: daysFigure(scenario, days, "mean"),
    median: daysFigure(scenario, days, 0.5),
    quantiles: shownQuantiles.map((chance) => [chance, daysFigure(scenario, days, chance)] as const),
    medianOverall: quantile(scenario, days, 0.5),
  };
}

function sumOf(numbers: Float64Array): number {
  return numbers.reduce((a, b) => a + b, 0);
}

// ---- Notes ----

/** What the reader should know about how the question was taken: dates at which no period begins. */
function notesOn(scenario: Scenario, question: AskedQuestion): string[] {
  const { from, to, periods } = scenario.calendar;
  const begins = new Set([from, to, ...periods.map((period) => period.start)]);
  const events = [question.given, question.kind === "probability" ? question.of : null];
  const days = events.flatMap((event) => (event ? daysBetweenBreaks(event, begins) : []));
  if (question.kind === "expectation" && !begins.has(question.at)) days.push(question.at);
  return [...new Set(days)].map((day) => {
    const start = printDay(dayOfPeriod(scenario, Math.max(0, periodOfDay(scenario, day))));
    return `${printDay(day)} falls inside the period from ${start}: what happens in it counts as of its first day`;
  });
}

/** Bounds that no period's first day tells apart: a bound is sharp where a period begins on it, or next to it. */
function daysBetweenBreaks(event: Happens, begins: ReadonlySet<number>): number[] {
  switch (event.kind) {
    case "not":
      return daysBetweenBreaks(event.of, begins);
    case "and":
    case "or":
      return event.parts.flatMap((part) => daysBetweenBreaks(part, begins));
    case "first": {
      const blunt = (day: number, next: number) => Number.isFinite(day) && !begins.has(day) && !begins.has(next);
      const from = blunt(event.from, event.from - 1) ? [event.from - 1] : [];
      return blunt(event.to, event.to + 1) ? [...from, event.to] : from;
    }
    case "holds":
      return begins.has(event.at) ? [] : [event.at];
    default:
      return [];
  }
}

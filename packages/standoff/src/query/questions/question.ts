/**
 * Answers to questions: exact probabilities, days and expectations on a solved world, each with its ribbon. The
 * language and the meaning of its words are in `read-question.ts`. "Days until" count from the calendar's first day.
 */

import type { Expression } from "../../language/expression/expression.ts";
import type { Scenario } from "../../language/scenario.ts";
import type { Solved } from "../../solve/solution.ts";
import { printDay } from "../../text/dates.ts";
import type { World } from "../../world/world.ts";
import { type DaysAnswer, daysAnswer, daysFigure } from "../dates/days.ts";
import type { Filter } from "../ride/ride.ts";
import { type Figure, figuresOf, planQuestions } from "./figures.ts";
import type { AskedQuestion, Happens } from "./read-question.ts";

export type { DaysAnswer } from "../dates/days.ts";
export type { AskedQuestion, Happens } from "./read-question.ts";
export { checkQuestions, parseQuestion } from "./read-question.ts";

export type Answer =
  | ({ readonly status: "answered" } & Answered)
  /** The condition, or the outcome whose days were asked for, has probability zero. */
  | { readonly status: "impossible under the model"; readonly what: string; readonly notes: readonly string[] }
  /** An expectation over states in some of which the expression has no finite value. */
  | { readonly status: "no finite value"; readonly what: string; readonly notes: readonly string[] }
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
       * Share of the probability (with a condition: of both together) that passes, before the question is settled,
       * through a choice worse than the best by more than the error stake; 0 where the probability is 0.
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

export interface AskOptions {
  /** What history leaves of each solution, by place in the list of solutions. */
  readonly filters?: readonly (Filter | null)[];
}

/** Answers a question that `parseQuestion` read. The solution with scale 1 is the base; the others make the ribbon. */
export function answerQuestion(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  question: AskedQuestion,
  options: AskOptions = {},
): Answer {
  return answerQuestions(scenario, world, solutions, [question], options)[0];
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
    solutions.map(({ scale }, place) => ({ scale, figures: figures[place] })),
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
  const own = figures[base];
  if (!(own.given > 0)) return { status: "impossible under the model", what: "the condition", notes };
  const figureOf = ({ value, days }: Figure) =>
    question.kind === "days until" ? daysFigure(scenario, days!, question.figure) : value;
  const value = figureOf(own);
  if (question.kind === "expectation" && !figures.map(figureOf).every(Number.isFinite)) {
    const what = "the expression has no finite value in some state that can come about by then";
    return { status: "no finite value", what, notes };
  }
  if (Number.isNaN(value)) {
    const { name } = scenario.outcomes[(question as { outcome: number }).outcome];
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
  const outcome = scenario.outcomes[question.outcome].name;
  return { ...common, kind: "days until", outcome, ...daysAnswer(scenario, own.days!) };
}

function unitOf({ type }: Expression): "number" | "chance" | "per day" | "days" {
  if (type.kind === "rate") return "per day";
  if (type.kind === "duration") return "days";
  return type.kind === "truth" ? "chance" : "number";
}

// ---- Notes ----

/** What the reader should know about how the question was taken. */
function notesOn(scenario: Scenario, question: AskedQuestion): string[] {
  const events = [question.given, question.kind === "probability" ? question.of : null];
  const waits = events.flatMap((event) => (event ? waitsIn(event) : []));
  const short = Math.min(...waits);
  const longest = Math.max(...scenario.calendar.periods.map(({ days }) => days));
  return short < longest
    ? [
        `"within" so few days goes by how far apart two moments in a period, here of up to ${longest} days, are on average: a shorter step tells more`,
      ]
    : [];
}

function waitsIn(event: Happens): number[] {
  switch (event.kind) {
    case "not":
      return waitsIn(event.of);
    case "and":
    case "or":
      return event.parts.flatMap(waitsIn);
    case "within":
      return [event.days];
    default:
      return [];
  }
}

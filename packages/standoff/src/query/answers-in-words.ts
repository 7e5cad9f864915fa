/** An answer as one figure in words, with its ribbon, its unit and its error share. */
import { DAYS_PER_MONTH } from "../text/dates.ts";
import { percentWithRibbon, type Shared, span } from "./notes.ts";
import type { Answer } from "./questions/question.ts";
import { readable } from "./words.ts";

/**
 * `23 % (18-31)`, `34 days (28-60)`; what is not answered says so: `impossible under the model`.
 *
 * @example
 * ```ts
 * answerInWords(ask(solved, "P(strike called by 2026-05-31)")) // => "6 % (3-12)"
 * answerInWords(ask(solved, "median days until settled")) // => "59 days (59-77)"
 * ```
 */
export function answerInWords(answer: Answer): string {
  if (answer.status !== "answered") return answer.status;
  if (answer.kind === "probability") return percentWithRibbon(answer.value, answer.ribbon);
  if (answer.kind === "expectation" && answer.unit === "chance") return percentWithRibbon(answer.value, answer.ribbon);
  const [factor, unit] = answer.kind === "days until" ? [1, " days"] : unitsShown[answer.unit];
  const shown = answer.kind === "days until" ? daysInWords : readable;
  const [low, high] = answer.ribbon.map((value) => shown(value * factor)) as [string, string];
  return `${shown(answer.value * factor)}${unit} (${span(low, high)})`;
}

/** How an expectation's value is shown; numbers have the unit of what was asked for, which has no name. */
const unitsShown = {
  number: [1, ""],
  chance: [1, ""],
  "per day": [DAYS_PER_MONTH, " per month"],
  days: [1, " days"],
} as const;

/**
 * Whole days from ten on, one place below.
 *
 * @example
 * ```ts
 * daysInWords(34.4) // => "34"
 * daysInWords(3.44) // => "3.4"
 * ```
 */
export function daysInWords(days: number): string {
  return days.toFixed(Math.abs(days) >= 10 || Number.isInteger(days) ? 0 : 1);
}

/**
 * The probability asked for with its error share; null where the answer is none.
 *
 * @example
 * ```ts
 * const { probability, errorShare } = sharedOf(ask(solved, "P(strike called)"));
 * probability // => 0.096
 * errorShare // => 0.457
 * sharedOf(ask(solved, "median days until settled")) // => null
 * ```
 */
export function sharedOf(answer: Answer): Shared | null {
  if (answer.status !== "answered" || answer.kind !== "probability") return null;
  return { probability: answer.value, errorShare: answer.errorShare };
}

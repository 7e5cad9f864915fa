/** The numerical error of probabilities under conditions, from that of the solution (`solve/distance.ts`). */
import type { Certificate } from "../solve/solution.ts";
import { readable } from "./words.ts";

/** Errors from here on move figures that are shown in whole per cents. */
const MATTERS = 0.0005;

/**
 * By how much any probability given something of that chance (1: given nothing) may differ from what it is at the
 * equilibrium near the solution; null where that is not known. A ratio of two probabilities that are off by e each is
 * off by 2 e / chance at most.
 *
 * @example
 * ```ts
 * const { certificate } = solved.base;
 * numericalErrorGiven(certificate, 1) < 1e-9 // => true
 * numericalErrorGiven({ numericalError: 1e-6 }, 0.01) // => 0.0002
 * numericalErrorGiven({ numericalError: null }, 1) // => null
 * ```
 */
export function numericalErrorGiven(
  { numericalError = null }: Pick<Certificate, "numericalError">,
  chance: number,
): number | null {
  if (numericalError === null) return null;
  return Math.min(1, chance < 1 ? (2 * numericalError) / chance : numericalError);
}

/**
 * A sentence for people where the numerical error is large enough to be seen; else null.
 *
 * @example
 * ```ts
 * numericalErrorNote(0.0123) // => "Numerical error: the solution is not precise enough for probabilities to be right to more than 1.23 points."
 * numericalErrorNote(1e-9) // => null
 * ```
 */
export function numericalErrorNote(error: number | null): string | null {
  if (error === null || error < MATTERS) return null;
  return `Numerical error: the solution is not precise enough for probabilities to be right to more than ${readable(100 * error)} points.`;
}

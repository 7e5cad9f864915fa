/**
 * Averages over draws. A draw d counts with L_d, how likely it made the news. A probability is sum L p / sum L; one
 * under a condition B is sum L P(A and B) / sum L P(B), a ratio of sums and never a mean of ratios; bands are quantiles
 * of the draws' answers, each weighted by L P(B). So an answer is a list of terms, one for each draw: its value and its
 * weight.
 */
import { studentAbove } from "../math/beta.ts";

/** What one draw says of an answer. `weight`: L, times the probability of the condition. */
export interface Term {
  readonly value: number;
  readonly weight: number;
  /** Which of the independent scrambles the draw is of. */
  readonly scramble: number;
}

export interface Mean {
  /** null where no draw has weight, or one that counts has no finite value. */
  readonly value: number | null;
  /**
   * Half of the 95 per cent interval by the scrambles' scatter; null with fewer than two of them. Of the draws, not of
   * the forecast.
   */
  readonly error: number | null;
}

export function meanOf(terms: readonly Term[]): Mean {
  const value = ratioOf(terms);
  if (value === null) return { value, error: null };
  const scrambles = [...new Set(terms.map(({ scramble }) => scramble))];
  const means = scrambles.flatMap((one) => ratioOf(terms.filter(({ scramble }) => scramble === one)) ?? []);
  return { value, error: errorOf(means) };
}

/** The mean by weights; null where none is above zero, or one that counts has no finite value. */
export function ratioOf(terms: readonly Pick<Term, "value" | "weight">[]): number | null {
  let [top, bottom] = [0, 0];
  for (const { value, weight } of terms) {
    if (!(weight > 0)) continue; // its value may not exist
    top += weight * value;
    bottom += weight;
  }
  return bottom > 0 && Number.isFinite(top) ? top / bottom : null;
}

/** Half the 95 per cent interval of the mean of independent means, by Student's t. */
function errorOf(means: readonly number[]): number | null {
  const count = means.length;
  if (count < 2) return null;
  const middle = means.reduce((sum, one) => sum + one, 0) / count;
  const variance = means.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (count - 1);
  return studentAbove(count - 1, 0.025) * Math.sqrt(variance / count);
}

/**
 * Weighted quantiles of a list of chances: the middle between the least value that so much weight does not exceed and
 * the largest that it does not fall short of, so that with equal weights the median of an even number is the mean of
 * the middle two. Whoever lies above another in every draw does so in every quantile. NaN where one that counts has no
 * finite value.
 */
export function quantilesOf(terms: readonly Pick<Term, "value" | "weight">[], chances: readonly number[]): number[] {
  const sorted = terms.filter(({ weight }) => weight > 0).sort((a, b) => a.value - b.value);
  if (!sorted.every(({ value }) => Number.isFinite(value))) return chances.map(() => Number.NaN);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  return chances.map((chance) => {
    const wanted = chance * total;
    const slack = 1e-12 * total; // sums of equal weights meet their shares but for rounding
    let sofar = 0;
    const low = sorted.findIndex(({ weight }) => {
      sofar += weight;
      return sofar >= wanted - slack;
    });
    if (low === -1) return Number.NaN;
    const high = sofar <= wanted + slack && low + 1 < sorted.length ? low + 1 : low;
    return (sorted[low].value + sorted[high].value) / 2;
  });
}

/** How many draws of equal weight tell as much: (sum w)^2 / sum w^2. */
export function effectiveSize(weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  return squares > 0 ? (sum * sum) / squares : 0;
}

/**
 * The mean of a probability with so many lost draws at 0, and at 1, each at likelihood 1 (at likelihood 0 they change
 * nothing).
 */
export function withLost(terms: readonly Pick<Term, "value" | "weight">[], lost: number): [number, number] {
  let [top, bottom] = [0, lost];
  for (const { value, weight } of terms) {
    if (weight > 0) top += weight * value;
    bottom += weight;
  }
  return [top / bottom, (top + lost) / bottom];
}

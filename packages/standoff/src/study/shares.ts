/**
 * Linear shares of variance: which drawn quantity an answer goes with. The answer is regressed on all quantities at
 * once by ridge regression, whose penalty generalised cross-validation chooses (Golub, Heath and Wahba 1979), and its
 * variance is split as sum over i of b_i cov(x_i, fit). With many draws and a linear answer the penalty vanishes and
 * these are the true shares; with fewer draws than quantities plain regression would fit anything, while squared single
 * correlations would each be one part in the number of draws too large, of a hundred quantities together more than all
 * there is. What is left is not linear, or not told apart from noise.
 */
import { eigenOf } from "../math/symmetric.ts";
import { effectiveSize } from "./average.ts";

export interface Shares {
  /** Per quantity; may be below zero by chance, or where correlated quantities work against each other. */
  readonly shares: readonly number[];
  /** Their sum: the share of the variance that lies on a plane. */
  readonly linear: number;
}

/** Penalties tried, as shares of the largest eigenvalue. */
const PENALTIES = Array.from({ length: 49 }, (_, i) => 10 ** (-10 + i / 4));
/**
 * A fit may take no more than this share of the draws' freedom: cross-validation alone lets near interpolation pass
 * where draws are few.
 */
const MOST_FREEDOM = 1 / 3;

/** For answers one after the other, in the same draws. `drawn`: per draw the values of the quantities. */
export function sharesIn(drawn: readonly (readonly number[])[], weights: readonly number[]) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const size = drawn[0]?.length ?? 0;
  const rows = weights.map((weight) => Math.sqrt(weight / total));
  const columns = Array.from({ length: size }, (_, i) =>
    standardised(
      drawn.map((row) => row[i]),
      rows,
    ),
  );
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) gram[i * size + j] = product(columns[i], columns[j]);
  const { values, vectors } = eigenOf(gram, size);
  const count = effectiveSize(weights);
  return (answer: readonly number[]): Shares => {
    const y = centred(answer, rows);
    const variance = product(y, y);
    const along = Array.from(values, (_, k) =>
      columns.reduce((sum, column, i) => sum + vectors[i * size + k] * product(column, y), 0),
    );
    if (!(variance > 1e-24) || size === 0) return { shares: columns.map(() => 0), linear: 0 };
    const penalty = bestPenalty(values, along, variance, count);
    const weightsAlong = along.map((c, k) => (values[k] > 0 ? c / (values[k] + penalty) : 0));
    const shares = columns.map((_, i) => {
      const [own, fit] = weightsAlong.reduce(
        ([b, f], w, k) => [b + vectors[i * size + k] * w, f + vectors[i * size + k] * values[k] * w],
        [0, 0],
      );
      return (own * fit) / variance;
    });
    return { shares, linear: shares.reduce((sum, one) => sum + one, 0) };
  };
}

/**
 * The same along slopes that are known (`slopes.ts`): h = sum of slope x quantity is to first order what the answer
 * does, R^2 of the answer on h the share of its variance that lies so, and of that each quantity has slope^2 x
 * variance. Nothing is fitted but one line, so that few draws are enough; what is not along the slopes is left out.
 */
export function sharesAlong(
  slopes: readonly number[],
  drawn: readonly (readonly number[])[],
  weights: readonly number[],
  answer: readonly number[],
): Shares {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = weights.map((weight) => Math.sqrt(weight / total));
  const y = centred(answer, rows);
  const h = centred(
    drawn.map((row) => slopes.reduce((sum, slope, i) => sum + slope * row[i], 0)),
    rows,
  );
  const spreads = slopes.map((slope, i) => {
    const own =
      slope === 0
        ? y.subarray(0, 0)
        : centred(
            drawn.map((row) => slope * row[i]),
            rows,
          );
    return product(own, own);
  });
  const whole = spreads.reduce((sum, one) => sum + one, 0);
  const [variance, along] = [product(y, y), product(h, h)];
  if (!(variance > 1e-24) || !(along > 0)) return { shares: slopes.map(() => 0), linear: 0 };
  const linear = product(h, y) ** 2 / (along * variance);
  return { shares: spreads.map((one) => (linear * one) / whole), linear };
}

/** The penalty with the least generalised cross-validation. */
function bestPenalty(values: Float64Array, along: readonly number[], variance: number, count: number): number {
  const largest = Math.max(...values);
  let [best, least] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const part of PENALTIES) {
    const penalty = part * largest;
    let [left, freedom] = [variance, 1]; // one for the mean
    along.forEach((c, k) => {
      const value = Math.max(0, values[k]);
      const shrunk = c / (value + penalty);
      left += shrunk * (value * shrunk - 2 * c);
      freedom += value / (value + penalty);
    });
    if (freedom > MOST_FREEDOM * count) continue;
    const score = Math.max(left, 1e-20 * variance) / (1 - freedom / count) ** 2;
    if (score < least) [best, least] = [penalty, score];
  }
  return best;
}

/** Less its mean, each row times the root of its weight. */
function centred(values: readonly number[], rows: readonly number[]): Float64Array {
  const mean = values.reduce((sum, value, d) => sum + rows[d] ** 2 * value, 0);
  return Float64Array.from(values, (value, d) => rows[d] * (value - mean));
}

function standardised(values: readonly number[], rows: readonly number[]): Float64Array {
  const column = centred(values, rows);
  const size = Math.sqrt(product(column, column));
  return size > 0 ? column.map((one) => one / size) : column;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

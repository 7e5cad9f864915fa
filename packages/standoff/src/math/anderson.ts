/**
 * Anderson acceleration of a fixed-point iteration x <- g(x) (type II, as in Walker and Ni 2011): the next point is the
 * combination of the last few answers whose residual g - x is smallest in the least-squares sense. Works in place, with
 * `memory` pairs of vectors kept.
 */
import { addTo, dot } from "./vectors.ts";

/** Added to the diagonal of the normal equations, whose diagonal is one. */
const REGULARISED = 1e-13;

/** Steps are added up over so many places at a time, which stay in the nearest cache. */
const PIECE = 2048;

export interface Anderson {
  readonly memory: number;
  readonly steps: Float64Array[]; // differences of answers g
  readonly drops: Float64Array[]; // differences of residuals g - x
  readonly lastAnswer: Float64Array;
  readonly lastResidual: Float64Array;
  readonly products: number[][]; // of drops with one another
  count: number; // differences stored, at most memory
  at: number; // where the next one goes
  started: boolean;
}

export function createAnderson(size: number, memory: number): Anderson {
  const rows = () => Array.from({ length: memory }, () => new Float64Array(size));
  return {
    memory,
    steps: rows(),
    drops: rows(),
    lastAnswer: new Float64Array(size),
    lastResidual: new Float64Array(size),
    products: Array.from({ length: memory }, () => new Array<number>(memory).fill(0)),
    count: 0,
    at: 0,
    started: false,
  };
}

export function forget(anderson: Anderson): void {
  anderson.count = 0;
  anderson.at = 0;
  anderson.started = false;
}

/**
 * Given answer = g(x) and residual = g(x) - x, overwrites x with the next point; `damping` in (0, 1] shortens the step
 * along the combined residual.
 */
export function andersonStep(
  anderson: Anderson,
  x: Float64Array,
  answer: Float64Array,
  residual: Float64Array,
  damping: number,
): void {
  remember(anderson, answer, residual);
  x.set(answer);
  if (damping < 1) addTo(x, damping - 1, residual);
  const weights = combine(anderson, residual);
  for (let first = 0; first < x.length; first += PIECE) {
    const end = Math.min(first + PIECE, x.length);
    for (let i = 0; i < weights.length; i++) {
      addTo(x, -weights[i], anderson.steps[i], first, end);
      if (damping < 1) addTo(x, (1 - damping) * weights[i], anderson.drops[i], first, end);
    }
  }
}

function remember(anderson: Anderson, answer: Float64Array, residual: Float64Array): void {
  const { lastAnswer, lastResidual } = anderson;
  if (anderson.started) {
    const step = anderson.steps[anderson.at];
    const drop = anderson.drops[anderson.at];
    for (let i = 0; i < answer.length; i++) {
      // Equal infinities (logarithms of fixed zeros) differ by nothing.
      step[i] = answer[i] === lastAnswer[i] ? 0 : answer[i] - lastAnswer[i];
      drop[i] = residual[i] - lastResidual[i];
    }
    const { at, drops, products, memory } = anderson;
    anderson.count = Math.min(anderson.count + 1, memory);
    for (let i = 0; i < anderson.count; i++) {
      products[at][i] = dot(drop, drops[i]);
      products[i][at] = products[at][i];
    }
    anderson.at = (at + 1) % memory;
  }
  lastAnswer.set(answer);
  lastResidual.set(residual);
  anderson.started = true;
}

/**
 * Weights of the stored differences: minimise |residual - sum weight x drop|, by normal equations, lightly regularised.
 */
function combine({ count, drops, products }: Anderson, residual: Float64Array): number[] {
  const size = Array.from({ length: count }, (_, i) => Math.sqrt(products[i][i]) || 1);
  const matrix = size.map((own, i) =>
    size.map((other, j) => products[i][j] / (own * other) + (i === j ? REGULARISED : 0)),
  );
  const right = size.map((own, i) => dot(drops[i], residual) / own);
  return solvePositive(matrix, right).map((value, i) => value / size[i]);
}

/** Solves a small symmetric positive system by Cholesky; a direction without a pivot gets weight zero. */
export function solvePositive(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  const lower = matrix.map((row) => row.slice());
  const dead = new Array<boolean>(n).fill(false);
  const y = right.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      if (j < i) lower[i][j] = dead[j] ? 0 : sum / lower[j][j];
      else {
        dead[i] = !(sum > 1e-14 * matrix[i][i]);
        lower[i][i] = dead[i] ? 1 : Math.sqrt(sum);
      }
    }
    if (dead[i]) lower[i].fill(0, 0, i);
    for (let k = 0; k < i; k++) y[i] -= lower[i][k] * y[k];
    y[i] = dead[i] ? 0 : y[i] / lower[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i] -= lower[k][i] * y[k];
    y[i] = dead[i] ? 0 : y[i] / lower[i][i];
  }
  return y;
}

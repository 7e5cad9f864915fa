/**
 * Anderson acceleration of a fixed-point iteration x <- g(x) (type II, as in Walker and Ni 2011): the next point is the
 * combination of the last few answers whose residual g - x is smallest in the least-squares sense. Works in place, with
 * `memory` pairs of vectors kept.
 */
import { addTo, dot } from "./vectors.ts";

export interface Anderson {
  readonly memory: number;
  readonly steps: Float64Array[]; // differences of answers g
  readonly drops: Float64Array[]; // differences of residuals g - x
  readonly lastAnswer: Float64Array;
  readonly lastResidual: Float64Array;
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
 * Given answer = g(x) and residual = g(x) - x, overwrites x with the next point; `damping` in (0, 1] shortens the step along
 * the combined residual.
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
  for (let i = 0; i < weights.length; i++) {
    addTo(x, -weights[i]!, anderson.steps[i]!);
    if (damping < 1) addTo(x, (1 - damping) * weights[i]!, anderson.drops[i]!);
  }
}

function remember(anderson: Anderson, answer: Float64Array, residual: Float64Array): void {
  const { lastAnswer, lastResidual } = anderson;
  if (anderson.started) {
    const step = anderson.steps[anderson.at]!;
    const drop = anderson.drops[anderson.at]!;
    for (let i = 0; i < answer.length; i++) {
      // Equal infinities (logarithms of fixed zeros) differ by nothing.
      step[i] = answer[i] === lastAnswer[i] ? 0 : answer[i]! - lastAnswer[i]!;
      drop[i] = residual[i]! - lastResidual[i]!;
    }
    anderson.at = (anderson.at + 1) % anderson.memory;
    anderson.count = Math.min(anderson.count + 1, anderson.memory);
  }
  lastAnswer.set(answer);
  lastResidual.set(residual);
  anderson.started = true;
}

/** Weights of the stored differences: minimise |residual - sum weight x drop|, by normal equations, lightly regularised. */
function combine(anderson: Anderson, residual: Float64Array): number[] {
  const n = anderson.count;
  const drops = anderson.drops;
  const size = drops.map((drop, i) => (i < n ? Math.sqrt(dot(drop, drop)) || 1 : 1));
  const matrix: number[][] = [];
  const right: number[] = [];
  for (let i = 0; i < n; i++) {
    matrix.push([]);
    for (let j = 0; j < n; j++) {
      matrix[i]![j] = j < i ? matrix[j]![i]! : dot(drops[i]!, drops[j]!) / (size[i]! * size[j]!);
    }
    right.push(dot(drops[i]!, residual) / size[i]!);
  }
  for (let i = 0; i < n; i++) matrix[i]![i]! += 1e-13;
  return solvePositive(matrix, right).map((value, i) => value / size[i]!);
}

/** Solves a small symmetric positive system by Cholesky; a direction without a pivot gets weight zero. */
export function solvePositive(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  const lower = matrix.map((row) => row.slice());
  const dead = new Array<boolean>(n).fill(false);
  const y = right.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      if (j < i) lower[i]![j] = dead[j] ? 0 : sum / lower[j]![j]!;
      else {
        dead[i] = !(sum > 1e-14 * matrix[i]![i]!);
        lower[i]![i] = dead[i] ? 1 : Math.sqrt(sum);
      }
    }
    if (dead[i]) lower[i]!.fill(0, 0, i);
    for (let k = 0; k < i; k++) y[i]! -= lower[i]![k]! * y[k]!;
    y[i] = dead[i] ? 0 : y[i]! / lower[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i]! -= lower[k]![i]! * y[k]!;
    y[i] = dead[i] ? 0 : y[i]! / lower[i]![i]!;
  }
  return y;
}

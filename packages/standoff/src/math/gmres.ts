/**
 * GMRES (Saad and Schultz 1986) for A x = b with A known only through its products, started from x = 0, without
 * restarts: the systems of the solver are the identity plus something of low rank, and need few directions.
 */
import { addTo, dot, norm, scale } from "./vectors.ts";

/**
 * What is left of a vector, as part of it, from which on rounding has not spoilt its orthogonality (twice is enough).
 */
const CLEAN = 0.7;

export interface GmresOutcome {
  /** |A x - b| / |b| as the recurrence estimates it. */
  readonly relative: number;
  readonly products: number;
}

/** Room for up to `directions` products; vectors are made when first needed. */
export interface GmresScratch {
  readonly directions: number;
  readonly basis: Float64Array[];
}

export function gmresScratch(directions: number): GmresScratch {
  return { directions, basis: [] };
}

/** Writes the solution into x. `product(v, out)` computes out = A v. Stops at |A x - b| <= tolerance |b|. */
export function gmres(
  product: (v: Float64Array, out: Float64Array) => void,
  b: Float64Array,
  x: Float64Array,
  tolerance: number,
  scratch: GmresScratch,
): GmresOutcome {
  const { basis } = scratch;
  x.fill(0);
  const start = norm(b);
  if (!(start > 0)) return { relative: start === 0 ? 0 : Number.NaN, products: 0 };
  basis[0] ??= new Float64Array(b.length);
  basis[0].set(b);
  scale(basis[0], 1 / start);
  const columns: number[][] = []; // R of the QR factors, by columns
  const cosines: number[] = [];
  const sines: number[] = [];
  const right = [start];
  let k = 0;
  while (k < scratch.directions && Math.abs(right[k]) > tolerance * start) {
    basis[k + 1] ??= new Float64Array(b.length);
    product(basis[k], basis[k + 1]);
    const column = orthogonalise(basis, k);
    const broken = rotate(column, k, cosines, sines, right);
    columns.push(column);
    k++;
    if (broken) break;
  }
  const y = backSubstitute(columns, right, k);
  for (let i = 0; i < k; i++) addTo(x, y[i], basis[i]);
  return { relative: Math.abs(right[k]) / start, products: k };
}

/**
 * Makes basis[k + 1] orthonormal to the earlier ones, twice where much was taken away; returns the Hessenberg column.
 */
function orthogonalise(basis: Float64Array[], k: number): number[] {
  const next = basis[k + 1];
  const column = new Array<number>(k + 2).fill(0);
  let before = norm(next);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i <= k; i++) {
      const part = dot(next, basis[i]);
      column[i] += part;
      addTo(next, -part, basis[i]);
    }
    const rest = norm(next);
    column[k + 1] = rest;
    if (rest > CLEAN * before) break;
    before = rest;
  }
  if (column[k + 1] > 0) scale(next, 1 / column[k + 1]);
  return column;
}

/** Applies the Givens rotations to a new column; true when the Krylov space is exhausted. */
function rotate(column: number[], k: number, cosines: number[], sines: number[], right: number[]): boolean {
  for (let i = 0; i < k; i++) {
    const a = column[i];
    const b = column[i + 1];
    column[i] = cosines[i] * a + sines[i] * b;
    column[i + 1] = cosines[i] * b - sines[i] * a;
  }
  const a = column[k];
  const b = column[k + 1];
  const size = Math.hypot(a, b);
  cosines[k] = size > 0 ? a / size : 1;
  sines[k] = size > 0 ? b / size : 0;
  column[k] = size;
  right[k + 1] = -sines[k] * right[k];
  right[k] = cosines[k] * right[k];
  return !(b > 1e-14 * size);
}

function backSubstitute(columns: readonly number[][], right: readonly number[], k: number): number[] {
  const y = new Array<number>(k).fill(0);
  for (let i = k - 1; i >= 0; i--) {
    let sum = right[i];
    for (let j = i + 1; j < k; j++) sum -= columns[j][i] * y[j];
    y[i] = columns[i][i] === 0 ? 0 : sum / columns[i][i];
  }
  return y;
}

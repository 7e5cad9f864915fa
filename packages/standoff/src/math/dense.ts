/** Small dense systems: LU factors with partial pivoting, row-major, in place. */

export interface LuFactors {
  readonly size: number;
  readonly lu: Float64Array; // size x size
  readonly pivot: Int32Array; // row exchanged with row k at step k
  /** Sign of the determinant; 0 when singular to working precision. */
  readonly sign: number;
  /** log |determinant|. */
  readonly logSize: number;
}

/** Factors a copy of `matrix` (size x size, row-major). A zero pivot leaves sign 0. */
export function factorise(matrix: Float64Array, size: number): LuFactors {
  const lu = matrix.slice();
  const pivot = new Int32Array(size);
  let sign = 1;
  let logSize = 0;
  for (let k = 0; k < size; k++) {
    const best = largestBelow(lu, size, k);
    pivot[k] = best;
    if (best !== k) {
      swapRows(lu, size, k, best);
      sign = -sign;
    }
    const head = lu[k * size + k];
    if (!(Math.abs(head) > 0)) return { size, lu, pivot, sign: 0, logSize: -Infinity };
    if (head < 0) sign = -sign;
    logSize += Math.log(Math.abs(head));
    for (let row = k + 1; row < size; row++) {
      const factor = lu[row * size + k] / head;
      lu[row * size + k] = factor;
      if (factor === 0) continue;
      for (let column = k + 1; column < size; column++) lu[row * size + column] -= factor * lu[k * size + column];
    }
  }
  return { size, lu, pivot, sign, logSize };
}

function largestBelow(lu: Float64Array, size: number, k: number): number {
  let best = k;
  for (let row = k + 1; row < size; row++) {
    if (Math.abs(lu[row * size + k]) > Math.abs(lu[best * size + k])) best = row;
  }
  return best;
}

function swapRows(lu: Float64Array, size: number, a: number, b: number): void {
  for (let column = 0; column < size; column++) {
    const kept = lu[a * size + column];
    lu[a * size + column] = lu[b * size + column];
    lu[b * size + column] = kept;
  }
}

/** Solves in place. */
export function solveFactored({ size, lu, pivot }: LuFactors, right: Float64Array): void {
  for (let k = 0; k < size; k++) {
    const other = pivot[k];
    const kept = right[k];
    right[k] = right[other];
    right[other] = kept;
  }
  for (let row = 1; row < size; row++) {
    let sum = right[row];
    for (let column = 0; column < row; column++) sum -= lu[row * size + column] * right[column];
    right[row] = sum;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = right[row];
    for (let column = row + 1; column < size; column++) sum -= lu[row * size + column] * right[column];
    right[row] = sum / lu[row * size + row];
  }
}

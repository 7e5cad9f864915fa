/** Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations in cyclic order. */

export interface Eigen {
  readonly values: Float64Array;
  /** size x size, row-major: column k belongs to value k. */
  readonly vectors: Float64Array;
}

/** Of a symmetric matrix (size x size, row-major), which stays as it is. */
export function eigenOf(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let k = 0; k < size; k++) vectors[k * size + k] = 1;
  for (let sweep = 0; sweep < 60 && besideDiagonal(a, size) > 1e-26 * onDiagonal(a, size); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q);
  }
  return { values: Float64Array.from({ length: size }, (_, k) => a[k * size + k]), vectors };
}

function besideDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) for (let column = 0; column < row; column++) sum += a[row * size + column] ** 2;
  return sum;
}

function onDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += a[k * size + k] ** 2;
  return sum;
}

/** Turns the plane of two axes so that their element beside the diagonal vanishes (Golub and Van Loan, 8.5). */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const between = a[p * size + q];
  if (between === 0) return;
  const tau = (a[q * size + q] - a[p * size + p]) / (2 * between);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  const turn = { p, q, c, s };
  turnColumns(a, size, turn);
  turnRows(a, size, turn);
  turnColumns(vectors, size, turn);
}

/** A plane of two axes, and the cosine and sine of an angle in it. */
interface Turn {
  readonly p: number;
  readonly q: number;
  readonly c: number;
  readonly s: number;
}

function turnColumns(a: Float64Array, size: number, { p, q, c, s }: Turn): void {
  for (let row = 0; row < size; row++) {
    const [x, y] = [a[row * size + p], a[row * size + q]];
    a[row * size + p] = c * x - s * y;
    a[row * size + q] = s * x + c * y;
  }
}

function turnRows(a: Float64Array, size: number, { p, q, c, s }: Turn): void {
  for (let column = 0; column < size; column++) {
    const [x, y] = [a[p * size + column], a[q * size + column]];
    a[p * size + column] = c * x - s * y;
    a[q * size + column] = s * x + c * y;
  }
}

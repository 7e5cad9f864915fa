/**
 * The lower triangular factor L of a symmetric matrix L L' (row-major, size x size), or undefined where the matrix is
 * not positive definite to working precision.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column];
      for (let k = 0; k < column; k++) rest -= factor[row * size + k] * factor[column * size + k];
      if (row > column) factor[row * size + column] = rest / factor[column * size + column];
      else if (rest > 1e-12 * matrix[row * size + row]) factor[row * size + row] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return factor;
}

/**
 * Small linear programs: the largest c x with A x <= b and x >= 0, where no b is negative, so that x = 0 is a start.
 * The simplex method on a dense table, by Bland's rule, which cannot go in circles.
 */

export interface LinearProgram {
  /** What is made large: one number for each unknown. */
  readonly gain: readonly number[];
  /** Rows of A, and b behind them. */
  readonly rows: readonly (readonly number[])[];
  readonly limits: readonly number[];
}

/** Below this a number of the table is rounding. */
const ROUNDING = 1e-12;

/** The unknowns at a best corner; null where there is none because the gain has no bound. */
export function solveLinearProgram({ gain, rows, limits }: LinearProgram): number[] | null {
  const [n, m] = [gain.length, rows.length];
  if (limits.some((limit) => limit < 0)) throw new Error(`a limit below zero: ${limits.join(", ")}`);
  const table = rows.map((row, i) => [...row, ...limits.map((_, j) => (i === j ? 1 : 0)), limits[i]]);
  const price = [...gain, ...limits.map(() => 0), 0];
  const basis = limits.map((_, i) => n + i);
  for (;;) {
    const enters = price.findIndex((one, j) => j < n + m && one > ROUNDING);
    if (enters === -1) break;
    const leaves = leavingRow(table, basis, enters);
    if (leaves === -1) return null;
    pivot([...table, price], table[leaves], enters);
    basis[leaves] = enters;
  }
  const x = gain.map(() => 0);
  basis.forEach((variable, i) => {
    if (variable < n) x[variable] = table[i][n + m];
  });
  return x;
}

/** The row that bounds the column first; of several the one whose variable comes first. */
function leavingRow(table: readonly (readonly number[])[], basis: readonly number[], column: number): number {
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (const [i, row] of table.entries()) {
    if (row[column] <= ROUNDING) continue;
    const ratio = row[row.length - 1] / row[column];
    if (ratio > least || (ratio === least && basis[i] > basis[best])) continue;
    [best, least] = [i, ratio];
  }
  return best;
}

function pivot(all: readonly number[][], row: number[], column: number): void {
  const by = row[column];
  for (let j = 0; j < row.length; j++) row[j] /= by;
  for (const other of all) {
    const times = other[column];
    if (other === row || times === 0) continue;
    for (let j = 0; j < row.length; j++) other[j] -= times * row[j];
  }
}

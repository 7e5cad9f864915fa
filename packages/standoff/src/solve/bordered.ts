/**
 * The linear systems of tracing: the derivative of [x - answers(x, scale); arc length] by (x, scale), solved densely in
 * small worlds (which also gives determinants) and by GMRES on tangent sweeps in large ones. A combined vector has one
 * entry per slot, and the scale in the place of slot 0, which belongs to chance.
 */
import { factorise, solveFactored } from "../math/dense.ts";
import { gmres } from "../math/gmres.ts";
import { dot, norm } from "../math/vectors.ts";
import type { LogitMap } from "./logit-map.ts";
import { createNewton, differentiate, differentiateHere, fillSystem, type Newton } from "./newton.ts";

export interface Bordered {
  readonly map: LogitMap;
  readonly newton: Newton;
  readonly byScale: Float64Array; // derivative of the answers by the scale, swept
}

export interface BorderedSolution {
  readonly solution: Float64Array;
  /** Sign of the bordered determinant: changes where branches cross. 0 where it was not computed. */
  readonly sign: number;
  /** log |determinant|, for a border of length one; 0 where it was not computed. */
  readonly size: number;
}

export function createBordered(map: LogitMap, newton = createNewton(map)): Bordered {
  return { map, newton, byScale: new Float64Array(map.world.header.slots) };
}

/** Takes the derivative right after a pure evaluation. */
export function borderHere(bordered: Bordered): void {
  const { newton, byScale } = bordered;
  differentiateHere(newton.derivative);
  differentiate(newton.derivative, { logPolicy: newton.still, scale: 1, source: null, shift: 0 }, byScale);
}

/**
 * Solves (1 - D) v - (derivative by scale) v[0] = right in the slots, row . v = right[0] in the border, with D the
 * derivative of the pure answers: exactly in small worlds, else as precisely as `learnPrecision` says.
 */
export function solveBordered(bordered: Bordered, row: Float64Array, right: Float64Array): BorderedSolution {
  const { newton } = bordered;
  const border = right[0];
  right[0] = 0;
  differentiate(newton.derivative, { logPolicy: newton.still, scale: 0, source: right, shift: 0 }, newton.swept);
  right[0] = border;
  newton.swept[0] = border;
  return newton.dense !== null
    ? solveDensely(bordered, newton.dense, row, newton.swept)
    : { solution: solveByKrylov(bordered, row, newton.swept), sign: 0, size: 0 };
}

function solveDensely(
  { newton, byScale }: Bordered,
  slots: Uint32Array,
  row: Float64Array,
  right: Float64Array,
): BorderedSolution {
  const size = slots.length + 1;
  const matrix = new Float64Array(size * size);
  matrix[0] = row[0];
  fillSystem(newton, slots, 0, { matrix, size, offset: 1 });
  const compact = new Float64Array(size);
  compact[0] = right[0];
  slots.forEach((slot, i) => {
    matrix[i + 1] = row[slot];
    matrix[(i + 1) * size] = -byScale[slot];
    compact[i + 1] = right[slot];
  });
  const factors = factorise(matrix, size);
  solveFactored(factors, compact);
  const solution = new Float64Array(row.length);
  solution[0] = compact[0];
  slots.forEach((slot, i) => {
    solution[slot] = compact[i + 1];
  });
  return { solution, sign: factors.sign, size: factors.logSize - Math.log(norm(row)) };
}

/** The border's row is divided by its length, and the scale measured in what moves the answers by length one. */
function solveByKrylov(bordered: Bordered, row: Float64Array, right: Float64Array): Float64Array {
  const { newton, byScale } = bordered;
  const { unit } = newton;
  const step = 1 / (norm(byScale) || 1);
  const corner = row[0] * step;
  const height = Math.sqrt(Math.max(0, dot(row, row) - row[0] ** 2) + corner ** 2);
  const product = (v: Float64Array, out: Float64Array): void => {
    unit.set(v);
    unit[0] = 0;
    differentiate(newton.derivative, { logPolicy: unit, scale: 0, source: null, shift: 0 }, out);
    const border = (dot(row, unit) + corner * v[0]) / height;
    const scale = v[0] * step;
    for (let slot = 1; slot < v.length; slot++) out[slot] = v[slot] - out[slot] - byScale[slot] * scale;
    out[0] = border;
  };
  right[0] /= height;
  const solution = new Float64Array(row.length);
  gmres(product, right, solution, newton.precision, newton.krylov);
  solution[0] *= step;
  unit.fill(0);
  return solution;
}

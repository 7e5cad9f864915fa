/**
 * The linear systems of tracing: the derivative of [x - answers(x, scale); arc length] by (x, scale), solved densely in small
 * worlds (which also gives determinants) and by GMRES on tangent sweeps in large ones. A combined vector has one entry per
 * slot, and the scale in the place of slot 0, which belongs to chance.
 */
import { factorise, solveFactored } from "../math/dense.ts";
import { gmres } from "../math/gmres.ts";
import type { LogitMap } from "./logit-map.ts";
import { createNewton, differentiate, differentiateHere, fillSystem, type Newton } from "./newton.ts";

const FORCING = 1e-8;

export interface Bordered {
  readonly map: LogitMap;
  readonly newton: Newton;
  readonly byScale: Float64Array; // derivative of the answers by the scale, swept
}

export interface BorderedSolution {
  readonly solution: Float64Array;
  /** Sign of the bordered determinant: changes where branches cross. 0 where it was not computed. */
  readonly sign: number;
  readonly relative: number;
}

export function createBordered(map: LogitMap): Bordered {
  return { map, newton: createNewton(map), byScale: new Float64Array(map.world.header.slots) };
}

/** Takes the derivative right after a pure evaluation. */
export function borderHere(bordered: Bordered): void {
  const { newton, byScale } = bordered;
  differentiateHere(newton.derivative);
  differentiate(newton.derivative, { logPolicy: newton.still, scale: 1, source: null, shift: 0 }, byScale);
}

/**
 * Solves (1 - D) v - (derivative by scale) v[0] = right in the slots, row . v = right[0] in the border, with D the
 * derivative of the pure answers.
 */
export function solveBordered(bordered: Bordered, row: Float64Array, right: Float64Array): BorderedSolution {
  const { newton } = bordered;
  const border = right[0]!;
  right[0] = 0;
  differentiate(newton.derivative, { logPolicy: newton.still, scale: 0, source: right, shift: 0 }, newton.swept);
  right[0] = border;
  newton.swept[0] = border;
  return newton.dense !== null
    ? solveDensely(bordered, newton.dense, row, newton.swept)
    : solveByKrylov(bordered, row, newton.swept);
}

function solveDensely(
  { newton, byScale }: Bordered,
  slots: Uint32Array,
  row: Float64Array,
  right: Float64Array,
): BorderedSolution {
  const size = slots.length + 1;
  const matrix = new Float64Array(size * size);
  matrix[0] = row[0]!;
  fillSystem(newton, slots, 0, matrix, size, 1);
  const compact = new Float64Array(size);
  compact[0] = right[0]!;
  slots.forEach((slot, i) => {
    matrix[i + 1] = row[slot]!;
    matrix[(i + 1) * size] = -byScale[slot]!;
    compact[i + 1] = right[slot]!;
  });
  const factors = factorise(matrix, size);
  solveFactored(factors, compact);
  const solution = new Float64Array(row.length);
  solution[0] = compact[0]!;
  slots.forEach((slot, i) => {
    solution[slot] = compact[i + 1]!;
  });
  return { solution, sign: factors.sign, relative: 0 };
}

function solveByKrylov({ newton, byScale }: Bordered, row: Float64Array, right: Float64Array): BorderedSolution {
  const { unit } = newton;
  const product = (v: Float64Array, out: Float64Array): void => {
    unit.set(v);
    unit[0] = 0;
    differentiate(newton.derivative, { logPolicy: unit, scale: 0, source: null, shift: 0 }, out);
    let border = row[0]! * v[0]!;
    for (let slot = 1; slot < v.length; slot++) {
      border += row[slot]! * v[slot]!;
      out[slot] = v[slot]! - out[slot]! - byScale[slot]! * v[0]!;
    }
    out[0] = border;
  };
  const solution = new Float64Array(row.length);
  const { relative } = gmres(product, right, solution, FORCING, newton.krylov);
  return { solution, sign: 0, relative };
}

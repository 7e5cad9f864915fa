/**
 * The largest value of a smooth function in a box, from one start: linear programming in a trust region. The function
 * is taken as linear in a smaller box about the place, whose best corner is a matter of signs; what is gained widens
 * the smaller box, what is not halves it. What is left to gain by the first order, from the last place to the best
 * corner of the whole box, tells how far from a local maximum that is.
 */
import type { Box, Field } from "./least-change.ts";

export interface Extreme {
  readonly u: Float64Array;
  readonly value: number;
  /**
   * What the best corner of the whole box would gain were the function linear: 0 at a maximum at a corner; of one
   * inside, small.
   */
  readonly left: number;
  readonly looks: number;
}

export interface ExtremeOptions {
  readonly from: Float64Array;
  /** Ends where by the first order less than this is to be gained, in the trust region or in the whole box. */
  readonly tolerance: number;
  readonly most: number;
}

/** The smallest trust region, as a part of the box. */
const SMALLEST = 1e-4;

/** Null where the function, or its slope, cannot be had where it begins. */
export function largestFrom(at: Field, box: Box, { from, tolerance, most }: ExtremeOptions): Extreme | null {
  let here = known(at, from);
  if (here === null) return null;
  let [looks, part] = [1, 1];
  for (;;) {
    const { u, value, slope }: Known = here;
    const left = gain(slope, u, corner(slope, u, box, 1));
    const next = corner(slope, u, box, part);
    const promised = gain(slope, u, next);
    const ends = left <= tolerance || promised <= tolerance / 100 || part < SMALLEST || looks >= most;
    if (ends) return { u, value, left, looks };
    const there = known(at, next, value + LEAST * promised);
    looks++;
    part = there === null ? part / 2 : Math.min(1, 2 * part);
    here = there ?? here;
  }
}

/** Of what the first order promises so much must come. */
const LEAST = 0.1;

interface Known {
  readonly u: Float64Array;
  readonly value: number;
  readonly slope: Float64Array;
}

/** Null where it is not above a level; the slope is worked out only where it is. */
function known(at: Field, u: Float64Array, above = Number.NEGATIVE_INFINITY): Known | null {
  const look = at(u);
  const slope = look !== null && look.value > above ? look.slope() : null;
  return look === null || slope === null ? null : { u, value: look.value, slope };
}

/** The best corner of the box that is this part of the whole one, about u and within the whole one. */
function corner(slope: Float64Array, u: Float64Array, { low, high }: Box, part: number): Float64Array {
  return u.map((value, i) => {
    const width = part * (high[i] - low[i]);
    if (slope[i] === 0) return value;
    return slope[i] > 0 ? Math.min(high[i], value + width) : Math.max(low[i], value - width);
  });
}

function gain(slope: Float64Array, from: Float64Array, to: Float64Array): number {
  return slope.reduce((sum, a, i) => sum + a * (to[i] - from[i]), 0);
}

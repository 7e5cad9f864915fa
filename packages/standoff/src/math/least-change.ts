/**
 * The smallest change that brings a smooth function to a target, within a box: minimise |u|^2 / 2 with f(u) = target.
 * Sequential quadratic programming with the unit matrix, which is the method of Hasofer and Lind (1974) and Rackwitz
 * and Fiessler (1978) for the design point of structural reliability: f is taken as linear, its nearest point in the
 * box that meets the target is sought exactly, and a step is made towards it that lessens |u|^2 / 2 + c |f(u) - target|
 * (Zhang and Der Kiureghian 1995).
 */
import { dot, norm } from "./vectors.ts";

export interface Look {
  readonly value: number;
  /** Of f at that place; worked out when asked for. Null where there is none. */
  readonly slope: () => Float64Array | null;
}

/** f at a place; null where it cannot be had. */
export type Field = (u: Float64Array) => Look | null;

/** Ends by coordinate, 0 between them. */
export interface Box {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface LeastChange {
  /** Did it come to the target? Else this is as near as it came. */
  readonly reached: boolean;
  readonly u: Float64Array;
  readonly value: number;
  /** |u|. */
  readonly size: number;
  /**
   * The largest distance of a coordinate from what the conditions of Karush, Kuhn and Tucker ask, at the multiplier: 0
   * at a local optimum.
   */
  readonly residual: number;
  readonly multiplier: number;
  readonly looks: number;
}

export interface LeastOptions {
  /** Where it begins; by default at 0. */
  readonly from?: Float64Array;
  /** Of |f - target|. */
  readonly tolerance: number;
  /** Of the residual. */
  readonly flat: number;
  /** Evaluations of f. */
  readonly most: number;
}

const SHORTEST = 2 ** -10;
const ARMIJO = 1e-4;

/** Null where f cannot be had where it begins. */
export function leastChange(at: Field, box: Box, target: number, options: LeastOptions): LeastChange | null {
  const { tolerance, flat, most } = options;
  let u: Float64Array = options.from ?? new Float64Array(box.low.length);
  let look = at(u);
  let looks = 1;
  let weight = 0;
  if (look === null) return null;
  for (;;) {
    const slope = look.slope();
    if (slope === null) break;
    const next = nearest(u, look.value, slope, box, target);
    const step = next.u.map((value, i) => value - u[i]);
    const residual = largest(step);
    const done = { u, value: look.value, size: norm(u), residual, multiplier: next.multiplier, looks };
    const meets = Math.abs(look.value - target) <= tolerance;
    if (meets && residual <= flat) return { reached: true, ...done };
    if (looks >= most || residual === 0) return { reached: meets, ...done };
    if (next.meets) weight = Math.max(weight, 2 * Math.abs(next.multiplier));
    const merit = (place: Float64Array, value: number) =>
      (next.meets ? norm(place) ** 2 / 2 : 0) + (next.meets ? weight : 1) * Math.abs(value - target);
    const before = merit(u, look.value);
    const falls = next.meets
      ? dot(u, step) - weight * Math.abs(look.value - target)
      : -Math.min(Math.abs(look.value - target), Math.abs(dot(slope, step)));
    let found: Stand | null = null;
    for (let part = 1; part >= SHORTEST && looks < most; part /= 2) {
      const place = u.map((value, i) => value + part * step[i]);
      const there = at(place);
      looks++;
      if (there !== null && merit(place, there.value) <= before + ARMIJO * part * Math.min(0, falls)) {
        found = { u: place, look: there };
        break;
      }
    }
    if (found === null) return { reached: meets, ...done, looks };
    if (!next.meets && (look.value - target) * (found.look.value - target) < 0) {
      const between = crossing(at, { u, look }, found, { target, tolerance, most: most - looks });
      looks += between.looks;
      found = between;
    }
    ({ u, look } = found);
  }
  const reached = Math.abs(look.value - target) <= tolerance;
  return { reached, u, value: look.value, size: norm(u), residual: Number.POSITIVE_INFINITY, multiplier: 0, looks };
}

interface Stand {
  readonly u: Float64Array;
  readonly look: Look;
}

/**
 * Between two places on either side of the target, where a line through the first said that nothing comes to it: the
 * place on the way at which it is met, by false position with the weight of an end that stays halved (Illinois).
 */
function crossing(
  at: Field,
  from: Stand,
  to: Stand,
  { target, tolerance, most }: { readonly target: number; readonly tolerance: number; readonly most: number },
): Stand & { readonly looks: number } {
  let [low, high] = [0, 1];
  let [below, above] = [from.look.value - target, to.look.value - target];
  let best = to;
  for (let looks = 0; ; looks++) {
    if (looks >= most || Math.abs(best.look.value - target) <= tolerance) return { ...best, looks };
    const part = low - (below * (high - low)) / (above - below);
    const u = from.u.map((value, i) => value + part * (to.u[i] - value));
    const look = at(u);
    if (look === null) return { ...best, looks: looks + 1 };
    const off = look.value - target;
    if (Math.abs(off) < Math.abs(best.look.value - target)) best = { u, look };
    if (off * above < 0) [low, below, high, above] = [high, above, part, off];
    else [high, above, below] = [part, off, below / 2];
  }
}

interface Nearest {
  readonly u: Float64Array;
  readonly multiplier: number;
  /** Does the linear function come to the target within the box? */
  readonly meets: boolean;
}

/**
 * The point of the box nearest to 0 at which f, taken as linear about u, is the target: each coordinate is that of m x
 * slope, cut to its ends, for the m at which that is so; slope . u rises with m. Where the box is too small, the corner
 * that comes nearest.
 */
function nearest(u: Float64Array, value: number, slope: Float64Array, box: Box, target: number): Nearest {
  const need = target - value + dot(slope, u);
  const squared = dot(slope, slope);
  if (squared === 0) return { u: u.slice(), multiplier: 0, meets: false };
  const place = (m: number) => slope.map((a, i) => within(m * a, box.low[i], box.high[i]));
  const short = (m: number) => Math.abs(dot(slope, place(m))) < Math.abs(need);
  let [low, high] = [0, need / squared]; // without ends it is the latter
  for (let doubled = 0; short(high) && doubled < MOST_DOUBLED; doubled++) [low, high] = [high, 2 * high];
  const free = low === 0 && !short(high);
  if (short(high) && !almost(dot(slope, place(high)), need)) return { u: place(high), multiplier: high, meets: false };
  for (let i = 0; i < 100 && !free; i++) {
    const middle = (low + high) / 2;
    if (short(middle)) low = middle;
    else high = middle;
  }
  return { u: place(high), multiplier: high, meets: true };
}

/** So often the multiplier is doubled before the box counts as too small. */
const MOST_DOUBLED = 60;

function almost(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.abs(b);
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function largest(a: Float64Array): number {
  return a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

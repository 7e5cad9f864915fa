/**
 * Raises the scale of steadiness step by step from a point of the principal branch: each step predicted by the straight
 * line through the last two points, in logarithms, and corrected (`corrector.ts`). Steps shrink where a correction
 * fails or ends far from its prediction. It does not pass turning points as `trace.ts` does: there it goes on from
 * where damped sweeps come to rest, and notes the jump.
 */

import type { BranchPoint } from "./branch.ts";
import { type Corrector, correct, normaliseLogs, settle } from "./corrector.ts";
import { measureResidual, type Residual } from "./residual.ts";

/** A step may need this many sweeps before it counts as stalled. */
const STEP_ITERATIONS = 40;
const STEP_TOLERANCE = 1e-7;
/** A chance that ends further than this from its prediction calls for a smaller step: the branch might be lost. */
const LARGEST_SURPRISE = 0.3;
/** Sets reached at least this often count in full towards the surprise, rarer ones in proportion. */
const OFTEN = 0.01;
/** A step below this part of the way is not cut further: what fails then, or surprises, is a jump to another branch. */
const SMALLEST_STEP = 1 / 40;

/** Where play does not settle: how many smallest steps further on to try. */
const LEAPS = [3, 6, 12, 24];

/** The last two points of the branch. */
export interface Path {
  scale: number;
  readonly x: Float64Array;
  earlierScale: number;
  earlier: Float64Array | null;
  /** Length of the next step. */
  step: number;
  readonly visited: number[];
  /** Scales at which the branch was lost and the sweeps settled elsewhere. */
  readonly jumps: number[];
}

export type Outcome = "converged" | "stalled" | "cancelled";

/** Starts at a point of the branch, on the way to `last`. */
export function startPath(corrector: Corrector, { scale, logPolicy }: BranchPoint, last: number): Path {
  const x = logPolicy.slice();
  corrector.x.set(x);
  const step = firstStep(corrector, last);
  return { scale, x, earlierScale: Number.NaN, earlier: null, step, visited: [], jumps: [] };
}

/** A step from `corrector.x` over which choices move moderately: lambda x the largest difference in Q is about one. */
export function firstStep({ map, x }: Corrector, last: number): number {
  const { world } = map;
  measureResidual(map, x, 0);
  let widest = 0;
  for (let set = 0; set < world.header.informationSets; set++) {
    let low = Infinity;
    let high = -Infinity;
    for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
      low = Math.min(low, map.q[slot]);
      high = Math.max(high, map.q[slot]);
    }
    if (high > low) widest = Math.max(widest, map.lambda[world.setActor[set]] * (high - low));
  }
  return Math.min(last, widest > 0 ? Math.max(1 / widest, last * 1e-3) : last);
}

/** Raises the scale to `target`; there corrector.x meets `tolerance`, measured by pure sweeps. */
export function followTo(
  corrector: Corrector,
  path: Path,
  target: number,
  tolerance: number,
  maxIterations: number,
): Outcome {
  for (;;) {
    if (corrector.iterations > maxIterations || corrector.map.sweeps >= corrector.limit) return "stalled";
    const next = path.scale + path.step * 1.25 >= target ? target : path.scale + path.step;
    const taken = next - path.scale;
    const goal = next === target ? tolerance : null;
    let outcome = takeStep(corrector, path, next, goal);
    const lost = outcome.status === "stalled" || outcome.surprise > LARGEST_SURPRISE;
    if (lost && outcome.status !== "cancelled" && taken > SMALLEST_STEP * target) {
      path.step = taken * (outcome.status === "stalled" ? 1 / 3 : growth(outcome.surprise));
      continue;
    }
    // Without a line to predict by, a surprise says little.
    if (outcome.status === "stalled" || (lost && path.earlier !== null)) path.jumps.push(next);
    if (outcome.status === "stalled") outcome = settleAt(corrector, path, next, goal);
    if (outcome.status === "stalled") {
      const landed = leap(corrector, path, target);
      if (landed === null) return "stalled";
      advance(corrector, path, landed);
      path.earlier = null;
      continue;
    }
    if (outcome.status === "cancelled") return "cancelled";
    if (lost) path.step = SMALLEST_STEP * target;
    else if (taken >= path.step || goal === null) path.step = taken * growth(outcome.surprise);
    advance(corrector, path, next);
    if (lost) path.earlier = null; // the line through two branches predicts nothing
    if (next === target) return "converged";
  }
}

/** By how much the next step may be longer: surprise grows as the square of a step's length. */
function growth(surprise: number): number {
  return Math.min(3, Math.max(0.3, Math.sqrt((0.5 * LARGEST_SURPRISE) / (surprise + 1e-9))));
}

interface Step {
  readonly status: Outcome;
  readonly surprise: number;
}

/** Predicts and corrects at scale `next`. */
function takeStep(corrector: Corrector, path: Path, next: number, tolerance: number | null): Step {
  const predicted = predict(corrector, path, next);
  corrector.x.set(predicted);
  const status =
    tolerance === null
      ? correct(corrector, next, STEP_TOLERANCE, STEP_ITERATIONS).status
      : correctFully(corrector, next, tolerance).status;
  return { status, surprise: surpriseOf(corrector, predicted) };
}

/** From the last good point to wherever damped sweeps come to rest at scale `next`. */
function settleAt(corrector: Corrector, path: Path, next: number, tolerance: number | null): Step {
  corrector.x.set(path.x);
  const { status } = settle(corrector, next, STEP_TOLERANCE);
  if (status === "converged" && tolerance !== null) {
    return { status: correctFully(corrector, next, tolerance).status, surprise: 0 };
  }
  return { status, surprise: 0 };
}

/** Plain corrections at scales further on, where play may rest again; the scale of the first that succeeds. */
function leap(corrector: Corrector, path: Path, target: number): number | null {
  for (const steps of LEAPS) {
    const next = Math.min(path.scale + steps * SMALLEST_STEP * target, path.scale + 0.9 * (target - path.scale));
    corrector.x.set(path.x);
    corrector.opening = "sweeps";
    if (correct(corrector, next, STEP_TOLERANCE, STEP_ITERATIONS).status === "converged") return next;
  }
  return null;
}

/** Largest distance of a chance from its prediction, less where a set is hardly reached. */
function surpriseOf({ map, x }: Corrector, predicted: Float64Array): number {
  const { setSlot } = map.world;
  let surprise = 0;
  for (let set = 0; set < map.world.header.informationSets; set++) {
    const matters = Math.min(1, map.setReach[set] / OFTEN);
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) {
      const distance = Math.abs(Math.exp(predicted[slot]) - Math.exp(x[slot]));
      surprise = Math.max(surprise, matters * distance);
    }
  }
  return surprise;
}

/** The straight line through the last two points. */
function predict({ map }: Corrector, path: Path, next: number): Float64Array {
  const predicted = path.x.slice();
  if (path.earlier === null) return predicted;
  const ratio = (next - path.scale) / (path.scale - path.earlierScale);
  for (let slot = 1; slot < predicted.length; slot++) {
    predicted[slot] += path.x[slot] === path.earlier[slot] ? 0 : ratio * (path.x[slot] - path.earlier[slot]);
  }
  normaliseLogs(map, predicted);
  return predicted;
}

function advance(corrector: Corrector, path: Path, scale: number): void {
  if (scale > path.scale) {
    path.earlier ??= new Float64Array(path.x.length);
    path.earlier.set(path.x);
    path.earlierScale = path.scale;
  }
  path.x.set(corrector.x);
  path.scale = scale;
  path.visited.push(scale);
}

export interface Corrected {
  readonly status: Outcome;
  /** At corrector.x; reach, values and Q stand in the map. null when cancelled. */
  readonly measured: Residual | null;
}

/** Corrects to a tolerance that pure sweeps measure, trying a tighter target where the measure lags behind. */
export function correctFully(corrector: Corrector, scale: number, tolerance: number): Corrected {
  let measured: Residual | null = null;
  for (const target of [tolerance, tolerance / 30, tolerance / 1000]) {
    const { status } = correct(corrector, scale, target, STEP_ITERATIONS * 3);
    if (status === "cancelled") return { status, measured: null };
    measured = measureResidual(corrector.map, corrector.x, scale);
    if (measured.residual <= tolerance) return { status: "converged", measured };
    if (status === "stalled") break;
  }
  return { status: "stalled", measured };
}

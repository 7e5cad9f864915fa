/**
 * Raises the scale of steadiness from 0 step by step along the principal branch: each step predicted by the straight line
 * through the last two points, in logarithms, and corrected (`corrector.ts`). Steps shrink where a correction fails or ends
 * far from its prediction. It does not pass turning points: `trace.ts` does.
 */
import { type Corrector, correct, normaliseLogs } from "./corrector.ts";
import { startingLogPolicy } from "./logit-map.ts";
import { measureResidual } from "./residual.ts";

/** A step may need this many sweeps before it counts as stalled. */
const STEP_ITERATIONS = 40;
const STEP_TOLERANCE = 1e-7;
/** A chance that ends further than this from its prediction calls for a smaller step: the branch might be lost. */
const LARGEST_SURPRISE = 0.25;
/** Steps below this part of the way are not cut for surprise. */
const SMALL_STEP = 1 / 200;
/** A step below this part of the way that still fails means a stall. */
const SMALLEST_STEP = 1e-5;
/** Evaluations in a step up to which the next may be longer. */
const EASY = 8;

/** The last two points of the branch. */
export interface Path {
  scale: number;
  readonly x: Float64Array;
  earlierScale: number;
  earlier: Float64Array | null;
  /** Length of the next step. */
  step: number;
  readonly visited: number[];
}

export type Outcome = "converged" | "stalled" | "cancelled";

/** Starts at scale 0, where behaviour is the prior weights', on the way to `last`. */
export function startPath(corrector: Corrector, last: number): Path {
  const x = startingLogPolicy(corrector.map.world);
  corrector.x.set(x);
  const step = firstStep(corrector, last);
  return { scale: 0, x, earlierScale: Number.NaN, earlier: null, step, visited: [] };
}

/** A first step over which choices move moderately: lambda x the largest difference in Q at lambda 0 is about one. */
function firstStep({ map, x }: Corrector, last: number): number {
  const { world } = map;
  measureResidual(map, x, 0);
  let widest = 0;
  for (let set = 0; set < world.header.informationSets; set++) {
    let low = Infinity;
    let high = -Infinity;
    for (let slot = world.setSlot[set]!; slot < world.setSlot[set + 1]!; slot++) {
      low = Math.min(low, map.q[slot]!);
      high = Math.max(high, map.q[slot]!);
    }
    if (high > low) widest = Math.max(widest, map.lambda[world.setActor[set]!]! * (high - low));
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
    if (corrector.iterations > maxIterations) return "stalled";
    const next = path.scale + path.step * 1.25 >= target ? target : path.scale + path.step;
    const taken = next - path.scale;
    const outcome = takeStep(corrector, path, next, next === target ? tolerance : null);
    if (outcome.status === "cancelled") return "cancelled";
    const surprising = outcome.surprise > LARGEST_SURPRISE && taken > SMALL_STEP * target;
    if (outcome.status === "stalled" || surprising) {
      if (taken < SMALLEST_STEP * target) return "stalled";
      path.step = taken / 3;
      continue;
    }
    advance(corrector, path, next);
    if (next < target || taken > path.step) path.step = taken * growth(outcome.iterations, outcome.surprise);
    if (next === target) return "converged";
  }
}

function growth(iterations: number, surprise: number): number {
  if (iterations <= EASY && surprise < LARGEST_SURPRISE / 2) return 2;
  return iterations > 2 * EASY ? 0.7 : 1.2;
}

/** Predicts and corrects at scale `next`. The surprise is the largest distance of a chance from its prediction. */
function takeStep(
  corrector: Corrector,
  path: Path,
  next: number,
  tolerance: number | null,
): { status: Outcome; iterations: number; surprise: number } {
  const predicted = predict(corrector, path, next);
  corrector.x.set(predicted);
  const before = corrector.iterations;
  const status =
    tolerance === null
      ? correct(corrector, next, STEP_TOLERANCE, STEP_ITERATIONS).status
      : correctFully(corrector, next, tolerance);
  let surprise = 0;
  for (let slot = 1; slot < predicted.length; slot++) {
    surprise = Math.max(surprise, Math.abs(Math.exp(predicted[slot]!) - Math.exp(corrector.x[slot]!)));
  }
  return { status, iterations: corrector.iterations - before, surprise };
}

/** The straight line through the last two points. */
function predict({ map }: Corrector, path: Path, next: number): Float64Array {
  const predicted = path.x.slice();
  if (path.earlier === null) return predicted;
  const ratio = (next - path.scale) / (path.scale - path.earlierScale);
  for (let slot = 1; slot < predicted.length; slot++) {
    predicted[slot]! += path.x[slot] === path.earlier[slot] ? 0 : ratio * (path.x[slot]! - path.earlier[slot]!);
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

/** Corrects to a tolerance that pure sweeps measure, trying a tighter target where the measure lags behind. */
export function correctFully(corrector: Corrector, scale: number, tolerance: number): Outcome {
  for (const target of [tolerance, tolerance / 30, tolerance / 1000]) {
    const { status } = correct(corrector, scale, target, STEP_ITERATIONS * 3);
    if (status === "cancelled") return "cancelled";
    if (measureResidual(corrector.map, corrector.x, scale).residual <= tolerance) return "converged";
    if (status === "stalled") return "stalled";
  }
  return "stalled";
}

/**
 * Solves a world for its agent logit equilibrium (McKelvey and Palfrey 1998) at the stated steadiness and at multiples of
 * it. Nothing hidden: one backward sweep. Otherwise lambda is raised from 0 step by step along the principal branch, each
 * step predicted from the last ones and corrected (`corrector.ts`). Nothing above tolerance is called solved.
 */
import type { World } from "../world/world.ts";
import { type Corrector, correct, createCorrector, normaliseLogs } from "./corrector.ts";
import { answerPolicy, createLogitMap, type LogitMap, startingLogPolicy } from "./logit-map.ts";
import { measureResidual, type Residual } from "./residual.ts";
import type { Certificate, SolveOptions, SolveResult } from "./solution.ts";

const TOLERANCE = 1e-10;
const MAX_ITERATIONS = 5000;
/** A step may need this many sweeps before it counts as stalled. */
const STEP_ITERATIONS = 40;
/** A chance that ends further than this from its prediction calls for a smaller step (the branch might be lost). */
const LARGEST_SURPRISE = 0.25;
/** Steps smaller than this part of the way are not cut for surprise, and at a hundredth of it not at all. */
const SMALL_STEP = 1 / 200;
const STEP_TOLERANCE = 1e-7;

/**
 * One result per scale asked for (default [1]), in ascending order. See `solution.ts` for the options and the results.
 * Throws an Error on scales that are not ascending and finite.
 */
export function solveEquilibrium(world: World, options: SolveOptions = {}): SolveResult[] {
  const scales = options.scales ?? [1];
  checkScales(scales);
  const needsBytes = memoryNeeded(world, scales.length);
  if (options.maxBytes !== undefined && needsBytes > options.maxBytes) {
    return scales.map(() => ({ status: "too large", needsBytes, limitBytes: options.maxBytes! }));
  }
  const run = startRun(world, options);
  if (run.map.layout.nothingHidden) return scales.map((scale) => solveExactly(run, scale));
  if (options.from) return scales.map((scale) => solveFrom(run, scale, options.from!));
  return raiseLambda(run, scales);
}

function checkScales(scales: readonly number[]): void {
  scales.forEach((scale, i) => {
    const before = i === 0 ? 0 : scales[i - 1]!;
    if (!(scale >= before && Number.isFinite(scale)))
      throw new Error(`scales must ascend from 0: ${scales.join(", ")}`);
  });
}

/** Bytes that solving will hold at its peak, results included (the world itself is not counted). */
export function memoryNeeded(world: World, results: number): number {
  const { nodes, slots, columns, informationSets } = world.header;
  const perResult = 8 * (nodes * (columns + 1) + 3 * slots);
  const map = 8 * (nodes * (columns + 2) + 3 * slots) + 9 * informationSets;
  const vectors = 8 * slots * (2 * 6 + 2 + 8 + 45);
  const rare = 12 * nodes + 16 * slots;
  return map + vectors + rare + results * perResult;
}

interface Run {
  readonly world: World;
  readonly map: LogitMap;
  readonly corrector: Corrector;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly cancelled: () => boolean;
  readonly visited: number[];
}

function startRun(world: World, options: SolveOptions): Run {
  const map = createLogitMap(world);
  const cancelled = options.cancelled ?? (() => false);
  const corrector: Corrector = createCorrector(
    map,
    (scale, residual) => options.onProgress?.({ scale, iteration: corrector.iterations, residual }),
    cancelled,
  );
  return {
    world,
    map,
    corrector,
    tolerance: options.tolerance ?? TOLERANCE,
    maxIterations: options.maxIterations ?? MAX_ITERATIONS,
    cancelled,
    visited: [],
  };
}

/** Every belief is certain: the logit answers, taken from the end backwards, are the only equilibrium. */
function solveExactly(run: Run, scale: number): SolveResult {
  if (run.cancelled()) return { status: "cancelled" };
  const { corrector, map } = run;
  corrector.x.set(startingLogPolicy(run.world));
  answerPolicy(map, corrector.x, scale, corrector.answer);
  corrector.iterations++;
  corrector.x.set(corrector.answer);
  return result(run, scale, "exact", [scale], "nothing is hidden: one backward sweep is exact");
}

/** Corrects a policy of the caller's at each scale in turn. */
function solveFrom(run: Run, scale: number, from: Float64Array): SolveResult {
  const { corrector } = run;
  const start = startingLogPolicy(run.world);
  for (let slot = 1; slot < start.length; slot++) {
    const log = Math.log(from[slot]!);
    corrector.x[slot] = run.visited.length > 0 ? corrector.x[slot]! : Number.isFinite(log) ? log : start[slot]!;
  }
  normaliseLogs(run.map, corrector.x);
  const correction = correctFully(run, scale);
  if (correction === "cancelled") return { status: "cancelled" };
  run.visited.push(scale);
  return result(run, scale, "warm start", [scale], "started from a given policy; the branch was not followed");
}

/** Corrects to the run's tolerance, measured by pure sweeps, trying a tighter target where the measure lags behind. */
function correctFully(run: Run, scale: number): "converged" | "stalled" | "cancelled" {
  const { corrector, tolerance } = run;
  for (const target of [tolerance, tolerance / 30, tolerance / 1000]) {
    const correction = correct(corrector, scale, target, STEP_ITERATIONS * 3);
    if (correction.status === "cancelled") return "cancelled";
    if (measureResidual(run.map, corrector.x, scale).residual <= tolerance) return "converged";
    if (correction.status === "stalled") return "stalled";
  }
  return "stalled";
}

/** Continuation in the scale: the heart of the solver for hidden information. */
function raiseLambda(run: Run, scales: readonly number[]): SolveResult[] {
  const { corrector } = run;
  const path: Path = { scale: 0, x: startingLogPolicy(run.world), earlierScale: Number.NaN, earlier: null };
  corrector.x.set(path.x);
  const results: SolveResult[] = [];
  let step = firstStep(run, scales[scales.length - 1]!);
  for (const scale of scales) {
    const reached = followTo(run, path, scale, step);
    if (reached.status === "cancelled") return [...results, ...cancelledFrom(scales, results.length)];
    step = reached.step;
    const says =
      reached.status === "reached"
        ? "lambda raised step by step from 0; the branch was not traced through turning points"
        : `lambda could not be raised beyond ${path.scale.toPrecision(4)} of the stated one step by step`;
    results.push(result(run, scale, "stepwise", [...run.visited], says));
    if (reached.status === "stalled") corrector.x.set(path.x);
  }
  return results;
}

function cancelledFrom(scales: readonly number[], done: number): SolveResult[] {
  return scales.slice(done).map(() => ({ status: "cancelled" }));
}

/** The last two points of the branch. */
interface Path {
  scale: number;
  readonly x: Float64Array;
  earlierScale: number;
  earlier: Float64Array | null;
}

/** A first step over which choices move moderately: lambda x the largest difference in Q at lambda 0 is about one. */
function firstStep(run: Run, last: number): number {
  const { world, map, corrector } = run;
  measureResidual(map, corrector.x, 0);
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

function followTo(
  run: Run,
  path: Path,
  target: number,
  firstStep: number,
): { status: "reached" | "stalled" | "cancelled"; step: number } {
  const { corrector } = run;
  let step = firstStep;
  for (;;) {
    if (corrector.iterations > run.maxIterations) return { status: "stalled", step };
    const next = path.scale + step * 1.25 >= target ? target : path.scale + step;
    const taken = next - path.scale;
    const outcome = takeStep(run, path, next, next === target);
    if (outcome.status === "cancelled") return { status: "cancelled", step };
    const smallest = SMALL_STEP * target;
    const refused = outcome.status === "stalled" || (outcome.surprise > LARGEST_SURPRISE && taken > smallest);
    if (refused) {
      if (taken < smallest * 1e-4) return { status: "stalled", step };
      step = taken / 3;
      corrector.x.set(path.x);
      continue;
    }
    advance(run, path, next);
    if (outcome.iterations <= 6 && outcome.surprise < LARGEST_SURPRISE / 2) step = Math.max(step, taken * 2);
    else if (outcome.iterations > 20) step = taken / 1.5;
    if (next === target) return { status: "reached", step };
  }
}

/** Predicts and corrects at scale `next`. The surprise is the largest distance of a chance from its prediction. */
function takeStep(
  run: Run,
  path: Path,
  next: number,
  last: boolean,
): { status: "converged" | "stalled" | "cancelled"; iterations: number; surprise: number } {
  const { corrector } = run;
  const predicted = predict(run, path, next);
  corrector.x.set(predicted);
  const before = corrector.iterations;
  const status = last ? correctFully(run, next) : correct(corrector, next, STEP_TOLERANCE, STEP_ITERATIONS).status;
  let surprise = 0;
  for (let slot = 1; slot < predicted.length; slot++) {
    surprise = Math.max(surprise, Math.abs(Math.exp(predicted[slot]!) - Math.exp(corrector.x[slot]!)));
  }
  return { status, iterations: corrector.iterations - before, surprise };
}

/** The straight line through the last two points, in logarithms. */
function predict(run: Run, path: Path, next: number): Float64Array {
  const predicted = path.x.slice();
  if (path.earlier) {
    const ratio = (next - path.scale) / (path.scale - path.earlierScale);
    for (let slot = 1; slot < predicted.length; slot++) {
      const moved = path.x[slot] === path.earlier[slot] ? 0 : path.x[slot]! - path.earlier[slot]!;
      predicted[slot]! += ratio * moved;
    }
    normaliseLogs(run.map, predicted);
  }
  return predicted;
}

function advance(run: Run, path: Path, scale: number): void {
  if (scale > path.scale) {
    path.earlier = path.earlier ?? new Float64Array(path.x.length);
    path.earlier.set(path.x);
    path.earlierScale = path.scale;
  }
  path.x.set(run.corrector.x);
  path.scale = scale;
  run.visited.push(scale);
}

/** The result at the corrector's point, with its certificate measured by pure sweeps. */
function result(
  run: Run,
  scale: number,
  branch: Certificate["branch"],
  steps: readonly number[],
  says: string,
): SolveResult {
  const { map, corrector } = run;
  const measured: Residual = measureResidual(map, corrector.x, scale);
  return {
    status: measured.residual <= run.tolerance ? "solved" : "not converged",
    scale,
    policy: map.policy.slice(),
    logPolicy: corrector.x.slice(),
    reach: map.reach.slice(),
    values: map.values.slice(),
    q: map.q.slice(),
    certificate: {
      residual: measured.residual,
      largestGain: measured.largestGain,
      massLost: measured.massLost,
      iterations: corrector.iterations,
      branch,
      steps,
      says,
    },
  };
}

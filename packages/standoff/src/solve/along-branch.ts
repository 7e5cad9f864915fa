/**
 * All scales along the principal branch from lambda 0: traced, and where that does not get through, or would cost too
 * much, raised step by step from there, and in the end in one leap.
 */
import type { Steps } from "../math/steps.ts";
import type { BranchEvent, BranchPoint, Trace } from "./branch.ts";
import { correctFully, firstStep, followTo, type Outcome, type Path, startPath } from "./continuation.ts";
import { correct, LOG_SLACK, sweepTo } from "./corrector.ts";
import { startingLogPolicy } from "./logit-map.ts";
import { isSmall } from "./newton.ts";
import { measureResidual, type Residual, roundingLimit } from "./residual.ts";
import { cancelledAfter, listEvents, type Run, result } from "./run.ts";
import type { SolveResult } from "./solution.ts";
import { traceBranchInSteps } from "./trace.ts";
import { traceLargeInSteps } from "./trace-large.ts";

/** Sweeps that raising lambda step by step may take. */
const MAX_ITERATIONS = 5000;
/** Edges that a trace may visit, sweep by sweep, and sweeps that it may take whatever they cost. */
const TRACE_WORK = 3e9;
const TRACE_SWEEPS = 600;
/**
 * Edges that following the branch past the stated steadiness (scale 1) may visit, and sweeps that it may take whatever
 * they cost.
 */
const BEYOND_WORK = 3e9;
const BEYOND_SWEEPS = 400;
/**
 * In a small world: what its trace may visit, in edges and, for each sweep, in what a sweep costs besides; and raising
 * lambda from there as much again.
 */
const DENSE_WORK = 1.5e9;
const SWEEP_WORK = 2000;
/** Part of it where rounding alone exceeds the tolerance, so that nothing can be called solved. */
const HOPELESS = 0.02;
/** Sweeps of one leap. */
const LEAP_SWEEPS = 200;
/** Steps that the last digits of a small world's logarithms may take. */
const POLISHING = 4;
/** A leap aims below the tolerance, since the measure of pure sweeps may lag behind. */
const LEAP_PRECISION = 3;

/** A run along the branch. */
interface Walk extends Run {
  readonly maxIterations: number;
  readonly traceSweeps: number;
  readonly beyondSweeps: number;
  /** Sweeps that tracing a small world may take. */
  denseSweeps: number;
  /** Count of the map's sweeps from which the branch is not followed any more. */
  limit: number;
}

/** One result per scale. Rests before each step along the branch. */
export function* solveAlongBranch(run: Run, scales: readonly number[]): Steps<SolveResult[]> {
  const { options, world } = run;
  const walk: Walk = {
    ...run,
    maxIterations: options.maxIterations ?? MAX_ITERATIONS,
    traceSweeps: options.traceSweeps ?? Math.max(TRACE_SWEEPS, TRACE_WORK / world.header.edges),
    beyondSweeps: options.beyondSweeps ?? Math.max(BEYOND_SWEEPS, BEYOND_WORK / world.header.edges),
    denseSweeps: Number.POSITIVE_INFINITY,
    limit: Number.POSITIVE_INFINITY,
  };
  if (isSmall(run.map)) limitDense(walk, scales);
  return yield* followBranch(walk, scales);
}

function limitDense(walk: Walk, scales: readonly number[]): void {
  const { map, world, options, tolerance } = walk;
  measureResidual(map, startingLogPolicy(world), 0);
  const hopeless = !(roundingLimit(map, scales[scales.length - 1]) <= tolerance);
  const sweeps = (DENSE_WORK * (hopeless ? HOPELESS : 1)) / (world.header.edges + SWEEP_WORK);
  walk.denseSweeps = options.traceSweeps || sweeps;
  walk.limit = map.sweeps + 2 * walk.denseSweeps;
}

/** The principal branch from lambda 0: traced, and where that does not get through, raised step by step from there. */
function* followBranch(run: Walk, scales: readonly number[]): Steps<SolveResult[]> {
  const start: BranchPoint = { scale: 0, logPolicy: startingLogPolicy(run.world) };
  const found: SolveResult[] = [];
  const finish = (trace: Trace) => {
    for (let i = found.length; i < scales.length && trace.crossings[i] && !run.cancelled(); i++) {
      const next = finishTrace(run, trace, i, scales[i]);
      found.push(next);
      tellOf(run, next);
    }
  };
  const trace = yield* isSmall(run.map) ? traceSmall(run, start, scales) : traceWithin(run, start, scales, finish);
  if (trace.status !== "cancelled") finish(trace);
  if (trace.status === "cancelled" || run.cancelled()) return [...found, ...cancelledAfter(scales, found.length)];
  if (found.length === scales.length) return found;
  return [...found, ...raiseLambda(run, trace, trace.highest, scales.slice(found.length), (next) => tellOf(run, next))];
}

/** Once the stated steadiness stands, what is left of the scales may cost a limited number of sweeps. */
function tellOf(run: Walk, found: SolveResult): void {
  if ("scale" in found && found.scale === 1 && !isSmall(run.map)) run.limit = run.map.sweeps + run.beyondSweeps;
  run.tell(found);
}

function traceSmall(run: Walk, start: BranchPoint, scales: readonly number[]): Steps<Trace> {
  const maxSweeps = run.map.sweeps + run.denseSweeps;
  return traceBranchInSteps(run.map, start, scales, { maxSweeps, cancelled: run.cancelled, onPoint: run.report });
}

/** In a large world, with as many sweeps as a trace may cost; a scale is finished as soon as it is passed. */
function traceWithin(
  run: Walk,
  start: BranchPoint,
  scales: readonly number[],
  onCrossing: (trace: Trace) => void,
): Steps<Trace> {
  const { corrector, map, traceSweeps, cancelled, report } = run;
  corrector.x.set(start.logPolicy);
  const step = firstStep(corrector, scales[scales.length - 1]);
  const most = map.sweeps + traceSweeps;
  const options = {
    get maxSweeps() {
      return Math.min(most, run.limit);
    },
    cancelled,
    onPoint: report,
    onCrossing,
  };
  return traceLargeInSteps(corrector, start, scales, step, options);
}

/**
 * Corrects the point where a trace passed a scale, to the full tolerance; failing that, raises lambda from the point
 * before.
 */
function finishTrace(run: Walk, trace: Trace, place: number, scale: number): SolveResult {
  const { corrector } = run;
  const { point, before, steps: taken } = trace.crossings[place]!;
  corrector.x.set(point.logPolicy);
  if (isSmall(run.map)) corrector.opening = "newton";
  const { status, measured: first } = correctFully(corrector, scale, run.tolerance);
  if (first === null) return { status: "cancelled" };
  const measured = status === "converged" && isSmall(run.map) ? polished(run, scale, first) : first;
  const steps = [...trace.steps.slice(0, taken), scale];
  const says = `the principal branch was traced from lambda 0; ${describeTrace(trace, taken)}`;
  const corrected = result(run, measured, scale, { branch: "traced", steps, says });
  if (status === "converged" || before.scale >= scale) return corrected;
  const raised = raiseLambda(run, trace, before, [scale], () => {})[0];
  return raised.status === "not converged" ? corrected : raised;
}

/**
 * Goes on until logarithms too are right to the tolerance in chances: what a set that is hardly ever reached answers
 * hangs on ratios of tiny chances. In a small world that is a step or two of Newton's method.
 */
function polished({ corrector, map, tolerance }: Walk, scale: number, before: Residual): Residual {
  const { x } = corrector;
  const start = x.slice();
  const { status } = correct(corrector, scale, tolerance / LOG_SLACK, POLISHING);
  const after = status === "cancelled" ? null : measureResidual(map, x, scale);
  if (after !== null && after.residual <= before.residual) return after;
  x.set(start);
  return before;
}

/** What was met on the way, in as many steps. */
export function describeTrace({ turningPoints, bifurcations, bifurcationsTested }: Trace, steps: number): string {
  const onTheWay = (events: readonly BranchEvent[]) => events.filter((event) => event.steps <= steps);
  const [turning, crossing] = [onTheWay(turningPoints), onTheWay(bifurcations)];
  const turns = turning.length > 0 ? `it turns at ${listEvents(turning)} of the stated lambda` : "it never turns";
  if (!bifurcationsTested) return `${turns}; other branches that cross it were not looked for`;
  return `${turns}${crossing.length > 0 ? `; other branches cross it at ${listEvents(crossing)}` : ""}`;
}

/** Continuation in the scale from a point of a trace. */
function raiseLambda(
  run: Walk,
  trace: Trace,
  from: BranchPoint,
  scales: readonly number[],
  tell: Run["tell"],
): SolveResult[] {
  const { corrector } = run;
  const path = startPath(corrector, from, scales[scales.length - 1]);
  const results: SolveResult[] = [];
  const most = corrector.iterations + run.maxIterations;
  for (const scale of scales) {
    corrector.limit = run.limit;
    const followed = run.map.sweeps >= run.limit ? "stalled" : followTo(corrector, path, scale, run.tolerance, most);
    corrector.limit = Number.POSITIVE_INFINITY;
    const spent = followed === "stalled" && run.map.sweeps >= run.limit;
    const reached = spent ? leapTo(run, path, scale) : followed;
    if (reached === "cancelled") return [...results, ...cancelledAfter(scales, results.length)];
    const measured = measureResidual(run.map, corrector.x, scale);
    const steps = [...trace.steps, ...path.visited, ...(spent ? [scale] : [])];
    const says = spent ? describeLeap(path) : describePath(path, from.scale);
    const found = result(run, measured, scale, { branch: spent ? "leapt" : "stepwise", steps, says });
    results.push(found);
    tell(found);
  }
  return results;
}

/** Accelerated sweeps at the scale itself, from the last point followed to. */
function leapTo({ corrector, tolerance }: Walk, path: Path, scale: number): Outcome {
  corrector.x.set(path.x);
  const { status } = sweepTo(corrector, scale, tolerance / LEAP_PRECISION, LEAP_SWEEPS);
  if (status === "stalled") corrector.x.set(corrector.best);
  return status;
}

function describeLeap({ scale }: Path): string {
  const from = Number(scale.toPrecision(4));
  return `the branch was followed from lambda 0 to ${from} of the stated one, as far as the work allowed; from there play settled in one leap, perhaps on another branch`;
}

function describePath({ jumps }: Path, from: number): string {
  const traced = `traced from lambda 0 to ${Number(from.toPrecision(4))} of the stated one, then`;
  const raised = `${from > 0 ? traced : "stable, not traced: lambda was"} raised step by step`;
  if (jumps.length === 0) return from > 0 ? `${raised}, not traced` : `${raised} from 0`;
  return `${raised}; the branch was lost at ${listEvents(jumps.map((scale) => ({ scale })))} of the stated lambda, and followed on from where play settled`;
}

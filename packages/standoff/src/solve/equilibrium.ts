/**
 * Solves a world for its agent logit equilibrium (McKelvey and Palfrey 1998) at the stated steadiness and at multiples of
 * it. Nothing hidden: one backward sweep. Otherwise the principal branch is traced from lambda 0; where that does not get through,
 * or would cost too much, lambda is raised step by step from there, and in the end in one leap. Nothing above tolerance is called
 * solved.
 */
import type { World } from "../world/world.ts";
import type { BranchEvent, BranchPoint, Trace } from "./branch.ts";
import { certify } from "./certify.ts";
import { correctFully, firstStep, followTo, type Outcome, type Path, startPath } from "./continuation.ts";
import { type Corrector, createCorrector, normaliseLogs, sweepTo } from "./corrector.ts";
import { answerPolicy, createLogitMap, type LogitMap, startingLogPolicy } from "./logit-map.ts";
import { isSmall } from "./newton.ts";
import { measureResidual, type Residual, roundingLimit } from "./residual.ts";
import type { Certificate, SolveOptions, SolveResult } from "./solution.ts";
import { traceBranch } from "./trace.ts";
import { traceLarge } from "./trace-large.ts";

const TOLERANCE = 1e-10;
/** Sweeps that raising lambda step by step may take. */
const MAX_ITERATIONS = 5000;
/** Edges that a trace may visit, sweep by sweep, and sweeps that it may take whatever they cost. */
const TRACE_WORK = 3e9;
const TRACE_SWEEPS = 600;
/** Edges that following the branch past the stated steadiness (scale 1) may visit, and sweeps that it may take whatever they cost. */
const BEYOND_WORK = 3e9;
const BEYOND_SWEEPS = 400;
/** Sweeps of one leap. */
const LEAP_SWEEPS = 200;
/** A leap aims below the tolerance, since the measure of pure sweeps may lag behind. */
const LEAP_PRECISION = 3;
/** Turning points named one by one. */
const MOST_NAMED = 12;

/**
 * One result per scale asked for (default [1]), in ascending order. See `solution.ts` for the options and the results.
 * Throws an Error on scales that do not ascend from 0.
 */
export function solveEquilibrium(world: World, options: SolveOptions = {}): SolveResult[] {
  let told = 0;
  const tell = (result: SolveResult) => {
    told++;
    options.onResult?.(result);
  };
  const results = solveAll(world, options, tell);
  for (const result of results.slice(told)) tell(result);
  return results;
}

/** `tell` is called with results that stand before the last one does; it need not be called at all. */
function solveAll(world: World, options: SolveOptions, tell: (result: SolveResult) => void): SolveResult[] {
  const scales = options.scales ?? [1];
  checkScales(scales);
  const needsBytes = memoryNeeded(world, scales.length);
  if (options.maxBytes !== undefined && needsBytes > options.maxBytes) {
    return scales.map(() => ({ status: "too large", needsBytes, limitBytes: options.maxBytes! }));
  }
  const run = startRun(world, options, tell);
  if (run.map.layout.nothingHidden) return scales.map((scale) => solveExactly(run, scale));
  if (options.from) return solveFrom(run, scales, options.from);
  return followBranch(run, scales);
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
  const { nodes, slots, columns, informationSets, views } = world.header;
  const perResult = 8 * (nodes * (columns + 1) + 3 * slots);
  const map = 8 * (nodes * (columns + 1 + views) + 6 * slots) + 13 * informationSets;
  const kernels = 12 * nodes + 16 * world.header.edges + 8 * slots + 16 * informationSets; // the fast ones' own copy of the world
  const tangents = 8 * (nodes * (columns + (views > 1 ? 3 : 2)) + 3 * slots);
  const vectors = 8 * slots * (2 * 6 + 12 + 45);
  const rare = views * (12 * nodes + 16 * slots);
  return map + kernels + tangents + vectors + rare + results * perResult;
}

interface Run {
  readonly world: World;
  readonly map: LogitMap;
  readonly corrector: Corrector;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly traceSweeps: number;
  readonly beyondSweeps: number;
  /** Count of the map's sweeps from which the branch is not followed any more. */
  limit: number;
  readonly cancelled: () => boolean;
  readonly report: (scale: number, residual: number) => void;
  readonly tell: (result: SolveResult) => void;
}

function startRun(world: World, options: SolveOptions, tell: Run["tell"]): Run {
  const map = createLogitMap(world);
  const cancelled = options.cancelled ?? (() => false);
  const report = (scale: number, residual: number) => options.onProgress?.({ scale, iteration: map.sweeps, residual });
  return {
    world,
    map,
    corrector: createCorrector(map, report, cancelled),
    tolerance: options.tolerance ?? TOLERANCE,
    maxIterations: options.maxIterations ?? MAX_ITERATIONS,
    traceSweeps: options.traceSweeps ?? Math.max(TRACE_SWEEPS, TRACE_WORK / world.header.edges),
    beyondSweeps: options.beyondSweeps ?? Math.max(BEYOND_SWEEPS, BEYOND_WORK / world.header.edges),
    limit: Number.POSITIVE_INFINITY,
    cancelled,
    report,
    tell,
  };
}

/** Every belief is certain: the logit answers, taken from the end backwards, are the only equilibrium. */
function solveExactly(run: Run, scale: number): SolveResult {
  if (run.cancelled()) return { status: "cancelled" };
  const { corrector, map } = run;
  corrector.x.set(startingLogPolicy(run.world));
  answerPolicy(map, corrector.x, scale, corrector.answer);
  corrector.x.set(corrector.answer);
  const measured = measureResidual(map, corrector.x, scale);
  return result(run, measured, scale, "exact", [scale], "nothing is hidden: one backward sweep is exact");
}

/** Corrects a policy of the caller's at each scale in turn. */
function solveFrom(run: Run, scales: readonly number[], from: Float64Array): SolveResult[] {
  const { corrector } = run;
  const start = startingLogPolicy(run.world);
  for (let slot = 1; slot < start.length; slot++) {
    const log = Math.log(from[slot]!);
    corrector.x[slot] = Number.isFinite(log) ? log : start[slot]!;
  }
  normaliseLogs(run.map, corrector.x);
  return scales.map((scale, i) => {
    const { measured } = correctFully(corrector, scale, run.tolerance);
    if (measured === null) return { status: "cancelled" };
    const says = "started from a given policy; the branch was not followed";
    return result(run, measured, scale, "warm start", scales.slice(0, i + 1), says);
  });
}

/** The principal branch from lambda 0: traced, and where that does not get through, raised step by step from there. */
function followBranch(run: Run, scales: readonly number[]): SolveResult[] {
  const start: BranchPoint = { scale: 0, logPolicy: startingLogPolicy(run.world) };
  const found: SolveResult[] = [];
  const finish = (trace: Trace) => {
    for (let i = found.length; i < scales.length && trace.crossings[i] && !run.cancelled(); i++) {
      const next = finishTrace(run, trace, i, scales[i]!);
      found.push(next);
      tellOf(run, next);
    }
  };
  const trace = isSmall(run.map) ? traceSmall(run, start, scales) : traceWithin(run, start, scales, finish);
  if (trace.status !== "cancelled") finish(trace);
  if (trace.status === "cancelled" || run.cancelled()) return [...found, ...cancelledAfter(scales, found.length)];
  if (found.length === scales.length) return found;
  return [...found, ...raiseLambda(run, trace, trace.highest, scales.slice(found.length), (next) => tellOf(run, next))];
}

/** Once the stated steadiness stands, what is left of the scales may cost a limited number of sweeps. */
function tellOf(run: Run, found: SolveResult): void {
  if ("scale" in found && found.scale === 1 && !isSmall(run.map)) run.limit = run.map.sweeps + run.beyondSweeps;
  run.tell(found);
}

function traceSmall(run: Run, start: BranchPoint, scales: readonly number[]): Trace {
  return traceBranch(run.map, start, scales, { cancelled: run.cancelled, onPoint: run.report });
}

/** In a large world, with as many sweeps as a trace may cost; a scale is finished as soon as it is passed. */
function traceWithin(
  run: Run,
  start: BranchPoint,
  scales: readonly number[],
  onCrossing: (trace: Trace) => void,
): Trace {
  const { corrector, map, traceSweeps, cancelled, report } = run;
  corrector.x.set(start.logPolicy);
  const step = firstStep(corrector, scales[scales.length - 1]!);
  const most = map.sweeps + traceSweeps;
  const options = {
    get maxSweeps() {
      return Math.min(most, run.limit);
    },
    cancelled,
    onPoint: report,
    onCrossing,
  };
  return traceLarge(corrector, start, scales, step, options);
}

/** Corrects the point where a trace passed a scale, to the full tolerance; failing that, raises lambda from the point before. */
function finishTrace(run: Run, trace: Trace, place: number, scale: number): SolveResult {
  const { corrector } = run;
  const { point, before, steps: taken } = trace.crossings[place]!;
  corrector.x.set(point.logPolicy);
  if (isSmall(run.map)) corrector.opening = "newton";
  const { status, measured } = correctFully(corrector, scale, run.tolerance);
  if (measured === null) return { status: "cancelled" };
  const steps = [...trace.steps.slice(0, taken), scale];
  const says = `the principal branch was traced from lambda 0; ${describeTrace(trace, taken)}`;
  const polished = result(run, measured, scale, "traced", steps, says);
  if (status === "converged" || before.scale >= scale) return polished;
  const raised = raiseLambda(run, trace, before, [scale], () => {})[0]!;
  return raised.status === "not converged" ? polished : raised;
}

/** What was met on the way, in as many steps. */
function describeTrace({ turningPoints, bifurcations, bifurcationsTested }: Trace, steps: number): string {
  const onTheWay = (events: readonly BranchEvent[]) =>
    events.filter((event) => event.steps <= steps).map(({ scale }) => scale);
  const [turning, crossing] = [onTheWay(turningPoints), onTheWay(bifurcations)];
  const turns = turning.length > 0 ? `it turns at ${listScales(turning)} of the stated lambda` : "it never turns";
  if (!bifurcationsTested) return `${turns}; other branches that cross it were not looked for`;
  return `${turns}${crossing.length > 0 ? `; other branches cross it at ${listScales(crossing)}` : ""}`;
}

function listScales(scales: readonly number[]): string {
  const [first, more] = [scales.slice(0, MOST_NAMED), scales.length - MOST_NAMED];
  const named = first.map((scale) => Number(scale.toPrecision(4))).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Continuation in the scale from a point of a trace. */
function raiseLambda(
  run: Run,
  trace: Trace,
  from: BranchPoint,
  scales: readonly number[],
  tell: Run["tell"],
): SolveResult[] {
  const { corrector } = run;
  const path = startPath(corrector, from, scales[scales.length - 1]!);
  const results: SolveResult[] = [];
  const most = corrector.iterations + run.maxIterations;
  for (const scale of scales) {
    const budget = Math.min(most, corrector.iterations + Math.max(-1, run.limit - run.map.sweeps));
    const followed = followTo(corrector, path, scale, run.tolerance, budget);
    const spent = followed === "stalled" && run.map.sweeps >= run.limit;
    const reached = spent ? leapTo(run, path, scale) : followed;
    if (reached === "cancelled") return [...results, ...cancelledAfter(scales, results.length)];
    const measured = measureResidual(run.map, corrector.x, scale);
    const steps = [...trace.steps, ...path.visited, ...(spent ? [scale] : [])];
    const says = spent ? describeLeap(path) : describePath(path, from.scale);
    const found = result(run, measured, scale, spent ? "leapt" : "stepwise", steps, says);
    results.push(found);
    tell(found);
  }
  return results;
}

/** Accelerated sweeps at the scale itself, from the last point followed to. */
function leapTo({ corrector, tolerance }: Run, path: Path, scale: number): Outcome {
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
  return `${raised}; the branch was lost at ${listScales(jumps)} of the stated lambda, and followed on from where play settled`;
}

function cancelledAfter(scales: readonly number[], done: number): SolveResult[] {
  return scales.slice(done).map(() => ({ status: "cancelled" }));
}

/** The result at the corrector's point, where it was measured. */
function result(
  { map, corrector, tolerance }: Run,
  measured: Residual,
  scale: number,
  branch: Certificate["branch"],
  steps: readonly number[],
  says: string,
): SolveResult {
  const limit = measured.residual > tolerance ? roundingLimit(map, scale) : 0;
  const rounding = `; rounding of the points alone moves chances by up to ${limit.toExponential(0)} at this steadiness`;
  const how = { branch, steps, says: limit > tolerance / 10 ? says + rounding : says };
  return certify(map, corrector.x, measured, scale, tolerance, how);
}

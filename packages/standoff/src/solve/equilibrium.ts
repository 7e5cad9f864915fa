/**
 * Solves a world for its agent logit equilibrium (McKelvey and Palfrey 1998) at the stated steadiness and at multiples of
 * it. Nothing hidden: one backward sweep. Small worlds: the principal branch is traced. Otherwise lambda is raised from 0 step
 * by step, and traced from where that stalls. Nothing above tolerance is called solved.
 */
import type { World } from "../world/world.ts";
import { certify } from "./certify.ts";
import { correctFully, followTo, type Path, startPath } from "./continuation.ts";
import { type Corrector, createCorrector, normaliseLogs } from "./corrector.ts";
import { answerPolicy, createLogitMap, type LogitMap, startingLogPolicy } from "./logit-map.ts";
import { isSmall } from "./newton.ts";
import type { Certificate, SolveOptions, SolveResult } from "./solution.ts";
import { type BranchPoint, type Trace, traceBranch } from "./trace.ts";

const TOLERANCE = 1e-10;
const MAX_ITERATIONS = 5000;

/**
 * One result per scale asked for (default [1]), in ascending order. See `solution.ts` for the options and the results.
 * Throws an Error on scales that do not ascend from 0.
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
  if (options.from) return solveFrom(run, scales, options.from);
  return (isSmall(run.map) ? traceAll(run, scales) : null) ?? raiseLambda(run, scales);
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
  const map = 8 * (nodes * (columns + 1 + views) + 4 * slots) + 13 * informationSets;
  const kernels = 8 * nodes + 16 * world.header.edges; // the fast ones keep their own copy of the graph
  const tangents = 8 * (nodes * (columns + (views > 1 ? 3 : 2)) + slots);
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
  readonly cancelled: () => boolean;
  readonly report: (scale: number, residual: number) => void;
}

function startRun(world: World, options: SolveOptions): Run {
  const map = createLogitMap(world);
  const cancelled = options.cancelled ?? (() => false);
  const report = (scale: number, residual: number) => options.onProgress?.({ scale, iteration: map.sweeps, residual });
  return {
    world,
    map,
    corrector: createCorrector(map, report, cancelled),
    tolerance: options.tolerance ?? TOLERANCE,
    maxIterations: options.maxIterations ?? MAX_ITERATIONS,
    cancelled,
    report,
  };
}

/** Every belief is certain: the logit answers, taken from the end backwards, are the only equilibrium. */
function solveExactly(run: Run, scale: number): SolveResult {
  if (run.cancelled()) return { status: "cancelled" };
  const { corrector, map } = run;
  corrector.x.set(startingLogPolicy(run.world));
  answerPolicy(map, corrector.x, scale, corrector.answer);
  corrector.x.set(corrector.answer);
  return result(run, scale, "exact", [scale], "nothing is hidden: one backward sweep is exact");
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
    if (correctFully(corrector, scale, run.tolerance) === "cancelled") return { status: "cancelled" };
    const says = "started from a given policy; the branch was not followed";
    return result(run, scale, "warm start", scales.slice(0, i + 1), says);
  });
}

/** The principal branch by arc length, from lambda 0. Null when it does not get through: then steps are tried instead. */
function traceAll(run: Run, scales: readonly number[]): SolveResult[] | null {
  const start: BranchPoint = { scale: 0, logPolicy: startingLogPolicy(run.world) };
  const trace = traceFrom(run, start, scales);
  if (trace.status === "cancelled") return scales.map(() => ({ status: "cancelled" }));
  if (trace.status === "stalled") return null;
  const results = finishTrace(run, trace, scales, "the principal branch was traced from lambda 0");
  return results.every(({ status }) => status !== "not converged") ? results : null;
}

function traceFrom(run: Run, start: BranchPoint, scales: readonly number[]): Trace {
  const maxSweeps = isSmall(run.map) ? Infinity : run.map.sweeps + run.maxIterations;
  return traceBranch(run.map, start, scales, { maxSweeps, cancelled: run.cancelled, onPoint: run.report });
}

/** Corrects the points where a trace passed the scales, to the full tolerance. */
function finishTrace(run: Run, trace: Trace, scales: readonly number[], how: string): SolveResult[] {
  const { corrector } = run;
  corrector.opening = "newton";
  return scales.map((scale, i) => {
    const crossing = trace.crossings[i] ?? trace.last;
    corrector.x.set(crossing.logPolicy);
    const outcome = trace.crossings[i] ? correctFully(corrector, scale, run.tolerance) : "stalled";
    if (outcome === "cancelled") return { status: "cancelled" };
    const upTo = trace.passed[i] ?? trace.steps.length;
    return result(run, scale, "traced", [...trace.steps.slice(0, upTo), scale], `${how}; ${describeTrace(trace)}`);
  });
}

function describeTrace({ turningPoints, bifurcations, bifurcationsTested }: Trace): string {
  const at = (scales: readonly number[]) => scales.map((scale) => Number(scale.toPrecision(4))).join(", ");
  const turns = turningPoints.length > 0 ? `it turns at ${at(turningPoints)} of the stated lambda` : "it never turns";
  if (!bifurcationsTested) return `${turns}; other branches were not looked for`;
  return `${turns}${bifurcations.length > 0 ? `; other branches cross it at ${at(bifurcations)}` : ""}`;
}

/** Continuation in the scale; where it stalls, the branch is traced from the last good point. */
function raiseLambda(run: Run, scales: readonly number[]): SolveResult[] {
  const { corrector } = run;
  const path = startPath(corrector, scales[scales.length - 1]!);
  const results: SolveResult[] = [];
  const budget = corrector.iterations + run.maxIterations;
  for (const scale of scales) {
    const reached = followTo(corrector, path, scale, run.tolerance, budget);
    if (reached === "cancelled") return [...results, ...cancelledAfter(scales, results.length)];
    if (reached === "stalled") return [...results, ...traceOn(run, path, scales.slice(results.length))];
    results.push(result(run, scale, "stepwise", [...path.visited], describePath(path)));
  }
  return results;
}

function describePath({ jumps }: Path): string {
  const raised = "stable, not traced: lambda was raised step by step from 0";
  if (jumps.length === 0) return raised;
  const at = jumps.map((scale) => Number(scale.toPrecision(4))).join(", ");
  return `${raised}; the branch was lost at ${at} of the stated lambda, and followed on from where play settled`;
}

function cancelledAfter(scales: readonly number[], done: number): SolveResult[] {
  return scales.slice(done).map(() => ({ status: "cancelled" }));
}

function traceOn(run: Run, path: Path, scales: readonly number[]): SolveResult[] {
  const trace = traceFrom(run, { scale: path.scale, logPolicy: path.x }, scales);
  if (trace.status === "cancelled") return cancelledAfter(scales, 0);
  const how = `raised step by step to ${path.scale.toPrecision(4)} of the stated lambda, then traced`;
  return finishTrace(run, { ...trace, steps: [...path.visited, ...trace.steps], passed: [] }, scales, how);
}

/** The result at the corrector's point. */
function result(
  run: Run,
  scale: number,
  branch: Certificate["branch"],
  steps: readonly number[],
  says: string,
): SolveResult {
  return certify(run.map, run.corrector.x, scale, run.tolerance, { branch, steps, says });
}

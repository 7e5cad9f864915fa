/**
 * A branch of logit equilibria while it is followed: its points, where it passes the scales that are wanted, and where
 * it turns.
 */
import { normaliseLogs } from "./corrector.ts";
import type { LogitMap } from "./logit-map.ts";

export interface BranchPoint {
  readonly scale: number;
  readonly logPolicy: Float64Array;
}

/** What happens to a branch at a scale, and after how many steps. */
export interface BranchEvent {
  readonly scale: number;
  readonly steps: number;
  /** Where branches cross: how many at once, if more than one. */
  readonly times?: number;
}

export interface TraceOptions {
  /** Stop when the map has been swept this often in all. */
  readonly maxSweeps?: number;
  /**
   * 1: start towards growing scale (the default); -1: towards falling scale, which must not count as passing the start.
   */
  readonly direction?: 1 | -1;
  /** Stop beyond these scales. */
  readonly within?: readonly [low: number, high: number];
  readonly maxSteps?: number;
  readonly cancelled?: () => boolean;
  readonly onPoint?: (scale: number, change: number) => void;
  /** Told of the trace so far when a target has been passed for the first time. */
  readonly onCrossing?: (trace: Trace) => void;
}

export interface Crossing {
  /** On the straight line between two points of the branch: corrected only to the tracing tolerance. */
  readonly point: BranchPoint;
  readonly before: BranchPoint;
  /** How many steps had been taken. */
  readonly steps: number;
}

export interface Trace {
  readonly status: "reached" | "stalled" | "cancelled";
  /** Where the branch first passes each target. */
  readonly crossings: readonly (Crossing | null)[];
  /** The point of largest scale that was met. */
  readonly highest: BranchPoint;
  readonly steps: readonly number[];
  /** Where the branch turns back or forth. */
  readonly turningPoints: readonly BranchEvent[];
  /** Where another branch crosses (found by the sign of a determinant: in worlds small enough for one). */
  readonly bifurcations: readonly BranchEvent[];
  readonly bifurcationsTested: boolean;
}

export interface TraceLog {
  readonly map: LogitMap;
  readonly targets: readonly number[];
  readonly options: TraceOptions;
  readonly crossings: (Crossing | null)[];
  highest: BranchPoint;
  readonly steps: number[];
  readonly turningPoints: BranchEvent[];
  readonly bifurcations: BranchEvent[];
}

export function startLog(
  map: LogitMap,
  highest: BranchPoint,
  targets: readonly number[],
  options: TraceOptions,
): TraceLog {
  const crossings = targets.map(() => null);
  return { map, targets, options, crossings, highest, steps: [], turningPoints: [], bifurcations: [] };
}

/** Notes a step; tells when there is no need to go on. */
export function noteStep(log: TraceLog, from: BranchPoint, to: BranchPoint): "reached" | "stalled" | null {
  const before = passedIn(log);
  noteCrossings(log, from, to);
  if (passedIn(log) > before) log.options.onCrossing?.(endLog(log, "reached", false));
  log.steps.push(to.scale);
  if (to.scale > log.highest.scale) log.highest = to;
  if (log.crossings.every((crossing) => crossing !== null)) return "reached";
  const [low, high] = log.options.within ?? [0, Infinity];
  return to.scale < low || to.scale > high || isOverBudget(log) ? "stalled" : null;
}

function passedIn({ crossings }: TraceLog): number {
  return crossings.filter((crossing) => crossing !== null).length;
}

export function isOverBudget({ map, options }: TraceLog): boolean {
  return map.sweeps > (options.maxSweeps ?? Infinity);
}

/** Targets that a step passes for the first time, on the straight line between its ends. */
function noteCrossings({ map, targets, options, crossings, steps }: TraceLog, from: BranchPoint, to: BranchPoint) {
  const leaving = options.within !== undefined && steps.length === 0;
  targets.forEach((target, i) => {
    if (leaving && from.scale === target) return;
    if (crossings[i] !== null || (from.scale - target) * (to.scale - target) > 0) return;
    const share = to.scale === from.scale ? 0 : (target - from.scale) / (to.scale - from.scale);
    const point = { scale: target, logPolicy: between(map, from, to, share) };
    crossings[i] = { point, before: from, steps: steps.length };
  });
}

function between(
  map: LogitMap,
  { logPolicy: a }: BranchPoint,
  { logPolicy: b }: BranchPoint,
  share: number,
): Float64Array {
  const logPolicy = a.map((log, slot) => (b[slot] === log ? log : log + share * (b[slot] - log)));
  normaliseLogs(map, logPolicy);
  return logPolicy;
}

export function endLog(log: TraceLog, status: Trace["status"], bifurcationsTested: boolean): Trace {
  const { crossings, highest, steps, turningPoints, bifurcations } = log;
  return { status, crossings, highest, steps, turningPoints, bifurcations, bifurcationsTested };
}

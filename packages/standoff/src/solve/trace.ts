/**
 * Follows a branch of logit equilibria in a small world by pseudo-arclength (Turocy 2005, 2010): along its own length
 * rather than by raising lambda, so that it passes turning points, and crosses bifurcations in its own direction.
 * Lengths are measured as Fisher information measures policies (sum of p x (d log p)^2), plus the scale against its
 * target.
 */

import { inOneGo, type Steps } from "../math/steps.ts";
import { type Bordered, borderHere, createBordered, solveBordered } from "./bordered.ts";
import {
  type BranchPoint,
  endLog,
  isOverBudget,
  noteStep,
  startLog,
  type Trace,
  type TraceLog,
  type TraceOptions,
} from "./branch.ts";
import { normaliseLogs } from "./corrector.ts";
import { locateChange, locateTouch, type Sound } from "./crossings.ts";
import { steepnessOf } from "./effort.ts";
import { answerPurely, type LogitMap } from "./logit-map.ts";
import { roundingLimit } from "./residual.ts";

/** How precisely points are corrected, in chances: but not beyond some roundings. */
const TRACE_TOLERANCE = 1e-9;
const ROUNDINGS = 30;
const NEWTON_STEPS = 7;
const MAX_STEPS = 4000;
const SMALLEST = 1e-7;
/**
 * The first step, and the largest lambda x differences in points that it may bring: else it might pass what happens
 * early on.
 */
const FIRST = 0.02;
const FIRST_CHOICES = 0.1;
const LARGEST = 1;
/** Cosine of the largest turn of the tangent that one step may take. */
const STRAIGHT = 0.95;
/** A correction may be at most this part of its step: else it may have led to another branch. */
const NEARBY = 0.3;
/**
 * A change of the determinant's sign is taken for a crossing only over a step this short: over longer ones it may be a
 * jump.
 */
const CROSSING = 1e-3;

interface Front extends BranchPoint {
  readonly tangent: Float64Array; // combined, of unit length
  readonly sign: number; // of the determinant
  readonly size: number; // log |determinant|
}

/** Follows the branch through `start`, first towards growing scale, until every target is passed. */
export function traceBranch(...how: Parameters<typeof traceBranchInSteps>): Trace {
  return inOneGo(traceBranchInSteps(...how));
}

/** The same, resting before each step. */
export function* traceBranchInSteps(
  map: LogitMap,
  start: BranchPoint,
  targets: readonly number[],
  options: TraceOptions = {},
): Steps<Trace> {
  const bordered = createBordered(map);
  const unit = targets[targets.length - 1] || 1;
  const log = startLog(map, start, targets, options);
  const done = (status: Trace["status"]) => endLog(log, status, bordered.newton.dense !== null);
  let front = startFront(bordered, start, unit, options.direction ?? 1);
  let before: { readonly front: Front; readonly length: number } | null = null;
  let length = Math.min(FIRST, FIRST_CHOICES / (unit * steepnessOf(map.world).steep));
  const smallest = Math.min(SMALLEST, length / 10);
  for (let i = 0; front !== null && length >= smallest && i < (options.maxSteps ?? MAX_STEPS); i++) {
    yield;
    if (options.cancelled?.()) return done("cancelled");
    if (isOverBudget(log)) return done("stalled");
    const stepped = step(bordered, front, length, unit);
    const doubtful = stepped !== null && stepped.front.sign * front.sign < 0 && length > CROSSING;
    if (stepped === null || doubtful) {
      length /= 3;
      continue;
    }
    const here = front;
    const sound = (ahead: number): Front | null => step(bordered, here, ahead, unit)?.front ?? null;
    noteEvents(front, stepped.front, length, sound, log);
    if (before !== null) noteTouch(bordered, [before, { front, length }], stepped.front, unit, log);
    const end = noteStep(log, front, stepped.front);
    before = { front, length };
    front = stepped.front;
    options.onPoint?.(front.scale, stepped.change);
    if (end !== null) return done(end);
    if (stepped.corrections <= 3) length = Math.min(LARGEST, length * 1.6);
    else if (stepped.corrections >= 6) length /= 1.5;
  }
  return done("stalled");
}

/** The tangent at the starting point, towards larger scale (direction 1) or smaller (-1). */
function startFront(bordered: Bordered, start: BranchPoint, unit: number, direction: number): Front | null {
  const { map } = bordered;
  const answer = new Float64Array(start.logPolicy.length);
  answerPurely(map, start.logPolicy, start.scale, answer);
  borderHere(bordered);
  const row = new Float64Array(start.logPolicy.length);
  row[0] = direction;
  const turned = tangentAt(bordered, row, start.logPolicy, unit);
  return turned && { logPolicy: start.logPolicy.slice(), scale: start.scale, ...turned };
}

/** The tangent whose product with `row` is positive, of unit length at x. */
function tangentAt(
  bordered: Bordered,
  row: Float64Array,
  x: Float64Array,
  unit: number,
): Pick<Front, "tangent" | "sign" | "size"> | null {
  const right = new Float64Array(row.length);
  right[0] = 1;
  const { solution, sign, size: determinant } = solveBordered(bordered, row, right);
  const size = Math.sqrt(product(solution, solution, x, unit));
  if (!(size > 0 && Number.isFinite(size))) return null;
  for (let i = 0; i < solution.length; i++) solution[i] /= size;
  return { tangent: solution, sign, size: determinant };
}

/** Inner product of two combined vectors at x. */
function product(a: Float64Array, b: Float64Array, x: Float64Array, unit: number): number {
  let sum = (a[0] * b[0]) / unit ** 2;
  for (let slot = 1; slot < a.length; slot++) {
    if (a[slot] !== 0 && b[slot] !== 0) sum += Math.exp(x[slot]) * a[slot] * b[slot];
  }
  return sum;
}

/** Distance of two points, measured at a third. */
function distance(a: Float64Array, b: Float64Array, scales: number, at: Float64Array, unit: number): number {
  let sum = (scales / unit) ** 2;
  for (let slot = 1; slot < a.length; slot++) {
    if (a[slot] !== b[slot]) sum += Math.exp(at[slot]) * (a[slot] - b[slot]) ** 2;
  }
  return Math.sqrt(sum);
}

/** One step of the given length: predict along the tangent, correct across it. Null when it should be shorter. */
function step(
  bordered: Bordered,
  front: Front,
  length: number,
  unit: number,
): { front: Front; corrections: number; change: number } | null {
  const { map } = bordered;
  const slots = front.logPolicy.length;
  const x = front.logPolicy.map((log, slot) => (slot === 0 ? 0 : log + length * front.tangent[slot]));
  let scale = front.scale + length * front.tangent[0];
  if (scale < 0) return null;
  normaliseLogs(map, x);
  const row = front.tangent.map((value, slot) =>
    slot === 0 ? value / unit ** 2 : value * Math.exp(front.logPolicy[slot]),
  );
  const answer = new Float64Array(slots);
  const right = new Float64Array(slots);
  const predicted = x.slice();
  const predictedScale = scale;
  let before = Infinity;
  for (let i = 0; i <= NEWTON_STEPS; i++) {
    answerPurely(map, x, scale, answer);
    let change = 0;
    let logChange = 0;
    let arc = row[0] * (scale - predictedScale);
    for (let slot = 1; slot < slots; slot++) {
      right[slot] = answer[slot] === x[slot] ? 0 : answer[slot] - x[slot];
      logChange = Math.max(logChange, Math.abs(right[slot]));
      change = Math.max(change, Math.abs(map.answered[slot] - Math.exp(x[slot])));
      if (row[slot] !== 0) arc += row[slot] * (x[slot] - predicted[slot]);
    }
    right[0] = -arc;
    if (!(logChange < 50) || (i > 1 && change > before)) return null;
    before = change;
    borderHere(bordered);
    const tolerance = Math.max(TRACE_TOLERANCE, ROUNDINGS * roundingLimit(map, scale));
    if (change <= tolerance && logChange <= 1e4 * tolerance) {
      const turned = tangentAt(bordered, row, x, unit);
      if (turned === null) return null;
      if (distance(x, predicted, scale - predictedScale, front.logPolicy, unit) > NEARBY * length) return null;
      const straight = product(turned.tangent, front.tangent, front.logPolicy, unit);
      const size = Math.sqrt(product(turned.tangent, turned.tangent, front.logPolicy, unit));
      if (straight < STRAIGHT * size) return null;
      return { front: { logPolicy: x, scale, ...turned }, corrections: i, change };
    }
    const { solution } = solveBordered(bordered, row, right);
    scale += solution[0];
    for (let slot = 1; slot < slots; slot++) x[slot] += solution[slot];
    normaliseLogs(map, x);
  }
  return null;
}

function noteEvents(from: Front, to: Front, length: number, sound: Sound, log: TraceLog): void {
  const { turningPoints, bifurcations, steps } = log;
  const [came, goes] = [from.tangent[0], to.tangent[0]];
  const furthest = came > 0 ? Math.max(from.scale, to.scale) : Math.min(from.scale, to.scale);
  if (came * goes < 0) turningPoints.push({ scale: furthest, steps: steps.length });
  if (from.sign * to.sign < 0) bifurcations.push({ ...locateChange(sound, from, to, length), steps: steps.length });
}

interface Stretch {
  readonly front: Front;
  readonly length: number;
}

/** Where the determinant's size dips at the middle one of three points, two branches may cross at once. */
function noteTouch(
  bordered: Bordered,
  [first, second]: readonly [Stretch, Stretch],
  last: Front,
  unit: number,
  log: TraceLog,
): void {
  const [a, b] = [first.front, second.front];
  if (a.sign * b.sign < 0 || b.sign * last.sign < 0 || !(b.size < a.size && b.size < last.size)) return;
  const sound = (length: number): Front | null => {
    const later = length > first.length;
    return step(bordered, later ? b : a, later ? length - first.length : length, unit)?.front ?? null;
  };
  const touch = locateTouch(sound, first.length + second.length);
  if (touch !== null) log.bifurcations.push({ ...touch, steps: log.steps.length });
}

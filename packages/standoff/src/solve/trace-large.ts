/**
 * Follows a branch of logit equilibria in worlds too large for dense matrices (see `trace.ts` for small ones). A step
 * predicts by a parabola and corrects in the easiest of three ways that works: sweeps at a fixed scale; sweeps with the
 * scale as one more unknown, across the arc, which go round turning points; Newton's method across the arc, by GMRES on
 * tangent sweeps. In any way the correction must be small against the step and the branch's direction may turn only so
 * far, or the step is taken back and shortened. Other branches that cross are not looked for.
 */
import { inOneGo, type Steps } from "../math/steps.ts";
import { dot, norm } from "../math/vectors.ts";
import { type Bordered, borderHere, createBordered, solveBordered } from "./bordered.ts";
import { type BranchPoint, endLog, isOverBudget, noteStep, startLog, type Trace, type TraceOptions } from "./branch.ts";
import { type Border, type Corrector, normaliseLogs, sweepTo } from "./corrector.ts";
import { answerPurely } from "./logit-map.ts";
import { createNewton, learnPrecision } from "./newton.ts";
import { roundingLimit } from "./residual.ts";
import { createRuler, layRuler, lengthOf, type Ruler, rowAlong } from "./ruler.ts";

/** A correction may be at most this part of its step. */
const NEARBY = 0.5;
/** The unit direction may change by at most this in one step. */
const TURN = 0.6;
/** Steps aim at this part of both bounds. */
const AIM = 0.5;
const FIRST = 0.1;
const LARGEST = 1;
const SMALLEST = 1e-8;
/** How precisely points are corrected: as part of the step's length; in chances; and not beyond some roundings. */
const PRECISION = 1e-3;
const FINEST = 1e-9;
const COARSEST = 1e-4;
const ROUNDINGS = 30;
/** How many orders above the tolerance in chances that in logarithms lies. */
const LOG_SLACK = 1e4;
const NEWTON_STEPS = 6;
/** Corrections that end further off in logarithms than this have gone astray. */
const ASTRAY = 50;
/** The ways to correct, the easiest first; and how many sweeps are tried. */
const AT_SCALE = 0;
const ON_ARC = 1;
const BY_NEWTON = 2;
const SWEEPS = [25, 40];
/**
 * Shortened this often, a step at a fixed scale goes along the arc, and a direction is computed where it was taken from
 * the last steps.
 */
const RETRIES = 2;
/** The most steps after which an easier way is tried again. */
const PATIENCE = 16;

type Place = Pick<Point, "x" | "scale">;

interface Point {
  readonly x: Float64Array;
  readonly scale: number;
  /** Length along the branch, from the start. */
  readonly at: number;
  /** Direction of the branch, of length one; null where it was not computed. */
  tangent: Float64Array | null;
}

interface Walk {
  readonly corrector: Corrector;
  readonly bordered: Bordered;
  readonly ruler: Ruler;
  readonly targets: readonly number[];
  readonly finest: number;
  /** The last three points, the latest first. */
  points: readonly Point[];
  /** Length of the next step. */
  length: number;
  way: number;
  /** Steps until an easier way is tried again; and how many it will be after the next failure. */
  rest: number;
  patience: number;
  /** How often the present step was taken back. */
  retries: number;
}

/** Where a step means to go. */
interface Plan extends Place {
  readonly length: number;
}

/** Where it came to. */
interface Landing extends Place {
  readonly size: number; // length of the step
  readonly missed: number; // the correction, as part of it
  readonly turned: number; // change of the unit direction
}

/** `startingStep` is a first change of the scale over which choices move moderately. */
export function traceLarge(...how: Parameters<typeof traceLargeInSteps>): Trace {
  return inOneGo(traceLargeInSteps(...how));
}

/** The same, resting before each step. */
export function* traceLargeInSteps(
  corrector: Corrector,
  start: BranchPoint,
  targets: readonly number[],
  startingStep: number,
  options: TraceOptions = {},
): Steps<Trace> {
  const { map } = corrector;
  const walk = startWalk(corrector, start, targets, startingStep, options.direction ?? 1);
  const log = startLog(map, start, targets, options);
  const done = (status: Trace["status"]) => endLog(log, status, false);
  while (walk.length >= SMALLEST && !isOverBudget(log)) {
    yield;
    if (options.cancelled?.()) return done("cancelled");
    if (!takeStep(walk)) continue;
    const turn = turnOf(walk.points);
    if (turn !== null) log.turningPoints.push({ scale: turn, steps: log.steps.length });
    const [to, from] = walk.points.map(({ x, scale }): BranchPoint => ({ scale, logPolicy: x }));
    const end = noteStep(log, from, to);
    options.onPoint?.(to.scale, toleranceOf(walk, walk.length));
    if (end !== null) return done(end);
  }
  return done("stalled");
}

function startWalk(
  corrector: Corrector,
  { scale, logPolicy }: BranchPoint,
  targets: readonly number[],
  startingStep: number,
  direction: 1 | -1,
): Walk {
  const { map } = corrector;
  corrector.newton ??= createNewton(map);
  const ruler = createRuler(map.world, targets[targets.length - 1] || 1, logPolicy);
  const bordered = createBordered(map, corrector.newton);
  const up = new Float64Array(logPolicy.length);
  up[0] = direction * ruler.unit;
  const start: Point = { x: logPolicy.slice(), scale, at: 0, tangent: null };
  start.tangent = tangentAt(bordered, ruler, start, up);
  const length = Math.min(FIRST, Math.abs(startingStep / start.tangent[0]));
  const finest = Math.max(FINEST, ROUNDINGS * roundingLimit(map, ruler.unit));
  const ways = { way: AT_SCALE, rest: 0, patience: 1, retries: 0 };
  return { corrector, bordered, ruler, targets, finest, points: [start], length, ...ways };
}

/** The branch's unit direction at a point, the one that goes along `along`. */
function tangentAt(bordered: Bordered, ruler: Ruler, { x, scale }: Place, along: Float64Array): Float64Array {
  const right = new Float64Array(along.length);
  answerPurely(bordered.map, x, scale, right);
  borderHere(bordered);
  right.fill(0);
  right[0] = 1;
  const { solution } = solveBordered(bordered, rowAlong(ruler, along), right);
  const size = lengthOf(ruler, solution);
  return solution.map((part) => part / size);
}

// ---- One step

/** False when the step was taken back, and will be shorter or corrected in another way. */
function takeStep(walk: Walk): boolean {
  const direction = directionOf(walk);
  const plan = walk.way === AT_SCALE ? planAtScale(walk, direction) : planOnArc(walk, direction);
  const landing = plan.scale < 0 ? null : correct(walk, plan, direction);
  if (landing === null || !(landing.missed <= NEARBY && landing.turned <= TURN)) {
    takeBack(walk, plan, landing);
    return false;
  }
  advance(walk, plan, landing);
  return true;
}

/** The tangent at the last point, or the direction of the last step; after some retries, the tangent. */
function directionOf({ bordered, ruler, points: [now, before], retries }: Walk): Float64Array {
  if (now.tangent !== null) return now.tangent;
  const last = difference(now, before);
  if (retries > RETRIES) now.tangent = tangentAt(bordered, ruler, now, last);
  return now.tangent ?? last.map((part) => part / (now.at - before.at));
}

/** On along the scale, landing on targets. */
function planAtScale(walk: Walk, direction: Float64Array): Plan {
  const { points, targets } = walk;
  const now = points[0];
  const slope = direction[0];
  let { length } = walk;
  let scale = now.scale + slope * length;
  for (const target of targets) {
    const left = (target - now.scale) / slope;
    if (left > 1e-9 * walk.length && left < 1.25 * Math.min(length, walk.length)) [length, scale] = [left, target];
  }
  return { length, ...extrapolate(walk, direction, length, (point) => point.scale, scale), scale };
}

function planOnArc(walk: Walk, direction: Float64Array): Plan {
  const { length } = walk;
  return { length, ...extrapolate(walk, direction, length, (point) => point.at, walk.points[0].at + length) };
}

/** By the parabola through the last three points over one of their coordinates, or by a line along the direction. */
function extrapolate(
  { points, corrector }: Walk,
  direction: Float64Array,
  length: number,
  coordinate: (point: Point) => number,
  to: number,
): Place {
  const [a, b, c] = points;
  const ahead = to - coordinate(a);
  const curved =
    a.tangent === null &&
    c !== undefined &&
    (coordinate(a) - coordinate(b)) * ahead > 0 &&
    (coordinate(b) - coordinate(c)) * ahead > 0;
  if (!curved) return alongLine(corrector, a, length, direction);
  const [, second, third] = lagrange([a, b, c].map(coordinate), to);
  const x = a.x.map((log, slot) => {
    const bent = log === b.x[slot] ? log : log + second * (b.x[slot] - log);
    return log === c.x[slot] ? bent : bent + third * (c.x[slot] - log);
  });
  normaliseLogs(corrector.map, x);
  return { x, scale: a.scale + second * (b.scale - a.scale) + third * (c.scale - a.scale) };
}

function alongLine({ map }: Corrector, from: Place, length: number, direction: Float64Array): Place {
  const x = from.x.map((log, slot) => (slot === 0 || direction[slot] === 0 ? log : log + length * direction[slot]));
  normaliseLogs(map, x);
  return { x, scale: from.scale + length * direction[0] };
}

/** The weights of values at the given places in the polynomial through them, at `to`. */
function lagrange(places: readonly number[], to: number): number[] {
  return places.map((a, i) => places.reduce((part, b, j) => (i === j ? part : (part * (to - b)) / (a - b)), 1));
}

/** b - a as a combined vector. */
function difference(b: Place, a: Place): Float64Array {
  return b.x.map((log, slot) => (slot === 0 ? b.scale - a.scale : log === a.x[slot] ? 0 : log - a.x[slot]));
}

/** Corrects the plan in the present way; null where that fails. */
function correct(walk: Walk, plan: Plan, direction: Float64Array): Landing | null {
  const { corrector, ruler, points } = walk;
  const row = walk.way === AT_SCALE ? null : rowAlong(ruler, direction);
  const scale =
    row === null
      ? sweepAtScale(walk, plan)
      : walk.way === ON_ARC
        ? sweepOnArc(walk, plan, row)
        : byNewton(walk, plan, row);
  if (scale === null) return null;
  const here = { x: corrector.x.slice(), scale };
  const step = difference(here, points[0]);
  const size = lengthOf(ruler, step);
  const turn = step.map((part, i) => part / size - direction[i]);
  return { ...here, size, missed: lengthOf(ruler, difference(here, plan)) / size, turned: lengthOf(ruler, turn) };
}

function toleranceOf({ finest }: Walk, length: number): number {
  return Math.max(finest, Math.min(COARSEST, PRECISION * length));
}

function sweepAtScale(walk: Walk, { x, scale, length }: Plan): number | null {
  walk.corrector.x.set(x);
  const { status } = sweepTo(walk.corrector, scale, toleranceOf(walk, length), SWEEPS[AT_SCALE]);
  return status === "converged" ? scale : null;
}

/** Sweeps on the plane across the direction at the plan's point: row . (x - plan) = 0, the scale being free. */
function sweepOnArc(walk: Walk, plan: Plan, row: Float64Array): number | null {
  const { corrector, bordered } = walk;
  const stretch = 1 / (norm(bordered.byScale) || 1); // the scale in what moves the answers by length one
  const height = Math.sqrt(Math.max(0, dot(row, row) - row[0] ** 2) + (row[0] * stretch) ** 2);
  const border: Border = {
    scaleAt: (unknown) => plan.scale + stretch * unknown,
    missing: (x) => -acrossArc(row, { x, scale: plan.scale + stretch * x[0] }, plan) / height,
  };
  corrector.x.set(plan.x);
  const { status, scale } = sweepTo(corrector, border, toleranceOf(walk, plan.length), SWEEPS[ON_ARC]);
  normaliseLogs(corrector.map, corrector.x);
  return status === "converged" && scale >= 0 ? scale : null;
}

function acrossArc(row: Float64Array, here: Place, plan: Place): number {
  let sum = row[0] * (here.scale - plan.scale);
  for (let slot = 1; slot < row.length; slot++) {
    if (row[slot] !== 0) sum += row[slot] * (here.x[slot] - plan.x[slot]);
  }
  return sum;
}

/** Newton's method on the same plane. */
function byNewton(walk: Walk, plan: Plan, row: Float64Array): number | null {
  const { corrector, bordered } = walk;
  const { x } = corrector;
  const right = new Float64Array(x.length);
  const tolerance = toleranceOf(walk, plan.length);
  let scale = plan.scale;
  let least = Infinity;
  let last = Infinity;
  x.set(plan.x);
  for (let i = 0; i <= NEWTON_STEPS && !corrector.cancelled(); i++) {
    const { change, logChange, size } = missing(corrector, scale, right);
    const again = i > 0 && learnPrecision(bordered.newton, last, size);
    if (!(logChange < ASTRAY) || (!again && change > least)) return null;
    if (change <= tolerance && logChange <= LOG_SLACK * tolerance) return scale;
    least = Math.min(least, change);
    last = size;
    right[0] = -acrossArc(row, { x, scale }, plan);
    borderHere(bordered);
    const { solution } = solveBordered(bordered, row, right);
    scale += solution[0];
    if (!(scale >= 0)) return null;
    for (let slot = 1; slot < x.length; slot++) x[slot] += solution[slot];
    normaliseLogs(corrector.map, x);
  }
  return null;
}

/** Puts what the pure answers at x are off by into `right`; the largest of it, in chances and in logarithms. */
function missing({ map, x, answer }: Corrector, scale: number, right: Float64Array) {
  answerPurely(map, x, scale, answer);
  let change = 0;
  let logChange = 0;
  for (let slot = 1; slot < x.length; slot++) {
    right[slot] = answer[slot] === x[slot] ? 0 : answer[slot] - x[slot];
    logChange = Math.max(logChange, Math.abs(right[slot]));
    change = Math.max(change, Math.abs(map.answered[slot] - Math.exp(x[slot])));
  }
  right[0] = 0;
  return { change, logChange, size: norm(right) };
}

// ---- Between steps

/** Where the branch turned between the last three points: the top of the parabola through them over length. */
function turnOf([now, before, earlier]: readonly Point[]): number | null {
  if (earlier === undefined || (before.scale - earlier.scale) * (now.scale - before.scale) >= 0) return null;
  const [came, goes] = [earlier, now].map(({ scale, at }) => (scale - before.scale) / (at - before.at));
  const bend = (goes - came) / (now.at - earlier.at);
  const slope = came - bend * (earlier.at - before.at);
  return before.scale - slope ** 2 / (4 * bend);
}

/** Another way where the correction failed, a shorter step where it led too far or where there is no other way. */
function takeBack(walk: Walk, { length }: Plan, landing: Landing | null): void {
  walk.retries++;
  const harder = landing === null ? walk.way < BY_NEWTON : walk.way === AT_SCALE && walk.retries > RETRIES;
  if (harder) {
    walk.way++;
    walk.rest = walk.patience;
    walk.patience = Math.min(PATIENCE, 2 * walk.patience);
    walk.length = length;
    return;
  }
  const excess = landing === null ? 3 : Math.max(landing.missed / NEARBY, landing.turned / TURN);
  walk.length = length / Math.min(5, Math.max(1.5, excess));
}

function advance(walk: Walk, { length }: Plan, { x, scale, size, missed, turned }: Landing): void {
  if (--walk.rest <= 0) {
    walk.patience = Math.max(1, walk.patience / 2);
    walk.way = Math.max(AT_SCALE, walk.way - 1);
  }
  walk.retries = 0;
  walk.points = [{ x, scale, at: walk.points[0].at + size, tangent: null }, ...walk.points.slice(0, 2)];
  layRuler(walk.ruler, x);
  const strain = Math.max(missed / NEARBY, turned / TURN / 2);
  const growth = Math.min(2, Math.max(0.5, Math.sqrt(AIM / (strain + 1e-3))));
  // A step cut short by a target says little about the next.
  walk.length = Math.min(LARGEST, Math.max(length, walk.length / 2) * growth);
}

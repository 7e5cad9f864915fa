/**
 * Brings a guess to a fixed point of the logit map at one scale of steadiness: Anderson-accelerated sweeps, and where
 * those are slow, implicit steps of the logit dynamics, which are Newton's method when the steps are long
 * (pseudo-transient continuation, Kelley and Keyes 1998). `correct` stays near its guess, as following a branch needs;
 * `settle` finds where play comes to rest when the branch is lost. Both work on log-policies, in which neither tiny
 * chances nor their ratios are lost.
 */
import { type Anderson, andersonStep, createAnderson, forget } from "../math/anderson.ts";
import { inOneGo, type Steps } from "../math/steps.ts";
import { addTo, norm } from "../math/vectors.ts";
import { answerPolicy, answerPurely, type LogitMap } from "./logit-map.ts";
import { createNewton, learnPrecision, type Newton, newtonStep } from "./newton.ts";

export interface Corrector {
  readonly map: LogitMap;
  readonly anderson: Anderson;
  readonly x: Float64Array; // the current log-policy
  readonly answer: Float64Array; // map(x)
  readonly residual: Float64Array; // answer - x
  readonly best: Float64Array; // the x with the smallest residual so far
  newton: Newton | null; // made on first need
  /** Which method opens a correction: sweeps, until they have turned out slow; then Newton's. */
  opening: "sweeps" | "newton";
  /** Map evaluations in all. */
  iterations: number;
  /** Count of the map's sweeps from which nothing new is begun. */
  limit: number;
  /**
   * A change, weighed by how likely its set is reached, that is small enough whatever it is unweighed; 0 where every
   * decision counts.
   */
  reached: number;
  /** Told after every sweep that leads to a new `x`, where someone watches. */
  onSweep: (() => void) | null;
  readonly onIteration: (scale: number, change: number) => void;
  readonly cancelled: () => boolean;
}

export interface Correction {
  readonly status: "converged" | "stalled" | "cancelled";
  readonly iterations: number;
  /** Last largest change of a chance in one evaluation. */
  readonly change: number;
}

/** How many orders above the tolerance in chances the tolerance in logarithms lies (tiny chances matter as ratios). */
export const LOG_SLACK = 1e4;
const MEMORY = 10;
/** Sweeps in one correction after which Newton's method opens the next ones. */
const SLOW = 25;
/** Newton steps that a correction near the branch may take; implicit steps until play settles. */
const NEAR_STEPS = 12;
const SETTLING_STEPS = 80;
const RESTING_STEPS = 60;
/** Shifts below this are none. */
const SMALLEST_SHIFT = 1e-6;
/**
 * Miss of the foretold residual, as part of the last one, below which steps grow, and above which one is taken back.
 */
const WELL_FORETOLD = 0.2;
const TAKEN_BACK = 1;

export function createCorrector(
  map: LogitMap,
  onIteration: Corrector["onIteration"] = () => {},
  cancelled: Corrector["cancelled"] = () => false,
): Corrector {
  const slots = map.world.header.slots;
  const vector = () => new Float64Array(slots);
  return {
    map,
    anderson: createAnderson(slots, MEMORY),
    x: vector(),
    answer: vector(),
    residual: vector(),
    best: vector(),
    newton: null,
    opening: "sweeps",
    iterations: 0,
    limit: Number.POSITIVE_INFINITY,
    reached: 0,
    onSweep: null,
    onIteration,
    cancelled,
  };
}

/**
 * Corrects `corrector.x` in place. On "converged" x holds an answer of the map whose chances moved by at most
 * `tolerance` in the last evaluation; otherwise the best point met.
 */
export function correct(corrector: Corrector, scale: number, tolerance: number, maxIterations: number): Correction {
  const before = corrector.iterations;
  let attempt: Attempt = { status: "stalled", change: Infinity };
  if (corrector.opening === "sweeps") {
    const start = corrector.x.slice();
    attempt = inOneGo(accelerate(corrector, scale, tolerance, maxIterations));
    if (corrector.iterations - before > SLOW || attempt.status === "stalled") corrector.opening = "newton";
    if (attempt.status === "stalled") corrector.x.set(start);
  }
  if (attempt.status === "stalled") attempt = inOneGo(stepImplicitly(corrector, scale, tolerance, "near", NEAR_STEPS));
  return { ...attempt, iterations: corrector.iterations - before };
}

/** Follows the logit dynamics from `corrector.x` to wherever play comes to rest. */
export function settle(corrector: Corrector, scale: number, tolerance: number): Correction {
  const before = corrector.iterations;
  const attempt = inOneGo(stepImplicitly(corrector, scale, tolerance, "downstream", SETTLING_STEPS));
  return { ...attempt, iterations: corrector.iterations - before };
}

/** Implicit steps from where sweeps have calmed most of play: also to a rest that the dynamics would leave. */
export function stepToRest(corrector: Corrector, scale: number, tolerance: number): Steps<Attempt> {
  return stepImplicitly(corrector, scale, tolerance, "to rest", RESTING_STEPS);
}

/** Accelerated sweeps alone, at a fixed scale or with the scale as the unknown of a border. */
export function sweepTo(
  corrector: Corrector,
  at: number | Border,
  tolerance: number,
  maxIterations: number,
): Correction & { readonly scale: number } {
  return inOneGo(sweepInSteps(corrector, at, tolerance, maxIterations));
}

export function* sweepInSteps(
  corrector: Corrector,
  at: number | Border,
  tolerance: number,
  maxIterations: number,
): Steps<Correction & { readonly scale: number }> {
  const before = corrector.iterations;
  const { x } = corrector;
  const attempt = yield* accelerate(corrector, at, tolerance, maxIterations);
  const scale = typeof at === "number" ? at : at.scaleAt(x[0]);
  x[0] = 0;
  return { ...attempt, iterations: corrector.iterations - before, scale };
}

export type Attempt = Omit<Correction, "iterations">;

interface Evaluation {
  readonly change: number; // largest change of a chance
  readonly logChange: number; // of a logarithm
  readonly logSize: number; // length of the change, in logarithms
  readonly size: number; // in chances
  /** Within what is small enough where play comes. */
  readonly enough: boolean;
}

export function isConverged(now: Evaluation, tolerance: number): boolean {
  return now.enough || (now.change <= tolerance && now.logChange <= LOG_SLACK * tolerance);
}

/** One more equation and one more unknown, the scale: they stand in slot 0 of the vectors, which belongs to chance. */
export interface Border {
  readonly scaleAt: (unknown: number) => number;
  /** By how much the equation is missed at x, as a step of the unknown. */
  readonly missing: (x: Float64Array) => number;
}

/** Evaluates the map (or the pure answers) at x and measures how far it answers from x. */
export function evaluate(corrector: Corrector, scale: number, pure = false, border: Border | null = null): Evaluation {
  const { map, x, answer, residual } = corrector;
  if (pure) answerPurely(map, x, scale, answer);
  else answerPolicy(map, x, scale, answer);
  const answered = pure ? map.answered : map.policy;
  corrector.iterations++;
  let change = 0;
  let logChange = 0;
  let squares = 0;
  for (let slot = 1; slot < x.length; slot++) {
    const step = answer[slot] === x[slot] ? 0 : answer[slot] - x[slot];
    residual[slot] = step;
    if (!(Math.abs(step) <= logChange)) logChange = Math.abs(step);
    const moved = Math.abs(answered[slot] - map.asked[slot]);
    if (!(moved <= change)) change = moved;
    squares += moved * moved;
  }
  residual[0] = border === null ? 0 : border.missing(x);
  answer[0] = x[0] + residual[0];
  corrector.onIteration(scale, change);
  const enough = corrector.reached > 0 && reachedChange(map, answered) <= corrector.reached;
  return { change, logChange, logSize: norm(residual), size: Math.sqrt(squares), enough };
}

/** The largest change of a chance from what was asked, each set's weighed by how likely play reaches it. */
function reachedChange({ world, asked, setReach, layout }: LogitMap, answered: Float64Array): number {
  const { first: firstSets, end: endSets } = layout.logitRuns;
  let largest = 0;
  for (let run = 0; run < firstSets.length; run++) {
    for (let set = firstSets[run]; set < endSets[run]; set++) {
      const reach = Math.min(1, setReach[set]);
      for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
        const moved = reach * Math.abs(answered[slot] - asked[slot]);
        if (!(moved <= largest)) largest = moved; // a NaN wins
      }
    }
  }
  return largest;
}

function* accelerate(
  corrector: Corrector,
  at: number | Border,
  tolerance: number,
  maxIterations: number,
): Steps<Attempt> {
  const { anderson, x, answer, residual, best } = corrector;
  const border = typeof at === "number" ? null : at;
  const scale = () => (typeof at === "number" ? at : Math.max(0, at.scaleAt(x[0])));
  forget(anderson);
  let smallest = Infinity;
  let sinceBest = 0;
  let damping = 1;
  let change = Infinity;
  for (let i = 0; i < maxIterations; i++) {
    yield;
    if (corrector.cancelled()) return { status: "cancelled", change };
    const now = evaluate(corrector, scale(), false, border);
    change = now.change;
    if (isConverged(now, tolerance) && Math.abs(residual[0]) <= LOG_SLACK * tolerance) {
      x.set(answer);
      return { status: "converged", change };
    }
    if (now.logSize < smallest) {
      smallest = now.logSize;
      best.set(x);
      sinceBest = 0;
    } else if (++sinceBest >= MEMORY) return { status: "stalled", change };
    if (!(now.logSize < 1e3 * smallest)) {
      forget(anderson);
      x.set(best);
      damping /= 2;
      evaluate(corrector, scale(), false, border);
    }
    andersonStep(anderson, x, answer, residual, damping);
    normaliseLogs(corrector.map, x);
    corrector.onSweep?.();
    if (corrector.map.sweeps >= corrector.limit) break;
  }
  return { status: "stalled", change };
}

/**
 * Implicit steps of the logit dynamics dx/dt = answer(x) - x: each solves (1 + shift - D) step = answer - x, where
 * shift is 1 / (time step); shift 0 is Newton's method. The linear model foretells a residual of shift x step: the
 * shift falls while it foretells well, and rises, the step taken back, when it does not. "near": Newton's method from
 * the start. "downstream": a step against the dynamics is taken back too, so that play is never drawn to a rest from
 * which it would drift away. "to rest": any rest will do, and a step is also kept where the residual fell, however
 * badly that was foretold.
 */
function* stepImplicitly(
  corrector: Corrector,
  scale: number,
  tolerance: number,
  way: "near" | "downstream" | "to rest",
  steps: number,
): Steps<Attempt> {
  const { map, x, best, residual } = corrector;
  corrector.newton ??= createNewton(map);
  const { step } = corrector.newton;
  let shift = way === "near" ? 0 : 1;
  let now = evaluate(corrector, scale, true);
  for (let i = 0; i < steps && Number.isFinite(now.size); i++) {
    yield;
    if (corrector.cancelled()) return { status: "cancelled", change: now.change };
    if (isConverged(now, tolerance)) return { status: "converged", change: now.change };
    if (map.sweeps >= corrector.limit) break;
    best.set(x);
    newtonStep(corrector.newton, residual, shift, corrector.limit);
    const against = way === "downstream" && weighedProduct(x, step, residual) < 0;
    const before = Math.sqrt(weighedProduct(x, residual, residual));
    const sizeBefore = now.logSize;
    addTo(x, 1, step);
    normaliseLogs(map, x);
    if (!against) now = evaluate(corrector, scale, true);
    const again = shift === 0 && learnPrecision(corrector.newton, sizeBefore, now.logSize);
    const missed = against ? Infinity : foretold(x, step, residual, shift) / before;
    const fell = now.logSize < sizeBefore;
    if (missed < TAKEN_BACK || isConverged(now, tolerance) || (fell && (again || way === "to rest"))) {
      shift *= missed < WELL_FORETOLD ? 0.25 : missed < 0.5 ? 0.8 : 1.5;
      if (shift < SMALLEST_SHIFT) shift = 0;
    } else {
      x.set(best);
      shift = Math.max(4 * shift, 0.1);
      now = evaluate(corrector, scale, true);
    }
  }
  return { status: isConverged(now, tolerance) ? "converged" : "stalled", change: now.change };
}

/** Inner product of two directions in logarithms, each slot weighed by its chance at x. */
function weighedProduct(x: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let slot = 1; slot < x.length; slot++) {
    if (a[slot] !== 0 && b[slot] !== 0) sum += Math.exp(x[slot]) * a[slot] * b[slot];
  }
  return sum;
}

/** How far the residual is from shift x step, weighed by chances. */
function foretold(x: Float64Array, step: Float64Array, residual: Float64Array, shift: number): number {
  let sum = 0;
  for (let slot = 1; slot < x.length; slot++) {
    const missed = residual[slot] - shift * step[slot];
    if (missed !== 0) sum += Math.exp(x[slot]) * missed * missed;
  }
  return Math.sqrt(sum);
}

/** Makes every logit set's chances sum to one again after a step in logarithms. */
export function normaliseLogs({ kernels, layout, asked, logAnswers }: LogitMap, x: Float64Array): void {
  const { first, end } = layout.logitRuns;
  logAnswers.set(x);
  for (let run = 0; run < first.length; run++) kernels.normalise(first[run], end[run], asked, logAnswers);
  x.set(logAnswers);
}

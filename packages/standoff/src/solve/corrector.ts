/**
 * Brings a guess to a fixed point of the logit map at one scale of steadiness. `correct` stays near its guess, as following a
 * branch needs: Anderson-accelerated sweeps, and Newton's method where a dense matrix is cheap. `settle` finds the next stable
 * fixed point when the branch is lost: damped sweeps first, and Newton's method with GMRES. Both work on log-policies, in
 * which neither tiny chances nor their ratios are lost.
 */
import { type Anderson, andersonStep, createAnderson, forget } from "../math/anderson.ts";
import { addTo, norm } from "../math/vectors.ts";
import { answerPolicy, answerPurely, type LogitMap } from "./logit-map.ts";
import { createNewton, isSmall, type Newton, newtonStep } from "./newton.ts";

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
const LOG_SLACK = 1e4;
const MEMORY = 6;
const NEWTON_STEPS = 15;
/** Sweeps in one correction after which Newton's method opens the next ones. */
const SLOW = 25;
/** Damping and number of sweeps that `settle` tries in turn. */
const DAMPED = [
  [0.5, 150],
  [0.2, 300],
] as const;
/** A largest change of a chance at which damped sweeps count as at rest, for acceleration to finish. */
const AT_REST = 1e-4;
/** The same, for Newton's method to be worth its price. */
const NEWTON_RANGE = 0.05;
const SETTLED_SWEEPS = 80;

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
    onIteration,
    cancelled,
  };
}

/**
 * Corrects `corrector.x` in place. On "converged" x holds an answer of the map whose chances moved by at most `tolerance`
 * in the last evaluation; otherwise the best point met.
 */
export function correct(corrector: Corrector, scale: number, tolerance: number, maxIterations: number): Correction {
  const before = corrector.iterations;
  const dense = isSmall(corrector.map);
  let attempt: Attempt;
  if (dense && corrector.opening === "newton") attempt = newton(corrector, scale, tolerance, maxIterations);
  else {
    attempt = accelerate(corrector, scale, tolerance, maxIterations);
    if (corrector.iterations - before > SLOW) corrector.opening = "newton";
    if (dense && attempt.status === "stalled") {
      corrector.x.set(corrector.best);
      attempt = newton(corrector, scale, tolerance, maxIterations);
    }
  }
  return { ...attempt, iterations: corrector.iterations - before };
}

/** Follows damped sweeps from `corrector.x` to wherever they come to rest, then corrects there. */
export function settle(corrector: Corrector, scale: number, tolerance: number): Correction {
  const before = corrector.iterations;
  const start = corrector.x.slice();
  let attempt: Attempt = { status: "stalled", change: Infinity };
  for (const [damping, sweeps] of DAMPED) {
    corrector.x.set(start);
    attempt = relax(corrector, scale, damping, sweeps);
    if (attempt.status === "converged") attempt = accelerate(corrector, scale, tolerance, SETTLED_SWEEPS);
    if (attempt.status === "stalled" && attempt.change < NEWTON_RANGE) {
      corrector.x.set(corrector.best);
      attempt = newton(corrector, scale, tolerance, SETTLED_SWEEPS);
    }
    if (attempt.status !== "stalled") break;
  }
  return { ...attempt, iterations: corrector.iterations - before };
}

type Attempt = Omit<Correction, "iterations">;

/** Evaluates the map (or the pure answers) at x; returns the largest change of a chance, and the changes' size in logarithms. */
function evaluate(
  corrector: Corrector,
  scale: number,
  pure = false,
): { change: number; logChange: number; size: number } {
  const { map, x, answer, residual } = corrector;
  if (pure) answerPurely(map, x, scale, answer);
  else answerPolicy(map, x, scale, answer);
  const answered = pure ? map.answered : map.policy;
  corrector.iterations++;
  let change = 0;
  let logChange = 0;
  for (let slot = 1; slot < x.length; slot++) {
    const step = answer[slot] === x[slot] ? 0 : answer[slot]! - x[slot]!;
    residual[slot] = step;
    if (!(Math.abs(step) <= logChange)) logChange = Math.abs(step);
    const moved = Math.abs(answered[slot]! - Math.exp(x[slot]!));
    if (!(moved <= change)) change = moved;
  }
  corrector.onIteration(scale, change);
  return { change, logChange, size: norm(residual) };
}

/** Damped sweeps until no chance changes much. */
function relax(corrector: Corrector, scale: number, damping: number, sweeps: number): Attempt {
  const { x, residual, best } = corrector;
  let change = Infinity;
  for (let i = 0; i < sweeps; i++) {
    if (corrector.cancelled()) return { status: "cancelled", change };
    const now = evaluate(corrector, scale);
    change = now.change;
    best.set(x);
    if (change < AT_REST && now.logChange < AT_REST * LOG_SLACK) return { status: "converged", change };
    addTo(x, damping, residual);
    normaliseLogs(corrector.map, x);
  }
  return { status: "stalled", change };
}

function accelerate(corrector: Corrector, scale: number, tolerance: number, maxIterations: number): Attempt {
  const { anderson, x, answer, residual, best } = corrector;
  forget(anderson);
  let smallest = Infinity;
  let sinceBest = 0;
  let damping = 1;
  let change = Infinity;
  for (let i = 0; i < maxIterations; i++) {
    if (corrector.cancelled()) return { status: "cancelled", change };
    const now = evaluate(corrector, scale);
    change = now.change;
    if (now.change <= tolerance && now.logChange <= LOG_SLACK * tolerance) {
      x.set(answer);
      return { status: "converged", change };
    }
    if (now.size < smallest) {
      smallest = now.size;
      best.set(x);
      sinceBest = 0;
    } else if (++sinceBest >= MEMORY) return { status: "stalled", change };
    if (!(now.size < 1e3 * smallest)) {
      forget(anderson);
      x.set(best);
      damping /= 2;
      evaluate(corrector, scale);
    }
    andersonStep(anderson, x, answer, residual, damping);
    normaliseLogs(corrector.map, x);
  }
  return { status: "stalled", change };
}

/** Newton's method with a step that is halved until the residual shrinks. */
function newton(corrector: Corrector, scale: number, tolerance: number, maxIterations: number): Attempt {
  const { map, x, best } = corrector;
  corrector.newton ??= createNewton(map);
  let now = evaluate(corrector, scale, true);
  const end = corrector.iterations + maxIterations;
  for (let i = 0; i < NEWTON_STEPS && corrector.iterations < end; i++) {
    if (now.change <= tolerance && now.logChange <= LOG_SLACK * tolerance) {
      return { status: "converged", change: now.change };
    }
    if (!Number.isFinite(now.size)) break;
    best.set(x);
    const before = now.size;
    newtonStep(corrector.newton, corrector.residual);
    let length = 1;
    for (;;) {
      if (corrector.cancelled()) return { status: "cancelled", change: now.change };
      for (let slot = 1; slot < x.length; slot++) x[slot] = best[slot]! + length * corrector.newton.step[slot]!;
      normaliseLogs(map, x);
      now = evaluate(corrector, scale, true);
      if (now.size < before * (1 - 0.1 * length)) break;
      if (now.change <= tolerance && now.logChange <= LOG_SLACK * tolerance) break;
      length /= 2;
      if (length < 1 / 64) {
        x.set(best);
        return { status: "stalled", change: now.change };
      }
    }
  }
  if (now.change <= tolerance && now.logChange <= LOG_SLACK * tolerance) {
    return { status: "converged", change: now.change };
  }
  x.set(best);
  return { status: "stalled", change: now.change };
}

/** Makes every logit set's chances sum to one again after a step in logarithms. */
export function normaliseLogs(map: LogitMap, x: Float64Array): void {
  const { setSlot, setKind } = map.world;
  for (let set = 0; set < map.world.header.informationSets; set++) {
    if (setKind[set] !== 0) continue;
    const first = setSlot[set]!;
    const end = setSlot[set + 1]!;
    let highest = -Infinity;
    for (let slot = first; slot < end; slot++) if (x[slot]! > highest) highest = x[slot]!;
    let sum = 0;
    for (let slot = first; slot < end; slot++) sum += Math.exp(x[slot]! - highest);
    const level = highest + Math.log(sum);
    for (let slot = first; slot < end; slot++) x[slot]! -= level;
  }
}

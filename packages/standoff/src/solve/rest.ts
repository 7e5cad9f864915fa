/**
 * Where play comes to rest at one scale of steadiness, in worlds too large for dense matrices: Anderson's sweeps, which
 * need the fewest evaluations where they work; where they stall, from the same start, calmed sweeps (`calm.ts`) and
 * implicit steps in turns; and where these stay restless, by way of scales in between. No branch is followed: what is
 * found is an equilibrium.
 */

import type { Steps } from "../math/steps.ts";
import type { BranchPoint } from "./branch.ts";
import { type Calm, calmSweeps, createCalm, startCalm } from "./calm.ts";
import { type Attempt, type Corrector, stepToRest, sweepInSteps } from "./corrector.ts";
import { measureResidual, type Residual } from "./residual.ts";

const ACCELERATED = 80;
/**
 * How quiet calmed sweeps are to make play (as `calmStep` measures it) before implicit steps are tried, round by round.
 */
const QUIET = [1e-2, 1e-6, 0];
/** How often the way to a scale may be halved. */
const HALVINGS = 2;
/** A first target below the tolerance, since the measure of pure sweeps may lag behind, and the next ones. */
const PRECISIONS = [3, 30, 1000];

export interface Rest {
  readonly status: "converged" | "stalled" | "cancelled";
  /** At corrector.x; reach, values and Q stand in the map. null when cancelled. */
  readonly measured: Residual | null;
  /** Scales that were gone by, the last one included. */
  readonly steps: readonly number[];
}

export interface Resting {
  readonly corrector: Corrector;
  readonly calm: Calm;
  readonly tolerance: number;
  /** As in `Enough`. */
  reached: number;
}

export function createResting(corrector: Corrector, tolerance: number): Resting {
  return { corrector, calm: createCalm(corrector.map.world), tolerance, reached: 0 };
}

/**
 * What a rest may take, in the map's first so many sweeps, and the change weighed by reach that is rest enough: 0 where
 * every decision counts.
 */
export interface Enough {
  readonly limit: number;
  readonly reached: number;
}

/** From a policy (a solution at its scale, or that of lambda 0) to a rest at `scale`. */
export function* comeToRest(resting: Resting, from: BranchPoint, scale: number, enough: Enough): Steps<Rest> {
  const { corrector } = resting;
  corrector.limit = enough.limit;
  resting.reached = enough.reached;
  const rest = yield* restOrHalve(resting, from, scale, HALVINGS);
  corrector.limit = Number.POSITIVE_INFINITY;
  corrector.reached = 0;
  return rest;
}

function* restOrHalve(resting: Resting, from: BranchPoint, scale: number, halvings: number): Steps<Rest> {
  const { corrector } = resting;
  const straight = yield* restAt(resting, from.logPolicy, scale);
  if (straight.status !== "stalled" || halvings === 0 || isSpent(corrector)) return straight;
  const best = corrector.x.slice();
  const between = (from.scale + scale) / 2;
  const halfway = yield* restOrHalve(resting, from, between, halvings - 1);
  if (halfway.status === "converged") {
    const rest = yield* restOrHalve(resting, { scale: between, logPolicy: corrector.x.slice() }, scale, halvings - 1);
    if (rest.status !== "stalled") return { ...rest, steps: [...halfway.steps, ...rest.steps] };
    if (rest.measured!.reachedResidual < straight.measured!.reachedResidual) return rest;
  } else if (halfway.status === "cancelled") return halfway;
  corrector.x.set(best);
  return { ...straight, measured: measureResidual(corrector.map, best, scale) };
}

function isSpent({ map, limit }: Corrector): boolean {
  return map.sweeps >= limit;
}

/** To a rest at the scale itself, as precise as pure sweeps measure it. */
function* restAt(resting: Resting, start: Float64Array, scale: number): Steps<Rest> {
  const { corrector, tolerance } = resting;
  const { map, x } = corrector;
  let measured: Residual | null = null;
  x.set(start);
  for (const precision of PRECISIONS) {
    corrector.reached = (resting.reached * PRECISIONS[0]) / precision;
    const { status } = yield* attempt(resting, x.slice(), scale, tolerance / precision);
    if (status === "cancelled") return { status, measured: null, steps: [] };
    measured = measureResidual(map, x, scale);
    const { residual, reachedResidual } = measured;
    if (residual <= tolerance || reachedResidual <= resting.reached)
      return { status: "converged", measured, steps: [scale] };
    if (status === "stalled") break;
  }
  return { status: "stalled", measured, steps: [scale] };
}

/** Leaves in `corrector.x` an answer within the tolerance, or where play was calmest. */
function* attempt(resting: Resting, start: Float64Array, scale: number, tolerance: number): Steps<Attempt> {
  const { corrector, calm } = resting;
  let last: Attempt = yield* sweepInSteps(corrector, scale, tolerance, ACCELERATED);
  if (last.status !== "stalled") return last;
  corrector.x.set(start);
  startCalm(calm);
  for (const quiet of QUIET) {
    if (isSpent(corrector)) break;
    last = yield* calmSweeps(corrector, calm, scale, tolerance, quiet);
    if (last.status !== "stalled" || isSpent(corrector)) break;
    last = yield* stepToRest(corrector, scale, tolerance);
    if (last.status !== "stalled") break;
  }
  if (last.status === "stalled" && calm.least < Number.POSITIVE_INFINITY) corrector.x.set(calm.calmest);
  return last;
}

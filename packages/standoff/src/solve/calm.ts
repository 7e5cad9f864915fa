/**
 * Calmed sweeps: the sweeps of `corrector.ts` with a damping for every information set of its own. Steep games answer
 * against their own last answer (the surer A is that B does x, the less B wants x), each set with a slope -s of its
 * own, and plain sweeps settle only for s < 1. A set's residual goes with 1 - damping x (1 + s) from sweep to sweep,
 * and 1 / (1 - that) leads to the damping 1 / (1 + s), with which it settles at once: the secant rule (Aitken's
 * relaxation, Irons and Tuck 1969), set by set.
 */

import type { Steps } from "../math/steps.ts";
import { type Attempt, type Corrector, evaluate, isConverged, normaliseLogs } from "./corrector.ts";

const MOST_SWEEPS = 400;
/** Play is restless when its restlessness has not halved within so many sweeps. */
const PATIENCE = 25;
/** Factors of a damping from one sweep to the next, and what it never falls below. */
const LEAST = 1 / 4;
const MOST = 2;
const FAINTEST = 1e-3;
/**
 * Cosine of two residuals of a set below which they say nothing of each other; and what may be left of one for the set
 * to be called slow.
 */
const ALONG = 0.1;
const SLOW = 0.9;

export interface Calm {
  /** Per set. */
  readonly damping: Float64Array;
  /** Slots: the residual of the sweep before. */
  readonly before: Float64Array;
  /** Where changes, each weighed by how likely its set is reached, were least. */
  readonly calmest: Float64Array;
  least: number;
}

export function createCalm({
  header,
}: {
  readonly header: { readonly informationSets: number; readonly slots: number };
}): Calm {
  return {
    damping: new Float64Array(header.informationSets),
    before: new Float64Array(header.slots),
    calmest: new Float64Array(header.slots),
    least: Number.POSITIVE_INFINITY,
  };
}

/** Forgets the dampings and where play was calmest. */
export function startCalm(calm: Calm): void {
  calm.damping.fill(1);
  calm.before.fill(0);
  calm.least = Number.POSITIVE_INFINITY;
}

/**
 * Sweeps from `corrector.x`, with the dampings learnt so far, until play is as quiet as that: then Newton's method is
 * quicker.
 */
export function* calmSweeps(
  corrector: Corrector,
  calm: Calm,
  scale: number,
  tolerance: number,
  quiet: number,
): Steps<Attempt> {
  const { x, answer } = corrector;
  let least = Number.POSITIVE_INFINITY;
  let since = 0;
  let change = Number.POSITIVE_INFINITY;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    yield;
    if (corrector.cancelled()) return { status: "cancelled", change };
    if (corrector.map.sweeps >= corrector.limit) break;
    const now = evaluate(corrector, scale);
    change = now.change;
    if (isConverged(now, tolerance)) {
      x.set(answer);
      return { status: "converged", change };
    }
    const restless = calmStep(corrector, calm);
    if (!Number.isFinite(restless)) break;
    normaliseLogs(corrector.map, x);
    corrector.onSweep?.();
    if (restless < quiet) break;
    if (restless < least / 2) {
      least = restless;
      since = 0;
    } else if (++since >= PATIENCE) break;
  }
  return { status: "stalled", change };
}

/**
 * x += damping x residual, set by set. Tells how restless play was: the sum over sets of the square of the largest
 * change of a chance (the largest of all stays near one while thousands of sets come to rest behind it).
 */
function calmStep({ map, x, residual }: Corrector, calm: Calm): number {
  const { damping, before, calmest } = calm;
  const { world, asked, policy, setReach } = map;
  const { first: firstSets, end: endSets } = map.layout.logitRuns;
  let restless = 0;
  let reached = 0;
  for (let run = 0; run < firstSets.length; run++) {
    for (let set = firstSets[run]; set < endSets[run]; set++) {
      const largest = largestChange(asked, policy, world.setSlot[set], world.setSlot[set + 1]);
      restless += largest * largest;
      reached = Math.max(reached, largest * Math.min(1, setReach[set]));
    }
  }
  if (reached < calm.least) {
    calm.least = reached;
    calmest.set(x);
  }
  for (let run = 0; run < firstSets.length; run++) {
    for (let set = firstSets[run]; set < endSets[run]; set++) {
      const first = world.setSlot[set];
      const end = world.setSlot[set + 1];
      let [along, now, last] = [0, 0, 0];
      for (let slot = first; slot < end; slot++) {
        const weight = asked[slot] + policy[slot];
        along += weight * residual[slot] * before[slot];
        now += weight * residual[slot] * residual[slot];
        last += weight * before[slot] * before[slot];
      }
      if (along * along > ALONG * ALONG * now * last) {
        const left = along / last;
        const factor = left >= SLOW ? MOST : Math.min(MOST, Math.max(LEAST, 1 / (1 - left)));
        damping[set] = Math.min(1, Math.max(FAINTEST, damping[set] * factor));
      }
      for (let slot = first; slot < end; slot++) x[slot] += damping[set] * residual[slot];
    }
  }
  before.set(residual);
  return restless;
}

function largestChange(asked: Float64Array, answered: Float64Array, first: number, end: number): number {
  let largest = 0;
  for (let slot = first; slot < end; slot++) {
    const change = Math.abs(answered[slot] - asked[slot]);
    if (!(change <= largest)) largest = change; // a NaN wins
  }
  return largest;
}

/**
 * The best that one actor can do against the others' policy, by backward induction over its information sets; and the
 * regret of every single decision of a policy. Exact where the actor remembers what it knew and did (its beliefs then
 * do not depend on its own choices) and for decision processes; with forgetting it is the best response of its agents
 * in turn.
 */
import { worthAtStart } from "../sweep/backward.ts";
import { type Answer, type Response, sweepRespond } from "../sweep/respond.ts";
import { SetKind, type World, wholeWorld } from "../world/world.ts";
import { believe, createLogitMap, evaluatePolicy } from "./logit-map.ts";
import { setGain } from "./residual.ts";

export interface BestResponse {
  /** Length slots: the given policy, with pure best choices at the actor's sets (the first of equals). */
  readonly policy: Float64Array;
  /** Expected payoff per column from the start on, in its actor's eyes. */
  readonly start: Float64Array;
  /** nodes x columns. */
  readonly values: Float64Array;
  /** Length slots: what each action is worth when the actor goes on as best it can. */
  readonly q: Float64Array;
}

export interface BestResponseOptions {
  /** The actor seeks the least instead of the most. */
  readonly least?: boolean;
  /** Fixed sets of the actor choose too, not only its logit sets. */
  readonly free?: boolean;
}

/** Sets that span layers need repeated sweeps, one a time step at most. */
const MOST_SWEEPS = 1000;

/** Best response of `actor` to the policy given by logarithms (length slots). */
export function bestResponse(
  given: World,
  logPolicy: Float64Array,
  actor: number,
  options: BestResponseOptions = {},
): BestResponse {
  const world = wholeWorld(given);
  const map = createLogitMap(world, true);
  const chooses = (set: number): boolean =>
    world.setActor[set] === actor && (options.free === true || world.setKind[set] === SetKind.logit);
  const log = evenly(world, logPolicy, chooses);
  believe(map, log);
  const answer = bestAnswer(chooses, options.least === true ? -1 : 1);
  const { policy, values, q, mass } = map;
  const out: Response = { policy, logPolicy: log, values, q, mass, tastes: null };
  // Without sets that span layers one sweep is final; with them the choices are repeated until they stay.
  let before = policy.slice();
  for (let i = 0; i < MOST_SWEEPS; i++) {
    sweepRespond(map, map.belief, answer, out);
    if (map.layout.spanningSets.length === 0 || equal(before, policy)) break;
    before = policy.slice();
  }
  return { policy, start: worthAtStart(world, values), values, q };
}

/**
 * The policy with even chances at the sets that will choose: everything that they can reach is then believed possible.
 */
function evenly(world: World, logPolicy: Float64Array, chooses: (set: number) => boolean): Float64Array {
  const log = logPolicy.slice();
  for (let set = 0; set < world.header.informationSets; set++) {
    const [first, end] = [world.setSlot[set], world.setSlot[set + 1]];
    if (chooses(set)) log.fill(-Math.log(end - first), first, end);
  }
  return log;
}

function bestAnswer(chooses: (set: number) => boolean, sign: number): Answer {
  return (set, first, end, { q, policy, logPolicy }) => {
    if (!chooses(set)) return;
    let best = first;
    for (let slot = first + 1; slot < end; slot++) if (sign * q[slot] > sign * q[best]) best = slot;
    policy.fill(0, first, end);
    logPolicy.fill(-Infinity, first, end);
    policy[best] = 1;
    logPolicy[best] = 0;
  };
}

function equal(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => value === b[i]);
}

/**
 * Per information set: points that its best action would gain over its part of the policy, everything else unchanged.
 */
export function regretOf(given: World, logPolicy: Float64Array): Float64Array {
  const world = wholeWorld(given);
  const map = createLogitMap(world, true);
  evaluatePolicy(map, logPolicy, 1);
  return Float64Array.from({ length: world.header.informationSets }, (_, set) =>
    setGain(world, set, map.policy, map.q),
  );
}

/**
 * How far a policy is from the logit equilibrium, measured by one pure forward and one pure backward sweep at that
 * policy: nothing here depends on how the policy was found.
 */
import { endMass } from "../sweep/forward.ts";
import { SetKind, type World } from "../world/world.ts";
import { createLogitMap, evaluatePolicy, type LogitMap, natureReach } from "./logit-map.ts";

export interface Residual {
  /** max over logit slots of |p - logit(Q(p))|, given convening. */
  readonly residual: number;
  /** The same, each set's weighed by how likely play reaches it: what forecasts see of the residual. */
  readonly reachedResidual: number;
  /** max over logit sets of (best Q - the policy's expected Q): points that one changed decision would gain. */
  readonly largestGain: number;
  /** |1 - probability that play ends|. */
  readonly massLost: number;
  /** The set with the largest residual; -1 in a world without logit sets. */
  readonly worstSet: number;
}

/**
 * Residual of a policy (length slots, as logarithms) at a scale of steadiness. Leaves reach (nature's included), values
 * and Q in `map`.
 */
export function measureResidual(map: LogitMap, logPolicy: Float64Array, scale: number): Residual {
  evaluatePolicy(map, logPolicy, scale);
  const { world, policy, q } = map;
  let residual = 0;
  let reachedResidual = 0;
  let largestGain = 0;
  let worstSet = -1;
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] !== SetKind.logit) continue;
    const lambda = map.lambda[world.setActor[set]] * scale;
    const own = setResidual(world, set, policy, q, lambda);
    if (own > residual || worstSet < 0 || Number.isNaN(own)) {
      residual = own;
      worstSet = set;
    }
    reachedResidual = Math.max(reachedResidual, own * Math.min(1, map.setReach[set]));
    largestGain = Math.max(largestGain, setGain(world, set, policy, q));
    if (Number.isNaN(own)) break;
  }
  const massLost = Math.abs(1 - endMass(world, natureReach(map)));
  return { residual, reachedResidual, largestGain, massLost, worstSet };
}

/**
 * By how much rounding alone may move a chance, right after `measureResidual`: worths are known to about one unit in
 * their last place, that of the largest value behind them, lambda turns that into a change of odds, and odds of one
 * move chances most, by a quarter. No residual can be expected below it.
 */
export function roundingLimit({ world, values, lambda }: LogitMap, scale: number): number {
  const largest = new Float64Array(world.header.columns);
  for (let i = 0; i < values.length; i++) {
    const column = i % largest.length;
    if (Math.abs(values[i]) > largest[column]) largest[column] = Math.abs(values[i]);
  }
  const { columns } = world.header.description;
  const steadiest = largest.map((value, column) => value * lambda[columns[column].actor]);
  return (Number.EPSILON * scale * Math.max(...steadiest)) / 4;
}

/** The same from nothing but the world and the policy: for checking a stored result. */
export function residualOf(world: World, logPolicy: Float64Array, scale = 1): Residual {
  return measureResidual(createLogitMap(world, true), logPolicy, scale);
}

function setResidual(world: World, set: number, policy: Float64Array, q: Float64Array, lambda: number): number {
  const first = world.setSlot[set];
  const end = world.setSlot[set + 1];
  const { slotLogWeight } = world;
  let highest = -Infinity;
  for (let slot = first; slot < end; slot++) highest = Math.max(highest, slotLogWeight[slot] + lambda * q[slot]);
  let sum = 0;
  for (let slot = first; slot < end; slot++) sum += Math.exp(slotLogWeight[slot] + lambda * q[slot] - highest);
  let worst = 0;
  for (let slot = first; slot < end; slot++) {
    const answer = Math.exp(slotLogWeight[slot] + lambda * q[slot] - highest) / sum;
    worst = Math.max(worst, Math.abs(policy[slot] - answer));
  }
  return worst;
}

/** What the best action of a set is worth above the set's policy, in points. */
export function setGain(world: World, set: number, policy: Float64Array, q: Float64Array): number {
  const end = world.setSlot[set + 1];
  let best = -Infinity;
  let mean = 0;
  for (let slot = world.setSlot[set]; slot < end; slot++) {
    best = Math.max(best, q[slot]);
    mean += policy[slot] * q[slot];
  }
  return best === -Infinity ? 0 : Math.max(0, best - mean);
}

/** Logit choices, one information set at a time: the reference of the kernels' choices. */
import type { World } from "../world/world.ts";

/** Divides the sums behind Q, slots first..end, into expectations where there is mass behind them. */
export function divideSums(first: number, end: number, q: Float64Array, mass: Float64Array): void {
  for (let slot = first; slot < end; slot++) {
    if (mass[slot] > 0) q[slot] /= mass[slot];
  }
}

/** By slots: what actions are worth, and the choices made by it. */
export interface Chosen {
  readonly q: Float64Array; // read
  readonly policy: Float64Array;
  readonly logPolicy: Float64Array;
}

/** The choices of sets first..end, which all are `logit`. */
export function chooseSets(world: World, first: number, end: number, lambda: number, out: Chosen): void {
  const { setSlot, slotLogWeight } = world;
  for (let set = first; set < end; set++) logitChoice(slotLogWeight, lambda, setSlot[set], setSlot[set + 1], out);
}

/**
 * p = w exp(lambda q) / sum over the slots first..end, as chances and as logarithms (nothing underflows in the latter).
 */
function logitChoice(
  logWeight: Float64Array,
  lambda: number,
  first: number,
  end: number,
  { q, policy, logPolicy }: Chosen,
): void {
  let highest = -Infinity;
  for (let slot = first; slot < end; slot++) {
    const score = logWeight[slot] + lambda * q[slot];
    logPolicy[slot] = score;
    if (score > highest) highest = score;
  }
  let sum = 0;
  for (let slot = first; slot < end; slot++) {
    const weight = Math.exp(logPolicy[slot] - highest);
    policy[slot] = weight;
    sum += weight;
  }
  const level = Math.log(sum);
  for (let slot = first; slot < end; slot++) {
    logPolicy[slot] = logPolicy[slot] - highest - level; // in this order: scores may be large, their differences count
    policy[slot] /= sum;
  }
}

/** Shifts the logarithms of the chances of sets first..end so that the chances sum to one; `chances` is overwritten. */
export function normaliseSets(
  world: World,
  first: number,
  end: number,
  chances: Float64Array,
  logs: Float64Array,
): void {
  for (let set = first; set < end; set++) normaliseSet(world.setSlot[set], world.setSlot[set + 1], chances, logs);
}

function normaliseSet(first: number, end: number, chances: Float64Array, logs: Float64Array): void {
  let highest = -Infinity;
  for (let slot = first; slot < end; slot++) if (logs[slot] > highest) highest = logs[slot];
  let sum = 0;
  for (let slot = first; slot < end; slot++) {
    chances[slot] = Math.exp(logs[slot] - highest);
    sum += chances[slot];
  }
  const level = Math.log(sum);
  for (let slot = first; slot < end; slot++) {
    logs[slot] = logs[slot] - highest - level;
    chances[slot] /= sum;
  }
}

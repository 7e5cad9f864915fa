/**
 * The solver's backward sweep: on its way it forms what every action is worth to the actor who chooses (Q), given the
 * beliefs of its information set, and may put the logit choice in the policy's place before the layer's values are
 * computed. Sets that span layers are summed up over the whole sweep; their values use the policy that came in.
 *
 *   Q(I, a) = sum over nodes n of I, edges e of a:  belief(n) coef(e) (pay(e) + discount x value(target(e)))
 *             / sum over the same of belief(n) coef(e),            in the columns' weights of I
 *
 * For one slot the coefficients of a node's edges sum to the node's chance of convening, so that the quotient is the
 * expectation given convening.
 */
import { SetKind, type World } from "../world/world.ts";
import type { Kernels } from "./kernels.ts";
import type { SweepLayout } from "./layout.ts";

export interface Response {
  /** Length slots. In: the policy. Out: the answers, where sets answered. */
  readonly policy: Float64Array;
  /** Length slots: the answers' logarithms. */
  readonly logPolicy: Float64Array;
  /** nodes x columns. */
  readonly values: Float64Array;
  /** Length slots: expected points of each action. */
  readonly q: Float64Array;
  /** Length slots: scratch (belief mass behind each q). */
  readonly mass: Float64Array;
}

/** Writes an information set's choice into policy and logPolicy at its slots first..end, from the Q that stand there. */
export type Answer = (set: number, first: number, end: number, out: Response) => void;

/**
 * Fills `values` and `q`. With `answer` every set decides on the way; without it the policy stays as it is. `belief` (length
 * nodes) holds any positive multiple, per set, of the beliefs. Arrays are the kernels' own. Allocates nothing.
 */
export function sweepRespond(
  world: World,
  layout: SweepLayout,
  kernels: Kernels,
  belief: Float64Array,
  answer: Answer | null,
  out: Response,
): void {
  const { layerNode } = world;
  const { layerSetStart, layerSet, spanningSets, layerDecides } = layout;
  clearSets(world, spanningSets, 0, spanningSets.length, out);
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    const first = layerNode[layer]!;
    const end = layerNode[layer + 1]!;
    if (layerDecides[layer] === 1) {
      clearSets(world, layerSet, layerSetStart[layer]!, layerSetStart[layer + 1]!, out);
      kernels.gather(layer, first, end, belief, out.values, out.q, out.mass);
      decideSets(world, layerSet, layerSetStart[layer]!, layerSetStart[layer + 1]!, answer, out);
    }
    kernels.pull(layer, first, end, out.policy, out.values);
  }
  decideSets(world, spanningSets, 0, spanningSets.length, answer, out);
}

export function clearSets(world: World, sets: Uint32Array, from: number, to: number, out: Response): void {
  for (let i = from; i < to; i++) {
    const set = sets[i]!;
    const end = world.setSlot[set + 1]!;
    for (let slot = world.setSlot[set]!; slot < end; slot++) {
      out.q[slot] = 0;
      out.mass[slot] = 0;
    }
  }
}

/** Divides the sums into expectations; then the sets answer. */
export function decideSets(
  world: World,
  sets: Uint32Array,
  from: number,
  to: number,
  answer: Answer | null,
  out: Response,
): void {
  const { setSlot } = world;
  const { q, mass } = out;
  for (let i = from; i < to; i++) {
    const set = sets[i]!;
    const first = setSlot[set]!;
    const end = setSlot[set + 1]!;
    for (let slot = first; slot < end; slot++) {
      if (mass[slot]! > 0) q[slot]! /= mass[slot]!;
    }
    if (answer !== null) answer(set, first, end, out);
  }
}

/** The logit answers of `logit` sets at the given lambda per actor; fixed sets stay as they are. */
export function logitAnswer(world: World, steadiness: Float64Array): Answer {
  const { setKind, setActor, slotLogWeight } = world;
  return (set, first, end, out) => {
    if (setKind[set] !== SetKind.logit) return;
    logitChoice(slotLogWeight, out.q, steadiness[setActor[set]!]!, first, end, out.policy, out.logPolicy);
  };
}

/** p = w exp(lambda q) / sum over the slots first..end, as chances and as logarithms (nothing underflows in the latter). */
export function logitChoice(
  logWeight: Float64Array,
  q: Float64Array,
  lambda: number,
  first: number,
  end: number,
  policy: Float64Array,
  logPolicy: Float64Array,
): void {
  let highest = -Infinity;
  for (let slot = first; slot < end; slot++) {
    const score = logWeight[slot]! + lambda * q[slot]!;
    logPolicy[slot] = score;
    if (score > highest) highest = score;
  }
  let sum = 0;
  for (let slot = first; slot < end; slot++) {
    const weight = Math.exp(logPolicy[slot]! - highest);
    policy[slot] = weight;
    sum += weight;
  }
  const level = Math.log(sum);
  for (let slot = first; slot < end; slot++) {
    logPolicy[slot] = logPolicy[slot]! - highest - level; // in this order: scores may be large, their differences count
    policy[slot]! /= sum;
  }
}

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
import type { Swept } from "./kernels.ts";
import { Noise, type SweepLayout } from "./layout.ts";
import type { Tastes } from "./tastes.ts";

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
  /** What choosing costs, with the values less it: where noise is tastes. null: none of it, values in points alone. */
  readonly tastes: Tastes | null;
}

/**
 * Writes an information set's choice into policy and logPolicy at its slots first..end, from the Q that stand there.
 */
export type Answer = (set: number, first: number, end: number, out: Response) => void;

/**
 * Logit answers at a lambda per actor (fixed sets stay as they are), answers of another kind, or none: the policy
 * stays.
 */
export type Answers = Float64Array | Answer | null;

/**
 * Fills `values` and `q`; with `answers` every set decides on the way. `belief` (length nodes) holds any positive
 * multiple, per set, of the beliefs. Arrays are the kernels' own. Allocates nothing.
 */
export function sweepRespond(swept: Swept, belief: Float64Array, answers: Answers, out: Response): void {
  const { world, layout, kernels } = swept;
  const { layerDecides } = layout;
  const { layers } = world.header;
  clearSets(world, layout, layers, out); // those that span layers
  weighTastes(swept, layers, out);
  for (let layer = layers - 1; layer >= 0; layer--) {
    if (layerDecides[layer] === 1) {
      clearSets(world, layout, layer, out);
      kernels.gather(layer, belief, out);
      decideSets(swept, layer, answers, out);
      weighTastes(swept, layer, out);
    }
    kernels.pull(layer, out.policy, out.values);
    if (out.tastes !== null && layerDecides[layer] === 1) kernels.takeCosts(layer, out.tastes.cost, out.values);
  }
  decideSets(swept, layers, answers, out);
}

/** Makes room for the sums of the sets decided in a layer; layer `layers` stands for those that span layers. */
export function clearSets(world: World, layout: SweepLayout, layer: number, out: Response): void {
  const { runs, layerRunStart } = layout;
  for (let run = layerRunStart[layer]; run < layerRunStart[layer + 1]; run++) {
    const [first, end] = [world.setSlot[runs.first[run]], world.setSlot[runs.end[run]]];
    out.q.fill(0, first, end);
    out.mass.fill(0, first, end);
  }
}

/** What choosing costs in the sets decided in a layer, by the policy that stands. */
function weighTastes({ world, layout, kernels }: Swept, layer: number, { policy, logPolicy, tastes }: Response): void {
  if (tastes === null) return;
  const { setKind, setActor, setDesk } = world;
  const { runs, layerRunStart, noise } = layout;
  for (let run = layerRunStart[layer]; run < layerRunStart[layer + 1]; run++) {
    const first = runs.first[run];
    const kind = noise[setDesk[first]];
    if (kind === Noise.mistakes || setKind[first] !== SetKind.logit) continue;
    const lambda = tastes.steadiness[setActor[first]];
    const costing = { lambda, plain: kind === Noise.plainTastes, policy, logPolicy };
    kernels.costOf(first, runs.end[run], costing, tastes.cost);
  }
}

/** Divides the sums of a layer's sets into expectations; then the sets answer. */
export function decideSets({ world, layout, kernels }: Swept, layer: number, answers: Answers, out: Response): void {
  const { setSlot, setKind, setActor } = world;
  const { runs, layerRunStart } = layout;
  for (let run = layerRunStart[layer]; run < layerRunStart[layer + 1]; run++) {
    const [first, end] = [runs.first[run], runs.end[run]];
    kernels.divide(setSlot[first], setSlot[end], out.q, out.mass);
    if (answers === null) continue;
    if (typeof answers === "function") {
      for (let set = first; set < end; set++) answers(set, setSlot[set], setSlot[set + 1], out);
    } else if (setKind[first] === SetKind.logit) {
      kernels.choose(first, end, answers[setActor[first]], out);
    }
  }
}

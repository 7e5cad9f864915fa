/**
 * The derivative of the two sweeps along a direction: exact, at about twice their cost. Given how logarithms of chances
 * move (and the scale of steadiness), how beliefs, values, Q and the logit answers move. Everything is taken at a policy
 * whose beliefs and values have just been swept.
 *
 * The moves of choices that make values move are not the direction's but the answers' own, taken backwards from the end:
 * with D the derivative of the pure answers, split into U (through values of later layers) and L (through beliefs, and
 * through sets that span layers), one sweep gives (1 - U)^-1 (L direction + scale part + source). Newton's system
 * (1 - U - L) step = residual then needs only 1 - (1 - U)^-1 L, the identity but for the feedback through beliefs.
 */
import { NO_SET, SetKind, type World } from "../world/world.ts";
import type { Kernels } from "./kernels.ts";
import { type SweepLayout, takeOwn } from "./layout.ts";
import { type RareScratch, slideLimbs, ZERO_LIMB } from "./rare.ts";

/** The point: what the sweeps left behind. */
export interface SweepPoint {
  /** Slots: the policy whose beliefs and values these are. */
  readonly policy: Float64Array;
  /** Slots: its logit answers. */
  readonly answered: Float64Array;
  /** Per view. */
  readonly reaches: readonly Float64Array[];
  readonly belief: Float64Array;
  readonly values: Float64Array;
  readonly q: Float64Array;
  readonly mass: Float64Array;
  /** Sets whose beliefs came from the careful sweep, by 1 + view, and that sweep per view; null where none did. */
  readonly rareSet: Uint8Array;
  readonly rare: readonly (RareScratch | null)[] | null;
}

/** Room for the derivative, the kernels' own but for `relative`; made once. */
export interface TangentScratch {
  readonly reach: Float64Array; // nodes, of one view
  readonly belief: Float64Array; // nodes; the same array where all decide in one view
  relative: Float64Array | null; // nodes, made where some sets are rare
  readonly values: Float64Array; // nodes x columns
  readonly q: Float64Array; // slots
  readonly direction: Float64Array; // slots
  readonly answer: Float64Array; // slots
}

export function tangentScratch({ header }: World, layout: SweepLayout, kernels: Kernels): TangentScratch {
  const { nodes, columns, slots } = header;
  const reach = kernels.reals(nodes);
  return {
    reach,
    belief: layout.decidingViews.length > 1 ? kernels.reals(nodes) : reach,
    relative: null,
    values: kernels.reals(nodes * columns),
    q: kernels.reals(slots),
    direction: kernels.reals(slots),
    answer: kernels.reals(slots),
  };
}

/** Doubles that it takes from the kernels, with a little for their alignment. */
export function tangentReals({ header }: World, { decidingViews }: SweepLayout): number {
  const { nodes, columns, slots } = header;
  return nodes * (columns + (decidingViews.length > 1 ? 2 : 1)) + 3 * slots + 12;
}

/** A direction: changes of log-chances (slots, zero at fixed ones), of the scale of steadiness, and of the answers themselves. */
export interface Direction {
  readonly logPolicy: Float64Array;
  readonly scale: number;
  readonly source: Float64Array | null;
  /** What is added to the identity: 0 for Newton's system, 1 / (time step) for an implicit step of the dynamics. */
  readonly shift: number;
}

/**
 * answer = (1 + shift - U)^-1 (L direction.logPolicy + direction.scale x derivative by scale + source), as above.
 * `steadiness` is lambda x scale, `lambda` that at scale 1, per actor.
 */
export function sweepTangent(
  world: World,
  layout: SweepLayout,
  kernels: Kernels,
  point: SweepPoint,
  steadiness: Float64Array,
  lambda: Float64Array,
  direction: Direction,
  scratch: TangentScratch,
  answer: Float64Array,
): void {
  scratch.direction.set(direction.logPolicy);
  for (const view of layout.decidingViews) {
    moveBeliefs(layout.views[view], kernels, view, point, direction.logPolicy, scratch);
    if (scratch.belief !== scratch.reach) takeOwn(world, layout, view, scratch.reach, scratch.belief);
  }
  scratch.answer.set(direction.logPolicy);
  answerBackwards(world, layout, kernels, point, steadiness, lambda, direction, scratch);
  answer.set(scratch.answer);
}

/** Fills `scratch.reach` with the change of reach in a view, and at the nodes of rare sets with that of belief. */
function moveBeliefs(
  world: World,
  kernels: Kernels,
  view: number,
  point: SweepPoint,
  direction: Float64Array,
  scratch: TangentScratch,
): void {
  const { reach: change, relative } = scratch;
  const reach = point.reaches[view];
  change.fill(0);
  kernels.pushChange(0, world.header.nodes, point.policy, reach, scratch.direction, change, view);
  const rare = point.rare?.[view];
  if (rare && relative !== null) moveRare(world, 1 + view, rare, point, direction, relative, change);
}

/** Relative derivative of the careful masses, and from it the change of belief at the nodes of rare sets. */
function moveRare(
  world: World,
  mark: number,
  rare: RareScratch,
  point: SweepPoint,
  direction: Float64Array,
  relative: Float64Array,
  change: Float64Array,
): void {
  relative.fill(0);
  for (let layer = 0; layer < world.header.layers; layer++) {
    pushRelative(world, world.layerNode[layer], world.layerNode[layer + 1], rare, direction, relative);
  }
  for (let node = 0; node < world.header.nodes; node++) {
    const set = world.nodeSet[node];
    if (set === NO_SET || point.rareSet[set] !== mark) continue;
    change[node] = rare.mantissa[node] === 0 ? 0 : (point.belief[node] * relative[node]) / rare.mantissa[node];
  }
}

function pushRelative(
  world: World,
  first: number,
  end: number,
  rare: RareScratch,
  direction: Float64Array,
  moved: Float64Array,
): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  const { mantissa, limb, slotMantissa, slotLimb } = rare;
  for (let node = first; node < end; node++) {
    const mass = mantissa[node];
    if (mass === 0) continue;
    const own = moved[node] / mass;
    const edgeEnd = nodeEdge[node + 1];
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      const chance = coefficient[edgeCoefficient[edge]];
      const target = edgeTarget[edge];
      // A zero chance lets through what the careful sweep itself lets through (`pushRare`).
      const [factor, zero] = chance === 0 ? [1, ZERO_LIMB] : [chance, 0];
      const limbs = limb[node] + slotLimb[slot] + zero - limb[target];
      const part = slideLimbs(mass * slotMantissa[slot] * factor, limbs);
      if (part !== 0) moved[target] += part * (own + direction[slot]);
    }
  }
}

function answerBackwards(
  world: World,
  layout: SweepLayout,
  kernels: Kernels,
  point: SweepPoint,
  steadiness: Float64Array,
  lambda: Float64Array,
  direction: Direction,
  scratch: TangentScratch,
): void {
  const { layerNode } = world;
  const { policy, belief, values, q } = point;
  const { answer } = scratch;
  const { layerSetStart, layerSet, spanningSets, layerDecides } = layout;
  scratch.q.fill(0);
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    const first = layerNode[layer];
    const end = layerNode[layer + 1];
    if (layerDecides[layer] === 1) {
      const { belief: moved, values: change, q: sums } = scratch;
      kernels.gatherChange(layer, first, end, { belief, moved, values, change, q }, sums);
      const [from, to] = [layerSetStart[layer], layerSetStart[layer + 1]];
      moveChoices(world, layerSet, from, to, point, steadiness, lambda, direction, scratch.q, answer);
    }
    kernels.pullChange(layer, first, end, policy, answer, values, scratch.values);
  }
  const spanning = spanningSets.length;
  moveChoices(world, spanningSets, 0, spanning, point, steadiness, lambda, direction, scratch.q, answer);
}

/** d log p = lambda (dQ - mean dQ) + dlambda (Q - mean Q) + source, means over the answered policy. */
function moveChoices(
  world: World,
  sets: Uint32Array,
  from: number,
  to: number,
  point: SweepPoint,
  steadiness: Float64Array,
  lambda: Float64Array,
  direction: Direction,
  change: Float64Array,
  answer: Float64Array,
): void {
  const { setSlot, setKind, setActor } = world;
  const kept = 1 / (1 + direction.shift);
  for (let i = from; i < to; i++) {
    const set = sets[i];
    const first = setSlot[set];
    const end = setSlot[set + 1];
    const steady = steadiness[setActor[set]];
    const steadier = lambda[setActor[set]] * direction.scale;
    let mean = 0;
    for (let slot = first; slot < end; slot++) {
      if (point.mass[slot] > 0) change[slot] /= point.mass[slot];
      mean += point.answered[slot] * (steady * change[slot] + steadier * point.q[slot]);
    }
    if (setKind[set] !== SetKind.logit) continue;
    for (let slot = first; slot < end; slot++) {
      answer[slot] = steady * change[slot] + steadier * point.q[slot] - mean;
      if (direction.source !== null) answer[slot] += direction.source[slot];
      answer[slot] *= kept;
    }
  }
}

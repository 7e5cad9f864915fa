/**
 * The derivative of the two sweeps along a direction: exact, at about twice their cost. Given how logarithms of chances
 * move (and the scale of steadiness), how beliefs, values, Q and the logit answers move. Everything is taken at a
 * policy whose beliefs and values have just been swept.
 *
 * The moves of choices that make values move are not the direction's but the answers' own, taken backwards from the
 * end: with D the derivative of the pure answers, split into U (through values of later layers) and L (through beliefs,
 * and through sets that span layers), one sweep gives (1 - U)^-1 (L direction + scale part + source). Newton's system
 * (1 - U - L) step = residual then needs only 1 - (1 - U)^-1 L, the identity but for the feedback through beliefs.
 */
import { NO_SET, SetKind, type World } from "../world/world.ts";
import type { Swept } from "./kernels.ts";
import { type SweepLayout, takeOwn } from "./layout.ts";
import { type RareScratch, slideLimbs, ZERO_LIMB } from "./rare.ts";
import { moveCosts } from "./tastes.ts";

/** The point: what the sweeps left behind. */
export interface SweepPoint {
  /** Slots: the policy whose beliefs and values these are, and its logarithms. */
  readonly policy: Float64Array;
  readonly logPolicy: Float64Array;
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
  readonly cost: Float64Array; // sets: change of what choosing costs, where noise is tastes
}

export function tangentScratch({ world, layout, kernels }: Swept): TangentScratch {
  const { nodes, columns, slots, informationSets } = world.header;
  const reach = kernels.reals(nodes);
  return {
    reach,
    belief: layout.decidingViews.length > 1 ? kernels.reals(nodes) : reach,
    relative: null,
    values: kernels.reals(nodes * columns),
    q: kernels.reals(slots),
    direction: kernels.reals(slots),
    answer: kernels.reals(slots),
    cost: kernels.reals(layout.tasteful ? informationSets : 0),
  };
}

/** Doubles that it takes from the kernels, with a little for their alignment. */
export function tangentReals({ header }: World, { decidingViews, tasteful }: SweepLayout): number {
  const { nodes, columns, slots, informationSets } = header;
  return nodes * (columns + (decidingViews.length > 1 ? 2 : 1)) + 3 * slots + (tasteful ? informationSets : 0) + 14;
}

/**
 * A direction: changes of log-chances (slots, zero at fixed ones), of the scale of steadiness, and of the answers
 * themselves.
 */
export interface Direction {
  readonly logPolicy: Float64Array;
  readonly scale: number;
  readonly source: Float64Array | null;
  /** What is added to the identity: 0 for Newton's system, 1 / (time step) for an implicit step of the dynamics. */
  readonly shift: number;
}

/** What a derivative is taken of, where, and along what. */
export interface Tangent {
  readonly point: SweepPoint;
  readonly steadiness: Float64Array; // per actor: lambda x scale
  readonly lambda: Float64Array; // per actor, at scale 1
  readonly direction: Direction;
  readonly scratch: TangentScratch;
}

/**
 * answer = (1 + shift - U)^-1 (L direction.logPolicy + direction.scale x derivative by scale + source), as above.
 */
export function sweepTangent(swept: Swept, tangent: Tangent, answer: Float64Array): void {
  const { world, layout } = swept;
  const { direction, scratch } = tangent;
  scratch.direction.set(direction.logPolicy);
  for (const view of layout.decidingViews) {
    moveBeliefs(swept, view, tangent);
    if (scratch.belief !== scratch.reach) takeOwn(world, layout, view, scratch.reach, scratch.belief);
  }
  scratch.answer.set(direction.logPolicy);
  answerBackwards(swept, tangent);
  answer.set(scratch.answer);
}

/** Fills `scratch.reach` with the change of reach in a view, and at the nodes of rare sets with that of belief. */
function moveBeliefs({ layout, kernels }: Swept, view: number, tangent: Tangent): void {
  const { point, scratch } = tangent;
  const { reach: change, direction } = scratch;
  change.fill(0);
  kernels.pushChange({ policy: point.policy, reach: point.reaches[view], direction, change }, view);
  const rare = point.rare?.[view];
  if (rare && scratch.relative !== null) moveRare(layout.views[view], 1 + view, rare, tangent, scratch.relative);
}

/** Relative derivative of the careful masses, and from it the change of belief at the nodes of rare sets. */
function moveRare(
  world: World,
  mark: number,
  rare: RareScratch,
  { point, direction, scratch }: Tangent,
  relative: Float64Array,
): void {
  const { reach: change } = scratch;
  relative.fill(0);
  for (let layer = 0; layer < world.header.layers; layer++) {
    pushRelative(world, layer, rare, direction.logPolicy, relative);
  }
  for (let node = 0; node < world.header.nodes; node++) {
    const set = world.nodeSet[node];
    if (set === NO_SET || point.rareSet[set] !== mark) continue;
    change[node] = rare.mantissa[node] === 0 ? 0 : (point.belief[node] * relative[node]) / rare.mantissa[node];
  }
}

function pushRelative(
  world: World,
  layer: number,
  rare: RareScratch,
  direction: Float64Array,
  moved: Float64Array,
): void {
  const [first, end] = [world.layerNode[layer], world.layerNode[layer + 1]];
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

function answerBackwards({ world, layout, kernels }: Swept, tangent: Tangent): void {
  const { point, scratch } = tangent;
  const { policy, belief, values, q } = point;
  const { answer } = scratch;
  const { layerSetStart, layerSet, spanningSets, layerDecides } = layout;
  scratch.q.fill(0);
  moveTastes(world, layout, spanningSets, [0, spanningSets.length], tangent); // by what the direction says of them
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    if (layerDecides[layer] === 1) {
      const { belief: moved, values: change, q: sums } = scratch;
      kernels.gatherChange(layer, { belief, moved, values, change, q }, sums);
      moveChoices(world, layerSet, layerSetStart[layer], layerSetStart[layer + 1], tangent);
      moveTastes(world, layout, layerSet, [layerSetStart[layer], layerSetStart[layer + 1]], tangent);
    }
    kernels.pullChange(layer, { policy, answer, values, change: scratch.values });
    if (layout.tasteful && layerDecides[layer] === 1) kernels.takeCosts(layer, scratch.cost, scratch.values);
  }
  moveChoices(world, spanningSets, 0, spanningSets.length, tangent);
}

/** How what choosing costs moves in some sets, with the moves of choices that stand in `scratch.answer`. */
function moveTastes(
  world: World,
  { noise, tasteful }: SweepLayout,
  sets: Uint32Array,
  [from, to]: readonly [number, number],
  { point, steadiness, lambda, direction, scratch }: Tangent,
): void {
  if (!tasteful) return;
  const { policy, logPolicy } = point;
  const steadier = lambda.map((own) => own * direction.scale);
  const at = { policy, logPolicy, moved: scratch.answer, steadiness, steadier };
  moveCosts(world, noise, sets.subarray(from, to), at, scratch.cost);
}

/** d log p = lambda (dQ - mean dQ) + dlambda (Q - mean Q) + source, means over the answered policy. */
function moveChoices(
  world: World,
  sets: Uint32Array,
  from: number,
  to: number,
  { point, steadiness, lambda, direction, scratch }: Tangent,
): void {
  const { q: change, answer } = scratch;
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

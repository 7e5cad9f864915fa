/**
 * The derivative of the two sweeps transposed: `sweep/tangent.ts` run the other way round, at the same cost. There one
 * sweep gives (1 - U)^-1 L v, with U the part of the pure answers' derivative D that goes through values of later
 * layers and L that through beliefs (and through sets that span layers). Here one sweep gives L^T (1 - U^T)^-1 z:
 * layers from the first to the last hand on what is due to their values and answers, then nodes from the last to the
 * first what is due to their reach.
 *
 * What is due to the answers, y with (1 - D^T) y = b, is (1 - U^T)^-1 z, where z = b + L^T (1 - U^T)^-1 z: the identity
 * but for the feedback through beliefs, as in Newton's system (`solve/newton.ts`). Without hidden information z is b.
 */

import type { Swept } from "../sweep/kernels.ts";
import { type RareScratch, slideLimbs, ZERO_LIMB } from "../sweep/rare.ts";
import type { SweepPoint, TangentScratch } from "../sweep/tangent.ts";
import { handOnCosts } from "../sweep/tastes.ts";
import { NO_SET, SetKind, type World } from "../world/world.ts";

/** What is transposed, and where. */
export interface Transposed {
  readonly swept: Swept;
  readonly point: SweepPoint;
  readonly steadiness: Float64Array; // per actor
  /**
   * Room, shared with the tangents: `values` and `belief` hold what is due to values and to beliefs, `q` to Q over its
   * mass.
   */
  readonly scratch: TangentScratch;
}

/** Told of every view's reach once all that is due to it is known; `relative`: due of logarithms of careful masses. */
export type SeesView = (view: number, moved: Float64Array, relative: Float64Array | null) => void;

/**
 * out = L^T y, where y = (1 - U^T)^-1 z is left in `scratch.answer`, with what is due to values in `scratch.values`, to
 * Q in `scratch.q` and to what choosing costs in `scratch.cost`. At slots of fixed sets z is zero, and `scratch.answer`
 * has what comes to their chances through values.
 */
export function sweepTransposed(transposed: Transposed, z: Float64Array, out: Float64Array, sees?: SeesView): void {
  const { swept, point, scratch } = transposed;
  const { world, layout, kernels } = swept;
  const { layerSetStart, layerSet, spanningSets, layerDecides } = layout;
  const { policy, belief, values, q } = point;
  const { values: due, belief: moved, q: price, answer, direction, cost } = scratch;
  due.fill(0);
  cost.fill(0);
  moved.fill(0);
  direction.fill(0);
  answer.set(z);
  priceSets(transposed, spanningSets, 0, spanningSets.length);
  for (let layer = 0; layer < world.header.layers; layer++) {
    kernels.pullBack(layer, { policy, values, due, logs: answer });
    if (layerDecides[layer] === 0) continue;
    if (layout.tasteful) kernels.costsBack(layer, due, cost);
    payTastes(transposed, layerSet.subarray(layerSetStart[layer], layerSetStart[layer + 1]));
    priceSets(transposed, layerSet, layerSetStart[layer], layerSetStart[layer + 1]);
    kernels.gatherBack(layer, { belief, values, q, price, due, moved });
  }
  payTastes(transposed, spanningSets);
  takeSpanning(world, spanningSets, z, scratch);
  for (const view of layout.decidingViews) pushView(transposed, view, sees);
  out.set(direction);
  silenceFixed(world, out);
}

/** What is due to what choosing costs in some sets comes to the logarithms of their chances. */
function payTastes({ swept, point, steadiness, scratch }: Transposed, sets: Uint32Array): void {
  const { world, layout } = swept;
  if (!layout.tasteful) return;
  const { policy, logPolicy } = point;
  handOnCosts(world, layout.noise, sets, { policy, logPolicy, steadiness, costDue: scratch.cost }, scratch.answer);
}

/** Due of Q over its mass, from what is due to the answers: d log p = lambda (dQ - mean dQ), transposed. */
function priceSets(
  { swept, point, steadiness, scratch }: Transposed,
  sets: Uint32Array,
  from: number,
  to: number,
): void {
  const { setSlot, setKind, setActor } = swept.world;
  const { answer, q: price } = scratch;
  for (let i = from; i < to; i++) {
    const set = sets[i];
    const [first, end] = [setSlot[set], setSlot[set + 1]];
    if (setKind[set] !== SetKind.logit) {
      price.fill(0, first, end);
      continue;
    }
    const steady = steadiness[setActor[set]];
    let all = 0;
    for (let slot = first; slot < end; slot++) all += answer[slot];
    for (let slot = first; slot < end; slot++) {
      const own = steady * (answer[slot] - point.answered[slot] * all);
      price[slot] = point.mass[slot] > 0 ? own / point.mass[slot] : own;
    }
  }
}

/** Sets that span layers answer after a whole sweep: what comes to their chances through values is part of L. */
function takeSpanning({ setSlot, setKind }: World, sets: Uint32Array, z: Float64Array, scratch: TangentScratch): void {
  const { answer, direction } = scratch;
  for (const set of sets) {
    if (setKind[set] !== SetKind.logit) continue;
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) {
      direction[slot] += answer[slot] - z[slot];
      answer[slot] = z[slot];
    }
  }
}

/** Zero where nothing is chosen by its worth. */
export function silenceFixed({ setSlot, setKind, header }: World, out: Float64Array): void {
  out[0] = 0;
  for (let set = 0; set < header.informationSets; set++)
    if (setKind[set] !== SetKind.logit) out.fill(0, setSlot[set], setSlot[set + 1]);
}

/** Hands on what is due to the beliefs that are held in a view; what comes to chances goes to `scratch.direction`. */
function pushView({ swept, point, scratch }: Transposed, view: number, sees?: SeesView): void {
  const { layout, kernels, world } = swept;
  const { direction, reach: moved } = scratch;
  if (scratch.belief !== moved) takeDue(swept, view, scratch.belief, moved);
  const rare = point.rare?.[view] ?? null;
  const relative = rare === null ? null : scratch.relative;
  if (relative !== null) partRare(world, 1 + view, point, moved, relative);
  kernels.pushBack({ policy: point.policy, reach: point.reaches[view], moved, logs: direction }, view);
  if (rare !== null && relative !== null) pushRareBack(layout.views[view], rare, relative, direction);
  sees?.(view, moved, relative);
}

/** What is due at the nodes of the sets that are decided in a view, and nothing elsewhere. */
function takeDue({ world, layout }: Swept, view: number, all: Float64Array, own: Float64Array): void {
  const block = view * world.header.coefficients;
  own.fill(0);
  for (let node = 0; node < world.header.nodes; node++) {
    const set = world.nodeSet[node];
    if (set !== NO_SET && layout.setBlock[set] === block) own[node] = all[node];
  }
}

/** At rare sets beliefs come from the careful sweep: what is due to them is due to the logarithms of its masses. */
function partRare(
  { nodeSet, header }: World,
  mark: number,
  { belief, rareSet }: SweepPoint,
  moved: Float64Array,
  relative: Float64Array,
): void {
  relative.fill(0);
  for (let node = 0; node < header.nodes; node++) {
    const set = nodeSet[node];
    if (set === NO_SET || rareSet[set] !== mark) continue;
    relative[node] = moved[node] * belief[node];
    moved[node] = 0;
  }
}

/** d log mass(target) = sum over edges of their share in it x (d log mass(source) + d log chance), transposed. */
function pushRareBack(world: World, rare: RareScratch, relative: Float64Array, logs: Float64Array): void {
  const { nodeEdge, edgeTarget, edgeSlot } = world;
  for (let node = world.header.nodes - 1; node >= 0; node--) {
    let sum = 0;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const later = relative[edgeTarget[edge]];
      if (later === 0) continue;
      const part = rareShare(world, rare, node, edge) * later;
      sum += part;
      logs[edgeSlot[edge]] += part;
    }
    relative[node] += sum;
  }
}

/** The share of the careful mass of an edge's target that comes along it. */
export function rareShare(world: World, rare: RareScratch, node: number, edge: number): number {
  const { edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  const { mantissa, limb, slotMantissa, slotLimb } = rare;
  const [slot, target] = [edgeSlot[edge], edgeTarget[edge]];
  if (mantissa[node] === 0 || mantissa[target] === 0) return 0;
  const chance = coefficient[edgeCoefficient[edge]];
  const [factor, zero] = chance === 0 ? [1, ZERO_LIMB] : [chance, 0];
  const limbs = limb[node] + slotLimb[slot] + zero - limb[target];
  return slideLimbs(mantissa[node] * slotMantissa[slot] * factor, limbs) / mantissa[target];
}

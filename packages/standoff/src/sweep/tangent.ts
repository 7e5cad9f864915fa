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
import { type ColumnRun, type SweepLayout, takeOwn } from "./layout.ts";
import { type RareScratch, slideLimbs } from "./rare.ts";

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

/** Room for the derivative; made once. */
export interface TangentScratch {
  readonly reach: Float64Array; // nodes, of one view
  readonly belief: Float64Array; // nodes; the same array where all decide in one view
  readonly relative: Float64Array | null; // nodes, only where some sets are rare
  readonly values: Float64Array; // nodes x columns
  readonly q: Float64Array; // slots
}

export function tangentScratch(world: World, layout: SweepLayout, rare: boolean): TangentScratch {
  const { nodes, columns, slots } = world.header;
  const reach = new Float64Array(nodes);
  return {
    reach,
    belief: layout.decidingViews.length > 1 ? new Float64Array(nodes) : reach,
    relative: rare ? new Float64Array(nodes) : null,
    values: new Float64Array(nodes * columns),
    q: new Float64Array(slots),
  };
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
  point: SweepPoint,
  steadiness: Float64Array,
  lambda: Float64Array,
  direction: Direction,
  scratch: TangentScratch,
  answer: Float64Array,
): void {
  for (const view of layout.decidingViews) {
    moveBeliefs(layout.views[view]!, view, point, direction.logPolicy, scratch);
    if (scratch.belief !== scratch.reach) takeOwn(world, layout, view, scratch.reach, scratch.belief);
  }
  answer.set(direction.logPolicy);
  answerBackwards(world, layout, point, steadiness, lambda, direction, scratch, answer);
}

/** Fills `scratch.reach` with the change of reach in a view, and at the nodes of rare sets with that of belief. */
function moveBeliefs(
  world: World,
  view: number,
  point: SweepPoint,
  direction: Float64Array,
  scratch: TangentScratch,
): void {
  const { reach: change, relative } = scratch;
  const reach = point.reaches[view]!;
  change.fill(0);
  for (let layer = 0; layer < world.header.layers; layer++) {
    pushChange(world, world.layerNode[layer]!, world.layerNode[layer + 1]!, point.policy, reach, direction, change);
  }
  const rare = point.rare?.[view];
  if (rare && relative !== null) moveRare(world, 1 + view, rare, point, direction, relative, change);
}

function pushChange(
  world: World,
  first: number,
  end: number,
  policy: Float64Array,
  reach: Float64Array,
  direction: Float64Array,
  change: Float64Array,
): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  for (let node = first; node < end; node++) {
    const mass = reach[node]!;
    if (mass === 0) continue;
    const moved = change[node]!;
    const edgeEnd = nodeEdge[node + 1]!;
    for (let edge = nodeEdge[node]!; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge]!;
      const chance = coefficient[edgeCoefficient[edge]!]! * policy[slot]!;
      change[edgeTarget[edge]!]! += chance * (moved + mass * direction[slot]!);
    }
  }
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
    pushRelative(world, world.layerNode[layer]!, world.layerNode[layer + 1]!, rare, direction, relative);
  }
  for (let node = 0; node < world.header.nodes; node++) {
    const set = world.nodeSet[node]!;
    if (set === NO_SET || point.rareSet[set] !== mark) continue;
    change[node] = rare.mantissa[node] === 0 ? 0 : (point.belief[node]! * relative[node]!) / rare.mantissa[node]!;
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
    const mass = mantissa[node]!;
    if (mass === 0) continue;
    const own = moved[node]! / mass;
    const edgeEnd = nodeEdge[node + 1]!;
    for (let edge = nodeEdge[node]!; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge]!;
      const chance = coefficient[edgeCoefficient[edge]!]!;
      if (chance === 0) continue;
      const target = edgeTarget[edge]!;
      const part = slideLimbs(mass * slotMantissa[slot]! * chance, limb[node]! + slotLimb[slot]! - limb[target]!);
      if (part !== 0) moved[target]! += part * (own + direction[slot]!);
    }
  }
}

function answerBackwards(
  world: World,
  layout: SweepLayout,
  point: SweepPoint,
  steadiness: Float64Array,
  lambda: Float64Array,
  direction: Direction,
  scratch: TangentScratch,
  answer: Float64Array,
): void {
  const { layerNode } = world;
  const { layerSetStart, layerSet, spanningSets, layerDecides } = layout;
  scratch.q.fill(0);
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    const first = layerNode[layer]!;
    const end = layerNode[layer + 1]!;
    if (layerDecides[layer] === 1) {
      gatherChange(world, layout, layer, first, end, point, scratch);
      const [from, to] = [layerSetStart[layer]!, layerSetStart[layer + 1]!];
      moveChoices(world, layerSet, from, to, point, steadiness, lambda, direction, scratch.q, answer);
    }
    for (const run of layout.columnRuns) pullChange(world, run, layer, first, end, point, answer, scratch.values);
  }
  const spanning = spanningSets.length;
  moveChoices(world, spanningSets, 0, spanning, point, steadiness, lambda, direction, scratch.q, answer);
}

/** Sums, per slot, the change of the belief-weighted worth: moved beliefs against Q, and moved values. */
function gatherChange(
  world: World,
  layout: SweepLayout,
  layer: number,
  first: number,
  end: number,
  point: SweepPoint,
  scratch: TangentScratch,
): void {
  const { nodeEdge, nodeSet, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { setWeights, weightRow, layerDiscount } = world;
  const { weightFirst, weightEnd, setBlock } = layout;
  const { belief, values, q } = point;
  const columns = world.header.columns;
  const discounts = layer * columns;
  for (let node = first; node < end; node++) {
    const set = nodeSet[node]!;
    if (set === NO_SET) continue;
    const likely = belief[node]!;
    if (likely === 0) continue;
    const likelier = scratch.belief[node]!;
    const block = setBlock[set]!;
    const row = setWeights[set]!;
    const weights = row * columns;
    const columnEnd = weightEnd[row]!;
    const edgeEnd = nodeEdge[node + 1]!;
    for (let edge = nodeEdge[node]!; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge]!;
      if (slot === 0) continue;
      const target = edgeTarget[edge]! * columns;
      const pay = labelPay[edgeLabel[edge]!]! * columns;
      let worth = 0;
      let worthier = 0;
      for (let column = weightFirst[row]!; column < columnEnd; column++) {
        const weight = weightRow[weights + column]!;
        const discount = layerDiscount[discounts + column]!;
        worth += weight * (payRow[pay + column]! + discount * values[target + column]!);
        worthier += weight * discount * scratch.values[target + column]!;
      }
      const chance = coefficient[block + edgeCoefficient[edge]!]!;
      scratch.q[slot]! += chance * (likely * worthier + likelier * (worth - q[slot]!));
    }
  }
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
    const set = sets[i]!;
    const first = setSlot[set]!;
    const end = setSlot[set + 1]!;
    const steady = steadiness[setActor[set]!]!;
    const steadier = lambda[setActor[set]!]! * direction.scale;
    let mean = 0;
    for (let slot = first; slot < end; slot++) {
      if (point.mass[slot]! > 0) change[slot]! /= point.mass[slot]!;
      mean += point.answered[slot]! * (steady * change[slot]! + steadier * point.q[slot]!);
    }
    if (setKind[set] !== SetKind.logit) continue;
    for (let slot = first; slot < end; slot++) {
      answer[slot] = steady * change[slot]! + steadier * point.q[slot]! - mean;
      if (direction.source !== null) answer[slot]! += direction.source[slot]!;
      answer[slot]! *= kept;
    }
  }
}

function pullChange(
  world: World,
  { first: firstColumn, end: endColumn, block }: ColumnRun,
  layer: number,
  first: number,
  end: number,
  point: SweepPoint,
  answer: Float64Array,
  change: Float64Array,
): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { layerDiscount } = world;
  const { policy, values } = point;
  const columns = world.header.columns;
  const discounts = layer * columns;
  for (let node = first; node < end; node++) {
    const own = node * columns;
    for (let column = firstColumn; column < endColumn; column++) change[own + column] = 0;
    const edgeEnd = nodeEdge[node + 1]!;
    for (let edge = nodeEdge[node]!; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge]!;
      const probability = coefficient[block + edgeCoefficient[edge]!]! * policy[slot]!;
      if (probability === 0) continue;
      const likelier = answer[slot]!;
      const target = edgeTarget[edge]! * columns;
      const pay = labelPay[edgeLabel[edge]!]! * columns;
      for (let column = firstColumn; column < endColumn; column++) {
        const discount = layerDiscount[discounts + column]!;
        const worth = payRow[pay + column]! + discount * values[target + column]!;
        change[own + column]! += probability * (likelier * worth + discount * change[target + column]!);
      }
    }
  }
}

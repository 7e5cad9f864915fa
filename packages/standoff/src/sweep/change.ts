/**
 * The loops of the derivative along a direction, one layer at a time: the reference of the kernels'. How they make up a
 * sweep is in `tangent.ts`.
 */
import { NO_SET, type World } from "../world/world.ts";
import type { ColumnRun, SweepLayout } from "./layout.ts";

/** The point of a derivative, and what has moved so far. */
export interface ChangeAt {
  readonly belief: Float64Array; // nodes
  readonly moved: Float64Array; // nodes: change of belief
  readonly values: Float64Array; // nodes x columns
  readonly change: Float64Array; // nodes x columns: of the values
  readonly q: Float64Array; // slots
}

export interface PushedChange {
  readonly policy: Float64Array; // slots
  readonly reach: Float64Array; // nodes
  readonly direction: Float64Array; // slots: change of log-chances
  readonly change: Float64Array; // nodes: of reach; grows
}

export interface PulledChange {
  readonly policy: Float64Array; // slots
  readonly answer: Float64Array; // slots: change of the answers' logarithms
  readonly values: Float64Array; // nodes x columns
  readonly change: Float64Array; // nodes x columns: of the values; written
}

/** The change of reach that a change of log-chances makes, sent along all edges. */
export function pushChange(world: World, { policy, reach, direction, change }: PushedChange): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  for (let node = 0; node < world.header.nodes; node++) {
    const mass = reach[node];
    if (mass === 0) continue;
    const moved = change[node];
    const edgeEnd = nodeEdge[node + 1];
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      const chance = coefficient[edgeCoefficient[edge]] * policy[slot];
      change[edgeTarget[edge]] += chance * (moved + mass * direction[slot]);
    }
  }
}

/** Sums, per slot, the change of the belief-weighted worth: moved beliefs against Q, and moved values. */
export function gatherChange(
  world: World,
  layout: SweepLayout,
  layer: number,
  { belief, moved, values, change, q }: ChangeAt,
  sums: Float64Array,
): void {
  const { nodeEdge, nodeSet, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { layerNode, setWeights, weightRow, layerDiscount } = world;
  const [first, end] = [layerNode[layer], layerNode[layer + 1]];
  const { weightFirst, weightEnd, setBlock } = layout;
  const columns = world.header.columns;
  const discounts = layer * columns;
  for (let node = first; node < end; node++) {
    const set = nodeSet[node];
    if (set === NO_SET) continue;
    const likely = belief[node];
    if (likely === 0) continue;
    const likelier = moved[node];
    const block = setBlock[set];
    const row = setWeights[set];
    const weights = row * columns;
    const columnEnd = weightEnd[row];
    const edgeEnd = nodeEdge[node + 1];
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      if (slot === 0) continue;
      const target = edgeTarget[edge] * columns;
      const pay = labelPay[edgeLabel[edge]] * columns;
      let worth = 0;
      let worthier = 0;
      for (let column = weightFirst[row]; column < columnEnd; column++) {
        const weight = weightRow[weights + column];
        const discount = layerDiscount[discounts + column];
        worth += weight * (payRow[pay + column] + discount * values[target + column]);
        worthier += weight * discount * change[target + column];
      }
      const chance = coefficient[block + edgeCoefficient[edge]];
      sums[slot] += chance * (likely * worthier + likelier * (worth - q[slot]));
    }
  }
}

/** Values' change in a run of columns, from that of their targets and of the answers' logarithms. */
export function pullChange(
  world: World,
  { first: firstColumn, end: endColumn, block }: ColumnRun,
  layer: number,
  { policy, answer, values, change }: PulledChange,
): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { layerNode, layerDiscount } = world;
  const [first, end] = [layerNode[layer], layerNode[layer + 1]];
  const columns = world.header.columns;
  const discounts = layer * columns;
  for (let node = first; node < end; node++) {
    const own = node * columns;
    for (let column = firstColumn; column < endColumn; column++) change[own + column] = 0;
    const edgeEnd = nodeEdge[node + 1];
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      const probability = coefficient[block + edgeCoefficient[edge]] * policy[slot];
      if (probability === 0) continue;
      const likelier = answer[slot];
      const target = edgeTarget[edge] * columns;
      const pay = labelPay[edgeLabel[edge]] * columns;
      for (let column = firstColumn; column < endColumn; column++) {
        const discount = layerDiscount[discounts + column];
        const worth = payRow[pay + column] + discount * values[target + column];
        change[own + column] += probability * (likelier * worth + discount * change[target + column]);
      }
    }
  }
}

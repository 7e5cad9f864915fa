/**
 * The loops of `change.ts` transposed, one layer at a time: from how much something moves with values and beliefs to
 * how much it moves with those that they are made of, and with logarithms of chances. The reference of the kernels'
 * (`packages/standoff/kernels/adjoint.ts`). How they make up a sweep is in `sensitivity/transposed.ts`.
 *
 * `due` of a value is the derivative of what is asked for with respect to it, all else that stands before it held
 * fixed.
 */
import { NO_SET, type World } from "../world/world.ts";
import type { ColumnRun, SweepLayout } from "./layout.ts";

export interface PulledBack {
  readonly policy: Float64Array; // slots
  readonly values: Float64Array; // nodes x columns
  /** nodes x columns: complete at the layer's nodes; grows at their targets. */
  readonly due: Float64Array;
  /** Slots: due of the logarithms of chances; grows. */
  readonly logs: Float64Array;
}

export interface GatheredBack {
  readonly belief: Float64Array; // nodes
  readonly values: Float64Array; // nodes x columns
  readonly q: Float64Array; // slots
  /** Slots: due of Q over the mass behind it. */
  readonly price: Float64Array;
  readonly due: Float64Array; // nodes x columns; grows at targets
  readonly moved: Float64Array; // nodes: due of belief; written at the layer's deciding nodes
}

export interface PushedBack {
  readonly policy: Float64Array; // slots
  readonly reach: Float64Array; // nodes
  /** Nodes. In: due of each node's reach by itself; out: with what follows from it. */
  readonly moved: Float64Array;
  readonly logs: Float64Array; // slots; grows
}

/** A layer's values, in a run of columns, hand on what is due to them: to their targets' values, and to the chances. */
export function pullBack(
  world: World,
  { first: firstColumn, end: endColumn, block }: ColumnRun,
  layer: number,
  { policy, values, due, logs }: PulledBack,
): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { layerNode, layerDiscount } = world;
  const [first, end] = [layerNode[layer], layerNode[layer + 1]];
  const columns = world.header.columns;
  const discounts = layer * columns;
  for (let node = first; node < end; node++) {
    const own = node * columns;
    const edgeEnd = nodeEdge[node + 1];
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      const probability = coefficient[block + edgeCoefficient[edge]] * policy[slot];
      if (probability === 0) continue;
      const target = edgeTarget[edge] * columns;
      const pay = labelPay[edgeLabel[edge]] * columns;
      let sum = 0;
      for (let column = firstColumn; column < endColumn; column++) {
        const share = probability * due[own + column];
        const discount = layerDiscount[discounts + column];
        sum += share * (payRow[pay + column] + discount * values[target + column]);
        due[target + column] += share * discount;
      }
      logs[slot] += sum;
    }
  }
}

/** The sums behind Q hand on what is due to them: to beliefs, and to the values of targets. */
export function gatherBack(
  world: World,
  layout: SweepLayout,
  layer: number,
  { belief, values, q, price, due, moved }: GatheredBack,
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
    const block = setBlock[set];
    const row = setWeights[set];
    const weights = row * columns;
    const columnEnd = weightEnd[row];
    const edgeEnd = nodeEdge[node + 1];
    let sum = 0;
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      if (slot === 0) continue;
      const target = edgeTarget[edge] * columns;
      const pay = labelPay[edgeLabel[edge]] * columns;
      const share = price[slot] * coefficient[block + edgeCoefficient[edge]];
      let worth = 0;
      for (let column = weightFirst[row]; column < columnEnd; column++) {
        const weight = weightRow[weights + column];
        const discount = layerDiscount[discounts + column];
        worth += weight * (payRow[pay + column] + discount * values[target + column]);
        due[target + column] += share * likely * weight * discount;
      }
      sum += share * (worth - q[slot]);
    }
    moved[node] = sum;
  }
}

/**
 * Values of a layer's nodes hand what is due to them on to what choosing costs in their sets, which is taken off them.
 */
export function costsBack(
  world: World,
  { tasteFirst, tasteEnd, setBlock }: SweepLayout,
  layer: number,
  due: Float64Array,
  costDue: Float64Array,
): void {
  const { nodeEdge, nodeSet, edgeSlot, edgeCoefficient, coefficient, layerNode, setDesk } = world;
  const { columns } = world.header;
  for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
    const set = nodeSet[node];
    if (set === NO_SET) continue;
    let meets = 1;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1] && edgeSlot[edge] === 0; edge++) {
      meets -= coefficient[setBlock[set] + edgeCoefficient[edge]];
    }
    const desk = setDesk[set];
    let sum = 0;
    for (let column = tasteFirst[desk]; column < tasteEnd[desk]; column++) sum += due[node * columns + column];
    costDue[set] -= meets * sum;
  }
}

/** Reach hands on what is due to it, from the last node to the first: to the nodes before, and to the chances. */
export function pushBack(world: World, { policy, reach, moved, logs }: PushedBack): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  for (let node = world.header.nodes - 1; node >= 0; node--) {
    const mass = reach[node];
    const edgeEnd = nodeEdge[node + 1];
    let sum = 0;
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      const part = coefficient[edgeCoefficient[edge]] * policy[slot] * moved[edgeTarget[edge]];
      sum += part;
      logs[slot] += mass * part;
    }
    moved[node] += sum;
  }
}

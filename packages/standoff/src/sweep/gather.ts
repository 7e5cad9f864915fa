/**
 * The sums behind Q: what the decision edges of one layer are worth to those who choose, weighted by belief, in their
 * eyes.
 */
import { NO_SET, type World } from "../world/world.ts";
import type { SweepLayout } from "./layout.ts";

export interface Gathered {
  readonly values: Float64Array; // nodes x columns, read
  readonly q: Float64Array; // slots
  readonly mass: Float64Array; // slots
}

/** Sums belief x coefficient x (pay + discounted value) and belief x coefficient over the layer's decision edges. */
export function gatherLayer(
  world: World,
  layout: SweepLayout,
  layer: number,
  belief: Float64Array,
  out: Gathered,
): void {
  const { nodeEdge, nodeSet, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { setWeights, weightRow, layerDiscount } = world;
  const { weightFirst, weightEnd, setBlock } = layout;
  const { values, q, mass } = out;
  const columns = world.header.columns;
  const discounts = layer * columns;
  const [first, end] = [world.layerNode[layer], world.layerNode[layer + 1]];
  for (let node = first; node < end; node++) {
    const set = nodeSet[node];
    if (set === NO_SET) continue;
    const likely = belief[node];
    if (likely === 0) continue;
    const block = setBlock[set];
    const row = setWeights[set];
    const weights = row * columns;
    const columnFirst = weightFirst[row];
    const columnEnd = weightEnd[row];
    const edgeEnd = nodeEdge[node + 1];
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      if (slot === 0) continue;
      const target = edgeTarget[edge] * columns;
      const pay = labelPay[edgeLabel[edge]] * columns;
      let worth = 0;
      for (let column = columnFirst; column < columnEnd; column++) {
        worth +=
          weightRow[weights + column] *
          (payRow[pay + column] + layerDiscount[discounts + column] * values[target + column]);
      }
      const share = likely * coefficient[block + edgeCoefficient[edge]];
      q[slot] += share * worth;
      mass[slot] += share;
    }
  }
}

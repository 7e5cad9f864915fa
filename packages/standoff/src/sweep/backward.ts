/**
 * The backward sweep under a fixed policy: every actor's (column's) expected discounted payoff from every node on.
 * `respond.ts` is the solver's variant, which chooses the policy on its way.
 */
import type { World } from "../world/world.ts";

/**
 * Fills `values` (nodes x columns, interleaved: values[node x columns + column]) with expected payoffs under `policy`
 * (length slots), discounted to the first day of each node's period. Allocates nothing.
 */
export function sweepBackward(world: World, policy: Float64Array, values: Float64Array): void {
  const { layerNode } = world;
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    pullLayer(world, layer, layerNode[layer]!, layerNode[layer + 1]!, policy, values);
  }
}

/** Values of the nodes of one layer from the values of their targets: value(node) as `world.ts` defines it. */
export function pullLayer(
  world: World,
  layer: number,
  first: number,
  end: number,
  policy: Float64Array,
  values: Float64Array,
): void {
  const { nodeEdge, nodePay, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { layerDiscount } = world;
  const columns = world.header.columns;
  const discounts = layer * columns;
  let edge = nodeEdge[first]!;
  for (let node = first; node < end; node++) {
    const own = node * columns;
    const pay = nodePay[node]! * columns;
    for (let column = 0; column < columns; column++) values[own + column] = payRow[pay + column]!;
    const edgeEnd = nodeEdge[node + 1]!;
    for (; edge < edgeEnd; edge++) {
      const probability = coefficient[edgeCoefficient[edge]!]! * policy[edgeSlot[edge]!]!;
      if (probability === 0) continue;
      const target = edgeTarget[edge]! * columns;
      const row = labelPay[edgeLabel[edge]!]! * columns;
      if (row === 0) {
        for (let column = 0; column < columns; column++) {
          values[own + column]! += probability * layerDiscount[discounts + column]! * values[target + column]!;
        }
      } else {
        for (let column = 0; column < columns; column++) {
          values[own + column]! +=
            probability * (payRow[row + column]! + layerDiscount[discounts + column]! * values[target + column]!);
        }
      }
    }
  }
}

/**
 * The backward sweep under a fixed policy: every actor's (column's) expected discounted payoff from every node on, with
 * the chances of that actor's view. `respond.ts` is the solver's variant, which chooses the policy on its way.
 */
import { viewOfColumn, type World } from "../world/world.ts";
import { type ColumnRun, columnRuns } from "./layout.ts";

/**
 * Fills `values` (nodes x columns, interleaved: values[node x columns + column]) with expected payoffs under `policy`
 * (length slots), discounted to the first day of each node's period.
 */
export function sweepBackward(world: World, policy: Float64Array, values: Float64Array): void {
  const runs = columnRuns(world);
  for (let layer = world.header.layers - 1; layer >= 0; layer--) pullLayer(world, runs, layer, policy, values);
}

/** What every column expects on the first day, in its actor's eyes, from the values of all nodes. */
export function worthAtStart(world: World, values: Float64Array): Float64Array {
  const { columns, starts } = world.header;
  return Float64Array.from({ length: columns }, (_, column) => {
    const chances = viewOfColumn(world, column) * starts;
    return world.startNode.reduce(
      (sum, node, start) => sum + world.startChance[chances + start] * values[node * columns + column],
      0,
    );
  });
}

/** Values of the nodes of one layer from the values of their targets: value(node) as `world.ts` defines it. */
export function pullLayer(
  world: World,
  runs: readonly ColumnRun[],
  layer: number,
  policy: Float64Array,
  values: Float64Array,
): void {
  for (let run = 0; run < runs.length; run++) pullColumns(world, runs[run], layer, policy, values);
}

function pullColumns(
  world: World,
  { first: firstColumn, end: endColumn, block }: ColumnRun,
  layer: number,
  policy: Float64Array,
  values: Float64Array,
): void {
  const { nodeEdge, nodePay, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { layerNode, layerDiscount } = world;
  const [first, end] = [layerNode[layer], layerNode[layer + 1]];
  const columns = world.header.columns;
  const discounts = layer * columns;
  let edge = nodeEdge[first];
  for (let node = first; node < end; node++) {
    const own = node * columns;
    const pay = nodePay[node] * columns;
    for (let column = firstColumn; column < endColumn; column++) values[own + column] = payRow[pay + column];
    const edgeEnd = nodeEdge[node + 1];
    for (; edge < edgeEnd; edge++) {
      const probability = coefficient[block + edgeCoefficient[edge]] * policy[edgeSlot[edge]];
      if (probability === 0) continue;
      const target = edgeTarget[edge] * columns;
      const row = labelPay[edgeLabel[edge]] * columns;
      if (row === 0) {
        for (let column = firstColumn; column < endColumn; column++) {
          values[own + column] += probability * layerDiscount[discounts + column] * values[target + column];
        }
      } else {
        for (let column = firstColumn; column < endColumn; column++) {
          values[own + column] +=
            probability * (payRow[row + column] + layerDiscount[discounts + column] * values[target + column]);
        }
      }
    }
  }
}

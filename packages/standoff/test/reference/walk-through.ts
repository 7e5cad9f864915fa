/** For tests: the plainest forward and backward pass over a world, every slot chosen with its prior weight. */
import { stateValue, type World } from "../../src/world/world.ts";

export interface WalkThrough {
  readonly reach: Float64Array;
  /** nodes x columns. */
  readonly values: Float64Array;
  /** Expected points of each column over the starts. */
  readonly expected: number[];
}

export function walkThrough(world: World): WalkThrough {
  const { nodes, columns, layers } = world.header;
  const reach = new Float64Array(nodes);
  const values = new Float64Array(nodes * columns);
  world.startNode.forEach((node, start) => {
    reach[node] += world.startChance[start];
  });
  const chance = (edge: number) => {
    const slot = world.edgeSlot[edge];
    return world.coefficient[world.edgeCoefficient[edge]] * (slot === 0 ? 1 : Math.exp(world.slotLogWeight[slot]));
  };
  for (let node = 0; node < nodes; node++) {
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
      reach[world.edgeTarget[edge]] += reach[node] * chance(edge);
    }
  }
  for (let layer = layers - 1; layer >= 0; layer--) {
    for (let node = world.layerNode[layer + 1] - 1; node >= world.layerNode[layer]; node--) {
      for (let column = 0; column < columns; column++) {
        let value = world.payRow[world.nodePay[node] * columns + column];
        for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
          const paid = world.payRow[world.labelPay[world.edgeLabel[edge]] * columns + column];
          const next = values[world.edgeTarget[edge] * columns + column];
          value += chance(edge) * (paid + world.layerDiscount[layer * columns + column] * next);
        }
        values[node * columns + column] = value;
      }
    }
  }
  const expected = Array.from({ length: columns }, (_, column) =>
    world.startNode.reduce((sum, node, i) => sum + world.startChance[i] * values[node * columns + column], 0),
  );
  return { reach, values, expected };
}

/** Probability of every value of a variable at the nodes of some layers. */
export function spread(
  world: World,
  reach: Float64Array,
  variable: number,
  isLayer: (layer: number) => boolean,
): number[] {
  const chances = world.header.description.variables[variable].levels.map(() => 0);
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (!isLayer(layer)) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      chances[stateValue(world, node, variable)] += reach[node];
    }
  }
  return chances;
}

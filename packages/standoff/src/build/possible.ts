/**
 * What can come about at a world's present prices: edges whose chance is zero in all eyes stay in the graph, since
 * another number may make them possible; they, and what only they lead to, are not possible now.
 */
import { NO_SET, type World } from "../world/world.ts";

export interface Possible {
  readonly node: (node: number) => boolean;
  /** Of a possible node. */
  readonly edge: (edge: number) => boolean;
  /** 1 for every information set with a possible node. */
  readonly sets: () => Uint8Array;
  /** 1 for every label of a possible edge. */
  readonly labels: () => Uint8Array;
}

export function possibleIn(world: World): Possible {
  const { header, edgeCoefficient, edgeLabel, nodeEdge, nodeSet } = world;
  const rows = possibleRows(world);
  const edge = (number: number) => rows[edgeCoefficient[number]] === 1;
  const reached = rows.includes(0) || someStartIsImpossible(world) ? reach(world, edge) : null;
  const node = (number: number) => reached === null || reached[number] === 1;
  return {
    node,
    edge,
    sets: () => {
      const sets = new Uint8Array(header.informationSets).fill(reached === null ? 1 : 0);
      if (reached === null) return sets;
      for (let at = 0; at < header.nodes; at++) if (reached[at] === 1 && nodeSet[at] !== NO_SET) sets[nodeSet[at]] = 1;
      return sets;
    },
    labels: () => {
      const labels = new Uint8Array(header.labels).fill(reached === null ? 1 : 0);
      if (reached === null) return labels;
      for (let at = 0; at < header.nodes; at++) {
        if (reached[at] === 0) continue;
        for (let out = nodeEdge[at]; out < nodeEdge[at + 1]; out++) if (edge(out)) labels[edgeLabel[out]] = 1;
      }
      return labels;
    },
  };
}

/** 1 for every row of chances that is above zero in some view. */
function possibleRows({ header, coefficient }: World): Uint8Array {
  const rows = new Uint8Array(header.coefficients);
  for (let at = 0; at < coefficient.length; at++) if (coefficient[at] > 0) rows[at % header.coefficients] = 1;
  return rows;
}

function startIsPossible({ header, startChance }: World, start: number): boolean {
  for (let view = 0; view < header.views; view++) if (startChance[view * header.starts + start] > 0) return true;
  return false;
}

function someStartIsImpossible(world: World): boolean {
  for (let start = 0; start < world.header.starts; start++) if (!startIsPossible(world, start)) return true;
  return false;
}

function reach(world: World, edge: (edge: number) => boolean): Uint8Array {
  const { header, startNode, nodeEdge, edgeTarget } = world;
  const reached = new Uint8Array(header.nodes);
  for (let start = 0; start < header.starts; start++) if (startIsPossible(world, start)) reached[startNode[start]] = 1;
  for (let node = 0; node < header.nodes; node++) {
    if (reached[node] === 0) continue;
    for (let out = nodeEdge[node]; out < nodeEdge[node + 1]; out++) if (edge(out)) reached[edgeTarget[out]] = 1;
  }
  return reached;
}

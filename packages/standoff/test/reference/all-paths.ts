/**
 * Every path of a small world, one by one: the slow and plain way, for tests of the sweeps and for checks by
 * enumeration.
 */
import type { World } from "../../src/world/world.ts";

export interface Path {
  readonly probability: number;
  /** Nodes in order, and the edges between them. */
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/** Calls `visit` for every path of positive probability from a start to a node without edges. */
export function visitPaths(world: World, policy: Float64Array, visit: (path: Path) => void): void {
  const nodes: number[] = [];
  const edges: number[] = [];
  const walk = (node: number, probability: number) => {
    nodes.push(node);
    const first = world.nodeEdge[node];
    const end = world.nodeEdge[node + 1];
    if (first === end) visit({ probability, nodes, edges });
    for (let edge = first; edge < end; edge++) {
      const chance = world.coefficient[world.edgeCoefficient[edge]] * policy[world.edgeSlot[edge]];
      if (chance === 0) continue;
      edges.push(edge);
      walk(world.edgeTarget[edge], probability * chance);
      edges.pop();
    }
    nodes.pop();
  };
  world.startNode.forEach((node, start) => {
    walk(node, world.startChance[start]);
  });
}

class TooManyPaths extends Error {}

/** Are there no more paths than that? */
export function hasFewPaths(world: World, policy: Float64Array, most: number): boolean {
  let paths = 0;
  try {
    visitPaths(world, policy, () => {
      if (++paths > most) throw new TooManyPaths();
    });
  } catch (problem) {
    if (problem instanceof TooManyPaths) return false;
    throw problem;
  }
  return true;
}

/**
 * Periods that are cut at dates inside them, as graphs of their own that a row carrier (`carry-rows.ts`) takes its mass
 * through: nodes of the world, some of them several times, in *stances*. A share of what its edge carries goes along
 * each edge here, and differs between solutions.
 */

/**
 * Marks a node, or a target, that stands in a stance but 0 and is numbered in the graph; others are nodes of the world.
 */
export const STANCED = 0x80000000;

export interface CutGraph {
  /** In the world's order. */
  readonly nodes: Uint32Array;
  readonly nodeEdge: Uint32Array;
  /** Edges of the world. */
  readonly edgeOf: Uint32Array;
  readonly edgeTarget: Uint32Array;
  /** Number 0: all that goes along it. */
  readonly edgeShare: Uint32Array;
  readonly shares: number;
}

/** How a ride goes through a period's graph. */
export interface CutPeriod {
  readonly period: number;
  readonly graph: CutGraph;
  /** By edge what happens on it: 0: nothing, and the path does not end. */
  readonly edgeClass: Uint32Array;
  readonly classes: number;
  /** What comes of an edge of a class from a node of the world in a state. */
  readonly along: (edge: number, state: number) => { readonly state: number; readonly bin: number };
}

/** What the kernel goes by, in its order, each a word. */
export const CUT_PLACES = [
  "count",
  "nodes",
  "nodeEdge",
  "edgeOf",
  "edgeTarget",
  "edgeShare",
  "edgeClass",
  "shares",
  "ring",
  "live",
  "ringMask",
] as const;
export type CutPlace = (typeof CUT_PLACES)[number];

const ringLengths = new WeakMap<CutGraph, number>();

/** Stanced nodes that stand at once, a power of two. */
export function cutRingLength(graph: CutGraph): number {
  const { nodeEdge, edgeTarget } = graph;
  const known = ringLengths.get(graph);
  if (known !== undefined) return known;
  let farthest = 0;
  for (let node = 0; node + 1 < nodeEdge.length; node++)
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++)
      if ((edgeTarget[edge] & STANCED) !== 0) farthest = Math.max(farthest, (edgeTarget[edge] & ~STANCED) - node);
  let length = 1;
  while (length <= farthest) length *= 2;
  ringLengths.set(graph, length);
  return length;
}

/**
 * The forward sweep: how likely every node is reached under a policy. Plain probabilities; `rare.ts` does the same in
 * an extended range for nodes whose probability underflows or is zero by construction.
 */
import type { World } from "../world/world.ts";

/** Sends the probability of nodes first..end along their edges: `pushLayer`, or a faster twin from `kernels.ts`. */
export type Push = (first: number, end: number, policy: Float64Array, reach: Float64Array) => void;

/**
 * Fills `reach` (length nodes) with the probability of reaching every node when the actors follow `policy` (length
 * slots, policy[0] = 1). Allocates nothing. The sum over nodes without edges is one up to rounding.
 */
export function sweepForward(world: World, policy: Float64Array, reach: Float64Array, push?: Push): void {
  reach.fill(0);
  const { startNode, startChance, layerNode } = world;
  for (let i = 0; i < startNode.length; i++) reach[startNode[i]] += startChance[i];
  if (push) {
    push(0, world.header.nodes, policy, reach); // nodes stand in topological order
    return;
  }
  // One call a layer: short loops are compiled early and stay compiled.
  for (let layer = 0; layer < world.header.layers; layer++) {
    const first = layerNode[layer];
    const end = layerNode[layer + 1];
    pushLayer(world, first, end, policy, reach);
  }
}

export function pushLayer(world: World, first: number, end: number, policy: Float64Array, reach: Float64Array): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  let edge = nodeEdge[first];
  for (let node = first; node < end; node++) {
    const edgeEnd = nodeEdge[node + 1];
    const mass = reach[node];
    if (mass !== 0) {
      for (; edge < edgeEnd; edge++) {
        reach[edgeTarget[edge]] += mass * coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
      }
    }
    edge = edgeEnd;
  }
}

/** The probability that play ends somewhere: the sum of reach over nodes without edges. */
export function endMass(world: World, reach: Float64Array): number {
  const { nodeEdge } = world;
  let sum = 0;
  let lost = 0; // Kahan: millions of ends must not cost digits
  for (let node = 0; node < world.header.nodes; node++) {
    if (nodeEdge[node] !== nodeEdge[node + 1]) continue;
    const term = reach[node] - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return sum;
}

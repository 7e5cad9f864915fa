/**
 * A ride worked out once for a graph, so that it is a plain forward sweep and rides of several solutions go together
 * (`sweep/carry.ts`): a node for every pair of a node and of what a path there remembers (`memory.ts`), rows of numbers
 * that travel, and *bins* on the edges where the ride brings something back. Paths end where nothing more can come of
 * them. `ride.ts` is the same in one step, for one solution, and for what this does not hold: news, mass that crosses
 * dates, weights; `stanced-period.ts` has periods that are cut.
 */
import { LayerKind, type World } from "../../world/world.ts";
import { isOfStages } from "../dates/hazards.ts";
import type { Slices } from "../dates/slices.ts";
import { Growing } from "./growing.ts";
import type { Memory } from "./memory.ts";
import type { Watches } from "./watch.ts";

export interface Unfolded {
  /** How many numbers travel: mass, and columns that are not told by it. */
  readonly numbers: number;
  readonly nodes: number;
  /** Per node its first edge, and one more. */
  readonly nodeEdge: Uint32Array;
  readonly edgeTarget: Uint32Array;
  /** The edge of the graph that it unfolds. */
  readonly edgeOf: Uint32Array;
  /** What is brought back on it; 0: nothing. */
  readonly edgeBin: Uint32Array;
  /** By bin: the numbers that go on to the edge's target, as bits. */
  readonly binPasses: Uint32Array;
  readonly starts: readonly UnfoldedStart[];
}

/** A start of the graph, and where it leads: the same as an edge. */
export interface UnfoldedStart {
  readonly start: number;
  readonly target: number;
  readonly bin: number;
}

export interface UnfoldOrder {
  readonly world: World;
  readonly watches: Watches;
  readonly slices: Slices;
  readonly memory: Memory;
}

/** Null where it would have more edges than `most`. */
export function unfold(order: UnfoldOrder, most: number): Unfolded | null {
  const unfolding = new Unfolding(order);
  unfolding.start();
  for (let layer = 0; layer < order.world.header.layers; layer++) {
    unfolding.layer(layer);
    if (unfolding.edges > most) return null;
  }
  return unfolding.result();
}

class Unfolding {
  private readonly order: UnfoldOrder;
  /** By node of the graph: the first of its nodes here, by creation; -1: none. */
  private readonly first: Int32Array;
  private readonly next: Growing; // by creation + 1; 0: none
  private readonly state: Growing;
  /** By creation: the place in the order of the graph. */
  private readonly place: Growing;
  private readonly nodeEdge: Growing;
  private readonly edgeTarget: Growing; // by creation
  private readonly edgeOf: Growing;
  private readonly edgeBin: Growing;
  private readonly starts: UnfoldedStart[] = [];

  constructor(order: UnfoldOrder) {
    const { nodes, edges } = order.world.header;
    const [perNode, perEdge] = [() => new Growing(nodes + 1), () => new Growing(edges + 1)];
    this.order = order;
    this.next = perNode();
    this.state = perNode();
    this.place = perNode();
    this.nodeEdge = perNode();
    this.edgeTarget = perEdge();
    this.edgeOf = perEdge();
    this.edgeBin = perEdge();
    this.first = new Int32Array(nodes).fill(-1);
  }

  get edges(): number {
    return this.edgeTarget.length;
  }

  start(): void {
    const { world, watches, memory } = this.order;
    world.startNode.forEach((node, start) => {
      const to = memory.along(-1, node, 0, watches.nodeBits[node] & watches.holds, 0);
      this.starts.push({ start, target: to === -1 ? 0 : this.nodeFor(node, to), bin: memory.bin });
    });
  }

  layer(layer: number): void {
    const { world, watches, memory, slices } = this.order;
    const { nodeEdge, edgeTarget, edgeLabel } = world;
    const { nodeBits, labelBits, mayBits } = watches;
    const slice = sliceOfLayer(world, slices, layer);
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      const before = nodeBits[node];
      const may = mayBits === null ? -1 : mayBits[node];
      for (let own = this.first[node]; own !== -1; own = this.next.at(own) - 1) {
        this.place.set(own, this.nodeEdge.length);
        this.nodeEdge.push(this.edgeTarget.length);
        const leaving = memory.leave(this.state.at(own), node);
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
          const target = edgeTarget[edge];
          const bits = (labelBits[edgeLabel[edge]] | (nodeBits[target] & ~before)) & may;
          const to = memory.along(node, target, leaving, bits, slice);
          this.edgeTarget.push(to === -1 ? 0 : this.nodeFor(target, to));
          this.edgeOf.push(edge);
          this.edgeBin.push(memory.bin);
        }
      }
    }
  }

  private nodeFor(node: number, state: number): number {
    let own = this.first[node];
    while (own !== -1 && this.state.at(own) !== state) own = this.next.at(own) - 1;
    if (own !== -1) return own;
    const made = this.state.length;
    this.state.push(state);
    this.next.push(this.first[node] + 1);
    this.place.push(0);
    this.first[node] = made;
    return made;
  }

  result(): Unfolded {
    const { memory } = this.order;
    const nodes = this.nodeEdge.length;
    this.nodeEdge.push(this.edgeTarget.length);
    const edgeTarget = this.edgeTarget.taken();
    for (let edge = 0; edge < edgeTarget.length; edge++) edgeTarget[edge] = this.place.at(edgeTarget[edge]);
    return {
      numbers: memory.numbers,
      nodes,
      nodeEdge: this.nodeEdge.taken(),
      edgeTarget,
      edgeOf: this.edgeOf.taken(),
      edgeBin: this.edgeBin.taken(),
      binPasses: Uint32Array.from(memory.bins, ({ passes }) => passes),
      starts: this.starts.map((one) => ({ ...one, target: this.place.at(one.target) })),
    };
  }
}

/** Where nothing is known of time inside a period: with its beginning come clocks and what time alone brings. */
export function sliceOfLayer({ layerKind, layerPeriod }: World, { first }: Slices, layer: number): number {
  const [kind, period] = [layerKind[layer], layerPeriod[layer]];
  const turns = kind === LayerKind.chance || kind === LayerKind.decision || isOfStages(kind);
  if (turns) return first[period + 1] - 1;
  return first[kind === LayerKind.periodEnd ? period + 1 : period];
}

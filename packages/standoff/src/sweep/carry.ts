/**
 * Mass carried forward through graphs that were unfolded from a world's (`query/ride/unfold.ts`), at several prices and
 * policies at once, a lane for each (`packages/standoff/kernels/rides.ts`). What comes of a lane depends on that lane
 * alone, to the last bit. Rows of nodes stand in a ring as long as the farthest edge, which a pass leaves empty; graphs
 * share it, and the tables.
 */
import { instancesOf, MOST_PAGES, PAGE } from "../math/web-assembly.ts";
import { decodeBase64 } from "../text/base64.ts";
import type { Indices, World } from "../world/world.ts";
import { KERNEL_BYTES } from "./rides.generated.ts";

interface Kernels {
  firstFree(): number;
  clear(at: number, bytes: number): void;
  carry(places: number, end: number): void;
}

const newInstance = instancesOf(() => decodeBase64(KERNEL_BYTES));

/** What the kernel goes by, in its order, each a word. */
const PLACES = [
  "row",
  "ringMask",
  "nodeEdge",
  "edgeTarget",
  "edgeSlot",
  "edgeCoefficient",
  "edgeBin",
  "binPasses",
  "coefficient",
  "policy",
  "ring",
  "bins",
] as const;

/** How many go together. */
export const CARRIED = 4;
const LANES = 8 * CARRIED;

/**
 * Nodes in an order in which edges lead on, each with a row of numbers, of which a bin on an edge takes all and lets
 * some pass.
 */
export interface CarryGraph {
  readonly numbers: number;
  readonly nodes: number;
  readonly nodeEdge: Uint32Array;
  readonly edgeTarget: Uint32Array;
  /** Edges of the world. */
  readonly edgeOf: Uint32Array;
  /** 0: none. */
  readonly edgeBin: Uint32Array;
  readonly binPasses: Uint32Array;
  /** Starts of the world. */
  readonly starts: readonly { readonly start: number; readonly target: number; readonly bin: number }[];
}

/** What goes along in a lane: a world of the graph, by nature's chances, and the policy played there. */
export interface Carried {
  readonly world: World;
  readonly policy: Float64Array;
}

export interface Carrier {
  /** For each of at most `CARRIED`, by graph, what the bins took: [bin x numbers + number]. */
  carry(given: readonly Carried[]): Float64Array[][];
}

/** Bytes of a carrier. */
export function carryBytes({ header }: World, graphs: readonly CarryGraph[]): number {
  const indices = graphs.map(
    ({ nodeEdge, edgeTarget, binPasses }) => nodeEdge.length + 4 * edgeTarget.length + binPasses.length,
  );
  const rows = graphs.map((graph) => ringLength(graph) * graph.numbers);
  const bins = graphs.map(({ binPasses, numbers }) => binPasses.length * numbers);
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  return 4 * sum(indices) + LANES * (header.coefficients + header.slots + Math.max(...rows) + sum(bins)) + PAGE;
}

/** Null where the platform has no WebAssembly with SIMD, or the room passes 4 GiB. */
export function createCarrier(world: World, graphs: readonly CarryGraph[]): Carrier | null {
  const pages = Math.ceil(carryBytes(world, graphs) / PAGE) + 2;
  const instance = pages > MOST_PAGES ? null : newInstance(pages, pages);
  if (instance === null) return null;
  return new SweptCarrier(world, graphs, instance.exports as unknown as Kernels, instance.memory.buffer);
}

/** A graph in the memory. */
interface Placed {
  readonly starts: CarryGraph["starts"];
  readonly nodes: number;
  readonly numbers: number;
  readonly bins: number;
  readonly ringMask: number;
  readonly record: number;
  readonly binsAt: number;
}

class SweptCarrier implements Carrier {
  private readonly kernels: Kernels;
  private readonly memory: ArrayBuffer;
  private readonly coefficient: number;
  private readonly policy: number;
  private readonly ring: number;
  private readonly placed: readonly Placed[];
  private next: number;

  constructor(world: World, graphs: readonly CarryGraph[], kernels: Kernels, memory: ArrayBuffer) {
    this.kernels = kernels;
    this.memory = memory;
    this.next = Math.ceil(kernels.firstFree() / 16) * 16;
    this.coefficient = this.take(LANES * world.header.coefficients);
    this.policy = this.take(LANES * world.header.slots);
    this.ring = this.take(LANES * Math.max(...graphs.map((graph) => ringLength(graph) * graph.numbers)));
    this.placed = graphs.map((graph) => this.place(world, graph));
  }

  private place({ edgeSlot, edgeCoefficient }: World, graph: CarryGraph): Placed {
    const { numbers, nodes, nodeEdge, edgeTarget, edgeOf, edgeBin, binPasses, starts } = graph;
    const { coefficient, policy, ring } = this;
    const bins = binPasses.length;
    const ringMask = ringLength(graph) - 1;
    const binsAt = this.take(LANES * bins * numbers);
    const at: Record<(typeof PLACES)[number], number> = {
      row: LANES * numbers,
      ringMask,
      nodeEdge: this.copy(nodeEdge),
      edgeTarget: this.copy(edgeTarget),
      edgeSlot: this.lanesOf(edgeOf, edgeSlot),
      edgeCoefficient: this.lanesOf(edgeOf, edgeCoefficient),
      edgeBin: this.copy(edgeBin),
      binPasses: this.copy(binPasses),
      coefficient,
      policy,
      ring,
      bins: binsAt,
    };
    const record = this.take(4 * PLACES.length);
    new Uint32Array(this.memory, record, PLACES.length).set(PLACES.map((name) => at[name]));
    return { starts, nodes, numbers, bins, ringMask, record, binsAt };
  }

  private copy(words: Uint32Array): number {
    const at = this.take(4 * words.length);
    new Uint32Array(this.memory, at, words.length).set(words);
    return at;
  }

  /** By edge, the byte offset of the lanes of what an edge of the world names. */
  private lanesOf(edges: Uint32Array, named: Indices): number {
    const at = this.take(4 * edges.length);
    const to = new Uint32Array(this.memory, at, edges.length);
    for (let i = 0; i < edges.length; i++) to[i] = named[edges[i]] * LANES;
    return at;
  }

  private take(bytes: number): number {
    const at = this.next;
    this.next += Math.ceil(bytes / 16) * 16;
    if (this.next > this.memory.byteLength) throw new Error(`carrier of ${this.memory.byteLength} bytes is full`);
    return at;
  }

  private reals(at: number, length: number): Float64Array {
    return new Float64Array(this.memory, at, length);
  }

  carry(given: readonly Carried[]): Float64Array[][] {
    const lanes = Array.from({ length: CARRIED }, (_, lane) => given[Math.min(lane, given.length - 1)]);
    for (const [lane, { world, policy }] of lanes.entries()) {
      this.put(this.coefficient, lane, world.coefficient, world.header.coefficients);
      this.put(this.policy, lane, policy, world.header.slots);
    }
    const byGraph = this.placed.map((one) => this.through(one, lanes));
    return given.map((_, lane) => byGraph.map((lanesOf) => lanesOf[lane]));
  }

  private put(at: number, lane: number, numbers: Float64Array, count: number): void {
    const to = this.reals(at, CARRIED * count);
    for (let i = 0; i < count; i++) to[i * CARRIED + lane] = numbers[i];
  }

  private through(graph: Placed, lanes: readonly Carried[]): Float64Array[] {
    const { nodes, numbers, bins, record, binsAt } = graph;
    this.kernels.clear(binsAt, LANES * bins * numbers);
    this.start(graph, lanes);
    this.kernels.carry(record, nodes);
    const sums = this.reals(binsAt, CARRIED * bins * numbers);
    return lanes.map((_, lane) => Float64Array.from({ length: bins * numbers }, (__, i) => sums[i * CARRIED + lane]));
  }

  private start({ starts, numbers, bins, binsAt, ringMask, record }: Placed, lanes: readonly Carried[]): void {
    const ring = this.reals(this.ring, CARRIED * (ringMask + 1) * numbers);
    const sums = this.reals(binsAt, CARRIED * bins * numbers);
    const passes = new Uint32Array(
      this.memory,
      new Uint32Array(this.memory, record)[PLACES.indexOf("binPasses")],
      bins,
    );
    for (const { start, target, bin } of starts)
      for (let number = 0; number < numbers; number++)
        for (const [lane, { world }] of lanes.entries()) {
          const chance = world.startChance[start];
          if (bin !== 0) sums[(bin * numbers + number) * CARRIED + lane] += chance;
          if (bin === 0 || (passes[bin] >>> number) & 1) ring[(target * numbers + number) * CARRIED + lane] += chance;
        }
  }
}

const ringLengths = new WeakMap<Uint32Array, number>();

/**
 * Rows that stand at once, a power of two: from a node to the farthest target of its edges; and from the first to all
 * starts.
 */
function ringLength(graph: CarryGraph): number {
  const { nodes, nodeEdge, edgeTarget, starts } = graph;
  const known = ringLengths.get(edgeTarget);
  if (known !== undefined) return known;
  let farthest = starts.reduce((most, { target }) => Math.max(most, target), 0);
  for (let node = 0; node < nodes; node++)
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++)
      if (edgeTarget[edge] - node > farthest) farthest = edgeTarget[edge] - node;
  let length = 1;
  while (length <= farthest) length *= 2;
  ringLengths.set(edgeTarget, length);
  return length;
}

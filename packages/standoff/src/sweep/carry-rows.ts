/**
 * Mass carried forward on a world's own graph with a small state beside it, at several prices and policies at once
 * (`packages/standoff/kernels/rides.ts`). What comes of an edge hangs on the state, on the bits that happen on it, and
 * on its layer: that is asked once a layer, and kept in a table. `carry.ts` carries through graphs that were unfolded,
 * where it hangs on nodes too.
 */
import { instancesOf, type KernelMemory, MOST_PAGES, PAGE } from "../math/web-assembly.ts";
import { decodeBase64 } from "../text/base64.ts";
import { LayerKind, type World } from "../world/world.ts";
import { CARRIED, type Carried } from "./carry.ts";
import { CUT_PLACES, type CutGraph, type CutPeriod, type CutPlace, cutRingLength } from "./cut-periods.ts";
import { KERNEL_BYTES } from "./rides.generated.ts";

interface Kernels {
  firstFree(): number;
  clear(at: number, bytes: number): void;
  carryRows(places: number, from: number, end: number, always: number): number;
  carryCut(places: number, cut: number, from: number): number;
}

const newInstance = instancesOf(() => decodeBase64(KERNEL_BYTES));

/** What the kernel goes by, in its order, each a word. */
const ROW_PLACES = [
  "nodeEdge",
  "edgeTarget",
  "edgeSlot",
  "edgeCoefficient",
  "edgeLabel",
  "coefficient",
  "policy",
  "nodeBits",
  "labelBits",
  "mayBits",
  "ring",
  "live",
  "ringMask",
  "stateShift",
  "bitsShift",
  "table",
  "bins",
  "edge",
  "state",
  "bits",
  "ends",
] as const;
type RowPlace = (typeof ROW_PLACES)[number];

const LANES = 8 * CARRIED;
/** States as bits of a word. */
const MOST_STATES = 64;
const FEW_STATES = 8;
/** Bits that may happen on an edge, as many as make a table worth while. */
export const MOST_ROW_BITS = 8;
const MOST_BINS = 65_536;
const ENDS = 0xff;
const UNKNOWN = 0xffffffff;

/** A state that is carried along, and what is brought back on the way. */
export interface RowRide {
  /** Only the lowest so many bits are looked at. */
  readonly bitCount: number;
  readonly nodeBits: Uint32Array;
  readonly labelBits: Uint32Array;
  /** By node the bits that may happen on its edges; null: all. */
  readonly mayBits: Uint32Array | null;
  /** At a start of the world. */
  readonly begin: (node: number) => Outcome;
  /**
   * On an edge from a node, in a state, to another, where bits happen: the same for all such edges of a layer, those to
   * ends apart.
   */
  readonly along: (edge: Edge) => Outcome;
  /** Periods in which parts of edges go apart. */
  readonly cuts: readonly CutPeriod[];
}

/** What comes of it: the state behind (-1: the path ends), and what is brought back (0: nothing). */
interface Outcome {
  readonly state: number;
  readonly bin: number;
}

interface Edge {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  readonly state: number;
  readonly bits: number;
}

export interface RowCarrier {
  /** What the next passes go by: at most `CARRIED`. */
  load(given: readonly Carried[]): void;
  /** How each of those loaded shares edges out in cut periods. */
  share(graph: CutGraph, shares: readonly Float64Array[]): void;
  /** For each of those loaded, by bin, what was brought back; null where more states come up than there is room for. */
  pass(ride: RowRide): Float64Array[] | null;
}

/**
 * Bytes of a carrier with room for a few states at a node; it grows where more come up, and by what cut periods take.
 */
export function rowCarryBytes(world: World, states = FEW_STATES): number {
  const { nodes, edges, coefficients, slots, labels } = world.header;
  const ring = ringLength(world);
  const rows = ring * (states * LANES + 8);
  return 16 * edges + 12 * nodes + LANES * (coefficients + slots + MOST_BINS) + 4 * labels + rows + TABLE_BYTES + PAGE;
}

const TABLE_BYTES = 2 * 4 * MOST_STATES * 2 ** MOST_ROW_BITS;

/**
 * Null where the platform has no WebAssembly with SIMD, the room passes 4 GiB, or edges leave periods elsewhere than at
 * their ends.
 */
export function createRowCarrier(world: World): RowCarrier | null {
  const pages = (states: number) => Math.ceil(rowCarryBytes(world, states) / PAGE) + 2;
  if (pages(MOST_STATES) > MOST_PAGES || !keepsPeriods(world)) return null;
  const instance = newInstance(pages(FEW_STATES), MOST_PAGES);
  return instance && new Rows(world, instance.exports as unknown as Kernels, instance.memory);
}

class Rows implements RowCarrier {
  private readonly world: World;
  private readonly kernels: Kernels;
  private readonly memory: KernelMemory;
  private readonly record: number;
  private readonly at: Record<RowPlace, number>;
  private readonly may: number;
  /** By ride: the binary logarithm of how many states it was found to need. */
  private readonly shifts = new WeakMap<Uint32Array, number>();
  private readonly cutGraphs = new Map<CutGraph, PlacedCut | null>();
  private readonly cutClasses = new Map<Uint32Array, number>();
  private cutRecord: number | null = null;
  private lanes = 0;
  private next: number;

  constructor(world: World, kernels: Kernels, memory: KernelMemory) {
    const { nodes, coefficients, slots, labels } = world.header;
    this.world = world;
    this.kernels = kernels;
    this.memory = memory;
    this.next = Math.ceil(kernels.firstFree() / 16) * 16;
    const ring = ringLength(world);
    const label = (place: number) => place * 4;
    const lanes = (place: number) => place * LANES;
    this.may = this.take(4 * nodes);
    this.at = {
      nodeEdge: this.copy(world.nodeEdge, nodes + 1, (place) => place),
      edgeTarget: this.copy(world.edgeTarget, world.header.edges, (place) => place),
      edgeSlot: this.copy(world.edgeSlot, world.header.edges, lanes),
      edgeCoefficient: this.copy(world.edgeCoefficient, world.header.edges, lanes),
      edgeLabel: this.copy(world.edgeLabel, world.header.edges, label),
      coefficient: this.take(LANES * coefficients),
      policy: this.take(LANES * slots),
      nodeBits: this.take(4 * nodes),
      labelBits: this.take(4 * labels),
      mayBits: 0,
      ring: 0,
      live: this.take(8 * ring),
      ringMask: ring - 1,
      stateShift: 0,
      bitsShift: 0,
      table: this.take(TABLE_BYTES),
      bins: this.take(LANES * MOST_BINS),
      edge: 0,
      state: 0,
      bits: 0,
      ends: 0,
    };
    this.record = this.take(4 * ROW_PLACES.length);
    this.at.ring = this.next; // behind all that is kept, for it grows
  }

  /** Makes room for so many states at a node, of a ride; false where there is no more memory. */
  private makeRoom({ cuts }: RowRide, states: number): boolean {
    return this.reaches(this.cutRing(cuts, states).end);
  }

  /** Where mass in stances stands: behind the ring. */
  private cutRing(cuts: readonly CutPeriod[], states: number): { live: number; ring: number; end: number } {
    const length = cuts.reduce((most, { graph }) => Math.max(most, cutRingLength(graph)), 0);
    const live = this.at.ring + (this.at.ringMask + 1) * states * LANES;
    const ring = live + Math.ceil((8 * length) / 16) * 16;
    return { live, ring, end: ring + length * states * LANES };
  }

  private reaches(end: number): boolean {
    const more = Math.ceil((end - this.memory.buffer.byteLength) / PAGE);
    try {
      if (more > 0) this.memory.grow(more);
    } catch {
      return false;
    }
    return true;
  }

  /** Room that is kept, in front of the ring, which is empty between passes and moves. */
  private keep(bytes: number): number | null {
    const at = this.next;
    const end = at + Math.ceil(bytes / 16) * 16;
    if (!this.reaches(end)) return null;
    this.next = end;
    this.at.ring = end;
    return at;
  }

  private kept(words: Uint32Array, as: (word: number) => number): number | null {
    const at = this.keep(4 * words.length);
    if (at === null) return null;
    const to = this.words(at, words.length);
    for (let i = 0; i < words.length; i++) to[i] = as(words[i]);
    return at;
  }

  /** Where a graph's arrays stand; null where there is no room. */
  private placeOf(graph: CutGraph): PlacedCut | null {
    const known = this.cutGraphs.get(graph);
    if (known !== undefined) return known;
    const same = (word: number) => word;
    const [nodes, nodeEdge] = [this.kept(graph.nodes, same), this.kept(graph.nodeEdge, same)];
    const edgeOf = this.kept(graph.edgeOf, (edge) => 4 * edge);
    const edgeTarget = this.kept(graph.edgeTarget, same);
    const edgeShare = this.kept(graph.edgeShare, (share) => LANES * share);
    const shares = this.keep(LANES * graph.shares);
    const at = { nodes, nodeEdge, edgeOf, edgeTarget, edgeShare, shares };
    const placed = Object.values(at).includes(null) ? null : (at as PlacedCut);
    this.cutGraphs.set(graph, placed);
    return placed;
  }

  share(graph: CutGraph, shares: readonly Float64Array[]): void {
    const placed = this.placeOf(graph);
    if (placed === null) return;
    for (let lane = 0; lane < CARRIED; lane++)
      this.put(placed.shares, lane, shares[Math.min(lane, shares.length - 1)], graph.shares);
  }

  /** The kernel's record of a period; null where there is no room. */
  private recordOf({ graph, edgeClass }: CutPeriod): number | null {
    const placed = this.placeOf(graph);
    const classes = this.cutClasses.get(edgeClass) ?? this.kept(edgeClass, (one) => one);
    this.cutRecord ??= this.keep(4 * CUT_PLACES.length);
    if (placed === null || classes === null || this.cutRecord === null) return null;
    this.cutClasses.set(edgeClass, classes);
    return this.cutRecord;
  }

  private writeRecord(
    record: number,
    { graph, edgeClass }: CutPeriod,
    { live, ring }: { live: number; ring: number },
  ): void {
    const set: Record<CutPlace, number> = {
      ...this.cutGraphs.get(graph)!,
      count: graph.nodes.length,
      edgeClass: this.cutClasses.get(edgeClass)!,
      ring,
      live,
      ringMask: cutRingLength(graph) - 1,
    };
    this.words(record, CUT_PLACES.length).set(CUT_PLACES.map((name) => set[name]));
  }

  private take(bytes: number): number {
    const at = this.next;
    this.next += Math.ceil(bytes / 16) * 16;
    if (this.next > this.memory.buffer.byteLength) throw new Error(`a carrier's memory is full at ${this.next} bytes`);
    return at;
  }

  private copy(from: ArrayLike<number>, length: number, as: (place: number) => number): number {
    const at = this.take(4 * length);
    const to = this.words(at, length);
    for (let i = 0; i < length; i++) to[i] = as(from[i]);
    return at;
  }

  private words(at: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, length);
  }

  private reals(at: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length);
  }

  load(given: readonly Carried[]): void {
    const { coefficients, slots } = this.world.header;
    this.lanes = given.length;
    for (let lane = 0; lane < CARRIED; lane++) {
      const { world, policy } = given[Math.min(lane, given.length - 1)];
      this.put(this.at.coefficient, lane, world.coefficient, coefficients);
      this.put(this.at.policy, lane, policy, slots);
    }
    this.starts = Array.from(
      { length: CARRIED },
      (_, lane) => given[Math.min(lane, given.length - 1)].world.startChance,
    );
  }

  private starts: readonly Float64Array[] = [];

  private put(at: number, lane: number, numbers: Float64Array, count: number): void {
    const to = this.reals(at, CARRIED * count);
    for (let i = 0; i < count; i++) to[i * CARRIED + lane] = numbers[i];
  }

  pass(ride: RowRide): Float64Array[] | null {
    const { nodes, labels } = this.world.header;
    this.words(this.at.nodeBits, nodes).set(ride.nodeBits.subarray(0, nodes));
    this.words(this.at.labelBits, labels).set(ride.labelBits.subarray(0, labels));
    if (ride.mayBits !== null) this.words(this.may, nodes).set(ride.mayBits.subarray(0, nodes));
    if (ride.cuts.some((cut) => this.recordOf(cut) === null)) return null;
    let shift = this.shifts.get(ride.nodeBits) ?? Math.log2(FEW_STATES);
    for (; 2 ** shift <= MOST_STATES && this.makeRoom(ride, 2 ** shift); shift++) {
      const bins = this.passWith(ride, shift);
      if (bins === null) continue;
      this.shifts.set(ride.nodeBits, shift);
      return this.broughtBack(bins);
    }
    return null;
  }

  /** How many bins there are; null where states come up for which there is no room. */
  private passWith(ride: RowRide, stateShift: number): number | null {
    const { at, world, kernels } = this;
    const set = { ...at, mayBits: ride.mayBits === null ? 0 : this.may, stateShift, bitsShift: ride.bitCount };
    this.words(this.record, ROW_PLACES.length).set(ROW_PLACES.map((name) => set[name]));
    kernels.clear(at.bins, LANES * MOST_BINS);
    const pass: Pass = { ride, states: 2 ** stateShift, layer: 0, bins: 1 };
    if (!this.begin(pass)) return this.abandoned(pass);
    const { layerNode, layerKind, layerPeriod, header } = world;
    for (; pass.layer < header.layers; pass.layer++) {
      const always = layerKind[pass.layer] === LayerKind.periodEnd ? 1 : 0;
      const cut = ride.cuts.find(({ period }) => period === layerPeriod[pass.layer]);
      if (cut !== undefined && always === 0) {
        const isFirst = pass.layer === 0 || layerPeriod[pass.layer - 1] !== cut.period;
        if (isFirst && !this.throughCut(pass, cut)) return this.abandoned(pass);
        continue;
      }
      this.words(at.table, 2 * (pass.states << ride.bitCount)).fill(UNKNOWN);
      const end = layerNode[pass.layer + 1];
      for (let node = layerNode[pass.layer]; ; ) {
        node = kernels.carryRows(this.record, node, end, always);
        if (node >= end) break;
        if (!this.findOut(pass, node)) return this.abandoned(pass);
      }
    }
    return pass.bins;
  }

  /** All of a cut period but its end; false where more comes up than there is room for. */
  private throughCut(pass: Pass, cut: CutPeriod): boolean {
    const { at, kernels } = this;
    const record = this.recordOf(cut)!;
    this.writeRecord(record, cut, this.cutRing(pass.ride.cuts, pass.states));
    const entries = cut.classes * pass.states;
    if (4 * entries > TABLE_BYTES) return false;
    this.words(at.table, entries).fill(UNKNOWN);
    const count = cut.graph.nodes.length;
    for (let node = 0; ; ) {
      node = kernels.carryCut(this.record, record, node);
      if (node >= count) return true;
      const asked = this.words(this.record, ROW_PLACES.length);
      const [edge, state, own] = (["edge", "state", "bits"] as const).map((name) => asked[ROW_PLACES.indexOf(name)]);
      const found = cut.along(edge, state);
      if (!this.note(pass, found.state, found.bin)) return false;
      this.enter(own * pass.states + state, found);
    }
  }

  private enter(place: number, { state, bin }: Outcome): void {
    this.words(this.at.table, place + 1)[place] = (bin << 8) | (state === -1 ? ENDS : state);
  }

  /** Empties what stands. */
  private abandoned({ ride, states }: Pass): null {
    const { ring, live, ringMask } = this.at;
    this.kernels.clear(ring, this.cutRing(ride.cuts, states).end - ring);
    this.kernels.clear(live, 8 * (ringMask + 1));
    return null;
  }

  private begin(pass: Pass): boolean {
    const { at, world, starts } = this;
    const ring = this.reals(at.ring, CARRIED * pass.states * (at.ringMask + 1));
    const live = new BigUint64Array(this.memory.buffer, at.live, at.ringMask + 1);
    const sums = this.reals(at.bins, CARRIED * MOST_BINS);
    for (const [start, node] of world.startNode.entries()) {
      const { state, bin } = pass.ride.begin(node);
      if (!this.note(pass, state, bin)) return false;
      for (let lane = 0; lane < CARRIED; lane++) {
        if (bin !== 0) sums[bin * CARRIED + lane] += starts[lane][start];
        if (state !== -1) ring[(node * pass.states + state) * CARRIED + lane] += starts[lane][start];
      }
      if (state !== -1) live[node] |= 1n << BigInt(state);
    }
    return true;
  }

  /** Enters what comes of an edge in the table. */
  private findOut(pass: Pass, from: number): boolean {
    const { world } = this;
    const { ride, layer } = pass;
    const record = this.words(this.record, ROW_PLACES.length);
    const [edge, state, bits, ends] = (["edge", "state", "bits", "ends"] as const).map(
      (name) => record[ROW_PLACES.indexOf(name)],
    );
    const found = ride.along({ layer, from, to: world.edgeTarget[edge], state, bits });
    if (!this.note(pass, found.state, found.bin)) return false;
    const place = ((state << ride.bitCount) | bits) + (ends === 0 ? 0 : pass.states << ride.bitCount);
    this.enter(place, found);
    return true;
  }

  /** Is there room for a state and a bin? */
  private note(pass: Pass, state: number, bin: number): boolean {
    pass.bins = Math.max(pass.bins, bin + 1);
    return state < pass.states && bin < MOST_BINS;
  }

  private broughtBack(bins: number): Float64Array[] {
    const sums = this.reals(this.at.bins, CARRIED * bins);
    return Array.from({ length: this.lanes }, (_, lane) =>
      Float64Array.from({ length: bins }, (__, bin) => sums[bin * CARRIED + lane]),
    );
  }
}

/** Where a cut period's graph stands. */
type PlacedCut = Readonly<Record<"nodes" | "nodeEdge" | "edgeOf" | "edgeTarget" | "edgeShare" | "shares", number>>;

interface Pass {
  readonly ride: RowRide;
  readonly states: number;
  layer: number;
  bins: number;
}

const ringLengths = new WeakMap<object, number>();

/**
 * Nodes that stand at once, a power of two: from a node to the farthest target that has edges of its own; and from the
 * first to all starts.
 */
function ringLength({ nodeEdge, edgeTarget, startNode, header }: World): number {
  const known = ringLengths.get(edgeTarget);
  if (known !== undefined) return known;
  let farthest = startNode.reduce((most, node) => Math.max(most, node), 0);
  for (let node = 0; node < header.nodes; node++) {
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const target = edgeTarget[edge];
      if (target - node > farthest && nodeEdge[target] !== nodeEdge[target + 1]) farthest = target - node;
    }
  }
  let length = 1;
  while (length <= farthest) length *= 2;
  ringLengths.set(edgeTarget, length);
  return length;
}

/** Do edges lead to another period only from the end of one, and all of them there? */
function keepsPeriods({ nodeEdge, edgeTarget, layerNode, layerKind, layerPeriod, header }: World): boolean {
  const firstOf = (period: number) => layerPeriod.findIndex((one) => one >= period);
  let period = -1;
  let [from, to] = [0, 0];
  for (let layer = 0; layer < header.layers; layer++) {
    const own = layerPeriod[layer] + (layerKind[layer] === LayerKind.periodEnd ? 1 : 0);
    if (own !== period) {
      const [first, after] = [firstOf(own), firstOf(own + 1)];
      from = first === -1 ? header.nodes : layerNode[first];
      to = after === -1 ? header.nodes : layerNode[after];
      period = own;
    }
    for (let edge = nodeEdge[layerNode[layer]]; edge < nodeEdge[layerNode[layer + 1]]; edge++) {
      const target = edgeTarget[edge];
      const ends = nodeEdge[target] === nodeEdge[target + 1];
      if (!ends && (target < from || target >= to)) return false;
    }
  }
  return true;
}

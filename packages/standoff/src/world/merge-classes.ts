/**
 * One pass of merging: nodes and information sets as classes, from the last layer backwards. What may be joined, and why, is
 * said in `merge.ts`.
 */
import { type EdgeKey, MergedEdges } from "./merge-edges.ts";
import { RowNumbers, WordList } from "./merge-rows.ts";
import { NO_SET, SetKind, SPANNING, type World } from "./world.ts";

const UNSEEN = 0xffffffff;
/** A set that is gone. */
const GONE = 0xfffffffe;

/** Nodes and sets as classes, from the last layer backwards. */
export class Merging {
  readonly world: World;
  /** Node -> class; classes are numbered backwards. */
  readonly classOf: Uint32Array;
  /** Class -> its first node. */
  readonly classNode: number[] = [];
  /** Set -> class of sets, or GONE. */
  readonly setClass: Uint32Array;
  /** Class of sets -> its first set. */
  readonly classSet: number[] = [];
  readonly coefficients = new RowNumbers();
  /** Edges of the world that is to be. */
  edges = 0;
  /** Class -> where its edges begin in the lists below, and how many they are; classes of one future share them. */
  readonly classEdge = new WordList();
  readonly classEdges = new WordList();
  readonly edgeSlot = new WordList();
  readonly edgeKey = new WordList();
  readonly edgeTarget = new WordList(); // class
  readonly edgeCoefficient = new WordList(); // number of `coefficients`
  readonly edgeFrom = new WordList(); // edge of the world
  private readonly keyOf: EdgeKey;
  private readonly heads: Uint32Array | null;
  private readonly apart: Uint32Array | null;
  private readonly shapes: Uint32Array;
  private readonly merged: MergedEdges;
  private readonly chances: Float64Array; // one coefficient in each view
  private readonly chanceWords: Uint32Array;
  private readonly row = new Uint32Array(4);
  // The layer under work: what its nodes' futures are, and what is known of its sets.
  private readonly futures = new RowNumbers();
  private readonly futureOf: Uint32Array; // by node within the layer
  private readonly futureEdge: number[] = [];
  private readonly futureEdges: number[] = [];
  private readonly passes: number[] = []; // by future: the class that it comes to without a choice or a payment, or -1
  private readonly setFuture: Uint32Array;
  private readonly setSeveral: Uint8Array;
  private readonly setMatters: Uint8Array;
  private readonly setNames = new RowNumbers();
  private readonly nodeNames = new RowNumbers();
  private nodeNameClass: number[] = [];
  private setNameClass: number[] = [];
  private end = -1;

  /** `heads`: what nodes pay and show, null for play alone. `apart`: sets that may be joined beyond (a) and (b) have equal numbers. */
  constructor(world: World, keyOf: EdgeKey, heads: Uint32Array | null, apart: Uint32Array | null) {
    const { nodes, informationSets, layers } = world.header;
    this.world = world;
    this.keyOf = keyOf;
    this.heads = heads;
    this.apart = apart;
    this.shapes = shapesOf(world);
    this.merged = new MergedEdges(world);
    this.chances = new Float64Array(world.header.views);
    this.chanceWords = new Uint32Array(this.chances.buffer);
    this.classOf = new Uint32Array(nodes);
    this.setClass = new Uint32Array(informationSets).fill(UNSEEN);
    this.setFuture = new Uint32Array(informationSets).fill(UNSEEN);
    this.setSeveral = new Uint8Array(informationSets);
    this.setMatters = new Uint8Array(informationSets);
    let widest = 0;
    for (let layer = 0; layer < layers; layer++)
      widest = Math.max(widest, world.layerNode[layer + 1]! - world.layerNode[layer]!);
    this.futureOf = new Uint32Array(widest);
    for (let layer = layers - 1; layer >= 0; layer--) this.layer(layer);
  }

  get folds(): boolean {
    return this.heads === null;
  }

  /** May a set have been joined with others on trust in its beliefs? */
  joinsBeliefs(set: number): boolean {
    if (this.setSeveral[set] === 0 || this.setClass[set] === GONE) return false;
    return !this.decidesNothing(set) && this.world.setLayer[set] !== SPANNING;
  }

  private layer(layer: number): void {
    const first = this.world.layerNode[layer]!;
    const end = this.world.layerNode[layer + 1]!;
    this.futures.clear();
    this.passes.length = 0;
    this.futureEdge.length = 0;
    this.futureEdges.length = 0;
    for (let node = first; node < end; node++) this.meet(layer, node, first);
    if (this.apart !== null) this.listFutures(first, end);
    this.setNames.clear();
    this.nodeNames.clear();
    this.nodeNameClass = [];
    this.setNameClass = [];
    for (let node = first; node < end; node++) this.place(node, this.futureOf[node - first]!);
  }

  /** Works out a node's future, and what it means for its set. */
  private meet(layer: number, node: number, first: number): void {
    const { merged } = this;
    this.gather(layer, node);
    const words = merged.signature(this.heads === null ? 0 : this.heads[node]!);
    const future = this.futures.add(words, merged.signatureLength);
    if (this.futures.added) this.keepFuture();
    this.futureOf[node - first] = future;
    const set = this.world.nodeSet[node]!;
    if (set === NO_SET) return;
    if (this.setFuture[set] === UNSEEN) this.setFuture[set] = future;
    else if (this.setFuture[set] !== future) this.setSeveral[set] = 1;
    if (this.passes[future] === -1) this.setMatters[set] = 1;
  }

  private keepFuture(): void {
    const { merged, chances } = this;
    const { views } = this.world.header;
    this.passes.push(this.folds ? merged.onlyTarget() : -1);
    this.futureEdge.push(this.edgeSlot.length);
    this.futureEdges.push(merged.count);
    for (let place = 0; place < merged.count; place++) {
      for (let view = 0; view < views; view++) chances[view] = merged.coefficient[place * views + view]!;
      this.edgeSlot.push(merged.slot[place]!);
      this.edgeKey.push(merged.key[place]!);
      this.edgeTarget.push(merged.target[place]!);
      this.edgeCoefficient.push(this.coefficients.add(this.chanceWords, 2 * views));
      this.edgeFrom.push(merged.edge[place]!);
    }
  }

  /** A node's edges over the classes of their targets. */
  private gather(layer: number, node: number): void {
    const { world, merged, classOf } = this;
    const { nodeEdge, edgeTarget, edgeSlot } = world;
    const set = world.nodeSet[node]!;
    const before = set === NO_SET ? 0 : world.setSlot[set]! - 1;
    const from = nodeEdge[node]!;
    const to = nodeEdge[node + 1]!;
    merged.begin(to - from);
    for (let edge = from; edge < to; edge++) {
      const slot = edgeSlot[edge]!;
      const target = classOf[edgeTarget[edge]!]!;
      merged.add(slot === 0 ? 0 : slot - before, this.keyOf(layer, node, edge), target, edge);
    }
    merged.end();
  }

  /** Numbers the lists of futures of the layer's sets that have several, in place of their first one. */
  private listFutures(first: number, end: number): void {
    const { nodeSet } = this.world;
    const lists = new Map<number, Set<number>>();
    for (let node = first; node < end; node++) {
      const set = nodeSet[node]!;
      if (set === NO_SET || this.setSeveral[set] === 0) continue;
      if (!lists.has(set)) lists.set(set, new Set());
      lists.get(set)!.add(this.futureOf[node - first]!);
    }
    const numbers = new RowNumbers();
    for (const [set, futures] of lists) {
      const row = Uint32Array.from(futures).sort();
      this.setFuture[set] = numbers.add(row, row.length);
    }
  }

  /** Gives a node its class. */
  private place(node: number, future: number): void {
    const { nodeSet, nodeEdge } = this.world;
    const set = nodeSet[node]!;
    const name = set === NO_SET ? NO_SET : this.classOfSet(set);
    if (this.folds && nodeEdge[node] === nodeEdge[node + 1]) {
      if (this.end === -1) this.end = this.make(node, future);
      this.classOf[node] = this.end;
      return;
    }
    if ((name === NO_SET || name === GONE) && this.passes[future] !== -1) {
      this.classOf[node] = this.passes[future]!;
      return;
    }
    this.row[0] = name;
    this.row[1] = future;
    const number = this.nodeNames.add(this.row, 2);
    if (this.nodeNames.added) this.nodeNameClass.push(this.make(node, future));
    this.classOf[node] = this.nodeNameClass[number]!;
  }

  private make(node: number, future: number): number {
    this.edges += this.futureEdges[future]!;
    this.classEdge.push(this.futureEdge[future]!);
    this.classEdges.push(this.futureEdges[future]!);
    return this.classNode.push(node) - 1;
  }

  private classOfSet(set: number): number {
    if (this.setClass[set] === UNSEEN) this.setClass[set] = this.nameSet(set);
    return this.setClass[set]!;
  }

  private decidesNothing(set: number): boolean {
    const { setKind, setSlot } = this.world;
    return setKind[set] === SetKind.fixed || setSlot[set + 1]! - setSlot[set]! === 1;
  }

  private nameSet(set: number): number {
    const { world, row } = this;
    const spans = world.setLayer[set] === SPANNING;
    if (!spans && this.folds && this.setMatters[set] === 0) return GONE;
    const free = this.decidesNothing(set);
    const sure = this.setSeveral[set] === 0;
    if (spans || !(free || sure || this.apart !== null)) return this.classSet.push(set) - 1;
    row[0] = this.shapes[set]!;
    row[1] = free ? 0 : sure ? 1 : 2;
    row[2] = free ? 0 : this.setFuture[set]!;
    row[3] = free || sure ? 0 : this.apart![set]!;
    const number = this.setNames.add(row, 4);
    if (this.setNames.added) this.setNameClass.push(this.classSet.push(set) - 1);
    return this.setNameClass[number]!;
  }
}

const doubles = new Float64Array(1);
const doubleWords = new Uint32Array(doubles.buffer);

/** Numbers what two sets must share beside their nodes: desk, kind, deciding weights, menu, prior weights. */
function shapesOf(world: World): Uint32Array {
  const numbers = new RowNumbers();
  const { setSlot, setDesk, setActor, setKind, setWeights, slotMove, slotLogWeight } = world;
  const shapes = new Uint32Array(world.header.informationSets);
  const row = new Uint32Array(4 + 3 * world.header.slots);
  for (let set = 0; set < shapes.length; set++) {
    row[0] = setDesk[set]!;
    row[1] = setActor[set]!;
    row[2] = setKind[set]!;
    row[3] = setWeights[set]!;
    let at = 4;
    for (let slot = setSlot[set]!; slot < setSlot[set + 1]!; slot++) {
      doubles[0] = slotLogWeight[slot]!;
      row[at++] = slotMove[slot]!;
      row[at++] = doubleWords[0]!;
      row[at++] = doubleWords[1]!;
    }
    shapes[set] = numbers.add(row, at);
  }
  return shapes;
}

/**
 * Several draws of one graph swept at once (`packages/standoff/kernels/batches.ts`): worlds with the same nodes, edges
 * and sets, and tables of their own. Every number that differs from draw to draw stands beside the other draws'
 * ("lanes"): coefficient[row x lanes + lane]. What an evaluation gives in a lane depends on that lane's tables and
 * policy alone, to the last bit, whatever stands beside it and however many lanes there are.
 *
 * Room: the graph with indices as byte offsets, reach by view and node, everything by slot, and a ring of values as
 * long as the farthest edge; no values of the whole world.
 */
import { instancesOf, MOST_PAGES, PAGE } from "../math/web-assembly.ts";
import { decodeBase64 } from "../text/base64.ts";
import { type Indices, LayerKind, SetKind, type World, widened } from "../world/world.ts";
import { KERNEL_BYTES } from "./batches.generated.ts";
import { Noise, type SweepLayout } from "./layout.ts";

/** Draws that are swept together: two to a register of 128 bits. */
export type Lanes = 2 | 4;

interface Kernels {
  firstFree(): number;
  clear(at: number, bytes: number): void;
  push(places: number, block: number, reach: number, first: number, end: number): void;
  pull(places: number, discounts: number, first: number, end: number): void;
  gather(places: number, discounts: number, first: number, end: number): void;
  choose(places: number, lambda: number, first: number, end: number): void;
  normalise(places: number, first: number, end: number): void;
  costOf(places: number, lambda: number, plain: number, first: number, end: number): void;
  takeCosts(places: number, first: number, end: number): void;
  remember(places: number, last: number, residual: number, step: number, drop: number, bytes: number): void;
  products(places: number, vector: number, one: number, two: number, bytes: number, to: number): void;
  combine(places: number, step: number, weights: number, bytes: number): void;
}

const newInstance = instancesOf(() => decodeBase64(KERNEL_BYTES));

/** What is one for all draws, in the order of the kernels' `Places` behind its four numbers. */
const PLACES = [
  "nodeEdge",
  "nodeSet",
  "nodePay",
  "edgeTarget",
  "edgeSlot",
  "edgeCoefficient",
  "edgePay",
  "setSlot",
  "setWeights",
  "setSpan",
  "setBlock",
  "setBelief",
  "tasteSpan",
  "columnRun",
  "coefficient",
  "payRow",
  "weightRow",
  "logWeight",
  "values",
  "reach",
  "setReach",
  "cost",
  "policy",
  "asked",
  "answer",
  "q",
  "mass",
  "change",
] as const;
type Place = (typeof PLACES)[number];

/** Bytes of the record: its four numbers, and a pointer each. */
const RECORD = 4 * (4 + PLACES.length);
/** Byte offsets within a row take 16 bits. */
const MOST_ROW = 65_535;

/** What an evaluation found in each lane. */
export interface Evaluation {
  /** The largest change of a chance from what was asked, and the same weighed by how likely play reaches the set. */
  readonly change: Float64Array;
  readonly reached: Float64Array;
}

/** What a lane holds by slot, copied out. */
export interface Lane {
  readonly policy: Float64Array;
  readonly logPolicy: Float64Array;
  readonly q: Float64Array;
}

export interface Batch {
  readonly lanes: Lanes;
  /** Vectors over slots and lanes that the kernels reach, by their places: as many as were asked for. */
  readonly vectors: readonly number[];
  /** Puts draws into the lanes; the last fills those that are left. Their log-policies are those of lambda 0. */
  load(worlds: readonly World[]): void;
  /** Beliefs from the policy asked, and the answers to it from the last layer to the first: one evaluation. */
  answer(): Evaluation;
  /** How likely the least likely set is reached, by lane: of the last evaluation. */
  rarest(): Float64Array;
  lane(lane: number): Lane;
  /** Anderson's: see the kernels. `vectors` are meant, 0 for none. */
  remember(last: number, residual: number, step: number, drop: number): void;
  products(vector: number, one: number, two: number): readonly [Float64Array, Float64Array];
  askAnswer(): void;
  stepBack(step: number, weights: ArrayLike<number>): void;
  normalise(): void;
}

/**
 * Can draws of this world be swept together? Not where sets span layers, rows are too long, or actors weigh others'
 * points.
 */
function canBatch(world: World, layout: SweepLayout, lanes: Lanes): boolean {
  const short = world.header.columns * lanes * 8 <= MOST_ROW;
  return layout.spanningSets.length === 0 && short && weighsOwn(world, layout);
}

function weighsOwn(world: World, { weightFirst, weightEnd }: SweepLayout): boolean {
  const own = Array.from({ length: world.header.actors }, (_, actor) => columnsOf(world, actor));
  return world.setWeights.every((row, set) => {
    const [first, end] = own[world.setActor[set]];
    return weightEnd[row] === 0 || (weightFirst[row] >= first && weightEnd[row] <= end);
  });
}

/** Bytes of a batch with so many vectors. */
export function batchBytes(world: World, layout: SweepLayout, lanes: Lanes, vectors: number): number {
  const { nodes, edges, slots, informationSets, columns, coefficients, views, payRows, layers } = world.header;
  const graph = 4 * (3 * nodes + 4 * edges + 7 * informationSets);
  const tables = views * coefficients + columns * (payRows + layers + world.header.weightRows);
  const swept = nodes * layout.decidingViews.length + columns * ringLength(world) + 2 * informationSets;
  return graph + 8 * lanes * (tables + swept + slots * (6 + vectors)) + PAGE;
}

/**
 * A batch for draws of a world's graph; null where the platform has no WebAssembly with SIMD, or the room passes 4 GiB.
 */
export function createBatch(world: World, layout: SweepLayout, lanes: Lanes, vectors: number): Batch | null {
  const pages = Math.ceil(batchBytes(world, layout, lanes, vectors) / PAGE) + 2;
  const instance = pages > MOST_PAGES || !canBatch(world, layout, lanes) ? null : newInstance(pages, pages);
  if (instance === null) return null;
  return new SweptBatch(world, layout, lanes, {
    kernels: instance.exports as unknown as Kernels,
    memory: instance.memory.buffer,
    vectors,
  });
}

interface Room {
  readonly kernels: Kernels;
  readonly memory: ArrayBuffer;
  readonly vectors: number;
}

class SweptBatch implements Batch {
  readonly lanes: Lanes;
  readonly vectors: readonly number[];
  private readonly world: World;
  private readonly layout: SweepLayout;
  private readonly kernels: Kernels;
  private readonly memory: ArrayBuffer;
  private readonly record: number;
  private readonly at = {} as Record<Place | "discount" | "lambda" | "start" | "products" | "weights", number>;
  private next: number;

  constructor(world: World, layout: SweepLayout, lanes: Lanes, { kernels, memory, vectors }: Room) {
    const { nodes, slots, informationSets, columns, coefficients, views, payRows, weightRows, layers, actors, starts } =
      world.header;
    this.world = world;
    this.layout = layout;
    this.lanes = lanes;
    this.kernels = kernels;
    this.memory = memory;
    this.next = Math.ceil(kernels.firstFree() / 16) * 16;
    this.record = this.take(RECORD);
    const reals = (length: number) => this.take(8 * lanes * length);
    const ring = ringLength(world);
    this.placeGraph();
    const real: Partial<Record<keyof typeof this.at, number>> = {
      coefficient: views * coefficients,
      payRow: payRows * columns,
      weightRow: weightRows * columns,
      discount: layers * columns,
      lambda: actors,
      start: views * starts,
      logWeight: slots,
      values: ring * columns,
      reach: nodes * layout.decidingViews.length,
      setReach: informationSets,
      cost: informationSets,
      policy: slots,
      asked: slots,
      answer: slots,
      q: slots,
      mass: slots,
      change: 2,
      products: 2,
      weights: 1,
    };
    for (const [name, length] of Object.entries(real)) this.at[name as Place] = reals(length);
    this.vectors = Array.from({ length: vectors }, () => reals(slots));
    const record = new Uint32Array(memory, this.record, RECORD / 4);
    record.set([8 * lanes, 8 * lanes * columns, ring - 1, layout.columnRuns.length]);
    record.set(
      PLACES.map((name) => this.at[name]),
      4,
    );
  }

  /** Indices as the byte offsets that they mean. */
  private placeGraph(): void {
    const { world, layout } = this;
    const { columns, nodes } = world.header;
    const lane = 8 * this.lanes;
    const row = lane * columns;
    const belief = (view: number) => layout.decidingViews.indexOf(view) * nodes * lane;
    this.place("nodeEdge", world.nodeEdge);
    this.place("nodeSet", world.nodeSet);
    this.place("nodePay", times(world.nodePay, row));
    this.place("edgeTarget", world.edgeTarget);
    this.place("edgeSlot", times(world.edgeSlot, lane));
    this.place("edgeCoefficient", times(world.edgeCoefficient, lane));
    this.place(
      "edgePay",
      widened(world.edgeLabel, (label) => world.labelPay[label] * row),
    );
    this.place("setSlot", world.setSlot);
    this.place("setWeights", times(world.setWeights, row));
    // Which columns have weights may differ from draw to draw: those of the actor are looked at, whatever they weigh.
    this.place(
      "setSpan",
      widened(world.setActor, (actor) => this.span(columnsOf(world, actor))),
    );
    this.place(
      "setBlock",
      widened(world.setActor, (actor) => world.actorView[actor] * world.header.coefficients * lane),
    );
    this.place(
      "setBelief",
      widened(world.setActor, (actor) => belief(world.actorView[actor])),
    );
    const { tasteFirst, tasteEnd } = layout;
    this.place(
      "tasteSpan",
      widened(world.setDesk, (desk) => this.span([tasteFirst[desk] ?? 0, tasteEnd[desk] ?? 0])),
    );
    this.place(
      "columnRun",
      Uint32Array.from(layout.columnRuns.flatMap(({ first, end, block }) => [first * lane, end * lane, block * lane])),
    );
  }

  private span([first, end]: readonly [number, number]): number {
    const lane = 8 * this.lanes;
    return (lane * end * 2 ** 16) | (lane * first);
  }

  private place(name: Place, numbers: Uint32Array): void {
    const at = this.take(4 * numbers.length);
    new Uint32Array(this.memory, at, numbers.length).set(numbers);
    this.at[name] = at;
  }

  private take(bytes: number): number {
    const at = this.next;
    this.next += Math.ceil(bytes / 16) * 16;
    if (this.next > this.memory.byteLength) throw new Error(`batch memory of ${this.memory.byteLength} bytes is full`);
    return at;
  }

  private reals(at: number, length: number): Float64Array {
    return new Float64Array(this.memory, at, length * this.lanes);
  }

  load(worlds: readonly World[]): void {
    const { at, lanes } = this;
    const { slots } = this.world.header;
    for (let lane = 0; lane < lanes; lane++) {
      const world = worlds[Math.min(lane, worlds.length - 1)];
      const put = (place: number, numbers: ArrayLike<number>) => {
        const to = this.reals(place, numbers.length);
        for (let i = 0; i < numbers.length; i++) to[i * lanes + lane] = numbers[i];
      };
      put(at.coefficient, world.coefficient);
      put(at.payRow, world.payRow);
      put(at.weightRow, world.weightRow);
      put(at.discount, world.layerDiscount);
      put(at.start, world.startChance);
      put(at.logWeight, world.slotLogWeight);
      put(
        at.lambda,
        world.header.description.actors.map((actor) => actor.lambda),
      );
      put(at.asked, world.slotLogWeight);
    }
    const [asked, policy] = [this.reals(at.asked, slots), this.reals(at.policy, slots)];
    for (let i = 0; i < policy.length; i++) policy[i] = Math.exp(asked[i]); // sets that are fixed keep these
    this.reals(at.answer, slots).set(asked);
    this.reals(at.cost, this.world.header.informationSets).fill(0);
    this.normalise();
  }

  answer(): Evaluation {
    this.believe();
    this.respond();
    const change = this.reals(this.at.change, 2);
    return { change: change.slice(0, this.lanes), reached: change.slice(this.lanes) };
  }

  private believe(): void {
    const { world, layout, kernels, at, lanes } = this;
    const { nodes, starts, coefficients } = world.header;
    const bytes = 8 * lanes * nodes;
    const chances = this.reals(at.start, world.header.views * starts);
    layout.decidingViews.forEach((view, i) => {
      const reach = at.reach + i * bytes;
      kernels.clear(reach, bytes);
      const to = this.reals(reach, nodes);
      world.startNode.forEach((node, start) => {
        for (let lane = 0; lane < lanes; lane++)
          to[node * lanes + lane] += chances[(view * starts + start) * lanes + lane];
      });
      kernels.push(this.record, 8 * lanes * view * coefficients, reach, 0, nodes);
    });
  }

  private respond(): void {
    const { world, layout, kernels, record, at, lanes } = this;
    const { layerNode, layerKind } = world;
    const { columns, layers, slots, informationSets } = world.header;
    const lane = 8 * lanes;
    for (const place of [at.q, at.mass]) kernels.clear(place, lane * slots);
    kernels.clear(at.setReach, lane * informationSets);
    kernels.clear(at.change, 2 * lane);
    for (let layer = layers - 1; layer >= 0; layer--) {
      const [first, end] = [layerNode[layer], layerNode[layer + 1]];
      const discounts = at.discount + layer * columns * lane;
      const decides = layout.layerDecides[layer] === 1;
      if (decides) {
        kernels.gather(record, discounts, first, end);
        this.decide(layer);
      }
      kernels.pull(record, layerKind[layer] === LayerKind.periodEnd ? discounts : 0, first, end);
      if (decides && layout.tasteful) kernels.takeCosts(record, first, end);
    }
  }

  private decide(layer: number): void {
    const { world, layout, kernels, record, at, lanes } = this;
    const { runs, layerRunStart, noise } = layout;
    for (let run = layerRunStart[layer]; run < layerRunStart[layer + 1]; run++) {
      const [first, end] = [runs.first[run], runs.end[run]];
      if (world.setKind[first] !== SetKind.logit) continue;
      const lambda = at.lambda + 8 * lanes * world.setActor[first];
      kernels.choose(record, lambda, first, end);
      const kind = noise[world.setDesk[first]];
      if (kind !== Noise.mistakes) kernels.costOf(record, lambda, kind === Noise.plainTastes ? 1 : 0, first, end);
    }
  }

  rarest(): Float64Array {
    const { lanes, at } = this;
    const { informationSets } = this.world.header;
    const reach = this.reals(at.setReach, informationSets);
    const least = new Float64Array(lanes).fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < reach.length; i++) if (!(reach[i] >= least[i % lanes])) least[i % lanes] = reach[i];
    return least;
  }

  lane(lane: number): Lane {
    const { lanes, at } = this;
    const { slots } = this.world.header;
    const take = (place: number) => {
      const from = this.reals(place, slots);
      return Float64Array.from({ length: slots }, (_, slot) => from[slot * lanes + lane]);
    };
    return { policy: take(at.policy), logPolicy: take(at.answer), q: take(at.q) };
  }

  private get bytes(): number {
    return 8 * this.lanes * this.world.header.slots;
  }

  remember(last: number, residual: number, step: number, drop: number): void {
    this.kernels.remember(this.record, last, residual, step, drop, this.bytes);
  }

  products(vector: number, one: number, two: number): readonly [Float64Array, Float64Array] {
    const { at, lanes } = this;
    this.kernels.products(this.record, vector, one, two, this.bytes, at.products);
    const both = this.reals(at.products, 2);
    return [both.slice(0, lanes), both.slice(lanes)];
  }

  askAnswer(): void {
    this.kernels.combine(this.record, 0, 0, this.bytes);
  }

  stepBack(step: number, weights: ArrayLike<number>): void {
    this.reals(this.at.weights, 1).set(weights);
    this.kernels.combine(this.record, step, this.at.weights, this.bytes);
  }

  normalise(): void {
    const { first, end } = this.layout.logitRuns;
    for (let run = 0; run < first.length; run++) this.kernels.normalise(this.record, first[run], end[run]);
  }
}

const ringLengths = new WeakMap<Uint32Array, number>();

/**
 * Nodes whose values stand at once, a power of two: from the first node of a layer to the farthest target of its edges.
 */
function ringLength(world: World): number {
  const known = ringLengths.get(world.edgeTarget);
  if (known !== undefined) return known;
  const { nodeEdge, edgeTarget, layerNode, header } = world;
  let length = 1;
  for (let layer = 0; layer < header.layers; layer++) {
    const first = layerNode[layer];
    for (let edge = nodeEdge[first]; edge < nodeEdge[layerNode[layer + 1]]; edge++) {
      while (edgeTarget[edge] - first >= length) length *= 2;
    }
  }
  ringLengths.set(edgeTarget, length);
  return length;
}

function times(array: Indices, factor: number): Uint32Array {
  return widened(array, (index) => index * factor);
}

/** First and past the last of an actor's columns, which are neighbours. */
function columnsOf({ header }: World, actor: number): readonly [number, number] {
  const { columns } = header.description;
  const first = columns.findIndex((column) => column.actor === actor);
  return [Math.max(0, first), columns.findLastIndex((column) => column.actor === actor) + 1];
}

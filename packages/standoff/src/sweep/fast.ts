/**
 * The kernels in WebAssembly with SIMD (`packages/standoff/kernels/sweeps.ts`, compiled into `kernels.generated.ts`):
 * the same in Node and in a browser's worker. The world's arrays are copied into one memory, and arrays that the
 * kernels reach are handed out from the same.
 */
import { instancesOf, MOST_PAGES, PAGE } from "../math/web-assembly.ts";
import { decodeBase64 } from "../text/base64.ts";
import { type Indices, type World, widened } from "../world/world.ts";
import { KERNEL_BYTES } from "./kernels.generated.ts";
import type { Kernels } from "./kernels.ts";
import type { SweepLayout } from "./layout.ts";

interface KernelExports {
  sweepForward(places: number, block: number, policy: number, reach: number, first: number, end: number): void;
  pullLayer(places: number, layer: number, first: number, end: number, policy: number, values: number): void;
  pullLayer4(places: number, layer: number, first: number, end: number, policy: number, values: number): void;
  pullLayer6(places: number, layer: number, first: number, end: number, policy: number, values: number): void;
  pullLayerInViews(places: number, layer: number, first: number, end: number, policy: number, values: number): void;
  gatherLayer(
    places: number,
    layer: number,
    first: number,
    end: number,
    belief: number,
    values: number,
    q: number,
    mass: number,
  ): void;
  divideSums(q: number, mass: number, count: number): void;
  chooseSets(
    setSlot: number,
    first: number,
    end: number,
    lambda: number,
    logWeight: number,
    q: number,
    policy: number,
    logPolicy: number,
  ): void;
  normaliseSets(setSlot: number, first: number, end: number, chances: number, logs: number): void;
  costOfSets(
    setSlot: number,
    first: number,
    end: number,
    lambda: number,
    plain: number,
    logWeight: number,
    policy: number,
    logPolicy: number,
    cost: number,
  ): void;
  takeCosts(places: number, first: number, end: number, cost: number, values: number): void;
  firstFree(): number;
  pushChange(
    places: number,
    block: number,
    first: number,
    end: number,
    policy: number,
    reach: number,
    direction: number,
    change: number,
  ): void;
  gatherChange(
    places: number,
    layer: number,
    first: number,
    end: number,
    belief: number,
    moved: number,
    values: number,
    change: number,
    q: number,
    sums: number,
  ): void;
  pullChange(
    places: number,
    layer: number,
    first: number,
    end: number,
    policy: number,
    answer: number,
    values: number,
    change: number,
  ): void;
  pullBack(
    places: number,
    layer: number,
    first: number,
    end: number,
    policy: number,
    values: number,
    due: number,
    logs: number,
  ): void;
  gatherBack(
    places: number,
    layer: number,
    first: number,
    end: number,
    belief: number,
    values: number,
    q: number,
    price: number,
    due: number,
    moved: number,
  ): void;
  pushBack(
    places: number,
    block: number,
    end: number,
    policy: number,
    reach: number,
    moved: number,
    logs: number,
  ): void;
  costsBack(places: number, first: number, end: number, due: number, costDue: number): void;
  exponentiate(from: number, to: number, count: number): void;
}

const newInstance = instancesOf(() => decodeBase64(KERNEL_BYTES));
const MOST_COLUMNS = 4000; // byte offsets within a row take 16 bits
const PLACES = 19; // numbers of the `Places` record of the kernels

/**
 * Fast kernels for a world, with room for `reals` more doubles; null where the platform has no WebAssembly with SIMD,
 * or where world and room pass 4 GiB. Untouched room costs no memory.
 */
export function fastKernels(world: World, layout: SweepLayout, reals: number): Kernels | null {
  if (world.header.columns > MOST_COLUMNS) return null;
  const copies = copiesOf(world, layout);
  const choiceBytes = world.setSlot.byteLength + world.slotLogWeight.byteLength;
  const pages = Math.ceil((bytesOf(copies) + choiceBytes + reals * 8) / PAGE) + 1;
  const instance = pages > MOST_PAGES ? null : newInstance(pages, pages);
  if (instance === null) return null;
  const kernel = instance.exports as unknown as KernelExports;
  const places = new Shelf(instance.memory.buffer, kernel.firstFree());
  const at = placeWorld(places, world, copies);
  const choices = { setSlot: placeArray(places, world.setSlot), logWeight: placeArray(places, world.slotLogWeight) };
  return bind(kernel, at, choices, world, places);
}

/** Where the arrays stand that only choices read. */
interface ChoicePlaces {
  readonly setSlot: number;
  readonly logWeight: number;
}

function bind(
  kernel: KernelExports,
  at: number,
  { setSlot, logWeight }: ChoicePlaces,
  { header, layerNode }: World,
  shelf: Shelf,
): Kernels {
  const pull = pullFor(kernel, header);
  const bytes = 8 * header.coefficients; // of one view
  const here = (array: Float64Array) => shelf.place(array);
  return {
    name: "fast",
    reals: (length) => shelf.reals(length),
    push: (first, end, policy, reach, view = 0) =>
      kernel.sweepForward(at, view * bytes, here(policy), here(reach), first, end),
    pull: (layer, policy, values) =>
      pull(at, layer, layerNode[layer], layerNode[layer + 1], here(policy), here(values)),
    gather: (layer, belief, { values, q, mass }) => {
      const [first, end] = [layerNode[layer], layerNode[layer + 1]];
      kernel.gatherLayer(at, layer, first, end, here(belief), here(values), here(q), here(mass));
    },
    divide: (first, end, q, mass) => kernel.divideSums(here(q) + 8 * first, here(mass) + 8 * first, end - first),
    choose: (first, end, lambda, { q, policy, logPolicy }) =>
      kernel.chooseSets(setSlot, first, end, lambda, logWeight, here(q), here(policy), here(logPolicy)),
    normalise: (first, end, chances, logs) => kernel.normaliseSets(setSlot, first, end, here(chances), here(logs)),
    costOf: (first, end, { lambda, plain, policy, logPolicy }, cost) => {
      const choices = [here(policy), here(logPolicy)] as const;
      kernel.costOfSets(setSlot, first, end, lambda, plain ? 1 : 0, logWeight, ...choices, here(cost));
    },
    takeCosts: (layer, cost, values) =>
      kernel.takeCosts(at, layerNode[layer], layerNode[layer + 1], here(cost), here(values)),
    exponentiate: (numbers) => kernel.exponentiate(here(numbers), here(numbers), numbers.length),
    pushChange: ({ policy, reach, direction, change }, view = 0) => {
      const end = header.nodes;
      kernel.pushChange(at, view * bytes, 0, end, here(policy), here(reach), here(direction), here(change));
    },
    gatherChange: (layer, { belief, moved, values, change, q }, sums) => {
      const [first, end] = [layerNode[layer], layerNode[layer + 1]];
      const beliefs = [here(belief), here(moved)] as const;
      const points = [here(values), here(change)] as const;
      kernel.gatherChange(at, layer, first, end, ...beliefs, ...points, here(q), here(sums));
    },
    pullChange: (layer, { policy, answer, values, change }) => {
      const [first, end] = [layerNode[layer], layerNode[layer + 1]];
      kernel.pullChange(at, layer, first, end, here(policy), here(answer), here(values), here(change));
    },
    pullBack: (layer, { policy, values, due, logs }) => {
      const [first, end] = [layerNode[layer], layerNode[layer + 1]];
      kernel.pullBack(at, layer, first, end, here(policy), here(values), here(due), here(logs));
    },
    gatherBack: (layer, { belief, values, q, price, due, moved }) => {
      const [first, end] = [layerNode[layer], layerNode[layer + 1]];
      const points = [here(values), here(q), here(price)] as const;
      kernel.gatherBack(at, layer, first, end, here(belief), ...points, here(due), here(moved));
    },
    costsBack: (layer, due, costDue) =>
      kernel.costsBack(at, layerNode[layer], layerNode[layer + 1], here(due), here(costDue)),
    pushBack: ({ policy, reach, moved, logs }, view = 0) =>
      kernel.pushBack(at, view * bytes, header.nodes, here(policy), here(reach), here(moved), here(logs)),
  };
}

function pullFor(kernel: KernelExports, { views, columns }: World["header"]): KernelExports["pullLayer"] {
  if (views > 1) return kernel.pullLayerInViews;
  return columns === 4 ? kernel.pullLayer4 : columns === 6 ? kernel.pullLayer6 : kernel.pullLayer;
}

/** Hands out aligned pieces of one memory, in order; nothing is taken back (`build/walk/arena.ts` does that). */
class Shelf {
  private readonly buffer: ArrayBuffer;
  private next: number;

  constructor(buffer: ArrayBuffer, first: number) {
    this.buffer = buffer;
    this.next = Math.ceil(first / 16) * 16;
  }

  reals(length: number): Float64Array {
    return new Float64Array(this.buffer, this.take(length * 8), length);
  }

  wholes(length: number): Uint32Array {
    return new Uint32Array(this.buffer, this.take(length * 4), length);
  }

  /** Byte offset of an array of this shelf. */
  place(array: Float64Array): number {
    if (array.buffer !== this.buffer) throw new Error("an array from outside the kernels' memory");
    return array.byteOffset;
  }

  private take(bytes: number): number {
    const at = this.next;
    this.next += Math.ceil(bytes / 16) * 16;
    if (this.next > this.buffer.byteLength) throw new Error(`kernel memory of ${this.buffer.byteLength} bytes is full`);
    return at;
  }
}

/**
 * The arrays that the kernels read, in the order of their `Places`; indices are kept as the byte offsets that they
 * mean.
 */
function copiesOf(world: World, layout: SweepLayout): readonly (Uint32Array | Float64Array)[] {
  const { columns, coefficients } = world.header;
  const viewBytes = 8 * coefficients;
  const times = (array: Indices, factor: number) => widened(array, (index) => index * factor);
  const row = 8 * columns;
  return [
    world.layerNode,
    world.layerDiscount,
    world.nodeEdge,
    world.nodeSet,
    times(world.nodePay, row),
    times(world.edgeTarget, 8),
    times(world.edgeSlot, 8),
    times(world.edgeCoefficient, 8),
    widened(world.edgeLabel, (label) => world.labelPay[label] * row),
    world.coefficient,
    world.payRow,
    times(world.setWeights, row),
    world.weightRow,
    widened(world.setActor, (actor) => world.actorView[actor] * viewBytes),
    Uint32Array.from({ length: columns }, (_, column) => layout.columnRuns.find(({ end }) => column < end)!.block * 8),
    widened(world.setWeights, (row) => (8 * layout.weightEnd[row] * 2 ** 16) | (8 * layout.weightFirst[row])),
    widened(layout.tasteful ? world.setDesk : new Uint16Array(), (desk) => span(layout, desk)),
  ];
}

function span({ tasteFirst, tasteEnd }: SweepLayout, desk: number): number {
  return (8 * tasteEnd[desk] * 2 ** 16) | (8 * tasteFirst[desk]);
}

function bytesOf(copies: readonly (Uint32Array | Float64Array)[]): number {
  return copies.reduce((bytes, { byteLength }) => bytes + byteLength + 16, (PLACES + 64) * 16);
}

/** Copies the arrays and writes their record; returns the record's place. */
function placeWorld(shelf: Shelf, world: World, copies: readonly (Uint32Array | Float64Array)[]): number {
  const record = shelf.wholes(PLACES);
  record[0] = world.header.layers;
  record[1] = world.header.columns;
  copies.forEach((copy, i) => {
    record[i + 2] = placeArray(shelf, copy);
  });
  return record.byteOffset;
}

function placeArray(shelf: Shelf, source: Uint32Array | Float64Array): number {
  const copy = source instanceof Uint32Array ? shelf.wholes(source.length) : shelf.reals(source.length);
  copy.set(source);
  return copy.byteOffset;
}

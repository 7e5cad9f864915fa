/**
 * The part of all payoffs that is still open. A node's *sure* pay is what it is worth at least in every column, whatever
 * happens from there on, in points of the first day:
 *
 *   sure(node) = F pay(node) + least over its edges of (F pay(edge) + sure(target)),      F = what a point of its layer is worth on the first day
 *
 * An edge's *remainder* is what it pays beyond its node's sure pay: F pay(edge) + sure(target) + F pay(node) - sure(node), never
 * negative. With remainders for payoffs, and nothing paid at nodes or discounted, a node's value is that of the world less
 * its sure pay, since chances out of a node sum to one; and two nodes whose futures differ by a constant look alike.
 */
import { RowNumbers } from "./merge-rows.ts";
import type { World } from "./world.ts";

/** Remainders this near, relative to the largest sure pay, are one: 256 units in the last place of sums that should be equal. */
const APART = 2 ** -44;

export class Remainders {
  /** layers x columns: what a point in a layer is worth on the first day. */
  readonly factor: Float64Array;
  private readonly world: World;
  private readonly sure: Float64Array; // nodes x columns
  private readonly perGrid: number;
  private readonly columns: number;
  private readonly rest: Float64Array;
  private readonly rounded: Float64Array;
  private readonly words: Uint32Array;
  private readonly numbers = new RowNumbers();
  /** The first remainder met of each number. */
  private readonly rows: number[] = [];

  constructor(world: World, factor: Float64Array) {
    this.world = world;
    this.factor = factor;
    this.sure = surePay(world, factor);
    const largest = largestOf(this.sure);
    this.perGrid = largest === 0 ? 1 : 1 / (largest * APART);
    this.columns = world.header.columns;
    this.rest = new Float64Array(world.header.columns);
    this.rounded = new Float64Array(world.header.columns);
    this.words = new Uint32Array(this.rounded.buffer);
    this.numbers.add(this.words, this.words.length); // number 0: nothing
    this.rows.push(...this.rest);
  }

  get count(): number {
    return this.numbers.count;
  }

  /** The number of an edge's remainder; 0 where nothing remains. */
  of(layer: number, node: number, edge: number): number {
    const { sure, factor, rest, rounded, perGrid, columns } = this;
    const { payRow, nodePay, labelPay, edgeLabel, edgeTarget } = this.world;
    const own = node * columns;
    const to = edgeTarget[edge]! * columns;
    const held = nodePay[node]! * columns;
    const paid = labelPay[edgeLabel[edge]!]! * columns;
    const at = layer * columns;
    let most = 0;
    for (let column = 0; column < columns; column++) {
      const both = payRow[paid + column]! + payRow[held + column]!;
      const value = factor[at + column]! * both + sure[to + column]! - sure[own + column]!;
      rest[column] = value;
      if (value > most) most = value;
    }
    if (most * perGrid < 0.5) return 0;
    for (let column = 0; column < columns; column++) rounded[column] = Math.floor(rest[column]! * perGrid + 0.5);
    const number = this.numbers.add(this.words, this.words.length);
    if (this.numbers.added) this.rows.push(...rest);
    return number;
  }

  /** One row of columns for each number. */
  copyInto(payRow: Float64Array): void {
    payRow.set(this.rows);
  }
}

/**
 * What a point of each layer is worth on the first day (layers x columns); null where paths into a layer have crossed
 * different discounts, which no scenario's do.
 */
export function firstDayFactors(world: World): Float64Array | null {
  const { columns, layers } = world.header;
  const factor = new Float64Array(layers * columns).fill(Number.NaN);
  const { layerDiscount, nodeEdge, layerNode } = world;
  if (layerDiscount.every((discount) => discount === 1)) return factor.fill(1);
  const layerAt = layersOfNodes(world);
  const arrive = (layer: number, from: number, onward: boolean): boolean => {
    for (let column = 0; column < columns; column++) {
      const value = onward ? factor[from * columns + column]! * layerDiscount[from * columns + column]! : 1;
      const known = factor[layer * columns + column]!;
      if (Number.isNaN(known)) factor[layer * columns + column] = value;
      else if (Math.abs(known - value) > 1e-13 * known) return false;
    }
    return true;
  };
  for (const node of world.startNode) if (!arrive(layerAt[node]!, 0, false)) return null;
  for (let layer = 0; layer < layers; layer++) {
    let last = -1;
    for (let edge = nodeEdge[layerNode[layer]!]!; edge < nodeEdge[layerNode[layer + 1]!]!; edge++) {
      const to = layerAt[world.edgeTarget[edge]!]!;
      if (to !== last && !arrive(to, layer, true)) return null;
      last = to;
    }
  }
  return factor;
}

function layersOfNodes(world: World): Uint32Array {
  const layers = new Uint32Array(world.header.nodes);
  for (let layer = 0; layer < world.header.layers; layer++)
    layers.fill(layer, world.layerNode[layer], world.layerNode[layer + 1]);
  return layers;
}

function largestOf(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** nodes x columns. */
function surePay(world: World, factor: Float64Array): Float64Array {
  const { header, nodeEdge, nodePay, edgeTarget, edgeLabel, labelPay, payRow, layerNode } = world;
  const { columns } = header;
  const sure = new Float64Array(header.nodes * columns);
  const least = new Float64Array(columns);
  for (let layer = header.layers - 1; layer >= 0; layer--) {
    const at = layer * columns;
    for (let node = layerNode[layer]!; node < layerNode[layer + 1]!; node++) {
      const end = nodeEdge[node + 1]!;
      least.fill(nodeEdge[node] === end ? 0 : Infinity);
      for (let edge = nodeEdge[node]!; edge < end; edge++) {
        const paid = labelPay[edgeLabel[edge]!]! * columns;
        const to = edgeTarget[edge]! * columns;
        for (let column = 0; column < columns; column++) {
          const value = factor[at + column]! * payRow[paid + column]! + sure[to + column]!;
          if (value < least[column]!) least[column] = value;
        }
      }
      const held = nodePay[node]! * columns;
      for (let column = 0; column < columns; column++)
        sure[node * columns + column] = factor[at + column]! * payRow[held + column]! + least[column]!;
    }
  }
  return sure;
}

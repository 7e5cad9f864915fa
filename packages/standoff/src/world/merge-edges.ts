/**
 * The edges of one node as they look once their targets are merged: edges that agree in slot, key and target are one, their
 * coefficients added, in one order whatever the order they came in. Two nodes with equal signatures have the same future.
 */

import type { World } from "./world.ts";

/** What an edge must keep beside its slot and target: a number; equal numbers may become one edge. */
export type EdgeKey = (layer: number, node: number, edge: number) => number;

const COEFFICIENT_BITS = 5; // of the last ones of a double that a signature leaves out
const HALF = 2 ** (COEFFICIENT_BITS - 1);

export class MergedEdges {
  count = 0;
  /** Counted from the information set's first slot as 1; 0 for chance. */
  slot = new Uint32Array(0);
  key = new Uint32Array(0);
  target = new Uint32Array(0);
  /** One for each view of the world, next to each other. */
  coefficient = new Float64Array(0);
  /** The first edge of the node behind each. */
  edge = new Uint32Array(0);
  private readonly world: World;
  private readonly views: number;
  private words = new Uint32Array(1); // a node without edges has a head

  constructor(world: World) {
    this.world = world;
    this.views = world.header.views;
  }

  /** Starts a node with room for its edges. */
  begin(room: number): void {
    this.count = 0;
    if (room <= this.slot.length) return;
    const size = Math.max(64, room * 2);
    this.slot = new Uint32Array(size);
    this.key = new Uint32Array(size);
    this.target = new Uint32Array(size);
    this.coefficient = new Float64Array(size * this.views);
    this.edge = new Uint32Array(size);
    this.words = new Uint32Array(size * (3 + 2 * this.views) + 1);
  }

  /** Puts an edge into its place in the order of (slot, key, target, coefficients). */
  add(slot: number, key: number, target: number, edge: number): void {
    const { coefficient, views } = this;
    const { coefficients } = this.world.header;
    const number = this.world.edgeCoefficient[edge]!;
    let place = this.count++;
    for (; place > 0 && this.isAfter(place - 1, slot, key, target, number); place--) this.move(place - 1, place);
    this.slot[place] = slot;
    this.key[place] = key;
    this.target[place] = target;
    this.edge[place] = edge;
    for (let view = 0; view < views; view++)
      coefficient[place * views + view] = this.world.coefficient[view * coefficients + number]!;
  }

  /** Joins edges that agree. A zero coefficient is never added to another: beliefs where reach is zero count zeros. */
  end(): void {
    const { coefficient, views } = this;
    let last = 0;
    for (let place = 1; place < this.count; place++) {
      const same =
        this.slot[place] === this.slot[last] &&
        this.key[place] === this.key[last] &&
        this.target[place] === this.target[last] &&
        this.isPossible(last);
      if (!same) this.move(place, ++last);
      else
        for (let view = 0; view < views; view++)
          coefficient[last * views + view]! += coefficient[place * views + view]!;
    }
    if (this.count > 0) this.count = last + 1;
  }

  /** The one target of all edges, where none has a key; -1 otherwise. */
  onlyTarget(): number {
    for (let place = 0; place < this.count; place++)
      if (this.key[place] !== 0 || this.target[place] !== this.target[0]) return -1;
    return this.count === 0 ? -1 : this.target[0]!;
  }

  /** The node's signature: `head`, then its edges; coefficients to 48 bits, since sums of equal parts differ in their last. */
  signature(head: number): Uint32Array {
    const { words, coefficient, views } = this;
    const bits = new Uint32Array(coefficient.buffer);
    let at = 0;
    words[at++] = head;
    for (let place = 0; place < this.count; place++) {
      words[at++] = this.slot[place]!;
      words[at++] = this.key[place]!;
      words[at++] = this.target[place]!;
      for (let word = 2 * place * views; word < 2 * (place + 1) * views; word += 2) {
        const low = bits[word]! + HALF;
        words[at++] = low >= 2 ** 32 ? 0 : low >>> COEFFICIENT_BITS;
        words[at++] = bits[word + 1]! + (low >= 2 ** 32 ? 1 : 0);
      }
    }
    return words;
  }

  get signatureLength(): number {
    return 1 + (3 + 2 * this.views) * this.count;
  }

  /** Is an edge possible in all views? */
  private isPossible(place: number): boolean {
    for (let view = 0; view < this.views; view++) if (this.coefficient[place * this.views + view] === 0) return false;
    return true;
  }

  private isAfter(place: number, slot: number, key: number, target: number, number: number): boolean {
    if (this.slot[place] !== slot) return this.slot[place]! > slot;
    if (this.key[place] !== key) return this.key[place]! > key;
    if (this.target[place] !== target) return this.target[place]! > target;
    const { coefficients } = this.world.header;
    for (let view = 0; view < this.views; view++) {
      const difference =
        this.coefficient[place * this.views + view]! - this.world.coefficient[view * coefficients + number]!;
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  private move(from: number, to: number): void {
    if (from === to) return;
    const { views } = this;
    this.slot[to] = this.slot[from]!;
    this.key[to] = this.key[from]!;
    this.target[to] = this.target[from]!;
    this.edge[to] = this.edge[from]!;
    for (let view = 0; view < views; view++)
      this.coefficient[to * views + view] = this.coefficient[from * views + view]!;
  }
}

/**
 * The edges of one node as they look once their targets are merged: edges that agree in slot, key and target are one, their
 * coefficients added, in one order whatever the order they came in. Two nodes with equal signatures have the same future.
 */

/** What an edge must keep beside its slot and target: a number; equal numbers may become one edge. */
export type EdgeKey = (layer: number, node: number, edge: number) => number;

const COEFFICIENT_BITS = 5; // of the last ones of a double that a signature leaves out

export class MergedEdges {
  count = 0;
  /** Counted from the information set's first slot as 1; 0 for chance. */
  slot = new Uint32Array(64);
  key = new Uint32Array(64);
  target = new Uint32Array(64);
  coefficient = new Float64Array(64);
  /** The first edge of the node behind each. */
  edge = new Uint32Array(64);
  private words = new Uint32Array(64 * 5 + 1);

  /** Starts a node with room for its edges. */
  begin(room: number): void {
    this.count = 0;
    if (room <= this.slot.length) return;
    const size = room * 2;
    this.slot = new Uint32Array(size);
    this.key = new Uint32Array(size);
    this.target = new Uint32Array(size);
    this.coefficient = new Float64Array(size);
    this.edge = new Uint32Array(size);
    this.words = new Uint32Array(size * 5 + 1);
  }

  /**
   * Puts an edge into its place in the order of (slot, key, target, coefficient). A zero coefficient is never added to another:
   * beliefs where reach is zero count zeros.
   */
  add(slot: number, key: number, target: number, coefficient: number, edge: number): void {
    let place = this.count++;
    for (; place > 0 && this.isAfter(place - 1, slot, key, target, coefficient); place--) this.move(place - 1, place);
    this.slot[place] = slot;
    this.key[place] = key;
    this.target[place] = target;
    this.coefficient[place] = coefficient;
    this.edge[place] = edge;
  }

  /** Joins edges that agree. */
  end(): void {
    let last = 0;
    for (let place = 1; place < this.count; place++) {
      const same =
        this.slot[place] === this.slot[last] &&
        this.key[place] === this.key[last] &&
        this.target[place] === this.target[last] &&
        this.coefficient[last] !== 0;
      if (same) this.coefficient[last]! += this.coefficient[place]!;
      else this.move(place, ++last);
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
    const { words, coefficient } = this;
    const bits = new Uint32Array(coefficient.buffer);
    let at = 0;
    words[at++] = head;
    for (let place = 0; place < this.count; place++) {
      words[at++] = this.slot[place]!;
      words[at++] = this.key[place]!;
      words[at++] = this.target[place]!;
      const half = 2 ** (COEFFICIENT_BITS - 1);
      const low = bits[2 * place]! + half;
      words[at++] = low >= 2 ** 32 ? 0 : low >>> COEFFICIENT_BITS;
      words[at++] = bits[2 * place + 1]! + (low >= 2 ** 32 ? 1 : 0);
    }
    this.words = words;
    return words;
  }

  get signatureLength(): number {
    return 1 + 5 * this.count;
  }

  private isAfter(place: number, slot: number, key: number, target: number, coefficient: number): boolean {
    if (this.slot[place] !== slot) return this.slot[place]! > slot;
    if (this.key[place] !== key) return this.key[place]! > key;
    if (this.target[place] !== target) return this.target[place]! > target;
    return this.coefficient[place]! > coefficient;
  }

  private move(from: number, to: number): void {
    this.slot[to] = this.slot[from]!;
    this.key[to] = this.key[from]!;
    this.target[to] = this.target[from]!;
    this.coefficient[to] = this.coefficient[from]!;
    this.edge[to] = this.edge[from]!;
  }
}

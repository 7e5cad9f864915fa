/**
 * Hash tables without objects per entry: open addressing with linear probing over typed arrays. `WordTable` numbers
 * rows of 32-bit words (states, pairs of indices, formulas), `ListTable` lists of words of any length. Rows keep the
 * order in which they came.
 */

import { giveBack } from "./give-back.ts";

const EMPTY = -1;

/** Numbers distinct rows of `width` words. */
export class WordTable {
  readonly width: number;
  count = 0;
  /** count x width words; longer than needed. */
  words: Uint32Array;
  /** Was the row of the last `add` new? */
  added = false;
  private slots: Int32Array;
  private mask: number;

  constructor(width: number, capacity = 16) {
    this.width = width;
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.words = new Uint32Array((size >> 1) * width);
    this.slots = new Int32Array(size).fill(EMPTY);
    this.mask = size - 1;
  }

  /** The number of the row that stands in `row`, added when it is new. */
  add(row: Uint32Array): number {
    const { width } = this;
    let slot = hashWords(row, width) & this.mask;
    for (;;) {
      const found = this.slots[slot];
      if (found === EMPTY) break;
      if (this.equals(found * width, row)) {
        this.added = false;
        return found;
      }
      slot = (slot + 1) & this.mask;
    }
    const number = this.count++;
    this.slots[slot] = number;
    const { words } = this;
    for (let word = 0; word < width; word++) words[number * width + word] = row[word];
    this.added = true;
    if (this.count * 2 > this.mask) this.grow();
    return number;
  }

  /** Adds the row without looking for an equal one; `add` must not be used on the same table. */
  append(row: Uint32Array): number {
    if ((this.count + 1) * this.width > this.words.length) {
      const words = new Uint32Array(this.words.length * 2);
      words.set(this.words);
      giveBack(this.words);
      this.words = words;
    }
    this.words.set(row.subarray(0, this.width), this.count * this.width);
    this.added = true;
    return this.count++;
  }

  /** The hash is needed no more, the rows are: keeps just these. */
  seal(): void {
    giveBack(this.slots);
    this.slots = new Int32Array(0);
    const words = this.words.slice(0, this.count * this.width);
    giveBack(this.words);
    this.words = words;
  }

  get bytes(): number {
    return this.words.byteLength + this.slots.byteLength;
  }

  private equals(at: number, row: Uint32Array): boolean {
    for (let word = 0; word < this.width; word++) if (this.words[at + word] !== row[word]) return false;
    return true;
  }

  private grow(): void {
    const { width } = this;
    const size = (this.mask + 1) * 2;
    const words = new Uint32Array((size >> 1) * width);
    words.set(this.words.subarray(0, this.count * width));
    giveBack(this.words);
    this.words = words;
    giveBack(this.slots);
    this.slots = new Int32Array(size).fill(EMPTY);
    this.mask = size - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = hashWords(words, width, number * width) & this.mask;
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & this.mask;
      this.slots[slot] = number;
    }
  }
}

/** A 32-bit hash of `width` words (multiply and xor-shift, finished as murmur3 is). */
export function hashWords(words: Uint32Array, width: number, from = 0): number {
  let h = 0x9e3779b9;
  for (let word = 0; word < width; word++) {
    h = Math.imul(h ^ words[from + word], 0xcc9e2d51);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Numbers distinct lists of words. */
export class ListTable {
  count = 0;
  /** All lists, one after another. */
  words = new Uint32Array(256);
  /** Where each list begins in `words`; one more than there are lists. */
  begins = new Uint32Array(64);
  private slots = new Int32Array(64).fill(EMPTY);

  get bytes(): number {
    return this.words.byteLength + this.begins.byteLength + this.slots.byteLength;
  }

  /** The number of the list of the first `length` words, added when it is new. */
  add(list: Uint32Array, length: number): number {
    const mask = this.slots.length - 1;
    let slot = hashWords(list, length) & mask;
    for (; this.slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      if (this.equals(this.slots[slot], list, length)) return this.slots[slot];
    }
    const number = this.count++;
    this.slots[slot] = number;
    this.write(list, length);
    if (this.count * 2 > mask) this.grow();
    return number;
  }

  private equals(number: number, list: Uint32Array, length: number): boolean {
    const begin = this.begins[number];
    if (this.begins[number + 1] - begin !== length) return false;
    for (let word = 0; word < length; word++) if (this.words[begin + word] !== list[word]) return false;
    return true;
  }

  private write(list: Uint32Array, length: number): void {
    const begin = this.begins[this.count - 1];
    while (begin + length > this.words.length) this.words = doubled(this.words);
    for (let word = 0; word < length; word++) this.words[begin + word] = list[word];
    if (this.count === this.begins.length) this.begins = doubled(this.begins);
    this.begins[this.count] = begin + length;
  }

  private grow(): void {
    const mask = this.slots.length * 2 - 1;
    const slots = new Int32Array(mask + 1).fill(EMPTY);
    for (let number = 0; number < this.count; number++) {
      const begin = this.begins[number];
      let slot = hashWords(this.words, this.begins[number + 1] - begin, begin) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    giveBack(this.slots);
    this.slots = slots;
  }
}

function doubled(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(words.length * 2);
  longer.set(words);
  giveBack(words);
  return longer;
}

/**
 * Numbers distinct rows of words whose lengths differ, in the order in which they come (`tables.ts` does the same for rows
 * of one length, faster), and lists of words. Open addressing with linear probing; a row is kept with its length before it.
 */

const EMPTY = -1;

export class RowNumbers {
  count = 0;
  /** Was the row of the last `add` new? */
  added = false;
  private rows = new Uint32Array(1024);
  private used = 0;
  private starts = new Uint32Array(64);
  private slots = new Int32Array(128).fill(EMPTY);

  /** The number of the row that stands in the first `length` words. */
  add(words: Uint32Array, length: number): number {
    const mask = this.slots.length - 1;
    let slot = hashRow(words, length) & mask;
    for (; this.slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const found = this.slots[slot]!;
      if (!this.equals(this.starts[found]!, words, length)) continue;
      this.added = false;
      return found;
    }
    this.added = true;
    this.slots[slot] = this.count;
    this.keep(words, length);
    if (this.count * 2 > mask) this.grow();
    return this.count - 1;
  }

  /** Rows of doubles, as they are: column after column. */
  copyDoubles(target: Float64Array, columns: number): void {
    const words = new Uint32Array(target.buffer, target.byteOffset, target.length * 2);
    for (let row = 0; row < this.count; row++) {
      const start = this.starts[row]! + 1;
      for (let column = 0; column < columns; column++) {
        const to = 2 * (column * this.count + row);
        words[to] = this.rows[start + 2 * column]!;
        words[to + 1] = this.rows[start + 2 * column + 1]!;
      }
    }
  }

  /** Forgets all rows and keeps the memory. */
  clear(): void {
    this.count = 0;
    this.used = 0;
    this.slots.fill(EMPTY);
  }

  private equals(at: number, words: Uint32Array, length: number): boolean {
    const { rows } = this;
    if (rows[at] !== length) return false;
    for (let word = 0; word < length; word++) if (rows[at + 1 + word] !== words[word]) return false;
    return true;
  }

  private keep(words: Uint32Array, length: number): void {
    if (this.used + length + 1 > this.rows.length) this.rows = longer(this.rows, this.used + length + 1);
    if (this.count === this.starts.length) this.starts = longer(this.starts, this.count + 1);
    this.starts[this.count++] = this.used;
    this.rows[this.used++] = length;
    for (let word = 0; word < length; word++) this.rows[this.used++] = words[word]!;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(EMPTY);
    const mask = slots.length - 1;
    for (let row = 0; row < this.count; row++) {
      const start = this.starts[row]!;
      let slot = hashRow(this.rows, this.rows[start]!, start + 1) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.slots = slots;
  }
}

/** A list of words that grows. */
export class WordList {
  length = 0;
  private words = new Uint32Array(1024);

  push(word: number): void {
    if (this.length === this.words.length) this.words = longer(this.words, this.length + 1);
    this.words[this.length++] = word;
  }

  get(index: number): number {
    return this.words[index]!;
  }
}

/** A copy with room for at least `room` words. */
function longer(words: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(Math.max(room, words.length * 2));
  copy.set(words);
  return copy;
}

/** A 32-bit hash (one xxHash32 round a word, finished as murmur3 is). */
function hashRow(words: Uint32Array, length: number, from = 0): number {
  let h = length | 0;
  for (let word = from; word < from + length; word++) {
    h = (h + Math.imul(words[word]!, 0x85ebca77)) | 0;
    h = Math.imul((h << 13) | (h >>> 19), 0x9e3779b1);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

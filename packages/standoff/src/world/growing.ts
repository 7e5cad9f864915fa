/**
 * Typed lists that grow by chunks, each as long as all before it, so that a long list is never copied while it grows, and
 * moves into its place in the world with each chunk freed as soon as it is copied.
 */

const FIRST_BITS = 12;
const FIRST = 1 << FIRST_BITS;

type Chunk = Uint32Array | Uint16Array | Float64Array;

/** A list of numbers of one typed-array kind. */
export class GrowingList<A extends Chunk> {
  length = 0;
  private readonly make: new (
    length: number,
  ) => A;
  private chunks: A[] = [];
  private current: A;
  private used = 0; // of the current chunk

  constructor(make: new (length: number) => A) {
    this.make = make;
    this.current = new make(0);
  }

  push(value: number): void {
    if (this.used === this.current.length) this.addChunk();
    this.current[this.used++] = value;
    this.length++;
  }

  /** The first `count` of `values`. */
  pushAll(values: Uint32Array, count: number): void {
    const { current, used } = this;
    if (used + count > current.length) {
      for (let place = 0; place < count; place++) this.push(values[place]!);
      return;
    }
    for (let place = 0; place < count; place++) current[used + place] = values[place]!;
    this.used += count;
    this.length += count;
  }

  get(index: number): number {
    const chunk = 32 - Math.clz32(index >>> FIRST_BITS);
    return this.chunks[chunk]![chunk === 0 ? index : index - (FIRST << (chunk - 1))]!;
  }

  /** Bytes in use; the rest of the last chunk costs nothing until it is touched. */
  get bytes(): number {
    return this.length * this.current.BYTES_PER_ELEMENT;
  }

  /** Copies everything into `target` from its start and gives the memory back, chunk by chunk. */
  moveInto(target: A): void {
    let at = 0;
    for (const chunk of this.chunks) {
      const left = Math.min(chunk.length, this.length - at);
      target.set(left === chunk.length ? chunk : chunk.subarray(0, left), at);
      at += left;
      giveBack(chunk);
    }
    this.chunks = [];
    this.current = new this.make(0);
    this.length = 0;
    this.used = 0;
  }

  private addChunk(): void {
    this.current = new this.make(Math.max(FIRST, this.length));
    this.chunks.push(this.current);
    this.used = 0;
  }
}

/** Frees an array's memory at once, without waiting for the garbage collector. The array is empty from then on. */
export function giveBack(array: Chunk | Int32Array): void {
  (array.buffer as ArrayBuffer).transfer(0);
}

export const growingU32 = (): GrowingList<Uint32Array> => new GrowingList(Uint32Array);
export const growingU16 = (): GrowingList<Uint16Array> => new GrowingList(Uint16Array);
export const growingF64 = (): GrowingList<Float64Array> => new GrowingList(Float64Array);

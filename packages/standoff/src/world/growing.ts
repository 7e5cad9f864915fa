/**
 * Typed lists that grow by chunks, so that a long list is never copied while it grows, and moves into its place in the
 * world with each chunk freed as soon as it is copied.
 */

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const MASK = CHUNK - 1;

type Chunk = Uint32Array | Uint16Array | Float64Array;

/** A list of numbers of one typed-array kind. */
export class GrowingList<A extends Chunk> {
  length = 0;
  private readonly make: new (
    length: number,
  ) => A;
  private chunks: A[] = [];
  private current: A;

  constructor(make: new (length: number) => A) {
    this.make = make;
    this.current = new make(0);
  }

  push(value: number): void {
    const at = this.length & MASK;
    if (at === 0) {
      this.current = new this.make(CHUNK);
      this.chunks.push(this.current);
    }
    this.current[at] = value;
    this.length++;
  }

  get(index: number): number {
    return this.chunks[index >>> CHUNK_BITS]![index & MASK]!;
  }

  get bytes(): number {
    return this.chunks.length * CHUNK * this.current.BYTES_PER_ELEMENT;
  }

  /** Copies everything into `target` from its start and gives the memory back, chunk by chunk. */
  moveInto(target: A): void {
    for (let chunk = 0; chunk < this.chunks.length; chunk++) {
      const from = this.chunks[chunk]!;
      const left = Math.min(CHUNK, this.length - chunk * CHUNK);
      target.set(left === CHUNK ? from : from.subarray(0, left), chunk * CHUNK);
      (from.buffer as ArrayBuffer).transfer(0);
    }
    this.chunks = [];
    this.current = new this.make(0);
    this.length = 0;
  }
}

export const growingU32 = (): GrowingList<Uint32Array> => new GrowingList(Uint32Array);
export const growingU16 = (): GrowingList<Uint16Array> => new GrowingList(Uint16Array);
export const growingF64 = (): GrowingList<Float64Array> => new GrowingList(Float64Array);

/**
 * Numbers written in their order and read back from their end, their memory given back as they are read: what a draft
 * of the world (`draft.ts`) holds until the world is written. Short spools are one small array; longer ones go on in
 * buffers that grow and shrink in place, so that nothing is copied to grow and every page read back is free at once.
 */
import { giveBack } from "../math/give-back.ts";

const FIRST = 2 ** 14; // numbers of the small array
const STAGED = 2 ** 10; // numbers gathered before they are written
const SEGMENT = 2 ** 24; // numbers of a buffer at most
const STEP_BYTES = 2 ** 20; // by which buffers grow
const SLACK_BYTES = 2 ** 17; // that they keep when they shrink, or an eighth of what is left: each time costs a call
const STRETCHES = typeof ArrayBuffer.prototype.resize === "function";

export class Spool {
  private readonly segments: Segment[] = [];
  private readonly staged = new Uint32Array(STAGED);
  private inStage = 0;
  private written = 0;
  private scratch: Uint32Array = new Uint32Array(0);

  get length(): number {
    return this.written + this.inStage;
  }

  get bytes(): number {
    return this.length * 4;
  }

  push(value: number): void {
    if (this.inStage === STAGED) this.flush();
    this.staged[this.inStage++] = value;
  }

  append(values: Uint32Array): void {
    this.flush();
    this.write(values);
  }

  /** The last `count` numbers, which leave the spool; in an array that the next call overwrites. */
  takeBack(count: number): Uint32Array {
    if (this.scratch.length < count) this.scratch = new Uint32Array(count);
    const taken = this.scratch.subarray(0, count);
    this.moveBack(taken);
    return taken;
  }

  /** Fills an array with the last numbers, which leave the spool. */
  moveBack(target: Uint32Array): void {
    this.flush();
    for (let left = target.length; left > 0; ) {
      const segment = this.segments[this.segments.length - 1];
      const taken = Math.min(left, segment.length);
      segment.moveBack(target, left - taken, taken);
      left -= taken;
      this.written -= taken;
      if (segment.length === 0) this.segments.pop()!.free();
    }
  }

  private flush(): void {
    if (this.inStage === 0) return;
    this.write(this.staged.subarray(0, this.inStage));
    this.inStage = 0;
  }

  private write(values: Uint32Array): void {
    for (let from = 0; from < values.length; ) {
      let segment = this.segments[this.segments.length - 1];
      if (segment === undefined || segment.room === 0) {
        segment = new Segment(segment === undefined ? FIRST : SEGMENT);
        this.segments.push(segment);
      }
      const to = Math.min(values.length, from + segment.room);
      segment.append(values.subarray(from, to));
      from = to;
    }
    this.written += values.length;
  }
}

/** One piece of a spool. */
class Segment {
  length = 0;
  private readonly most: number;
  private readonly buffer: ArrayBuffer;

  constructor(most: number) {
    this.most = most;
    const stretches = STRETCHES && most > FIRST;
    this.buffer = stretches ? new ArrayBuffer(0, { maxByteLength: most * 4 }) : new ArrayBuffer(most * 4);
  }

  get room(): number {
    return this.most - this.length;
  }

  append(values: Uint32Array): void {
    const end = (this.length + values.length) * 4;
    if (end > this.buffer.byteLength) {
      this.buffer.resize(Math.min(this.most * 4, Math.ceil(end / STEP_BYTES) * STEP_BYTES));
    }
    new Uint32Array(this.buffer, this.length * 4, values.length).set(values);
    this.length += values.length;
  }

  /** Moves the last `count` numbers into `target` from a place on. */
  moveBack(target: Uint32Array, at: number, count: number): void {
    this.length -= count;
    target.set(new Uint32Array(this.buffer, this.length * 4, count), at);
    const left = this.length * 4;
    const slack = this.buffer.byteLength - left;
    if (this.buffer.resizable && slack > Math.max(SLACK_BYTES, left / 8)) this.buffer.resize(left);
  }

  free(): void {
    giveBack(new Uint32Array(this.buffer));
  }
}

/**
 * Hands out pieces of the kernel's memory and takes them back. Pieces have sizes of powers of two, so that any piece
 * taken back serves the next of its size. The memory grows as needed; it never shrinks.
 */
import { type KernelMemory, PAGE } from "../../math/web-assembly.ts";

const SMALLEST = 5; // 32 bytes
const GROWTH = 32; // pages at least
const LIMIT = 2 ** 32;

/** The kernel's memory is at its limit: the plain walk has to serve. */
export class KernelMemoryFull extends Error {}

export class Arena {
  private readonly memory: KernelMemory;
  private readonly free: number[][] = Array.from({ length: 33 }, () => []);
  private next = 64; // no piece at 0
  private view: Uint32Array;

  constructor(memory: KernelMemory) {
    this.memory = memory;
    this.view = new Uint32Array(memory.buffer);
  }

  /** All memory as words; asked for anew after anything was handed out. */
  get words(): Uint32Array {
    if (this.view.byteLength === 0) this.view = new Uint32Array(this.memory.buffer);
    return this.view;
  }

  /** Memory handed out so far at most. */
  get bytes(): number {
    return this.next;
  }

  /** A piece's place in bytes; its contents are anything. */
  take(bytes: number): number {
    const size = sizeClass(bytes);
    const again = this.free[size].pop();
    if (again !== undefined) return again;
    const at = this.next;
    this.reach(at + 2 ** size);
    this.next += 2 ** size;
    return at;
  }

  takeZeroed(bytes: number): number {
    const at = this.take(bytes);
    this.words.fill(0, at / 4, (at + bytes) / 4);
    return at;
  }

  giveBack(at: number, bytes: number): void {
    this.free[sizeClass(bytes)].push(at);
  }

  /** A copy of some words. */
  slice(at: number, words: number): Uint32Array {
    return this.words.slice(at / 4, at / 4 + words);
  }

  private reach(end: number): void {
    const { byteLength } = this.memory.buffer;
    if (end <= byteLength) return;
    const pages = Math.ceil((end - byteLength) / PAGE);
    const more = Math.min(Math.max(pages, GROWTH, Math.floor(byteLength / PAGE / 8)), (LIMIT - byteLength) / PAGE);
    if (more < pages) throw new KernelMemoryFull();
    try {
      this.memory.grow(more);
    } catch {
      throw new KernelMemoryFull();
    }
    this.view = new Uint32Array(this.memory.buffer);
  }
}

function sizeClass(bytes: number): number {
  return Math.max(SMALLEST, 32 - Math.clz32(bytes - 1));
}

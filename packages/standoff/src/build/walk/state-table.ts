/** A table of distinct states (or of what an actor sees of them) in the kernel's memory, numbered as they came. */
import type { Arena } from "./arena.ts";
import { type Kernel, NEW_KEY, NO_ROOM } from "./kernel.ts";

const FIRST = 32; // slots, three quarters of which may be taken
const RECORD = { slots: 0, mask: 1, words: 2, count: 3, most: 4 } as const;
const RECORD_BYTES = 20;

export class StateTable {
  /** Of the kernel's record. */
  readonly at: number;
  /** Was the key of the last `enter` new? */
  added = false;
  private readonly kernel: Kernel;
  private readonly arena: Arena;
  private readonly width: number;
  private slots: number;

  constructor(kernel: Kernel, arena: Arena, width: number, expected = 0) {
    this.kernel = kernel;
    this.arena = arena;
    this.width = width;
    this.slots = FIRST;
    while (this.room < expected) this.slots *= 2;
    this.at = arena.takeZeroed(RECORD_BYTES);
    this.set(RECORD.slots, arena.takeZeroed(this.slots * 8));
    this.set(RECORD.mask, this.slots - 1);
    this.set(RECORD.words, arena.take(this.wordBytes));
    this.set(RECORD.most, this.room);
  }

  get count(): number {
    return this.get(RECORD.count);
  }

  /** How many keys it has room for. */
  get room(): number {
    return (this.slots / 4) * 3;
  }

  /** Place of the keys in bytes. */
  get keys(): number {
    return this.get(RECORD.words);
  }

  /** The number of a key, entered if it is new. */
  enter(key: number): number {
    let number = this.kernel.enter(this.at, key);
    if (number === NO_ROOM) {
      this.grow();
      number = this.kernel.enter(this.at, key);
    }
    this.added = number >= NEW_KEY;
    return this.added ? number - NEW_KEY : number;
  }

  grow(): void {
    const { arena } = this;
    const old = { slots: this.slots, at: this.get(RECORD.slots), keys: this.keys, bytes: this.wordBytes };
    this.slots *= 2;
    const slots = arena.takeZeroed(this.slots * 8);
    this.kernel.rehash(old.at, old.slots, slots, this.slots - 1);
    arena.giveBack(old.at, old.slots * 8);
    const keys = arena.take(this.wordBytes);
    arena.words.copyWithin(keys / 4, old.keys / 4, (old.keys + old.bytes) / 4);
    arena.giveBack(old.keys, old.bytes);
    this.set(RECORD.slots, slots);
    this.set(RECORD.mask, this.slots - 1);
    this.set(RECORD.words, keys);
    this.set(RECORD.most, this.room);
  }

  /** No more keys will be looked for: only the keys are kept. */
  seal(): void {
    this.arena.giveBack(this.get(RECORD.slots), this.slots * 8);
    this.set(RECORD.slots, 0);
  }

  free(): void {
    if (this.get(RECORD.slots) !== 0) this.seal();
    this.arena.giveBack(this.keys, this.wordBytes);
    this.arena.giveBack(this.at, RECORD_BYTES);
  }

  private get wordBytes(): number {
    return this.room * this.width * 4;
  }

  private get(word: number): number {
    return this.arena.words[this.at / 4 + word];
  }

  private set(word: number, value: number): void {
    this.arena.words[this.at / 4 + word] = value;
  }
}

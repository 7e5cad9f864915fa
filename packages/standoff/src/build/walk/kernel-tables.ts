/**
 * The states of the present period and of the next in the kernel's memory, a table per position, and the information
 * sets of the layer under work with their menus. Positions are counted on from the present period's to the next one's.
 */

import type { State } from "../../language/expression/state-reader.ts";
import { type Layout, maskOf } from "../layout.ts";
import type { Arena } from "./arena.ts";
import type { Kernel } from "./kernel.ts";
import { StateTable } from "./state-table.ts";

export class KernelTables {
  /** Places in the kernel's memory: its records of positions, and a key in the making. */
  readonly positionsAt: number;
  readonly scratch: number;
  /** What the actor of the layer sees, and the menus of its sets. */
  readonly maskAt: number;
  setMenusAt = 0;
  /**
   * The sets of the layer; null where it decides nothing, or where the actor sees all and every node is a set of its
   * own.
   */
  sets: StateTable | null = null;
  ownSets = false;
  private readonly kernel: Kernel;
  private readonly arena: Arena;
  private readonly layout: Layout;
  private readonly varying: Uint32Array; // bits of variables that have more than one value
  private readonly row: Uint32Array;
  private tables: (StateTable | null)[] = [];
  private length = 0;
  private menusRoom = 0;

  constructor(kernel: Kernel, arena: Arena, layout: Layout, mostPositions: number) {
    this.kernel = kernel;
    this.arena = arena;
    this.layout = layout;
    this.varying = maskOf(layout, (variable) => layout.variables[variable].levels.length > 1);
    this.row = new Uint32Array(layout.words);
    this.positionsAt = arena.takeZeroed(2 * mostPositions * 8);
    this.scratch = arena.takeZeroed(layout.words * 4);
    this.maskAt = arena.takeZeroed(layout.words * 4);
  }

  // ---- States ----

  /** The next period becomes the present one, with so many positions; `actives`: tries by position, of both periods. */
  enterPeriod(length: number, actives: readonly number[]): void {
    this.tables = this.tables.slice(this.length);
    this.length = length;
    for (const [index, active] of actives.entries()) {
      this.arena.words.set([active, this.tables[index]?.at ?? 0], this.positionsAt / 4 + 2 * index);
    }
  }

  at(index: number): StateTable | null {
    return this.tables[index] ?? null;
  }

  /** The table of a position, opened with room for so many states where there is none. */
  open(index: number, expected: number): StateTable {
    const known = this.tables[index];
    if (known) return known;
    const table = new StateTable(this.kernel, this.arena, this.layout.words, expected);
    this.tables[index] = table;
    this.arena.words[this.positionsAt / 4 + 2 * index + 1] = table.at;
    return table;
  }

  /** The place of a state in a table. */
  enter(table: StateTable, state: State): number {
    this.layout.pack(state, this.row);
    this.arena.words.set(this.row, this.scratch / 4);
    return table.enter(this.scratch);
  }

  close(index: number): void {
    this.tables[index]?.free();
    this.tables[index] = null;
  }

  // ---- Information sets ----

  /** Begins a layer of so many nodes whose actor sees the bits of `mask`; `expected`: how many sets. */
  beginSets(mask: Uint32Array, nodes: number, expected: number): void {
    this.ownSets = mask.every((bits, word) => (this.varying[word] & ~bits) === 0);
    this.sets = this.ownSets ? null : new StateTable(this.kernel, this.arena, this.layout.words, expected);
    this.menusRoom = this.sets?.room ?? nodes;
    this.setMenusAt = this.arena.take(this.menusRoom * 4);
    this.arena.words.set(mask, this.maskAt / 4);
  }

  growSets(): void {
    this.sets!.grow();
    this.followSets();
  }

  /** The set of a node, by its number and the place of its key; `known`: it was met before. */
  setOf(node: number, key: number): { set: number; known: boolean } {
    if (this.ownSets) return { set: node, known: false };
    const { words } = this.arena;
    for (let word = 0; word < this.layout.words; word++) {
      words[this.scratch / 4 + word] = words[key / 4 + word] & words[this.maskAt / 4 + word];
    }
    const set = this.sets!.enter(this.scratch);
    const known = !this.sets!.added;
    if (this.sets!.room > this.menusRoom) this.followSets();
    return { set, known };
  }

  menuOf(set: number): number {
    return this.arena.words[this.setMenusAt / 4 + set];
  }

  setMenu(set: number, menu: number): void {
    this.arena.words[this.setMenusAt / 4 + set] = menu;
  }

  /** Ends the layer; the menus of its sets are there until anything else is done. */
  endSets(nodes: number): Uint32Array {
    const count = this.sets?.count ?? nodes;
    this.arena.giveBack(this.setMenusAt, this.menusRoom * 4);
    this.sets?.free();
    this.sets = null;
    this.ownSets = false;
    return this.arena.words.subarray(this.setMenusAt / 4, this.setMenusAt / 4 + count);
  }

  /** Gives the menus as much room as the sets have. */
  private followSets(): void {
    const { arena } = this;
    const [old, room] = [this.setMenusAt, this.menusRoom];
    this.menusRoom = this.sets!.room;
    this.setMenusAt = arena.take(this.menusRoom * 4);
    arena.words.copyWithin(this.setMenusAt / 4, old / 4, old / 4 + room);
    arena.giveBack(old, room * 4);
  }
}

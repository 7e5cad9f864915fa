/**
 * Walks through a scenario's states by evaluating each: the readable reference, and what serves without WebAssembly.
 */

import type { State } from "../../language/expression/state-reader.ts";
import { WordTable } from "../../math/tables.ts";
import { LayerKind } from "../../world/world.ts";
import type { Draft } from "../draft.ts";
import type { Layout } from "../layout.ts";
import { firstActive, type Position, positionsOf } from "../positions.ts";
import type { DeskProgram, Program } from "../program.ts";
import type { Site } from "../site.ts";
import { type Branch, Branching, ENDED, NEXT_PERIOD, type Receiver } from "../turn/branching.ts";
import { AllConditions } from "../turn/conditions.ts";
import { Menus } from "../turn/menus.ts";
import { NodeEdges } from "../turn/node-edges.ts";
import { EDGES_BETWEEN_CHECKS, type KeepOn, type Walk } from "./walk.ts";

const NO_DESK = 0xffffffff;

export class PlainWalk implements Walk, Receiver {
  readonly opened: Float64Array;
  private readonly program: Program;
  private readonly layout: Layout;
  private readonly draft: Draft;
  private readonly branching: Branching;
  private readonly menus: Menus;
  private readonly edges: NodeEdges;
  private readonly merge: boolean;
  private readonly keepOn: KeepOn;
  private untilCheck = EDGES_BETWEEN_CHECKS;

  // The period and position under work.
  private period = 0;
  private virtual = 0;
  private positions: readonly Position[] = [];
  private tables: (WordTable | null)[] = [];
  private nextPositions: readonly Position[];
  private nextTables: (WordTable | null)[];
  private position = 0;
  // The node under work.
  private states: Uint32Array = new Uint32Array(0);
  private at = 0;
  private extra = 0;
  private readonly before: Int32Array;
  private readonly row: Uint32Array;
  // The information sets of the layer under work.
  private sets = new WordTable(1);
  private setMenus: number[] = [];
  private readonly masked: Uint32Array;

  /** `merge` false: equal states stay apart. */
  constructor(site: Site, keepOn: KeepOn, merge: boolean) {
    const { program, layout, ledger, draft, faults } = site;
    const newState = () => new Int32Array(layout.variables.length);
    this.program = program;
    this.layout = layout;
    this.draft = draft;
    this.keepOn = keepOn;
    this.merge = merge;
    this.branching = new Branching(site, new AllConditions(program), this, newState);
    this.menus = new Menus(program, ledger, faults);
    this.edges = new NodeEdges(ledger);
    this.opened = new Float64Array(program.occurrences.length + 1);
    this.before = newState();
    this.row = new Uint32Array(layout.words);
    this.masked = new Uint32Array(layout.words);
    this.nextPositions = positionsOf(program, layout, 0);
    this.nextTables = this.nextPositions.map(() => null);
  }

  get length(): number {
    return this.positions.length;
  }

  get bytes(): number {
    return [...this.tables, ...this.nextTables].reduce((sum, table) => sum + (table?.bytes ?? 0), this.sets.bytes);
  }

  get evaluated(): number {
    return this.draft.nodes;
  }

  enterStart(state: State, ended: boolean): { position: number; place: number } {
    const position = ended ? this.nextPositions.length - 1 : firstActive(this.nextPositions, 0, state, 0);
    return { position, place: this.enter(this.nextTables, position, state) };
  }

  enterPeriod(period: number, virtual: number): void {
    this.period = period;
    this.virtual = virtual;
    this.positions = this.nextPositions;
    this.tables = this.nextTables;
    const after = period + 1;
    const more = after <= this.program.scenario.calendar.played.length;
    this.nextPositions = more ? positionsOf(this.program, this.layout, after) : [];
    this.nextTables = this.nextPositions.map(() => null);
  }

  workThrough(index: number): boolean {
    const table = this.tables[index];
    if (!table) return false;
    this.tables[index] = null;
    this.position = index;
    const position = this.positions[index];
    this.beginLayer(position, table);
    const { words } = this.layout;
    for (let node = 0; node < table.count; node++) {
      this.at = node * words;
      this.layout.unpack(this.states, this.at, this.before);
      this.workOn(position);
      this.untilCheck -= 1 + this.edges.count;
      if (this.untilCheck > 0) continue;
      this.untilCheck = EDGES_BETWEEN_CHECKS;
      if (!this.keepOn()) break;
    }
    return true;
  }

  private beginLayer({ kind, desk, group, mask }: Position, table: WordTable): void {
    const { virtual, position, period } = this;
    table.seal();
    this.states = table.words;
    const layer = { virtual: virtual + position, kind, period, desk: desk ?? group ?? NO_DESK, nodes: table.count };
    this.draft.beginLayer(layer, table.words);
    if (mask) this.sets = new WordTable(mask.length);
    this.setMenus = [];
  }

  private workOn(position: Position): void {
    this.edges.begin();
    const pay = this.branching.at(position, this.positions, this.before, this.period);
    this.draft.addNode(this.edges.number(), position.kind === LayerKind.decision ? this.extra : pay);
    for (let edge = 0; edge < this.edges.count; edge++) this.draft.targets.push(this.edges.targets[edge]);
  }

  // ---- What happens at the node under work ----

  decides(desk: DeskProgram, available: Int32Array, count: number): void {
    const { masked, states, at, before, period } = this;
    const { mask, mayTell } = this.positions[this.position];
    for (let word = 0; word < masked.length; word++) masked[word] = states[at + word] & mask![word];
    this.extra = this.sets.add(masked);
    if (!this.sets.added && !mayTell) return;
    const menu = this.menus.number(desk, before, period, available, count);
    if (!this.sets.added) this.menus.compare(this.setMenus[this.extra], menu, desk, before, period);
    else {
      this.setMenus.push(menu);
      this.draft.addSet(menu);
    }
  }

  edge(after: State, on: number, { slot, label, chances }: Branch, opens: number): void {
    const { positions, position, tables, period } = this;
    let ahead: number;
    let place: number;
    if (on === NEXT_PERIOD) {
      const next = firstActive(this.nextPositions, 0, after, period + 1);
      place = this.enter(this.nextTables, next, after);
      ahead = positions.length - position + next;
    } else {
      const target = on === ENDED ? positions.length - 1 : firstActive(positions, position + on, after, period);
      place = this.enter(tables, target, after);
      ahead = target - position;
    }
    if (this.entered && opens >= 0) this.opened[opens] += 1;
    this.edges.add(this.draft.target(place, ahead), slot, label, chances);
  }

  private entered = false;

  /** The place of a state in the layer at a position. */
  private enter(tables: (WordTable | null)[], position: number, state: State): number {
    const table = tables[position] ?? new WordTable(this.layout.words);
    tables[position] = table;
    this.layout.pack(state, this.row);
    const place = this.merge ? table.add(this.row) : table.append(this.row);
    this.entered = table.added;
    return place;
  }
}

/** Nodes evaluated one by one in the kernel's tables, at positions where they share too little for templates to pay. */

import type { State } from "../../language/expression/state-reader.ts";
import { LayerKind } from "../../world/world.ts";
import type { Draft } from "../draft.ts";
import type { Layout } from "../layout.ts";
import { firstActive, type Position } from "../positions.ts";
import type { DeskProgram } from "../program.ts";
import type { Site } from "../site.ts";
import { type Branch, Branching, ENDED, NEXT_PERIOD, type Receiver } from "../turn/branching.ts";
import { AllConditions } from "../turn/conditions.ts";
import { Menus } from "../turn/menus.ts";
import { NodeEdges } from "../turn/node-edges.ts";
import type { Arena } from "./arena.ts";
import type { KernelTables } from "./kernel-tables.ts";
import { EDGES_BETWEEN_CHECKS, type KeepOn } from "./walk.ts";

/** The layer under work. */
export interface LoneLayer {
  readonly period: number;
  readonly positions: readonly Position[];
  readonly nextPositions: readonly Position[];
  /** Place among the positions, and of its keys in the kernel's memory. */
  readonly position: number;
  readonly keys: number;
}

export class LoneNodes implements Receiver {
  private readonly arena: Arena;
  private readonly layout: Layout;
  private readonly draft: Draft;
  private readonly tables: KernelTables;
  private readonly branching: Branching;
  private readonly menus: Menus;
  private readonly edges: NodeEdges;
  private readonly expected: (position: Position) => number;
  private readonly openedAt: number;
  private untilCheck = EDGES_BETWEEN_CHECKS;
  private layer: LoneLayer = { period: 0, positions: [], nextPositions: [], position: 0, keys: 0 };
  private readonly state: Int32Array;
  private node = 0;
  private set = 0;

  /** `expected`: how many states a position may have; `openedAt`: counts by occurrence, in the kernel's memory. */
  constructor(
    site: Site,
    arena: Arena,
    tables: KernelTables,
    expected: (position: Position) => number,
    openedAt: number,
  ) {
    const { program, layout, ledger, draft, faults } = site;
    const newState = () => new Int32Array(layout.variables.length);
    this.arena = arena;
    this.layout = layout;
    this.draft = draft;
    this.tables = tables;
    this.branching = new Branching(site, new AllConditions(program), this, newState);
    this.menus = new Menus(program, ledger, faults);
    this.edges = new NodeEdges(ledger);
    this.expected = expected;
    this.openedAt = openedAt;
    this.state = newState();
  }

  /** Works through a layer's nodes from `from` to `end`; returns how many. */
  work(layer: LoneLayer, from: number, end: number, keepOn: KeepOn): number {
    const { edges, draft, layout } = this;
    this.layer = layer;
    const position = layer.positions[layer.position];
    for (let node = from; node < end; node++) {
      this.node = node;
      layout.unpack(this.arena.words, layer.keys / 4 + node * layout.words, this.state);
      edges.begin();
      const pay = this.branching.at(position, layer.positions, this.state, layer.period);
      draft.addNode(edges.number(), position.kind === LayerKind.decision ? this.set : pay);
      for (let edge = 0; edge < edges.count; edge++) draft.targets.push(edges.targets[edge]);
      this.untilCheck -= 1 + edges.count;
      if (this.untilCheck > 0) continue;
      this.untilCheck = EDGES_BETWEEN_CHECKS;
      if (!keepOn()) return node + 1 - from;
    }
    return end - from;
  }

  decides(desk: DeskProgram, available: Int32Array, count: number): void {
    const { tables, state } = this;
    const { period, positions, position, keys } = this.layer;
    const { set, known } = tables.setOf(this.node, keys + this.node * this.layout.words * 4);
    this.set = set;
    if (known && !positions[position].mayTell) return;
    const menu = this.menus.number(desk, state, period, available, count);
    if (known) this.menus.compare(tables.menuOf(set), menu, desk, state, period);
    else tables.setMenu(set, menu);
  }

  edge(after: State, on: number, { slot, label, chances }: Branch, opens: number): void {
    const { period, positions, nextPositions, position } = this.layer;
    const { length } = positions;
    const target =
      on === NEXT_PERIOD
        ? length + firstActive(nextPositions, 0, after, period + 1)
        : on === ENDED
          ? length - 1
          : firstActive(positions, position + on, after, period);
    const there = target < length ? positions[target] : nextPositions[target - length];
    const table = this.tables.open(target, this.expected(there));
    const place = this.tables.enter(table, after);
    if (table.added && opens >= 0) this.arena.words[this.openedAt / 4 + opens] += 1;
    this.edges.add(this.draft.target(place, target - position), slot, label, chances);
  }
}

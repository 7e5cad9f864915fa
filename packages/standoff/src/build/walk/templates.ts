/**
 * Templates: what happens at all nodes that give the same answers (`recorder.ts`). Edges lead to the node's state with
 * some variables written: where exactly, each node finds out by itself.
 */

import type { State } from "../../language/expression/state-reader.ts";
import { LayerKind } from "../../world/world.ts";
import { fieldMask, type Layout } from "../layout.ts";
import type { Position } from "../positions.ts";
import type { DeskProgram } from "../program.ts";
import type { Site } from "../site.ts";
import { type Branch, Branching, type Receiver } from "../turn/branching.ts";
import { ChangedConditions } from "../turn/conditions.ts";
import { Menus } from "../turn/menus.ts";
import { NodeEdges } from "../turn/node-edges.ts";
import type { RecordedState, Recorder } from "./recorder.ts";

export interface Target {
  readonly on: number;
  readonly opens: number;
  /** The node's words under `keep`, and `bits`. */
  readonly keep: Uint32Array;
  readonly bits: Uint32Array;
}

export interface Template {
  /** A list of `Ledger.edges`. */
  readonly list: number;
  /** Row of points; in decisions the menu. */
  readonly extra: number;
  readonly targets: readonly Target[];
  /** The target of every edge. */
  readonly targetOf: Uint32Array;
}

/** Evaluates nodes as templates. */
export class TemplateMaker implements Receiver {
  private readonly recorder: Recorder;
  private readonly layout: Layout;
  private readonly branching: Branching;
  private readonly menus: Menus;
  private readonly edges: NodeEdges;
  // Of the node under work: its targets, by what is written; and those of edges that would be merged.
  private readonly targets: (Target & { readonly state: RecordedState })[] = [];
  private readonly known = new Map<string, number>();
  private readonly leadingTo = new Map<string, number[]>();
  private period = 0;
  private before: RecordedState;
  private menu = 0;

  /** The site's program was compiled for the recorder. */
  constructor(site: Site, recorder: Recorder) {
    const { program, layout, ledger, faults } = site;
    this.recorder = recorder;
    this.layout = layout;
    const conditions = new ChangedConditions(program, (state, variable) => recorder.wrote(state, variable));
    const newState = () => recorder.newState();
    this.branching = new Branching(site, conditions, this, newState);
    this.menus = new Menus(program, ledger, faults);
    this.edges = new NodeEdges(ledger);
    this.before = recorder.newState();
  }

  /** The template of a state's node; what it asked stands in the recorder. */
  make(position: Position, positions: readonly Position[], state: Int32Array, period: number): Template {
    this.period = period;
    this.before = this.recorder.begin(state, period);
    this.menu = 0;
    this.targets.length = 0;
    this.known.clear();
    this.leadingTo.clear();
    this.edges.begin();
    const pay = this.branching.at(position, positions, this.before, period);
    const { menu, edges } = this;
    const targets = this.targets.map(({ on, opens, keep, bits }) => ({ on, opens, keep, bits }));
    const extra = position.kind === LayerKind.decision ? menu : pay;
    return { list: edges.number(), extra, targets, targetOf: edges.targets.slice(0, edges.count) };
  }

  decides(desk: DeskProgram, available: Int32Array, count: number): void {
    this.menu = this.menus.number(desk, this.before, this.period, available, count);
  }

  edge(after: State, on: number, { slot, label, chances }: Branch, opens: number): void {
    const target = this.targetFor(after as RecordedState, on, opens, `${slot} ${label}`);
    this.edges.add(target, slot, label, chances);
  }

  /** `edges`: what edges have in common that are merged where their targets are the same. */
  private targetFor(state: RecordedState, on: number, opens: number, edges: string): number {
    const written = this.written(state);
    const key = [on, ...written.keep, ...written.bits].join(" ");
    const known = this.known.get(key);
    const others = this.leadingTo.get(edges) ?? [];
    this.leadingTo.set(edges, others);
    for (const other of others) if (other === known || this.leadAlike(other, state, on)) return other;
    const target = known ?? this.targets.push({ on, opens, ...written, state: state.slice() }) - 1;
    this.known.set(key, target);
    others.push(target);
    return target;
  }

  private leadAlike(target: number, state: RecordedState, on: number): boolean {
    return this.targets[target].on === on && this.recorder.same(this.targets[target].state, state);
  }

  private written(state: RecordedState): { keep: Uint32Array; bits: Uint32Array } {
    const { words, variables } = this.layout;
    const keep = new Uint32Array(words).fill(0xffffffff);
    const bits = new Uint32Array(words);
    for (let variable = 0; variable < variables.length; variable++) {
      if (state.written[variable] === 0) continue;
      const { word, shift, bits: width } = variables[variable];
      keep[word] &= ~(fieldMask(width) << shift);
      bits[word] |= state.values[variable] << shift;
    }
    return { keep, bits };
  }
}

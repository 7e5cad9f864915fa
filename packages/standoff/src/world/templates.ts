/**
 * Templates: what happens at all nodes that give the same answers (`recorder.ts`). Edges lead to the node's state with some
 * variables written: where exactly, each node finds out by itself.
 */
import { Branching, type Receiver } from "./branching.ts";
import { ChangedConditions } from "./conditions.ts";
import type { FaultList } from "./faults.ts";
import type { Layout } from "./layout.ts";
import type { Ledger } from "./ledger.ts";
import { Menus } from "./menus.ts";
import { NodeEdges } from "./node-edges.ts";
import type { Position } from "./positions.ts";
import type { DeskProgram, Program } from "./program.ts";
import type { State } from "./reader.ts";
import type { RecordedState, Recorder } from "./recorder.ts";
import { LayerKind } from "./world.ts";

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
  private readonly targets: (Target & { readonly state: RecordedState })[] = [];
  private period = 0;
  private before: RecordedState;
  private menu = 0;

  /** `program` was compiled for the recorder. */
  constructor(program: Program, recorder: Recorder, layout: Layout, ledger: Ledger, faults: FaultList) {
    this.recorder = recorder;
    this.layout = layout;
    const conditions = new ChangedConditions(program, (state, variable) => recorder.wrote(state, variable));
    const newState = () => recorder.newState();
    this.branching = new Branching(program, layout, ledger, conditions, faults, this, newState);
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

  edge(after: State, on: number, slot: number, label: number, chances: Float64Array, opens: number): void {
    const state = after as RecordedState;
    const target = this.targetLike(state, on, slot, label) ?? this.addTarget(state, on, opens);
    this.edges.add(target, slot, label, chances);
  }

  /** A target that is the same for every node of the template. Edges that would be merged there must be told apart. */
  private targetLike(state: RecordedState, on: number, slot: number, label: number): number | undefined {
    const { edges, targets } = this;
    for (let target = 0; target < targets.length; target++) {
      if (targets[target]!.on !== on) continue;
      const mergeable = edges.has(target, slot, label);
      if (this.recorder.same(targets[target]!.state, state, mergeable) === true) return target;
    }
    return undefined;
  }

  private addTarget(state: RecordedState, on: number, opens: number): number {
    const { words, variables } = this.layout;
    const keep = new Uint32Array(words).fill(0xffffffff);
    const bits = new Uint32Array(words);
    variables.forEach(({ word, shift, bits: width }, variable) => {
      if (state.written[variable] === 0) return;
      const field = width === 32 ? 0xffffffff : 2 ** width - 1;
      keep[word]! &= ~(field << shift);
      bits[word]! |= state.values[variable]! << shift;
    });
    return this.targets.push({ on, opens, keep, bits, state: state.slice() }) - 1;
  }
}

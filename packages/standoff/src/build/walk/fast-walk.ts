/**
 * Walks through a scenario's states in WebAssembly (`kernel.ts`): nodes that give the same answers share a template,
 * which is evaluated once, also over periods. The kernel reports what it does not know; here it is found out, and the
 * kernel goes on. At positions where nodes share too little, each is evaluated by itself, as on the plain walk.
 */

import type { State } from "../../language/expression/state-reader.ts";
import { LayerKind } from "../../world/world.ts";
import type { Draft } from "../draft.ts";
import type { FaultList } from "../faults.ts";
import type { Layout } from "../layout.ts";
import { firstActive, mostPositions, type Position, positionsOf } from "../positions.ts";
import { compileProgram, type Program } from "../program.ts";
import type { Site } from "../site.ts";
import { ENDED, NEXT_PERIOD } from "../turn/branching.ts";
import { Menus } from "../turn/menus.ts";
import { Arena } from "./arena.ts";
import {
  Job,
  type Kernel,
  Leaf,
  ON_ENDED,
  ON_NEXT_PERIOD,
  openKernel,
  Report,
  SAME_TARGET,
  TEMPLATE,
} from "./kernel.ts";
import { KernelTables } from "./kernel-tables.ts";
import { LoneNodes } from "./lone-nodes.ts";
import { Recorder } from "./recorder.ts";
import { type Template, TemplateMaker } from "./templates.ts";
import { MOST_ANSWERS, Tries } from "./tries.ts";
import type { KeepOn, Walk } from "./walk.ts";

const NO_DESK = 0xffffffff;
const NODES_ROOM = 8192; // of outputs
const EDGES_ROOM = 16_384;
/** A template pays where it serves this many nodes: making one takes about as long as evaluating two. */
const TEMPLATE_COST = 4;
/** After so many templates it is looked at whether they pay. */
const TRIAL = 64;
const TEMPLATES_BETWEEN_CHECKS = 32;

/** What is known of a position over all periods. */
interface Kind {
  readonly templates: number; // tries
  readonly active: number; // 0: always
  nodes: number;
  made: number;
  /** Sizes of its layer and its sets in the last period. */
  states: number;
  sets: number;
}

/** Null where the platform or the scenario does not allow it. */
export function fastWalk(site: Site, keepOn: KeepOn): Walk | null {
  const { layout } = site;
  if (layout.variables.some(({ levels }) => levels.length > MOST_ANSWERS)) return null;
  const kernel = openKernel(layout.words);
  return kernel && new FastWalk(kernel, site, keepOn);
}

class FastWalk implements Walk {
  evaluated = 0;
  private readonly kernel: Kernel;
  private readonly arena: Arena;
  private readonly tables: KernelTables;
  private readonly lone: LoneNodes;
  private readonly layout: Layout;
  private readonly draft: Draft;
  private readonly faults: FaultList;
  private readonly keepOn: KeepOn;
  private readonly recorder: Recorder;
  private readonly tries: Tries;
  private readonly maker: TemplateMaker;
  private readonly menus: Menus;
  private readonly kinds: Kind[] = [];
  private readonly periods: number;
  private readonly occurrences: number;
  // Places in the kernel's memory, and the room of its outputs.
  private readonly job: number;
  private readonly openedAt: number;
  private readonly listsAt: number;
  private readonly extrasAt: number;
  private targetsAt: number;
  private edgesRoom = EDGES_ROOM;

  // The period and position under work; positions also as the recorder knows them.
  private readonly program: Program;
  private readonly recorded: Program;
  private period = 0;
  private virtual = 0;
  private positions: readonly Position[] = [];
  private recordedPositions: readonly Position[] = [];
  private nextPositions: readonly Position[];
  private nextRecorded: readonly Position[];
  private position = 0;
  private keys = 0;
  private readonly state: Int32Array; // of the node under work

  constructor(kernel: Kernel, site: Site, keepOn: KeepOn) {
    const { program, layout, ledger, draft, faults } = site;
    const { scenario } = program;
    this.kernel = kernel;
    this.program = program;
    this.layout = layout;
    this.draft = draft;
    this.faults = faults;
    this.keepOn = keepOn;
    this.periods = scenario.calendar.played.length;
    this.occurrences = program.occurrences.length;
    this.state = new Int32Array(layout.variables.length);
    const arena = new Arena(kernel.memory);
    this.arena = arena;
    this.job = arena.takeZeroed(Object.keys(Job).length * 4);
    this.openedAt = arena.takeZeroed((this.occurrences + 2) * 4);
    this.listsAt = arena.take(NODES_ROOM * 4);
    this.extrasAt = arena.take(NODES_ROOM * 4);
    this.targetsAt = arena.take(EDGES_ROOM * 4);
    this.tables = new KernelTables(kernel, arena, layout, mostPositions(scenario));

    const sizes = layout.variables.map(({ levels }) => levels.length);
    this.recorder = new Recorder(scenario, sizes);
    this.recorded = compileProgram(scenario, { reader: this.recorder, prices: program.prices });
    this.tries = new Tries(arena, this.recorder, layout);
    this.maker = new TemplateMaker({ ...site, program: this.recorded }, this.recorder);
    this.menus = new Menus(program, ledger, faults);
    const expected = (position: Position) => this.kindOf(position).states;
    const { tables, openedAt } = this;
    this.lone = new LoneNodes(site, arena, tables, expected, openedAt);
    this.nextPositions = positionsOf(program, layout, 0);
    this.nextRecorded = positionsOf(this.recorded, layout, 0);
  }

  get length(): number {
    return this.positions.length;
  }

  get bytes(): number {
    return this.arena.bytes;
  }

  get opened(): Uint32Array {
    return this.arena.slice(this.openedAt, this.occurrences + 1);
  }

  // ---- Periods and positions ----

  enterStart(state: State, ended: boolean): { position: number; place: number } {
    const position = ended ? this.nextPositions.length - 1 : firstActive(this.nextPositions, 0, state, 0);
    return { position, place: this.tables.enter(this.tables.open(position, 0), state) };
  }

  enterPeriod(period: number, virtual: number): void {
    this.period = period;
    this.virtual = virtual;
    this.positions = this.nextPositions;
    this.recordedPositions = this.nextRecorded;
    const after = period + 1;
    this.nextPositions = after <= this.periods ? positionsOf(this.program, this.layout, after) : [];
    this.nextRecorded = after <= this.periods ? positionsOf(this.recorded, this.layout, after) : [];
    this.tries.enterPeriod(period);
    const all = [...this.positions, ...this.nextPositions];
    this.tables.enterPeriod(
      this.positions.length,
      all.map((position) => this.kindOf(position).active),
    );
  }

  workThrough(index: number): boolean {
    const table = this.tables.at(index);
    if (!table) return false;
    this.position = index;
    const position = this.positions[index];
    const kind = this.kindOf(position);
    const nodes = table.count;
    table.seal();
    this.beginLayer(position, kind, nodes, table.keys);
    this.workOn(position, kind, nodes);
    this.tables.close(index);
    if (!position.mask) return true;
    const menus = this.tables.endSets(nodes);
    this.draft.addSets(menus);
    kind.sets = menus.length;
    return true;
  }

  private beginLayer(position: Position, kind: Kind, nodes: number, keys: number): void {
    const { desk, group, mask } = position;
    this.keys = keys;
    kind.states = nodes;
    this.draft.beginLayer(
      {
        virtual: this.virtual + this.position,
        kind: position.kind,
        period: this.period,
        desk: desk ?? group ?? NO_DESK,
        nodes,
      },
      this.arena.words.subarray(keys / 4, keys / 4 + nodes * this.layout.words),
    );
    if (mask) this.tables.beginSets(mask, nodes, kind.sets);
    this.writeJob(kind, position, nodes);
  }

  private kindOf({ identity, kind }: Position): Kind {
    const always = kind === LayerKind.periodEnd || kind === LayerKind.ended || kind === LayerKind.final;
    this.kinds[identity] ??= {
      templates: this.tries.begin(),
      active: always ? 0 : this.tries.begin(),
      nodes: 0,
      made: 0,
      states: 0,
      sets: 0,
    };
    return this.kinds[identity];
  }

  // ---- Runs of the kernel ----

  private writeJob(kind: Kind, position: Position, nodes: number): void {
    const { layout, tries, tables } = this;
    const job: Readonly<Record<keyof typeof Job, number>> = {
      node: 0,
      end: nodes,
      keys: this.keys,
      words: layout.words,
      period: this.period,
      templates: kind.templates,
      shared: tries.shared,
      sharedNext: tries.sharedNext,
      position: this.position,
      length: this.positions.length,
      positions: tables.positionsAt,
      sets: tables.sets?.at ?? 0,
      ownSets: tables.ownSets ? 1 : 0,
      mask: tables.maskAt,
      mayTell: position.mayTell ? 1 : 0,
      agreed: 0,
      setMenus: tables.setMenusAt,
      aheadBits: this.draft.aheadBits,
      opened: this.openedAt,
      scratch: tables.scratch,
      lists: this.listsAt,
      extras: this.extrasAt,
      targets: this.targetsAt,
      nodesOut: 0,
      nodesRoom: NODES_ROOM,
      edgesOut: 0,
      edgesRoom: this.edgesRoom,
      wanted: 0,
      template: 0,
      set: 0,
    };
    for (const [name, value] of Object.entries(job)) this.set(name as keyof typeof Job, value);
  }

  private workOn(position: Position, kind: Kind, nodes: number): void {
    let going = true;
    while (going && !this.isLone(kind)) {
      const from = this.get("node");
      const report = this.kernel.run(this.job);
      kind.nodes += this.get("node") - from;
      going = report !== Report.done && this.seeTo(report, position, kind);
    }
    if (!this.drain() || this.faults.any) return;
    const from = this.get("node");
    const { period, positions, nextPositions, position: place, keys } = this;
    const layer = { period, positions, nextPositions, position: place, keys };
    const done = this.lone.work(layer, from, nodes, this.keepOn);
    kind.nodes += done;
    this.evaluated += done;
  }

  /** Do templates cost more than they save? Asked again and again: what is met first may be less alike. */
  private isLone({ nodes, made }: Kind): boolean {
    return made > TRIAL && made * TEMPLATE_COST > nodes;
  }

  /** Finds out what the kernel lacked; false: stop. */
  private seeTo(report: number, position: Position, kind: Kind): boolean {
    switch (report) {
      case Report.noTemplate:
        this.makeTemplate(kind);
        if (this.faults.any) return false; // which the plain walk will word
        return kind.made % TEMPLATES_BETWEEN_CHECKS !== 0 || this.keepOn();
      case Report.noActivity:
        this.findActivity(this.get("wanted"));
        return true;
      case Report.noRoomInTable:
        this.makeRoom(this.get("wanted"));
        return true;
      case Report.noRoomInSets:
        this.tables.growSets();
        this.set("setMenus", this.tables.setMenusAt);
        return true;
      case Report.menusDiffer:
        this.compareMenus(position);
        return true;
      case Report.outputFull:
        return this.drain();
      default:
        throw new Error(`a report that is none: ${report}`);
    }
  }

  private makeTemplate(kind: Kind): void {
    const { state, period, recordedPositions, position } = this;
    this.readNode(this.get("node"));
    const template = this.maker.make(recordedPositions[position], recordedPositions, state, period);
    kind.made++;
    this.evaluated++;
    this.tries.insert(kind.templates, state, period, this.writeTemplate(template) + 1);
    if (template.targetOf.length > this.edgesRoom) this.widenOutput(template.targetOf.length);
  }

  /** Returns its place in the kernel's memory. */
  private writeTemplate({ list, extra, targets, targetOf }: Template): number {
    const words: number[] = [list, extra, targetOf.length];
    const first: number[] = [];
    targetOf.forEach((target, edge) => {
      if (first[target] !== undefined) {
        words.push(SAME_TARGET + first[target], 0);
        return;
      }
      first[target] = edge;
      const { on, opens, keep, bits } = targets[target];
      words.push(on === ENDED ? ON_ENDED : on === NEXT_PERIOD ? ON_NEXT_PERIOD : on);
      words.push(opens === -1 ? this.occurrences + 1 : opens);
      keep.forEach((mask, word) => {
        words.push(mask, bits[word]);
      });
    });
    const at = this.arena.take(words.length * 4);
    this.arena.words.set(words, at / 4);
    return at;
  }

  /** Is the position active in the state that stands in the scratch? */
  private findActivity(index: number): void {
    const { recorder, state } = this;
    const { length } = this.positions;
    const next = index >= length;
    const period = next ? this.period + 1 : this.period;
    const position = next ? this.nextRecorded[index - length] : this.recordedPositions[index];
    this.layout.unpack(this.arena.words, this.tables.scratch / 4, state);
    const active = position.active(recorder.begin(state, period), period);
    this.tries.insert(this.kindOf(position).active, state, period, active ? Leaf.active : Leaf.inactive);
  }

  private makeRoom(index: number): void {
    const { length } = this.positions;
    const table = this.tables.at(index);
    if (!table) {
      const position = index < length ? this.positions[index] : this.nextPositions[index - length];
      this.tables.open(index, this.kindOf(position).states);
      return;
    }
    table.grow();
    if (table.room > this.draft.widest) this.draft.tooWide = true;
  }

  private compareMenus({ desk }: Position): void {
    const node = this.get("node");
    const known = this.tables.menuOf(this.get("set"));
    const own = this.arena.words[this.get("template") / 4 + TEMPLATE.extra];
    this.readNode(node);
    this.menus.compare(known, own, this.program.desks[desk!], this.state, this.period);
    this.set("agreed", node + 1);
  }

  private widenOutput(edges: number): void {
    this.drain();
    this.arena.giveBack(this.targetsAt, this.edgesRoom * 4);
    this.edgesRoom = edges * 2;
    this.targetsAt = this.arena.take(this.edgesRoom * 4);
    this.set("targets", this.targetsAt);
    this.set("edgesRoom", this.edgesRoom);
  }

  /** Moves what the kernel has put out into the draft; false: stop. */
  private drain(): boolean {
    const { draft } = this;
    const { words } = this.arena;
    const piece = (at: number, length: number) => words.subarray(at / 4, at / 4 + length);
    const [nodes, edges] = [this.get("nodesOut"), this.get("edgesOut")];
    draft.lists.append(piece(this.listsAt, nodes));
    draft.extras.append(piece(this.extrasAt, nodes));
    draft.targets.append(piece(this.targetsAt, edges));
    this.set("nodesOut", 0);
    this.set("edgesOut", 0);
    return this.keepOn();
  }

  private readNode(node: number): void {
    this.layout.unpack(this.arena.words, this.keys / 4 + node * this.layout.words, this.state);
  }

  private get(name: keyof typeof Job): number {
    return this.arena.words[this.job / 4 + Job[name]];
  }

  private set(name: keyof typeof Job, value: number): void {
    this.arena.words[this.job / 4 + Job[name]] = value;
  }
}

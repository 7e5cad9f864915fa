/**
 * Walks through a scenario's states in WebAssembly (`kernel.ts`): nodes that give the same answers share a template, which
 * is evaluated once, also over periods. The kernel reports what it does not know; here it is found out, and the kernel goes
 * on. At positions where nodes share too little, each is evaluated by itself, as on the plain walk.
 */
import { Arena } from "./arena.ts";
import { Branching, ENDED, NEXT_PERIOD, type Receiver } from "./branching.ts";
import { AllConditions } from "./conditions.ts";
import type { Draft } from "./draft.ts";
import type { FaultList } from "./faults.ts";
import { Job, type Kernel, ON_ENDED, ON_NEXT_PERIOD, openKernel, Report, SAME_TARGET, TEMPLATE } from "./kernel.ts";
import { type Layout, maskOf } from "./layout.ts";
import type { Ledger } from "./ledger.ts";
import { Menus } from "./menus.ts";
import { NodeEdges } from "./node-edges.ts";
import { firstActive, mostPositions, type Position, positionsOf } from "./positions.ts";
import { compileProgram, type DeskProgram, type Program } from "./program.ts";
import type { State } from "./reader.ts";
import { Recorder } from "./recorder.ts";
import { StateTable } from "./state-table.ts";
import { type Template, TemplateMaker } from "./templates.ts";
import { MOST_ANSWERS, Tries } from "./tries.ts";
import { EDGES_BETWEEN_CHECKS, type KeepOn, type Walk } from "./walk.ts";
import { LayerKind } from "./world.ts";

const NO_DESK = 0xffffffff;
const NODES_ROOM = 8192; // of outputs
const EDGES_ROOM = 16_384;
/** A template takes about as long to make as this many nodes to evaluate. */
const TEMPLATE_COST = 16;
/** After so many templates it is looked at whether they pay. */
const TRIAL = 64;

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
export function fastWalk(
  program: Program,
  layout: Layout,
  ledger: Ledger,
  draft: Draft,
  faults: FaultList,
  keepOn: KeepOn,
): Walk | null {
  if (layout.variables.some(({ levels }) => levels.length > MOST_ANSWERS)) return null;
  const kernel = openKernel(layout.words);
  return kernel && new FastWalk(kernel, program, layout, ledger, draft, faults, keepOn);
}

class FastWalk implements Walk, Receiver {
  evaluated = 0;
  private readonly kernel: Kernel;
  private readonly arena: Arena;
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
  // The kernel's pieces.
  private readonly job: number;
  private readonly openedAt: number;
  private readonly scratch: number;
  private readonly maskAt: number;
  private readonly positionsAt: number;
  private edgesRoom = EDGES_ROOM;
  private readonly listsAt: number;
  private readonly extrasAt: number;
  private targetsAt: number;

  // The period and position under work; positions also as the recorder knows them.
  private readonly program: Program;
  private readonly recorded: Program;
  private period = 0;
  private virtual = 0;
  private positions: readonly Position[] = [];
  private recordedPositions: readonly Position[] = [];
  private tables: (StateTable | null)[] = [];
  private nextPositions: readonly Position[];
  private nextRecorded: readonly Position[];
  private nextTables: (StateTable | null)[];
  private position = 0;
  private ownSets = false; // does the actor see all, so that every node is a set of its own?
  private sets: StateTable | null = null;
  private setMenusAt = 0;
  private setMenusRoom = 0;
  // The node under work.
  private readonly state: Int32Array;
  private keys = 0;
  private node = 0;
  private extra = 0;

  // For nodes evaluated by themselves.
  private readonly branching: Branching;
  private readonly edges: NodeEdges;
  private readonly row: Uint32Array;
  private readonly varying: Uint32Array; // bits of variables that have more than one value
  private untilCheck = EDGES_BETWEEN_CHECKS;

  constructor(
    kernel: Kernel,
    program: Program,
    layout: Layout,
    ledger: Ledger,
    draft: Draft,
    faults: FaultList,
    keepOn: KeepOn,
  ) {
    const { scenario } = program;
    this.kernel = kernel;
    this.program = program;
    this.layout = layout;
    this.draft = draft;
    this.faults = faults;
    this.keepOn = keepOn;
    this.arena = new Arena(kernel.memory);
    const sizes = layout.variables.map(({ levels }) => levels.length);
    this.recorder = new Recorder(scenario, sizes);
    this.recorded = compileProgram(scenario, { generate: false, reader: this.recorder });
    this.tries = new Tries(this.arena, this.recorder, layout);
    this.maker = new TemplateMaker(this.recorded, this.recorder, layout, ledger, faults);
    this.menus = new Menus(program, ledger, faults);
    const newState = () => new Int32Array(layout.variables.length);
    this.branching = new Branching(program, layout, ledger, new AllConditions(program), faults, this, newState);
    this.edges = new NodeEdges(ledger);
    this.state = newState();
    this.row = new Uint32Array(layout.words);
    this.varying = maskOf(layout, (variable) => sizes[variable]! > 1);
    this.periods = scenario.calendar.periods.length;
    this.occurrences = program.occurrences.length;

    const { arena } = this;
    this.job = arena.takeZeroed(Object.keys(Job).length * 4);
    this.openedAt = arena.takeZeroed((this.occurrences + 2) * 4);
    this.scratch = arena.takeZeroed(layout.words * 4);
    this.maskAt = arena.takeZeroed(layout.words * 4);
    this.positionsAt = arena.takeZeroed(2 * mostPositions(scenario) * 8);
    this.listsAt = arena.take(NODES_ROOM * 4);
    this.extrasAt = arena.take(NODES_ROOM * 4);
    this.targetsAt = arena.take(EDGES_ROOM * 4);
    this.nextPositions = positionsOf(program, layout, 0);
    this.nextRecorded = positionsOf(this.recorded, layout, 0);
    this.nextTables = this.nextPositions.map(() => null);
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
    this.nextTables[position] ??= this.newTable(this.nextPositions[position]!);
    return { position, place: this.enter(this.nextTables[position], state) };
  }

  enterPeriod(period: number, virtual: number): void {
    this.period = period;
    this.virtual = virtual;
    this.positions = this.nextPositions;
    this.recordedPositions = this.nextRecorded;
    this.tables = this.nextTables;
    const after = period + 1;
    this.nextPositions = after <= this.periods ? positionsOf(this.program, this.layout, after) : [];
    this.nextRecorded = after <= this.periods ? positionsOf(this.recorded, this.layout, after) : [];
    this.nextTables = this.nextPositions.map(() => null);
    this.tries.enterPeriod(period);
    const all = [...this.positions, ...this.nextPositions];
    for (const [index, position] of all.entries()) {
      this.setPosition(index, this.kindOf(position).active, this.tableAt(index)?.at ?? 0);
    }
  }

  workThrough(index: number): boolean {
    const table = this.tables[index];
    if (!table) return false;
    this.position = index;
    const position = this.positions[index]!;
    const kind = this.kindOf(position);
    this.beginLayer(position, kind, table);
    this.workOn(position, kind, table.count);
    this.endLayer(kind, table);
    return true;
  }

  private beginLayer(position: Position, kind: Kind, table: StateTable): void {
    const { arena, draft } = this;
    const { kind: layerKind, desk, group, mask } = position;
    const nodes = table.count;
    table.seal();
    this.keys = table.keys;
    const virtual = this.virtual + this.position;
    const states = arena.words.subarray(this.keys / 4, this.keys / 4 + nodes * this.layout.words);
    draft.beginLayer({ virtual, kind: layerKind, period: this.period, desk: desk ?? group ?? NO_DESK, nodes }, states);
    kind.states = nodes;
    if (mask) this.beginSets(mask, kind);
    this.writeJob(kind, position);
  }

  private beginSets(mask: Uint32Array, kind: Kind): void {
    this.ownSets = mask.every((bits, word) => (this.varying[word]! & ~bits) === 0);
    this.sets = this.ownSets ? null : new StateTable(this.kernel, this.arena, this.layout.words, kind.sets);
    this.setMenusRoom = this.sets?.room ?? kind.states;
    this.setMenusAt = this.arena.take(this.setMenusRoom * 4);
    this.arena.words.set(mask, this.maskAt / 4);
  }

  private endLayer(kind: Kind, table: StateTable): void {
    this.tables[this.position] = null;
    table.free();
    if (this.setMenusRoom === 0) return;
    kind.sets = this.sets?.count ?? kind.states;
    const menus = this.arena.words.subarray(this.setMenusAt / 4, this.setMenusAt / 4 + kind.sets);
    this.draft.addSets(menus);
    this.arena.giveBack(this.setMenusAt, this.setMenusRoom * 4);
    this.setMenusRoom = 0;
    this.sets?.free();
    this.sets = null;
    this.ownSets = false;
  }

  private kindOf({ identity, kind }: Position): Kind {
    this.kinds[identity] ??= {
      templates: this.tries.begin(),
      active:
        kind === LayerKind.periodEnd || kind === LayerKind.ended || kind === LayerKind.final ? 0 : this.tries.begin(),
      nodes: 0,
      made: 0,
      states: 0,
      sets: 0,
    };
    return this.kinds[identity];
  }

  // ---- Runs of the kernel ----

  private writeJob(kind: Kind, position: Position): void {
    const { layout, tries, sets } = this;
    this.set("node", 0);
    this.set("keys", this.keys);
    this.set("words", layout.words);
    this.set("period", this.period);
    this.set("templates", kind.templates);
    this.set("shared", tries.shared);
    this.set("sharedNext", tries.sharedNext);
    this.set("position", this.position);
    this.set("length", this.positions.length);
    this.set("positions", this.positionsAt);
    this.set("sets", sets?.at ?? 0);
    this.set("ownSets", this.ownSets ? 1 : 0);
    this.set("mask", this.maskAt);
    this.set("mayTell", position.mayTell ? 1 : 0);
    this.set("agreed", 0);
    this.set("setMenus", this.setMenusAt);
    this.set("aheadBits", this.draft.aheadBits);
    this.set("opened", this.openedAt);
    this.set("scratch", this.scratch);
    this.set("lists", this.listsAt);
    this.set("extras", this.extrasAt);
    this.set("targets", this.targetsAt);
    this.set("nodesOut", 0);
    this.set("nodesRoom", NODES_ROOM);
    this.set("edgesOut", 0);
    this.set("edgesRoom", this.edgesRoom);
  }

  private workOn(position: Position, kind: Kind, nodes: number): void {
    this.set("end", nodes);
    for (let going = !this.isPlain(kind); going; ) {
      const from = this.get("node");
      const report = this.kernel.run(this.job);
      kind.nodes += this.get("node") - from;
      going = report !== Report.done && this.seeTo(report, position, kind);
      if (going && this.isPlain(kind)) break;
    }
    if (!this.drain() || this.faults.any) return;
    if (this.isPlain(kind)) this.workPlainly(position, kind, nodes);
  }

  /** Do templates cost more than they save? */
  private isPlain({ nodes, made }: Kind): boolean {
    return made > TRIAL && made * TEMPLATE_COST > nodes;
  }

  /** Finds out what the kernel lacked; false: stop. */
  private seeTo(report: number, position: Position, kind: Kind): boolean {
    switch (report) {
      case Report.noTemplate:
        this.makeTemplate(kind);
        return !this.faults.any; // which the plain walk will word
      case Report.noActivity:
        this.findActivity(this.get("wanted"));
        return true;
      case Report.noRoomInTable:
        this.makeRoom(this.get("wanted"));
        return true;
      case Report.noRoomInSets:
        this.makeRoomForSets();
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
    const template = this.maker.make(recordedPositions[position]!, recordedPositions, state, period);
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
      const { on, opens, keep, bits } = targets[target]!;
      words.push(on === ENDED ? ON_ENDED : on === NEXT_PERIOD ? ON_NEXT_PERIOD : on);
      words.push(opens === -1 ? this.occurrences + 1 : opens);
      keep.forEach((mask, word) => {
        words.push(mask, bits[word]!);
      });
    });
    const at = this.arena.take(words.length * 4);
    this.arena.words.set(words, at / 4);
    return at;
  }

  /** Is the position active in the state that stands in the scratch? */
  private findActivity(index: number): void {
    const { recorder, state, positions } = this;
    const next = index >= positions.length;
    const period = next ? this.period + 1 : this.period;
    const recorded = next ? this.nextRecorded[index - positions.length]! : this.recordedPositions[index]!;
    this.layout.unpack(this.arena.words, this.scratch / 4, state);
    const active = recorded.active(recorder.begin(state, period), period);
    this.tries.insert(this.kindOf(recorded).active, state, period, active ? 3 : 1);
  }

  private makeRoom(index: number): void {
    const table = this.tableAt(index);
    if (table) {
      table.grow();
      if (table.room > this.draft.widest) this.draft.tooWide = true;
    } else this.openTable(index);
  }

  private makeRoomForSets(): void {
    this.sets!.grow();
    this.followSets();
  }

  /** Gives the sets' menus as much room as the sets have. */
  private followSets(): void {
    const { arena } = this;
    const [old, room] = [this.setMenusAt, this.setMenusRoom];
    this.setMenusRoom = this.sets!.room;
    this.setMenusAt = arena.take(this.setMenusRoom * 4);
    arena.words.copyWithin(this.setMenusAt / 4, old / 4, old / 4 + room);
    arena.giveBack(old, room * 4);
    this.set("setMenus", this.setMenusAt);
  }

  private compareMenus({ desk }: Position): void {
    const node = this.get("node");
    const { words } = this.arena;
    const known = words[this.setMenusAt / 4 + this.get("set")]!;
    const own = words[this.get("template") / 4 + TEMPLATE.extra]!;
    this.readNode(node);
    this.menus.compare(known, own, this.program.desks[desk!]!, this.state, this.period);
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

  // ---- Nodes evaluated by themselves ----

  private workPlainly(position: Position, kind: Kind, nodes: number): void {
    const { edges, draft } = this;
    for (let node = this.get("node"); node < nodes; node++) {
      this.readNode(node);
      edges.begin();
      const pay = this.branching.at(position, this.positions, this.state, this.period);
      draft.addNode(edges.number(), position.kind === LayerKind.decision ? this.extra : pay);
      for (let edge = 0; edge < edges.count; edge++) draft.targets.push(edges.targets[edge]!);
      kind.nodes++;
      this.evaluated++;
      this.untilCheck -= 1 + edges.count;
      if (this.untilCheck > 0) continue;
      this.untilCheck = EDGES_BETWEEN_CHECKS;
      if (!this.keepOn()) return;
    }
  }

  decides(desk: DeskProgram, available: Int32Array, count: number): void {
    const { arena, scratch, layout, state, period } = this;
    const { mask, mayTell } = this.positions[this.position]!;
    if (this.ownSets) {
      this.extra = this.node;
      const menu = this.menus.number(desk, state, period, available, count);
      arena.words[this.setMenusAt / 4 + this.extra] = menu;
      return;
    }
    const { words } = arena;
    const key = (this.keys + this.node * layout.words * 4) / 4;
    for (let word = 0; word < layout.words; word++) words[scratch / 4 + word] = words[key + word]! & mask![word]!;
    const sets = this.sets!;
    this.extra = sets.enter(scratch);
    if (!sets.added && !mayTell) return;
    const menu = this.menus.number(desk, state, period, available, count);
    if (!sets.added) {
      this.menus.compare(arena.words[this.setMenusAt / 4 + this.extra]!, menu, desk, state, period);
      return;
    }
    if (sets.room > this.setMenusRoom) this.followSets();
    arena.words[this.setMenusAt / 4 + this.extra] = menu;
  }

  edge(after: State, on: number, slot: number, label: number, chances: Float64Array, opens: number): void {
    const { positions, position } = this;
    const { length } = positions;
    const target =
      on === NEXT_PERIOD
        ? length + firstActive(this.nextPositions, 0, after, this.period + 1)
        : on === ENDED
          ? length - 1
          : firstActive(positions, position + on, after, this.period);
    const table = this.tableAt(target) ?? this.openTable(target);
    const place = this.enter(table, after);
    if (table.added && opens >= 0) this.arena.words[this.openedAt / 4 + opens]! += 1;
    this.edges.add(this.draft.target(place, target - position), slot, label, chances);
  }

  private enter(table: StateTable, state: State): number {
    this.layout.pack(state, this.row);
    this.arena.words.set(this.row, this.scratch / 4);
    return table.enter(this.scratch);
  }

  // ---- The kernel's memory ----

  private readNode(node: number): void {
    this.node = node;
    this.layout.unpack(this.arena.words, this.keys / 4 + node * this.layout.words, this.state);
  }

  private tableAt(index: number): StateTable | null | undefined {
    const { length } = this.positions;
    return index < length ? this.tables[index] : this.nextTables[index - length];
  }

  private openTable(index: number): StateTable {
    const { length } = this.positions;
    const [tables, place] = index < length ? [this.tables, index] : [this.nextTables, index - length];
    const position = index < length ? this.positions[index]! : this.nextPositions[place]!;
    const table = this.newTable(position);
    tables[place] = table;
    this.setPosition(index, this.kindOf(position).active, table.at);
    return table;
  }

  private newTable(position: Position): StateTable {
    return new StateTable(this.kernel, this.arena, this.layout.words, this.kindOf(position).states);
  }

  private setPosition(index: number, active: number, table: number): void {
    this.arena.words.set([active, table], this.positionsAt / 4 + 2 * index);
  }

  private get(name: keyof typeof Job): number {
    return this.arena.words[this.job / 4 + Job[name]]!;
  }

  private set(name: keyof typeof Job, value: number): void {
    this.arena.words[this.job / 4 + Job[name]] = value;
  }
}

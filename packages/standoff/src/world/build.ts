/**
 * Scenario to world: breadth first over the layers of each period, equal states merged within a layer.
 *
 * A period's positions are: start, clocks, the desks and event groups in the period's order, the period's end, ended
 * states. An edge goes straight to the next position at which something can happen in its state. Position `start` is
 * entered only where the passing of time alone ends, forgets or makes true something and no clock acts (else that
 * happens with the clocks' edge).
 *
 * What an edge does, in order: effects; `forget when`, read in the new state; clocks start that its occurrences or
 * becomings start; `stops when`; the first ending that holds. Competing `rate` events stand at the place of the first
 * of them in their group. Lumps read the state before the whole edge. Starts are forgotten and ended in the same way, but
 * nothing has happened yet: no lump is paid and no clock starts there.
 */
import type { Scenario, Variable } from "../language/scenario.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { assembleWorld, describeFor, type Layer, type Start, type WorldParts } from "./assemble.ts";
import { EdgeLists } from "./edges.ts";
import { applyEffects } from "./effects.ts";
import { compileExpression, type EvaluateOptions } from "./evaluate.ts";
import type { Eyes } from "./eyes.ts";
import { FaultList } from "./faults.ts";
import { growingU32 } from "./growing.ts";
import { type Layout, layOut } from "./layout.ts";
import { Mixture } from "./mixture.ts";
import { PayBook } from "./pay.ts";
import { type Position, positionsOf } from "./positions.ts";
import { compileProgram, type DeskProgram, type Program } from "./program.ts";
import { InformationSets } from "./sets.ts";
import { Settlement } from "./settlement.ts";
import { dayOfPeriod, type Growth, layerName, variableShares } from "./size.ts";
import { RowTable, WordTable } from "./tables.ts";
import { Together } from "./together.ts";
import { LayerKind, NO_SET, type World } from "./world.ts";

export interface BuildOptions extends EvaluateOptions {
  /** Memory for the world and for building it. Default 2 GiB. */
  readonly maxBytes?: number;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Looked at every few thousand edges. */
  readonly cancelled?: () => boolean;
  /** false: equal states stay apart, so that the graph is a tree (for tests). */
  readonly merge?: boolean;
}

export interface BuildProgress {
  readonly period: number;
  readonly periods: number;
  readonly nodes: number;
  readonly edges: number;
  readonly bytes: number;
}

export interface BuildStats {
  readonly nodes: number;
  readonly edges: number;
  readonly informationSets: number;
  readonly layers: number;
  readonly widestLayer: number;
  /** Bytes of the world, and the most that building it held at once. */
  readonly bytes: number;
  readonly peakBytes: number;
}

export type BuildResult =
  | { readonly status: "built"; readonly world: World; readonly stats: BuildStats }
  | ({ readonly status: "too large"; readonly limitBytes: number } & BuildProgress & Growth)
  | { readonly status: "cancelled" }
  | { readonly status: "faulty"; readonly diagnostics: readonly Diagnostic[] };

export const DEFAULT_MAX_BYTES = 2 ** 31;

/** Compiles a checked scenario to its world. Problems that show only in some state come back as `faulty`. */
export function buildWorld(scenario: Scenario, options: BuildOptions = {}): BuildResult {
  return new Builder(scenario, options).run();
}

const NO_DESK = 0xffffffff;
const CHECK_EVERY = 2048;
/** While the lists move into one buffer, up to half of the longest one exists twice, and freed chunks linger. */
const MOVING = 1.2;

class Builder {
  private readonly options: BuildOptions;
  private readonly scenario: Scenario;
  private readonly program: Program;
  private readonly faults: FaultList;
  private readonly layout: Layout;
  private readonly pay: PayBook;
  private readonly settlement: Settlement;
  private readonly sets: InformationSets;
  private readonly coefficients: RowTable; // a column per view
  private readonly edges: EdgeLists;
  private readonly mixture: Mixture;
  private readonly together: Together;
  private readonly maxBytes: number;

  // Nodes and layers written so far.
  private readonly layers: Layer[] = [];
  private readonly nodeEdge = growingU32();
  private readonly nodeSet = growingU32();
  private readonly nodePay = growingU32();
  private layerBytes = 0;
  private peakBytes = 0;
  private readonly created: Float64Array; // new states by occurrence, the last for none

  // The period and position under work.
  private period = 0;
  private positions: readonly Position[] = [];
  private tables: (WordTable | null)[] = [];
  private nextPositions: readonly Position[] = [];
  private nextTables: (WordTable | null)[] = [];
  private virtualBase = 0;
  private position = 0;

  // Scratch.
  private readonly chance: Float64Array; // of the edge under work, per view
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  private readonly row: Uint32Array;
  private readonly available: Int32Array;
  private untilCheck = CHECK_EVERY;
  private stop: "no" | "cancelled" | "too large" = "no";

  constructor(scenario: Scenario, options: BuildOptions) {
    this.options = options;
    this.scenario = scenario;
    this.maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    this.program = compileProgram(scenario, options);
    this.faults = new FaultList(scenario, this.program.eyes.ofActor);
    this.chance = new Float64Array(this.program.eyes.views.length);
    this.coefficients = new RowTable(this.chance.length);
    this.edges = new EdgeLists(this.coefficients);
    this.layout = layOut(scenario, pendingSizes(this.program), options);
    this.pay = new PayBook(this.program, this.faults);
    this.settlement = new Settlement(this.program, this.pay, this.faults);
    this.sets = new InformationSets(this.program, this.faults);
    const width = this.layout.variables.length;
    this.before = new Int32Array(width);
    this.after = new Int32Array(width);
    this.row = new Uint32Array(this.layout.words);
    this.available = new Int32Array(Math.max(1, ...scenario.desks.map((desk) => desk.moves.length)));
    this.mixture = new Mixture(this.program, this.settlement.lists, this.faults, width);
    this.together = new Together(scenario, this.faults, width);
    this.created = new Float64Array(this.program.occurrences.length + 1);
  }

  run(): BuildResult {
    const { periods } = this.scenario.calendar;
    this.nextPositions = positionsOf(this.program, this.layout, 0);
    this.nextTables = this.nextPositions.map(() => null);
    const starts = this.placeStarts();
    if (this.faults.any) return { status: "faulty", diagnostics: this.faults.diagnostics };
    for (this.period = 0; this.period < periods.length; this.period++) {
      this.enterPeriod();
      for (this.position = 0; this.position < this.positions.length; this.position++) {
        this.processPosition();
        if (this.stop !== "no") return this.stopped();
        if (this.faults.any) return { status: "faulty", diagnostics: this.faults.diagnostics };
      }
      this.virtualBase += this.positions.length;
    }
    this.positions = this.nextPositions;
    this.tables = this.nextTables;
    this.position = 0;
    this.processPosition();
    if (this.faults.any) return { status: "faulty", diagnostics: this.faults.diagnostics };
    return this.finish(starts);
  }

  // ---- Starts ----

  /** Every combination of starting values, but for those that are zero by the letter; returns their target and chance. */
  private placeStarts(): Start[] {
    const { variables } = this.scenario;
    const compiled = variables.map((variable) => startsOf(this.program.eyes, variable, this.faults));
    const starts: { virtual: number; place: number; chances: number[] }[] = [];
    const known = new Map<string, number>();
    const visit = (variable: number, chances: number[]) => {
      if (variable < variables.length) {
        for (const start of compiled[variable]!) {
          this.before[variable] = start.value;
          visit(
            variable + 1,
            chances.map((chance, view) => chance * start.chances[view]!),
          );
        }
        return;
      }
      const target = this.enterStart();
      const key = `${target.virtual} ${target.place}`;
      const same = known.get(key);
      if (same === undefined) known.set(key, starts.push({ ...target, chances }) - 1);
      else {
        for (const [view, chance] of chances.entries()) starts[same]!.chances[view]! += chance;
      }
    };
    visit(0, Array(this.chance.length).fill(1));
    return starts;
  }

  private enterStart(): { virtual: number; place: number } {
    this.after.set(this.before);
    this.settlement.forget(this.after, 0);
    const ended = this.settlement.ending(this.after, 0) !== -1;
    const position = ended ? this.nextPositions.length - 1 : this.nextFrom(this.nextPositions, 0, this.after, 0);
    return { virtual: position, place: this.enter(this.nextTables, position) };
  }

  // ---- Periods and positions ----

  private enterPeriod(): void {
    this.positions = this.nextPositions;
    this.tables = this.nextTables;
    this.nextPositions = positionsOf(this.program, this.layout, this.period + 1);
    this.nextTables = this.nextPositions.map(() => null);
  }

  private processPosition(): void {
    const table = this.tables[this.position];
    if (!table) return;
    this.tables[this.position] = null;
    table.seal();
    const position = this.positions[this.position]!;
    this.layers.push({
      virtual: this.virtualBase + this.position,
      firstNode: this.nodeSet.length,
      kind: position.kind,
      period: this.period,
      desk: position.desk ?? position.group ?? NO_DESK,
      count: table.count,
      words: table.words,
    });
    this.layerBytes += table.words.byteLength;
    if (position.kind === LayerKind.decision) this.sets.beginLayer(position.mask!, position.mayTell!);
    const { words: wordsPerState } = this.layout;
    for (let node = 0; node < table.count; node++) {
      const at = node * wordsPerState;
      this.layout.unpack(table.words, at, this.before);
      this.nodeEdge.push(this.edges.length);
      this.processNode(position, table.words, at);
      this.edges.flush();
      if (--this.untilCheck <= 0) this.check();
      if (this.stop !== "no") return;
    }
    this.options.onProgress?.(this.progress());
  }

  private processNode(position: Position, words: Uint32Array, at: number): void {
    const { before, period } = this;
    let set = NO_SET;
    let pay = 0;
    switch (position.kind) {
      case LayerKind.decision:
        set = this.decide(position, words, at);
        break;
      case LayerKind.start:
        this.settlement.beginNode(before, period, period - 1);
        this.after.set(before);
        this.chance.fill(1);
        this.addEdge(0, 0);
        break;
      case LayerKind.clocks:
        this.settlement.beginNode(before, period, Math.max(0, period - 1));
        this.mixture.runClocks(before, period);
        this.addMixture();
        break;
      case LayerKind.chance:
        this.settlement.beginNode(before, period, period);
        this.mixture.runGroup(position.group!, before, period);
        this.addMixture();
        break;
      case LayerKind.periodEnd:
        pay = this.pay.flows(before, period);
        this.passToNextPeriod();
        break;
      case LayerKind.ended:
        pay = this.pay.ended(before, period, this.settlement.ending(before, period));
        break;
      case LayerKind.final:
        pay = this.pay.final(before);
    }
    this.nodeSet.push(set);
    this.nodePay.push(pay);
  }

  private passToNextPeriod(): void {
    const { before, positions, nextPositions } = this;
    this.after.set(before);
    const position = this.nextFrom(nextPositions, 0, this.after, this.period + 1);
    const place = this.enter(this.nextTables, position);
    this.edges.add(positions.length - this.position + position, place, 0, 0, this.chance.fill(1));
  }

  /** The first position from `from` on at which something can happen in a state. */
  private nextFrom(positions: readonly Position[], from: number, state: Int32Array, period: number): number {
    let position = from;
    while (!positions[position]!.active(state, period)) position++;
    return position;
  }

  // ---- Edges ----

  private addMixture(): void {
    const { states, chances, lists, count } = this.mixture;
    for (let item = 0; item < count; item++) {
      this.after.set(states[item]!);
      if (this.take(chances, item, 1)) this.addEdge(0, lists[item]!);
    }
  }

  /** Makes row `place` of some chances, times a factor, those of the edge under work. Is it possible in any view? */
  private take(rows: Float64Array, place: number, factor: number): boolean {
    const { chance } = this;
    let possible = false;
    for (let view = 0; view < chance.length; view++) {
      chance[view] = factor * rows[place * chance.length + view]!;
      if (chance[view] !== 0) possible = true;
    }
    return possible;
  }

  /** An edge to `after`, once its consequences are drawn; `list` holds the occurrences whose effects it carries. */
  private addEdge(slot: number, list: number): void {
    const ending = this.settlement.settle(this.after, list);
    this.addSettled(slot, this.settlement.label, ending !== -1, list);
  }

  private addSettled(slot: number, label: number, ended: boolean, list: number, from = this.position + 1): void {
    const { positions, position } = this;
    const target = ended ? positions.length - 1 : this.nextFrom(positions, from, this.after, this.period);
    const place = this.enter(this.tables, target);
    if (this.entered) this.created[list === 0 ? this.created.length - 1 : this.settlement.lists.last(list)]! += 1;
    this.edges.add(target - position, place, slot, label, this.chance);
    this.untilCheck--;
  }

  private entered = false;

  /** The place of the state `after` in the layer at a position. */
  private enter(tables: (WordTable | null)[], position: number): number {
    const table = tables[position] ?? new WordTable(this.layout.words);
    tables[position] = table;
    this.layout.pack(this.after, this.row);
    const place = this.options.merge === false ? table.append(this.row) : table.add(this.row);
    this.entered = table.added;
    return place;
  }

  // ---- Decisions ----

  private decide(position: Position, words: Uint32Array, at: number): number {
    const { before, period, available } = this;
    const desk = this.program.desks[position.desk!]!;
    const menu = desk.available(before, period, available);
    const convenes = this.conveningChance(desk);
    const layer = this.layers.length - 1;
    const set = this.sets.find(desk, layer, words, at, before, period, available, menu);
    this.settlement.beginNode(before, period, period);
    if (convenes < 1) {
      this.chance.fill(1 - convenes);
      this.choose(position, desk, 0, 0);
    }
    this.chance.fill(convenes);
    let slot = this.sets.slotOf(set);
    if (!desk.desk.mustMove) this.choose(position, desk, slot++, 1);
    for (let place = 0; place < menu; place++) this.branchOut(position, desk, slot++, convenes, available[place]!);
    return set;
  }

  private conveningChance(desk: DeskProgram): number {
    if (desk.tempo === null) return 1;
    const rate = desk.tempo(this.before, this.period);
    if (rate >= 0) return -Math.expm1(-rate * this.scenario.calendar.periods[this.period]!.days);
    const { name, span } = desk.desk;
    this.faults.add("rate-below-0", span, { name, value: rate }, this.before, this.period);
    return 1;
  }

  private branchOut(position: Position, desk: DeskProgram, slot: number, convenes: number, move: number): void {
    const { branches } = desk.moves[move]!;
    const first = desk.firstChoice[move]!;
    if (branches.length === 1) {
      this.chance.fill(convenes);
      this.choose(position, desk, slot, first);
      return;
    }
    const chances = this.mixture.branchChances(desk.moves[move]!, this.before, this.period);
    for (let branch = 0; branch < branches.length; branch++) {
      if (this.take(chances, branch, convenes)) this.choose(position, desk, slot, first + branch);
    }
  }

  /** One choice of a desk, with `chance`: 0 = did not convene, 1 = held, from 2 on its (move, branch) pairs. */
  private choose(position: Position, desk: DeskProgram, slot: number, code: number): void {
    const { before, after, settlement } = this;
    const occurrence = code === 0 ? -1 : code === 1 ? desk.hold : desk.choices[code - 2]!.occurrence;
    const own = occurrence === -1 ? 0 : settlement.lists.extend(0, occurrence);
    const takesEffect = code >= 2 || (code === 1 && settlement.holdMatters(desk));
    after.set(before);
    if (this.othersFollow(position)) {
      after[this.layout.firstPending + position.place!] = takesEffect ? code : 0;
      this.addSettled(slot, settlement.labelBefore(own), false, own);
      return;
    }
    // What this turn has changed is not for the rest of its desks to see.
    const afterTurn = this.position + 1 + position.later!.length;
    const applied = this.applyChoices(position, desk, takesEffect ? code : 0, takesEffect ? own : 0);
    if (applied === 0) {
      this.addSettled(slot, settlement.labelBefore(own), false, own, afterTurn);
      return;
    }
    const ending = settlement.settle(after, applied, own);
    this.addSettled(slot, settlement.label, ending !== -1, own, afterTurn);
  }

  /** Will another desk of the same turn decide after this one? */
  private othersFollow({ later }: Position): boolean {
    for (const other of later!) if (this.positions[other]!.active(this.before, this.period)) return true;
    return false;
  }

  /** Applies this desk's choice, and those pending of the desks before it; returns all that took effect. */
  private applyChoices(position: Position, desk: DeskProgram, code: number, own: number): number {
    const { before, after, period, together } = this;
    if (position.earlier!.length === 0) {
      if (code >= 2) applyEffects(desk.choices[code - 2]!.effects, before, after, period, this.faults);
      return own;
    }
    together.begin();
    let applied = 0;
    const take = (from: DeskProgram, choice: number) => {
      if (choice === 0) return;
      const occurrence = choice === 1 ? from.hold : from.choices[choice - 2]!.occurrence;
      applied = this.settlement.lists.extend(applied, occurrence);
      if (choice >= 2) together.apply(from.choices[choice - 2]!.effects, before, after, period);
    };
    for (const earlier of position.earlier!) {
      const variable = this.layout.firstPending + earlier.place!;
      after[variable] = 0;
      take(this.program.desks[earlier.desk!]!, before[variable]!);
    }
    take(desk, code);
    return applied;
  }

  // ---- Limits ----

  private check(): void {
    this.untilCheck = CHECK_EVERY;
    if (this.options.cancelled?.()) this.stop = "cancelled";
    const bytes = this.bytes();
    if (bytes > this.peakBytes) this.peakBytes = bytes;
    if (bytes > this.maxBytes) this.stop = "too large";
  }

  /** Bytes needed if building ended now: what was written so far, and the tables. */
  private bytes(): number {
    let bytes = this.layerBytes + this.edges.bytes + this.sets.bytes + this.coefficients.bytes + this.pay.rows.bytes;
    bytes += this.nodeEdge.bytes + this.nodeSet.bytes + this.nodePay.bytes + this.settlement.labels.bytes;
    for (const table of this.tables) bytes += table?.bytes ?? 0;
    for (const table of this.nextTables) bytes += table?.bytes ?? 0;
    return Math.ceil(bytes * MOVING);
  }

  private progress(): BuildProgress {
    const { length: periods } = this.scenario.calendar.periods;
    const { period } = this;
    return { period, periods, nodes: this.nodeSet.length, edges: this.edges.length, bytes: this.bytes() };
  }

  private stopped(): BuildResult {
    if (this.stop === "cancelled") return { status: "cancelled" };
    return { status: "too large", limitBytes: this.maxBytes, ...this.progress(), ...this.growth() };
  }

  private growth(): Growth {
    const widest = this.layers.reduce((best, layer) => (layer.count > best.count ? layer : best));
    const description = describeFor(this.program, this.layout);
    const occurrences = this.program.occurrences
      .map(({ name, branch }, index) => ({
        name: branch ? `${name} -> ${branch}` : name,
        states: this.created[index]!,
      }))
      .filter(({ states }) => states > 0);
    return {
      widest: {
        day: dayOfPeriod(description, widest.period),
        layer: layerName(widest.kind, description, widest.desk),
        states: widest.count,
      },
      variables: variableShares(widest.words, this.layout.words, this.layout.variables),
      occurrences: occurrences.sort((a, b) => b.states - a.states),
    };
  }

  // ---- The finished world ----

  private finish(starts: readonly Start[]): BuildResult {
    const { layers } = this;
    const bytes = this.bytes();
    if (bytes > this.maxBytes) {
      this.stop = "too large";
      return this.stopped();
    }
    const world = assembleWorld(this.parts(starts));
    const widestLayer = layers.reduce((widest, layer) => Math.max(widest, layer.count), 0);
    const { nodes, edges: edgeCount, informationSets, layers: layerCount } = world.header;
    const peakBytes = Math.max(this.peakBytes, bytes, world.buffer.byteLength);
    const sizes = { nodes, edges: edgeCount, informationSets, layers: layerCount, widestLayer };
    return { status: "built", world, stats: { ...sizes, bytes: world.buffer.byteLength, peakBytes } };
  }

  private parts(starts: readonly Start[]): WorldParts {
    const { program, layout, layers, nodeEdge, nodeSet, nodePay, edges, coefficients, pay, sets, settlement } = this;
    return { program, layout, layers, starts, nodeEdge, nodeSet, nodePay, edges, coefficients, pay, sets, settlement };
  }
}

/** How many values the pending choice at each place of a turn needs: for desks that move at once, but the last. */
function pendingSizes(program: Program): number[] {
  const sizes: number[] = [];
  for (const turn of program.scenario.turns) {
    if (turn.kind !== "desks") continue;
    turn.desks.slice(0, -1).forEach((desk, place) => {
      sizes[place] = Math.max(sizes[place] ?? 0, 2 + program.desks[desk]!.choices.length);
    });
  }
  return sizes;
}

/**
 * The values a variable may start with, with their chances in each view. A chance that is zero by the letter is left
 * out; one that comes to zero stays.
 */
function startsOf(eyes: Eyes, variable: Variable, faults: FaultList): { value: number; chances: number[] }[] {
  const { name, span, starts } = variable;
  const written = starts.flatMap((e, value) => (e.kind === "constant" && e.value === 0 ? [] : [value]));
  const zeros = new Int32Array(eyes.views[0]!.variables.length);
  const views = eyes.views.map((scenario, view) => {
    const chances = written.map((value) => {
      const chance = compileExpression(scenario, starts[value]!, { generate: false })(zeros, 0);
      if (!(chance >= -1e-9 && chance <= 1 + 1e-9)) {
        faults.add("chance-outside-0-to-1", span, { name, value: chance }, zeros, 0, view);
      }
      return Math.max(0, chance);
    });
    const sum = chances.reduce((total, chance) => total + chance, 0);
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      faults.add("chances-do-not-sum-in-state", span, { name, value: sum }, zeros, 0, view);
    }
    return chances.map((chance) => chance / sum);
  });
  return written.map((value, place) => ({ value, chances: views.map((chances) => chances[place]!) }));
}

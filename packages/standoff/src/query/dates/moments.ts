/**
 * Moments: everything that happens in a period has a moment in it, from its own hazard (`hazards.ts`), independently of
 * all else, but for one thing: where something earlier in the same period changed what the hazard reads, it comes at
 * the later of the two moments, so that no effect precedes its cause. Clocks with a date lapse as the period begins.
 *
 * A stance says how late that is for every hazard whose turn is still to come: the slice of the latest change of what
 * it reads.
 */

import { foldExpression, variablesRead } from "../../language/expression/evaluate.ts";
import type { Scenario } from "../../language/scenario.ts";
import { LayerKind, type World } from "../../world/world.ts";
import { sees } from "../sight.ts";
import { cameBy, comesAtOnce, type Hazard, HazardReader, type HazardTable, isOfStages } from "./hazards.ts";
import { isCut, type Slices } from "./slices.ts";
import { type EdgePart, edgePart, type Within } from "./within.ts";

export interface MomentOrder {
  readonly scenario: Scenario;
  readonly world: World;
  readonly policy: Float64Array;
  readonly slices: Slices;
  /**
   * The multiple of everyone's steadiness at which the policy was solved: at 0 a desk follows its usual ways, whatever
   * it sees.
   */
  readonly scale: number;
  /**
   * Are parts told that only another policy gives a share? Hazards then say which edges they are made of
   * (`stanced-period.ts`).
   */
  readonly everyPart?: boolean;
}

/** Where mass goes along an edge, by whether what happens on it comes before its period's one cut. */
export interface Ways {
  /** What happens; null where nothing does. */
  readonly hazard: Hazard | null;
  /** The stance where it comes before the cut; -1 where it cannot. */
  readonly before: number;
  readonly after: number;
}

export class Moments implements Within {
  readonly slices: Slices;
  readonly crosses = false;
  readonly parts: EdgePart[] = [];
  private readonly order: MomentOrder;
  private readonly everyPart: boolean;
  /** Of the node last split. */
  readonly hazards: HazardReader;
  private readonly variablesOfWord: readonly (readonly { variable: number; mask: number }[])[];
  private readonly stances: Uint8Array[];
  private readonly known = new Map<string, number>();
  private period = -1;
  /** Hazards that read each variable, and the layer of each hazard, in the period under work. */
  private readers: readonly (readonly number[])[] = [];
  private layerOf: Int32Array = new Int32Array(0);
  private layer = 0;
  private first = 0;
  private ends: Float64Array = new Float64Array(0); // of the period's slices but the last, as shares of it
  private passed: (number | undefined)[] = [];
  private node = -1;
  private edge = -1;
  /** Per edge of the node under work: the hazards that read what it changes, once they are known. */
  private changed: (readonly number[] | undefined)[] = [];
  /**
   * Readers by the variables that changed, in the period under work; and stances by what raised them, in the layer
   * under work.
   */
  private readonly readersOfSet = new Map<string, readonly number[]>();
  private raised = new Map<readonly number[], number[]>();

  constructor(order: MomentOrder) {
    this.order = order;
    this.slices = order.slices;
    this.hazards = new HazardReader(order.scenario, order.world, order.policy);
    this.everyPart = order.everyPart === true;
    this.hazards.tellsEdges = this.everyPart;
    const { variables } = order.world.header.description;
    this.variablesOfWord = Array.from({ length: order.world.header.stateWords }, (_, word) =>
      variables.flatMap((v, variable) =>
        v.word === word ? [{ variable, mask: (v.bits === 32 ? 0xffffffff : 2 ** v.bits - 1) << v.shift }] : [],
      ),
    );
    this.stances = [];
    this.number(new Uint8Array(this.hazards.table.count));
  }

  isCut(period: number): boolean {
    return isCut(this.slices, period);
  }

  enter(layer: number): void {
    const { layerPeriod } = this.order.world;
    if (layerPeriod[layer] !== this.period) this.begin(layerPeriod[layer]);
    this.layer = layer;
    this.passed = [];
    this.raised = new Map();
    this.node = -1;
  }

  private begin(period: number): void {
    const { scenario, world, scale } = this.order;
    this.period = period;
    this.readersOfSet.clear();
    this.first = this.slices.first[period];
    this.ends = this.slices.cuts[period];
    this.readers = readersOf(scenario, this.hazards.table, period, scale);
    this.layerOf = layersOf(scenario, world, this.hazards.table, period);
  }

  /** In which slice, counted within the period, what a hazard waits for comes. */
  since(stance: number, hazard: number): number {
    return this.stances[stance][hazard];
  }

  private number(stance: Uint8Array): number {
    const key = String.fromCharCode(...stance);
    const old = this.known.get(key);
    if (old !== undefined) return old;
    this.known.set(key, this.stances.length);
    return this.stances.push(stance) - 1;
  }

  // ---- Splitting ----

  split(node: number, edge: number, stance: number): number {
    const { world } = this.order;
    if (node !== this.node) this.lookAt(node);
    this.edge = edge;
    const items = this.hazards.of(edge);
    const late = this.stances[stance];
    if (items.length === 1) return this.splitOne(items[0], stance, late);
    if (items.length === 0) {
      const part = this.part(0, 1);
      part.state = this.first + this.pendingSince(late);
      const ends = world.layerKind[this.layer] === LayerKind.periodEnd;
      part.stance = ends ? 0 : this.raiseReaders(stance, this.pendingSince(late));
      return 1;
    }
    return this.splitSeveral(items, stance, late);
  }

  /**
   * Of an edge on which at most one thing happens, in a period of one cut, wherever that lies: the stances in which
   * mass goes on; null where more happens.
   */
  ways(node: number, edge: number, stance: number): Ways | null {
    if (node !== this.node) this.lookAt(node);
    this.edge = edge;
    const items = this.hazards.of(edge);
    if (items.length > 1) return null;
    const late = this.stances[stance];
    if (items.length === 0) {
      this.split(node, edge, stance);
      return { hazard: null, before: -1, after: this.parts[0].stance };
    }
    const [hazard] = items;
    const waits = hazard.id !== -1 && late[hazard.id] > 0;
    const landed = (slice: number) => {
      const part = this.part(0, 1);
      this.land(part, stance, late, slice, slice);
      return part.stance;
    };
    return { hazard, before: waits ? -1 : landed(0), after: landed(1) };
  }

  private lookAt(node: number): void {
    this.hazards.look(node, this.layer);
    this.node = node;
    this.changed.length = 0;
  }

  private part(place: number, share: number): EdgePart {
    while (this.parts.length <= place) this.parts.push(edgePart());
    const part = this.parts[place];
    part.own.length = 0;
    part.since.length = 0;
    part.share = share;
    return part;
  }

  private splitOne(hazard: Hazard, stance: number, late: Uint8Array): number {
    const since = hazard.id === -1 ? 0 : late[hazard.id];
    const { ends, first } = this;
    let count = 0;
    let before = 0;
    for (let slice = since; slice <= ends.length; slice++) {
      const by = slice === ends.length ? 1 : cameBy(hazard, ends[slice]);
      const share = by - before;
      before = by;
      if (!this.isPart(hazard, share, slice === since)) continue;
      const part = this.part(count++, share);
      part.own.push(first + slice);
      part.since.push(first + since);
      this.land(part, stance, late, slice, slice);
    }
    return count;
  }

  /** Is there a part for a slice: one with a share, or where every part is told, one that may have a share? */
  private isPart(hazard: Hazard, share: number, isFirst: boolean): boolean {
    return this.everyPart ? isFirst || !comesAtOnce(hazard) : share > 0;
  }

  /** Several items: chance events of one group that all happen, or lapses with what hangs on them. */
  private splitSeveral(items: readonly Hazard[], stance: number, late: Uint8Array): number {
    let count = 0;
    const own: number[] = [];
    const begins: number[] = []; // per item: the first slice in which it could have come
    const go = (place: number, share: number): void => {
      if (place === items.length) {
        const part = this.part(count++, share);
        const latest = Math.max(...own);
        for (const slice of own) part.own.push(this.first + slice);
        for (const slice of begins) part.since.push(this.first + slice);
        this.land(part, stance, late, latest, latest);
        return;
      }
      const hazard = items[place];
      if (hazard.follows) {
        own.push(own[place - 1]);
        begins[place] = begins[place - 1];
        go(place + 1, share);
        own.pop();
        return;
      }
      const { table } = this.hazards;
      let since = hazard.id === -1 ? 0 : late[hazard.id];
      for (let earlier = 0; earlier < place; earlier++)
        if (table.opens(items[earlier].id, hazard.id)) since = Math.max(since, own[earlier]);
      let before = 0;
      begins[place] = since;
      for (let slice = since; slice <= this.ends.length; slice++) {
        const by = slice === this.ends.length ? 1 : cameBy(hazard, this.ends[slice]);
        if (this.isPart(hazard, by - before, slice === since)) {
          own.push(slice);
          go(place + 1, share * (by - before));
          own.pop();
        }
        before = by;
      }
    };
    go(0, 1);
    return count;
  }

  /** Where a part goes on: `acted` is the slice of the edge's own act, counted within the period. */
  private land(part: EdgePart, stance: number, late: Uint8Array, acted: number, changed: number): void {
    const { world } = this.order;
    const turn = this.turn();
    if (turn === -1) {
      part.state = this.first + changed;
      part.stance = this.raiseReaders(stance, changed);
      return;
    }
    const moves = world.edgeSlot[this.edge] !== 0 && this.isMove();
    if (this.othersFollow()) {
      part.state = this.first;
      part.stance = moves ? this.raise(stance, this.turnAlone(turn), Math.max(acted, late[turn])) : this.pass(stance);
      return;
    }
    const since = moves ? Math.max(acted, late[turn]) : late[turn];
    part.state = this.first + since;
    part.stance = this.raiseReaders(stance, since);
  }

  // ---- Desks that move at once: the last one's edge carries what all of them do ----

  private turn(): number {
    const { layerKind, layerDesk } = this.order.world;
    return layerKind[this.layer] === LayerKind.decision ? this.hazards.table.ofTurn(layerDesk[this.layer]) : -1;
  }

  /** One list for every turn, as `raise` wants it. */
  private turnAlone(turn: number): readonly number[] {
    const key = `turn ${turn}`;
    const list = this.readersOfSet.get(key) ?? [turn];
    this.readersOfSet.set(key, list);
    return list;
  }

  private pendingSince(late: Uint8Array): number {
    const turn = this.turn();
    return turn === -1 || this.othersFollow() ? 0 : late[turn];
  }

  private isMove(): boolean {
    const { edgeLabel, labelItem, labelOccurrence, header } = this.order.world;
    return header.description.occurrences[labelOccurrence[labelItem[edgeLabel[this.edge]]]].kind === "move";
  }

  /** Does another desk of the same turn decide after this one? */
  private othersFollow(): boolean {
    const { edgeTarget, layerNode, layerKind, layerDesk, layerPeriod } = this.order.world;
    const target = edgeTarget[this.edge];
    const turn = this.turn();
    let layer = this.layer;
    while (target >= layerNode[layer + 1]) layer++;
    if (layerKind[layer] !== LayerKind.decision || layerPeriod[layer] !== this.period) return false;
    return this.hazards.table.ofTurn(layerDesk[layer]) === turn;
  }

  // ---- Stances ----

  /** Raises the hazards that read what the edge changes. */
  private raiseReaders(stance: number, slice: number): number {
    return slice === 0 ? this.pass(stance) : this.raise(stance, this.readersOfChange(), slice);
  }

  private readersOfChange(): readonly number[] {
    const place = this.edge - this.order.world.nodeEdge[this.node];
    this.changed[place] ??= this.readersOfWords();
    return this.changed[place];
  }

  private readersOfWords(): readonly number[] {
    const { nodeState, edgeTarget, header } = this.order.world;
    const words = header.stateWords;
    const target = edgeTarget[this.edge];
    let key = "";
    for (let word = 0; word < words; word++) {
      const difference = nodeState[this.node * words + word] ^ nodeState[target * words + word];
      if (difference === 0) continue;
      for (const { variable, mask } of this.variablesOfWord[word]) if ((difference & mask) !== 0) key += ` ${variable}`;
    }
    const known = this.readersOfSet.get(key);
    if (known !== undefined) return known;
    const variables = key.split(" ").slice(1).map(Number);
    const readers = [...new Set(variables.flatMap((variable) => this.readers[variable] ?? []))];
    this.readersOfSet.set(key, readers);
    return readers;
  }

  /** The stance once a layer is passed: what its hazards waited for no longer matters. */
  private pass(stance: number): number {
    const known = this.passed[stance];
    if (known !== undefined) return known;
    const after = this.stances[stance].map((slice, id) => (this.layerOf[id] <= this.layer ? 0 : slice));
    this.passed[stance] = this.number(after);
    return this.passed[stance];
  }

  private raise(stance: number, readers: readonly number[], slice: number): number {
    const passed = this.pass(stance);
    if (slice === 0 || readers.length === 0) return passed;
    // Edges that change the same share a list of readers: see `readersOfChange`.
    const known = this.raised.get(readers) ?? [];
    this.raised.set(readers, known);
    const place = passed * (this.ends.length + 1) + slice;
    known[place] ??= this.raisedAnew(passed, readers, slice);
    return known[place];
  }

  private raisedAnew(passed: number, readers: readonly number[], slice: number): number {
    const after = this.stances[passed].slice();
    for (const id of readers) if (this.layerOf[id] > this.layer) after[id] = Math.max(after[id], slice);
    return this.number(after);
  }
}

/**
 * What the parts of edges hang on, but for their shares: two solutions of one graph that have it in common in a period
 * have the same parts there.
 */
export function partsKey(scenario: Scenario, table: HazardTable, period: number, scale: number): string {
  return `${JSON.stringify(readersOf(scenario, table, period, scale))} ${table.key}`;
}

/** The layer of every hazard in a period: -1 where it has none. A turn's is that of its last desk. */
function layersOf(scenario: Scenario, world: World, table: HazardTable, period: number): Int32Array {
  const layers = new Int32Array(table.count).fill(-1);
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerPeriod[layer] !== period) continue;
    const of = world.layerDesk[layer];
    if (world.layerKind[layer] === LayerKind.decision) {
      layers[of] = layer;
      if (table.ofTurn(of) !== -1) layers[table.ofTurn(of)] = layer;
    }
    if (isOfStages(world.layerKind[layer]))
      scenario.clocks.forEach((_, clock) => {
        layers[table.ofClock(clock)] = layer;
      });
    if (world.layerKind[layer] !== LayerKind.chance) continue;
    scenario.eventGroups[of].events.forEach((_, event) => {
      layers[table.ofEvent(of, event)] = layer;
    });
  }
  return layers;
}

/**
 * Per variable: the hazards that it bears on. A desk's acts go by all that the actor sees, unless its steadiness is
 * zero.
 */
function readersOf(scenario: Scenario, table: HazardTable, period: number, scale: number): number[][] {
  const readers: number[][] = scenario.variables.map(() => []);
  const add = (variable: number, id: number) => {
    if (!readers[variable].includes(id)) readers[variable].push(id);
  };
  scenario.desks.forEach(({ actor, tempo, moves, policy }, desk) => {
    const weighs = policy === null && scale * scenario.actors[actor].lambda !== 0;
    const rules = policy?.flatMap(({ when, hold, chances }) => [when, hold, ...chances]) ?? [];
    const menu = moves.flatMap(({ guard, usual, branches }) => [guard, usual, ...branches.map(({ chance }) => chance)]);
    for (const e of [tempo, ...menu, ...rules])
      if (e !== null) for (const v of variablesRead(scenario, foldExpression(scenario, e))) add(v, desk);
    scenario.variables.forEach((_, v) => {
      if (weighs && sees(scenario, actor, v, period)) add(v, desk);
    });
  });
  scenario.eventGroups.forEach(({ events }, group) => {
    events.forEach(({ guard, amount, branches }, event) => {
      for (const e of [guard, amount, ...branches.map(({ chance }) => chance)]) {
        if (e === null) continue;
        for (const v of variablesRead(scenario, foldExpression(scenario, e))) add(v, table.ofEvent(group, event));
      }
    });
  });
  scenario.clocks.forEach(({ stageVariable, takes }, clock) => {
    if (stageVariable >= 0) add(stageVariable, table.ofClock(clock));
    if (takes !== null)
      for (const v of variablesRead(scenario, foldExpression(scenario, takes))) add(v, table.ofClock(clock));
  });
  return readers;
}

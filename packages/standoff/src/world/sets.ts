/**
 * Information sets as they are met: the menu, its prior weights or fixed chances, and the deciding weights of the
 * columns. Whatever differs between two states that look the same to the actor is a fault of the scenario.
 */
import type { FaultList } from "./faults.ts";
import { growingF64, growingU32 } from "./growing.ts";
import type { DeskProgram, Program } from "./program.ts";
import { RowTable, WordTable } from "./tables.ts";
import { menuWeights, usualShares } from "./weights.ts";
import { SetKind } from "./world.ts";

export const HOLD = 0xffffffff;

export class InformationSets {
  count = 0;
  readonly firstSlot = growingU32();
  readonly layer = growingU32();
  readonly actor = growingU32();
  readonly desk = growingU32();
  readonly kind = growingU32();
  readonly weights = growingU32();
  readonly logWeight = growingF64();
  readonly move = growingU32();
  readonly weightRows: RowTable;

  private readonly program: Program;
  private readonly faults: FaultList;
  private readonly buffer: Float64Array;
  private readonly shares: Float64Array;
  private readonly rates: Float64Array;
  // The layer under work.
  private keys = new WordTable(1);
  private firstOfLayer = 0;
  private mask: Uint32Array = new Uint32Array(0);
  private masked = new Uint32Array(0);
  private mayTell = true;

  constructor(program: Program, faults: FaultList) {
    this.program = program;
    this.faults = faults;
    this.weightRows = new RowTable(program.scenario.columns.length);
    const longest = Math.max(0, ...program.desks.map((desk) => desk.moves.length));
    this.buffer = new Float64Array(longest + 1);
    this.shares = new Float64Array(longest);
    this.rates = new Float64Array(longest);
    this.logWeight.push(0);
    this.move.push(HOLD);
  }

  get slots(): number {
    return this.move.length;
  }

  get bytes(): number {
    const lists = [
      this.firstSlot,
      this.layer,
      this.actor,
      this.desk,
      this.kind,
      this.weights,
      this.logWeight,
      this.move,
    ];
    return lists.reduce((sum, list) => sum + list.bytes, this.keys.bytes + this.weightRows.bytes);
  }

  /** A new layer, whose actor sees the bits of `mask`; `mayTell`: its menu may read more than these. */
  beginLayer(mask: Uint32Array, mayTell: boolean): void {
    this.mayTell = mayTell;
    this.keys = new WordTable(mask.length);
    this.firstOfLayer = this.count;
    this.mask = mask;
    this.masked = new Uint32Array(mask.length);
  }

  /** The set of a node, found or made; `available` holds the first `menu` moves on the menu. */
  find(
    desk: DeskProgram,
    layer: number,
    words: Uint32Array,
    at: number,
    state: Int32Array,
    period: number,
    available: Int32Array,
    menu: number,
  ): number {
    for (let word = 0; word < this.mask.length; word++) this.masked[word] = words[at + word]! & this.mask[word]!;
    const set = this.firstOfLayer + this.keys.add(this.masked);
    if (this.keys.added) this.make(desk, layer, state, period, available, menu);
    else if (this.mayTell) this.compare(desk, set, state, period, available, menu);
    return set;
  }

  /** First slot of a set. */
  slotOf(set: number): number {
    return this.firstSlot.get(set);
  }

  private make(
    desk: DeskProgram,
    layer: number,
    state: Int32Array,
    period: number,
    available: Int32Array,
    menu: number,
  ): void {
    const { actor, mustMove } = desk.desk;
    const fixed = desk.policy !== null;
    this.count++;
    this.firstSlot.push(this.move.length);
    this.layer.push(layer);
    this.actor.push(actor);
    this.desk.push(this.program.desks.indexOf(desk));
    this.kind.push(fixed ? SetKind.fixed : SetKind.logit);
    this.weights.push(this.decidingRow(desk, state, period));
    if (!mustMove) this.move.push(HOLD);
    for (let place = 0; place < menu; place++) this.move.push(available[place]!);
    this.weigh(desk, state, period, available, menu);
    for (let slot = 0; slot < menu + (mustMove ? 0 : 1); slot++) this.logWeight.push(Math.log(this.buffer[slot]!));
  }

  /** What two states of one set must share. */
  private compare(
    desk: DeskProgram,
    set: number,
    state: Int32Array,
    period: number,
    available: Int32Array,
    menu: number,
  ): void {
    const first = this.slotOf(set) + (desk.desk.mustMove ? 0 : 1);
    const end = set + 1 < this.count ? this.slotOf(set + 1) : this.move.length;
    let same = end - first === menu;
    for (let place = 0; same && place < menu; place++) same = this.move.get(first + place) === available[place];
    if (same && (desk.policy !== null || desk.usual.some((rate) => rate !== null))) {
      this.weigh(desk, state, period, available, menu);
      const slot = this.slotOf(set);
      for (let place = 0; place < end - slot; place++) {
        const difference = Math.exp(this.logWeight.get(slot + place)) - this.buffer[place]!;
        if (Math.abs(difference) > 1e-12) same = false;
      }
    }
    if (same && this.weights.get(set) !== this.decidingRow(desk, state, period)) same = false;
    if (same) return;
    this.faults.add("menu-tells-secrets", desk.desk.span, { name: desk.desk.name }, state, period);
  }

  private decidingRow(desk: DeskProgram, state: Int32Array, period: number): number {
    const { column, actor } = desk.desk;
    const row = this.weightRows.scratch.fill(0);
    if (column >= 0) row[column] = 1;
    else {
      this.program.scenario.actors[actor]!.columns.forEach((own, place) => {
        row[own] = this.program.weights[actor]![place]!(state, period);
      });
    }
    return this.weightRows.add();
  }

  /** Fills the buffer with prior weights, or with the policy's chances. */
  private weigh(desk: DeskProgram, state: Int32Array, period: number, available: Int32Array, menu: number): void {
    if (desk.policy !== null) this.followPolicy(desk, state, period, available, menu);
    else this.weighMenu(desk, state, period, available, menu);
  }

  private weighMenu(desk: DeskProgram, state: Int32Array, period: number, available: Int32Array, menu: number): void {
    const moves = desk.moves.length;
    for (let move = 0; move < moves; move++) {
      this.rates[move] = desk.usual[move] ? desk.usual[move]!(state, period) : Number.NaN;
    }
    const tempo = desk.tempo === null ? null : desk.tempo(state, period);
    const { days } = this.program.scenario.calendar.periods[period]!;
    const rates = this.rates.subarray(0, moves);
    const usual = this.shares.subarray(0, moves);
    usualShares(rates, tempo, days, usual);
    const { plain, mustMove, name, span } = desk.desk;
    menuWeights({ plain, mustMove, family: desk.family, usual }, available, menu, this.buffer);
    const slots = menu + (mustMove ? 0 : 1);
    for (let slot = 0; slot < slots; slot++) {
      const value = this.buffer[slot]!;
      if (value > 0) continue;
      const word = slot === 0 && !mustMove ? "hold" : desk.moves[available[slot - (mustMove ? 0 : 1)]!]!.name;
      this.faults.add("usual-too-frequent", span, { name, value, slot: word }, state, period);
      this.buffer[slot] = 1 / slots;
    }
  }

  /** The first rule that holds; without one the desk holds. Chances of moves off the menu must be zero. */
  private followPolicy(
    desk: DeskProgram,
    state: Int32Array,
    period: number,
    available: Int32Array,
    menu: number,
  ): void {
    const { mustMove, name, span } = desk.desk;
    const first = mustMove ? 0 : 1;
    const rule = desk.policy!.find(({ when }) => when(state, period) !== 0);
    const chance = (place: number): number => {
      const value = rule?.chances[place]?.(state, period) ?? (rule === undefined && place === 0 ? 1 : 0);
      if (value >= 0 && value <= 1 + 1e-9) return value;
      this.faults.add("chance-outside-0-to-1", span, { name, value }, state, period);
      return 0;
    };
    if (!mustMove) this.buffer[0] = chance(0);
    for (let place = 0; place < menu; place++) this.buffer[first + place] = chance(1 + available[place]!);
    let sum = 0;
    for (let slot = 0; slot < first + menu; slot++) sum += this.buffer[slot]!;
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      this.faults.add("chances-do-not-sum-in-state", span, { name, value: sum }, state, period);
    }
    for (let slot = 0; slot < first + menu; slot++) this.buffer[slot]! /= sum;
  }
}

/**
 * The joint results of a chance turn: a growing list of (state, chance, occurrences), to which clocks and events are
 * applied one after another, each reading the state that the earlier ones left.
 */
import { advanceChance, type ClockProgram, clockActs, markLapsed } from "./clocks.ts";
import { applyEffects } from "./effects.ts";
import type { FaultList } from "./faults.ts";
import type { EventProgram, MoveProgram, Program } from "./program.ts";
import type { OccurrenceLists } from "./settlement.ts";

const TOLERANCE = 1e-9;

export class Mixture {
  count = 0;
  states: Int32Array[] = [];
  chances: number[] = [];
  lists: number[] = [];
  /** Items in which the clock under work has lapsed. */
  private marks: boolean[] = [];

  private readonly program: Program;
  private readonly occurrences: OccurrenceLists;
  private readonly faults: FaultList;
  private readonly width: number;
  private readonly branches: Float64Array;

  constructor(program: Program, occurrences: OccurrenceLists, faults: FaultList, width: number) {
    this.program = program;
    this.occurrences = occurrences;
    this.faults = faults;
    this.width = width;
    const all = [...program.desks.flatMap((desk) => desk.moves), ...program.groups.flatMap((group) => group.events)];
    this.branches = new Float64Array(Math.max(1, ...all.map((move) => move.branches.length)));
  }

  /** The clocks' turn: all that fall due, in file order, each with the events that hang on it. */
  runClocks(state: Int32Array, period: number): void {
    this.begin(state);
    this.program.clocks.forEach((clock, index) => {
      const count = this.count;
      for (let item = 0; item < count; item++) this.marks[item] = false;
      for (let item = 0; item < count; item++) this.runClock(clock, index, item, period);
      for (const event of this.program.onLapse[index]!) {
        const now = this.count;
        for (let item = 0; item < now; item++) {
          if (this.marks[item] && event.guard(this.states[item]!, period) !== 0) this.happen(event, item, period);
        }
      }
    });
  }

  private runClock(clock: ClockProgram, index: number, item: number, period: number): void {
    if (this.chances[item] === 0) return;
    const state = this.states[item]!;
    const acts = clockActs(clock, state, period);
    if (acts === "no") return;
    let lapsing = item;
    if (acts === "advances") {
      const chance = advanceChance(this.program.scenario, clock, state, period, this.faults);
      if (chance === 0) return;
      if (chance < 1) {
        lapsing = this.copy(item, this.chances[item]! * chance);
        this.chances[item]! *= 1 - chance;
      }
      const advanced = this.states[lapsing]!;
      const stage = clock.clock.stageVariable;
      advanced[stage]! += 1;
      if (advanced[stage]! <= clock.clock.stages) return;
    }
    this.lapse(clock, index, lapsing, period);
  }

  private lapse(clock: ClockProgram, index: number, item: number, period: number): void {
    const { program } = this;
    const state = this.states[item]!;
    markLapsed(program.scenario, clock.clock, state);
    applyEffects(clock.effects, state.slice(), state, period, this.faults);
    const occurrence = program.occurrences.length - program.clocks.length + index;
    this.lists[item] = this.occurrences.extend(this.lists[item]!, occurrence);
    this.marks[item] = true;
  }

  /** A group's turn: events with a chance in file order; those with a rate compete, at the place of the first of them. */
  runGroup(group: number, state: Int32Array, period: number): void {
    this.begin(state);
    const { events } = this.program.groups[group]!;
    const rivals = events.filter((event) => event.event.how === "rate");
    for (const event of events) {
      const count = this.count;
      if (event === rivals[0]) for (let item = 0; item < count; item++) this.compete(rivals, item, period);
      if (event.event.how !== "chance") continue;
      for (let item = 0; item < count; item++) this.perhaps(event, item, period);
    }
  }

  private perhaps(event: EventProgram, item: number, period: number): void {
    const state = this.states[item]!;
    if (event.guard(state, period) === 0) return;
    const chance = this.checkedChance(event.amount!(state, period), event, state, period);
    if (chance === 0) return;
    this.split(event, item, chance, period);
    this.chances[item]! *= 1 - chance;
    if (chance === 1) this.remove(item);
  }

  private compete(rivals: readonly EventProgram[], item: number, period: number): void {
    const state = this.states[item]!;
    const rates = rivals.map((event) => (event.guard(state, period) === 0 ? 0 : this.rate(event, state, period)));
    const total = rates.reduce((sum, rate) => sum + rate, 0);
    if (total === 0) return;
    const chance = -Math.expm1(-total * this.program.scenario.calendar.periods[period]!.days);
    rivals.forEach((event, index) => {
      if (rates[index] !== 0) this.split(event, item, (chance * rates[index]!) / total, period);
    });
    this.chances[item]! *= 1 - chance;
    if (chance === 1) this.remove(item);
  }

  /** An item whose chance is used up stays, with chance zero, and makes no edge. */
  private remove(item: number): void {
    this.chances[item] = 0;
  }

  private rate(event: EventProgram, state: Int32Array, period: number): number {
    const rate = event.amount!(state, period);
    if (rate >= 0 && Number.isFinite(rate)) return rate;
    this.faults.add("rate-below-0", event.span, { name: event.name, value: rate }, state, period);
    return 0;
  }

  /** Adds the results of an event that happens with a chance; the item itself stays as it is. */
  private split(event: EventProgram, item: number, chance: number, period: number): void {
    if (this.chances[item] === 0) return;
    const state = this.states[item]!;
    const chances = this.branchChances(event, state, period).slice();
    event.branches.forEach((branch, index) => {
      if (chances[index] === 0) return;
      const result = this.copy(item, this.chances[item]! * chance * chances[index]!);
      applyEffects(branch.effects, state, this.states[result]!, period, this.faults);
      this.lists[result] = this.occurrences.extend(this.lists[item]!, branch.occurrence);
    });
  }

  /** An event that surely happens: the item becomes its results. */
  private happen(event: EventProgram, item: number, period: number): void {
    const from = this.count;
    this.split(event, item, 1, period);
    for (let result = from; result < this.count; result++) this.marks[result] = true;
    this.marks[item] = false;
    this.remove(item);
  }

  /** Chances of a move's or event's branches in a state, summing to one exactly enough; in a shared buffer. */
  branchChances(move: MoveProgram, state: Int32Array, period: number): Float64Array {
    const { branches } = move;
    let sum = 0;
    for (let branch = 0; branch < branches.length; branch++) {
      const chance = this.checkedChance(branches[branch]!.chance(state, period), move, state, period);
      this.branches[branch] = chance;
      sum += chance;
    }
    if (Math.abs(sum - 1) > TOLERANCE) {
      this.faults.add("chances-do-not-sum-in-state", move.span, { name: move.name, value: sum }, state, period);
    }
    if (sum !== 1) for (let branch = 0; branch < branches.length; branch++) this.branches[branch]! /= sum;
    return this.branches;
  }

  private checkedChance(chance: number, move: MoveProgram, state: Int32Array, period: number): number {
    if (chance >= 0 && chance <= 1) return chance;
    if (chance >= -TOLERANCE && chance <= 1 + TOLERANCE) return chance < 0 ? 0 : 1;
    this.faults.add("chance-outside-0-to-1", move.span, { name: move.name, value: chance }, state, period);
    return 0;
  }

  private begin(state: Int32Array): void {
    this.count = 0;
    this.place(state, 1, 0);
  }

  private copy(item: number, chance: number): number {
    return this.place(this.states[item]!, chance, this.lists[item]!);
  }

  private place(state: Int32Array, chance: number, list: number): number {
    const item = this.count++;
    this.states[item] ??= new Int32Array(this.width);
    this.states[item]!.set(state);
    this.chances[item] = chance;
    this.lists[item] = list;
    this.marks[item] = false;
    return item;
  }
}

/**
 * The joint results of a chance turn: a growing list of (state, chance in each view, occurrences), to which clocks and
 * events are applied one after another, each reading the state that the earlier ones left. Chances are formulas; what
 * is zero by the letter in all views is left out.
 */

import type { FormulaEvaluator } from "../../language/expression/formula.ts";
import type { State } from "../../language/expression/state-reader.ts";
import { type Formula, type FormulaList, ONE, ZERO } from "../../math/formulas.ts";
import { CheckKind } from "../../world/prices.ts";
import type { FaultList } from "../faults.ts";
import type { OccurrenceLists } from "../labels.ts";
import { type Demand, type Place, type Prices, plainValues } from "../prices.ts";
import type { EventProgram, MoveProgram, Program } from "../program.ts";
import { type ClockProgram, fallsDue, markLapsed, runsThrough, stagesAhead } from "./clocks.ts";
import { MOST_RESULTS, tooManyClocks, tooManyEvents } from "./combinations.ts";
import { applyEffects } from "./effects.ts";

export class Mixture {
  count = 0;
  states: State[] = [];
  /** items x views. */
  chances: Uint32Array;
  lists: number[] = [];
  /** The group under work, -1: the clocks. */
  private group = -1;
  /** Items in which the clock under work has lapsed. */
  private marks: boolean[] = [];

  private readonly program: Program;
  private readonly occurrences: OccurrenceLists;
  private readonly faults: FaultList;
  private readonly newState: () => State;
  private readonly views: number;
  private readonly prices: Prices;
  private readonly list: FormulaList;
  private readonly branches: Uint32Array; // branches x views
  private readonly happens: Uint32Array; // views: chance of the event under work
  private readonly rates: Uint32Array; // rivals x views
  private readonly totals: Uint32Array; // views

  constructor(program: Program, occurrences: OccurrenceLists, faults: FaultList, newState: () => State) {
    this.program = program;
    this.occurrences = occurrences;
    this.faults = faults;
    this.newState = newState;
    this.prices = program.prices;
    this.list = program.prices.list;
    this.views = program.eyes.views.length;
    const all = [...program.desks.flatMap((desk) => desk.moves), ...program.groups.flatMap((group) => group.events)];
    this.branches = new Uint32Array(Math.max(1, ...all.map((move) => move.branches.length)) * this.views);
    this.happens = new Uint32Array(this.views);
    this.rates = new Uint32Array(Math.max(1, ...program.groups.map(({ events }) => events.length)) * this.views);
    this.totals = new Uint32Array(this.views);
    this.chances = new Uint32Array(16 * this.views);
  }

  /** The clocks' turn, as a period begins: all that fall due, in file order, each with the events that hang on it. */
  runClocks(state: State, period: number): void {
    this.runAll(state, period, (clock, index, item) => {
      if (this.isImpossible(item) || !fallsDue(clock, this.program.reader, this.states[item], period)) return;
      this.lapse(clock, index, item, period);
    });
  }

  /** What clocks of stages do in half a period, in file order: each passes some of its stages, or lapses. */
  runStages(state: State, period: number): void {
    this.runAll(state, period, (clock, index, item) => this.passStages(clock, index, item, period));
  }

  private runAll(state: State, period: number, run: (clock: ClockProgram, index: number, item: number) => void): void {
    this.begin(state);
    this.program.clocks.forEach((clock, index) => {
      const count = this.count;
      for (let item = 0; item < count; item++) this.marks[item] = false;
      for (let item = 0; item < count; item++) run(clock, index, item);
      for (const event of this.program.onLapse[index]) {
        const now = this.count;
        for (let item = 0; item < now; item++) {
          if (this.marks[item] && event.guard(this.states[item], period) !== 0) this.happen(event, item, period);
        }
      }
    });
  }

  private passStages(clock: ClockProgram, index: number, item: number, period: number): void {
    const { stages, stageVariable } = clock.clock;
    if (this.isImpossible(item) || !runsThrough(clock.clock, this.states[item])) return;
    const { left, x } = stagesAhead(clock, this.program.reader, this.states[item], period, this.prices);
    for (let passed = 1; passed <= left; passed++) {
      const chance = this.list.stages(left, passed, x);
      if (chance === ZERO) continue;
      const result = this.copy(item);
      this.scale(result, chance);
      if (passed === left) this.lapse(clock, index, result, period);
      else this.states[result][stageVariable] = stages + 1 - left + passed;
    }
    this.scale(item, this.list.stages(left, 0, x));
    this.states[item][stageVariable] = stages + 1 - left;
  }

  private lapse(clock: ClockProgram, index: number, item: number, period: number): void {
    const { program } = this;
    const state = this.states[item];
    markLapsed(program.scenario, clock.clock, state);
    applyEffects(clock.effects, { before: state.slice(), after: state, period, faults: this.faults });
    const occurrence = program.occurrences.length - program.clocks.length + index;
    this.lists[item] = this.occurrences.extend(this.lists[item], occurrence);
    this.marks[item] = true;
  }

  /**
   * A group's turn: events with a chance in file order; those with a rate compete, at the place of the first of them.
   */
  runGroup(group: number, state: State, period: number): void {
    this.begin(state, group);
    const { events } = this.program.groups[group];
    const rivals = events.filter((event) => event.event.how === "rate");
    for (const event of events) {
      const count = this.count;
      if (event === rivals[0]) for (let item = 0; item < count; item++) this.compete(rivals, item, period);
      if (event.event.how !== "chance") continue;
      for (let item = 0; item < count; item++) this.perhaps(event, item, period);
    }
  }

  private perhaps(event: EventProgram, item: number, period: number): void {
    const state = this.states[item];
    if (event.guard(state, period) === 0) return;
    const { happens, list } = this;
    const steps = this.program.reader.steps(period);
    for (let view = 0; view < this.views; view++) {
      const chance = this.checkedChance(event.amounts[view](state, period), event, view, state, period);
      happens[view] = overSteps(list, chance, steps);
    }
    this.splitOff(event, item, period);
    this.takeOff(item, happens);
  }

  private compete(rivals: readonly EventProgram[], item: number, period: number): void {
    const state = this.states[item];
    const { rates, totals, happens, views, list } = this;
    totals.fill(ZERO);
    for (let rival = 0; rival < rivals.length; rival++) {
      const { guard, amounts } = rivals[rival];
      const may = guard(state, period) !== 0;
      for (let view = 0; view < views; view++) {
        const times = may ? this.checkedTimes(amounts[view], rivals[rival], view, state, period) : ZERO;
        rates[rival * views + view] = times;
        totals[view] = list.add(totals[view], times);
      }
    }
    for (let rival = 0; rival < rivals.length; rival++) {
      for (let view = 0; view < views; view++) {
        const times = rates[rival * views + view];
        happens[view] = list.multiply(list.atLeastOnce(totals[view]), list.share(times, totals[view]));
      }
      this.splitOff(rivals[rival], item, period);
    }
    for (let view = 0; view < views; view++) happens[view] = list.atLeastOnce(totals[view]);
    this.takeOff(item, happens);
  }

  /** What has happened is taken off an item. One whose chance is used up stays, with chance zero, and makes no edge. */
  private takeOff(item: number, happened: Uint32Array): void {
    const { chances, views, list } = this;
    for (let view = 0; view < views; view++) {
      const at = item * views + view;
      chances[at] = list.multiply(chances[at], list.subtract(ONE, happened[view]));
    }
  }

  private checkedTimes(
    amount: FormulaEvaluator,
    event: EventProgram,
    view: number,
    state: State,
    period: number,
  ): Formula {
    const times = amount(state, period);
    this.check({ kind: CheckKind.finiteRate, left: times, frame: view }, event, state, period);
    return times;
  }

  private check(demand: Demand, { name, span }: Place, state: State, period: number): void {
    this.prices.check(demand, { name, span }, () => ({ state: plainValues(state), period }));
  }

  /** Adds the results of an event that `happens` with some chances; the item itself stays as it is. */
  private splitOff(event: EventProgram, item: number, period: number): void {
    const { happens, views, list } = this;
    if (this.isImpossible(item) || allZero(happens)) return;
    const state = this.states[item];
    const chances = this.branchChances(event, state, period);
    for (let branch = 0; branch < event.branches.length; branch++) {
      const result = this.copy(item);
      for (let view = 0; view < views; view++) {
        const at = result * views + view;
        const happened = list.multiply(this.chances[at], happens[view]);
        this.chances[at] = list.multiply(happened, chances[branch * views + view]);
      }
      if (this.isImpossible(result)) this.count--;
      else {
        const { effects, occurrence } = event.branches[branch];
        applyEffects(effects, { before: state, after: this.states[result], period, faults: this.faults });
        this.lists[result] = this.occurrences.extend(this.lists[item], occurrence);
      }
    }
  }

  /** An event that surely happens: the item becomes its results. */
  private happen(event: EventProgram, item: number, period: number): void {
    const from = this.count;
    this.happens.fill(ONE);
    this.splitOff(event, item, period);
    for (let result = from; result < this.count; result++) this.marks[result] = true;
    this.marks[item] = false;
    this.scale(item, ZERO);
  }

  /** Chances of a move's or event's branches (branches x views) in a state, summing to one exactly enough; shared. */
  branchChances(move: MoveProgram, state: State, period: number): Uint32Array {
    for (let view = 0; view < this.views; view++) this.weighBranches(move, view, state, period);
    return this.branches;
  }

  private weighBranches(move: MoveProgram, view: number, state: State, period: number): void {
    const { branches: chances, views, list } = this;
    const { branches } = move;
    let sum = ZERO;
    for (let branch = 0; branch < branches.length; branch++) {
      const chance = this.checkedChance(branches[branch].chance(state, period), move, view, state, period);
      chances[branch * views + view] = chance;
      sum = list.add(sum, chance);
    }
    this.check({ kind: CheckKind.one, left: sum, frame: view }, move, state, period);
    for (let branch = 0; branch < branches.length; branch++) {
      chances[branch * views + view] = list.divide(chances[branch * views + view], sum);
    }
  }

  private checkedChance(chance: Formula, move: MoveProgram, view: number, state: State, period: number): Formula {
    this.check({ kind: CheckKind.chance, left: chance, frame: view }, move, state, period);
    return this.list.unary("clamp", chance);
  }

  private begin(state: State, group = -1): void {
    this.count = 0;
    this.group = group;
    this.place(state, 0);
    this.chances.fill(ONE, 0, this.views);
  }

  private copy(item: number): number {
    const { views } = this;
    const copy = this.place(this.states[item], this.lists[item]);
    for (let view = 0; view < views; view++) this.chances[copy * views + view] = this.chances[item * views + view];
    return copy;
  }

  private place(state: State, list: number): number {
    if (this.count >= MOST_RESULTS) {
      const { scenario } = this.program;
      throw this.group === -1 ? tooManyClocks(scenario) : tooManyEvents(scenario, this.group);
    }
    const item = this.count++;
    this.states[item] ??= this.newState();
    this.states[item].set(state);
    this.lists[item] = list;
    this.marks[item] = false;
    if (this.count * this.views > this.chances.length) this.makeRoom();
    return item;
  }

  private makeRoom(): void {
    const chances = new Uint32Array(this.chances.length * 2);
    chances.set(this.chances);
    this.chances = chances;
  }

  private scale(item: number, factor: Formula): void {
    const { chances, views, list } = this;
    for (let view = 0; view < views; view++) {
      const at = item * views + view;
      chances[at] = list.multiply(chances[at], factor);
    }
  }

  private isImpossible(item: number): boolean {
    for (let view = 0; view < this.views; view++) if (this.chances[item * this.views + view] !== ZERO) return false;
    return true;
  }
}

/** The chance over so many steps of what has a chance in each. */
function overSteps(list: FormulaList, chance: Formula, steps: number): Formula {
  if (steps === 1) return chance;
  const never = list.multiply(list.constant(steps), list.unary("log1p", list.unary("negative", chance)));
  return list.unary("negative", list.unary("expm1", never));
}

function allZero(chances: Uint32Array): boolean {
  for (const chance of chances) if (chance !== ZERO) return false;
  return true;
}

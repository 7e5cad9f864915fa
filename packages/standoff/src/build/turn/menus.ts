/**
 * Menus as numbers: the moves that an information set offers, their prior weights or fixed chances, and the deciding
 * weights of the columns, as formulas. Whatever differs between two states that look the same to the actor is a fault
 * of the scenario.
 */

import type { State } from "../../language/expression/state-reader.ts";
import { type Formula, type FormulaList, ONE, ZERO } from "../../math/formulas.ts";
import { CheckKind } from "../../world/prices.ts";
import type { FaultList } from "../faults.ts";
import { HOLD, type Ledger, MENU } from "../ledger.ts";
import { type Demand, type Place, plainValues } from "../prices.ts";
import type { DeskProgram, Program } from "../program.ts";
import type { OverPeriod } from "./over-period.ts";
import { menuWeights, NOT_SAID, type UsualTimes } from "./weights.ts";

export class Menus {
  private readonly program: Program;
  private readonly list: FormulaList;
  private readonly ledger: Ledger;
  private readonly faults: FaultList;
  private readonly buffer: Uint32Array;
  private readonly usual: UsualTimes;
  private readonly words: Uint32Array;

  constructor(program: Program, ledger: Ledger, faults: FaultList) {
    this.program = program;
    this.list = program.prices.list;
    this.ledger = ledger;
    this.faults = faults;
    const longest = Math.max(0, ...program.desks.map((desk) => desk.moves.length));
    this.buffer = new Uint32Array(longest + 1);
    this.usual = { moves: new Uint32Array(longest), families: new Uint32Array(longest), meetings: null, called: false };
    this.words = new Uint32Array(MENU.moves + 2 * (longest + 1));
  }

  /** The number of a desk's menu in a state; `available` holds the first `count` moves on it. */
  number(desk: DeskProgram, state: State, period: number, available: Int32Array, count: number): number {
    const { words } = this;
    const hold = desk.desk.mustMove && count > 0 ? 0 : 1;
    const slots = hold + count;
    words[MENU.weights] = this.decidingRow(desk, state, period);
    words[MENU.slots] = slots;
    if (hold === 1) words[MENU.moves] = HOLD;
    const menu = available.subarray(0, count);
    words.set(menu, MENU.moves + hold);
    this.weigh(desk, state, period, menu);
    words.set(this.buffer.subarray(0, slots), MENU.moves + slots);
    return this.ledger.menus.add(words, MENU.moves + 2 * slots);
  }

  /**
   * Are two menus of one set the same, at whatever prices? If not, its desk's menu tells what the actor does not see.
   */
  compare(one: number, other: number, { desk }: DeskProgram, state: State, period: number): void {
    if (one === other) return;
    const { words, begins } = this.ledger.menus;
    const [a, b] = [begins[one], begins[other]];
    const slots = words[a + MENU.slots];
    const alike = (from: number, to: number) => {
      for (let word = from; word < to; word++) if (words[a + word] !== words[b + word]) return false;
      return true;
    };
    if (!alike(MENU.slots, MENU.moves + slots)) {
      this.faults.add("menu-tells-secrets", desk.span, { name: desk.name }, { state, period });
      return;
    }
    for (let word = MENU.moves + slots; word < MENU.moves + 2 * slots; word++) {
      this.check({ kind: CheckKind.same, left: words[a + word], right: words[b + word] }, desk, state, period);
    }
    this.compareWeights(words[a + MENU.weights], words[b + MENU.weights], desk, state, period);
  }

  private compareWeights(one: number, other: number, desk: Place, state: State, period: number): void {
    if (one === other) return;
    const { width } = this.ledger.weights;
    const rows = this.ledger.weights.all();
    for (let column = 0; column < width; column++) {
      const [left, right] = [rows[one * width + column], rows[other * width + column]];
      this.check({ kind: CheckKind.same, left, right }, desk, state, period);
    }
  }

  private check(demand: Demand, { name, span }: Place, state: State, period: number): void {
    this.program.prices.check(demand, { name, span }, () => ({ state: plainValues(state), period }));
  }

  private decidingRow(desk: DeskProgram, state: State, period: number): number {
    const { column, actor } = desk.desk;
    const row = this.ledger.weights.scratch.fill(ZERO);
    if (column >= 0) row[column] = ONE;
    else {
      this.program.scenario.actors[actor].columns.forEach((own, place) => {
        row[own] = this.program.weights[actor][place](state, period);
      });
    }
    return this.ledger.weights.add();
  }

  /** Fills the buffer with prior weights, or with the policy's chances. */
  private weigh(desk: DeskProgram, state: State, period: number, menu: Int32Array): void {
    if (menu.length === 0) this.buffer[0] = ONE;
    else if (desk.policy !== null) this.followPolicy(desk, state, period, menu);
    else this.weighMenu(desk, state, period, menu);
  }

  private weighMenu(desk: DeskProgram, state: State, period: number, menu: Int32Array): void {
    const { usual, list } = this;
    const { plain, mustMove } = desk.desk;
    const timesOf = (rate: OverPeriod | null, place: Place) => {
      const times = rate?.total(state, period) ?? NOT_SAID;
      if (times !== NOT_SAID) this.check({ kind: CheckKind.rate, left: times }, place, state, period);
      return times;
    };
    for (const move of menu) usual.moves[move] = timesOf(desk.usual[move], desk.moves[move]);
    desk.familyUsual.forEach((rate, family) => {
      usual.families[family] = timesOf(rate, desk.desk);
    });
    usual.meetings = desk.meetings?.total(state, period) ?? null;
    usual.called = desk.mark !== -1 && state[desk.mark] !== 0;
    if (usual.called && usual.meetings !== null && [...desk.usual, ...desk.familyUsual].some((rate) => rate !== null)) {
      this.check({ kind: CheckKind.nonzero, left: usual.meetings }, desk.desk, state, period);
    }
    const acts = menuWeights(list, { plain, mustMove, family: desk.family }, usual, menu, this.buffer);
    if (acts === null) return;
    const room = usual.meetings ?? list.constant(Number.POSITIVE_INFINITY);
    this.check({ kind: CheckKind.room, left: acts, right: room }, desk.desk, state, period);
  }

  /** The first rule that holds; without one the desk holds. Chances of moves off the menu must be zero. */
  private followPolicy(desk: DeskProgram, state: State, period: number, menu: Int32Array): void {
    const { list, buffer } = this;
    const { mustMove } = desk.desk;
    const first = mustMove ? 0 : 1;
    const rule = desk.policy!.find(({ when }) => when(state, period) !== 0);
    const chance = (place: number): Formula => {
      const value = rule?.chances[place]?.(state, period) ?? (rule === undefined && place === 0 ? ONE : ZERO);
      this.check({ kind: CheckKind.statedChance, left: value }, desk.desk, state, period);
      return value;
    };
    if (!mustMove) buffer[0] = chance(0);
    menu.forEach((move, place) => {
      buffer[first + place] = chance(1 + move);
    });
    const sum = buffer.subarray(0, first + menu.length).reduce((total, each) => list.add(total, each), ZERO);
    this.check({ kind: CheckKind.one, left: sum }, desk.desk, state, period);
    for (let slot = 0; slot < first + menu.length; slot++) buffer[slot] = list.divide(buffer[slot], sum);
  }
}

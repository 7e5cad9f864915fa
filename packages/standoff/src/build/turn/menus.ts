/**
 * Menus as numbers: the moves that an information set offers, their prior weights or fixed chances, and the deciding
 * weights of the columns. Whatever differs between two states that look the same to the actor is a fault of the scenario.
 */

import type { State } from "../../language/expression/state-reader.ts";
import type { ListTable } from "../../math/tables.ts";
import type { Span } from "../../text/source.ts";
import type { FaultList } from "../faults.ts";
import type { Ledger } from "../ledger.ts";
import type { DeskProgram, Program } from "../program.ts";
import { menuWeights, type UsualTimes } from "./weights.ts";

export const HOLD = 0xffffffff;

/** Places in a menu's list: row of deciding weights, number of slots, their moves; then the logarithms of their weights, two words each. */
export const MENU = { weights: 0, slots: 1, moves: 2 } as const;

/** Two states of one set may differ this much in a chance, by rounding. */
const SAME_CHANCE = 1e-12;

export class Menus {
  private readonly program: Program;
  private readonly ledger: Ledger;
  private readonly faults: FaultList;
  private readonly buffer: Float64Array;
  private readonly usual: UsualTimes;
  private readonly list: Uint32Array;
  private readonly log = new Float64Array(1);
  private readonly logWords = new Uint32Array(this.log.buffer);

  constructor(program: Program, ledger: Ledger, faults: FaultList) {
    this.program = program;
    this.ledger = ledger;
    this.faults = faults;
    const longest = Math.max(0, ...program.desks.map((desk) => desk.moves.length));
    this.buffer = new Float64Array(longest + 1);
    this.usual = { moves: new Float64Array(longest), families: new Float64Array(longest), meetings: 0, called: false };
    this.list = new Uint32Array(MENU.moves + 3 * (longest + 1));
  }

  /** The number of a desk's menu in a state; `available` holds the first `count` moves on it. */
  number(desk: DeskProgram, state: State, period: number, available: Int32Array, count: number): number {
    const { list, log, logWords } = this;
    const hold = desk.desk.mustMove && count > 0 ? 0 : 1;
    const slots = hold + count;
    list[MENU.weights] = this.decidingRow(desk, state, period);
    list[MENU.slots] = slots;
    if (hold === 1) list[MENU.moves] = HOLD;
    for (let place = 0; place < count; place++) list[MENU.moves + hold + place] = available[place];
    this.weigh(desk, state, period, available, count);
    for (let slot = 0; slot < slots; slot++) {
      log[0] = Math.log(this.buffer[slot]);
      list.set(logWords, MENU.moves + slots + 2 * slot);
    }
    return this.ledger.menus.add(list, MENU.moves + 3 * slots);
  }

  /** Are two menus of one set the same? If not, its desk's menu tells what the actor does not see. */
  compare(one: number, other: number, { desk }: DeskProgram, state: State, period: number): void {
    if (one === other || alike(this.ledger.menus, one, other)) return;
    this.faults.add("menu-tells-secrets", desk.span, { name: desk.name }, state, period);
  }

  private decidingRow(desk: DeskProgram, state: State, period: number): number {
    const { column, actor } = desk.desk;
    const row = this.ledger.weights.scratch.fill(0);
    if (column >= 0) row[column] = 1;
    else {
      this.program.scenario.actors[actor].columns.forEach((own, place) => {
        row[own] = this.program.weights[actor][place](state, period);
      });
    }
    return this.ledger.weights.add();
  }

  /** Fills the buffer with prior weights, or with the policy's chances. */
  private weigh(desk: DeskProgram, state: State, period: number, available: Int32Array, menu: number): void {
    if (menu === 0) this.buffer[0] = 1;
    else if (desk.policy !== null) this.followPolicy(desk, state, period, available, menu);
    else this.weighMenu(desk, state, period, available, menu);
  }

  private weighMenu(desk: DeskProgram, state: State, period: number, available: Int32Array, menu: number): void {
    const { usual, program } = this;
    const { plain, mustMove, name, span } = desk.desk;
    for (let place = 0; place < menu; place++) {
      const move = available[place];
      const times = desk.usual[move]?.total(state, period) ?? Number.NaN;
      usual.moves[move] = times;
      if (desk.usual[move] && !(times >= 0)) this.belowZero(desk.moves[move], times, state, period);
    }
    for (let family = 0; family < desk.familyUsual.length; family++) {
      const times = desk.familyUsual[family]?.total(state, period) ?? Number.NaN;
      usual.families[family] = times;
      if (desk.familyUsual[family] && !(times >= 0)) this.belowZero(desk.desk, times, state, period);
    }
    usual.meetings = desk.meetings?.total(state, period) ?? Number.POSITIVE_INFINITY;
    usual.called = desk.mark !== -1 && state[desk.mark] !== 0;
    if (usual.called && usual.meetings === 0 && [...desk.usual, ...desk.familyUsual].some((rate) => rate !== null)) {
      this.faults.add("called-without-tempo", span, { name }, state, period);
    }
    if (menuWeights({ plain, mustMove, family: desk.family }, usual, available, menu, this.buffer)) return;
    const meets = round(usual.meetings);
    const acts = round(usualActs(desk, usual, available, menu));
    const days = program.scenario.calendar.played[period].days;
    this.faults.add("usual-too-frequent", span, { name, acts, meets, days }, state, period);
    const slots = menu + (mustMove ? 0 : 1);
    this.buffer.fill(1 / slots, 0, slots);
  }

  private belowZero({ name, span }: { name: string; span: Span }, times: number, state: State, period: number): void {
    const value = times / this.program.scenario.calendar.played[period].days;
    this.faults.add("rate-below-0", span, { name, value }, state, period);
  }

  /** The first rule that holds; without one the desk holds. Chances of moves off the menu must be zero. */
  private followPolicy(desk: DeskProgram, state: State, period: number, available: Int32Array, menu: number): void {
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
    for (let place = 0; place < menu; place++) this.buffer[first + place] = chance(1 + available[place]);
    let sum = 0;
    for (let slot = 0; slot < first + menu; slot++) sum += this.buffer[slot];
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      this.faults.add("chances-do-not-sum-in-state", span, { name, value: sum }, state, period);
    }
    for (let slot = 0; slot < first + menu; slot++) this.buffer[slot] /= sum;
  }
}

/** The usual acts of a period, of all that is on a menu. */
function usualActs(desk: DeskProgram, usual: UsualTimes, available: Int32Array, menu: number): number {
  const moves = [...available.subarray(0, menu)];
  const own = moves.filter((move) => !Number.isNaN(usual.moves[move]));
  const families = new Set(moves.filter((move) => !own.includes(move)).map((move) => desk.family[move]));
  const shared = [...families].filter((family) => !Number.isNaN(usual.families[family]));
  return [...own.map((move) => usual.moves[move]), ...shared.map((family) => usual.families[family])].reduce(
    (sum, times) => sum + times,
    0,
  );
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function alike({ words, begins }: ListTable, one: number, other: number): boolean {
  const [a, b] = [begins[one], begins[other]];
  const slots = words[a + MENU.slots];
  // Weights, number and moves come first, the same words in both.
  for (let word = 0; word < MENU.moves + slots; word++) if (words[a + word] !== words[b + word]) return false;
  const chances = (at: number) =>
    new Float64Array(words.slice(at + MENU.moves + slots, at + MENU.moves + 3 * slots).buffer).map(Math.exp);
  const others = chances(b);
  return chances(a).every((chance, slot) => Math.abs(chance - others[slot]) <= SAME_CHANCE);
}

/**
 * What happens at one node: the edges out of a state at a position of a period, and the points it pays. This is the
 * meaning of a scenario's turns; who asks decides where edges lead (`plain-walk.ts`) or what they have in common with
 * those of other states (`templates.ts`).
 *
 * What an edge does, in order: effects; `forget when`, read in the new state; clocks start that its occurrences or
 * becomings start; `stops when`; the first ending that holds. Competing `rate` events stand at the place of the first
 * of them in their group. Lumps read the state before the whole edge. Starts are forgotten and ended in the same way,
 * but nothing has happened yet: no lump is paid and no clock starts there.
 */

import type { State } from "../../language/expression/state-reader.ts";
import { type Formula, type FormulaList, ONE, ZERO } from "../../math/formulas.ts";
import { CheckKind } from "../../world/prices.ts";
import { LayerKind } from "../../world/world.ts";
import type { FaultList } from "../faults.ts";
import type { Ledger } from "../ledger.ts";
import type { Position } from "../positions.ts";
import { plainValues } from "../prices.ts";
import { AWARE, type DeskProgram, type Program } from "../program.ts";
import type { Site } from "../site.ts";
import type { Conditions } from "./conditions.ts";
import { applyEffects } from "./effects.ts";
import { Mixture } from "./mixture.ts";
import { PayBook } from "./pay.ts";
import { Settlement } from "./settlement.ts";
import { Together } from "./together.ts";

/**
 * Where an edge goes on: at the first position from its node's own plus this number on at which something can happen.
 */
export const ENDED = -1; // or in the ended layer
export const NEXT_PERIOD = -2; // or at the first such position of the next period

/** Is told what happens at a node. */
export interface Receiver {
  /** A desk convenes, perhaps, with the first `count` moves of `available` on its menu. Comes before the edges. */
  decides(desk: DeskProgram, available: Int32Array, count: number): void;
  /**
   * An edge to a state, `on` from its node's own position. `opens`: the occurrence that new states are put down to, or
   * -1 for the passing of time.
   */
  edge(after: State, on: number, edge: Branch, opens: number): void;
}

/** An edge but for where it leads; overwritten by the next one. */
export interface Branch {
  /** 0 for chance, else the place on the menu, from 1. */
  readonly slot: number;
  readonly label: number;
  /** Formulas, by view. */
  readonly chances: Uint32Array;
}

export class Branching {
  readonly pay: PayBook;
  private readonly program: Program;
  private readonly list: FormulaList;
  private readonly faults: FaultList;
  private readonly firstPending: number;
  private readonly ledger: Ledger;
  private readonly settlement: Settlement;
  private readonly mixture: Mixture;
  private readonly together: Together;
  private readonly receiver: Receiver;
  private readonly chance: Uint32Array; // of the edge under work, per view
  private readonly hidden: Uint8Array; // by view: is the move under work left out?
  private readonly available: Int32Array;
  private readonly after: State;
  // The node under work.
  private before: State = new Int32Array(0);
  private period = 0;
  private position: Position = { kind: LayerKind.final, identity: -1, active: () => false };
  private positions: readonly Position[] = [];

  constructor(site: Omit<Site, "draft">, conditions: Conditions, receiver: Receiver, newState: () => State) {
    const { program, layout, ledger, faults } = site;
    const { scenario, eyes } = program;
    this.program = program;
    this.list = program.prices.list;
    this.ledger = ledger;
    this.faults = faults;
    this.receiver = receiver;
    this.firstPending = layout.firstPending;
    this.pay = new PayBook(program, ledger.pay);
    this.settlement = new Settlement(program, conditions, this.pay, ledger.labels, faults);
    this.mixture = new Mixture(program, ledger.labels.lists, faults, newState);
    this.together = new Together(scenario, faults, layout.variables.length, newState);
    this.chance = new Uint32Array(eyes.views.length);
    this.hidden = new Uint8Array(eyes.views.length);
    this.available = new Int32Array(Math.max(1, ...scenario.desks.map((desk) => desk.moves.length)));
    this.after = newState();
  }

  /** Tells the receiver what happens in a state at one of a period's positions; returns the row of points it pays. */
  at(position: Position, positions: readonly Position[], before: State, period: number): number {
    this.position = position;
    this.positions = positions;
    this.before = before;
    this.period = period;
    const { settlement, mixture } = this;
    switch (position.kind) {
      case LayerKind.decision:
        this.decide(this.program.desks[position.desk!]);
        return 0;
      case LayerKind.start:
        settlement.beginNode(before, period, period - 1, true);
        this.after.set(before);
        this.chance.fill(ONE);
        this.addEdge(0, 0);
        return 0;
      case LayerKind.clocks:
        settlement.beginNode(before, period, Math.max(0, period - 1), true);
        mixture.runClocks(before, period);
        this.addMixture();
        return 0;
      case LayerKind.chance:
        settlement.beginNode(before, period, period);
        mixture.runGroup(position.group!, before, period);
        this.addMixture();
        return 0;
      case LayerKind.earlyStages:
      case LayerKind.lateStages:
        settlement.beginNode(before, period, period);
        mixture.runStages(before, period);
        this.addMixture();
        return 0;
      case LayerKind.periodEnd:
        this.receiver.edge(before, NEXT_PERIOD, { slot: 0, label: 0, chances: this.chance.fill(ONE) }, -1);
        return this.pay.flows(before, period);
      case LayerKind.ended:
        return this.pay.ended(before, period);
      default:
        return this.pay.final(before);
    }
  }

  // ---- Edges ----

  private addMixture(): void {
    const { states, chances, lists, count } = this.mixture;
    for (let item = 0; item < count; item++) {
      this.after.set(states[item]);
      if (this.take(chances, item, ONE)) this.addEdge(0, lists[item]);
    }
  }

  /**
   * Makes row `place` of some chances, times a factor, those of the edge under work. Is it possible in any view, or not
   * zero by the letter?
   */
  private take(rows: Uint32Array, place: number, factor: Formula): boolean {
    const { chance, list } = this;
    let possible = false;
    for (let view = 0; view < chance.length; view++) {
      chance[view] = list.multiply(factor, rows[place * chance.length + view]);
      if (chance[view] !== ZERO) possible = true;
    }
    return possible;
  }

  /** An edge to `after`, once its consequences are drawn; `list` holds the occurrences whose effects it carries. */
  private addEdge(slot: number, list: number): void {
    const ending = this.settlement.settle(this.after, list);
    this.addSettled(slot, this.settlement.label, list, ending === -1 ? 1 : ENDED);
  }

  private addSettled(slot: number, label: number, list: number, on: number): void {
    const opens = list === 0 ? this.program.occurrences.length : this.ledger.labels.lists.last(list);
    this.receiver.edge(this.after, on, { slot, label, chances: this.chance }, opens);
  }

  // ---- Decisions ----

  private decide(desk: DeskProgram): void {
    const { before, period, available } = this;
    const count = desk.available(before, period, available);
    const called = desk.mark !== -1 && before[desk.mark] !== 0;
    const convenes = called ? ONE : this.conveningChance(desk);
    this.receiver.decides(desk, available, count);
    this.settlement.beginNode(before, period, period);
    const absent = this.list.subtract(ONE, convenes);
    if (absent !== ZERO) {
      this.chance.fill(absent);
      this.choose(desk, 0, 0);
    }
    this.chance.fill(convenes);
    if (count === 0) {
      this.choose(desk, 1, 0); // called where it has no move: nothing happens
      return;
    }
    let slot = 1;
    if (!desk.desk.mustMove) this.choose(desk, slot++, 1);
    for (let place = 0; place < count; place++) this.branchOut(desk, slot++, convenes, available[place]);
  }

  private conveningChance(desk: DeskProgram): Formula {
    if (desk.meetings === null) return ONE;
    const { before, period } = this;
    const meetings = desk.meetings.total(before, period);
    const { name, span } = desk.desk;
    this.program.prices.check({ kind: CheckKind.rate, left: meetings }, { name, span }, () => ({
      state: plainValues(before),
      period,
    }));
    return this.list.atLeastOnce(meetings);
  }

  private branchOut(desk: DeskProgram, slot: number, convenes: Formula, move: number): void {
    const { branches, unknown } = desk.moves[move];
    const first = desk.firstChoice[move];
    if (unknown !== null && this.hide(unknown)) {
      this.branchOutUnseen(desk, slot, convenes, move);
      return;
    }
    if (branches.length === 1) {
      this.chance.fill(convenes);
      this.choose(desk, slot, first);
      return;
    }
    const chances = this.mixture.branchChances(desk.moves[move], this.before, this.period);
    for (let branch = 0; branch < branches.length; branch++) {
      if (this.take(chances, branch, convenes)) this.choose(desk, slot, first + branch);
    }
  }

  /** Marks the views whose actors do not know of a move, and have not seen it. Are there any? */
  private hide(unknown: readonly number[]): boolean {
    unknown.forEach((mark, view) => {
      this.hidden[view] = mark === AWARE || (mark >= 0 && this.before[mark] !== 0) ? 0 : 1;
    });
    return this.hidden.includes(1);
  }

  /** A move that is left out in some views: there its slot leads where holding leads. */
  private branchOutUnseen(desk: DeskProgram, slot: number, convenes: Formula, move: number): void {
    const { chance, hidden } = this;
    const first = desk.firstChoice[move];
    const chances = this.mixture.branchChances(desk.moves[move], this.before, this.period);
    for (let branch = 0; branch < desk.moves[move].branches.length; branch++) {
      if (!this.take(chances, branch, convenes)) continue;
      for (let view = 0; view < chance.length; view++) if (hidden[view] === 1) chance[view] = ZERO;
      this.choose(desk, slot, first + branch);
    }
    for (let view = 0; view < chance.length; view++) chance[view] = hidden[view] === 1 ? convenes : ZERO;
    this.choose(desk, slot, 1);
  }

  /** One choice of a desk, with `chance`: 0 = did not convene, 1 = held, from 2 on its (move, branch) pairs. */
  private choose(desk: DeskProgram, slot: number, code: number): void {
    const { before, after, settlement, position } = this;
    const occurrence = code === 0 ? -1 : code === 1 ? desk.hold : desk.choices[code - 2].occurrence;
    const own = occurrence === -1 ? 0 : this.ledger.labels.lists.extend(0, occurrence);
    const takesEffect = code >= 2 || (code === 1 && settlement.holdMatters(desk));
    after.set(before);
    if (this.othersFollow()) {
      after[this.firstPending + position.place!] = takesEffect ? code : 0;
      this.addSettled(slot, settlement.labelBefore(own), own, 1);
      return;
    }
    this.clearMarks(desk);
    // What this turn has changed is not for the rest of its desks to see.
    const afterTurn = 1 + position.later!.length;
    const applied = this.applyChoices(desk, takesEffect ? code : 0, takesEffect ? own : 0);
    if (applied === 0) {
      this.addSettled(slot, settlement.labelBefore(own), own, afterTurn);
      return;
    }
    const ending = settlement.settle(after, applied, own);
    this.addSettled(slot, settlement.label, own, ending === -1 ? afterTurn : ENDED);
  }

  /** The desks of this turn have had it. */
  private clearMarks({ mark }: DeskProgram): void {
    const { after, before } = this;
    if (mark !== -1 && before[mark] !== 0) after[mark] = 0;
    for (const { desk } of this.position.earlier!) {
      const other = this.program.desks[desk!].mark;
      if (other !== -1 && before[other] !== 0) after[other] = 0;
    }
  }

  /** Will another desk of the same turn decide after this one? */
  private othersFollow(): boolean {
    for (const other of this.position.later!) {
      if (this.positions[other].active(this.before, this.period)) return true;
    }
    return false;
  }

  /** Applies this desk's choice, and those pending of the desks before it; returns all that took effect. */
  private applyChoices(desk: DeskProgram, code: number, own: number): number {
    const { before, after, period, together, faults } = this;
    const earlier = this.position.earlier!;
    if (earlier.length === 0) {
      if (code >= 2) applyEffects(desk.choices[code - 2].effects, { before, after, period, faults });
      return own;
    }
    together.begin();
    let applied = 0;
    const take = (from: DeskProgram, choice: number) => {
      if (choice === 0) return;
      const occurrence = choice === 1 ? from.hold : from.choices[choice - 2].occurrence;
      applied = this.ledger.labels.lists.extend(applied, occurrence);
      if (choice >= 2) together.apply(from.choices[choice - 2].effects, before, after, period);
    };
    for (const { place, desk: other } of earlier) {
      const variable = this.firstPending + place!;
      after[variable] = 0;
      take(this.program.desks[other!], before[variable]);
    }
    take(desk, code);
    return applied;
  }
}

/**
 * What follows from an edge besides its effects, in order: forgetting, clocks that start and stop, endings; and the
 * label that carries the edge's occurrences and lumps.
 */
import { startClock, stopClock } from "./clocks.ts";
import type { FaultList } from "./faults.ts";
import type { PayBook } from "./pay.ts";
import type { Consequences, DeskProgram, Program } from "./program.ts";
import { WordTable } from "./tables.ts";

/** Lists of occurrences as numbers: 0 is empty, every other one an earlier list and one occurrence more. */
export class OccurrenceLists {
  private readonly table = new WordTable(2);
  private readonly row = new Uint32Array(2);

  extend(list: number, occurrence: number): number {
    this.row[0] = list;
    this.row[1] = occurrence;
    return this.table.add(this.row) + 1;
  }

  last(list: number): number {
    return this.table.words[(list - 1) * 2 + 1]!;
  }

  allButLast(list: number): number {
    return this.table.words[(list - 1) * 2]!;
  }

  /** All occurrences, in their order. */
  items(list: number): number[] {
    const items: number[] = [];
    for (let rest = list; rest !== 0; rest = this.allButLast(rest)) items.unshift(this.last(rest));
    return items;
  }
}

export class Settlement {
  readonly lists = new OccurrenceLists();
  /** Rows of (list, pay row); label 0 says and pays nothing. */
  readonly labels = new WordTable(2);
  /** The label of the edge settled last. */
  label = 0;

  private readonly program: Program;
  private readonly pay: PayBook;
  private readonly faults: FaultList;
  private readonly row = new Uint32Array(2);
  private readonly found: Int32Array;
  private readonly heldBefore: Uint8Array;
  private readonly became: Int32Array;
  private readonly stops: readonly number[];
  // The node under work.
  private before: Int32Array = new Int32Array(0);
  private period = 0;

  constructor(program: Program, pay: PayBook, faults: FaultList) {
    this.program = program;
    this.pay = pay;
    this.faults = faults;
    const { forgets, endings, becomes, clocks } = program;
    this.found = new Int32Array(Math.max(1, forgets.variables.length, endings.count, becomes.count));
    this.heldBefore = new Uint8Array(becomes.count);
    this.became = new Int32Array(becomes.count);
    this.stops = clocks.flatMap((clock, index) => (clock.stop === null ? [] : [index]));
    this.labels.add(this.row);
  }

  /** Settles the edges out of a node; becomings compare with the state before as of `periodBefore`. */
  beginNode(before: Int32Array, period: number, periodBefore: number): void {
    this.before = before;
    this.period = period;
    const { becomes } = this.program;
    if (becomes.count === 0) return;
    this.heldBefore.fill(0);
    for (let place = becomes.test(before, periodBefore, this.found) - 1; place >= 0; place--) {
      this.heldBefore[this.found[place]!] = 1;
    }
  }

  /**
   * Settles the edge to `after`: `applied` lists the occurrences whose effects it carries, `own` those that its label
   * names. Returns the ending that follows, or -1; `label` holds the label.
   */
  settle(after: Int32Array, applied: number, own = applied): number {
    const { program, period } = this;
    this.forget(after, period);
    const became = this.findBecomings(after);
    for (let list = applied; list !== 0; list = this.lists.allButLast(list)) {
      this.startClocks(program.consequences[this.lists.last(list)]!, after);
    }
    for (let place = 0; place < became; place++) {
      this.startClocks(program.becomes.consequences[this.became[place]!]!, after);
    }
    for (const index of this.stops) {
      const clock = program.clocks[index]!;
      if (clock.stop!(after, period) !== 0) stopClock(program.scenario, clock, after);
    }
    const ending = this.ending(after, period);
    this.label = this.labelOf(own, this.payRow(after, applied, own, became, ending));
    return ending;
  }

  /** Variables that no longer matter return to their first value. */
  forget(state: Int32Array, period: number): void {
    const { test, variables } = this.program.forgets;
    if (variables.length === 0) return;
    for (let place = test(state, period, this.found) - 1; place >= 0; place--) {
      state[variables[this.found[place]!]!] = 0;
    }
  }

  /** The first ending that holds, or -1. */
  ending(state: Int32Array, period: number): number {
    const { test, count } = this.program.endings;
    return count > 0 && test(state, period, this.found) > 0 ? this.found[0]! : -1;
  }

  /** The label of an edge on which nothing but its own lumps, read before, follows. */
  labelBefore(own: number): number {
    if (own === 0) return 0;
    return this.labelOf(own, this.payRow(this.before, 0, own, 0, -1));
  }

  /** Does anything but a lump read before hang on a desk's holding? */
  holdMatters(desk: DeskProgram): boolean {
    const { clocks, lumpsAfter } = this.program.consequences[desk.hold]!;
    return clocks.length > 0 || lumpsAfter.length > 0;
  }

  private findBecomings(after: Int32Array): number {
    const { becomes } = this.program;
    if (becomes.count === 0) return 0;
    const holds = becomes.test(after, this.period, this.found);
    let count = 0;
    for (let place = 0; place < holds; place++) {
      if (this.heldBefore[this.found[place]!] === 0) this.became[count++] = this.found[place]!;
    }
    return count;
  }

  private startClocks({ clocks }: Consequences, after: Int32Array): void {
    const { program, before, period, faults } = this;
    for (let place = 0; place < clocks.length; place++) {
      startClock(program.scenario, program.clocks[clocks[place]!]!, before, after, period, faults);
    }
  }

  private payRow(after: Int32Array, applied: number, own: number, became: number, ending: number): number {
    const { program, pay, lists, before, period } = this;
    pay.begin();
    let paid = false;
    for (let list = own; list !== 0; list = lists.allButLast(list)) {
      const { lumps } = program.consequences[lists.last(list)]!;
      if (lumps.length > 0) paid = true;
      pay.addLumps(lumps, before, period);
    }
    for (let list = applied; list !== 0; list = lists.allButLast(list)) {
      const { lumpsAfter } = program.consequences[lists.last(list)]!;
      if (lumpsAfter.length > 0) paid = true;
      pay.addLumps(lumpsAfter, after, period);
    }
    for (let place = 0; place < became; place++) {
      paid = true;
      this.payBoth(program.becomes.consequences[this.became[place]!]!, after);
    }
    if (ending !== -1) {
      paid = true;
      this.payBoth(program.endings.consequences[ending]!, after);
    }
    return paid ? pay.end() : 0;
  }

  private payBoth({ lumps, lumpsAfter }: Consequences, after: Int32Array): void {
    this.pay.addLumps(lumps, this.before, this.period);
    this.pay.addLumps(lumpsAfter, after, this.period);
  }

  private labelOf(list: number, payRow: number): number {
    if (list === 0 && payRow === 0) return 0;
    this.row[0] = list;
    this.row[1] = payRow;
    return this.labels.add(this.row);
  }
}

/**
 * What follows from an edge besides its effects, in order: forgetting, clocks that start and stop, endings; and the
 * label that carries the edge's occurrences and lumps.
 */

import type { State } from "../../language/expression/state-reader.ts";
import type { FaultList } from "../faults.ts";
import type { Labels, OccurrenceLists } from "../labels.ts";
import type { Consequences, DeskProgram, Program } from "../program.ts";
import { startClock, stopClock } from "./clocks.ts";
import type { Conditions } from "./conditions.ts";
import type { PayBook } from "./pay.ts";

export class Settlement {
  /** The label of the edge settled last. */
  label = 0;

  private readonly program: Program;
  private readonly conditions: Conditions;
  private readonly pay: PayBook;
  private readonly labels: Labels;
  private readonly lists: OccurrenceLists;
  private readonly faults: FaultList;
  private readonly forgotten: Int32Array;
  private readonly became: Int32Array;
  private readonly stopping: readonly number[];
  // The node under work.
  private before: State = new Int32Array(0);
  private period = 0;
  private paysHalf = false;

  constructor(program: Program, conditions: Conditions, pay: PayBook, labels: Labels, faults: FaultList) {
    this.program = program;
    this.conditions = conditions;
    this.pay = pay;
    this.labels = labels;
    this.lists = labels.lists;
    this.faults = faults;
    const { forgets, becomes, stops } = program;
    this.forgotten = new Int32Array(forgets.variables.length);
    this.became = new Int32Array(becomes.count);
    this.stopping = stops.flatMap((condition, clock) => (condition === null ? [] : [clock]));
  }

  /**
   * Settles the edges out of a node; becomings compare with the state before as of `periodBefore`. `dawn`: as the
   * period begins, when half of its flows is paid if it comes after the last day.
   */
  beginNode(before: State, period: number, periodBefore: number, dawn = false): void {
    const { calendar } = this.program.scenario;
    const unasked = calendar.played.length > calendar.periods.length;
    this.before = before;
    this.period = period;
    this.paysHalf = unasked && dawn && this.program.reader.reached(period, calendar.periods.length);
    this.conditions.beginNode(before, period, periodBefore);
  }

  /**
   * Settles the edge to `after`: `applied` lists the occurrences whose effects it carries, `own` those that its label
   * names. Returns the ending that follows, or -1; `label` holds the label.
   */
  settle(after: State, applied: number, own = applied): number {
    const { program, conditions } = this;
    for (let place = conditions.forgotten(after, this.forgotten) - 1; place >= 0; place--) {
      after[program.forgets.variables[this.forgotten[place]]] = 0;
    }
    const became = conditions.became(after, this.became);
    for (let list = applied; list !== 0; list = this.lists.allButLast(list)) {
      this.start(program.consequences[this.lists.last(list)], after);
    }
    for (let place = 0; place < became; place++) {
      this.start(program.becomes.consequences[this.became[place]], after);
    }
    for (const clock of this.stopping) {
      if (conditions.stops(clock, after)) stopClock(program.scenario, program.clocks[clock], after);
    }
    const ending = conditions.ending(after);
    this.label = this.labels.number(own, this.payRow(after, applied, own, became, ending));
    return ending;
  }

  /** The label of an edge on which nothing but its own lumps, read before, follows. */
  labelBefore(own: number): number {
    if (own === 0) return 0;
    return this.labels.number(own, this.payRow(this.before, 0, own, 0, -1));
  }

  /** Does anything but a lump read before hang on a desk's holding? */
  holdMatters(desk: DeskProgram): boolean {
    const { clocks, marks, lumpsAfter } = this.program.consequences[desk.hold];
    return clocks.length > 0 || marks.length > 0 || lumpsAfter.length > 0;
  }

  private start({ clocks, marks }: Consequences, after: State): void {
    const { program, before, period, faults } = this;
    const { scenario, reader } = program;
    for (let place = 0; place < clocks.length; place++) {
      const given = program.startsGiven[clocks[place]];
      if (given && given(before, period) === 0) continue;
      startClock(scenario, program.clocks[clocks[place]], reader, { before, after, period, faults });
    }
    for (let place = 0; place < marks.length; place++) after[marks[place]] = 1;
  }

  private payRow(after: State, applied: number, own: number, became: number, ending: number): number {
    const { program, pay, lists, before, period } = this;
    pay.begin();
    let paid = false;
    for (let list = own; list !== 0; list = lists.allButLast(list)) {
      const { lumps } = program.consequences[lists.last(list)];
      if (lumps.length > 0) paid = true;
      pay.addLumps(lumps, before, period);
    }
    for (let list = applied; list !== 0; list = lists.allButLast(list)) {
      const { lumpsAfter } = program.consequences[lists.last(list)];
      if (lumpsAfter.length > 0) paid = true;
      pay.addLumps(lumpsAfter, after, period, before);
    }
    for (let place = 0; place < became; place++) {
      paid = true;
      this.payBoth(program.becomes.consequences[this.became[place]], after);
    }
    if (ending !== -1) {
      paid = true;
      this.payBoth(program.endings.consequences[ending], after);
    }
    if (this.paysHalf) {
      paid = true;
      pay.addFirstHalf(after, period, ending);
    }
    return paid ? pay.end() : 0;
  }

  private payBoth({ lumps, lumpsAfter }: Consequences, after: State): void {
    this.pay.addLumps(lumps, this.before, this.period);
    this.pay.addLumps(lumpsAfter, after, this.period);
  }
}

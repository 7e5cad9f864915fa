/** Points as rows over the columns: lumps on edges, flows over a period, the worth of an ended or final state. */

import type { State } from "../../language/expression/state-reader.ts";
import type { RowTable } from "../../math/tables.ts";
import type { FaultList } from "../faults.ts";
import type { LumpProgram, Program } from "../program.ts";
import { Interest } from "./interest.ts";

export class PayBook {
  /** Row 0 is zero. */
  readonly rows: RowTable;
  private readonly interest: Interest;
  private readonly program: Program;
  private readonly faults: FaultList;
  private readonly endings: Int32Array;
  private readonly columns: number;
  private readonly periods: number;
  private readonly asked: number;

  constructor(program: Program, faults: FaultList, rows: RowTable) {
    this.program = program;
    this.faults = faults;
    const { scenario } = program;
    this.columns = scenario.columns.length;
    this.periods = scenario.calendar.played.length;
    this.asked = scenario.calendar.periods.length;
    this.rows = rows;
    this.endings = new Int32Array(program.endings.count);
    this.interest = new Interest(scenario);
  }

  /** Starts a row of lumps; returns the row to add to. */
  begin(): Float64Array {
    return this.rows.scratch.fill(0);
  }

  /** `before`: the state that triggers are read in. */
  addLumps(lumps: readonly LumpProgram[], state: State, period: number, before = state): void {
    for (let place = 0; place < lumps.length; place++) {
      const lump = lumps[place];
      if (lump.given !== null && lump.given(before, period) === 0) continue;
      if (lump.when !== null && lump.when(state, period) === 0) continue;
      this.rows.scratch[lump.column] += this.finite(lump, state, period);
    }
  }

  /** The row begun, numbered. */
  end(): number {
    return this.rows.add();
  }

  /** Flows over one whole period; after the last day over half of one: the other half came before its turns. */
  flows(state: State, period: number): number {
    this.begin();
    this.addFlows(state, period, this.program.reader.reached(period, this.asked) ? 1 / 2 : 1);
    return this.end();
  }

  /**
   * Adds the flows over the first half of a period, to a row begun. Where an ending has come, what it states to be worth
   * stands in for them.
   */
  addFirstHalf(state: State, period: number, ending: number): void {
    const worth = ending === -1 ? null : this.program.worths[ending]!;
    this.addFlows(state, period, 1 / 2, worth);
  }

  private addFlows(state: State, period: number, share: number, instead: Program["worths"][number] = null): void {
    this.program.reader.days(period); // which `integral` rests on
    const row = this.rows.scratch;
    for (const flow of this.program.flows) {
      if (flow.when !== null && flow.when(state, period) === 0) continue;
      if (instead?.[flow.column]) continue;
      const integral = this.interest.integral[period * this.columns + flow.column];
      row[flow.column] += share * this.finite(flow, state, period) * integral;
    }
  }

  /** `at end` payoffs when play is over. */
  final(state: State): number {
    this.begin();
    this.addLumps(this.program.finals, state, this.periods);
    return this.end();
  }

  /** What a state frozen by an ending (the first that holds) in a period is worth: the ending's own worth, or flows and final values to come. */
  ended(state: State, period: number): number {
    const row = this.begin();
    this.program.reader.dependsOn(period);
    this.program.endings.test(state, period, this.endings);
    const ending = this.endings[0];
    this.addFlowsToCome(row, state, period);
    this.addFinalsToCome(row, state, period);
    const worths = this.program.worths[ending]!;
    for (let column = 0; worths !== null && column < this.columns; column++) {
      const worth = worths[column];
      if (worth) row[column] = this.checked(worth(state, period), ending, state, period);
    }
    return this.end();
  }

  private addFlowsToCome(row: Float64Array, state: State, from: number): void {
    for (const flow of this.program.flows) {
      const { column } = flow;
      if (!flow.timed) {
        if (flow.when !== null && flow.when(state, from) === 0) continue;
        const at = from * this.columns + column;
        const paid = from < this.asked ? 0 : this.interest.integral[at] / 2;
        row[column] += this.finite(flow, state, from) * (this.interest.annuity[at] - paid);
        continue;
      }
      let factor = 1;
      for (let period = from; period < this.periods; period++) {
        const at = period * this.columns + column;
        if (flow.when === null || flow.when(state, period) !== 0) {
          const share = period === from && from >= this.asked ? 1 / 2 : 1;
          row[column] += factor * share * this.finite(flow, state, period) * this.interest.integral[at];
        }
        factor *= this.interest.discount[at];
      }
    }
  }

  private addFinalsToCome(row: Float64Array, state: State, from: number): void {
    for (const final of this.program.finals) {
      if (final.when !== null && final.when(state, this.periods) === 0) continue;
      let factor = 1;
      for (let period = from; period < this.periods; period++) {
        factor *= this.interest.discount[period * this.columns + final.column];
      }
      row[final.column] += factor * this.finite(final, state, this.periods);
    }
  }

  private finite(lump: LumpProgram, state: State, period: number): number {
    const value = lump.value(state, period);
    if (Number.isFinite(value)) return value;
    this.faults.add("value-not-finite", lump.payoff.span, { name: lump.payoff.name, value }, state, period);
    return 0;
  }

  private checked(value: number, ending: number, state: State, period: number): number {
    if (Number.isFinite(value)) return value;
    const { name, span } = this.program.scenario.endings[ending];
    this.faults.add("value-not-finite", span, { name, value }, state, period);
    return 0;
  }
}

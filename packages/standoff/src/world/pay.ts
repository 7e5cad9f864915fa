/**
 * Points as rows over the columns: lumps on edges, flows over a period, the worth of an ended or final state. A flow is
 * integrated over its period with the column's patience: rate x (1 - d^days) / (-ln d), d = patience^(1/365.25).
 */
import type { FaultList } from "./faults.ts";
import type { LumpProgram, Program } from "./program.ts";
import { RowTable } from "./tables.ts";

export class PayBook {
  /** Row 0 is zero. */
  readonly rows: RowTable;
  /** periods x columns: what a value at the next period's start is worth at this one's. */
  readonly discount: Float64Array;
  private readonly integral: Float64Array; // periods x columns: value of a flow of one point per day
  private readonly annuity: Float64Array; // (periods + 1) x columns: of such a flow from the period on, to the end
  private readonly program: Program;
  private readonly faults: FaultList;
  private readonly columns: number;
  private readonly periods: number;

  constructor(program: Program, faults: FaultList) {
    this.program = program;
    this.faults = faults;
    const { scenario } = program;
    this.columns = scenario.columns.length;
    this.periods = scenario.calendar.periods.length;
    this.rows = new RowTable(this.columns);
    this.rows.add();
    this.discount = new Float64Array(this.periods * this.columns);
    this.integral = new Float64Array(this.periods * this.columns);
    this.annuity = new Float64Array((this.periods + 1) * this.columns);
    for (let period = this.periods - 1; period >= 0; period--) this.layInterest(period);
  }

  private layInterest(period: number): void {
    const { scenario } = this.program;
    const { days } = scenario.calendar.periods[period]!;
    for (let column = 0; column < this.columns; column++) {
      const at = period * this.columns + column;
      const rate = -Math.log(scenario.actors[scenario.columns[column]!.actor]!.patience) / 365.25;
      this.discount[at] = Math.exp(-rate * days);
      this.integral[at] = rate === 0 ? days : -Math.expm1(-rate * days) / rate;
      this.annuity[at] = this.integral[at]! + this.discount[at]! * this.annuity[at + this.columns]!;
    }
  }

  /** Starts a row of lumps; returns the row to add to. */
  begin(): Float64Array {
    return this.rows.scratch.fill(0);
  }

  addLumps(lumps: readonly LumpProgram[], state: Int32Array, period: number): void {
    for (let place = 0; place < lumps.length; place++) {
      const lump = lumps[place]!;
      if (lump.when !== null && lump.when(state, period) === 0) continue;
      this.rows.scratch[lump.column]! += this.finite(lump, state, period);
    }
  }

  /** The row begun, numbered. */
  end(): number {
    return this.rows.add();
  }

  /** Flows over one whole period. */
  flows(state: Int32Array, period: number): number {
    const row = this.begin();
    for (const flow of this.program.flows) {
      if (flow.when !== null && flow.when(state, period) === 0) continue;
      row[flow.column]! += this.finite(flow, state, period) * this.integral[period * this.columns + flow.column]!;
    }
    return this.end();
  }

  /** `at end` payoffs on the last day. */
  final(state: Int32Array): number {
    this.begin();
    this.addLumps(this.program.finals, state, this.periods);
    return this.end();
  }

  /** What a state frozen by an ending in a period is worth: the ending's own worth, or flows and final values to come. */
  ended(state: Int32Array, period: number, ending: number): number {
    const row = this.begin();
    this.addFlowsToCome(row, state, period);
    this.addFinalsToCome(row, state, period);
    const worths = this.program.worths[ending]!;
    for (let column = 0; worths !== null && column < this.columns; column++) {
      const worth = worths[column];
      if (worth) row[column] = this.checked(worth(state, period), ending, state, period);
    }
    return this.end();
  }

  private addFlowsToCome(row: Float64Array, state: Int32Array, from: number): void {
    for (const flow of this.program.flows) {
      const { column } = flow;
      if (!flow.timed) {
        if (flow.when !== null && flow.when(state, from) === 0) continue;
        row[column]! += this.finite(flow, state, from) * this.annuity[from * this.columns + column]!;
        continue;
      }
      let factor = 1;
      for (let period = from; period < this.periods; period++) {
        const at = period * this.columns + column;
        if (flow.when === null || flow.when(state, period) !== 0) {
          row[column]! += factor * this.finite(flow, state, period) * this.integral[at]!;
        }
        factor *= this.discount[at]!;
      }
    }
  }

  private addFinalsToCome(row: Float64Array, state: Int32Array, from: number): void {
    for (const final of this.program.finals) {
      if (final.when !== null && final.when(state, this.periods) === 0) continue;
      let factor = 1;
      for (let period = from; period < this.periods; period++) {
        factor *= this.discount[period * this.columns + final.column]!;
      }
      row[final.column]! += factor * this.finite(final, state, this.periods);
    }
  }

  private finite(lump: LumpProgram, state: Int32Array, period: number): number {
    const value = lump.value(state, period);
    if (Number.isFinite(value)) return value;
    this.faults.add("value-not-finite", lump.payoff.span, { name: lump.payoff.name, value }, state, period);
    return 0;
  }

  private checked(value: number, ending: number, state: Int32Array, period: number): number {
    if (Number.isFinite(value)) return value;
    const { name, span } = this.program.scenario.endings[ending]!;
    this.faults.add("value-not-finite", span, { name, value }, state, period);
    return 0;
  }
}

/**
 * Points as rows of formulas over the columns: lumps on edges, flows over a period, the worth of an ended or final
 * state.
 */

import type { State } from "../../language/expression/state-reader.ts";
import { type Formula, type FormulaList, ONE, ZERO } from "../../math/formulas.ts";
import { CheckKind } from "../../world/prices.ts";
import type { FormulaRows } from "../ledger.ts";
import { type Place, plainValues } from "../prices.ts";
import type { LumpProgram, Program } from "../program.ts";
import type { Interest } from "./interest.ts";

export class PayBook {
  /** Row 0 is zero. */
  readonly rows: FormulaRows;
  private readonly interest: Interest;
  private readonly program: Program;
  private readonly list: FormulaList;
  private readonly endings: Int32Array;
  private readonly columns: number;
  private readonly periods: number;
  private readonly asked: number;

  constructor(program: Program, rows: FormulaRows) {
    this.program = program;
    this.list = program.prices.list;
    const { scenario } = program;
    this.columns = scenario.columns.length;
    this.periods = scenario.calendar.played.length;
    this.asked = scenario.calendar.periods.length;
    this.rows = rows;
    this.endings = new Int32Array(program.endings.count);
    this.interest = program.interest;
  }

  /** Starts a row of lumps; returns the row to add to. */
  begin(): Uint32Array {
    return this.rows.scratch.fill(ZERO);
  }

  /** `before`: the state that triggers are read in. */
  addLumps(lumps: readonly LumpProgram[], state: State, period: number, before = state): void {
    for (let place = 0; place < lumps.length; place++) {
      const lump = lumps[place];
      if (lump.given !== null && lump.given(before, period) === 0) continue;
      this.addTo(lump.column, this.worthOf(lump, state, period));
    }
  }

  private addTo(column: number, points: Formula): void {
    const row = this.rows.scratch;
    row[column] = this.list.add(row[column], points);
  }

  /** What a payoff is worth in a state, where its condition holds. */
  private worthOf(lump: LumpProgram, state: State, period: number): Formula {
    const holds = lump.when?.(state, period);
    if (holds === ZERO) return ZERO;
    const value = lump.value(state, period);
    const paid = holds === undefined ? value : this.list.select(holds, value, ZERO);
    return this.finite(paid, lump.payoff, lump.frame, state, period);
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
   * Adds the flows over the first half of a period, to a row begun. Where an ending has come, what it states to be
   * worth stands in for them.
   */
  addFirstHalf(state: State, period: number, ending: number): void {
    const worth = ending === -1 ? null : this.program.worths[ending]!;
    this.addFlows(state, period, 1 / 2, worth);
  }

  private addFlows(state: State, period: number, share: number, instead: Program["worths"][number] = null): void {
    this.program.reader.days(period); // which `integral` rests on
    const { list } = this;
    for (const flow of this.program.flows) {
      const rate = this.worthOf(flow, state, period);
      if (rate === ZERO || instead?.[flow.column]) continue;
      const integral = this.interest.integral[period * this.columns + flow.column];
      this.addTo(flow.column, list.multiply(list.multiply(list.constant(share), rate), integral));
    }
  }

  /** `at end` payoffs when play is over. */
  final(state: State): number {
    this.begin();
    this.addLumps(this.program.finals, state, this.periods);
    return this.end();
  }

  /**
   * What a state frozen by an ending (the first that holds) in a period is worth: the ending's own worth, or flows and
   * final values to come.
   */
  ended(state: State, period: number): number {
    const row = this.begin();
    this.program.reader.dependsOn(period);
    this.program.endings.test(state, period, this.endings);
    const ending = this.endings[0];
    this.addFlowsToCome(state, period);
    this.addFinalsToCome(state, period);
    const worths = this.program.worths[ending]!;
    const { endings, columns } = this.program.scenario;
    for (let column = 0; worths !== null && column < this.columns; column++) {
      const worth = worths[column];
      const frame = this.program.eyes.frameOfActor[columns[column].actor];
      if (worth) row[column] = this.finite(worth(state, period), endings[ending], frame, state, period);
    }
    return this.end();
  }

  private addFlowsToCome(state: State, from: number): void {
    const { list, interest } = this;
    const half = list.constant(1 / 2);
    for (const flow of this.program.flows) {
      const { column } = flow;
      if (!flow.timed) {
        const rate = this.worthOf(flow, state, from);
        if (rate === ZERO) continue;
        const at = from * this.columns + column;
        const paid = from < this.asked ? ZERO : list.multiply(interest.integral[at], half);
        this.addTo(column, list.multiply(rate, list.subtract(interest.annuity[at], paid)));
        continue;
      }
      for (let period = from; period < this.periods; period++) {
        const rate = this.worthOf(flow, state, period);
        if (rate === ZERO) continue;
        const share = period === from && from >= this.asked ? half : ONE;
        const worth = list.multiply(list.multiply(this.interest.factor(from, period, column), share), rate);
        this.addTo(column, list.multiply(worth, interest.integral[period * this.columns + column]));
      }
    }
  }

  private addFinalsToCome(state: State, from: number): void {
    for (const final of this.program.finals) {
      const worth = this.worthOf(final, state, this.periods);
      if (worth === ZERO) continue;
      this.addTo(final.column, this.list.multiply(this.interest.factor(from, this.periods, final.column), worth));
    }
  }

  private finite(value: Formula, { name, span }: Place, frame: number, state: State, period: number): Formula {
    const example = () => ({ state: plainValues(state), period });
    this.program.prices.check({ kind: CheckKind.finite, left: value, frame }, { name, span }, example);
    return value;
  }
}

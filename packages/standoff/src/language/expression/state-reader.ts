/**
 * How building reads states and the calendar. Plainly, a state is an array of domain indices and a reader answers from
 * the calendar; `recorder.ts` has states and a reader of the same faces that note what was asked, so that one
 * evaluation serves all states and periods in which the same questions have the same answers. Where a narrow question
 * will do ("is it due now?"), it is put to the reader and not to the state: the fewer answers, the more an evaluation
 * serves.
 */
import type { Scenario } from "../scenario.ts";

/** One domain index per variable; an Int32Array is one. */
export interface State {
  [variable: number]: number;
  readonly length: number;
  set(from: State): void;
  slice(): State;
}

export type Order = "<" | "<=" | ">" | ">=";

export interface Reader {
  /** The entry of a table for the value of a variable. */
  entry(state: State, variable: number, table: Uint8Array): number;
  /** Does a due variable say this period? */
  isDue(state: State, variable: number, period: number): boolean;
  isPeriod(period: number, other: number): boolean;
  reached(period: number, first: number): boolean;
  /** The first day of a period; the calendar's last day for the period behind the last. */
  now(period: number): number;
  compareNow(period: number, order: Order, date: number): boolean;
  /** The length of a period in days. */
  days(period: number): number;
  /** And in steps of the calendar. */
  steps(period: number): number;
  /** A number for as long as a state stays as it is, or -1 where that is not known. */
  evaluationOf(state: State): number;
  /** Said where something depends on the period in any other way. */
  dependsOn(period: number): void;
}

export class PlainReader implements Reader {
  private readonly dates: Float64Array;
  private readonly lengths: Float64Array;
  private readonly lengthsInSteps: Float64Array;

  constructor(scenario: Scenario) {
    this.dates = datesOf(scenario);
    this.lengths = Float64Array.from(scenario.calendar.played, ({ days }) => days);
    this.lengthsInSteps = Float64Array.from(scenario.calendar.played, ({ steps }) => steps);
  }

  entry(state: State, variable: number, table: Uint8Array): number {
    return table[state[variable]];
  }

  isDue(state: State, variable: number, period: number): boolean {
    return state[variable] - 1 === period;
  }

  evaluationOf(): number {
    return -1;
  }

  isPeriod(period: number, other: number): boolean {
    return period === other;
  }

  reached(period: number, first: number): boolean {
    return period >= first;
  }

  now(period: number): number {
    return this.dates[period];
  }

  compareNow(period: number, order: Order, date: number): boolean {
    const now = this.dates[period];
    return order === "<" ? now < date : order === "<=" ? now <= date : order === ">" ? now > date : now >= date;
  }

  days(period: number): number {
    return this.lengths[period];
  }

  steps(period: number): number {
    return this.lengthsInSteps[period];
  }

  dependsOn(): void {}
}

/** First day of every period, and the last day. */
export function datesOf({ calendar }: Scenario): Float64Array {
  return Float64Array.from([...calendar.played.map((period) => period.start), calendar.end]);
}

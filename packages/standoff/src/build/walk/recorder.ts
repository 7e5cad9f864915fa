/**
 * States and a reader that note what an evaluation asked of the node's state and of the calendar. An evaluation reads
 * nothing else, so every node with the same answers to the same questions has the same result: a *template*
 * (`templates.ts`). States made from the node's own (by `set` and `slice`) know which variables have been written
 * since; reading a written one asks nothing, for what was written follows from answers.
 */

import { datesOf, type Order, type Reader, type State } from "../../language/expression/state-reader.ts";
import type { Scenario } from "../../language/scenario.ts";

/** About the node's state or the period; its answer is a small whole number. */
export type Question =
  | { readonly kind: "value"; readonly variable: number }
  | { readonly kind: "entry"; readonly variable: number; readonly table: Uint8Array }
  | { readonly kind: "due"; readonly variable: number } // in this period?
  | { readonly kind: "reached"; readonly period: number }
  | { readonly kind: "period" }
  /** Which of the lengths that periods have, `back` periods before. */
  | { readonly kind: "length"; readonly back: number }
  /** Which of the lengths in steps. */
  | { readonly kind: "steps"; readonly back: number };

/** A variable with no more values than this is asked for its value at once. */
const FEW_VALUES = 3;

export class Recorder implements Reader {
  /** What the evaluation under work has asked, in its order: numbers of `questions`. */
  readonly asked: number[] = [];
  readonly questions: Question[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly tableNumbers = new WeakMap<Uint8Array, number>();
  private readonly valueNumbers: readonly number[];
  private readonly stamps: number[] = [];
  private stamp = 0;

  private readonly dates: Float64Array;
  private readonly periodDays: Float64Array;
  private readonly sizes: readonly number[];
  private readonly lengths: readonly number[];
  private readonly periodSteps: Float64Array;
  private readonly lengthsInSteps: readonly number[];
  private readonly RecordedState: ReturnType<typeof recordedStates>;
  private readonly node: RecordedState;
  private period = 0;
  private readonly firsts = [new Map<number, number>(), new Map<number, number>()];

  /** `sizes`: of all variables of a state, the pending choices included. */
  constructor(scenario: Scenario, sizes: readonly number[]) {
    this.dates = datesOf(scenario);
    this.periodDays = Float64Array.from(scenario.calendar.played, ({ days }) => days);
    this.lengths = [...new Set(this.periodDays)];
    this.periodSteps = Float64Array.from(scenario.calendar.played, ({ steps }) => steps);
    this.lengthsInSteps = [...new Set(this.periodSteps)];
    this.sizes = sizes;
    this.valueNumbers = sizes.map((_, variable) => this.numberOf({ kind: "value", variable }));
    this.RecordedState = recordedStates(sizes.length, (variable) => this.askValue(variable));
    this.node = new this.RecordedState();
  }

  /** Begins the evaluation of a state in a period; returns the state that notes. */
  begin(state: Int32Array, period: number): RecordedState {
    this.stamp++;
    this.asked.length = 0;
    this.period = period;
    this.node.values.set(state);
    this.node.written.fill(0);
    this.node.writes = 0;
    return this.node;
  }

  /** A number for as long as a state stays as it is, or -1 where that is not known. */
  evaluationOf(state: State): number {
    return state === this.node && this.node.writes === 0 ? this.stamp : -1;
  }

  newState(): RecordedState {
    return new this.RecordedState();
  }

  wrote(state: State, variable: number): boolean {
    return (state as RecordedState).written[variable] !== 0;
  }

  /** Do two states have the same values? Asks of the node's what that depends on. */
  same(one: RecordedState, other: RecordedState): boolean {
    const open: number[] = [];
    for (let variable = 0; variable < this.sizes.length; variable++) {
      if (one.written[variable] === 0 && other.written[variable] === 0) continue;
      const known = one.written[variable] === other.written[variable] || this.knowsValue(variable);
      if (!known) open.push(variable);
      else if (one.values[variable] !== other.values[variable]) return false;
    }
    return open.every((variable) => one[variable] === other[variable]);
  }

  // ---- The reader ----

  entry(state: State, variable: number, table: Uint8Array): number {
    const recorded = state as RecordedState;
    const narrow = recorded.written[variable] === 0 && this.sizes[variable] > FEW_VALUES && !this.knowsValue(variable);
    if (!narrow) return table[recorded[variable]];
    let number = this.tableNumbers.get(table);
    if (number === undefined) {
      number = this.numberOf({ kind: "entry", variable, table });
      this.tableNumbers.set(table, number);
    }
    this.note(number);
    return table[recorded.values[variable]];
  }

  isDue(state: State, variable: number, period: number): boolean {
    const recorded = state as RecordedState;
    const here = recorded.written[variable] === 0 && period === this.period && !this.knowsValue(variable);
    if (!here) {
      this.dependsOn();
      return recorded[variable] - 1 === period;
    }
    this.ask({ kind: "due", variable });
    return recorded.values[variable] - 1 === period;
  }

  isPeriod(period: number, other: number): boolean {
    return this.reached(period, other) && !this.reached(period, other + 1);
  }

  reached(period: number, first: number): boolean {
    const from = first + this.period - period;
    if (from > 0 && Number.isFinite(from)) this.ask({ kind: "reached", period: from });
    return period >= first;
  }

  now(period: number): number {
    this.dependsOn();
    return this.dates[period];
  }

  compareNow(period: number, order: Order, date: number): boolean {
    if (Number.isNaN(date)) return false;
    const strict = order === ">" || order === "<=";
    const past = this.reached(period, this.firstOn(date, strict));
    return order === "<" || order === "<=" ? !past : past;
  }

  /** The first period that starts on a date or after it, or strictly after; +Infinity past the horizon. */
  private firstOn(date: number, strict: boolean): number {
    const known = this.firsts[strict ? 1 : 0];
    let first = known.get(date);
    if (first === undefined) {
      first = this.dates.findIndex((day) => (strict ? day > date : day >= date));
      if (first === -1) first = Number.POSITIVE_INFINITY;
      known.set(date, first);
    }
    return first;
  }

  days(period: number): number {
    if (this.lengths.length > 1) this.ask({ kind: "length", back: this.period - period });
    return this.periodDays[period];
  }

  steps(period: number): number {
    if (this.lengthsInSteps.length > 1) this.ask({ kind: "steps", back: this.period - period });
    return this.periodSteps[period];
  }

  dependsOn(): void {
    this.ask({ kind: "period" });
  }

  /** More than there can be questions about the calendar, or answers to one. */
  get mostShared(): number {
    return this.dates.length + 8;
  }

  /** The answer to a question that all nodes of a layer share; undefined where it is about the state. */
  answerForPeriod(question: Question, period: number): number | undefined {
    switch (question.kind) {
      case "reached":
        return period >= question.period ? 1 : 0;
      case "period":
        return period;
      case "length":
        return Math.max(0, this.lengths.indexOf(this.periodDays[period - question.back]));
      case "steps":
        return Math.max(0, this.lengthsInSteps.indexOf(this.periodSteps[period - question.back]));
      default:
        return undefined;
    }
  }

  // ---- Questions ----

  private knowsValue(variable: number): boolean {
    return this.stamps[this.valueNumbers[variable]] === this.stamp;
  }

  private askValue(variable: number): void {
    this.note(this.valueNumbers[variable]);
  }

  private ask(question: Question): void {
    this.note(this.numberOf(question));
  }

  private note(number: number): void {
    if (this.stamps[number] === this.stamp) return;
    this.stamps[number] = this.stamp;
    this.asked.push(number);
  }

  private numberOf(question: Question): number {
    const key = Object.values(question).join(" ");
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.questions.push(question) - 1;
    this.numbers.set(key, number);
    return number;
  }
}

/** A state that asks for the values of variables that were not written since it was copied from the node's. */
export interface RecordedState extends State {
  readonly values: Int32Array;
  readonly written: Uint8Array;
  /** How often one variable was written. */
  writes: number;
  set(from: State): void;
  slice(): RecordedState;
}

/** A class of states of a width whose elements are accessors: what indexes an Int32Array elsewhere asks here. */
function recordedStates(width: number, ask: (variable: number) => void): new () => RecordedState {
  class Recorded {
    readonly length = width;
    readonly values = new Int32Array(width);
    readonly written = new Uint8Array(width);
    writes = 0;

    set(from: State): void {
      const { values, written } = from as RecordedState;
      this.values.set(values);
      this.written.set(written);
    }

    slice(): RecordedState {
      const copy = new Recorded();
      copy.set(this as unknown as RecordedState);
      return copy as unknown as RecordedState;
    }
  }
  for (let variable = 0; variable < width; variable++) {
    Object.defineProperty(Recorded.prototype, variable, {
      get(this: RecordedState) {
        if (this.written[variable] === 0) ask(variable);
        return this.values[variable];
      },
      set(this: RecordedState, value: number) {
        this.values[variable] = value;
        this.written[variable] = 1;
        this.writes++;
      },
    });
  }
  return Recorded as unknown as new () => RecordedState;
}

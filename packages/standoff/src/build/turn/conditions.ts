/**
 * Which of the conditions that hang on the state hold after an edge: what is forgotten, what becomes true, which clocks
 * stop, which ending follows. Plainly, all are looked at. Of a recorded state (`recorder.ts`) only those that the edge
 * can have changed are, so that the rest need not be read; that finds the same because of what holds before any edge:
 *
 *   an ending that holds has ended the state already; a clock does not run while its stop holds; what is to be
 *   forgotten is at its first level.
 *
 * The last two are sure only where the condition reads nothing that settling changes after it was looked at
 * ("lasting"); and where time has passed since the last look (the turns that begin a period), only of conditions that
 * do not read time.
 */

import type { State } from "../../language/expression/state-reader.ts";
import type { Condition, Program } from "../program.ts";

export interface Conditions {
  /** The node from which the edges lead; what has become true compares with it as of `periodBefore`. */
  beginNode(before: State, period: number, periodBefore: number): void;
  /** Places among `program.forgets`, written to `out`; returns how many. */
  forgotten(after: State, out: Int32Array): number;
  became(after: State, out: Int32Array): number;
  stops(clock: number, after: State): boolean;
  /** The first that holds, or -1. */
  ending(after: State): number;
}

/** Looks at every condition, in lists compiled together. */
export class AllConditions implements Conditions {
  private readonly program: Program;
  private readonly found: Int32Array;
  private readonly heldBefore: Uint8Array;
  private period = 0;

  constructor(program: Program) {
    this.program = program;
    this.found = new Int32Array(Math.max(1, program.endings.count, program.becomes.count));
    this.heldBefore = new Uint8Array(program.becomes.count);
  }

  beginNode(before: State, period: number, periodBefore: number): void {
    this.period = period;
    const { becomes } = this.program;
    if (becomes.count === 0) return;
    this.heldBefore.fill(0);
    for (let place = becomes.test(before, periodBefore, this.found) - 1; place >= 0; place--) {
      this.heldBefore[this.found[place]] = 1;
    }
  }

  forgotten(after: State, out: Int32Array): number {
    const { test, variables } = this.program.forgets;
    return variables.length === 0 ? 0 : test(after, this.period, out);
  }

  became(after: State, out: Int32Array): number {
    const { becomes } = this.program;
    if (becomes.count === 0) return 0;
    const holds = becomes.test(after, this.period, this.found);
    let count = 0;
    for (let place = 0; place < holds; place++) {
      if (this.heldBefore[this.found[place]] === 0) out[count++] = this.found[place];
    }
    return count;
  }

  stops(clock: number, after: State): boolean {
    return this.program.stops[clock]!.holds(after, this.period) !== 0;
  }

  ending(after: State): number {
    const { test, count } = this.program.endings;
    return count > 0 && test(after, this.period, this.found) > 0 ? this.found[0] : -1;
  }
}

type Wrote = (state: State, variable: number) => boolean;

/** Looks only at what an edge can have changed. */
export class ChangedConditions implements Conditions {
  private readonly program: Program;
  private readonly wrote: Wrote;
  private readonly lastingForgets: readonly boolean[];
  private readonly lastingStops: readonly boolean[];
  private before: State = new Int32Array(0);
  private period = 0;
  private periodBefore = 0;

  /** `program` was compiled with its conditions one by one; `wrote`: has an edge written a variable? */
  constructor(program: Program, wrote: Wrote) {
    this.program = program;
    this.wrote = wrote;
    this.lastingForgets = program.forgets.each.map((condition, place) => lastingForget(program, condition, place));
    this.lastingStops = program.stops.map((condition, clock) => condition !== null && lastingStop(program, clock));
  }

  beginNode(before: State, period: number, periodBefore: number): void {
    this.before = before;
    this.period = period;
    this.periodBefore = periodBefore;
  }

  forgotten(after: State, out: Int32Array): number {
    const { each, variables } = this.program.forgets;
    let count = 0;
    for (let place = 0; place < each.length; place++) {
      const settled = this.lastingForgets[place] && !this.wrote(after, variables[place]);
      if (settled && !this.changed(each[place], after)) continue;
      if (each[place].holds(after, this.period) !== 0) out[count++] = place;
    }
    return count;
  }

  became(after: State, out: Int32Array): number {
    const { each } = this.program.becomes;
    let count = 0;
    for (let place = 0; place < each.length; place++) {
      if (!this.changed(each[place], after) || each[place].holds(after, this.period) === 0) continue;
      if (each[place].holds(this.before, this.periodBefore) === 0) out[count++] = place;
    }
    return count;
  }

  stops(clock: number, after: State): boolean {
    const condition = this.program.stops[clock]!;
    const { dueVariable, stageVariable } = this.program.scenario.clocks[clock];
    const touched = [dueVariable, stageVariable].some((v) => v >= 0 && this.wrote(after, v));
    if (this.lastingStops[clock] && !touched && !this.changed(condition, after)) return false;
    return condition.holds(after, this.period) !== 0;
  }

  ending(after: State): number {
    return this.program.endings.each.findIndex(
      (condition) => this.changed(condition, after) && condition.holds(after, this.period) !== 0,
    );
  }

  private changed({ reads, timed }: Condition, after: State): boolean {
    return (timed && this.periodBefore !== this.period) || reads.some((variable) => this.wrote(after, variable));
  }
}

/** Clocks start and stop, and other variables are forgotten, after a condition for forgetting was looked at. */
function lastingForget({ scenario, forgets }: Program, { reads }: Condition, place: number): boolean {
  const own = forgets.variables[place];
  const waits = waiting(scenario.clocks);
  if (waits.includes(own)) return false;
  return reads.every(
    (variable) => !waits.includes(variable) && (variable === own || !forgets.variables.includes(variable)),
  );
}

/**
 * Stops are looked at one after another, and change clocks. A clock that may run from the first day was never looked
 * at.
 */
function lastingStop({ scenario, stops }: Program, clock: number): boolean {
  const waits = waiting(scenario.clocks);
  const runsAtFirst = waiting([scenario.clocks[clock]]).some((variable) =>
    scenario.variables[variable].starts.some((e, value) => value > 0 && !(e.kind === "constant" && e.value === 0)),
  );
  return !runsAtFirst && stops[clock]!.reads.every((variable) => !waits.includes(variable));
}

function waiting(clocks: Program["scenario"]["clocks"]): number[] {
  return clocks.flatMap(({ dueVariable, stageVariable }) => [dueVariable, stageVariable].filter((v) => v >= 0));
}

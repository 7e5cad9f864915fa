/**
 * Clocks at work: when each lapses, what starts and stops it. The bookkeeping variables are described in
 * `language/scenario.ts`. A timer or a clock of stages that has lapsed may be started again; an anchor counted from an
 * occurrence runs once.
 */

import { compileExpression, type Evaluator, lapsePeriod } from "../../language/expression/evaluate.ts";
import { compileFormula, type FormulaEvaluator } from "../../language/expression/formula.ts";
import type { Reader, State } from "../../language/expression/state-reader.ts";
import type { Clock, Scenario } from "../../language/scenario.ts";
import { type Formula, ZERO } from "../../math/formulas.ts";
import { CheckKind } from "../../world/prices.ts";
import type { FaultList } from "../faults.ts";
import { type Compiling, type Prices, plainValues } from "../prices.ts";
import { type Change, type CompiledEffect, compileEffects } from "./effects.ts";

export interface ClockProgram {
  readonly clock: Clock;
  /** Period of the lapse of a fixed clock, or of each anchor (NaN: counted from an occurrence; +Infinity: never). */
  readonly lapsesAt: Float64Array;
  /** Of timers: which period they fall due in is a matter of the graph. */
  readonly takes: Evaluator | null;
  /** Of stages. */
  readonly takesInAll: FormulaEvaluator | null;
  readonly effects: readonly CompiledEffect[];
}

export function compileClock(scenario: Scenario, clock: Clock, options: Compiling): ClockProgram {
  const { takes, kind } = clock;
  const dates = clock.kind === "fixed" ? [clock.date] : clock.anchors.map((anchor) => anchor.date);
  return {
    clock,
    lapsesAt: Float64Array.from(dates.map((date) => (Number.isNaN(date) ? date : lapsePeriod(scenario, date)))),
    takes: takes === null || kind === "stages" ? null : compileExpression(scenario, takes, options),
    takesInAll:
      takes === null || kind !== "stages" ? null : compileFormula(scenario, takes, options.prices.list, options),
    effects: compileEffects(scenario, clock.effects, options),
  };
}

/** Does a clock with a date lapse in the clocks' turn, as a period begins? */
export function fallsDue({ clock, lapsesAt }: ClockProgram, reader: Reader, state: State, period: number): boolean {
  switch (clock.kind) {
    case "fixed":
      return reader.isPeriod(period, lapsesAt[0]);
    case "draw": {
      const at = lapsesAt[state[clock.drawVariable]];
      return Number.isNaN(at) ? reader.isDue(state, clock.dueVariable, period) : reader.isPeriod(period, at);
    }
    case "timer":
      return reader.isDue(state, clock.dueVariable, period);
    case "stages":
      return false;
  }
}

/** Is a clock of stages under way? */
export function runsThrough({ stages, stageVariable }: Clock, state: State): boolean {
  if (stageVariable < 0) return false;
  const stage = state[stageVariable];
  return stage >= 1 && stage <= stages;
}

/**
 * What a clock of stages does over half a period: how many of them are `left` to go, and the expected number that would
 * pass if there were no end of them, `x` = stages / takes x days. Clocks pass half a period before its turns and half
 * after them, so that what starts on its first day has all of it, and what starts in its turns has half.
 */
export function stagesAhead(
  program: ClockProgram,
  reader: Reader,
  state: State,
  period: number,
  prices: Prices,
): { readonly left: number; readonly x: Formula } {
  const { list } = prices;
  const { stages, stageVariable, name, span } = program.clock;
  const left = stages + 1 - state[stageVariable];
  const takes = program.takesInAll!(state, period);
  prices.check({ kind: CheckKind.duration, left: takes }, { name, span }, () => ({
    state: plainValues(state),
    period,
  }));
  const days = reader.days(period) / 2;
  // What takes no time at all passes all of its stages.
  const none = list.binary("is", takes, ZERO);
  const perDay = list.divide(list.constant(stages), takes);
  const x = list.multiply(perDay, list.constant(days));
  return { left, x: list.select(none, list.constant(Number.POSITIVE_INFINITY), x) };
}

/** Marks a clock as lapsed in the state; one that runs again and again forgets it. */
export function markLapsed(scenario: Scenario, clock: Clock, state: State): void {
  if (clock.again === true) state[Math.max(clock.stageVariable, clock.dueVariable)] = 0;
  else if (clock.kind === "stages") state[clock.stageVariable] = clock.stages + 1;
  else if (clock.dueVariable >= 0 && state[clock.dueVariable] !== 0) {
    state[clock.dueVariable] = scenario.calendar.played.length + 2;
  }
}

/** Starts a clock whose trigger occurred in a period, unless it runs already. `takes` reads the state before. */
export function startClock(
  scenario: Scenario,
  program: ClockProgram,
  reader: Reader,
  { before, after, period, faults }: Change,
): void {
  const { clock } = program;
  const lapsed = scenario.calendar.played.length + 2;
  if (clock.kind === "stages") {
    const stage = after[clock.stageVariable];
    if (stage === 0 || stage > clock.stages) after[clock.stageVariable] = 1;
  } else if (clock.kind === "timer") {
    const due = after[clock.dueVariable];
    if (due !== 0 && due !== lapsed) return;
    reader.dependsOn(period);
    after[clock.dueVariable] = dueValue(scenario, period, durationOf(program, before, period, faults));
  } else if (clock.kind === "draw") {
    const anchor = clock.anchors[after[clock.drawVariable]];
    if (!Number.isNaN(anchor.date) || after[clock.dueVariable] !== 0) return;
    reader.dependsOn(period);
    after[clock.dueVariable] = dueValue(scenario, period, anchor.offset);
  }
}

/** Back to not started, when the clock runs. */
export function stopClock(scenario: Scenario, { clock }: ClockProgram, state: State): void {
  if (clock.stageVariable >= 0 && state[clock.stageVariable] <= clock.stages) state[clock.stageVariable] = 0;
  const past = scenario.calendar.played.length + 1;
  if (clock.dueVariable >= 0 && state[clock.dueVariable] <= past) state[clock.dueVariable] = 0;
}

/** The due variable's value for a clock started in a period: the first later period on or after the date. */
function dueValue(scenario: Scenario, period: number, takes: number): number {
  const { played: periods } = scenario.calendar;
  const due = lapsePeriod(scenario, periods[period].start + takes);
  return 1 + Math.min(periods.length, Math.max(due, period + 1));
}

function durationOf(program: ClockProgram, state: State, period: number, faults: FaultList): number {
  const takes = program.takes!(state, period);
  if (takes >= 0) return takes;
  faults.add("duration-below-0", program.clock.span, { name: program.clock.name, value: takes }, { state, period });
  return 0;
}

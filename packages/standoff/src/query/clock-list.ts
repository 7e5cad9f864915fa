/** A scenario's clocks as data, for a calendar's axis: whose they are, when they may fall due, and what lapses then. */
import { foldExpression } from "../language/expression/evaluate.ts";
import type { Expression } from "../language/expression/expression.ts";
import type { Clock, Scenario } from "../language/scenario.ts";
import { printDay } from "../text/dates.ts";

/** A clock on the calendar. */
export interface ListedClock {
  readonly name: string;
  /** As the file names it: an actor's id, or "everyone". */
  readonly owner: string;
  /**
   * `fixed`: on a date. `uncertain`: on one of several dates, or after something that happens. `runs`: for a time, once
   * something has started it.
   */
  readonly kind: "fixed" | "uncertain" | "runs";
  /** ISO dates on which it may fall due, those known beforehand, with the chance of each: 1 where it is fixed. */
  readonly dates: readonly (readonly [date: string, chance: number | null])[];
  /** Days that it runs once started; null where it does not, or where that depends on the state. */
  readonly days: number | null;
  readonly lapses: string;
}

/**
 * The clocks in the order of the file.
 *
 * @example
 * ```ts
 * clocksOf(solved.scenario).map(({ name, dates }) => [name, dates[0][0]]) // => [["contract ends", "2026-04-30"]]
 * ```
 */
export function clocksOf(scenario: Scenario): ListedClock[] {
  return scenario.clocks.map((clock) => ({
    name: clock.name,
    owner: clock.owner,
    kind: kindOf(clock),
    dates: datesOf(scenario, clock),
    days: daysOf(scenario, clock),
    lapses: clock.lapses,
  }));
}

function kindOf({ kind }: Clock): ListedClock["kind"] {
  if (kind === "fixed") return "fixed";
  return kind === "draw" ? "uncertain" : "runs";
}

function datesOf(scenario: Scenario, { kind, date, anchors, drawVariable }: Clock): ListedClock["dates"] {
  if (kind === "fixed") return [[printDay(date), 1]];
  const chances = drawVariable < 0 ? [] : scenario.variables[drawVariable].starts;
  return anchors.flatMap((anchor, place): [string, number | null][] =>
    Number.isFinite(anchor.date) ? [[printDay(anchor.date), constantIn(scenario, chances[place] ?? null)]] : [],
  );
}

const daysOf = (scenario: Scenario, { takes }: Clock) => constantIn(scenario, takes);

/** At the stated values; null where it depends on the state. */
function constantIn(scenario: Scenario, expression: Expression | null): number | null {
  const folded = expression === null ? null : foldExpression(scenario, expression);
  return folded?.kind === "constant" ? folded.value : null;
}

/**
 * A scenario's outcomes as watches and columns. A column per outcome is stopped when the outcome first happens; an
 * `else` outcome is what no other of its group stopped by the last day; a column per exclusive group, stopped by any of
 * it, shows whether two can come together.
 */
import { listedOutcomes } from "../language/deals.ts";
import type { Outcome, Scenario } from "../language/scenario.ts";
import { crossesAlone } from "./dates/timing.ts";
import type { Column } from "./ride/ride.ts";
import { MOST_WATCHES, type Watch } from "./ride/watch.ts";

/**
 * Some of a scenario's outcomes and groups that share one set of watches, and the way in which time inside periods is
 * told.
 */
export interface OutcomePlan {
  readonly watches: readonly Watch[];
  /** Does mass cross the days that they name? */
  readonly crosses: boolean;
  /** Bit of each outcome of this plan among the watches; `else` outcomes have none. */
  readonly bitOf: ReadonlyMap<number, number>;
  /** Outcomes with a column, in column order from 1. */
  readonly outcomes: readonly number[];
  /** Groups with a column, behind the outcomes. */
  readonly groups: readonly number[];
  readonly columns: readonly Column[];
}

export function watchOf(outcome: Outcome): Watch | null {
  if (outcome.condition !== null && outcome.how !== "on") return { kind: "condition", condition: outcome.condition };
  const { trigger, condition: when } = outcome;
  return trigger === null ? null : { kind: "trigger", trigger, when };
}

/** The column that an outcome's bit stops: along the way, or on the last day. */
function columnOf(outcome: Outcome, bit: number): Column {
  return outcome.how === "at end" ? { stop: 0, atEnd: bit } : { stop: bit, atEnd: 0 };
}

/** Plans that together hold every outcome and group, each within the room for watches. */
export function planOutcomes(scenario: Scenario): readonly OutcomePlan[] {
  const bundles: { outcomes: Set<number>; groups: number[]; crosses: boolean }[] = [];
  const place = (outcomes: readonly number[], groups: readonly number[]) => {
    const crosses = outcomes.some((outcome) => crossesAlone(scenario, outcome));
    const last = bundles.findLast((bundle) => bundle.crosses === crosses);
    const joined = new Set([...(last?.outcomes ?? []), ...outcomes]);
    if (last && joined.size <= MOST_WATCHES) {
      for (const outcome of outcomes) last.outcomes.add(outcome);
      last.groups.push(...groups);
    } else bundles.push({ outcomes: new Set(outcomes), groups: [...groups], crosses });
  };
  const watched = (outcome: number) => scenario.outcomes[outcome].how !== "else";
  for (const [index, group] of scenario.exclusive.entries()) place(group.of.filter(watched), [index]);
  for (const index of listedOutcomes(scenario).keys()) {
    if (watched(index) && !bundles.some(({ outcomes }) => outcomes.has(index))) place([index], []);
  }
  return bundles.map(({ outcomes, groups, crosses }) => planOf(scenario, [...outcomes], groups, crosses));
}

function planOf(
  scenario: Scenario,
  outcomes: readonly number[],
  groups: readonly number[],
  crosses: boolean,
): OutcomePlan {
  const bitOf = new Map(outcomes.map((outcome, place) => [outcome, 1 << place]));
  const columnFor = (outcome: number) => columnOf(scenario.outcomes[outcome], bitOf.get(outcome)!);
  const groupColumns = groups.map((group) =>
    scenario.exclusive[group].of
      .filter((outcome) => bitOf.has(outcome))
      .map(columnFor)
      .reduce((all, one) => ({ stop: all.stop | one.stop, atEnd: all.atEnd | one.atEnd }), { stop: 0, atEnd: 0 }),
  );
  return {
    watches: outcomes.map((outcome) => watchOf(scenario.outcomes[outcome])!),
    crosses,
    bitOf,
    outcomes,
    groups,
    columns: [...outcomes.map(columnFor), ...groupColumns],
  };
}

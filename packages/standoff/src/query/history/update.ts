/**
 * What the news does: the forecast before and after each item of the history, and how likely each item was given the
 * earlier ones. An item that the model holds impossible has probability 0, ends the account, and is told with why.
 */

import type { Scenario } from "../../language/scenario.ts";
import type { Solved } from "../../solve/solution.ts";
import { printDay } from "../../text/dates.ts";
import type { World } from "../../world/world.ts";
import { dateOfPeriod, lastDateOfPeriod, periodOfDay } from "../dates/periods.ts";
import { type Forecast, forecastSolutions } from "../forecast.ts";
import type { Filter } from "../ride/ride.ts";
import {
  type Conditioned,
  conditionOnHistory,
  firstItems,
  historyOrder,
  type ImpossibleHistory,
  type Known,
  knownAsOf,
} from "./history.ts";
import type { Impossibility } from "./impossible-history.ts";

export interface NewsEffect {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

export interface NewsItem {
  /** Place in the scenario's history; -1: that nothing more was reported. */
  readonly item: number;
  readonly on: string;
  /** First and last day of the period that holds it, for all of which the item stands. */
  readonly period: readonly [string, string];
  readonly kind: "happened" | "did not happen" | "seen" | "silence";
  readonly text: string;
  /** Probability of the item given the earlier ones; their product is that of the whole history. */
  readonly likelihood: number;
  /** Every outcome's probability by the last day before and after the item; none for an item that cannot be. */
  readonly outcomes: readonly NewsEffect[];
}

export interface Update {
  readonly status: "conditioned" | "impossible under the model" | "too large";
  readonly before: Forecast;
  /** Given all items; null unless `conditioned`. */
  readonly after: Forecast | null;
  /** Up to the first that cannot be. */
  readonly items: readonly NewsItem[];
  /** Probability of the whole history; 0 where it cannot be. */
  readonly likelihood: number;
  /** The item that cannot be and why, or what is too large. */
  readonly says: string;
  /** Why it cannot be; null unless impossible. */
  readonly why: Impossibility | null;
}

type Failed = Exclude<Conditioned, { status: "conditioned" }>;

export interface ConditionedForecast {
  readonly forecast: Forecast;
  readonly likelihood: number;
  readonly filters: readonly (Filter | null)[];
}

/** The forecast given what is known, or why there is none. The ribbon conditions each solution by itself. */
export function conditionedForecast(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  known: Known = knownAsOf(scenario),
): ConditionedForecast | Failed {
  const kept: Solved[] = [];
  const filters: (Filter | null)[] = [];
  let likelihood = 1;
  for (const solved of solutions) {
    const conditioned = conditionOnHistory(scenario, world, solved, known);
    if (conditioned.status !== "conditioned") {
      // Far from the base a history may be too unlikely to be computed; then that part of the ribbon is missing.
      if (solved.scale !== 1) continue;
      return conditioned;
    }
    if (solved.scale === 1) likelihood = conditioned.likelihood;
    kept.push(solved);
    filters.push(conditioned.filter);
  }
  return { forecast: forecastSolutions(scenario, world, kept, { filters }), likelihood, filters };
}

/**
 * The whole account. Steps in between are for the base solution alone; the first and last forecast have their ribbons.
 */
export function updateSolutions(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  known: Known = knownAsOf(scenario),
): Update {
  const base = solutions.filter((solved) => solved.scale === 1);
  const before = forecastSolutions(scenario, world, solutions);
  const items: NewsItem[] = [];
  let last: Forecast = before;
  let likelihood = 1;
  const steps = stepsTo(scenario, known);
  for (const [place, step] of steps.entries()) {
    const whole = place === steps.length - 1;
    const next = conditionedForecast(scenario, world, whole ? solutions : base, step.known);
    if ("status" in next) {
      const { status } = next;
      if (status === "too large") return { status, before, after: null, items, likelihood, says: next.what, why: null };
      items.push({ ...step.told, likelihood: 0, outcomes: [] });
      const says = impossibleInWords(scenario, next);
      return { status, before, after: null, items, likelihood: 0, says, why: next.why };
    }
    const outcomes = last.outcomes.map(({ name, byEnd }, index) => {
      return { name, before: byEnd, after: next.forecast.outcomes[index].byEnd };
    });
    items.push({ ...step.told, likelihood: next.likelihood / likelihood, outcomes });
    last = next.forecast;
    likelihood = next.likelihood;
  }
  return { status: "conditioned", before, after: last, items, likelihood, says: "", why: null };
}

interface UpdateStep {
  readonly known: Known;
  readonly told: Pick<NewsItem, "item" | "on" | "period" | "kind" | "text">;
}

/** Item by item, and at the end that nothing more was reported, where that says something. */
function stepsTo(scenario: Scenario, known: Known): UpdateStep[] {
  const order = historyOrder(scenario).slice(0, known.count);
  const steps = order.map((item, place): UpdateStep => {
    const { on, kind, text } = scenario.history[item];
    return { known: firstItems(scenario, place + 1), told: { item, ...whenOf(scenario, on), kind, text } };
  });
  const last = steps[steps.length - 1];
  const speaks = scenario.variables.some(({ reported }) => reported);
  if (!speaks || known.asOf <= (last?.known.asOf ?? Number.NEGATIVE_INFINITY) || known.asOf < scenario.calendar.from) {
    return steps;
  }
  const text = "no change of what is reported fully";
  return [...steps, { known, told: { item: -1, ...whenOf(scenario, known.asOf), kind: "silence", text } }];
}

function whenOf(scenario: Scenario, day: number): Pick<NewsItem, "on" | "period"> {
  const period = Math.max(0, periodOfDay(scenario, day));
  return { on: printDay(day), period: [dateOfPeriod(scenario, period), lastDateOfPeriod(scenario, period)] };
}

/** The item that cannot be, and why, in one line. */
export function impossibleInWords(scenario: Scenario, { item, why }: ImpossibleHistory): string {
  const { says, instead } = why;
  const reason = instead === "" ? says : `${says}. Instead: ${instead}`;
  if (item === -1) return reason;
  const { on, kind, text } = scenario.history[item];
  return `${printDay(on)}, ${kind}: ${text}: ${reason}`;
}

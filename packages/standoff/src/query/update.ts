/**
 * What the news does: the forecast before and after each item of the history, and how likely each item was given the
 * earlier ones. An item that the model holds impossible ends the account and is named.
 */
import { printDay } from "../language/dates.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import type { World } from "../world/world.ts";
import { type Forecast, forecast } from "./forecast.ts";
import { conditionOnHistory, historyOrder } from "./history.ts";
import type { Filter } from "./ride.ts";

export interface NewsEffect {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

export interface NewsItem {
  /** Place in the scenario's history. */
  readonly item: number;
  readonly on: string;
  readonly kind: "happened" | "did not happen" | "seen";
  readonly text: string;
  /** Probability of the item given the earlier ones. */
  readonly likelihood: number;
  /** Every outcome's probability by the last day before and after the item. */
  readonly outcomes: readonly NewsEffect[];
}

export interface Update {
  readonly status: "conditioned" | "impossible under the model" | "too large";
  readonly before: Forecast;
  /** Given all items; null unless `conditioned`. */
  readonly after: Forecast | null;
  readonly items: readonly NewsItem[];
  /** Probability of the whole history. */
  readonly likelihood: number;
  /** The item that cannot be, or what is too large. */
  readonly says: string;
}

/** The forecast conditional on the first `count` items, or why there is none. The ribbon conditions each solution by itself. */
export function conditionedForecast(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  count = scenario.history.length,
):
  | { forecast: Forecast; likelihood: number; filters: readonly (Filter | null)[] }
  | { says: string; status: Update["status"] } {
  const kept: Solved[] = [];
  const filters: (Filter | null)[] = [];
  let likelihood = 1;
  for (const solved of solutions) {
    const conditioned = conditionOnHistory(scenario, world, solved, count);
    if (conditioned.status !== "conditioned") {
      // Far from the base a history may be impossible in doubles; then that part of the ribbon is missing.
      if (solved.scale !== 1) continue;
      if (conditioned.status === "too large") return { status: conditioned.status, says: conditioned.what };
      return { status: conditioned.status, says: itemInWords(scenario, conditioned.item) };
    }
    if (solved.scale === 1) likelihood = conditioned.likelihood;
    kept.push(solved);
    filters.push(conditioned.filter);
  }
  return { forecast: forecast(scenario, world, kept, { filters }), likelihood, filters };
}

/** The whole account. Steps in between are for the base solution alone; the first and last forecast have their ribbons. */
export function update(scenario: Scenario, world: World, solutions: readonly Solved[]): Update {
  const base = solutions.filter((solved) => solved.scale === 1);
  const before = forecast(scenario, world, solutions);
  const order = historyOrder(scenario);
  const items: NewsItem[] = [];
  let last: Forecast = before;
  let likelihood = 1;
  for (let count = 1; count <= order.length; count++) {
    const whole = count === order.length;
    const next = conditionedForecast(scenario, world, whole ? solutions : base, count);
    if ("says" in next) return { status: next.status, before, after: null, items, likelihood, says: next.says };
    items.push(newsItem(scenario, order[count - 1]!, next.likelihood / likelihood, last, next.forecast));
    last = next.forecast;
    likelihood = next.likelihood;
  }
  return { status: "conditioned", before, after: last, items, likelihood, says: "" };
}

function newsItem(scenario: Scenario, item: number, likelihood: number, before: Forecast, after: Forecast): NewsItem {
  const { on, kind, text } = scenario.history[item]!;
  const outcomes = before.outcomes.map(({ name, byEnd }, index) => {
    return { name, before: byEnd, after: after.outcomes[index]!.byEnd };
  });
  return { item, on: printDay(on), kind, text, likelihood, outcomes };
}

function itemInWords(scenario: Scenario, item: number): string {
  const { on, kind, text } = scenario.history[item]!;
  return `${printDay(on)}, ${kind}: ${text}`;
}

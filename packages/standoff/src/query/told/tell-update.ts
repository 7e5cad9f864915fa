/** What the file's news does to the forecast, item by item; and the new game that everyone would play from there. */
import type { Certificate } from "../../solve/solution.ts";
import { type Forecast, forecastSolutions } from "../forecast.ts";
import { knownAsOf } from "../history/history.ts";
import type { NewsChoice } from "../history/news.ts";
import { restartSolutions } from "../history/restart.ts";
import { impossibleInWords, type Update, updateSolutions } from "../history/update.ts";
import type { Solution } from "./given-news.ts";

/** As of a day, counted from 1970-01-01; of the last item's without one. */
export type AsOf = Pick<NewsChoice, "asOf">;

/**
 * The forecast before and after each item of the file's history, and how likely each was given the earlier ones. An
 * item that the
 * model holds impossible has likelihood 0, ends the account, and is told with why.
 *
 * @example
 * ```ts
 * const account = update(news);
 * account.items.map(({ on, text }) => `${on} ${text}`) // => ["2026-03-11 blockade the port"]
 * account.likelihood // => 0.0089
 * ```
 */
export function update({ scenario, world, results }: Solution, { asOf }: AsOf = {}): Update {
  return updateSolutions(scenario, world, results, knownAsOf(scenario, asOf));
}

export interface RestartOptions extends AsOf {
  /** Memory for solving the new game, in bytes. */
  readonly maxBytes?: number;
  readonly cancelled?: () => boolean;
}

/** The new game, or why there is none, in words. */
export type NewGame =
  | {
      readonly status: "restarted";
      /** Its first day. */
      readonly from: string;
      /** Probability, given the news, that there still is something to play for. */
      readonly running: number;
      /** Multiples of the stated steadiness at which it was not solved. */
      readonly unsolved: readonly number[];
      readonly forecast: Forecast;
    }
  | { readonly status: "not converged"; readonly says: string; readonly certificate: Certificate }
  | {
      readonly status: "nothing left" | "cancelled" | "too large" | "impossible under the model";
      readonly says: string;
    };

/**
 * Solves a new game from what the news leaves, hidden values included, in which everyone decides anew and knows the
 * news.
 *
 * @example
 * ```ts
 * const game = restart(news);
 * game.status // => "restarted"
 * game.from // => "2026-03-16"
 * ```
 */
export function restart({ scenario, world, results }: Solution, { asOf, ...options }: RestartOptions = {}): NewGame {
  const found = restartSolutions(scenario, world, results, knownAsOf(scenario, asOf), options);
  switch (found.status) {
    case "restarted": {
      const { status, from, running, unsolved, solutions, filters } = found;
      return { status, from, running, unsolved, forecast: forecastSolutions(scenario, world, solutions, { filters }) };
    }
    case "not converged":
      return { status: found.status, says: found.certificate.says, certificate: found.certificate };
    case "nothing left":
      return found;
    case "cancelled":
      return { status: found.status, says: found.status };
    case "too large":
      return { status: found.status, says: "what" in found ? found.what : "too large to be solved beside the old one" };
    case "impossible under the model":
      return { status: found.status, says: impossibleInWords(scenario, found) };
  }
}

/**
 * Which news an answer goes by: all of the file's, as of its last item; what was known as of another day; or none. What
 * an answer says of it is told with every answer. News conditions on the whole period that holds its day.
 */

import type { Scenario } from "../../language/scenario.ts";
import type { Solved } from "../../solve/solution.ts";
import { printDay } from "../../text/dates.ts";
import type { World } from "../../world/world.ts";
import { dateOfPeriod, lastDateOfPeriod, periodOfDay } from "../dates/periods.ts";
import { parseQuestion } from "../questions/read-question.ts";
import type { Filter } from "../ride/ride.ts";
import { type Conditioned, conditionOnHistory, type Known, knownAsOf } from "./history.ts";
import type { Impossibility } from "./impossible-history.ts";
import { impossibleInWords } from "./update.ts";

/** As of a day, before all news, or (neither) as of the last item. */
export interface NewsChoice {
  readonly asOf?: number;
  readonly before?: boolean;
}

/** The news that an answer goes by. */
export interface NewsTaken {
  readonly status: "no news" | "before the news" | "conditioned" | "impossible under the model" | "too large";
  /** The day as of which it is taken; null without any. */
  readonly asOf: string | null;
  /** The first day of the period that holds `asOf`. */
  readonly since: string | null;
  /** What happened up to here is taken as known: the last day of that period. */
  readonly through: string | null;
  /** How many items of how many. */
  readonly items: number;
  readonly of: number;
  /** Their probability in the model, at the stated steadiness; 1 without any, 0 where they cannot be. */
  readonly likelihood: number;
  /** Which item cannot be and why, or what is too large; else "". */
  readonly says: string;
  readonly why: Impossibility | null;
}

export interface ByNews {
  readonly taken: NewsTaken;
  /** What the news leaves of the solution; null: all. */
  readonly filter: Filter | null;
}

/**
 * A day in any spelling that questions know; or what is wrong with it.
 *
 * @example
 * ```ts
 * readDay(solved.scenario, "1 May 2026") // => { day: 20574 }
 * "says" in readDay(solved.scenario, "soon") // => true
 * ```
 */
export function readDay(scenario: Scenario, text: string): { readonly day: number } | { readonly says: string } {
  const { question, diagnostics } = parseQuestion(scenario, `E(0 at ${text})`);
  if (question?.kind === "expectation") return { day: question.at };
  return { says: diagnostics[0]?.message ?? `"${text}" is not a date` };
}

/** What is known under a choice; null where it is nothing at all. */
export function knownBy(scenario: Scenario, { asOf, before }: NewsChoice): Known | null {
  if (before === true || scenario.history.length === 0) return null;
  return knownAsOf(scenario, asOf);
}

/**
 * Is an answer under a choice usable?
 *
 * @example
 * ```ts
 * canBe(forecast(news).news) // => true
 * ```
 */
export function canBe({ status }: NewsTaken): boolean {
  return status !== "impossible under the model" && status !== "too large";
}

/** Conditions a solution by the news chosen. */
export function byNews(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "policy"> & Partial<Pick<Solved, "logPolicy">>,
  choice: NewsChoice,
): ByNews {
  const known = knownBy(scenario, choice);
  const of = scenario.history.length;
  if (known === null) {
    const status = of > 0 ? "before the news" : "no news";
    const none = { asOf: null, since: null, through: null, items: 0, of, likelihood: 1, says: "", why: null };
    return { taken: { status, ...none }, filter: null };
  }
  const conditioned = conditionOnHistory(scenario, world, solved, known);
  return { taken: takenOf(scenario, known, conditioned), filter: filterOf(conditioned) };
}

function filterOf(conditioned: Conditioned): Filter | null {
  return conditioned.status === "conditioned" ? conditioned.filter : null;
}

function takenOf(scenario: Scenario, { count, asOf }: Known, conditioned: Conditioned): NewsTaken {
  const { history } = scenario;
  const period = periodOfDay(scenario, asOf);
  const told = {
    status: conditioned.status,
    asOf: printDay(asOf),
    since: dateOfPeriod(scenario, Math.max(0, period)),
    through: period < 0 ? printDay(scenario.calendar.from - 1) : lastDateOfPeriod(scenario, period),
    items: count,
    of: history.length,
    says: "",
    why: null,
  };
  switch (conditioned.status) {
    case "conditioned":
      return { ...told, likelihood: conditioned.likelihood };
    case "too large":
      return { ...told, likelihood: Number.NaN, says: conditioned.what };
    default:
      return { ...told, likelihood: 0, says: impossibleInWords(scenario, conditioned), why: conditioned.why };
  }
}

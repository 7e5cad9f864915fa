/** Where it stands and where it goes, and what a desk would do where: of a solved scenario, given the news. */
import { inOneGo, type Steps } from "../../math/steps.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { type Choices, choicesOf } from "../choices.ts";
import { periodOfDay } from "../dates/periods.ts";
import { type Flow, flowInSteps } from "../flow.ts";
import { gatherBy, type NamedCondition, usualSituations } from "../gathering.ts";
import { canBe, type NewsTaken } from "../history/news.ts";
import { payoffLines } from "../payoff-lines.ts";
import { conditionalReach } from "../ride/ride.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "./given-news.ts";

export interface FlowWish extends GivenOptions {
  /**
   * The situations to tell apart, the first that holds counting. By default those that the scenario names and its
   * public values tell apart.
   */
  readonly by?: readonly NamedCondition[];
  /** Stretches of the river, at most. Default 7. */
  readonly stretches?: number;
}

export type ToldFlow =
  | ({ readonly status: "told"; readonly news: NewsTaken } & Flow)
  | { readonly status: "not understood"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: "none"; readonly news: NewsTaken };

/**
 * Where it stands by date, gathered into situations by named conditions, how often play steps from one to another and
 * by what, and how much flows from each to each between dates. Of the solution at the stated steadiness, given the
 * news.
 *
 * @example
 * ```ts
 * const by = [{ name: "on strike", when: "strike", side: "below" }];
 * const { status, situations, steps } = flow(solved, { by });
 * status // => "told"
 * situations.map(({ name }) => name) // => ["on strike", "anything else"]
 * steps[0].by[0].says // => "call a strike"
 * ```
 */
export function flow(solution: Solution, wish: FlowWish = {}): ToldFlow {
  return inOneGo(tellFlowInSteps(solution, wish));
}

/** The same, resting between its parts. */
export function* tellFlowInSteps(solution: Solution, { news, by, stretches }: FlowWish = {}): Steps<ToldFlow> {
  const { scenario, world, base } = solution;
  const { taken, filter } = baseGivenNews(solution, news);
  if (!canBe(taken)) return { status: "none", news: taken };
  yield;
  const conditions = by ?? usualSituations(scenario, world, conditionalReach(world, base, filter));
  const gathering = gatherBy(scenario, world, conditions);
  if ("diagnostics" in gathering) return { status: "not understood", diagnostics: gathering.diagnostics };
  const told = yield* flowInSteps(scenario, world, base, gathering, {
    filter,
    ...(stretches === undefined ? {} : { stretches }),
  });
  return { status: "told", news: taken, ...told };
}

export interface ChoiceWish extends GivenOptions {
  readonly desk: string;
  /**
   * Any day of the period asked about, counted from 1970-01-01; by default of the one in which the desk decides most
   * probably.
   */
  readonly on?: number;
  /** Values picked, by the names of variables that it sees. */
  readonly seen?: Readonly<Record<string, string>>;
  /** What speaks for and against each act, which takes building the world once more. Default: true. */
  readonly reasons?: boolean;
}

export type ToldChoices =
  | ({ readonly status: "told"; readonly news: NewsTaken } & Choices)
  | { readonly status: "no such desk"; readonly there: readonly string[] }
  | { readonly status: "none"; readonly news: NewsTaken };

/**
 * What a desk would do on a date where it sees some values: its acts with chance, points lost against the best, and
 * what speaks for and against each, averaged over all that it may see besides; and what else it may see there, so that
 * more can be picked.
 *
 * @example
 * ```ts
 * const told = choices(solved, { desk: "union table", on: readDay(solved.scenario, "10 May 2026").day, seen: { strike: "no" } });
 * told.date // => "2026-05-04"
 * told.acts.map(({ act }) => act).includes("call a strike") // => true
 * choices(solved, { desk: "the mayor" }).status // => "no such desk"
 * ```
 */
export function choices(solution: Solution, { news, desk, on, seen, reasons = true }: ChoiceWish): ToldChoices {
  const { scenario, world, base } = solution;
  const place = scenario.desks.findIndex(({ name }) => name === desk);
  if (place === -1) return { status: "no such desk", there: scenario.desks.map(({ name }) => name) };
  const { taken, filter } = baseGivenNews(solution, news);
  if (!canBe(taken)) return { status: "none", news: taken };
  const told = choicesOf(scenario, world, base, {
    desk: place,
    filter,
    reasons: reasons ? payoffLines(scenario, world, base, [scenario.desks[place].actor]) : null,
    ...(on === undefined ? {} : { period: periodOfDay(scenario, on) }),
    ...(seen === undefined ? {} : { seen }),
  });
  return { status: "told", news: taken, ...told };
}

/**
 * What has been observed, as a filter of the solved process. Strategies stay those of the solved game; only the paths
 * that agree with the history remain, in proportion.
 *
 * `happened`: in the period that holds its day (several items of one occurrence on different days: as many times);
 * `did not happen`: not once in that period; `seen`: true once the turns of that period are over. Variables that are
 * fully reported do not change in a period unless an item of that period speaks of them (its condition reads them, or
 * what happened writes them). Silence counts for periods that are over by the day as of which the history is taken, the
 * last item's by default; where later items fall in the same period, only from the last of these on.
 *
 * The filter holds the chance of the rest of the history from every node (`history-filter.ts`): multiplying every edge
 * by the ratio of these chances gives the process conditional on the history (Doob's transform), so that every sweep of
 * `ride.ts` can run on it.
 */
import type { Scenario } from "../../language/scenario.ts";
import type { Solved } from "../../solve/solution.ts";
import type { World } from "../../world/world.ts";
import type { Filter } from "../ride/ride.ts";
import { chanceOf, makeFilter, nodesUntil, supportOf } from "./history-filter.ts";
import { type HistoryCase, MOST_IN_A_PERIOD, planHistory } from "./history-plan.ts";
import { type Impossibility, whyImpossible } from "./impossible-history.ts";

/** Memory for the chances of the rest of the history, in bytes. */
const MOST_BYTES = 2 ** 32;

/** As of when a history is taken: its first items in the order of their days, and silence up to a day. */
export interface Known {
  readonly count: number;
  readonly asOf: number;
}

export type Conditioned =
  | {
      readonly status: "conditioned";
      /** Probability of the items, silence included. */
      readonly likelihood: number;
      /** null when there is nothing to filter by. */
      readonly filter: Filter | null;
    }
  | ImpossibleHistory
  | { readonly status: "too large"; readonly what: string };

export interface ImpossibleHistory {
  readonly status: "impossible under the model";
  /**
   * Place of the first item, in the order of their days, at which the history becomes impossible; -1: silence alone.
   */
  readonly item: number;
  readonly text: string;
  readonly why: Impossibility;
}

/** The places of the history's items in the order of their days. */
export function historyOrder(scenario: Scenario): readonly number[] {
  const { history } = scenario;
  return history.map((_, index) => index).sort((a, b) => history[a].on - history[b].on || a - b);
}

/**
 * All that is known as of a day; without one of the whole history, and of the day to which the scenario was rolled on.
 */
export function knownAsOf(scenario: Scenario, day?: number): Known {
  const { history, rolled } = scenario;
  const asOf = day ?? Math.max(rolled?.to ?? Number.NEGATIVE_INFINITY, ...history.map(({ on }) => on));
  return { count: history.filter(({ on }) => on <= asOf).length, asOf };
}

/** The first items of the history, as of the last one's day. */
export function firstItems(scenario: Scenario, count: number): Known {
  const last = historyOrder(scenario)[count - 1];
  return { count, asOf: last === undefined ? Number.NEGATIVE_INFINITY : scenario.history[last].on };
}

function caseOf(scenario: Scenario, { count, asOf }: Known): HistoryCase {
  const ordered = historyOrder(scenario).map((index) => scenario.history[index]);
  return { items: ordered.slice(0, count), later: ordered.slice(count), asOf, silent: () => true };
}

/** Filters a solution by what is known, all of the history by default. */
export function conditionOnHistory(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "policy"> & Partial<Pick<Solved, "logPolicy">>,
  known: Known = knownAsOf(scenario),
): Conditioned {
  const plan = planHistory(scenario, world, caseOf(scenario, known));
  if (plan === null) {
    return { status: "too large", what: `more than ${MOST_IN_A_PERIOD} things happened in one period` };
  }
  if (plan.until === -1) return { status: "conditioned", likelihood: 1, filter: null };
  if (8 * nodesUntil(world, plan.until) * plan.flags > MOST_BYTES) {
    return { status: "too large", what: "too much happened in one period for so large a world" };
  }
  const filter = makeFilter(world, solved.policy, plan);
  const likelihood = chanceOf(world, filter);
  if (likelihood > 0) return { status: "conditioned", likelihood, filter };
  const support = supportOf(solved);
  if (chanceOf(world, makeFilter(world, support, plan, true)) > 0) {
    return { status: "too large", what: "possible, but with a probability too small to be computed (below 1e-300)" };
  }
  return firstImpossible(scenario, world, support, known);
}

/** The shortest history that cannot be, and why. */
function firstImpossible(scenario: Scenario, world: World, support: Float64Array, known: Known): ImpossibleHistory {
  const order = historyOrder(scenario);
  const impossible = (of: Known) => {
    const plan = planHistory(scenario, world, caseOf(scenario, of))!;
    return plan.until !== -1 && chanceOf(world, makeFilter(world, support, plan, true)) === 0;
  };
  for (let count = 1; count <= known.count; count++) {
    const sofar = firstItems(scenario, count);
    if (!impossible(sofar)) continue;
    const item = order[count - 1];
    const why = whyImpossible(scenario, world, support, caseOf(scenario, sofar));
    return { status: "impossible under the model", item, text: scenario.history[item].text, why };
  }
  const why = whyImpossible(scenario, world, support, caseOf(scenario, known), true);
  return { status: "impossible under the model", item: -1, text: "no further item", why };
}

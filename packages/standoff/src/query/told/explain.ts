/**
 * Why: who does what in which situation, what each thinks of what it does not see, the likeliest paths; given the news.
 */
import { inOneGo, type Steps } from "../../math/steps.ts";
import { type BeliefPath, beliefsOf } from "../beliefs.ts";
import { type ForgettingGap, gapsInSteps } from "../forgetting.ts";
import { canBe, type NewsTaken } from "../history/news.ts";
import { type HeldOtherwise, movesUnknown, numbersHeldOtherwise, type UnknownMove } from "../own-eyes.ts";
import { payoffLines } from "../payoff-lines.ts";
import type { Filter } from "../ride/ride.ts";
import { type Stories, storiesOf } from "../stories.ts";
import { type DeskStrategy, strategiesOf } from "../strategies.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "./given-news.ts";

export interface ExplainOptions extends GivenOptions {
  /** One part of it. Default: all three. */
  readonly only?: "strategies" | "beliefs" | "paths";
  /** Strategies and beliefs of this actor alone, by its key or its name. */
  readonly actor?: string;
  /** The likeliest path to this outcome, in place of the orders of all. */
  readonly outcome?: string;
  /** Every situation in which the choice differs, however rare. */
  readonly detail?: boolean;
  /** How many orders of outcomes. Default 6. */
  readonly number?: number;
}

/** The parts asked for; none where the news cannot be. */
export interface Explanation {
  readonly news: NewsTaken;
  readonly strategies?: readonly DeskStrategy[];
  readonly beliefs?: {
    readonly paths: readonly BeliefPath[];
    /** How far off each actor is for having forgotten. */
    readonly forgetting: readonly ForgettingGap[];
    /** Numbers that it holds to be otherwise than stated, and moves that it does not know of. */
    readonly eyes: readonly HeldOtherwise[];
    readonly unknown: readonly UnknownMove[];
  };
  readonly paths?: Stories;
}

/**
 * Why: strategies by desk and situation, with points for and against each act; beliefs in what is hidden, as chances by
 * date; the
 * likeliest orders of outcomes with their steps. All of the solution at the stated steadiness, given the news (all of
 * the file's by default).
 *
 * @example
 * ```ts
 * const { strategies, beliefs, paths } = explain(solved, { actor: "union", number: 2 });
 * strategies.map(({ desk }) => desk) // => ["union table"]
 * beliefs.paths.length // => 0
 * paths.stories.length // => 2
 * ```
 */
export function explain(solution: Solution, options: ExplainOptions = {}): Explanation {
  return inOneGo(explainInSteps(solution, options));
}

/** The same, resting between its parts and while histories are followed. */
export function* explainInSteps(solution: Solution, options: ExplainOptions = {}): Steps<Explanation> {
  const { taken: news, filter } = baseGivenNews(solution, options.news);
  const wants = (part: ExplainOptions["only"]) => canBe(news) && (options.only ?? part) === part;
  yield;
  const first = wants("strategies") ? { strategies: strategies(solution, filter, options) } : {};
  yield;
  const second = wants("beliefs") ? { beliefs: yield* beliefs(solution, filter, options) } : {};
  yield;
  const third = wants("paths") ? { paths: paths(solution, filter, options) } : {};
  return { news, ...first, ...second, ...third };
}

interface OfActor {
  readonly actor: string;
  readonly actorName: string;
}

function wanted({ actor }: ExplainOptions): (one: OfActor) => boolean {
  return (one) => actor === undefined || one.actor === actor || one.actorName === actor;
}

function strategies({ scenario, world, base }: Solution, filter: Filter | null, options: ExplainOptions) {
  const isWanted = wanted(options);
  const actors = scenario.actors.flatMap(({ id, name }, index) =>
    isWanted({ actor: id, actorName: name }) ? [index] : [],
  );
  const reasons = payoffLines(scenario, world, base, actors);
  return strategiesOf(scenario, world, base, { filter, reasons, detail: options.detail === true }).filter(isWanted);
}

function* beliefs(
  { scenario, world, base }: Solution,
  filter: Filter | null,
  options: ExplainOptions,
): Steps<NonNullable<Explanation["beliefs"]>> {
  const isWanted = wanted(options);
  const paths = beliefsOf(scenario, world, base, { filter }).filter(isWanted);
  yield;
  const actors = scenario.actors.flatMap(({ id, name }, actor) =>
    isWanted({ actor: id, actorName: name }) ? [actor] : [],
  );
  return {
    paths,
    forgetting: yield* gapsInSteps(scenario, world, base, { actors }),
    eyes: numbersHeldOtherwise(scenario).filter(isWanted),
    unknown: movesUnknown(scenario).filter(isWanted),
  };
}

/** The orders of all outcomes, or the likeliest path to the one asked for. */
function paths({ scenario, world, base }: Solution, filter: Filter | null, { outcome, number }: ExplainOptions) {
  const index = scenario.outcomes.findIndex(({ name }) => name === outcome);
  if (index === -1) {
    return storiesOf(scenario, world, base, { filter, ...(number === undefined ? {} : { most: number }) });
  }
  const told = storiesOf(scenario, world, base, { outcomes: [index], least: 0, filter });
  return { ...told, stories: told.stories.filter(({ order }) => order.length > 0), other: 0, leftOut: [] };
}

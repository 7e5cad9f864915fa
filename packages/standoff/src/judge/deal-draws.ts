/**
 * Signings over draws of all that is not known. The game in which nobody signs is priced on one graph and solved at
 * each draw, and built anew only where a draw has another graph. What the file itself is read by (a date of the
 * calendar, say) stays as stated.
 */
import { describedActors, stakesIn } from "../build/actors.ts";
import { atValues } from "../language/expression/static-value.ts";
import type { Scenario } from "../language/scenario.ts";
import { canBe, knownBy, type NewsChoice } from "../query/history/news.ts";
import { baseGivenNews, type Solution } from "../query/told/given-news.ts";
import { quantitiesOf } from "../study/quantities.ts";
import { type Point, samplePoints } from "../study/sample.ts";
import { readSeed } from "../study/seed.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { solvedAnew, solvedOn } from "./anew.ts";
import { readSignings, type Side, type Signings, withSignings } from "./signings.ts";

export interface DrawsOfDeals {
  readonly draws: number;
  /** Three words. */
  readonly seed: string;
}

export interface DrawnSignings {
  /** How likely the draw made the news; 1 where there is none. */
  readonly weight: number;
  /** By period; null where nothing can be signed then. */
  readonly days: readonly (Signings | null)[];
}

export interface SigningsOver {
  readonly sides: readonly Side[];
  readonly periods: readonly number[];
  readonly news: NewsChoice;
  readonly maxBytes: number | undefined;
  readonly onDraw: (done: number, of: number) => void;
}

/**
 * By draw; those that cannot be solved, or in which the news cannot be without an agreement, are left out. `never`: the
 * graph without any.
 */
export function signingsOverDraws(
  solution: Solution,
  never: World,
  over: SigningsOver,
  { draws, seed }: DrawsOfDeals,
): { readonly asked: number; readonly drawn: readonly DrawnSignings[] } {
  const words = readSeed(seed);
  if ("says" in words) throw new Error(words.says);
  const { scenario } = solution;
  const sample = samplePoints(scenario, quantitiesOf(scenario), words.seed, { draws, first: draws });
  if (sample.status !== "sampled") return { asked: draws, drawn: [] };
  const drawn = sample.points.flatMap((point, i) => {
    over.onDraw(i, sample.points.length);
    return signingsAt(solution, never, over, point) ?? [];
  });
  return { asked: sample.points.length, drawn };
}

function signingsAt(solution: Solution, never: World, over: SigningsOver, point: Point): DrawnSignings | null {
  const { periods, sides, news } = over;
  const scenario = scenarioAt(solution.scenario, point);
  const weight = likelihoodOfNews(solution, scenario, over);
  if (weight === 0) return null;
  const signing = withSignings(scenario, periods, true);
  const signed = solvedThere(solution, { graph: never, scenario: signing }, over.maxBytes);
  if (typeof signed === "string") return null;
  if (!canBe(baseGivenNews({ ...signed, results: [signed.base] }, news).taken)) return null;
  return {
    weight,
    days: readSignings({ ...signed, solved: signed.base, known: knownBy(scenario, news) }, sides, periods),
  };
}

function scenarioAt(stated: Scenario, { assumptions, factors }: Point): Scenario {
  const values = assumptions.map((value, i) => (stated.fixed.includes(i) ? stated.assumptions[i].value : value));
  const there = atValues(stated, values);
  return { ...there, actors: there.actors.map((actor, i) => ({ ...actor, lambda: actor.lambda * factors[i] })) };
}

/** In the game as it is; 0 where it cannot be had. */
function likelihoodOfNews(solution: Solution, scenario: Scenario, { news, maxBytes }: SigningsOver): number {
  if (baseGivenNews(solution, news).taken.likelihood === 1) return 1;
  const there = solvedThere(solution, { graph: wholeWorld(solution.world), scenario }, maxBytes);
  if (typeof there === "string") return 0;
  const { taken } = baseGivenNews({ ...there, results: [there.base] }, news);
  return canBe(taken) ? taken.likelihood : 0;
}

/** With everyone's steadiness as drawn; what is at stake stays as it is in the game given. */
function solvedThere(
  solution: Solution,
  { graph, scenario }: { readonly graph: World; readonly scenario: Scenario },
  maxBytes: number | undefined,
) {
  const actors = describedActors(scenario, stakesIn(solution.world));
  return solvedOn(graph, scenario, actors) ?? solvedAnew(solution, scenario, maxBytes, actors);
}

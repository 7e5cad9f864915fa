/**
 * A solved scenario as answers take it, and what the news chosen leaves of each of its solutions. Far from the stated
 * steadiness the news may be too unlikely to be computed: then that part of the ribbon is missing.
 */
import type { Scenario } from "../../language/scenario.ts";
import type { Solved } from "../../solve/solution.ts";
import type { World } from "../../world/world.ts";
import { byNews, canBe, type NewsChoice, type NewsTaken } from "../history/news.ts";
import type { Filter } from "../ride/ride.ts";

/** A scenario, its world and the solutions of it: what a solved run holds. */
export interface Solution {
  readonly scenario: Scenario;
  readonly world: World;
  /** At the stated steadiness (scale 1). */
  readonly base: Solved;
  /** At every scale that was solved, ascending, `base` among them. */
  readonly results: readonly Solved[];
}

/** Which news an answer goes by: all of the file's where nothing else is said. */
export interface GivenOptions {
  readonly news?: NewsChoice;
}

export interface GivenNews {
  readonly taken: NewsTaken;
  /** What is left of the solution at the stated steadiness; null: all. */
  readonly filter: Filter | null;
  /** The solutions of which something is left, and what, by place; none where the news cannot be. */
  readonly results: readonly Solved[];
  readonly filters: readonly (Filter | null)[];
}

export function givenNews({ scenario, world, results }: Solution, choice: NewsChoice = {}): GivenNews {
  const given = results.map((solved) => ({ solved, ...byNews(scenario, world, solved, choice) }));
  const base = given.find(({ solved }) => solved.scale === 1);
  if (base === undefined) throw new Error(`no base solution among scales ${results.map((s) => s.scale).join(", ")}`);
  const { taken, filter } = base;
  const kept = canBe(taken) ? given.filter((one) => canBe(one.taken)) : [];
  return { taken, filter, results: kept.map(({ solved }) => solved), filters: kept.map((one) => one.filter) };
}

/** The same of the solution at the stated steadiness alone. */
export function baseGivenNews(solution: Solution, choice: NewsChoice = {}): GivenNews {
  return givenNews({ ...solution, results: [solution.base] }, choice);
}

/** How it stands by date, given the news: of the solution at the stated steadiness. */
import { canBe } from "../history/news.ts";
import { type GroupStanding, standingOf } from "../standing.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "./given-news.ts";

/**
 * For every exclusive group, period by period, the chance that each of its outcomes holds on the period's last day: at
 * the stated values and steadiness, given the news. None where the news cannot be; a group with an outcome that
 * something must happen for has none.
 *
 * @example
 * ```ts
 * standing(solved) // => []
 * ```
 */
export function standing(solution: Solution, { news }: GivenOptions = {}): GroupStanding[] {
  const { taken, filter } = baseGivenNews(solution, news);
  return canBe(taken) ? standingOf(solution.scenario, solution.world, solution.base, filter) : [];
}

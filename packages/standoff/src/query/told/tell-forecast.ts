/** The forecast of a solved scenario, given the news. */
import { type Forecast, forecastSolutions } from "../forecast.ts";
import type { NewsTaken } from "../history/news.ts";
import { type GivenOptions, givenNews, type Solution } from "./given-news.ts";

/** The forecast with the news that it goes by; or only what became of that news, where it cannot be. */
export type ToldForecast =
  | ({ readonly status: "forecast"; readonly news: NewsTaken } & Forecast)
  | { readonly status: "impossible under the model" | "too large"; readonly news: NewsTaken };

/**
 * Every outcome's probability by date with its ribbon and error share, in file order.
 *
 * @example
 * ```ts
 * const { status, outcomes } = forecast(solved);
 * status // => "forecast"
 * outcomes.slice(0, 2).map(({ name, byEnd }) => `${name} ${percent(byEnd)}`) // => ["strike called 10 %", "settled 85 %"]
 * forecast(news).news.status // => "conditioned"
 * ```
 */
export function forecast(solution: Solution, { news }: GivenOptions = {}): ToldForecast {
  const { taken, results, filters } = givenNews(solution, news);
  const { status } = taken;
  if (status === "impossible under the model" || status === "too large") return { status, news: taken };
  const { scenario, world } = solution;
  return { status: "forecast", news: taken, ...forecastSolutions(scenario, world, results, { filters }) };
}

/** What was computed of a solved scenario, as one table: by name, given the news. */
import { beliefsOf } from "../beliefs.ts";
import { forecastSolutions } from "../forecast.ts";
import { firstItems } from "../history/history.ts";
import { knownBy, type NewsTaken } from "../history/news.ts";
import { updateSolutions } from "../history/update.ts";
import { storiesOf } from "../stories.ts";
import { strategiesOf } from "../strategies.ts";
import {
  answersTable,
  beliefsTable,
  type LongTable,
  newsTable,
  outcomesByDateTable,
  outcomesTable,
  storiesTable,
  strategiesTable,
} from "../tables.ts";
import { edgesTable, statesTable } from "../world-tables.ts";
import { baseGivenNews, type GivenNews, type GivenOptions, givenNews, type Solution } from "./given-news.ts";
import { askOwn } from "./tell-answers.ts";

export type TableName =
  | "forecast"
  | "outcomes"
  | "answers"
  | "strategies"
  | "beliefs"
  | "paths"
  | "news"
  | "states"
  | "world";

/** Every table by its name, from the solution and what the news leaves of it. */
const conditioned: Record<
  Exclude<TableName, keyof typeof whole>,
  (of: Solution, given: GivenNews, options: GivenOptions) => LongTable
> = {
  forecast: (solution: Solution, given: GivenNews) => outcomesByDateTable(forecastOf(solution, given)),
  outcomes: (solution: Solution, given: GivenNews) => outcomesTable(forecastOf(solution, given)),
  answers: (solution: Solution, _: GivenNews, options: GivenOptions) => answersTable(askOwn(solution, options)),
  strategies: ({ scenario, world, base }: Solution, { filter }: GivenNews) =>
    strategiesTable(strategiesOf(scenario, world, base, { filter })),
  beliefs: ({ scenario, world, base }: Solution, { filter }: GivenNews) =>
    beliefsTable(beliefsOf(scenario, world, base, { filter })),
  paths: ({ scenario, world, base }: Solution, { filter }: GivenNews) =>
    storiesTable(storiesOf(scenario, world, base, { filter })),
};

/** Tables of the solved game itself, whatever has been observed; and the account of the news. */
const whole = {
  news: ({ scenario, world, results }: Solution, { news = {} }: GivenOptions) =>
    newsTable(updateSolutions(scenario, world, results, knownBy(scenario, news) ?? firstItems(scenario, 0))),
  states: ({ world, base }: Solution) => statesTable(world, base),
  world: ({ world, base }: Solution) => edgesTable(world, base),
} satisfies Partial<Record<TableName, (of: Solution, options: GivenOptions) => LongTable>>;

/** Tables that show the ribbon: for the others the base solution is enough. */
const ribboned: readonly string[] = ["forecast", "outcomes", "answers"];

/**
 * The names of all tables, and whether each shows the ribbon.
 *
 * @example
 * ```ts
 * Object.keys(TABLES).includes("strategies") // => true
 * TABLES.outcomes.ribbon // => true
 * ```
 */
export const TABLES: Readonly<Record<TableName, { readonly ribbon: boolean }>> = Object.fromEntries(
  [...Object.keys(conditioned), ...Object.keys(whole)].map((name) => [name, { ribbon: ribboned.includes(name) }]),
) as Record<TableName, { ribbon: boolean }>;

export type ToldTable =
  | {
      readonly status: "table";
      /** The news that it goes by; null for tables of the whole solved game. */
      readonly news: NewsTaken | null;
      readonly table: LongTable;
    }
  | { readonly status: "impossible under the model" | "too large"; readonly news: NewsTaken };

/**
 * The table of that name. Its rows are made while they are read, once.
 *
 * @example
 * ```ts
 * const { status, table } = tableOf(solved, "outcomes");
 * status // => "table"
 * table.columns.slice(0, 2) // => ["outcome", "by end"]
 * ```
 */
export function tableOf(solution: Solution, name: TableName, options: GivenOptions = {}): ToldTable {
  if (name in whole)
    return { status: "table", news: null, table: whole[name as keyof typeof whole](solution, options) };
  const given = TABLES[name].ribbon ? givenNews(solution, options.news) : baseGivenNews(solution, options.news);
  const { status } = given.taken;
  if (status === "impossible under the model" || status === "too large") return { status, news: given.taken };
  const table = conditioned[name as keyof typeof conditioned](solution, given, options);
  return { status: "table", news: given.taken, table };
}

function forecastOf({ scenario, world }: Solution, { results, filters }: GivenNews) {
  return forecastSolutions(scenario, world, results, { filters });
}

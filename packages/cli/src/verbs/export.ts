/**
 * `standoff export`: tables of what was computed, as CSV or JSON, with a manifest that says from what and how. To a file it
 * writes FILE and, for CSV, FILE.manifest.json beside it; each whole or not at all.
 */
import { resolve } from "node:path";
import {
  answersTable,
  beliefsOf,
  beliefsTable,
  byNews,
  canBe,
  type Filter,
  firstItems,
  forecast,
  knownBy,
  type Manifest,
  manifestOf,
  type NewsChoice,
  type NewsTaken,
  newsTable,
  outcomesByDateTable,
  outcomesTable,
  storiesOf,
  storiesTable,
  strategiesOf,
  strategiesTable,
  toCsv,
  toRows,
  update,
} from "standoff";
import { ExitCode, Stop } from "../exit-code.ts";
import { type Grammar, option } from "../grammar.ts";
import { type NewsOptions, newsOptions, type SolveOptions, solveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load, type Solution, solve } from "../run.ts";
import { gathered } from "../save-file.ts";
import { printJson } from "../show/json.ts";
import { newsChoice } from "../show/news.ts";
import { version } from "../version.ts";
import { edgesTable, type LongTable, statesTable } from "../world-tables.ts";
import { answerOwn } from "./ask.ts";

const rowsAtOnce = 500;

interface ExportOptions extends SolveOptions, NewsOptions {
  readonly what: keyof typeof tables;
  readonly format?: "csv" | "json";
  readonly out?: string;
}

/** A solved scenario, and what the news leaves of each of its solutions. */
interface Conditioned {
  readonly solution: Solution;
  readonly filters: readonly (Filter | null)[];
  readonly base: Filter | null;
  readonly choice: NewsChoice;
}

/** Every table by the name that `--what` takes. */
const tables = {
  forecast: (of: Conditioned) => outcomesByDateTable(forecastOf(of)),
  outcomes: (of: Conditioned) => outcomesTable(forecastOf(of)),
  answers: ({ solution, filters }: Conditioned) => answersTable(answerOwn(solution, filters)),
  strategies: ({ solution: { scenario, world, base }, base: filter }: Conditioned) =>
    strategiesTable(strategiesOf(scenario, world, base, { filter })),
  beliefs: ({ solution: { scenario, world, base }, base: filter }: Conditioned) =>
    beliefsTable(beliefsOf(scenario, world, base, { filter })),
  paths: ({ solution: { scenario, world, base }, base: filter }: Conditioned) =>
    storiesTable(storiesOf(scenario, world, base, { filter })),
  news: ({ solution: { scenario, world, results }, choice }: Conditioned) =>
    newsTable(update(scenario, world, results, knownBy(scenario, choice) ?? firstItems(scenario, 0))),
  states: ({ solution }: Conditioned) => statesTable(solution, solution.base),
  world: ({ solution }: Conditioned) => edgesTable(solution, solution.base),
} satisfies Record<string, (of: Conditioned) => LongTable>;

export const grammar: Grammar = {
  examples: [
    "standoff export labour-strike > forecast.csv",
    "standoff export us-iran-2025 --what strategies --out strategies.csv",
    "standoff export labour-strike --what world --out world.json",
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--what <table>", "what to export", { choices: Object.keys(tables), standard: "forecast" }),
    option("--format <format>", "csv, or json; by the file's name if that says it", { choices: ["csv", "json"] }),
    option("--out <file>", "a file, and its manifest beside it; without it, stdout"),
  ],
  run: exportTables,
};

/** Tables of the solved game itself, whatever has been observed; and the account of the news. */
const apart: readonly string[] = ["news", "states", "world"];

function forecastOf({ solution: { scenario, world, results }, filters }: Conditioned) {
  return forecast(scenario, world, results, { filters });
}

function exportTables(outside: Outside, name: string, options: ExportOptions): number {
  const { what, out } = options;
  const format = options.json ? "json" : (options.format ?? (out?.endsWith(".json") ? "json" : "csv"));
  if (out !== undefined) {
    outside.announceFile(resolve(outside.cwd, out));
    if (format === "csv") outside.announceFile(resolve(outside.cwd, `${out}.manifest.json`));
  }
  // The ribbon is solved only for the tables that show it.
  const ribbon = what === "forecast" || what === "outcomes" || what === "answers";
  const choice = newsChoice(load(outside, name, options), options);
  const solved = solve(outside, name, options, ribbon ? {} : { scales: [1] });
  const given = apart.includes(what) ? null : solved.results.map((one) => byNewsOf(solved, one, choice));
  const base = given?.find(({ scale }) => scale === 1) ?? null;
  if (base !== null && !canBe(base.taken)) {
    throw new Stop(ExitCode.faulty, `the news: ${base.taken.status}: ${base.taken.says}\n--before-news leaves it out`);
  }
  // Far from the base the news may be too unlikely to be computed; then that part of the ribbon is missing.
  const kept = given?.map(({ taken }) => canBe(taken)) ?? [];
  const solution = given === null ? solved : { ...solved, results: solved.results.filter((_, i) => kept[i]) };
  const filters = given?.filter((_, i) => kept[i]).map(({ filter }) => filter) ?? [];
  const table: LongTable = tables[what]({ solution, filters, base: base?.filter ?? null, choice });
  const manifest = manifestFor(solution, options, base?.taken ?? null);
  const pieces = format === "csv" ? csvPieces(table) : jsonPieces(table, manifest);
  if (out === undefined) for (const piece of gathered(pieces)) outside.writeOut(piece);
  else {
    outside.saveFile(resolve(outside.cwd, out), pieces);
    if (format === "csv") outside.saveFile(resolve(outside.cwd, `${out}.manifest.json`), [printJson(manifest)]);
    outside.writeError(`Wrote ${format === "csv" ? `${out} and ${out}.manifest.json` : out}\n`);
  }
  return ExitCode.ok;
}

function byNewsOf({ scenario, world }: Solution, solved: Solution["base"], choice: NewsChoice) {
  return { scale: solved.scale, ...byNews(scenario, world, solved, choice) };
}

function manifestFor(
  { scenario, world, base }: Solution,
  { set, step, reversed }: ExportOptions,
  news: NewsTaken | null,
): Manifest {
  const settings = Object.entries(set).map(([name, value]) => [`set ${name}`, value] as const);
  return manifestOf(scenario, world, base.certificate, version, {
    ...Object.fromEntries(settings),
    step: step ?? null,
    reversed: reversed === true,
    news: news?.status ?? null,
    "news as of": news?.asOf ?? null,
    "news likelihood": news?.likelihood ?? null,
  });
}

function* csvPieces({ name, columns, rows }: LongTable): Generator<string> {
  const header = toCsv({ name, columns, rows: [] });
  yield header;
  for (const some of chunks(rows)) yield toCsv({ name, columns, rows: some }).slice(header.length);
}

/** The rows of a table, some hundreds at a time. */
function* chunks<Row>(rows: Iterable<Row>): Generator<Row[]> {
  let some: Row[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length < rowsAtOnce) continue;
    yield some;
    some = [];
  }
  yield some;
}

function* jsonPieces({ name, columns, rows }: LongTable, manifest: Manifest): Generator<string> {
  yield `{"table":${JSON.stringify(name)},\n"manifest":${JSON.stringify(manifest)},\n"rows":[`;
  let separator = "\n";
  for (const some of chunks(rows)) {
    for (const row of toRows({ name, columns, rows: some }, manifest).rows) {
      yield separator + JSON.stringify(row);
      separator = ",\n";
    }
  }
  yield "\n]}\n";
}

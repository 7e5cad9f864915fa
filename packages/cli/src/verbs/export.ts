/**
 * `standoff export`: tables of what was computed, as CSV or JSON, with a manifest that says from what and how. To a
 * file it writes FILE and, for CSV, FILE.manifest.json beside it; each whole or not at all.
 */
import { resolve } from "node:path";
import {
  csvPieces,
  jsonPieces,
  type Manifest,
  manifestOf,
  type NewsTaken,
  TABLES,
  type TableName,
  tableOf,
} from "standoff";
import { ExitCode, Stop } from "../exit-code.ts";
import type { NewsOptions, SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load, type Solution, solve } from "../run.ts";
import { gathered } from "../save-file.ts";
import { printJson } from "../show/json.ts";
import { newsChoice } from "../show/news.ts";
import { version } from "../version.ts";

interface ExportOptions extends SolveOptions, NewsOptions {
  readonly what: TableName;
  readonly format?: "csv" | "json";
  readonly out?: string;
}

export function exportTables(outside: Outside, name: string, options: ExportOptions): number {
  const { what, out } = options;
  const format = options.json ? "json" : (options.format ?? (out?.endsWith(".json") ? "json" : "csv"));
  if (out !== undefined) {
    outside.announceFile(resolve(outside.cwd, out));
    if (format === "csv") outside.announceFile(resolve(outside.cwd, `${out}.manifest.json`));
  }
  // The ribbon is solved only for the tables that show it.
  const news = newsChoice(load(outside, name, options), options);
  const solution = solve(outside, name, options, TABLES[what].ribbon ? {} : { scales: [1] });
  const told = tableOf(solution, what, { news });
  if (told.status !== "table") {
    throw new Stop(ExitCode.faulty, `the news: ${told.news.status}: ${told.news.says}\n--before-news leaves it out`);
  }
  const { table } = told;
  const manifest = manifestFor(solution, options, told.news);
  const pieces = format === "csv" ? csvPieces(table) : jsonPieces(table, manifest);
  if (out === undefined) for (const piece of gathered(pieces)) outside.writeOut(piece);
  else {
    outside.saveFile(resolve(outside.cwd, out), pieces);
    if (format === "csv") outside.saveFile(resolve(outside.cwd, `${out}.manifest.json`), [printJson(manifest)]);
    outside.writeError(`Wrote ${format === "csv" ? `${out} and ${out}.manifest.json` : out}\n`);
  }
  return ExitCode.ok;
}

function manifestFor(solution: Solution, { set, step, reversed }: ExportOptions, news: NewsTaken | null): Manifest {
  const settings = Object.entries(set).map(([name, value]) => [`set ${name}`, value] as const);
  return manifestOf(solution, version, {
    ...Object.fromEntries(settings),
    step: step ?? null,
    reversed: reversed === true,
    news: news?.status ?? null,
    "news as of": news?.asOf ?? null,
    "news likelihood": news?.likelihood ?? null,
  });
}

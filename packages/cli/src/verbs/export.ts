/**
 * `standoff export`: tables of what was computed, as CSV or JSON, with a manifest that says from what and how. To a file it
 * writes FILE and, for CSV, FILE.manifest.json beside it; each whole or not at all.
 */
import { resolve } from "node:path";
import { beliefsOf } from "standoff/query/beliefs";
import { forecast } from "standoff/query/forecast";
import { storiesOf } from "standoff/query/stories";
import { strategiesOf } from "standoff/query/strategies";
import {
  answersTable,
  beliefsTable,
  type Manifest,
  manifestOf,
  newsTable,
  outcomesByDateTable,
  outcomesTable,
  storiesTable,
  strategiesTable,
  toCsv,
  toRows,
} from "standoff/query/tables";
import { update } from "standoff/query/update";
import { ExitCode } from "../exit-code.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { type Solution, solve } from "../run.ts";
import { printJson } from "../show/json.ts";
import { version } from "../version.ts";
import { edgesTable, type LongTable, statesTable } from "../world-tables.ts";
import { answerOwn } from "./ask.ts";

const rowsAtOnce = 500;

export interface ExportOptions extends SolveOptions {
  readonly what: keyof typeof tables;
  readonly format?: "csv" | "json";
  readonly out?: string;
}

/** Every table by the name that `--what` takes. */
const tables = {
  forecast: (solution: Solution) => outcomesByDateTable(forecastOf(solution)),
  outcomes: (solution: Solution) => outcomesTable(forecastOf(solution)),
  answers: (solution: Solution) => answersTable(answerOwn(solution)),
  strategies: ({ scenario, world, base }: Solution) => strategiesTable(strategiesOf(scenario, world, base)),
  beliefs: ({ scenario, world, base }: Solution) => beliefsTable(beliefsOf(scenario, world, base)),
  paths: ({ scenario, world, base }: Solution) => storiesTable(storiesOf(scenario, world, base)),
  news: ({ scenario, world, results }: Solution) => newsTable(update(scenario, world, results)),
  states: (solution: Solution) => statesTable(solution, solution.base),
  world: (solution: Solution) => edgesTable(solution, solution.base),
} satisfies Record<string, (solution: Solution) => LongTable>;

function forecastOf({ scenario, world, results }: Solution) {
  return forecast(scenario, world, results);
}

export function exportTables(outside: Outside, name: string, options: ExportOptions): number {
  const { what, out } = options;
  const format = options.json ? "json" : (options.format ?? (out?.endsWith(".json") ? "json" : "csv"));
  // The ribbon is solved only for the tables that show it.
  const ribbon = what === "forecast" || what === "outcomes" || what === "answers";
  const solution = solve(outside, name, options, ribbon ? {} : { scales: [1] });
  const table: LongTable = tables[what](solution);
  const manifest = manifestFor(solution, options);
  const pieces = format === "csv" ? csvPieces(table) : jsonPieces(table, manifest);
  if (out === undefined) for (const piece of gathered(pieces)) outside.writeOut(piece);
  else {
    outside.saveFile(resolve(outside.cwd, out), pieces);
    if (format === "csv") outside.saveFile(resolve(outside.cwd, `${out}.manifest.json`), [printJson(manifest)]);
    outside.writeError(`Wrote ${format === "csv" ? `${out} and ${out}.manifest.json` : out}\n`);
  }
  return ExitCode.ok;
}

function manifestFor({ scenario, world, base }: Solution, { set, step, reversed }: ExportOptions): Manifest {
  const settings = Object.entries(set).map(([name, value]) => [`set ${name}`, value] as const);
  return manifestOf(scenario, world, base.certificate, version, {
    ...Object.fromEntries(settings),
    step: step ?? null,
    reversed: reversed === true,
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

/** Few large writes instead of many small ones. */
function* gathered(pieces: Iterable<string>): Generator<string> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < 1 << 16) continue;
    yield text;
    text = "";
  }
  yield text;
}

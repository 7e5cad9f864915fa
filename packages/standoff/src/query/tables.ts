/**
 * Anything that was computed as a table: named columns, rows of plain values, as CSV (RFC 4180) or JSON, each with a
 * manifest that says what it came from and how it was computed. Numbers are written in full (shortest form that reads
 * back to the same double); what is not finite is empty in CSV and null in JSON.
 */

import type { Certificate } from "../solve/solution.ts";
import { printDay } from "../text/dates.ts";
import { wholeWorld } from "../world/world.ts";
import type { BeliefPath } from "./beliefs.ts";
import type { Forecast } from "./forecast.ts";
import type { ForgettingGap } from "./forgetting.ts";
import type { Update } from "./history/update.ts";
import type { Answer } from "./questions/question.ts";
import type { Stories } from "./stories.ts";
import type { DeskStrategy } from "./strategies.ts";
import type { Solution } from "./told/given-news.ts";

export type Cell = string | number | boolean | null;

/** Rows of as many cells as there are columns; they may be made while they are read, once. */
export interface LongTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

/** A table whose rows are all there. */
export interface Table extends LongTable {
  readonly rows: readonly (readonly Cell[])[];
}

/** What a table came from. Plain data. */
export interface Manifest {
  readonly title: string;
  readonly caveat: string;
  readonly scenarioHash: string;
  readonly engineVersion: string;
  readonly asOf: string;
  readonly calendar: { readonly from: string; readonly to: string; readonly step: string };
  /** As the caller gave them: --set, --step and the like. */
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
  readonly world: { readonly states: number; readonly edges: number; readonly informationSets: number };
  readonly certificate: Certificate;
  readonly says: string;
}

/**
 * `settings` are those that the scenario was loaded and solved with, as the caller names them.
 *
 * @example
 * ```ts
 * manifestOf(solved, "0.1.0", { step: null }).calendar // => { from: "2026-03-02", to: "2026-07-31", step: "1 week" }
 * ```
 */
export function manifestOf(
  { scenario, world, base: { certificate } }: Pick<Solution, "scenario" | "world" | "base">,
  engineVersion: string,
  settings: Manifest["settings"] = {},
): Manifest {
  const { calendar } = scenario;
  const { nodes, edges, informationSets } = wholeWorld(world).header;
  return {
    title: scenario.title,
    caveat: scenario.caveat,
    scenarioHash: scenario.hash,
    engineVersion,
    asOf: printDay(scenario.asOf.day),
    calendar: {
      from: printDay(calendar.from),
      to: printDay(calendar.to),
      step: `${calendar.step.count} ${calendar.step.unit}${calendar.step.count === 1 ? "" : "s"}`,
    },
    settings,
    world: { states: nodes, edges, informationSets },
    certificate,
    says: "Probabilities in this model, given its values: values that we attribute, not endorse. The certificate is the precision of the arithmetic, not of the forecast.",
  };
}

// ---- Tables ----

export function outcomesTable({ outcomes }: Forecast): Table {
  const columns = ["outcome", "by end", "ribbon low", "ribbon high", "error share", "resolvable", "resolves"];
  const rows = outcomes.map((o) => [o.name, o.byEnd, ...o.ribbon.byEnd, o.errorShare, o.resolvable, o.resolves]);
  return { name: "outcomes", columns, rows };
}

export function outcomesByDateTable({ outcomes }: Forecast): Table {
  const rows = outcomes.flatMap(({ name, byDate, ribbon }) =>
    byDate.map(([date, probability], i) => [name, date, probability, ribbon.byDate[i][1], ribbon.byDate[i][2]]),
  );
  return { name: "outcomes by date", columns: ["outcome", "date", "probability", "ribbon low", "ribbon high"], rows };
}

export function answersTable(answers: readonly { readonly ask: string; readonly answer: Answer }[]): Table {
  const columns = [
    "question",
    "status",
    "kind",
    "value",
    "ribbon low",
    "ribbon high",
    "error share",
    "probability of the condition",
    "never",
  ];
  const rows = answers.map(({ ask, answer }) => {
    if (answer.status !== "answered") return [ask, answer.status, ...Array<null>(columns.length - 2).fill(null)];
    const never = answer.kind === "days until" ? answer.never : null;
    const errors = answer.kind === "probability" ? answer.errorShare : null;
    return [ask, answer.status, answer.kind, answer.value, ...answer.ribbon, errors, answer.given, never];
  });
  return { name: "answers", columns, rows };
}

export function newsTable({ items }: Update): Table {
  const columns = ["date", "item", "kind", "likelihood", "outcome", "before", "after"];
  const rows = items.flatMap(({ on, text, kind, likelihood, outcomes }) =>
    outcomes.map(({ name, before, after }) => [on, text, kind, likelihood, name, before, after]),
  );
  return { name: "news", columns, rows };
}

export function strategiesTable(strategies: readonly DeskStrategy[]): Table {
  const columns = [
    "actor",
    "desk",
    "policy",
    "situation",
    "reached",
    "share of decisions",
    "act",
    "chance per convening",
    "per month",
    "available",
    "points lost",
  ];
  const rows = strategies.flatMap(({ actorName, desk, policy, situations }) =>
    situations.flatMap(({ when, reached, share, acts }) =>
      acts.map(({ act, chance, perMonth, available, pointsLost }) => {
        return [actorName, desk, policy, when, reached, share, act, chance, perMonth, available, pointsLost];
      }),
    ),
  );
  return { name: "strategies", columns, rows };
}

export function beliefsTable(paths: readonly BeliefPath[]): Table {
  const columns = ["actor", "about", "value", "date", "at", "running", "alive", "mean", "low", "high", "when true"];
  const rows = paths.flatMap(({ actorName, about, levels, points }) =>
    points.flatMap(({ date, at, running, alive, mean, low, high, whenTrue }) =>
      levels.map((level, i) => {
        return [actorName, about, level, date, at, running, alive, mean[i], low[i], high[i], whenTrue[i]!];
      }),
    ),
  );
  return { name: "beliefs", columns, rows };
}

export function forgettingTable(gaps: readonly ForgettingGap[]): Table {
  const columns = ["actor", "gap", "worst date", "worst", "largest", "about", "histories", "method", "warning"];
  const rows = gaps.map(({ actorName, gap, date, worst, largest, histories, method, warning }) => {
    return [actorName, gap, date, worst, largest?.gap ?? 0, largest?.about ?? null, histories, method, warning];
  });
  return { name: "forgetting", columns, rows };
}

export function storiesTable({ stories }: Stories): Table {
  const columns = [
    "story",
    "probability",
    "order",
    "path probability",
    "date",
    "low",
    "high",
    "share",
    "says",
    "outcomes",
  ];
  const rows = stories.flatMap(({ order, probability, path, steps }, place) => {
    const told = order.map((moment) => moment.join(" and ")).join(", then ");
    const head: Cell[] = [place + 1, probability, told, path?.probability ?? null];
    if (steps === null || steps.length === 0) return [[...head, null, null, null, null, null, null]];
    return steps.map(({ median, low, high, share, says, outcomes }) => {
      return [...head, median, low, high, share, says, outcomes.join(", ")];
    });
  });
  return { name: "stories", columns, rows };
}

// ---- Forms ----

/** CSV by RFC 4180: a header line, CRLF at line ends, quotes where needed. */
export function toCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

/** Spreadsheets pass over white space and quotes before a sign, and take full-width signs for plain ones. */
const startsFormula = /^[\s"'\p{Cc}\p{Cf}\p{Z}]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b]|^[\t\r]/u;

function csvCell(cell: Cell): string {
  if (cell === null || (typeof cell === "number" && !Number.isFinite(cell))) return "";
  // A text that a spreadsheet would take for a formula gets an apostrophe in front.
  const text = typeof cell === "string" && startsFormula.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table as objects by column name, with the manifest: plain data for JSON. */
export function toRows(table: Table, manifest: Manifest) {
  const finite = (cell: Cell) => (typeof cell === "number" && !Number.isFinite(cell) ? null : cell);
  return {
    table: table.name,
    manifest,
    rows: table.rows.map((row) => Object.fromEntries(row.map((cell, i) => [table.columns[i], finite(cell)]))),
  };
}

// ---- Long tables, piece by piece ----

const rowsAtOnce = 500;

/**
 * CSV by RFC 4180, some hundreds of rows at a time: joined, `toCsv`.
 *
 * @example
 * ```ts
 * const { table } = tableOf(solved, "outcomes");
 * [...csvPieces(table)].join("").slice(0, 25) // => "outcome,by end,ribbon low"
 * ```
 */
export function* csvPieces({ name, columns, rows }: LongTable): Generator<string> {
  const header = toCsv({ name, columns, rows: [] });
  yield header;
  for (const some of chunks(rows)) yield toCsv({ name, columns, rows: some }).slice(header.length);
}

/**
 * One JSON object, some hundreds of rows at a time: joined, what `toRows` gives.
 *
 * @example
 * ```ts
 * const { table } = tableOf(solved, "outcomes");
 * const { rows } = JSON.parse([...jsonPieces(table, manifestOf(solved, "0.1.0"))].join(""));
 * rows[0].outcome // => "strike called"
 * ```
 */
export function* jsonPieces({ name, columns, rows }: LongTable, manifest: Manifest): Generator<string> {
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

/** What came true, and what others foretold, as tables of comma-separated values. */
import { readNamedTable, type TableFault } from "../text/csv.ts";
import { parseDay } from "../text/dates.ts";

/** How a question was settled: a row of `scenario,question,resolved,date`. */
export interface Resolution {
  readonly line: number;
  readonly scenario: string;
  readonly question: string;
  /** null: the question was given up, and counts nowhere. */
  readonly resolved: boolean | null;
  /** The day on which it was settled, since 1970-01-01. */
  readonly day: number;
}

/** What someone else foretold: a row of `source,scenario,question,date,probability`. */
export interface Quote {
  readonly line: number;
  readonly source: string;
  readonly scenario: string;
  readonly question: string;
  readonly day: number;
  readonly probability: number;
}

export interface Resolutions {
  readonly resolutions: readonly Resolution[];
  readonly faults: readonly TableFault[];
}

export interface Quotes {
  readonly quotes: readonly Quote[];
  readonly faults: readonly TableFault[];
}

const words: Readonly<Record<string, boolean | null>> = {
  yes: true,
  true: true,
  "1": true,
  no: false,
  false: false,
  "0": false,
  void: null,
};

/**
 * The rows of a table `scenario,question,resolved,date`, with what is wrong in which line. `resolved` is yes, no or
 * void (given up); `date` is the day on which it was settled, as in 2026-05-31. A question has one resolution.
 *
 * @example
 * ```ts
 * const table = readResolutions("scenario,question,resolved,date\nlabour-strike,settled,yes,2026-05-12\n");
 * table.resolutions[0].resolved // => true
 * readResolutions("scenario,question,resolved,date\nlabour-strike,settled,maybe,2026-05-12\n").faults[0].line // => 2
 * ```
 */
export function readResolutions(text: string): Resolutions {
  const { rows, faults } = readNamedTable(text, ["scenario", "question", "resolved", "date"]);
  const wrong = [...faults];
  const seen = new Map<string, number>();
  const resolutions = rows.flatMap(({ line, cells }): Resolution[] => {
    const { scenario, question, date } = cells;
    const day = parseDay(date);
    const resolved = words[cells.resolved.toLowerCase()];
    const before = seen.get(keyOf(scenario, question));
    const message =
      emptyIn({ scenario, question }) ??
      (resolved === undefined ? `resolved is yes, no or void, not "${cells.resolved}"` : undefined) ??
      (day === undefined ? notADay(date) : undefined) ??
      (before === undefined ? undefined : `"${question}" of ${scenario} was resolved in line ${before} already`);
    if (message !== undefined) {
      wrong.push({ line, message });
      return [];
    }
    seen.set(keyOf(scenario, question), line);
    return [{ line, scenario, question, resolved, day: day! }];
  });
  return { resolutions, faults: inOrder(wrong) };
}

/**
 * The rows of a table `source,scenario,question,date,probability` of what others foretold on which day. Probabilities
 * are written 0.3 or 30 %.
 *
 * @example
 * ```ts
 * const table = readQuotes("source,scenario,question,date,probability\nmarket,labour-strike,settled,2026-03-01,70 %\n");
 * table.quotes[0].probability // => 0.70
 * ```
 */
export function readQuotes(text: string): Quotes {
  const { rows, faults } = readNamedTable(text, ["source", "scenario", "question", "date", "probability"]);
  const wrong = [...faults];
  const quotes = rows.flatMap(({ line, cells }): Quote[] => {
    const { source, scenario, question, date } = cells;
    const day = parseDay(date);
    const probability = chanceOf(cells.probability);
    const message =
      emptyIn({ source, scenario, question }) ??
      (day === undefined ? notADay(date) : undefined) ??
      (probability === null ? `probability is from 0 to 1, or as in 30 %, not "${cells.probability}"` : undefined);
    if (message === undefined) return [{ line, source, scenario, question, day: day!, probability: probability! }];
    wrong.push({ line, message });
    return [];
  });
  return { quotes, faults: inOrder(wrong) };
}

export function keyOf(scenario: string, question: string): string {
  return JSON.stringify([scenario, question]);
}

function emptyIn(cells: Readonly<Record<string, string>>): string | undefined {
  const empty = Object.entries(cells).find(([, cell]) => cell === "");
  return empty && `${empty[0]} is empty`;
}

function notADay(text: string): string {
  return `date is a day as in 2026-05-31, not "${text}"`;
}

function chanceOf(text: string): number | null {
  const found = /^(\d*\.?\d+|\d+\.)(e-\d+)?\s*(%?)$/i.exec(text);
  if (found === null) return null;
  const value = Number(`${found[1]}${found[2] ?? ""}`) / (found[3] === "%" ? 100 : 1);
  return value >= 0 && value <= 1 ? value : null;
}

function inOrder(faults: readonly TableFault[]): TableFault[] {
  return [...faults].sort((a, b) => a.line - b.line);
}

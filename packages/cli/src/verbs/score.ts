/** `standoff score`: sealed forecasts beside what came true: Brier and log scores, calibration, and against others. */
import {
  readQuotes,
  readResolutions,
  readSealed,
  type Score,
  type ScoreSet,
  type SealedForecast,
  scoreForecasts,
  type TableFault,
} from "standoff/score";
import { ExitCode, Stop } from "../exit-code.ts";
import type { Outside } from "../outside.ts";
import { printJson } from "../show/json.ts";
import { wrap } from "../show/layout.ts";
import { type Paint, paintFor } from "../show/paint.ts";
import {
  besideTable,
  calibrationTable,
  count,
  decompositionLines,
  figure,
  itemTable,
  SCORES_IN_WORDS,
} from "../show/scores.ts";
import { stopAtFile, textOf } from "../text-of.ts";

export interface ScoreOptions {
  readonly resolutions: string;
  readonly others?: string;
  readonly json?: boolean;
}

export function score(outside: Outside, files: readonly string[], options: ScoreOptions): number {
  const forecasts = files.map((file) => sealedIn(outside, file, options));
  const resolutions = readResolutions(textOf(outside, options.resolutions));
  const quotes = options.others === undefined ? undefined : readQuotes(textOf(outside, options.others));
  const found = scoreForecasts(forecasts, resolutions, quotes);
  if (found.status === "faulty") return stopAtTables(outside, found, options);
  outside.writeOut(options.json ? printJson(found) : page(outside, found));
  return ExitCode.ok;
}

/** A sealed forecast of a file, or a stop where it is damaged. */
export function sealedIn(outside: Outside, file: string, { json }: Pick<ScoreOptions, "json">): SealedForecast {
  const read = readSealed(textOf(outside, file));
  if (read.status === "read") return read.forecast;
  return stopAtFile(outside, file, json === true, { code: "damaged-forecast", message: `damaged: ${read.why}` });
}

/** Tells what is wrong in which line of which table, and stops. */
export function stopAtTables(
  outside: Outside,
  faulty: Extract<Score, { status: "faulty" }>,
  { resolutions, others, json }: ScoreOptions,
): never {
  const placed = (file: string, faults: readonly TableFault[]) => faults.map((fault) => ({ file, ...fault }));
  const all = [...placed(resolutions, faulty.resolutions), ...placed(others ?? "", faulty.others)];
  if (json) {
    const diagnostics = all.map((one) => ({ code: "faulty-table", severity: "error", ...one, column: null }));
    outside.writeOut(printJson({ status: "faulty", file: all[0].file, diagnostics }));
    throw new Stop(ExitCode.faulty);
  }
  throw new Stop(ExitCode.faulty, all.map(({ file, line, message }) => `${file}:${line}: ${message}`).join("\n"));
}

function page(outside: Outside, found: Extract<Score, { status: "scored" }>): string {
  const [paint, width] = [paintFor(outside.color), Math.min(outside.columns, 100)];
  const counts = [
    count(found.forecasts, "sealed forecast"),
    ...(found.open > 0 ? [`${found.open} open`] : []),
    ...(found.void > 0 ? [`${found.void} given up`] : []),
    ...(found.elsewhere > 0 ? [`${count(found.elsewhere, "resolution")} of other scenarios`] : []),
  ];
  const sections = [
    [counts.join(", ")],
    ...(found.sets.length === 0 ? [["Nothing is settled yet."]] : []),
    ...found.sets.flatMap((set) => setLines(set, width, paint)),
    wrap(`${SCORES_IN_WORDS}; others by their last word on the day of sealing.`, width).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function setLines(set: ScoreSet, width: number, paint: Paint): string[][] {
  const title = set.ahead
    ? "Sealed before it was settled"
    : "Sealed when it was settled already: no score, but a fit to the past";
  const { scores, comparisons, calibration, decomposition } = set;
  return [
    [
      (set.ahead ? paint.heading : paint.warning)(title),
      `${count(scores.items, "item")}: Brier ${figure(scores.brier)}, log ${figure(scores.log)}`,
    ],
    itemTable(set.items, width, paint),
    besideTable(comparisons, width, paint),
    calibrationTable(calibration, width, paint),
    decompositionLines(set.statements, decomposition, width),
  ].filter((lines) => lines.length > 0);
}

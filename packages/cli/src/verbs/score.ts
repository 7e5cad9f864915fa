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
} from "standoff";
import { ExitCode, Stop } from "../exit-code.ts";
import type { Outside } from "../outside.ts";
import { printJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { type Paint, paintFor } from "../show/paint.ts";
import { stopAtFile, textOf } from "../text-of.ts";

interface ScoreOptions {
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

function sealedIn(outside: Outside, file: string, { json }: ScoreOptions): SealedForecast {
  const read = readSealed(textOf(outside, file));
  if (read.status === "read") return read.forecast;
  return stopAtFile(outside, file, json === true, { code: "damaged-forecast", message: `damaged: ${read.why}` });
}

/** Tells what is wrong in which line of which table, and stops. */
function stopAtTables(
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
    wrap(
      "Brier from 0, the best, to 1; 0.25 for always saying one half. Log: ln of the probability given to what happened, 0 the best. Skill: 1 less our Brier over theirs. Each row is over what both foretold; others by their last word on the day of sealing.",
      width,
    ).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const count = (many: number, what: string) => `${many} ${what}${many === 1 ? "" : "s"}`;
const figure = (value: number | null) => (value === null ? "-" : value.toFixed(3).replace("-Infinity", "impossible"));
const right = (title: string) => ({ title, align: "right" }) as const;
const left = (title: string) => ({ title, align: "left", gives: true }) as const;

function setLines(set: ScoreSet, width: number, paint: Paint): string[][] {
  const title = set.ahead
    ? "Sealed before it was settled"
    : "Sealed when it was settled already: no score, but a fit to the past";
  const { scores, comparisons, calibration, decomposition } = set;
  const beside = comparisons.flatMap(({ against, ours, theirs, averaged, skill }) => [
    [
      against,
      String(theirs.items),
      figure(theirs.brier),
      figure(ours.brier),
      figure(skill),
      figure(theirs.log),
      figure(ours.log),
    ],
    ...(averaged === null
      ? []
      : [["  averaged with ours", String(averaged.items), figure(averaged.brier), "", "", figure(averaged.log), ""]]),
  ]);
  const lines = [
    [
      (set.ahead ? paint.heading : paint.warning)(title),
      `${count(scores.items, "item")}: Brier ${figure(scores.brier)}, log ${figure(scores.log)}`,
    ],
    table(
      [left("item"), right("settled"), right("given"), right("Brier"), right("log")],
      set.items.map((one) => [
        `${one.case}: ${one.name}`,
        one.settled,
        figure(one.chance),
        figure(one.brier),
        figure(one.log),
      ]),
      width,
      paint.faint,
    ),
    table(
      [left("against"), right("items"), right("Brier"), right("ours"), right("skill"), right("log"), right("ours")],
      beside,
      width,
      paint.faint,
    ),
    table(
      [left("said"), right("statements"), right("mean"), right("came true"), right("90 % band if right")],
      calibration.map((bin) => [
        `${Math.round(100 * bin.from)} to ${Math.round(100 * bin.to)} %`,
        String(bin.statements),
        figure(bin.meanChance),
        figure(bin.cameTrue),
        `${figure(bin.band[0])} to ${figure(bin.band[1])}${bin.inside ? "" : ", outside"}`,
      ]),
      width,
      paint.faint,
    ),
  ];
  if (decomposition === null) return lines;
  const { brier, reliability, resolution, uncertainty } = decomposition;
  const sum = `Brier ${figure(brier)} = reliability ${figure(reliability)} - resolution ${figure(resolution)} + uncertainty ${figure(uncertainty)}`;
  return [...lines, wrap(`Of ${count(set.statements, "statement")}, yes or no: ${sum}`, width)];
}

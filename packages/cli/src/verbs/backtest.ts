/**
 * `standoff backtest`: folders of scenarios with their sealed forecasts beside what came true: by question, by scenario
 * and over all, against what the tool and others can set beside them.
 */
import { join, resolve } from "node:path";
import { backtestPage } from "@standoff/report";
import {
  type Backtest,
  type BacktestCase,
  type BacktestedScenario,
  backtest as backtestCases,
  type EvenlyBeside,
  type RankedScores,
  readQuotes,
  readResolutions,
  type ScoreSpread,
  uninformedTwin,
} from "standoff/score";
import { ExitCode, Stop } from "../exit-code.ts";
import { findScenario } from "../find-scenario.ts";
import type { Outside } from "../outside.ts";
import { buildUntold, bytesAllowed, load } from "../run.ts";
import { printJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { newsChoice } from "../show/news.ts";
import { type Paint, paintFor } from "../show/paint.ts";
import {
  besideTable,
  calibrationTable,
  count,
  decompositionLines,
  figure,
  itemTable,
  left,
  right,
  SCORES_IN_WORDS,
} from "../show/scores.ts";
import { textOf } from "../text-of.ts";
import { type ScoreOptions, sealedIn, stopAtTables } from "./score.ts";

interface BacktestOptions extends ScoreOptions {
  readonly html?: string;
  readonly memory?: number;
}

type Scored = Extract<Backtest, { status: "scored" }>;

/** A sealed forecast, where it lies, and why it has no twin ("" where it has one). */
interface Kept {
  readonly file: string;
  readonly case: BacktestCase;
  readonly noTwin: string;
}

export function backtest(outside: Outside, folders: readonly string[], options: BacktestOptions): number {
  if (options.html !== undefined) outside.announceFile(resolve(outside.cwd, options.html));
  const resolutions = readResolutions(textOf(outside, options.resolutions));
  const quotes = options.others === undefined ? undefined : readQuotes(textOf(outside, options.others));
  const kept = [...new Set(folders.flatMap((folder) => sealedFiles(outside, folder)))].map((file) =>
    caseOf(outside, file, options),
  );
  refuseTwice(kept);
  const found = backtestCases(
    kept.map((one) => one.case),
    resolutions,
    quotes,
  );
  if (found.status === "faulty") return stopAtTables(outside, found, options);
  const twins = kept.map(({ case: { forecast }, noTwin }) => ({ scenario: forecast.scenario.name, why: noTwin }));
  const withoutTwin = twins.filter(({ why }) => why !== "");
  if (options.html !== undefined) {
    outside.saveFile(resolve(outside.cwd, options.html), [
      backtestPage({ ...found, withoutTwin, written: outside.now().slice(0, 10) }),
    ]);
    outside.writeError(`Wrote ${options.html}\n`);
  }
  if (options.json) outside.writeOut(printJson({ ...found, withoutTwin }));
  else outside.writeOut(page(outside, found, withoutTwin));
  return ExitCode.ok;
}

const SEALED = ".forecast";

/** Sealed forecasts of a folder, or of the folders in it. */
function sealedFiles(outside: Outside, folder: string): string[] {
  if (folder.includes("\0")) throw new Stop(ExitCode.usage, "a path cannot hold a NUL character");
  const kind = (path: string) => outside.kindOf(resolve(outside.cwd, path));
  const inside = (path: string) => outside.listFolder(resolve(outside.cwd, path)).map((name) => join(path, name));
  if (kind(folder) === "file") return [folder];
  if (kind(folder) === "nothing") throw new Stop(ExitCode.usage, `there is no folder ${folder}`);
  const sealed = (path: string) => inside(path).filter((file) => file.endsWith(SEALED) && kind(file) === "file");
  const own = sealed(folder);
  const found = own.length > 0 ? own : inside(folder).flatMap((path) => (kind(path) === "folder" ? sealed(path) : []));
  if (found.length > 0) return found.sort();
  throw new Stop(ExitCode.usage, `the folder ${folder} and those in it hold no sealed forecast (*${SEALED})`);
}

/** Two forecasts under one name would count the same questions twice. */
function refuseTwice(kept: readonly Kept[]): void {
  const seen = new Map<string, string>();
  for (const { file, case: one } of kept) {
    const { name } = one.forecast.scenario;
    const before = seen.get(name);
    if (before !== undefined)
      throw new Stop(ExitCode.usage, `${before} and ${file} are both sealed as ${name}; name one of them`);
    seen.set(name, file);
  }
}

/** With the scenario's uninformed twin, where the folder still holds the scenario that was sealed. */
function caseOf(outside: Outside, file: string, options: BacktestOptions): Kept {
  const forecast = sealedIn(outside, file, options);
  const without = (noTwin: string): Kept => ({ file, case: { forecast, twin: null }, noTwin });
  const folder = join(file, "..");
  const { settings, scenario: of, news } = forecast;
  const how = {
    set: settings.set,
    ...(settings.step === null ? {} : { step: settings.step }),
    reversed: settings.reversed,
    ...(settings.rival === undefined ? {} : { rival: settings.rival }),
  };
  const solving = { ...how, ...(options.memory === undefined ? {} : { memory: options.memory }) };
  try {
    if (load(outside, findScenario(outside, folder), solving).hash !== of.hash)
      return without("the scenario beside it is not the one that was sealed");
    const { scenario, world } = buildUntold(outside, folder, solving);
    const asked = newsChoice(scenario, news.status === "before the news" ? { beforeNews: true } : asOf(news.asOf));
    const twin = uninformedTwin(scenario, world, { news: asked, maxBytes: bytesAllowed(outside, options) });
    return twin.status === "made" ? { file, case: { forecast, twin: twin.chances }, noTwin: "" } : without(twin.why);
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return without("there is no scenario beside it that can be built");
  }
}

const asOf = (day: string | null) => (day === null ? {} : { asOf: day });

// ---- The page ----

function page(outside: Outside, found: Scored, withoutTwin: readonly { scenario: string; why: string }[]): string {
  const [paint, width] = [paintFor(outside.color), Math.min(outside.columns, 100)];
  const counts = [
    count(found.scenarios.length, "scenario"),
    ...(found.open > 0 ? [`${count(found.open, "question")} open`] : []),
    ...(found.void > 0 ? [`${found.void} given up`] : []),
    ...(found.elsewhere > 0 ? [`${count(found.elsewhere, "resolution")} of other scenarios`] : []),
  ];
  const { all, evenly } = found;
  const sections = [
    [counts.join(", "), ...wrap(found.hindsight.says, width).map(paint.warning)].filter((line) => line !== ""),
    ...(evenly === null ? [["Nothing is settled yet."]] : []),
    ...(evenly === null ? [] : [evenlyLines(evenly, width, paint)]),
    ...found.scenarios.flatMap((one) => scenarioLines(one, width, paint)),
    ...(evenly === null
      ? []
      : [
          [
            paint.heading("All questions together"),
            `${count(all.scores.items, "item")}: Brier ${figure(all.scores.brier)}, log ${figure(all.scores.log)}`,
          ],
          besideTable(all.comparisons, width, paint),
          ...(all.ranked === null ? [] : [rankedLines(all.ranked, width, paint)]),
          calibrationTable(all.calibration, width, paint),
          decompositionLines(all.statements, all.decomposition, width),
        ]),
    withoutTwin.flatMap(({ scenario, why }) => wrap(`No uninformed twin of ${scenario}: ${why}.`, width)),
    wrap(
      `${SCORES_IN_WORDS}; others by their last word on the day as of which the forecast was made. Ranked: of questions that ask of one event by several days. Intervals: 5 to 95 per cent of means over scenarios drawn with replacement; gain: theirs less ours.`,
      width,
    ).map(paint.faint),
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const spread = ({ mean, interval }: ScoreSpread) =>
  `${figure(mean)}${interval === null ? "" : ` (${figure(interval[0])} to ${figure(interval[1])})`}`;

function evenlyLines(
  { scenarios, brier, beside }: NonNullable<Scored["evenly"]>,
  width: number,
  paint: Paint,
): string[] {
  return [
    paint.heading("Every scenario counts the same"),
    `${count(scenarios, "scenario")}: Brier ${spread(brier)}`,
    ...table(
      [left("against"), right("scenarios"), right("Brier"), right("ours"), right("gain")],
      beside.map(({ against, scenarios: of, theirs, ours, gain }: EvenlyBeside) => [
        against,
        String(of),
        figure(theirs.mean),
        figure(ours.mean),
        spread(gain),
      ]),
      width,
      paint.faint,
    ),
  ];
}

function scenarioLines(one: BacktestedScenario, width: number, paint: Paint): string[][] {
  const { scores, title, asOf: day, settledBefore, caveat } = one;
  const known = settledBefore > 0 ? `; ${settledBefore} settled when it was sealed` : "";
  return [
    [
      paint.heading(`${one.name}: ${title}`),
      `as of ${day}${known}: Brier ${figure(scores.brier)}, log ${figure(scores.log)}`,
      ...wrap(caveat, width).map(paint.warning),
      ...(one.checksContradict
        ? wrap("More than a third of its own checks lay outside.", width).map(paint.warning)
        : []),
    ].filter((line) => line !== ""),
    itemTable(one.items, width, paint),
    besideTable(one.comparisons, width, paint),
    ...(one.ranked === null ? [] : [rankedLines(one.ranked, width, paint)]),
  ];
}

function rankedLines({ ladders, ours, beside }: RankedScores, width: number, paint: Paint): string[] {
  return [
    `${count(ladders, "dated ladder")}: ranked ${figure(ours)}`,
    ...table(
      [left("against"), right("ladders"), right("ranked"), right("ours")],
      beside.map((one) => [one.against, String(one.ladders), figure(one.theirs), figure(one.ours)]),
      width,
      paint.faint,
    ),
  ];
}

/** `standoff compare`: the forecasts of two scenarios, or of one scenario and a what-if of it, side by side. */
import {
  type Comparison,
  compare as compareForecasts,
  type OutcomeForecast,
  percentWithRibbon,
  points,
  ribbonNote,
  ribbonRange,
} from "standoff";
import { ExitCode, Stop } from "../exit-code.ts";
import type { NewsOptions, SolveOptions, ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load } from "../run.ts";
import { runAll, type Told } from "../share.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { hanging, table, wrap } from "../show/layout.ts";
import { newsChoice, newsLines } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";
import { strandsJson } from "../show/ribbon.ts";

interface CompareOptions extends ThreadOptions, NewsOptions {
  /** Assumptions changed in the second one only. */
  readonly with: Readonly<Record<string, string>>;
}

interface Side {
  readonly told: Told;
  readonly options: SolveOptions;
}

export async function compare(
  outside: Outside,
  a: string,
  b: string | undefined,
  options: CompareOptions,
): Promise<number> {
  if (b === undefined && Object.keys(options.with).length === 0) {
    throw new Stop(ExitCode.usage, 'compare needs a second scenario, or --with "assumption=value"');
  }
  const setBy = Object.fromEntries(Object.keys(options.with).map((name) => [name, "--with"]));
  const changed = { ...options, set: { ...options.set, ...options.with }, setBy };
  const newsOf = (name: string, of: SolveOptions) => newsChoice(load(outside, name, of), options);
  const told = await runAll(outside, [
    { name: a, options, extra: {}, weight: 1, news: newsOf(a, options) },
    { name: b ?? a, options: changed, extra: {}, weight: 1, news: newsOf(b ?? a, changed) },
  ]);
  const [first, second] = [
    { told: told[0], options },
    { told: told[1], options: changed },
  ];
  const found = compareForecasts(first.told, second.told);
  outside.writeOut(options.json ? printJson(toJson(first, second, found)) : page(outside, first, second, found));
  return ExitCode.ok;
}

function page(outside: Outside, a: Side, b: Side, found: Comparison): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const cell = (one: OutcomeForecast | undefined) =>
    one === undefined ? "-" : percentWithRibbon(one.byEnd, one.ribbon.byEnd);
  const rows = found.outcomes.map(({ name, a: inA, b: inB }) => [
    name,
    cell(inA),
    cell(inB),
    inA && inB ? points(inA.byEnd, inB.byEnd) : "",
  ]);
  const titles = [a, b].map(({ told }) => told.scenario.title);
  const changed = found.assumptions.map(
    ({ assumption, a: inA, b: inB }) => `${assumption}: ${inA ?? "-"} -> ${inB ?? "-"}`,
  );
  const sections = [
    headLines(a.told.scenario, width, paint),
    [
      ...hanging("A  ", `${titles[0]} (${a.told.path})`, width),
      ...newsLines(a.told.news, width - 3, paint).map((line) => `   ${line}`),
      ...hanging("B  ", `${titles[1]} (${b.told.path})`, width),
      ...newsLines(b.told.news, width - 3, paint).map((line) => `   ${line}`),
      ...changed.flatMap((text) => hanging("   ", text, width)),
    ],
    table(
      [
        { title: "by the last day", align: "left", gives: true },
        { title: "A", align: "right" },
        { title: "B", align: "right" },
        { title: "points", align: "right" },
      ],
      rows,
      width,
      paint.faint,
    ),
    wrap(
      `${ribbonNote(bothRanges(a, b))} Points: B less A, in percentage points. In these models, given these values: values that we attribute, not endorse.`,
      width,
    ).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function bothRanges(a: Side, b: Side): string {
  const [inA, inB] = [a, b].map(({ told }) => ribbonRange(told.forecast.solutions, told.missing)) as [string, string];
  return inA === inB ? inA : `in A ${inA}, in B ${inB}`;
}

function toJson(a: Side, b: Side, found: Comparison) {
  const head = ({ told, options }: Side) => ({
    ...scenarioJson(told, options),
    certificate: certificateJson(told.forecast.certificate),
    solutions: strandsJson(told.forecast.solutions),
    missingScales: told.missing,
    news: told.news,
  });
  const entry = (one: OutcomeForecast | undefined) =>
    one === undefined ? null : { byEnd: one.byEnd, ribbon: one.ribbon.byEnd, errorShare: one.errorShare };
  const outcomes = found.outcomes.map(
    ({ name, a: inA, b: inB, difference }) => [name, { a: entry(inA), b: entry(inB), difference }] as const,
  );
  return {
    status: "solved",
    a: head(a),
    b: head(b),
    assumptions: found.assumptions,
    outcomes: Object.fromEntries(outcomes),
  };
}

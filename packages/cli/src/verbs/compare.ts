/**
 * `standoff compare`: the forecasts of two scenarios, or of one scenario and what-ifs of it, side by side: two in full,
 * more as a table.
 */
import { type Comparison, compare as compareForecasts, type OutcomeForecast } from "standoff";
import { percent, percentWithRibbon, points, ribbonNote, ribbonRange } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import type { NewsOptions, SolveOptions, ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load, stopEarly } from "../run.ts";
import { runWhatStands, type Told } from "../share.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { hanging, table, wrap } from "../show/layout.ts";
import { newsChoice, newsLines } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";
import { strandsJson } from "../show/ribbon.ts";

interface CompareOptions extends ThreadOptions, NewsOptions {
  /** Assumptions changed in the second one only. */
  readonly with: Readonly<Record<string, string>>;
  /** What-ifs of the first, each by itself. */
  readonly each: readonly Readonly<Record<string, string>>[];
}

interface Side {
  readonly told: Told;
  readonly options: SolveOptions;
}

export async function compare(
  outside: Outside,
  a: string,
  others: readonly string[],
  options: CompareOptions,
): Promise<number> {
  const wanted = sidesWanted(a, others, options);
  if (wanted.length === 0) {
    throw new Stop(ExitCode.usage, 'compare needs a second scenario, --with "assumption=value", or --each');
  }
  const newsOf = (name: string, of: SolveOptions) => newsChoice(load(outside, name, of), options);
  const all = [{ name: a, options: options as SolveOptions }, ...wanted];
  const told = await runWhatStands(
    outside,
    all.map((side) => ({ ...side, extra: {}, weight: 1, news: newsOf(side.name, side.options) })),
  );
  const standing = all.flatMap((side, i): Side[] =>
    told[i] === null ? [] : [{ told: told[i], options: side.options }],
  );
  const [first, ...sides] = standing;
  const missing = all.length - standing.length;
  if (sides.length === 0) stopEarly({ outside, name: a, path: first.told.path, options });
  if (missing > 0) outside.writeError(`Ended before ${missing} of ${all.length} forecasts stood: they are missing.\n`);
  const found = sides.map((side) => compareForecasts(first.told, side.told));
  if (sides.length === 1)
    outside.writeOut(
      options.json ? printJson(toJson(first, sides[0], found[0])) : page(outside, first, sides[0], found[0]),
    );
  else
    outside.writeOut(
      options.json ? printJson(tableJson(first, sides, found)) : tablePage(outside, first, sides, found),
    );
  return ExitCode.ok;
}

/**
 * What stands beside the first: other scenarios, with the changes of --with where there are any; then each what-if by
 * itself.
 */
function sidesWanted(
  a: string,
  others: readonly string[],
  options: CompareOptions,
): { readonly name: string; readonly options: SolveOptions }[] {
  const changed = (by: Readonly<Record<string, string>>, flag: string): SolveOptions => ({
    ...options,
    set: { ...options.set, ...by },
    setBy: Object.fromEntries(Object.keys(by).map((name) => [name, flag])),
  });
  const withAll = Object.keys(options.with).length > 0;
  const named = others.length > 0 ? others : withAll ? [a] : [];
  return [
    ...named.map((name) => ({ name, options: changed(options.with, "--with") })),
    ...options.each.map((by) => ({ name: a, options: changed(by, "--each") })),
  ];
}

// ---- Several: a table ----

/** The letter of a side: B for the first beside A. */
const letterOf = (place: number) => (place < 25 ? String.fromCharCode(66 + place) : `B${place - 24}`);

function tablePage(outside: Outside, a: Side, sides: readonly Side[], found: readonly Comparison[]): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const legend = sides.flatMap(({ told }, place) => {
    const { assumptions } = found[place];
    const changes = assumptions.map(
      ({ assumption, a: inA, b: inB }) => `${assumption}: ${inA ?? "-"} -> ${inB ?? "-"}`,
    );
    const what = told.path === a.told.path ? [] : [`${told.scenario.title} (${told.path})`];
    return hanging(`${letterOf(place)}  `, [...what, ...changes].join("; ") || "as A", width);
  });
  const names = [...new Set(found.flatMap(({ outcomes }) => outcomes.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const each = found.map(({ outcomes }) => outcomes.find((one) => one.name === name));
    const own = each.find((one) => one?.a !== undefined)?.a;
    const cell = (one: (typeof each)[number]) => {
      if (one?.b === undefined) return "-";
      return one.a === undefined ? percent(one.b.byEnd) : points(one.a.byEnd, one.b.byEnd);
    };
    return [name, own === undefined ? "-" : percent(own.byEnd), ...each.map(cell)];
  });
  const right = (title: string) => ({ title, align: "right" }) as const;
  const sections = [
    headLines(a.told.scenario, width, paint),
    [
      ...hanging("A  ", `${a.told.scenario.title} (${a.told.path})`, width),
      ...newsLines(a.told.news, width - 3, paint).map((line) => `   ${line}`),
      ...legend,
    ],
    table(
      [
        { title: "by the last day", align: "left", gives: true },
        right("A"),
        ...sides.map((_, i) => right(letterOf(i))),
      ],
      rows,
      width,
      paint.faint,
    ),
    wrap(
      "Beside A: its difference, in percentage points, at the stated values. In these models, given these values: values that we attribute, not endorse.",
      width,
    ).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
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

function sideJson({ told, options }: Side) {
  return {
    ...scenarioJson(told, options),
    certificate: certificateJson(told.forecast.certificate),
    solutions: strandsJson(told.forecast.solutions),
    missingScales: told.missing,
    news: told.news,
  };
}

function entryJson(one: OutcomeForecast | undefined) {
  return one === undefined ? null : { byEnd: one.byEnd, ribbon: one.ribbon.byEnd, errorShare: one.errorShare };
}

function toJson(a: Side, b: Side, found: Comparison) {
  const outcomes = found.outcomes.map(
    ({ name, a: inA, b: inB, difference }) => [name, { a: entryJson(inA), b: entryJson(inB), difference }] as const,
  );
  return {
    status: "solved",
    a: sideJson(a),
    b: sideJson(b),
    assumptions: found.assumptions,
    outcomes: Object.fromEntries(outcomes),
  };
}

function tableJson(a: Side, sides: readonly Side[], found: readonly Comparison[]) {
  const own = a.told.forecast.outcomes.map((one) => [one.name, entryJson(one)] as const);
  const others = sides.map((side, i) => {
    const outcomes = found[i].outcomes.map(
      ({ name, b, difference }) => [name, { b: entryJson(b), difference }] as const,
    );
    return { b: sideJson(side), assumptions: found[i].assumptions, outcomes: Object.fromEntries(outcomes) };
  });
  return { status: "solved", a: sideJson(a), outcomes: Object.fromEntries(own), others };
}

/**
 * `standoff diff`: two versions of a scenario: what changed, and what each change of an assumption by itself, all else,
 * and all of it did to the forecast at the stated values.
 */

import { versionDifferences } from "standoff/judge";
import { amountInWords, percent, points } from "standoff/words";
import { ExitCode } from "../exit-code.ts";
import type { NewsOptions, SolveOptions, ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load } from "../run.ts";
import { runAll, type Told } from "../share.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { hanging, table, wrap } from "../show/layout.ts";
import { newsChoice } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";

interface DiffOptions extends ThreadOptions, NewsOptions {}

type Found = ReturnType<typeof versionDifferences>;
type Chances = ReadonlyMap<string, number>;

/** What a change by itself makes of the first version's forecast. */
interface Done {
  readonly change: string;
  readonly outcomes: Chances;
}

export async function diff(outside: Outside, a: string, b: string, options: DiffOptions): Promise<number> {
  const [first, second] = [load(outside, a, options), load(outside, b, options)];
  const found = versionDifferences(first, second);
  const alone = found.assumptions.filter((one) => one.value && one.a !== null && one.b !== null);
  const side = (name: string, more: Readonly<Record<string, string>>) => {
    const own: SolveOptions = { ...options, set: { ...options.set, ...more } };
    return { name, options: own, extra: {}, weight: 1, news: newsChoice(load(outside, name, own), options) };
  };
  const [inA, inB, ...changed] = await runAll(outside, [
    side(a, {}),
    side(b, {}),
    ...alone.map((one) => side(a, { [one.assumption]: one.b!.text })),
  ]);
  const done = alone.map(({ assumption }, i): Done => ({ change: assumption, outcomes: chancesOf(changed[i]) }));
  outside.writeOut(
    options.json ? printJson(toJson([inA, inB], found, done, options)) : page(outside, [inA, inB], found, done),
  );
  return ExitCode.ok;
}

function chancesOf({ forecast }: Told): Chances {
  return new Map(forecast.outcomes.map(({ name, byEnd }) => [name, byEnd]));
}

/** Outcomes shown on a page: those that changed most. JSON has all. */
const MOST_SHOWN = 4;

function page(outside: Outside, [a, b]: readonly [Told, Told], found: Found, done: readonly Done[]): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const [before, after] = [chancesOf(a), chancesOf(b)];
  const common = [...before.keys()].filter((name) => after.has(name));
  const moved = (name: string) =>
    Math.max(
      ...[after, ...done.map(({ outcomes }) => outcomes)].map((one) =>
        Math.abs((one.get(name) ?? 0) - before.get(name)!),
      ),
    );
  const shown = common.sort((one, other) => moved(other) - moved(one)).slice(0, MOST_SHOWN);
  const others = [...before.keys(), ...after.keys()].filter((name) => !before.has(name) || !after.has(name));
  const alone = done.map(({ change, outcomes }) => [
    change,
    ...shown.map((name) => points(before.get(name)!, outcomes.get(name)!)),
  ]);
  const rows = [
    ["A", ...shown.map((name) => percent(before.get(name)!))],
    ...alone,
    ["all of it", ...shown.map((name) => points(before.get(name)!, after.get(name)!))],
    ["B", ...shown.map((name) => percent(after.get(name)!))],
  ];
  const changes = [
    ...found.assumptions.flatMap((one) => hanging("  ", assumptionText(one), width)),
    ...found.parts.flatMap(({ part, gone, added }) => [
      part,
      ...gone.flatMap((line) => hanging("  - ", line, width)),
      ...added.flatMap((line) => hanging("  + ", line, width)),
    ]),
  ];
  const sections = [
    headLines(a.scenario, width, paint),
    [...hanging("A  ", a.path, width), ...hanging("B  ", b.path, width)],
    changes.length === 0 ? ["Nothing that counts has changed."] : ["What changed", ...changes],
    table(
      [
        { title: "by the last day", align: "left", gives: true },
        ...shown.map((title) => ({ title, align: "right" }) as const),
      ],
      rows,
      width,
      paint.faint,
    ),
    ...(others.length === 0 ? [] : [hanging("Outcomes that only one version has: ", others.join(", "), width)]),
    wrap(
      "Points, at the stated values, each against A; an assumption's name stands for its change alone. Changes together may do more or less than one by one; other ranges and grounds move only mean and band. In these models, given these values: values that we attribute, not endorse.",
      width,
    ).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function assumptionText({ assumption, a, b }: Found["assumptions"][number]): string {
  if (a === null) return `${assumption}: new, ${b!.text}`;
  if (b === null) return `${assumption}: gone, was ${a.text}`;
  const range = ({ range: ends, type }: NonNullable<typeof a>) =>
    ends === null ? "none" : ends.map((end) => amountInWords(end, type)).join(" to ");
  const parts = [
    ...(a.text === b.text ? [] : [`${a.text} -> ${b.text}`]),
    ...(range(a) === range(b) ? [] : [`range ${range(a)} -> ${range(b)}`]),
    ...(a.basis === b.basis ? [] : [`basis ${a.basis} -> ${b.basis}`]),
    ...(a.evidence.join() === b.evidence.join()
      ? []
      : [`evidence ${a.evidence.join(", ") || "none"} -> ${b.evidence.join(", ") || "none"}`]),
  ];
  return `${assumption}: ${parts.join("; ")}`;
}

function toJson([a, b]: readonly [Told, Told], found: Found, done: readonly Done[], options: SolveOptions) {
  const head = (told: Told) => ({
    ...scenarioJson(told, options),
    certificate: certificateJson(told.forecast.certificate),
  });
  const [before, after] = [chancesOf(a), chancesOf(b)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const outcomes = names.map((name) => {
    const alone = done.map(({ change, outcomes: by }) => ({ change, to: by.get(name) ?? null }));
    return [name, { a: before.get(name) ?? null, b: after.get(name) ?? null, alone }] as const;
  });
  return { status: "solved", a: head(a), b: head(b), ...found, outcomes: Object.fromEntries(outcomes) };
}

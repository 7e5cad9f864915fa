/**
 * `standoff why`: what moves an answer: its derivative by every assumption and by everyone's steadiness, through the
 * equilibrium, and the answer at both ends of ranges.
 */
import { type AssumptionEffect, amountInWords, type Derivatives, derivativesOf, type Scenario } from "standoff";
import type { NewsOptions, SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { progressOn } from "../progress.ts";
import { load, type Solution, solve, stopFaulty, stopping } from "../run.ts";
import { changeText, figureText, type Text } from "../show/figures.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { newsChoice, newsCode, newsLines } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";

interface WhyOptions extends SolveOptions, NewsOptions {
  readonly answer: string;
  readonly ranges?: number;
}

/** In worlds of more edges than this not every range is solved at its ends unless asked for: that takes minutes. */
const MANY_EDGES = 1_000_000;
const SOME_RANGES = 12;
/** Assumptions shown on a page; JSON has all. */
const MOST_SHOWN = 20;

type Told = Extract<Derivatives, { status: "told" }>;

export function why(outside: Outside, name: string, options: WhyOptions): number {
  const news = newsChoice(load(outside, name, options), options);
  const solution = solve(outside, name, options, { scales: [1] });
  const progress = progressOn(outside, options);
  const [found] = derivativesOf(solution, [options.answer], {
    news,
    ranges: rangesFor(solution, options),
    onProgress: (done, of) => {
      Atomics.store(outside.signals, 1, 1); // the slopes stand: an interrupt from now on waits for the page
      progress.show("solving at the ends of ranges", done / of);
    },
    cancelled: stopping(outside, options),
  });
  Atomics.store(outside.signals, 1, 0);
  progress.done();
  if (found.status === "not understood") return stopFaulty({ outside, path: "answer", options }, found);
  outside.writeOut(options.json ? printJson(toJson(solution, found, options)) : page(outside, solution, found));
  return newsCode(found.news);
}

/** How many ranges are solved at their ends. */
export function rangesFor(
  { world, scenario }: Pick<Solution, "world" | "scenario">,
  { ranges }: Pick<WhyOptions, "ranges">,
): number {
  return ranges ?? (world.header.edges > MANY_EDGES ? SOME_RANGES : scenario.assumptions.length);
}

type Found = Exclude<Derivatives, { status: "not understood" }>;

function page(outside: Outside, solution: Solution, found: Found): string {
  const { scenario } = solution;
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const head = [...headLines(scenario, width, paint), ...newsLines(found.news, width, paint)];
  const body = found.status === "told" ? toldLines(scenario, found, width, paint.faint) : [wrap(found.says, width)];
  return `${[head, ...body].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function toldLines(scenario: Scenario, told: Told, width: number, faint: (text: string) => string): string[][] {
  const [text, change] = [figureText(told.unit), changeText(told.unit)];
  const shown = told.effects.filter(({ derivative, overRange }) => derivative !== 0 || overRange !== null);
  const rows = shown.slice(0, MOST_SHOWN).map((effect) => effectCells(scenario, effect, text, change));
  const left = shown.length - rows.length;
  const steadiness = told.steadiness.map(({ actor, derivative }) => [
    actor,
    Number.isNaN(derivative) ? "-" : change(derivative * Math.log(2)),
  ]);
  const says = (told.how === "ranges" ? [] : told.effects)
    .filter((one) => one.says !== "")
    .map((one) => `${one.assumption}: ${one.says}.`);
  const notes = [
    `A slope is the derivative at the stated values times the width of the range (the value where there is none)${told.unit === "chance" ? ", in points" : ""}: what the whole range would do were the answer a straight line. All actors answer the change.`,
    ...(told.missingRanges > 0
      ? [`The work was ended before the ends of ${told.missingRanges} ranges were solved.`]
      : []),
    ...(left > 0 ? [`${left} further assumptions move it less; --json has all.`] : []),
    ...says,
    ...(told.how === "ranges" ? [`No slopes: ${told.says}. It was solved again at both ends of ranges instead.`] : []),
    ...(told.how !== "differences"
      ? []
      : [`These slopes come from solving again on both sides of every value: ${told.says}.`]),
    "In this model, given these values: values that we attribute, not endorse.",
  ];
  return [
    [`${told.answer}: ${text(told.value)}`],
    table(
      [
        { title: "assumption", align: "left", gives: true },
        { title: "stated", align: "right" },
        { title: "range", align: "right" },
        { title: "slope", align: "right" },
        { title: "at low end", align: "right" },
        { title: "at high end", align: "right" },
      ],
      rows,
      width,
      faint,
    ),
    table(
      [
        { title: "steadiness of", align: "left" },
        { title: "slope from one to twice", align: "right" },
      ],
      steadiness,
      width,
      faint,
    ),
    notes.flatMap((note) => wrap(note, width)).map(faint),
  ];
}

function effectCells(scenario: Scenario, effect: AssumptionEffect, text: Text, change: Text): string[] {
  const { assumption, value, range, derivative, overRange } = effect;
  const { type } = scenario.assumptions.find(({ name }) => name === assumption)!;
  return [
    assumption,
    amountInWords(value, type),
    range === null ? "" : range.map((end) => amountInWords(end, type)).join(" to "),
    derivative === null ? "-" : change(derivative * widthOfRange(effect)),
    ...(overRange === null ? ["", ""] : overRange.map(text)),
  ];
}

function widthOfRange({ range, value }: AssumptionEffect): number {
  return range === null ? Math.abs(value) : range[1] - range[0];
}

function toJson(solution: Solution, found: Found, options: WhyOptions) {
  const head = {
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    news: found.news,
    answer: found.answer,
  };
  if (found.status === "none") return { status: "none", ...head, why: found.says };
  const { value, unit, how, says: because, effects, steadiness, missingRanges, products } = found;
  return { status: "told", ...head, value, unit, how, because, effects, steadiness, missingRanges, products };
}

/**
 * `standoff why`: what moves an answer: its derivative by every assumption and by everyone's steadiness, through the
 * equilibrium, the answer at both ends of ranges, and over draws what its variance rests on, down to the evidence.
 */
import {
  type AssumptionEffect,
  type Derivatives,
  derivativesOf,
  type NewsChoice,
  type Question,
  readQuestion,
  type Scenario,
} from "standoff";
import { evidenceWeights, groundsOf, type Study } from "standoff/study";
import { amountInWords, percent } from "standoff/words";
import { averagesOf, checkSeed } from "../average.ts";
import type { DrawOptions, NewsOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { progressOn } from "../progress.ts";
import { callOf, load, type Solution, solve, stopFaulty, stopping } from "../run.ts";
import { drawsJson } from "../show/averages.ts";
import { changeText, figureText, type Text } from "../show/figures.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { newsChoice, newsCode, newsLines } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";
import { evidenceLines, type Rests, tornadoLines } from "../show/rests.ts";

interface WhyOptions extends DrawOptions, NewsOptions {
  readonly answer: string;
  readonly ranges?: number;
}

/**
 * In worlds of more edges than this nothing is drawn, and not every range solved at its ends, unless asked for: that
 * takes minutes.
 */
export const MANY_EDGES = 1_000_000;
const SOME_RANGES = 12;
/** Assumptions shown on a page; JSON has all. */
const MOST_SHOWN = 20;

type Told = Extract<Derivatives, { status: "told" }>;

export async function why(outside: Outside, name: string, options: WhyOptions): Promise<number> {
  checkSeed(options.seed);
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
  const drawn = found.status === "told" ? await drawnFor(outside, name, { solution, news }, options) : null;
  outside.writeOut(
    options.json ? printJson(toJson(solution, found, drawn, options)) : page(outside, solution, found, drawn),
  );
  return newsCode(found.news);
}

/** What the answer rests on over draws, and these. */
interface Drawn extends Rests {
  readonly study: Study;
  readonly seed: string;
}

interface Asked {
  readonly solution: Solution;
  readonly news: NewsChoice;
}

/** Null where none are wanted, or the answer cannot be asked of draws: points of an actor. */
async function drawnFor(
  outside: Outside,
  name: string,
  { solution, news }: Asked,
  options: WhyOptions,
): Promise<Drawn | null> {
  const { scenario, world } = solution;
  const question = questionFor(scenario, options.answer);
  if (question === null || (options.draws === undefined && world.header.edges > MANY_EDGES)) return null;
  const draws = {
    scenario,
    base: solution.base,
    world,
    call: callOf(outside, name, options),
    progress: progressOn(outside, options),
    cancelled: stopping(outside, options),
  };
  const averages = await averagesOf(outside, draws, options, news, [question]);
  if (averages === null) return null;
  const { study, seed } = averages;
  const [answer] = study.questions;
  const weights = evidenceWeights(scenario, answer);
  return { study, seed, grounds: groundsOf(scenario, answer), weights, linear: answer.linear };
}

function questionFor(scenario: Scenario, answer: string): Question | null {
  const isOutcome = scenario.outcomes.some(({ name }) => name === answer);
  const read = readQuestion(scenario, isOutcome ? `P(${answer})` : answer);
  return read.status === "read" ? { ...read, name: answer } : null;
}

/** How many ranges are solved at their ends. */
export function rangesFor(
  { world, scenario }: Pick<Solution, "world" | "scenario">,
  { ranges }: Pick<WhyOptions, "ranges">,
): number {
  return ranges ?? (world.header.edges > MANY_EDGES ? SOME_RANGES : scenario.assumptions.length);
}

type Found = Exclude<Derivatives, { status: "not understood" }>;

function page(outside: Outside, solution: Solution, found: Found, drawn: Drawn | null): string {
  const { scenario } = solution;
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const head = [...headLines(scenario, width, paint), ...newsLines(found.news, width, paint, scenario.rolled)];
  const look = { width, faint: paint.faint };
  const body = found.status === "told" ? toldLines(scenario, found, drawn, look) : [wrap(found.says, width)];
  return `${[head, ...body].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

interface Look {
  readonly width: number;
  readonly faint: (text: string) => string;
}

function toldLines(scenario: Scenario, told: Told, drawn: Drawn | null, { width, faint }: Look): string[][] {
  const [text, change] = [figureText(told.unit), changeText(told.unit)];
  const shares = drawn && sharesOf(drawn);
  const shown = told.effects.filter(({ derivative, overRange }) => derivative !== 0 || overRange !== null);
  const rows = shown
    .slice(0, MOST_SHOWN)
    .map((effect) => [
      ...effectCells(scenario, effect, text, change),
      ...(shares === null ? [] : [percent(shares.get(effect.assumption) ?? 0)]),
    ]);
  const steadiness = told.steadiness.map(({ actor, derivative }) => [
    actor,
    Number.isNaN(derivative) ? "-" : change(derivative * Math.log(2)),
  ]);
  const bars = tornadoLines(told.value, told.effects, text, width);
  const notes = notesOn(told, drawn, { bars: bars.length > 0, left: shown.length - rows.length });
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
        ...(drawn === null ? [] : [{ title: "share", align: "right" } as const]),
      ],
      rows,
      width,
      faint,
    ),
    ...(bars.length === 0 ? [] : [bars]),
    table(
      [
        { title: "steadiness of", align: "left" },
        { title: "slope from one to twice", align: "right" },
      ],
      steadiness,
      width,
      faint,
    ),
    ...(drawn === null ? [] : [evidenceLines(scenario, drawn, width, faint)]),
    notes.flatMap((note) => wrap(note, width)).map(faint),
  ];
}

/** What stands under the tables. `bars`: are they shown? `left`: how many assumptions are not. */
function notesOn(told: Told, drawn: Drawn | null, { bars, left }: { bars: boolean; left: number }): string[] {
  const says = (told.how === "ranges" ? [] : told.effects)
    .filter((one) => one.says !== "")
    .map((one) => `${one.assumption}: ${one.says}.`);
  return [
    `A slope is the derivative at the stated values times the width of the range (the value where there is none)${told.unit === "chance" ? ", in points" : ""}: what the whole range would do were the answer a straight line. All actors answer the change.`,
    ...(told.missingRanges > 0
      ? [`The work was ended before the ends of ${told.missingRanges} ranges were solved.`]
      : []),
    ...(bars ? ["Bars: from the stated value to that at the low end (░) and at the high end (█) of each range."] : []),
    ...(drawn === null ? [] : [sharesNote(drawn)]),
    ...(left > 0 ? [`${left} further assumptions move it less; --json has all.`] : []),
    ...says,
    ...(told.how === "ranges" ? [`No slopes: ${told.says}. It was solved again at both ends of ranges instead.`] : []),
    ...(told.how !== "differences"
      ? []
      : [`These slopes come from solving again on both sides of every value: ${told.says}.`]),
    "In this model, given these values: values that we attribute, not endorse.",
  ];
}

/** By assumption: its own share, or of its prior and odds together. */
function sharesOf({ grounds }: Drawn): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { assumption, share } of grounds) {
    if (assumption !== null) shares.set(assumption, (shares.get(assumption) ?? 0) + share);
  }
  return shares;
}

function sharesNote({ study, seed, linear }: Drawn): string {
  return `Share: of the answer's variance over ${study.draws.solved} draws with the seed ${seed}, as far as it is linear in what was drawn (${percent(linear)} in all).`;
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

function toJson(solution: Solution, found: Found, drawn: Drawn | null, options: WhyOptions) {
  const head = {
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    news: found.news,
    answer: found.answer,
  };
  const rests = drawn && restsJson(drawn);
  if (found.status === "none") return { status: "none", ...head, why: found.says };
  const { value, unit, how, says: because, effects, steadiness, missingRanges, products } = found;
  return { status: "told", ...head, value, unit, how, because, effects, steadiness, missingRanges, products, rests };
}

function restsJson({ study, seed, grounds, weights, linear }: Drawn) {
  const { restsOn: _, ...draws } = drawsJson(study, seed);
  return { ...draws, linear, grounds, weights };
}

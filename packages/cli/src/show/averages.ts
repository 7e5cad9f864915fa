/**
 * Averages over draws as cells, lines and JSON: mean with its sampling error, band, what stands beside them, the word
 * for them, and what they rest on.
 */

import type { Averaged, Study } from "standoff/study";
import { likelihood, likelihoodOver, percent, readable, span } from "standoff/words";
import { FEWEST_EFFECTIVE } from "../average.ts";
import { wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** A figure as text; `null`: what no draw can tell. */
export type FigureText = (value: number | null) => string;

export const percentText: FigureText = (value) => (value === null ? "-" : percent(value));
const plainText: FigureText = (value) => (value === null ? "-" : readable(value));
const daysText: FigureText = (value) => (value === null ? "-" : `${value.toFixed(value >= 10 ? 0 : 1)} days`);

export function textOf(kind: "probability" | "expectation" | "days until"): FigureText {
  return { probability: percentText, expectation: plainText, "days until": daysText }[kind];
}

const bare = (text: string) => text.replace(/ (%|days)$/, "");

/** The mean; where draws were lost the interval with these at 0 and at 1. */
export function meanCell({ mean, interval }: Averaged, text: FigureText): string {
  return interval === undefined ? text(mean) : span(bare(text(interval[0])), bare(text(interval[1])));
}

/** In points, of a probability: whole from one on. */
export function errorCell(error: number | null, text: FigureText): string {
  if (error === null) return "-";
  return text === percentText ? `±${(100 * error).toFixed(1)}` : `±${error.toPrecision(2)}`;
}

export function bandCell(band: Averaged["band"], text: FigureText): string {
  return band === null ? "-" : span(bare(text(band[0])), bare(text(band[2])));
}

/** The word for a mean with its band, or none where the band is too wide for one. */
export function wordFor({ mean, band }: Pick<Averaged, "mean" | "band">): string | null {
  if (mean === null) return null;
  return band === null ? likelihood(mean) : likelihoodOver(mean, [band[0], band[2]]);
}

// ---- What they rest on ----

/** Shares of variance below this are not named, nor more than so many. */
const LEAST_SHARE = 0.03;
const MOST_NAMED = 3;

/**
 * What the answers together rest on most: shares of each one's variance, averaged by how wide it is. Null where the
 * draws tell nothing.
 */
function restsOn({ outcomes, questions }: Study): string | null {
  const each = outcomes.length > 0 ? outcomes : questions.filter(({ kind }) => kind === "probability");
  const sloped = each.filter(({ sharesBy }) => sharesBy === "slopes");
  const all = sloped.length > 0 ? sloped : each;
  const sums = new Map<string, number>();
  let whole = 0;
  for (const { band, shares } of all) {
    const width = band === null ? 0 : (band[2] - band[0]) ** 2;
    whole += width;
    for (const [name, share] of shares) sums.set(name, (sums.get(name) ?? 0) + width * share);
  }
  const named = [...sums]
    .map(([name, sum]) => [name, whole > 0 ? sum / whole : 0] as const)
    .filter(([, share]) => share >= LEAST_SHARE)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_NAMED);
  return named.length === 0 ? null : named.map(([name, share]) => `${name} (${percent(share)})`).join(", ");
}

/** Are any shares told along slopes? */
function bySlopes({ outcomes, questions }: Study): boolean {
  return [...outcomes, ...questions].some(({ sharesBy }) => sharesBy === "slopes");
}

const SLOPES_NOTE =
  "Shares of the variance of what is widest, along exact slopes at the stated values as far as the draws keep to them.";

/** How many draws, and what came of them. */
function drawsLine({ draws, effective }: Study, seed: string, ended: boolean): string {
  const counts = [
    `${draws.solved}${ended ? ` of ${draws.asked}` : ""} draws with the seed ${seed}`,
    ...(ended ? ["the work was ended before the rest"] : []),
    ...(draws.refused > 0 ? [`${draws.refused} refused by the orders of preference`] : []),
    ...(draws.lost > 0 ? [`${draws.lost} lost`] : []),
  ];
  const few = effective < draws.solved - 1e-9;
  const weight = few ? ` Weighed by the news they tell as much as ${effective.toFixed(1)} draws.` : "";
  return `Mean and band are over ${counts.join(", ")}.${weight}`;
}

/** What the draws say of themselves: under the table that they fill. */
export function drawsLines(study: Study, seed: string, ended: boolean, width: number, paint: Paint): string[] {
  const rests = restsOn(study);
  return [
    ...wrap(drawsLine(study, seed, ended), width).map(paint.faint),
    ...(study.effective < FEWEST_EFFECTIVE
      ? wrap("That is too few to go by: take more draws.", width).map(paint.error)
      : []),
    ...(study.lost.length > 0
      ? wrap(`The first lost, draw ${study.lost[0].draw + 1}: ${study.lost[0].why}`, width).map(paint.warning)
      : []),
    ...(rests === null ? [] : wrap(`It rests most on: ${rests}.`, width)),
    ...(rests === null || !bySlopes(study) ? [] : wrap(SLOPES_NOTE, width).map(paint.faint)),
  ];
}

/** What mean and band are, under a page. */
export function averagesNote({ draws }: Study): string {
  const lost = draws.lost === 0 ? "" : " With lost draws a mean is given as the interval with these at 0 and at 1.";
  return `Mean: over draws of all that is not known, from the ranges given and each actor's steadiness; ± is half of the 95 per cent interval that the number of draws leaves.${lost} Band: from the 10 to the 90 per cent point of the draws, over the ranges given, no confidence interval. Stated: at the stated values. Habit: what usual frequencies alone foretell. No word of likelihood stands where the band touches more than two.`;
}

// ---- JSON ----

/** Once at the top of what is averaged over draws. */
export function drawsJson(study: Study, seed: string) {
  const { asked, solved, lost, refused } = study.draws;
  return { draws: { asked, solved, lost }, refused, effective: study.effective, seed, restsOn: restsOn(study) };
}

/** Beside a question's own figures. */
export function averagedJson({ mean, error, interval, band, habit }: Averaged) {
  return { mean: { value: mean, error, ...(interval === undefined ? {} : { interval }) }, band, habit };
}

/** Beside an outcome's own figures. */
export function outcomeAverages(one: Study["outcomes"][number]) {
  const { mean, meanByDate, error, interval, band, bandByDate, habit, decided } = one;
  return {
    mean: { byEnd: mean, byDate: meanByDate, error, decided, ...(interval === undefined ? {} : { interval }) },
    band: { byEnd: band, byDate: bandByDate },
    habit,
  };
}

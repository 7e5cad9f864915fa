/**
 * Numbers in words. Probabilities as whole per cents with "<1 %" and ">99 %" at the edges (never 0 % or 100 % unless
 * they are exactly that); likelihood in the words of Intelligence Community Directive 203 (2015); beliefs as "3 in 10".
 */
import { printDay } from "../text/dates.ts";

/**
 * Within this of 1 a probability counts as certain: the arithmetic's own noise. Only zero itself counts as impossible.
 */
const NOISE = 1e-12;

/**
 * "12 %", "<1 %", ">99 %"; "0 %" and "100 %" only where the model leaves no other way.
 *
 * @example
 * ```ts
 * [0.234, 0.003, 0.999, 1].map(percent) // => ["23 %", "<1 %", ">99 %", "100 %"]
 * ```
 */
export function percent(probability: number): string {
  if (probability <= 0) return "0 %";
  if (probability >= 1 - NOISE) return "100 %";
  const whole = Math.round(probability * 100);
  return whole < 1 ? "<1 %" : whole > 99 ? ">99 %" : `${whole} %`;
}

/**
 * "4 to 12 %" for a band of probabilities, or one figure where both ends read the same.
 *
 * @example
 * ```ts
 * percentBand(0.04, 0.12) // => "4 to 12 %"
 * ```
 */
export function percentBand(low: number, high: number): string {
  const [from, to] = [percent(low), percent(high)];
  if (from === to) return from;
  const short = /^\d/.test(from) ? from.replace(" %", "") : from;
  return `${short} to ${to}`;
}

/**
 * A number as one reads it: three significant digits, whole from 100 on.
 *
 * @example
 * ```ts
 * [0.28571, 1234567.8].map(readable) // => ["0.286", "1,234,568"]
 * ```
 */
export function readable(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en").replace("-0", "0");
  return String(Number(value.toPrecision(3)));
}

const DAYS_IN_A_YEAR = 365.25;

/**
 * An assumption's value, given in the units in which expressions are evaluated, as one reads it: rates a year,
 * durations in days, dates as ISO days.
 *
 * @example
 * ```ts
 * amountInWords(0.5 / 30.4375, "rate") // => "6 a year"
 * amountInWords(20514, "date") // => "2026-03-02"
 * ```
 */
export function amountInWords(value: number, type: "number" | "rate" | "duration" | "date"): string {
  switch (type) {
    case "date":
      return printDay(value);
    case "rate":
      return `${readable(value * DAYS_IN_A_YEAR)} a year`;
    case "duration":
      return `${readable(value)} days`;
    case "number":
      return readable(value);
  }
}

const likelihoods: readonly (readonly [above: number, words: string])[] = [
  [0.95, "almost certain"],
  [0.8, "very likely"],
  [0.55, "likely"],
  [0.45, "roughly even chance"],
  [0.2, "unlikely"],
  [0.05, "very unlikely"],
];

/**
 * Likelihood in the words of ICD 203: almost no chance, very unlikely, unlikely, roughly even chance, likely, very
 * likely, almost certain.
 *
 * @example
 * ```ts
 * likelihood(0.23) // => "unlikely"
 * likelihood(0.5) // => "roughly even chance"
 * ```
 */
export function likelihood(probability: number): string {
  if (probability <= 0) return "no chance in this model";
  if (probability >= 1 - NOISE) return "certain in this model";
  const rounded = Math.round(probability * 100) / 100;
  return likelihoods.find(([above]) => rounded >= above)?.[1] ?? "almost no chance";
}

/** More of the seven words than this, and a band is too wide for one of them. */
const MOST_WORDS = 2;

/**
 * The word for a mean over draws, in the words of ICD 203; null where the band, from the 10 to the 90 per cent point of
 * the draws, touches more than two of the seven.
 *
 * @example
 * ```ts
 * likelihoodOver(0.31, [0.22, 0.4]) // => "unlikely"
 * likelihoodOver(0.31, [0.08, 0.56]) // => null
 * ```
 */
export function likelihoodOver(mean: number, band: readonly [number, number]): string | null {
  const [low, high] = band.map(wordAt);
  return low - high < MOST_WORDS ? likelihood(mean) : null;
}

/** Which of the seven words, the likeliest first. */
function wordAt(probability: number): number {
  const rounded = Math.round(probability * 100) / 100;
  const place = likelihoods.findIndex(([above]) => rounded >= above);
  return place === -1 ? likelihoods.length : place;
}

/** "3 in 10"; near the edges "less than 1 in 20", "more than 19 in 20". */
export function inTen(probability: number): string {
  if (probability <= 0) return "impossible";
  if (probability >= 1 - NOISE) return "certain";
  if (probability < 0.05) return "less than 1 in 20";
  if (probability > 0.95) return "more than 19 in 20";
  const tenths = Math.round(probability * 10);
  return `${Math.min(9, Math.max(1, tenths))} in 10`;
}

/** A list in words: "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[], join = "and"): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${join} ${parts[parts.length - 1]}`;
}

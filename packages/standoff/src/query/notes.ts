/**
 * What stands beside figures and under tables, in the words that every program uses: the ribbon in brackets, error
 * shares, changes in points, and the notes that say what these are.
 */
import type { Scenario } from "../language/scenario.ts";
import { RIBBON_SCALES, WIDE_RIBBON_SCALES } from "../solve/ribbon.ts";
import type { Certificate } from "../solve/solution.ts";
import { percent, readable } from "./words.ts";

const bare = (p: number) => percent(p).replace(" %", "");

/**
 * `23 % (18-31)`, `98 % (82 to >99)`, `<1 % (<1)`: the ribbon from its lowest to its highest.
 *
 * @example
 * ```ts
 * percentWithRibbon(0.23, [0.18, 0.31]) // => "23 % (18-31)"
 * percentWithRibbon(0.98, [0.82, 0.999]) // => "98 % (82 to >99)"
 * ```
 */
export function percentWithRibbon(p: number, ribbon: readonly [number, number]): string {
  const [lowest, highest] = ribbon.map(bare) as [string, string];
  return `${percent(p)} (${span(lowest, highest)})`;
}

/**
 * Two ends as one reads them: a hyphen stands between plain figures only.
 *
 * @example
 * ```ts
 * span("18", "31") // => "18-31"
 * span("82", ">99") // => "82 to >99"
 * ```
 */
export function span(lowest: string, highest: string): string {
  if (/^\d/.test(lowest) && /^\d/.test(highest)) return `${lowest}-${highest}`;
  return lowest === highest ? lowest : `${lowest} to ${highest}`;
}

/**
 * `+3`, `-12`, `0`: a change in whole percentage points, the difference of the two figures as they are printed; `+<1`
 * where these read the same and the probabilities are not.
 *
 * @example
 * ```ts
 * points(0.21, 0.25) // => "+4"
 * points(0.21, 0.212) // => "+<1"
 * ```
 */
export function points(before: number, after: number): string {
  if (Math.abs(after - before) < 1e-12) return "0";
  const whole = Math.abs(wholePercent(after) - wholePercent(before));
  return `${after > before ? "+" : "-"}${whole < 1 ? "<1" : whole}`;
}

const wholePercent = (p: number) => Math.round(p * 100);

// ---- Error shares ----

/** Above this an error share is pointed out. */
const highErrorShare = 0.5;

/** A probability and how much of it passes through mistakes. */
export interface Shared {
  readonly probability: number;
  readonly errorShare: number;
}

/**
 * `27 %`, `67 % !`; nothing where there is no probability.
 *
 * @example
 * ```ts
 * errorShareText({ probability: 0.2, errorShare: 0.27 }) // => "27 %"
 * errorShareText({ probability: 0.2, errorShare: 0.67 }) // => "67 % !"
 * ```
 */
export function errorShareText({ probability, errorShare }: Shared): string {
  return probability <= 0 ? "" : `${percent(errorShare)}${errorShare > highErrorShare ? " !" : ""}`;
}

/**
 * Does more than half of the probability pass through mistakes?
 *
 * @example
 * ```ts
 * livesOnMistakes({ probability: 0.2, errorShare: 0.67 }) // => true
 * ```
 */
export function livesOnMistakes({ probability, errorShare }: Shared): boolean {
  return probability > 0 && errorShare > highErrorShare;
}

/**
 * What a choice that is not the best is, where desks choose for reasons: by the noise of all of them, or of some each.
 */
export type ChoiceNoise = "tastes" | "mistakes" | "both";

/**
 * The noise of a scenario's desks.
 *
 * @example
 * ```ts
 * noiseOf(solved.scenario) // => "tastes"
 * ```
 */
export function noiseOf({ desks }: Pick<Scenario, "desks">): ChoiceNoise {
  const kinds = new Set(desks.filter(({ policy }) => policy === null).map(({ noise }) => noise));
  return kinds.size === 2 ? "both" : kinds.has("tastes") ? "tastes" : "mistakes";
}

const whatItIs: Readonly<Record<ChoiceNoise, string>> = {
  tastes: "a taste of the moment, not a mistake",
  mistakes: "a mistake",
  both: "a taste of the moment or, at desks whose noise is mistakes, a mistake",
};
const whatCarries: Readonly<Record<ChoiceNoise, string>> = {
  tastes: "tastes of the moment",
  mistakes: "mistakes",
  both: "tastes and mistakes",
};

/**
 * What error shares are, and the names of what lives on such choices. `errorStake` in points; null: a quarter of each
 * actor's stake.
 *
 * @example
 * ```ts
 * errorsNote(10, [], "mistakes").startsWith("Off best: the share of the probability") // => true
 * ```
 */
export function errorsNote(errorStake: number | null, lives: readonly string[], noise: ChoiceNoise): string {
  if (errorStake === Number.POSITIVE_INFINITY)
    return "Off best: nothing is told, since at steadiness 0 nobody chooses for reasons.";
  const by = errorStake === null ? "a quarter of what is at stake for its actor" : `${readable(errorStake)} points`;
  const warning = ` Where it is above half (!) the forecast lives on ${whatCarries[noise]} and deserves low confidence: ${lives.join(", ")}.`;
  return `Off best: the share of the probability that passes through a choice worse than the best by more than ${by}: ${whatItIs[noise]}.${lives.length === 0 ? "" : warning}`;
}

// ---- The ribbon's own range ----

/** A solution as far as its place in the ribbon goes. */
export interface Strand {
  readonly scale: number;
  readonly certificate: Certificate;
}

/**
 * `from 0.5 to 2 times the stated one`: over which multiples of the stated steadiness a lowest and a highest figure
 * were sought, and what was not found there, or not by following the branch. `missing`: scales that were not come to.
 *
 * @example
 * ```ts
 * ribbonRange(solved.results) // => "from 0.5 to 2 times the stated one"
 * ```
 */
export function ribbonRange(strands: readonly Strand[], missing: readonly number[] = []): string {
  const scales = strands.map(({ scale }) => scale);
  const asked = scales.every((scale) => RIBBON_SCALES.includes(scale)) ? RIBBON_SCALES : WIDE_RIBBON_SCALES;
  const missed = asked.filter((scale) => !scales.includes(scale) && !missing.includes(scale));
  const leapt = strands.filter(({ certificate }) => certificate.branch === "leapt").map(({ scale }) => scale);
  const remarks = [
    ...(missed.length === 0 ? [] : [`not found at ${missed.join(", ")} within the work that it may take`]),
    ...(missing.length === 0 ? [] : [`not come to at ${missing.join(", ")} before time was up or the work was ended`]),
    ...(leapt.length === 0 ? [] : [`at ${leapt.join(", ")} found in one leap, perhaps on another branch`]),
  ];
  const range =
    scales.length === 1 ? "as stated only" : `from ${scales[0]} to ${scales[scales.length - 1]} times the stated one`;
  return remarks.length === 0 ? range : `${range} (${remarks.join("; ")})`;
}

/**
 * What stands in brackets behind a figure; `range` as `ribbonRange` words it.
 *
 * @example
 * ```ts
 * ribbonNote(ribbonRange(solved.results)).startsWith("In brackets the ribbon") // => true
 * ```
 */
export function ribbonNote(range: string): string {
  return `In brackets the ribbon: the same with everyone's steadiness ${range}; over the ranges given, not a confidence interval.`;
}

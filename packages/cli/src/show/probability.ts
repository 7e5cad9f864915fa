/** Probabilities with what stands beside them; the words and whole per cents themselves are the library's. */
import { percent, readable } from "standoff";

const bare = (p: number) => percent(p).replace(" %", "");

/** `23 % (18-31)`, `98 % (82 to >99)`, `<1 % (<1)`: the ribbon from its lowest to its highest. */
export function percentWithRibbon(p: number, ribbon: readonly [number, number]): string {
  const [lowest, highest] = ribbon.map(bare) as [string, string];
  return `${percent(p)} (${span(lowest, highest)})`;
}

/** Two ends as one reads them: a hyphen stands between plain figures only. */
export function span(lowest: string, highest: string): string {
  if (/^\d/.test(lowest) && /^\d/.test(highest)) return `${lowest}-${highest}`;
  return lowest === highest ? lowest : `${lowest} to ${highest}`;
}

/** Above this an error share is pointed out. */
const highErrorShare = 0.5;

/** A probability and how much of it passes through mistakes. */
export interface Shared {
  readonly probability: number;
  readonly errorShare: number;
}

/** `27 %`, `67 % !`; nothing where there is no probability. */
export function errorShareText({ probability, errorShare }: Shared): string {
  return probability <= 0 ? "" : `${percent(errorShare)}${errorShare > highErrorShare ? " !" : ""}`;
}

export function livesOnMistakes({ probability, errorShare }: Shared): boolean {
  return probability > 0 && errorShare > highErrorShare;
}

/** What error shares are, and the names of what lives on mistakes. */
export function errorsNote(errorStake: number, lives: readonly string[]): string {
  if (errorStake === Number.POSITIVE_INFINITY)
    return "Errors: none are told, since at steadiness 0 nobody chooses for reasons.";
  const warning = ` Where it is above half (!) the forecast lives on mistakes and deserves low confidence: ${lives.join(", ")}.`;
  return `Errors: the share of the probability that passes through a choice worse than the best by more than ${readable(errorStake)} points.${lives.length === 0 ? "" : warning}`;
}

/**
 * `+3`, `-12`, `0`: a change in whole percentage points, the difference of the two figures as they are printed; `+<1` where these
 * read the same and the probabilities are not.
 */
export function points(before: number, after: number): string {
  if (Math.abs(after - before) < 1e-12) return "0";
  const whole = Math.abs(wholePercent(after) - wholePercent(before));
  return `${after > before ? "+" : "-"}${whole < 1 ? "<1" : whole}`;
}

const wholePercent = (p: number) => Math.round(p * 100);

/** Probabilities with what stands beside them; the words and whole per cents themselves are the library's. */
import { percent } from "standoff/query/words";

const bare = (p: number) => percent(p).replace(" %", "");

/** `23 % (18-31)`, `98 % (82 to >99)`: the ribbon from its lowest to its highest. */
export function percentWithRibbon(p: number, ribbon: readonly [number, number]): string {
  const [lowest, highest] = ribbon.map(bare) as [string, string];
  return `${percent(p)} (${lowest}${highest.startsWith(">") ? " to " : "-"}${highest})`;
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
  return probability < 1e-12 ? "" : `${percent(errorShare)}${errorShare > highErrorShare ? " !" : ""}`;
}

export function livesOnMistakes({ probability, errorShare }: Shared): boolean {
  return probability >= 1e-12 && errorShare > highErrorShare;
}

/** What error shares are, and the names of what lives on mistakes. */
export function errorsNote(errorStake: number, lives: readonly string[]): string {
  const warning = ` Where it is above half (!) the forecast lives on mistakes and deserves low confidence: ${lives.join(", ")}.`;
  return `Errors: the share of the probability that passes through a choice worse than the best by more than ${errorStake} points.${lives.length === 0 ? "" : warning}`;
}

/** `+3`, `-12`, `0`: a difference in whole percentage points; `+<1` for a smaller one. */
export function points(difference: number): string {
  if (Math.abs(difference) < 1e-12) return "0";
  const whole = Math.round(Math.abs(difference) * 100);
  return `${difference > 0 ? "+" : "-"}${whole < 1 ? "<1" : whole}`;
}

/** Probabilities with what stands beside them; the words and whole per cents themselves are the library's. */
import { percent } from "standoff/query/words";

const bare = (p: number) => percent(p).replace(" %", "");

/** `23 % (18-31)`: the ribbon from its lowest to its highest. */
export function percentWithRibbon(p: number, ribbon: readonly [number, number]): string {
  return `${percent(p)} (${bare(ribbon[0])}-${bare(ribbon[1])})`;
}

/** `+3`, `-12`, `0`: a difference in whole percentage points; `+<1` for a smaller one. */
export function points(difference: number): string {
  if (Math.abs(difference) < 1e-12) return "0";
  const whole = Math.round(Math.abs(difference) * 100);
  return `${difference > 0 ? "+" : "-"}${whole < 1 ? "<1" : whole}`;
}

/**
 * Probabilities as people read them: whole per cents, "<1 %" and ">99 %" at the edges, the ribbon beside them, and the
 * words for likelihood of Intelligence Community Directive 203. Exact figures are in the JSON.
 */

/** `23`, `<1`, `>99`; `0` and `100` only where the model leaves no doubt at all. */
function wholePercent(p: number): string {
  if (Number.isNaN(p)) return "?";
  // Sums of many probabilities carry rounding errors: closer than this to 0 or 1 is 0 or 1.
  if (p < 1e-12) return "0";
  if (p > 1 - 1e-12) return "100";
  const whole = Math.round(p * 100);
  if (whole < 1) return "<1";
  if (whole > 99) return ">99";
  return String(whole);
}

/** `23 %`. */
export function percent(p: number): string {
  return `${wholePercent(p)} %`;
}

/** `23 % (18-31)`: the ribbon from its lowest to its highest. */
export function percentWithRibbon(p: number, ribbon: readonly [number, number]): string {
  return `${percent(p)} (${wholePercent(ribbon[0])}-${wholePercent(ribbon[1])})`;
}

/** `+3`, `-12`, `0`: a difference in whole percentage points. */
export function points(difference: number): string {
  const whole = Math.round(difference * 100);
  if (whole === 0) return Math.abs(difference) < 1e-12 ? "0" : difference > 0 ? "+<1" : "-<1";
  return whole > 0 ? `+${whole}` : String(whole);
}

/** Upper ends of ICD 203's classes, and what an exact 0 or 1 is called. */
const likelihoods: readonly (readonly [number, string])[] = [
  [0.05, "almost no chance"],
  [0.2, "very unlikely"],
  [0.45, "unlikely"],
  [0.55, "roughly even chance"],
  [0.8, "likely"],
  [0.95, "very likely"],
  [1, "almost certain"],
];

export function likelihood(p: number): string {
  if (Number.isNaN(p)) return "not defined";
  if (p < 1e-12) return "impossible here";
  if (p > 1 - 1e-12) return "certain here";
  return likelihoods.find(([to]) => p <= to)![1];
}

/** `3 in 10`, `1 in 200`: for beliefs. */
export function inTen(p: number): string {
  if (p < 1e-12) return "0 in 10";
  if (p > 1 - 1e-12) return "10 in 10";
  if (p >= 0.95) return p > 0.995 ? "over 99 in 100" : `${Math.round(p * 100)} in 100`;
  if (p >= 0.05) return `${Math.round(p * 10)} in 10`;
  return p < 0.005 ? "under 1 in 100" : `${Math.round(p * 100)} in 100`;
}

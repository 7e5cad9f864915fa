/**
 * Of statements that came true or did not: how often what was given some probability came true (calibration), and the
 * Brier score in three parts (Murphy 1973).
 */

/** A statement, the probability that it was given, and whether it came true. */
export interface Statement {
  readonly chance: number;
  readonly true: boolean;
}

export interface CalibrationBin {
  /** Probabilities from here, and up to here: the last bin holds 1, no other its upper end. */
  readonly from: number;
  readonly to: number;
  readonly statements: number;
  readonly meanChance: number;
  /** The share that came true. */
  readonly cameTrue: number;
  /** Were each of these probabilities right, the share would lie in here with at least 90 per cent. */
  readonly band: readonly [number, number];
  readonly inside: boolean;
}

const BINS = 10;
const TAIL = 0.05;

/**
 * Calibration in tenths; empty bins are left out. The band of a bin is that of the number of statements that come true
 * if each does with its own probability, independently (exact, by the Poisson binomial): from its 5 to its 95 per cent
 * point, as in the consistency bars of Bröcker and Smith (2007).
 */
export function calibrationOf(statements: readonly Statement[]): CalibrationBin[] {
  const bins = Array.from({ length: BINS }, (): Statement[] => []);
  for (const one of statements) bins[Math.min(BINS - 1, Math.floor(one.chance * BINS))].push(one);
  return bins.flatMap((bin, i) => (bin.length === 0 ? [] : [binOf(bin, i)]));
}

function binOf(bin: readonly Statement[], i: number): CalibrationBin {
  const size = bin.length;
  const counts = countsIfRight(bin.map(({ chance }) => chance));
  const band = [TAIL, 1 - TAIL].map((part) => quantile(counts, part) / size) as [number, number];
  const cameTrue = bin.filter((one) => one.true).length / size;
  return {
    from: i / BINS,
    to: (i + 1) / BINS,
    statements: size,
    meanChance: bin.reduce((sum, { chance }) => sum + chance, 0) / size,
    cameTrue,
    band,
    inside: band[0] <= cameTrue && cameTrue <= band[1],
  };
}

/**
 * The distribution of how many of independent statements come true: the Poisson binomial, one statement after the
 * other.
 */
export function countsIfRight(chances: readonly number[]): Float64Array {
  const counts = new Float64Array(chances.length + 1);
  counts[0] = 1;
  chances.forEach((chance, done) => {
    for (let k = done + 1; k >= 1; k--) counts[k] = counts[k] * (1 - chance) + counts[k - 1] * chance;
    counts[0] *= 1 - chance;
  });
  return counts;
}

/** Rounding may leave the whole a little below one. */
const NOISE = 1e-12;

function quantile(counts: Float64Array, part: number): number {
  let sum = 0;
  for (const [count, chance] of counts.entries()) {
    sum += chance;
    if (sum >= part - NOISE) return count;
  }
  return counts.length - 1;
}

/** Brier = reliability - resolution + uncertainty. */
export interface Decomposition {
  /** Of the statements, each by itself. */
  readonly brier: number;
  /** How far what came true lies from what was said, squared: 0 the best. */
  readonly reliability: number;
  /** How far what came true under different forecasts lies from the overall share, squared: the more the better. */
  readonly resolution: number;
  /** s (1 - s) of the overall share s: what always saying the share would score. */
  readonly uncertainty: number;
  /** How many distinct forecasts there were. */
  readonly distinct: number;
}

/**
 * Statements that were given the same probability, to the last bit, are one group: only then do the parts sum exactly.
 */
export function murphyOf(statements: readonly Statement[]): Decomposition | null {
  const all = statements.length;
  if (all === 0) return null;
  const groups = new Map<number, { size: number; true: number }>();
  for (const one of statements) {
    const group = groups.get(one.chance) ?? { size: 0, true: 0 };
    groups.set(one.chance, { size: group.size + 1, true: group.true + (one.true ? 1 : 0) });
  }
  const share = statements.filter((one) => one.true).length / all;
  let [reliability, resolution] = [0, 0];
  for (const [chance, group] of groups) {
    const cameTrue = group.true / group.size;
    reliability += (group.size / all) * (chance - cameTrue) ** 2;
    resolution += (group.size / all) * (cameTrue - share) ** 2;
  }
  const brier = statements.reduce((sum, one) => sum + (one.chance - (one.true ? 1 : 0)) ** 2, 0) / all;
  return { brier, reliability, resolution, uncertainty: share * (1 - share), distinct: groups.size };
}

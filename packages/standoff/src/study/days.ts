/**
 * Days until something over draws: figures of the averaged distribution, not averages of figures. The averaged
 * distribution is the draws' stretches laid over each other, each draw by its weight; within a stretch mass is spread
 * as under a constant hazard, as in `query/dates/days.ts`.
 */
import type { Stretch } from "./answers.ts";

export interface TimesDrawn {
  readonly stretches: readonly Stretch[];
  readonly weight: number;
}

/** Probability of each draw's outcome to come by a time, averaged; and the mean and quantiles given that it comes. */
export interface AveragedTimes {
  /** Probability that it comes by the last day. */
  readonly happens: number;
  readonly by: (time: number) => number;
  readonly mean: () => number;
  /** The time by which this much has come, given that it comes. */
  readonly quantile: (chance: number) => number;
}

export function averageTimes(draws: readonly TimesDrawn[]): AveragedTimes | null {
  const counted = draws.filter(({ weight }) => weight > 0);
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const parts = counted.flatMap(({ stretches, weight }) => partsOf(stretches, weight / total));
  const happens = parts.reduce((sum, { mass }) => sum + mass, 0);
  if (!(happens > 0)) return null;
  const by = (time: number) => parts.reduce((sum, part) => sum + part.mass * shareBy(part, time), 0);
  return {
    happens,
    by,
    mean: () => parts.reduce((sum, part) => sum + (part.mass / happens) * meanOf(part), 0),
    quantile: (chance) => bisect(by, chance * happens, Math.max(...parts.map(({ end }) => end))),
  };
}

interface Part {
  readonly begin: number;
  readonly end: number;
  readonly mass: number;
  /** -log of the share of what is left that outlives it; infinite where nothing does. */
  readonly hazard: number;
}

function partsOf(stretches: readonly Stretch[], weight: number): Part[] {
  let gone = 0;
  return stretches.map(([begin, end, mass]) => {
    const left = 1 - gone;
    gone += mass;
    const hazard = mass < left - 1e-15 ? -Math.log1p(-mass / left) : Number.POSITIVE_INFINITY;
    return { begin, end, mass: weight * mass, hazard };
  });
}

/** Which share of a part's mass has come by a time. */
function shareBy({ begin, end, hazard }: Part, time: number): number {
  if (time >= end) return 1;
  if (time <= begin) return 0;
  const share = (time - begin) / (end - begin);
  if (hazard === Number.POSITIVE_INFINITY || hazard < 1e-12) return share;
  return Math.expm1(-hazard * share) / Math.expm1(-hazard);
}

function meanOf({ begin, end, hazard }: Part): number {
  const spread =
    hazard > 1e-4 && Number.isFinite(hazard)
      ? 1 / hazard - 1 / Math.expm1(hazard)
      : 0.5 - (Number.isFinite(hazard) ? hazard / 12 : 0);
  return begin + (end - begin) * spread;
}

function bisect(by: (time: number) => number, wanted: number, last: number): number {
  let [low, high] = [0, last];
  for (let step = 0; step < 80 && high - low > 1e-10; step++) {
    const middle = (low + high) / 2;
    if (by(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

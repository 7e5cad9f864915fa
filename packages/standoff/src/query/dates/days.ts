/**
 * Days until something, from its mass in slices of time: distribution, mean and quantiles, counted from the calendar's
 * first day with parts of a day. Within a slice the mass is spread as under a constant hazard, which is exact for a
 * single event of constant rate; what comes as a period begins comes on its first day sharp. No probability is too
 * small for it.
 */
import type { Scenario } from "../../language/scenario.ts";
import { dateOfPeriod, dayOfPeriod } from "./periods.ts";
import { endOfSlice, type Timed } from "./slices.ts";

/**
 * Days from the first day to an outcome. All but `distribution` and `never` are given that it happens by the last day.
 */
export interface DaysAnswer {
  /**
   * [days to the period's first day, its ISO date, probability that it comes in that period]; with `never` they sum to
   * one.
   */
  readonly distribution: readonly (readonly [number, string, number])[];
  /** Probability that it does not happen by the last day. */
  readonly never: number;
  readonly mean: number;
  readonly median: number;
  /** Chance and days: by then it has happened with that chance, given that it does. */
  readonly quantiles: readonly (readonly [number, number])[];
  /** Days by which it has happened with probability one half in all; null when it never gets there. */
  readonly medianOverall: number | null;
}

const shownQuantiles = [0.1, 0.25, 0.5, 0.75, 0.9];

/** The mean or a quantile; NaN when it cannot happen. */
export function daysFigure(scenario: Scenario, timed: Timed, figure: "all" | "mean" | number): number {
  const stretches = stretchesOf(scenario, timed);
  const happens = stretches.reduce((sum, { mass }) => sum + mass, 0);
  if (!(happens > 0)) return Number.NaN;
  if (figure === "mean") return stretches.reduce((sum, one) => sum + (one.mass / happens) * meanOf(one), 0);
  return (
    quantile(stretches, (figure === "all" ? 0.5 : figure) * happens) ?? stretches.findLast((one) => one.mass > 0)!.end
  );
}

export function daysAnswer(scenario: Scenario, timed: Timed): DaysAnswer {
  const { slices, mass } = timed;
  const byPeriod = new Float64Array(scenario.calendar.periods.length + 1);
  slices.periodOf.forEach((period, slice) => {
    byPeriod[period] += mass[slice];
  });
  return {
    distribution: Array.from(byPeriod, (part, period) => [
      dayOfPeriod(scenario, period) - scenario.calendar.from,
      dateOfPeriod(scenario, period),
      part,
    ]),
    never: mass[slices.count],
    mean: daysFigure(scenario, timed, "mean"),
    median: daysFigure(scenario, timed, 0.5),
    quantiles: shownQuantiles.map((chance) => [chance, daysFigure(scenario, timed, chance)] as const),
    medianOverall: quantile(stretchesOf(scenario, timed), 0.5),
  };
}

/** Per slice: the mean day of what comes in it (its begin where nothing does). */
export function meanDays(scenario: Scenario, timed: Timed): number[] {
  return stretchesOf(scenario, timed).map(meanOf);
}

/** A slice in days from the first day, with its mass and its hazard over the whole of it. */
export interface Stretch {
  readonly begin: number;
  readonly end: number;
  readonly mass: number;
  /** -log of the share that survives it, of what had survived until then; infinite where nothing does. */
  readonly hazard: number;
}

export function stretchesOf({ calendar }: Scenario, { slices, mass }: Timed): Stretch[] {
  const later = sumsFrom(mass); // from behind, so that what little survives is not lost in rounding
  return Array.from(slices.begins, (begin, slice) => {
    const end = endOfSlice(slices, calendar, slice);
    const hazard = later[slice + 1] > 0 ? -Math.log1p(-mass[slice] / later[slice]) : Number.POSITIVE_INFINITY;
    return { begin: begin - calendar.from, end: end - calendar.from, mass: mass[slice], hazard };
  });
}

/** Per place: the sum of all from there on. */
function sumsFrom(mass: Float64Array): Float64Array {
  const sums = mass.slice();
  for (let place = sums.length - 2; place >= 0; place--) sums[place] += sums[place + 1];
  return sums;
}

function meanOf({ begin, end, mass, hazard }: Stretch): number {
  return mass > 0 ? begin + (end - begin) * meanShare(hazard) : begin;
}

/**
 * The mean of an exponential time with a hazard over a stretch of length one, given that it lies within: 1 / h - 1 /
 * (exp(h) - 1).
 */
export function meanShare(hazard: number): number {
  if (hazard === Number.POSITIVE_INFINITY) return 0.5; // all that is left comes here: no hazard is known
  if (hazard > 0.1) return 1 / hazard - 1 / Math.expm1(hazard);
  const square = hazard * hazard;
  return 0.5 - hazard * (1 / 12 - square * (1 / 720 - square * (1 / 30240 - square / 1209600)));
}

/** The time by which the mass reaches `wanted`; null when it never does. */
function quantile(stretches: readonly Stretch[], wanted: number): number | null {
  let gone = 0;
  for (const { begin, end, mass, hazard } of stretches) {
    if (mass > 0 && gone + mass >= wanted) {
      const share = Math.min(1, Math.max(0, (wanted - gone) / mass));
      const bent = hazard === Number.POSITIVE_INFINITY || hazard === 0;
      return begin + (end - begin) * (bent ? share : Math.min(1, -Math.log1p(share * Math.expm1(-hazard)) / hazard));
    }
    gone += mass;
  }
  return null;
}

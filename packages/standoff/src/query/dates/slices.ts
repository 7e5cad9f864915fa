/**
 * The time axis of an answer: every period whole, or cut at the dates inside it that a question tells apart. A *slice*
 * is a stretch of one period; the last slice is the calendar's last day, on which alone `at end` and `else` come true.
 *
 * Times are days since the epoch, with parts of a day: "by D" is everything before the time D + 1.
 */
import type { Calendar } from "../../language/scenario.ts";

export interface Slices {
  readonly count: number;
  /** The first slice of every period; of period number `periods`, the last slice. */
  readonly first: Int32Array;
  readonly periodOf: Int32Array;
  /** When each begins. */
  readonly begins: Float64Array;
  /**
   * Per period: where it is cut, as shares of it in [0, 1), ascending. A cut at 0 parts what comes as the period
   * begins.
   */
  readonly cuts: readonly Float64Array[];
}

/** When something first happens: its mass in every slice; the last place: never. */
export interface Timed {
  readonly slices: Slices;
  readonly mass: Float64Array;
}

type Stretches = Pick<Calendar, "to"> & {
  readonly periods: readonly { readonly start: number; readonly days: number }[];
};

/**
 * Slices that tell the given times apart; whatever lies on a period's first day or outside the calendar cuts nothing.
 * `parts` says on which days every period is cut besides; with a cut at 0, what comes as it begins stands apart.
 */
export function slicesAt(calendar: Stretches, times: Iterable<number>, parts?: (days: number) => number[]): Slices {
  const { periods } = calendar;
  const cuts = periods.map(({ days }) => (parts?.(days) ?? []).map((day) => day / days));
  for (const time of times) {
    const period = periods.findLastIndex(({ start }) => start < time);
    if (period === -1) continue;
    const { start, days } = periods[period];
    if (time < start + days) cuts[period].push((time - start) / days);
  }
  return slicesWith(
    calendar,
    cuts.map((own) => [...new Set(own)]),
  );
}

function slicesWith({ periods, to }: Stretches, cuts: readonly number[][]): Slices {
  const first = new Int32Array(periods.length + 1);
  const periodOf: number[] = [];
  const begins: number[] = [];
  periods.forEach(({ start, days }, period) => {
    cuts[period].sort((a, b) => a - b);
    first[period] = begins.length;
    for (const share of [0, ...cuts[period]]) {
      periodOf.push(period);
      begins.push(start + share * days);
    }
  });
  first[periods.length] = begins.length;
  return {
    count: begins.length + 1,
    first,
    periodOf: Int32Array.from([...periodOf, periods.length]),
    begins: Float64Array.from([...begins, to]),
    cuts: cuts.map((own) => Float64Array.from(own)),
  };
}

/** Is a period cut at a time inside it? */
export function isCut({ cuts }: Slices, period: number): boolean {
  return cuts[period]?.some((share) => share > 0) === true;
}

/** Is any period? */
export function isAnyCut(slices: Slices): boolean {
  return slices.cuts.some((_, period) => isCut(slices, period));
}

/** When a slice ends. */
export function endOfSlice(
  { begins, first, periodOf, count }: Slices,
  { periods, to }: Stretches,
  slice: number,
): number {
  if (slice === count - 1) return to;
  const period = periodOf[slice];
  return slice + 1 < first[period + 1] ? begins[slice + 1] : periods[period].start + periods[period].days;
}

/**
 * Is a slice within a span of days, both counted? It lies wholly inside or outside where the slices tell the span's
 * ends apart.
 */
export function isWithin(
  { begins }: Slices,
  slice: number,
  span: { readonly from: number; readonly to: number },
): boolean {
  const begin = begins[slice];
  return span.from <= begin && begin < span.to + 1;
}

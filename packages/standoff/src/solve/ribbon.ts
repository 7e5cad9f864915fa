/** The ribbon: at which multiples of the stated steadiness a forecast is solved. 1 is the forecast itself. */
export const RIBBON_SCALES: readonly number[] = [0.5, 1, 2];
/** The same further out, on request. */
export const WIDE_RIBBON_SCALES: readonly number[] = [0.25, 0.5, 1, 2, 4];

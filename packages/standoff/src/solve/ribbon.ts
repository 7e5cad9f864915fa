/**
 * The ribbon: at which multiples of the stated steadiness a forecast is solved. 1 is the forecast itself.
 *
 * @example
 * ```ts
 * RIBBON_SCALES // => [0.5, 1, 2]
 * ```
 */
export const RIBBON_SCALES: readonly number[] = [0.5, 1, 2];
/**
 * The same further out, on request.
 *
 * @example
 * ```ts
 * WIDE_RIBBON_SCALES // => [0.25, 0.5, 1, 2, 4]
 * ```
 */
export const WIDE_RIBBON_SCALES: readonly number[] = [0.25, 0.5, 1, 2, 4];

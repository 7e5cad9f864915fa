/**
 * Scores of one forecast of what came true. A forecast is a distribution over classes, of which one happened; yes and
 * no are two. Brier (1950), halved, so that it goes from 0 to 1 and is (p - 1)^2 for a yes: half the sum over classes
 * of (p - happened)^2. Logarithmic (Good 1952): ln p of what happened, at most 0, minus infinity where that was held
 * impossible.
 */

export interface Forecasted {
  /** One probability for each class. */
  readonly chances: readonly number[];
  /** Which class happened. */
  readonly happened: number;
}

/**
 * Half the sum over classes of the squared distance from what happened: 0 the best, 1 the worst.
 *
 * @example
 * ```ts
 * brierScore({ chances: [0.9, 0.1], happened: 0 }) // => 0.01
 * brierScore({ chances: [0.2, 0.5, 0.3], happened: 1 }) // => 0.19
 * ```
 */
export function brierScore({ chances, happened }: Forecasted): number {
  return 0.5 * chances.reduce((sum, chance, k) => sum + (chance - (k === happened ? 1 : 0)) ** 2, 0);
}

/**
 * The natural logarithm of the probability given to what happened: 0 the best; minus infinity where it was held
 * impossible.
 *
 * @example
 * ```ts
 * logScore({ chances: [0.9, 0.1], happened: 0 }) // => -0.105
 * ```
 */
export function logScore({ chances, happened }: Forecasted): number {
  return Math.log(Math.min(1, chances[happened]));
}

export interface Scores {
  readonly items: number;
  /** null without items. */
  readonly brier: number | null;
  readonly log: number | null;
}

export function meanScores(forecasts: readonly Forecasted[]): Scores {
  const mean = (score: (one: Forecasted) => number) =>
    forecasts.length === 0 ? null : forecasts.reduce((sum, one) => sum + score(one), 0) / forecasts.length;
  return { items: forecasts.length, brier: mean(brierScore), log: mean(logScore) };
}

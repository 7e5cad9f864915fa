/** Rates and steadiness from how often people would do a thing: in so many of ten cases, within some days. */

/**
 * The rate a day at which something comes with this chance within so many days: 1 - exp(-rate days) is the chance.
 * Throws on a chance that is not from 0 up to below 1.
 *
 * @example
 * ```ts
 * rateFromChance(0.5, 10) // => 0.0693
 * ```
 */
export function rateFromChance(chance: number, days: number): number {
  if (!(chance >= 0 && chance < 1 && days > 0)) throw new RangeError(`no rate gives ${chance} within ${days} days`);
  return -Math.log1p(-chance) / days;
}

/** What was said of one desk that has a move before it. */
export interface Readiness {
  /** In which share of cases it would be made within the time where it is as good as leaving it: what is usual. */
  readonly same: number;
  /** The same where it is better by `points`. */
  readonly better: number;
  readonly points: number;
  /** How often the desk meets within the time. */
  readonly meetings: number;
}

/**
 * Lambda per point, from how much oftener a move is made when it is better by so many points. At each of the meetings
 * it is made with p = 1 - (1 - share)^(1 / meetings), and by the logit the odds p / (1 - p) grow with exp(lambda
 * points) over those of what is usual: lambda = (logit p(better) - logit p(same)) / points. What waiting keeps open is
 * left aside. Throws where a share is not between 0 and 1, or no points or meetings are told.
 *
 * @example
 * ```ts
 * lambdaFromReadiness({ same: 0.5, better: 0.9, points: 12, meetings: 1 }) // => 0.183
 * ```
 */
export function lambdaFromReadiness({ same, better, points, meetings }: Readiness): number {
  const shares = [same, better];
  if (!(shares.every((share) => share > 0 && share < 1) && points > 0 && meetings >= 1))
    throw new RangeError("shares lie between 0 and 1, points are above 0, meetings at least one");
  const [usual, ready] = shares.map((share) => {
    const each = -Math.expm1(Math.log1p(-share) / meetings);
    return Math.log(each / (1 - each));
  });
  return (ready - usual) / points;
}

/**
 * How often in ten an option is chosen that is better by so many points, as the file states a steadiness.
 *
 * @example
 * ```ts
 * chosenInTen(0.183, 12) // => 9.0
 * ```
 */
export function chosenInTen(lambda: number, points: number): number {
  return 10 / (1 + Math.exp(-lambda * points));
}

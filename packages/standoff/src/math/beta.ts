/**
 * The Beta distribution on 0..1: regularised incomplete beta function by its continued fraction [DLMF 8.17.22], and
 * Student's t, which is one of its images.
 */
import { logGamma } from "./gamma.ts";

/** The chance that a value lies below x. */
export function betaBelow(a: number, b: number, x: number): number {
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  const logFront = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(logFront) * fraction(a, b, x)) / a
    : 1 - (Math.exp(logFront) * fraction(b, a, 1 - x)) / b;
}

/** The value below which a value lies with a chance. */
export function betaQuantile(a: number, b: number, chance: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 1100 && high - low > 1e-16 * high; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaBelow(a, b, middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The value above which Student's t with so many degrees of freedom lies with a chance below one half. */
export function studentAbove(freedom: number, chance: number): number {
  const x = betaQuantile(freedom / 2, 0.5, 2 * chance);
  return Math.sqrt(freedom * (1 / x - 1));
}

/** Modified Lentz. */
function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const kept = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let value = d;
  const take = (numerator: number): number => {
    d = 1 / kept(1 + numerator * d);
    c = kept(1 + numerator / c);
    value *= c * d;
    return c * d;
  };
  for (let m = 1; m < 10_000; m++) {
    take((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    const factor = take((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

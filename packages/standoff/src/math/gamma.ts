/**
 * The Gamma distribution with rate 1 and a positive shape. Regularised incomplete gamma function by its series, or
 * Lentz's continued fraction [DLMF 8.7, 8.9]; log Gamma by Stirling's series [DLMF 5.11.1]. A count of n leaves a shape
 * of n + 1/2 to believe of the number expected, by Jeffreys's prior.
 */

/** The chance that a value lies below x. */
export function gammaBelow(shape: number, x: number): number {
  if (!(x > 0)) return 0;
  return x < shape + 1 ? front(shape, x) * series(shape, x) : 1 - front(shape, x) * fraction(shape, x);
}

/** The chance that a value lies above x; small ones too have all their digits. */
export function gammaAbove(shape: number, x: number): number {
  if (!(x > 0)) return 1;
  return x < shape + 1 ? 1 - front(shape, x) * series(shape, x) : front(shape, x) * fraction(shape, x);
}

/** The value below which a value lies with a chance. */
export function gammaQuantile(shape: number, chance: number): number {
  return bisect(shape, (x) => gammaBelow(shape, x) < chance);
}

/** The value above which a value lies with a chance. */
export function gammaQuantileAbove(shape: number, chance: number): number {
  return bisect(shape, (x) => gammaAbove(shape, x) > chance);
}

/** Where a predicate on positive numbers, true of small ones, ends to hold. */
function bisect(shape: number, isBelow: (x: number) => boolean): number {
  let low = 0;
  let high = shape + 1;
  while (isBelow(high)) high *= 2;
  for (let step = 0; step < 1100 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];

/** log Gamma(x) of a positive x. */
export function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 12) shift += Math.log(at++);
  let tail = 0;
  for (let k = stirling.length - 1; k >= 0; k--) tail = stirling[k] + tail / (at * at);
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + tail / at - shift;
}

function front(shape: number, x: number): number {
  return Math.exp(shape * Math.log(x) - x - logGamma(shape));
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < 10_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

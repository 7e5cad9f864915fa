/**
 * The Gamma distribution with shape n + 1/2 and rate 1: what a count of n leaves to believe of the number expected, by
 * Jeffreys's prior. Regularised incomplete gamma function by its series, or Lentz's continued fraction [DLMF 8.7, 8.9].
 */

/** The chance that a value of shape n + 1/2 lies below x. */
export function gammaBelow(n: number, x: number): number {
  if (!(x > 0)) return 0;
  const a = n + 0.5;
  const front = Math.exp(a * Math.log(x) - x - logGammaHalf(n));
  return x < a + 1 ? front * series(a, x) : 1 - front * fraction(a, x);
}

/** The value below which a value of shape n + 1/2 lies with a chance. */
export function gammaQuantile(n: number, chance: number): number {
  let low = 0;
  let high = n + 1;
  while (gammaBelow(n, high) < chance) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (gammaBelow(n, middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** log Gamma(n + 1/2). */
function logGammaHalf(n: number): number {
  let sum = Math.log(Math.PI) / 2;
  for (let k = 1; k <= n; k++) sum += Math.log(k - 0.5);
  return sum;
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

/** Plain loops over dense vectors of equal length. */

/** In four sums, which need not wait for one another. */
export function dot(a: Float64Array, b: Float64Array): number {
  const fours = a.length & ~3;
  let [one, two, three, four] = [0, 0, 0, 0];
  for (let i = 0; i < fours; i += 4) {
    one += a[i] * b[i];
    two += a[i + 1] * b[i + 1];
    three += a[i + 2] * b[i + 2];
    four += a[i + 3] * b[i + 3];
  }
  for (let i = fours; i < a.length; i++) one += a[i] * b[i];
  return one + two + (three + four);
}

export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/** y += factor x, at places first..end. */
export function addTo(y: Float64Array, factor: number, x: Float64Array, first = 0, end = y.length): void {
  for (let i = first; i < end; i++) y[i] += factor * x[i];
}

export function scale(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] *= factor;
}

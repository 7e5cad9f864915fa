/** Logit equilibria of games that come down to one chance, found without any of the solver. */

/** All p with p = sigma(f(p)), ascending, by bisection in log-odds between sign changes on a fine grid. */
export function roots(f: (p: number) => number): number[] {
  const sigma = (y: number) => 1 / (1 + Math.exp(-y));
  const gap = (y: number) => f(sigma(y)) - y;
  const found: number[] = [];
  for (let start = -4000.00123; start < 4000; start += 0.01) {
    let [low, high] = [start, start + 0.01];
    if (gap(low) * gap(high) > 0) continue;
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2;
      if (gap(low) * gap(middle) <= 0) high = middle;
      else low = middle;
    }
    found.push(sigma(low));
  }
  return found;
}

/**
 * The Erlang distribution: how many of k equal stages, each left at the same rate, pass in a time. With x = rate x
 * time, j of them pass with chance exp(-x) x^j / j!, and all of them with G_k(x) = 1 - the sum of these over j < k.
 */

/** Chances that 0, 1, .. k - 1 of k stages pass, and last that all do. They sum to one. */
export function stagesPassed(k: number, x: number): Float64Array {
  const chances = new Float64Array(k + 1);
  if (x === Number.POSITIVE_INFINITY) {
    chances[k] = 1;
    return chances;
  }
  let term = Math.exp(-x);
  let sum = 0;
  for (let j = 0; j < k; j++) {
    chances[j] = term;
    sum += term;
    term *= x / (j + 1);
  }
  chances[k] = x < k + 1 ? tail(term, k, x) : Math.max(0, 1 - sum);
  return chances;
}

/** G_k(x): the chance that all of k stages have passed; without cancellation where it is small. */
export function allPassed(k: number, x: number): number {
  return stagesPassed(k, x)[k];
}

/** The sum of exp(-x) x^j / j! over j >= k, from its first term. */
function tail(first: number, k: number, x: number): number {
  let sum = 0;
  let term = first;
  for (let j = k + 1; term > sum * 1e-17; j++) {
    sum += term;
    term *= x / j;
  }
  return sum;
}

/** "Did you mean": the closest of some known names to one that is not known. */

/** Names longer than this are not compared: nobody mistypes them by a letter. */
const longestName = 64;
/** At most this many candidates are looked at, and so many pairs of letters compared: hostile input costs little. */
const mostCandidates = 2000;
const mostCompared = 60_000;

/** The closest candidate within a third of the name's length (at least one change), or undefined. Case counts half. */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length === 0 || name.length > longestName) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 0.5;
  let [count, compared] = [0, 0];
  for (const candidate of candidates) {
    if (++count > mostCandidates) break;
    if (candidate === name || candidate.length > longestName) continue;
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    compared += name.length * candidate.length;
    if (compared > mostCompared) break;
    const distance = nameDistance(name, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * `did you mean "..."?`, or undefined when nothing is close.
 *
 * @example
 * ```ts
 * didYouMean("setled", ["settled", "strike called"]) // => 'did you mean "settled"?'
 * ```
 */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const closest = suggest(name, candidates);
  return closest === undefined ? undefined : `did you mean "${closest}"?`;
}

/** What a hint of `didYouMean` suggests; undefined where it says anything else. */
export function meantBy(hint: string | undefined): string | undefined {
  return hint === undefined ? undefined : /^did you mean "(.*)"\?$/s.exec(hint)?.[1];
}

/**
 * Changes of one letter, or swaps of neighbours, that turn `a` into `b` (optimal string alignment); a change of case
 * alone counts a half.
 */
export function nameDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changeCost(a[i - 1], b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}

function changeCost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}

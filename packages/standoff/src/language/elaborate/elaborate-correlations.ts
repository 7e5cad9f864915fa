/**
 * Correlations between assumptions, by rank (Spearman). Draws are joined by a Gaussian copula: a rank correlation r is
 * that of normal scores with correlation 2 sin(pi r / 6). Together they must be possible: the matrix of all must be
 * positive definite.
 */
import { cholesky } from "../../math/cholesky.ts";
import type { Assumption, Correlation } from "../scenario.ts";
import type { WrittenOdds } from "./elaborate-odds.ts";
import type { Elaboration } from "./elaboration.ts";

export function elaborateCorrelations(e: Elaboration, odds: readonly WrittenOdds[]): Correlation[] {
  const names = e.assumptions.map(({ name }) => name);
  const found: Correlation[] = [];
  (e.document.correlations ?? []).forEach(({ between, rank }, index) => {
    const path = ["correlations", index];
    let stands = false;
    const pair = between.map((name, place) => {
      const known = names.indexOf(name);
      const at = e.value([...path, "between", place]);
      if (known === -1) e.unknown("assumption", name, names, at);
      else if (isSet(e, name)) stands = true;
      else if (!isDrawn(e.assumptions[known], odds)) e.report("correlation-of-nothing", at, { name });
      return known;
    });
    if (pair.includes(-1) || pair.length !== 2) return;
    const [a, b] = pair;
    const again = a === b || found.some((one) => one.of.includes(a) && one.of.includes(b));
    if (again) e.report("correlation-twice", e.value([...path, "between"]), { a: between[0], b: between[1] });
    else if (!(Math.abs(Number(rank)) < 1)) e.report("correlation-outside", e.value([...path, "rank"]), { rank });
    else if (!stands) found.push({ of: [a, b], rank: Number(rank), span: e.value(path) });
  });
  const { members, matrix } = normalScores(found);
  if (cholesky(matrix, members.length) === undefined) e.report("correlation-impossible", e.key(["correlations"]), {});
  return found;
}

/** Was a value given from outside? Then it is drawn no more, and nothing goes together with it. */
function isSet(e: Elaboration, name: string): boolean {
  return e.sources[e.value(["assumptions", name, "value"]).file]?.setting === true;
}

/** Is it drawn itself, and not only moved by odds that are? */
function isDrawn({ name, distribution, priorDistribution }: Assumption, odds: readonly WrittenOdds[]): boolean {
  if ((priorDistribution ?? null) !== null) return true;
  const moved = odds.some((entry) => entry.odds.some(({ assumption, factor }) => assumption === name && factor > 1));
  return distribution !== null && !moved;
}

/** The assumptions that are correlated with others, and the correlations of their normal scores, row-major. */
export function normalScores(correlations: readonly Pick<Correlation, "of" | "rank">[]): {
  readonly members: readonly number[];
  readonly matrix: Float64Array;
} {
  const members = [...new Set(correlations.flatMap(({ of }) => of))].sort((a, b) => a - b);
  const size = members.length;
  const matrix = new Float64Array(size * size);
  for (let place = 0; place < size; place++) matrix[place * size + place] = 1;
  for (const { of, rank } of correlations) {
    const [a, b] = of.map((one) => members.indexOf(one));
    const pearson = 2 * Math.sin((Math.PI * rank) / 6); // Pearson 1907
    matrix[a * size + b] = pearson;
    matrix[b * size + a] = pearson;
  }
  return { members, matrix };
}

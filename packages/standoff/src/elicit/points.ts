/**
 * Points from what people can say: how many times as bad one swing is as another, for which gamble they would as soon
 * take a thing for sure, or points outright. Each statement is an equation in the unknown points; more statements than
 * unknowns show how well they fit (swing weights and standard gambles: von Winterfeldt and Edwards 1986, chapters 7 and
 * 8; Keeney and Raiffa 1976).
 */
import { cholesky } from "../math/cholesky.ts";

/** Low, likely, high: what is meant, and how far it might be off. A plain number is meant as it stands. */
export interface Judged {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export type PointStatement =
  /** So many points. */
  | { readonly kind: "points"; readonly of: string; readonly points: Judged }
  /** So many times what another is. */
  | { readonly kind: "times"; readonly of: string; readonly than: string; readonly times: Judged }
  /** As good as a gamble: `best` with this chance, else `worst`, both in points. */
  | {
      readonly kind: "gamble";
      readonly of: string;
      readonly best: number;
      readonly worst: number;
      readonly chance: Judged;
    };

export interface FittedPoints {
  readonly of: string;
  readonly value: number;
  /** As far as the statements' own ranges reach, taken as independent of each other. */
  readonly low: number;
  readonly high: number;
}

export type PointFit =
  | {
      readonly status: "fitted";
      readonly points: readonly FittedPoints[];
      /** By statement: by how many points it says otherwise than the fit. */
      readonly misfit: readonly number[];
    }
  /** What no statement ties to the scale. */
  | { readonly status: "open"; readonly names: readonly string[] };

/** An equation: a combination of unknowns is a number, which moves so far with the statement's range either way. */
interface Row {
  readonly weights: ReadonlyMap<string, number>;
  readonly is: number;
  readonly down: number;
  readonly up: number;
}

/**
 * The points that fit the statements best, by least squares in points; with as many statements as unknowns they fit
 * exactly. `times` counts in the points of the larger of the two, so that 10 times does not weigh ten times as much as
 * once.
 *
 * @example
 * ```ts
 * const sure = (likely) => ({ low: likely, likely, high: likely });
 * const war = { kind: "gamble", of: "war", best: 0, worst: -100, chance: sure(0.2) };
 * const fit = fitPoints([war, { kind: "times", of: "war", than: "sanctions", times: sure(4) }]);
 * fit.points.map(({ value }) => Math.round(value)) // => [-80, -20]
 * ```
 */
export function fitPoints(statements: readonly PointStatement[]): PointFit {
  const names = [...new Set(statements.flatMap((one) => (one.kind === "times" ? [one.of, one.than] : [one.of])))];
  const open = untied(names, statements);
  if (open.length > 0) return { status: "open", names: open };
  // The ranges of ratios move a row by as many points as what they multiply has: known after a first fit.
  const rough = solve(
    names,
    statements.map((one) => rowOf(one, new Map())),
  );
  const at = new Map(names.map((name, i) => [name, rough.values[i]]));
  const rows = statements.map((one) => rowOf(one, at));
  const { values, moves } = solve(names, rows);
  const points = names.map((of, i): FittedPoints => {
    const reach = (end: (row: Row, by: number) => number) =>
      Math.sqrt(rows.reduce((sum, row, k) => sum + Math.max(0, end(row, moves(i, k))) ** 2, 0));
    return {
      of,
      value: values[i],
      low: values[i] - reach((row, by) => Math.max(-by * row.up, by * row.down)),
      high: values[i] + reach((row, by) => Math.max(by * row.up, -by * row.down)),
    };
  });
  const place = new Map(names.map((name, i) => [name, values[i]]));
  const misfit = statements.map((one) => misfitOf(one, place));
  return { status: "fitted", points, misfit };
}

function rowOf(one: PointStatement, at: ReadonlyMap<string, number>): Row {
  switch (one.kind) {
    case "points":
      return row([[one.of, 1]], one.points);
    case "gamble": {
      const { best, worst, chance } = one;
      const worth = (part: number) => worst + part * (best - worst);
      const [low, high] = [worth(chance.low), worth(chance.high)].sort((a, b) => a - b);
      return row([[one.of, 1]], { low, likely: worth(chance.likely), high });
    }
    case "times": {
      const { low, likely, high } = one.times;
      const size = Math.hypot(1, likely);
      const other = at.get(one.than) ?? 0;
      const [down, up] = [(low - likely) * other, (high - likely) * other].sort((a, b) => a - b);
      return {
        weights: new Map([
          [one.of, 1 / size],
          [one.than, -likely / size],
        ]),
        is: 0,
        down: -down / size,
        up: up / size,
      };
    }
  }
}

function row(weights: readonly (readonly [string, number])[], { low, likely, high }: Judged): Row {
  return { weights: new Map(weights), is: likely, down: likely - low, up: high - likely };
}

/** Least squares by normal equations; `moves`: how far unknown `i` goes when row `k` says one more. */
function solve(names: readonly string[], rows: readonly Row[]) {
  const size = names.length;
  const weights = rows.map((one) => names.map((name) => one.weights.get(name) ?? 0));
  const normal = new Float64Array(size * size);
  for (const own of weights)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) normal[i * size + j] += own[i] * own[j];
  const factor = cholesky(normal, size);
  if (factor === undefined) throw new Error("statements that tie all names have a fit");
  const inverse = names.map((_, k) => solved(factor, size, k));
  const moves = (i: number, k: number) => weights[k].reduce((sum, weight, j) => sum + inverse[i][j] * weight, 0);
  const values = names.map((_, i) => rows.reduce((sum, one, k) => sum + moves(i, k) * one.is, 0));
  return { values, moves };
}

/** The column of the inverse of L L'. */
function solved(factor: Float64Array, size: number, column: number): Float64Array {
  const x = new Float64Array(size);
  x[column] = 1;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) x[i] -= factor[i * size + j] * x[j];
    x[i] /= factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) x[i] -= factor[j * size + i] * x[j];
    x[i] /= factor[i * size + i];
  }
  return x;
}

/** By how many points of its own subject the statement says otherwise. */
function misfitOf(one: PointStatement, at: ReadonlyMap<string, number>): number {
  const own = at.get(one.of)!;
  switch (one.kind) {
    case "points":
      return own - one.points.likely;
    case "gamble":
      return own - (one.worst + one.chance.likely * (one.best - one.worst));
    case "times":
      return own - one.times.likely * at.get(one.than)!;
  }
}

/** Names that no chain of ratios joins to points. What is no times another is nothing, whatever that is. */
function untied(names: readonly string[], statements: readonly PointStatement[]): string[] {
  const isOne = (one: PointStatement) => one.kind !== "times" || one.times.likely === 0;
  const tied = new Set(statements.flatMap((one) => (isOne(one) ? [one.of] : [])));
  for (let before = -1; before !== tied.size; ) {
    before = tied.size;
    for (const one of statements) {
      if (one.kind !== "times" || one.times.likely === 0) continue;
      if (tied.has(one.of)) tied.add(one.than);
      if (tied.has(one.than)) tied.add(one.of);
    }
  }
  return names.filter((name) => !tied.has(name));
}

/**
 * Pairs that stand otherwise in the points than in an order from the most to the least: the larger, then the smaller in
 * that order.
 *
 * @example
 * ```ts
 * outOfOrder(["war", "sanctions", "talks"], new Map([["war", 80], ["sanctions", 20], ["talks", 30]])) // => [["sanctions", "talks"]]
 * ```
 */
export function outOfOrder(
  order: readonly string[],
  points: ReadonlyMap<string, number>,
): readonly (readonly [string, string])[] {
  return order.flatMap((first, i) =>
    order
      .slice(i + 1)
      .flatMap((second) => ((points.get(first) ?? 0) < (points.get(second) ?? 0) ? [[first, second] as const] : [])),
  );
}

/**
 * Looking elsewhere: a solved scenario at other values of its assumptions, priced on its graph and solved cold, asked
 * the same question given the same news. What varies are the assumptions that have a range; each is measured by the
 * spread of what draws are taken from.
 */
import type { Assumption, Scenario } from "../language/scenario.ts";
import { type Distribution, quantile } from "../math/distributions.ts";
import type { Look } from "../math/least-change.ts";
import { type Differentiable, type Differentiated, gradientsOf } from "../query/derivatives/gradient.ts";
import { movedToAll } from "../query/derivatives/moved.ts";
import { canBe, type NewsChoice } from "../query/history/news.ts";
import { baseGivenNews, type Solution } from "../query/told/given-news.ts";
import { figureIn } from "../query/told/tell-derivatives.ts";

/** An assumption that may lie elsewhere. */
export interface Uncertain {
  readonly index: number;
  readonly name: string;
  readonly stated: number;
  readonly low: number;
  readonly high: number;
  /** The standard deviation of what draws are taken from: one step. */
  readonly step: number;
}

/** Those with a range and a value that is not given by a setting; dates and what the file is read by are left aside. */
export function uncertainIn(scenario: Scenario): Uncertain[] {
  return scenario.assumptions.flatMap((one, index) => uncertain(scenario, one, index));
}

function uncertain({ fixed }: Scenario, assumption: Assumption, index: number): Uncertain[] {
  const { name, value, range, distribution, prior, type } = assumption;
  if (range === null || type === "date" || fixed.includes(index)) return [];
  if (distribution === null && prior === undefined) return []; // a setting gives it
  const [low, high] = [Math.min(range[0], value), Math.max(range[1], value)];
  const step = deviationOf(distribution ?? { kind: "triangular", low, mode: value, high });
  return step > 0 ? [{ index, name, stated: value, low, high, step }] : [];
}

const POINTS = 1000;

/** By the middles of equally likely parts. */
export function deviationOf(distribution: Distribution): number {
  const values = Array.from({ length: POINTS }, (_, i) => quantile(distribution, (i + 0.5) / POINTS));
  const mean = values.reduce((sum, value) => sum + value, 0) / POINTS;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / POINTS);
}

/** Values by the assumptions' places. */
export type Values = ReadonlyMap<number, number>;

export class Prober {
  readonly solution: Solution;
  readonly answer: Differentiated;
  readonly news: NewsChoice;
  /** How many places were solved. */
  solved = 0;

  constructor(solution: Solution, answer: Differentiated, news: NewsChoice) {
    this.solution = solution;
    this.answer = answer;
    this.news = news;
  }

  /** The scenario solved at these values, or why it cannot be. */
  at(values: Values): Differentiable | string {
    if ([...values].every(([index, value]) => this.solution.scenario.assumptions[index].value === value))
      return this.solution;
    this.solved++;
    const moved = movedToAll(this.solution, values);
    return moved.status === "none" ? moved.says : moved;
  }

  /** The answer in a solution, or why there is none. */
  figure(of: Differentiable, answer: Differentiated = this.answer): number | string {
    return figureIn(of, answer, { news: this.news });
  }

  /** The answer at these values; null where it cannot be had. */
  value(values: Values): number | null {
    const there = this.at(values);
    const figure = typeof there === "string" ? there : this.figure(there);
    return typeof figure === "string" ? null : figure;
  }

  /**
   * The answer at these values with its slope by some assumptions, in the order given and per step; null where it
   * cannot be had.
   */
  look(values: Values, by: readonly Uncertain[]): Look | null {
    const there = this.at(values);
    if (typeof there === "string") return null;
    const value = this.figure(there);
    return typeof value === "string" ? null : { value, slope: () => this.slope(there, by) };
  }

  slope(of: Differentiable, by: readonly Uncertain[]): Float64Array | null {
    const { taken, filter } = baseGivenNews({ ...of, results: [of.base] }, this.news);
    if (!canBe(taken)) return null;
    const [gradient] = gradientsOf(of, [this.answer], filter);
    if (gradient.status === "none") return null;
    return Float64Array.from(by, ({ index, step }) => gradient.assumptions[index] * step);
  }
}

/** Steps away from the stated values, as values; those at their stated value are left out. */
export function valuesAt(by: readonly Uncertain[], steps: ArrayLike<number>): Values {
  return new Map(
    by.flatMap(({ index, stated, step, low, high }, i) => {
      const value = Math.min(high, Math.max(low, stated + steps[i] * step));
      return value === stated ? [] : [[index, value] as const];
    }),
  );
}

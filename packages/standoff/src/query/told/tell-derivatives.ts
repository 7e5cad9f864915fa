/**
 * What moves an answer: its derivative by every assumption and by every actor's steadiness, at the stated values, and
 * where it is wished for the answer at both ends of each assumption's range. What has no derivative is said to have
 * none, and why.
 */
import type { Scenario } from "../../language/scenario.ts";
import { composed } from "../../text/composed.ts";
import { differenceByAssumption, differenceBySteadiness } from "../derivatives/differences.ts";
import {
  type Differentiable,
  type Differentiated,
  type Gradient,
  gradientsOf,
  type Lack,
  pointsIn,
} from "../derivatives/gradient.ts";
import { movedTo } from "../derivatives/moved.ts";
import { canBe, type NewsTaken } from "../history/news.ts";
import { answerQuestions } from "../questions/question.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "./given-news.ts";
import { type NotUnderstood, readQuestion } from "./tell-answers.ts";

export interface DerivativeOptions extends GivenOptions {
  /**
   * The answer at both ends of ranges: of so many assumptions, those first that move it the most by their derivative,
   * and all without one; each takes two solves. Default 0.
   */
  readonly ranges?: number;
  /** Told before each pair of solves: how many are done, of how many. */
  readonly onProgress?: (done: number, of: number) => void;
  /** Looked at before each pair of solves: those not come to are left out. */
  readonly cancelled?: () => boolean;
}

/** What one assumption does to an answer. */
export interface AssumptionEffect {
  readonly assumption: string;
  /** As stated, in the units in which expressions are evaluated: days, rates a day, plain numbers. */
  readonly value: number;
  readonly range: readonly [number, number] | null;
  /** Of the answer by the assumption, in the same units; null where it has none. */
  readonly derivative: number | null;
  /** The answer at the low and at the high end of the range; null where it was not asked for, or is not to be had. */
  readonly overRange: readonly [number, number] | null;
  /** Why it has no derivative, or one to one side only, and why no range; "" where there is nothing to say. */
  readonly says: string;
}

export interface SteadinessEffect {
  readonly actor: string;
  /** By the logarithm of its steadiness: ten per cent more of it moves the answer by nearly a tenth of this. */
  readonly derivative: number;
}

export type Derivatives =
  | {
      readonly status: "told";
      /**
       * "differences": it has no exact derivative for the reason that `says` tells, and was solved again on both sides
       * of every value. "ranges": it has none at all, since a fold is near, and was solved again at the ends of ranges.
       */
      readonly how: "exact" | "differences" | "ranges";
      readonly says: string;
      readonly answer: string;
      readonly value: number;
      readonly unit: "chance" | "days" | "points" | "number";
      /** The largest first: by derivative times the width of the range, or times the value where there is none. */
      readonly effects: readonly AssumptionEffect[];
      readonly steadiness: readonly SteadinessEffect[];
      /** Ranges that were to be solved at their ends, and were not come to before the work was ended. */
      readonly missingRanges: number;
      /** Transposed sweeps that it took: each costs about as much as an evaluation of the solver's. */
      readonly products: number;
      readonly news: NewsTaken;
    }
  | { readonly status: "none"; readonly answer: string; readonly says: string; readonly news: NewsTaken }
  | NotUnderstood;

/**
 * The exact derivative of answers with respect to all assumptions and every actor's steadiness at once, through the
 * equilibrium: all actors answer the change. An answer is an outcome's name, a question by its name or text (a
 * probability, a conditional one, an expectation, the mean or a quantile of days), or `points of ACTOR`.
 *
 * @example
 * ```ts
 * const [settled] = derivativesOf(solved, ["settled"]);
 * settled.value // => 0.850
 * settled.effects[0].assumption // => "uncertainty"
 * settled.effects[0].derivative // => 0.0588
 * settled.steadiness.length // => 2
 * derivativesOf(solved, ["peace"])[0].status // => "not understood"
 * ```
 */
export function derivativesOf(
  solution: Solution,
  answers: readonly string[],
  options: DerivativeOptions = {},
): Derivatives[] {
  const { scenario } = solution;
  const { taken, filter } = baseGivenNews(solution, options.news);
  const read = answers.map((answer) => readAnswer(scenario, answer));
  const asked = read.flatMap((one) => ("kind" in one ? [one] : []));
  const gradients = canBe(taken) ? gradientsOf(solution, asked, filter) : [];
  return read.map((one, i): Derivatives => {
    if (!("kind" in one)) return one;
    const [answer, gradient] = [answers[i], gradients[asked.indexOf(one)]];
    if (gradient === undefined) return { status: "none", answer, says: "the news cannot be", news: taken };
    const found =
      gradient.status === "none"
        ? (gradient.fold === true ? overRanges : bySolving)(solution, one, gradient.says, options)
        : exactly(solution, one, gradient, options);
    if ("status" in found) return { ...found, answer, news: taken };
    const { value, products, how, says } = found;
    const ranges = Math.max(options.ranges ?? 0, how === "ranges" ? FEWEST_RANGES : 0);
    const { effects, missingRanges } = effectsOf(solution, one, found, { ...options, ranges });
    const steadiness = scenario.actors.map(({ name }, actor) => ({
      actor: name,
      derivative: found.steadiness[actor],
    }));
    const told = { status: "told", how, says, answer, value, unit: unitOf(one) } as const;
    return { ...told, effects, steadiness, missingRanges, products, news: taken };
  });
}

/** The derivatives of one answer, however they were found. */
interface Slopes {
  readonly how: "exact" | "differences" | "ranges";
  readonly says: string;
  readonly value: number;
  readonly assumptions: ArrayLike<number>;
  readonly steadiness: ArrayLike<number>;
  /** By an assumption's place: what is to be said of it. */
  readonly remarks: ReadonlyMap<number, string>;
  /** Those without a derivative. */
  readonly without: ReadonlySet<number>;
  readonly products: number;
}

function exactly(of: Solution, answer: Differentiated, gradient: Exact, options: DerivativeOptions): Slopes {
  const { value, steadiness, lacking, products } = gradient;
  const remarks = new Map([...lacking].map(([place, lack]) => [place, inWords[lack]] as const));
  const without = new Set([...lacking].flatMap(([place, lack]) => (lack === "one-sided" ? [] : [place])));
  const assumptions = gradient.assumptions.slice();
  const figure = (moved: Differentiable) => figureIn(moved, answer, options);
  for (const [place, lack] of lacking) {
    if (lack !== "beside the world" || of.world.header.edges > MOST_EDGES) continue;
    const difference = differenceByAssumption(of, figure, place);
    if (typeof difference === "string") continue;
    assumptions[place] = difference;
    without.delete(place);
    remarks.set(place, "by solving again on both sides: the answer itself reads it");
  }
  return { how: "exact", says: "", value, assumptions, steadiness, remarks, without, products };
}

/** Worlds of more edges than this take too long to be solved four times an assumption. */
const MOST_EDGES = 200_000;

function bySolving(
  of: Solution,
  answer: Differentiated,
  why: string,
  options: DerivativeOptions,
): Slopes | { readonly status: "none"; readonly says: string } {
  if (of.world.header.edges > MOST_EDGES)
    return { status: "none", says: `${why}; the world is too large to be solved again for every assumption` };
  const figure = (moved: Differentiable) => figureIn(moved, answer, options);
  const value = figure(of);
  if (typeof value === "string") return { status: "none", says: value };
  const remarks = new Map<number, string>();
  const assumptions = of.scenario.assumptions.map((_, place) => {
    const difference = differenceByAssumption(of, figure, place);
    if (typeof difference === "number") return difference;
    remarks.set(place, `no derivative: beside its value, ${difference}`);
    return 0;
  });
  const steadiness = of.scenario.actors.map((_, actor) => {
    const difference = differenceBySteadiness(of, figure, actor);
    return typeof difference === "number" ? difference : Number.NaN;
  });
  const without = new Set(remarks.keys());
  return { how: "differences", says: why, value, assumptions, steadiness, remarks, without, products: 0 };
}

/** So many ranges at least are solved at their ends where nothing else tells. */
const FEWEST_RANGES = 12;

/** Near a fold even small differences mislead: play bends there, or jumps. */
function overRanges(
  of: Solution,
  answer: Differentiated,
  why: string,
  options: DerivativeOptions,
): Slopes | { readonly status: "none"; readonly says: string } {
  const value = figureIn(of, answer, options);
  if (typeof value === "string") return { status: "none", says: value };
  const places = [...of.scenario.assumptions.keys()];
  const remarks = new Map(places.map((place) => [place, "no derivative: a fold is near"] as const));
  const steadiness = of.scenario.actors.map(() => Number.NaN);
  const common = { how: "ranges", says: why, value, products: 0 } as const;
  return { ...common, assumptions: places.map(() => 0), steadiness, remarks, without: new Set(places) };
}

/** An outcome by its name, `points of ACTOR`, or a question. */
export function readAnswer(scenario: Scenario, written: string): Differentiated | NotUnderstood {
  const text = composed(written);
  const actor = scenario.actors.findIndex(({ id, name }) => text === `points of ${id}` || text === `points of ${name}`);
  if (actor !== -1) return { kind: "points", actor };
  const isOutcome = scenario.outcomes.some(({ name }) => name === text);
  const read = readQuestion(scenario, isOutcome ? `P(${text})` : text);
  return read.status === "read" ? { kind: "question", question: read.question } : read;
}

export function unitOf(answer: Differentiated): "chance" | "days" | "points" | "number" {
  if (answer.kind === "points") return "points";
  return ({ probability: "chance", "days until": "days", expectation: "number" } as const)[answer.question.kind];
}

type Exact = Extract<Gradient, { status: "exact" }>;

const inWords: Readonly<Record<Lack, string>> = {
  structural: "no derivative: what can happen rests on it",
  "beside the world": "no derivative: the answer itself reads it",
  threshold: "no derivative: here numbers that are compared are equal",
  "one-sided": "to one side: here a chance is at its end, or two numbers are equally large",
};

function effectsOf(
  of: Solution,
  answer: Differentiated,
  slopes: Slopes,
  options: DerivativeOptions,
): { readonly effects: AssumptionEffect[]; readonly missingRanges: number } {
  const { assumptions } = of.scenario;
  const lacks = (index: number) => slopes.without.has(index);
  const weight = (index: number) => {
    const { range, value } = assumptions[index];
    const width = range === null ? Math.abs(value) : range[1] - range[0];
    return Math.abs(slopes.assumptions[index]) * width;
  };
  const ranked = [...assumptions.keys()].sort((a, b) => weight(b) - weight(a) || a - b);
  const ranged = ranked.filter((index) => assumptions[index].range !== null);
  const chosen = new Set([...ranged.filter(lacks), ...ranged].slice(0, options.ranges ?? 0));
  let done = 0;
  let missingRanges = 0;
  const solveOver = (index: number) => {
    options.onProgress?.(done++, chosen.size);
    if (options.cancelled?.() !== true) return overRange(of, answer, index, options);
    missingRanges++;
    return null;
  };
  const effects = ranked.map((index): AssumptionEffect => {
    const { name, value, range } = assumptions[index];
    const remark = slopes.remarks.get(index) ?? "";
    const over = chosen.has(index) ? solveOver(index) : null;
    return {
      assumption: name,
      value,
      range,
      derivative: lacks(index) ? null : slopes.assumptions[index],
      overRange: typeof over === "string" ? null : over,
      says: [remark, typeof over === "string" ? over : ""].filter(Boolean).join("; "),
    };
  });
  return { effects, missingRanges };
}

function overRange(
  of: Solution,
  answer: Differentiated,
  index: number,
  options: DerivativeOptions,
): readonly [number, number] | string {
  const ends = of.scenario.assumptions[index].range!.map((value) => {
    const moved = movedTo(of, index, value);
    return moved.status === "none" ? moved.says : figureIn(moved, answer, options);
  });
  const [low, high] = ends;
  if (typeof low === "number" && typeof high === "number") return [low, high];
  return `at an end of its range: ${typeof low === "string" ? low : high}`;
}

/** The answer in a solution, given the same news. */
export function figureIn(of: Differentiable, answer: Differentiated, { news }: GivenOptions): number | string {
  if (answer.kind === "points") return pointsIn(of, answer.actor);
  const { taken, filter } = baseGivenNews({ ...of, results: [of.base] }, news);
  if (!canBe(taken)) return "the news cannot be";
  const [told] = answerQuestions(of.scenario, of.world, [of.base], [answer.question], { filters: [filter] });
  return told.status === "answered" ? told.value : told.status;
}

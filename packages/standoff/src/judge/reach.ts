/**
 * What would have to be true: the smallest joint change of all that is uncertain, each measured in steps of its own
 * spread, that brings an answer to a target; and how far the answer can be brought within all ranges. Every step is
 * solved again on one priced graph, with exact gradients. What is found is found, not proven to be the best: that of a
 * local optimum is shown.
 */
import { ordersHold } from "../language/elaborate/orders.ts";
import type { Scenario } from "../language/scenario.ts";
import { type Extreme, largestFrom } from "../math/extreme.ts";
import { type Box, type Field, type LeastChange, type Look, leastChange } from "../math/least-change.ts";
import { seededRandom } from "../math/random.ts";
import { gradientsOf } from "../query/derivatives/gradient.ts";
import type { NewsTaken } from "../query/history/news.ts";
import { canBe } from "../query/history/news.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "../query/told/given-news.ts";
import type { NotUnderstood } from "../query/told/tell-answers.ts";
import { readAnswer, unitOf } from "../query/told/tell-derivatives.ts";
import { Prober, type Uncertain, uncertainIn, valuesAt } from "./probe.ts";

export interface ReachOptions extends GivenOptions {
  /** From so many places is begun: the stated values, then random ones. Default 1 for a target, 2 for bounds. */
  readonly starts?: number;
  /** Of the random places. */
  readonly seed?: number;
  /** Solves for each start; default 40. */
  readonly most?: number;
  readonly onProgress?: (solves: number) => void;
}

/** What the starts of a search for bounds came to, where they are known already. */
export interface BoundsOptions extends ReachOptions {
  readonly attempts?: readonly BoundAttempt[];
}

/**
 * The lowest (as the largest of the negative) and the highest that one start led to; null where nothing can be had
 * there.
 */
export interface BoundAttempt {
  readonly low: Extreme | null;
  readonly high: Extreme | null;
  readonly solves: number;
}

/** One assumption in a joint change. */
export interface Change {
  readonly assumption: string;
  readonly from: number;
  readonly to: number;
  /** In standard deviations of what its draws are taken from. */
  readonly steps: number;
  /** Is it at an end of its range? */
  readonly atEnd: boolean;
}

interface Place {
  readonly value: number;
  /** The largest first; those that hardly change are left out. */
  readonly changes: readonly Change[];
  /** The length of the joint change, in steps: the square root of the sum of squares. */
  readonly distance: number;
  /** Do all orders of preference hold there? */
  readonly ordersHold: boolean;
}

export interface Reached extends Place {
  readonly reached: boolean;
  /**
   * How far any assumption is, in steps, from what the conditions of Karush, Kuhn and Tucker ask: 0 at a local optimum.
   */
  readonly residual: number;
  readonly locallyOptimal: boolean;
}

export interface Bound extends Place {
  /** What is left to gain by the first order: 0 at a local optimum in a corner of the ranges. */
  readonly left: number;
}

export interface Head {
  readonly answer: string;
  readonly unit: "chance" | "days" | "points" | "number";
  /** At the stated values. */
  readonly stated: number;
  /** Those that have no derivative, and were held at their stated values. */
  readonly held: readonly string[];
  readonly starts: number;
  readonly solves: number;
  readonly news: NewsTaken;
}

export type Without =
  | { readonly status: "none"; readonly answer: string; readonly says: string; readonly news: NewsTaken }
  | NotUnderstood;

export type Reach = ({ readonly status: "told"; readonly target: number } & Head & Reached) | Without;
export type Bounds = ({ readonly status: "told"; readonly low: Bound; readonly high: Bound } & Head) | Without;

/**
 * Of the answer; of the residual, in steps; changes below this are not told; less than this is not worth another solve.
 */
const TOLERANCE = 1e-6;
const LEFT = 1e-5;
const FLAT = 1e-3;
const HARDLY = 1e-3;
const MOST = 40;

/**
 * The smallest joint change of assumptions, in steps of their own spreads, that brings an answer to a target. Where
 * from several starts several are found, it is the smallest; where none comes to the target, the place that comes
 * nearest.
 *
 * @example
 * ```ts
 * const told = reachTarget(solved, "P(settled)", 0.8);
 * [told.reached, told.locallyOptimal] // => [true, true]
 * told.value // => 0.800
 * told.changes[0].assumption // => "uncertainty"
 * ```
 */
export function reachTarget(solution: Solution, answer: string, target: number, options: ReachOptions = {}): Reach {
  const opened = openReach(solution, answer, options);
  if (!("by" in opened)) return opened;
  const { at, by, box, head } = opened;
  const starts = startsIn(box, options.starts ?? 1, options.seed ?? 1);
  const wanted = { tolerance: TOLERANCE, flat: FLAT, most: options.most ?? MOST };
  const found = starts.flatMap((from) => leastChange(at, box, target, { ...wanted, from }) ?? []);
  const best = found.reduce((a, b) => (better(b, a, target) ? b : a));
  const { reached, residual, value } = best;
  const place = placeAt(solution.scenario, by, best.u, value);
  return {
    status: "told",
    target,
    ...head(starts.length, opened.solved()),
    ...place,
    reached,
    residual,
    locallyOptimal: reached && residual <= FLAT,
  };
}

function better(a: LeastChange, b: LeastChange, target: number): boolean {
  if (a.reached !== b.reached) return a.reached;
  return a.reached ? a.size < b.size : Math.abs(a.value - target) < Math.abs(b.value - target);
}

/**
 * The lowest and the highest that an answer was found to be anywhere within all ranges at once, from several starts.
 *
 * @example
 * ```ts
 * const told = boundsOf(solved, "settled", { starts: 1 });
 * told.low.value < told.stated && told.stated < told.high.value // => true
 * ```
 */
export function boundsOf(solution: Solution, answer: string, options: BoundsOptions = {}): Bounds {
  const opened = openReach(solution, answer, options);
  if (!("by" in opened)) return opened;
  const attempts = options.attempts ?? triedIn(opened, { from: 0, to: options.starts ?? BOUND_STARTS }, options);
  const best = (side: "low" | "high"): Bound => {
    const found = attempts.flatMap((one) => one[side] ?? []);
    const { u, value, left } = found.reduce((a, b) => (b.value > a.value ? b : a));
    return { ...placeAt(solution.scenario, opened.by, u, side === "high" ? value : -value), left };
  };
  const solves = attempts.reduce((sum, one) => sum + one.solves, 0);
  const [low, high] = [best("low"), best("high")];
  return { status: "told", ...opened.head(attempts.length, solves), low, high };
}

/** Starts for bounds where nobody says. */
const BOUND_STARTS = 2;

/**
 * Some of the starts of `boundsOf`, from `from` up to, not including, `to`. Each depends on the seed and its own number
 * alone, so that any machine may try any of them; where the answer cannot be had, why.
 *
 * @example
 * ```ts
 * const [second] = tryBounds(solved, "settled", { from: 1, to: 2 });
 * second.high.value > -second.low.value // => true
 * ```
 */
export function tryBounds(
  solution: Solution,
  answer: string,
  options: ReachOptions & { readonly from: number; readonly to: number },
): readonly BoundAttempt[] | Without {
  const opened = openReach(solution, answer, options);
  return "by" in opened ? triedIn(opened, options, options) : opened;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function triedIn({ at, box, solved }: Opened, { from, to }: Stretch, options: ReachOptions): BoundAttempt[] {
  const wanted = { tolerance: LEFT, most: options.most ?? MOST };
  return startsIn(box, to, options.seed ?? 1)
    .slice(from)
    .map((start) => {
      const before = solved();
      const low = largestFrom(turned(at), box, { ...wanted, from: start });
      const high = largestFrom(at, box, { ...wanted, from: start });
      return { low, high, solves: solved() - before };
    });
}

/** The negative of a function. */
function turned(at: Field): Field {
  return (u) => {
    const look = at(u);
    return look === null ? null : { value: -look.value, slope: () => look.slope()?.map((one) => -one) ?? null };
  };
}

interface Opened {
  readonly at: Field;
  readonly by: readonly Uncertain[];
  readonly box: Box;
  readonly head: (starts: number, solves: number) => Head;
  /** How many places were solved so far. */
  readonly solved: () => number;
}

function openReach(solution: Solution, answer: string, options: ReachOptions): Opened | Without {
  const { scenario } = solution;
  const read = readAnswer(scenario, answer);
  if (!("kind" in read)) return read;
  const { taken: news, filter } = baseGivenNews(solution, options.news);
  const none = (says: string): Without => ({ status: "none", answer, says, news });
  if (!canBe(news)) return none("the news cannot be");
  const [gradient] = gradientsOf(solution, [read], filter);
  if (gradient.status === "none") return none(`it has no exact derivative: ${gradient.says}`);
  const all = uncertainIn(scenario);
  const by = all.filter(({ index }) => (gradient.lacking.get(index) ?? "one-sided") === "one-sided");
  if (by.length === 0) return none("no assumption has both a range and a derivative");
  const prober = new Prober(solution, read, options.news ?? {});
  const box = {
    low: Float64Array.from(by, ({ low, stated, step }) => (low - stated) / step),
    high: Float64Array.from(by, ({ high, stated, step }) => (high - stated) / step),
  };
  const at = (u: Float64Array): Look | null => {
    options.onProgress?.(prober.solved);
    return prober.look(valuesAt(by, u), by);
  };
  const held = all.filter((one) => !by.includes(one)).map(({ name }) => name);
  const head = (starts: number, solves: number): Head => ({
    answer,
    unit: unitOf(read),
    stated: gradient.value,
    held,
    starts,
    solves,
    news,
  });
  return { at, by, box, head, solved: () => prober.solved };
}

function startsIn({ low, high }: Box, count: number, seed: number): Float64Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, start) =>
    low.map((end, i) => (start === 0 ? 0 : end + random() * (high[i] - end))),
  );
}

function placeAt(scenario: Scenario, by: readonly Uncertain[], u: Float64Array, value: number): Place {
  const values = valuesAt(by, u);
  const changes = by.flatMap(({ name, index, stated, step, low, high }): Change[] => {
    const to = values.get(index) ?? stated;
    const steps = (to - stated) / step;
    const near = 1e-9 * (high - low);
    return Math.abs(steps) < HARDLY
      ? []
      : [{ assumption: name, from: stated, to, steps, atEnd: to - low <= near || high - to <= near }];
  });
  return {
    value,
    changes: changes.sort((a, b) => Math.abs(b.steps) - Math.abs(a.steps)),
    distance: Math.hypot(...u),
    ordersHold: ordersHold(
      scenario,
      scenario.assumptions.map((one, i) => values.get(i) ?? one.value),
    ),
  };
}

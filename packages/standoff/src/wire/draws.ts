/**
 * Draws of a study as work that threads share: each takes the next that nobody has taken, on a graph that all read in
 * shared memory. What comes of a draw depends on the draw alone.
 */
import { type LoadOptions, loadScenario } from "../language/load.ts";
import { inOneGo } from "../math/steps.ts";
import type { NewsChoice } from "../query/history/news.ts";
import { datesOf } from "../study/answers.ts";
import { type DrawResult, Draws } from "../study/draw.ts";
import type { Point } from "../study/sample.ts";
import { TOGETHER } from "../study/solve-together.ts";
import { worldFromBuffer } from "../world/world.ts";
import { readerOf, type Texts } from "./texts.ts";

export interface DrawsOrder {
  readonly texts: Texts;
  readonly options: LoadOptions;
  readonly news: NewsChoice;
  /** See `DrawSetting`. */
  readonly asks?: readonly string[];
  /** Of the stated values; null: every draw is built by itself. */
  readonly world: ArrayBufferLike | null;
  readonly points: readonly Point[];
  /** Which of the points, in this order; -1: the stated values. */
  readonly places: readonly number[];
  /** In memory that threads share: how many places have been taken. */
  readonly taken: Int32Array;
  readonly again?: boolean;
  /** As a `DrawSetting`'s. */
  readonly slopes?: { readonly steadiness: boolean };
  readonly maxBytes: number;
  /** As a `SolveOrder`'s. */
  readonly stop: Int32Array;
}

export interface DrawNews {
  readonly place: number;
  readonly result: DrawResult;
}

/**
 * Solves those draws of a study that nobody has taken, and tells each. `cancelled` is looked at besides the order's own
 * `stop`. Throws where the scenario is faulty (a bug of the caller: the study would not be open).
 *
 * @example
 * ```ts
 * const { points } = openStudy(strike, read, { options: {}, seed: USUAL_SEED, draws: 32, steadiness: true });
 * const shared = () => new Int32Array(new SharedArrayBuffer(4));
 * const order = { texts: textsOf(strike, read), options: {}, news: {}, world: null, points, places: [-1, 5] };
 * const told = [];
 * performDraws({ ...order, taken: shared(), stop: shared(), maxBytes: 1e9 }, (news) => told.push(news));
 * told.map(({ place, result }) => `${place}: ${result.status}`) // => ["-1: solved", "5: solved"]
 * ```
 */
export function performDraws(
  { texts, options, stop, points, places, taken, world, ...order }: DrawsOrder,
  tell: (news: DrawNews) => void,
  cancelled: () => boolean = () => false,
): void {
  const readFile = readerOf(texts);
  const { scenario: stated } = loadScenario(texts.main, readFile, options);
  if (stated === undefined) throw new Error(`draws of a faulty scenario, ${texts.main}`);
  const ended = () => Atomics.load(stop, 0) !== 0 || cancelled();
  const draws = new Draws({
    ...order,
    path: texts.main,
    readFile,
    options,
    stated,
    world: world === null ? null : worldFromBuffer(world),
    dates: datesOf(stated),
    cancelled: ended,
  });
  for (;;) {
    const next = Atomics.add(taken, 0, TOGETHER);
    const own = places.slice(next, next + TOGETHER);
    if (own.length === 0 || ended()) return;
    const results = inOneGo(draws.inSteps(own.map((place) => (place < 0 ? null : points[place]))));
    for (const [i, place] of own.entries()) tell({ place, result: results[i] });
  }
}

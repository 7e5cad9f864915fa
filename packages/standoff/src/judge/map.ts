/**
 * An answer over two assumptions at once: a grid, each place solved, with the borders at which the answer comes to a
 * threshold or another ending becomes the likeliest. Borders are straight lines within a cell, between places on its
 * edges found by straight lines between corners (marching squares, Lorensen and Cline 1987): as exact as the grid is
 * fine.
 */
import type { NewsTaken } from "../query/history/news.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "../query/told/given-news.ts";
import type { NotUnderstood } from "../query/told/tell-answers.ts";
import { readAnswer, unitOf } from "../query/told/tell-derivatives.ts";
import { Prober, type Uncertain, uncertainIn } from "./probe.ts";
import { chancesOf, groupsOf, likeliestOf } from "./tip.ts";

export interface MapOptions extends GivenOptions {
  /** The answer's threshold; one half for probabilities, none for other answers. */
  readonly at?: number;
  /** Places along each range, its ends among them. Default 9. */
  readonly places?: number;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface MapAxis {
  readonly assumption: string;
  readonly stated: number;
  readonly values: readonly number[];
}

/** A piece of a border, from one place to another, each by the values of across and up. */
export type Stretch = readonly [across: number, up: number, across2: number, up2: number];

export type AnswerMap =
  | {
      readonly status: "told";
      readonly answer: string;
      readonly unit: "chance" | "days" | "points" | "number";
      readonly stated: number;
      readonly across: MapAxis;
      readonly up: MapAxis;
      /** By rows, upwards, each across; null where it cannot be had. */
      readonly values: readonly (readonly (number | null)[])[];
      readonly threshold: number | null;
      readonly border: readonly Stretch[];
      /** By exclusive group: the likeliest ending at every place, by its number among the group's endings. */
      readonly endings: readonly {
        readonly group: string;
        readonly of: readonly string[];
        readonly likeliest: readonly (readonly (number | null)[])[];
      }[];
      readonly news: NewsTaken;
    }
  | { readonly status: "none"; readonly answer: string; readonly says: string; readonly news: NewsTaken }
  | NotUnderstood;

const PLACES = 9;

/**
 * An answer over the ranges of two assumptions, all others as stated.
 *
 * @example
 * ```ts
 * const map = mapAnswer(solved, "settled", ["large fund", "mediator"], { places: 3, at: 0.85 });
 * map.values.length // => 3
 * map.border.length > 0 // => true
 * mapAnswer(solved, "settled", ["large fund", "luck"]).says // => 'no assumption "luck" with a range'
 * ```
 */
export function mapAnswer(
  solution: Solution,
  answer: string,
  [across, up]: readonly [string, string],
  options: MapOptions = {},
): AnswerMap {
  const read = readAnswer(solution.scenario, answer);
  if (!("kind" in read)) return read;
  const { taken: news } = baseGivenNews(solution, options.news);
  const none = (says: string): AnswerMap => ({ status: "none", answer, says, news });
  const uncertain = uncertainIn(solution.scenario);
  const [a, b] = [across, up].map((name) => uncertain.find((one) => one.name === name));
  if (a === undefined || b === undefined) return none(`no assumption "${a === undefined ? across : up}" with a range`);
  if (a === b) return none("a map is of two assumptions");
  const prober = new Prober(solution, read, options.news ?? {});
  const stated = prober.figure(solution);
  if (typeof stated === "string") return none(stated);
  const [axisA, axisB] = [axisOf(a, options.places ?? PLACES), axisOf(b, options.places ?? PLACES)];
  const groups = groupsOf(solution);
  const seen = axisB.values.map((y, row) =>
    axisA.values.map((x, column) => {
      options.onProgress?.(row * axisA.values.length + column, axisA.values.length * axisB.values.length);
      const there = prober.at(
        new Map([
          [a.index, x],
          [b.index, y],
        ]),
      );
      if (typeof there === "string") return null;
      const value = prober.figure(there);
      if (typeof value === "string") return null;
      return { value, chances: groups.map((group) => chancesOf(prober, there, group)) };
    }),
  );
  const values = seen.map((row) => row.map((one) => one?.value ?? null));
  const unit = unitOf(read);
  const threshold = options.at ?? (unit === "chance" ? 0.5 : null);
  const endings = groups.map(({ name, endings: of }, g) => ({
    group: name,
    of: of.map((ending) => ending.name),
    likeliest: seen.map((row) => row.map((one) => (one?.chances[g] ? likeliestOf(one.chances[g]) : null))),
  }));
  const border = threshold === null ? [] : borderOf(axisA.values, axisB.values, values, threshold);
  return { status: "told", answer, unit, stated, across: axisA, up: axisB, values, threshold, border, endings, news };
}

function axisOf({ name, stated, low, high }: Uncertain, places: number): MapAxis {
  const values = Array.from({ length: places }, (_, i) => low + ((high - low) * i) / (places - 1));
  return { assumption: name, stated, values };
}

type Corner = readonly [x: number, y: number, value: number];

/** Where the grid, between its places, comes to a level. */
export function borderOf(
  xs: readonly number[],
  ys: readonly number[],
  values: readonly (readonly (number | null)[])[],
  level: number,
): Stretch[] {
  const stretches: Stretch[] = [];
  for (let row = 0; row + 1 < ys.length; row++) {
    for (let column = 0; column + 1 < xs.length; column++) {
      const corner = (right: 0 | 1, above: 0 | 1): Corner => [
        xs[column + right],
        ys[row + above],
        values[row + above][column + right] ?? Number.NaN,
      ];
      const corners = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
      if (!corners.some(([, , value]) => Number.isNaN(value))) stretches.push(...throughCell(corners, level));
    }
  }
  return stretches;
}

/** Around the cell's four edges; of four crossings, which belong together goes by the mean of the corners. */
function throughCell(corners: readonly Corner[], level: number): Stretch[] {
  const points = corners.flatMap(([x, y, value], i) => {
    const [x2, y2, value2] = corners[(i + 1) % 4];
    if (value >= level === value2 >= level) return [];
    const part = (level - value) / (value2 - value);
    return [[x + part * (x2 - x), y + part * (y2 - y)] as const];
  });
  const joined = (a: number, b: number): Stretch => [...points[a], ...points[b]];
  if (points.length === 2) return [joined(0, 1)];
  if (points.length < 4) return [];
  const middle = corners.reduce((sum, [, , value]) => sum + value, 0) / 4;
  const first = corners[0][2] >= level;
  return middle >= level === first ? [joined(0, 1), joined(2, 3)] : [joined(3, 0), joined(1, 2)];
}

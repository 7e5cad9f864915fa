/**
 * Tipping points: where within its range an assumption, moved by itself, brings an answer to a threshold, or makes
 * another ending the likeliest of its group. Looked for between some places of the range, each solved; what turns twice
 * between two of them is not seen.
 */
import { levelCrossings } from "../math/level.ts";
import type { Differentiable, Differentiated } from "../query/derivatives/gradient.ts";
import type { NewsTaken } from "../query/history/news.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "../query/told/given-news.ts";
import type { NotUnderstood } from "../query/told/tell-answers.ts";
import { readAnswer, unitOf } from "../query/told/tell-derivatives.ts";
import { Prober, type Uncertain, uncertainIn } from "./probe.ts";

export interface TipOptions extends GivenOptions {
  /** The answer's threshold; one half for probabilities, none for other answers. */
  readonly at?: number;
  /** How many places of a range are solved, its ends among them. Default 5. */
  readonly places?: number;
  /** Told before each assumption: how many are done, of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** What one assumption does by itself, from end to end of its range. */
export interface Tipping {
  readonly assumption: string;
  readonly stated: number;
  readonly range: readonly [number, number];
  /** The answer at the places solved, ascending; the stated value among them. */
  readonly along: readonly (readonly [value: number, answer: number])[];
  /** Values at which the answer comes to the threshold. */
  readonly crosses: readonly number[];
  /** Values at which another ending becomes the likeliest. */
  readonly endings: readonly {
    readonly at: number;
    readonly group: string;
    readonly from: string;
    readonly to: string;
  }[];
  /** Why it was not looked at, or not everywhere. */
  readonly says: string;
}

export type TippingPoints =
  | {
      readonly status: "told";
      readonly answer: string;
      readonly unit: "chance" | "days" | "points" | "number";
      readonly value: number;
      readonly threshold: number | null;
      /** The likeliest of each exclusive group at the stated values. */
      readonly likeliest: readonly { readonly group: string; readonly ending: string; readonly probability: number }[];
      /**
       * Those that tip first, the nearest in steps of the assumption's spread; then by how far they move the answer.
       */
      readonly assumptions: readonly Tipping[];
      readonly solves: number;
      readonly news: NewsTaken;
    }
  | { readonly status: "none"; readonly answer: string; readonly says: string; readonly news: NewsTaken }
  | NotUnderstood;

const PLACES = 5;
/** Of a range; and solves that drawing one place in may take. */
const FINE = 1e-5;
const MOST_DRAWN = 40;

/**
 * Tipping points of every assumption that has a range, each moved by itself, all actors answering. An answer is said as
 * for `derivativesOf`.
 *
 * @example
 * ```ts
 * const told = tippingPoints(solved, "settled", { at: 0.8, places: 3 });
 * told.assumptions[0].assumption // => "uncertainty"
 * told.assumptions[0].crosses[0] // => 2.25
 * ```
 */
export function tippingPoints(solution: Solution, answer: string, options: TipOptions = {}): TippingPoints {
  const { scenario } = solution;
  const read = readAnswer(scenario, answer);
  if (!("kind" in read)) return read;
  const { taken: news } = baseGivenNews(solution, options.news);
  const prober = new Prober(solution, read, options.news ?? {});
  const value = prober.figure(solution);
  if (typeof value === "string") return { status: "none", answer, says: value, news };
  const unit = unitOf(read);
  const threshold = options.at ?? (unit === "chance" ? 0.5 : null);
  const groups = groupsOf(solution);
  const uncertain = uncertainIn(scenario);
  const found = uncertain.map((one, done) => {
    options.onProgress?.(done, uncertain.length);
    return alongRange(prober, one, { groups, threshold, places: options.places ?? PLACES });
  });
  const likeliest = groups.map((group) => {
    const chances = chancesOf(prober, solution, group)!;
    const place = likeliestOf(chances);
    return { group: group.name, ending: group.endings[place].name, probability: chances[place] };
  });
  const near = (tipping: Tipping, i: number) => nearness(tipping, uncertain[i]);
  const order = [...found.keys()].sort(
    (a, b) => near(found[a], a) - near(found[b], b) || widthOf(found[b]) - widthOf(found[a]) || a - b,
  );
  const assumptions = order.map((i) => found[i]);
  return { status: "told", answer, unit, value, threshold, likeliest, assumptions, solves: prober.solved, news };
}

/** In steps from the stated value to the nearest tipping point. */
function nearness({ crosses, endings, stated }: Tipping, { step }: Uncertain): number {
  const places = [...crosses, ...endings.map(({ at }) => at)];
  return places.length === 0 ? Number.MAX_VALUE : Math.min(...places.map((x) => Math.abs(x - stated) / step));
}

function widthOf({ along }: Tipping): number {
  const answers = along.map(([, answer]) => answer);
  return answers.length === 0 ? 0 : Math.max(...answers) - Math.min(...answers);
}

/** An exclusive group, and the question of each of its endings. */
export interface Group {
  readonly name: string;
  readonly endings: readonly { readonly name: string; readonly asked: Differentiated }[];
}

export function groupsOf({ scenario }: Solution): Group[] {
  return scenario.exclusive.map(({ name, of }) => ({
    name,
    endings: of.flatMap((outcome) => {
      const own = scenario.outcomes[outcome].name;
      const asked = readAnswer(scenario, own);
      return "kind" in asked ? [{ name: own, asked }] : [];
    }),
  }));
}

/** Probability of each ending in a solution; null where they cannot be told. */
export function chancesOf(prober: Prober, of: Differentiable, { endings }: Group): number[] | null {
  const chances = endings.flatMap(({ asked }) => {
    const figure = prober.figure(of, asked);
    return typeof figure === "string" ? [] : [figure];
  });
  return chances.length < endings.length ? null : chances;
}

export function likeliestOf(chances: readonly number[]): number {
  return chances.indexOf(Math.max(...chances));
}

interface Seeking {
  readonly groups: readonly Group[];
  readonly threshold: number | null;
  readonly places: number;
}

interface Seen {
  readonly x: number;
  readonly value: number;
  readonly chances: readonly (number[] | null)[];
}

function alongRange(prober: Prober, uncertain: Uncertain, { groups, threshold, places }: Seeking): Tipping {
  const { index, name, stated, low, high } = uncertain;
  const missed = new Set<string>();
  const seenAt = (x: number): Seen | null => {
    const there = prober.at(new Map([[index, x]]));
    const value = typeof there === "string" ? there : prober.figure(there);
    if (typeof there === "string" || typeof value === "string") {
      missed.add(String(typeof there === "string" ? there : value));
      return null;
    }
    return { x, value, chances: groups.map((group) => chancesOf(prober, there, group)) };
  };
  const even = Array.from({ length: places }, (_, i) => low + ((high - low) * i) / (places - 1));
  const sorted = [...new Set([...even, stated])].sort((a, b) => a - b);
  const seen = sorted.flatMap((x) => seenAt(x) ?? []);
  const fine = { tolerance: FINE * (high - low), most: MOST_DRAWN };
  const crosses =
    threshold === null ? [] : levelCrossings(seen, threshold, (x) => prober.value(new Map([[index, x]])), fine);
  const endings = groups.flatMap((group, g) => endingsAlong(group, g, seen, seenAt, fine));
  return {
    assumption: name,
    stated,
    range: [low, high],
    along: seen.map(({ x, value }) => [x, value]),
    crosses,
    endings,
    says: [...missed].join("; "),
  };
}

/**
 * Where the likeliest ending changes: between two places its lead over that of the next place is drawn to zero, and
 * looked at again.
 */
function endingsAlong(
  group: Group,
  g: number,
  seen: readonly Seen[],
  seenAt: (x: number) => Seen | null,
  fine: { readonly tolerance: number; readonly most: number },
): Tipping["endings"] {
  const found: Tipping["endings"][number][] = [];
  const between = (a: Seen, b: Seen, deep: number): void => {
    const [inA, inB] = [a.chances[g], b.chances[g]];
    if (inA === null || inB === null) return;
    const [from, to] = [likeliestOf(inA), likeliestOf(inB)];
    if (from === to) return;
    const lead = (chances: readonly number[]) => chances[from] - chances[to];
    const known = [
      { x: a.x, value: lead(inA) },
      { x: b.x, value: lead(inB) },
    ];
    const leadAt = (x: number) => {
      const chances = seenAt(x)?.chances[g] ?? null;
      return chances === null ? null : lead(chances);
    };
    const [x] = levelCrossings(known, 0, leadAt, fine);
    const there = x === undefined ? null : seenAt(x);
    const chances = there?.chances[g] ?? null;
    if (there === null || chances === null) return;
    const third = likeliestOf(chances);
    // A third ending may lead where the two are alike: then there are two places.
    if (chances[third] > chances[from] + CLEARLY && third !== from && third !== to && deep < MOST_DEEP) {
      between(a, there, deep + 1);
      between(there, b, deep + 1);
      return;
    }
    found.push({ at: there.x, group: group.name, from: group.endings[from].name, to: group.endings[to].name });
  };
  for (let i = 0; i + 1 < seen.length; i++) between(seen[i], seen[i + 1], 0);
  return found;
}

const CLEARLY = 1e-6;
const MOST_DEEP = 4;

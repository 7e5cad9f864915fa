/**
 * The points of a study, listed before anything is solved: even points (`math/supercube.ts`) through the quantities'
 * quantile functions, of which those stay in which all orders of preference hold. Draw d is point d div S of scramble d
 * mod S among those that stay, so that every machine lists the same ones.
 */
import { normalScores } from "../language/elaborate/elaborate-correlations.ts";
import { posteriorOf, priorLedger } from "../language/elaborate/odds.ts";
import { ordersHold } from "../language/elaborate/orders.ts";
import type { Scenario } from "../language/scenario.ts";
import { cholesky } from "../math/cholesky.ts";
import { type Distribution, quantile } from "../math/distributions.ts";
import { normalBelow, normalQuantile } from "../math/normal.ts";
import { hash } from "../math/sobol.ts";
import { supercube } from "../math/supercube.ts";
import { type Quantity, STEADINESS_SPREAD } from "./quantities.ts";

/** One draw: a number for every quantity, and what the scenario becomes by them. */
export interface Point {
  /** Drawn values, in the order of the quantities and in their own units. */
  readonly drawn: readonly number[];
  /** Values of all assumptions, drawn or not. */
  readonly assumptions: readonly number[];
  /** What each actor's stated lambda is multiplied by. */
  readonly factors: readonly number[];
  /** Whose values it goes by: the place of one of the scenario's analysts; -1 where there are none. */
  readonly analyst: number;
  /** One of the tenth that a study solves a second time, another way. */
  readonly again: boolean;
  /** Of a sweep over files: the file that stands in the place of the scenario. */
  readonly file?: string;
}

export type Sample =
  | {
      readonly status: "sampled";
      readonly points: readonly Point[];
      readonly scrambles: number;
      readonly refused: number;
    }
  /** Too few points keep to the orders. */
  | { readonly status: "orders refuse"; readonly accepted: number; readonly tried: number };

/** Every so manyth draw is solved a second time. */
const AGAIN = 10;

/** How many points may be tried for one that stays. */
const MOST_TRIES = 1000;

/** Independent scrambles: the fewest from which a sampling error can be told, more where there are draws for them. */
function scramblesFor(draws: number): number {
  return draws < 256 ? 4 : 8;
}

/**
 * How many draws: made up to as many for every scramble. The `first` of them are even by themselves, as if there were
 * no more.
 */
export interface Wanted {
  readonly draws: number;
  readonly first: number;
}

export function samplePoints(
  scenario: Scenario,
  quantities: readonly Quantity[],
  seed: number,
  wanted: Wanted,
): Sample {
  const scrambles = scramblesFor(wanted.first);
  const each = Math.ceil(wanted.draws / scrambles);
  const size = 2 ** Math.ceil(Math.log2(wanted.first / scrambles));
  const make = pointMaker(scenario, quantities);
  const lists: Omit<Point, "again">[][] = [];
  let tried = 0;
  for (let scramble = 0; scramble < scrambles; scramble++) {
    const even = supercube(size, hash(seed, scramble + 1));
    const list: Omit<Point, "again">[] = [];
    for (let index = 0; list.length < each; index++) {
      tried++;
      const point = make((dimension) => even(index, dimension));
      if (ordersHold(scenario, point.assumptions)) list.push(point);
      else if (tried > MOST_TRIES * wanted.draws)
        return { status: "orders refuse", accepted: lists.flat().length + list.length, tried };
    }
    lists.push(list);
  }
  const points = Array.from({ length: each * scrambles }, (_, d): Point => {
    const point = lists[d % scrambles][Math.floor(d / scrambles)];
    return { ...point, again: d % AGAIN === 0 };
  });
  return { status: "sampled", points, scrambles, refused: tried - points.length };
}

/** Makes points from even numbers, one for each dimension. */
function pointMaker(scenario: Scenario, quantities: readonly Quantity[]) {
  const join = copulaOf(scenario, quantities);
  const move = mover(scenario, quantities);
  const stated = scenario.assumptions.map(({ value }) => value);
  return (even: (dimension: number) => number): Omit<Point, "again"> => {
    const numbers = join(quantities.map((_, dimension) => even(dimension)));
    const analyst = scenario.analysts.length === 0 ? -1 : pickedBy(scenario, even(quantities.length));
    const drawn = quantities.map((one, place) => quantile(distributionFor(scenario, one, analyst), numbers[place]));
    const assumptions = [...stated];
    quantities.forEach((quantity, place) => {
      if (quantity.kind !== "assumption") return;
      const whole = scenario.assumptions[quantity.assumption].type === "date";
      assumptions[quantity.assumption] = whole ? Math.round(drawn[place]) : drawn[place];
    });
    move(drawn, assumptions);
    return { drawn, assumptions, factors: factorsOf(scenario, quantities, drawn), analyst };
  };
}

/** The analyst whose weight an even number falls into. */
function pickedBy({ analysts }: Scenario, even: number): number {
  let sofar = 0;
  const found = analysts.findIndex(({ weight }) => {
    sofar += weight;
    return even < sofar;
  });
  return found === -1 ? analysts.length - 1 : found;
}

/** One analyst's throughout a draw, so that what it holds together stays together. */
function distributionFor({ assumptions }: Scenario, quantity: Quantity, analyst: number): Distribution {
  if (analyst === -1 || quantity.kind !== "assumption") return quantity.distribution;
  return assumptions[quantity.assumption].analysts?.[analyst].distribution ?? quantity.distribution;
}

/** Joins what is correlated: normal scores times the factor of their correlations, and back to even numbers. */
function copulaOf({ correlations }: Scenario, quantities: readonly Quantity[]) {
  const { members, matrix } = normalScores(correlations);
  const size = members.length;
  const factor = cholesky(matrix, size);
  if (factor === undefined) throw new Error("correlations that cannot be together in a checked scenario");
  const places = members.map((index) =>
    quantities.findIndex((one) => (one.kind === "assumption" || one.kind === "prior") && one.assumption === index),
  );
  return (even: readonly number[]): readonly number[] => {
    if (size === 0) return even;
    const scores = places.map((place) => normalQuantile(even[place]));
    const joined = [...even];
    places.forEach((place, row) => {
      let sum = 0;
      for (let column = 0; column <= row; column++) sum += factor[row * size + column] * scores[column];
      joined[place] = normalBelow(sum);
    });
    return joined;
  };
}

/** Sets the assumptions that odds make of a prior. */
function mover(scenario: Scenario, quantities: readonly Quantity[]) {
  const moved = new Set(
    quantities.flatMap((one) => (one.kind === "prior" || one.kind === "odds" ? [one.assumption] : [])),
  );
  const ledger = priorLedger(scenario);
  return (drawn: readonly number[], assumptions: number[]): void => {
    for (const index of moved) {
      const { prior, items } = ledger.find(({ assumption }) => assumption === scenario.assumptions[index].name)!;
      const own = (kind: Quantity["kind"], evidence?: string) =>
        quantities.findIndex(
          (one) =>
            one.kind === kind &&
            "assumption" in one &&
            one.assumption === index &&
            (one.kind !== "odds" || one.evidence === evidence),
        );
      const start = own("prior") === -1 ? prior : drawn[own("prior")];
      const weighed = items.map((item) => {
        const place = own("odds", item.evidence);
        const quantity = quantities[place];
        const by = quantity?.kind === "odds" ? Math.exp(quantity.spread * drawn[place]) : 1;
        return { ...item, odds: item.odds * by };
      });
      assumptions[index] = posteriorOf(start, weighed);
    }
  };
}

function factorsOf({ actors }: Scenario, quantities: readonly Quantity[], drawn: readonly number[]): number[] {
  return actors.map(({ giveOrTake }, actor) => {
    const parts = quantities.map((one, place) =>
      one.kind === "steadiness" && (one.actor === -1 || one.actor === actor) ? drawn[place] : 0,
    );
    return Math.exp(STEADINESS_SPREAD * (Math.log(giveOrTake) / Math.LN2) * parts.reduce((sum, part) => sum + part, 0));
  });
}

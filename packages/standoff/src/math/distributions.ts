/**
 * Distributions of one number, as plain data, and their quantile functions: a draw is the quantile of an even number
 * from (0, 1). A family is given by its chances on both sides of a value, so that a distribution cut to a part of its
 * line keeps all digits in whichever tail the part lies.
 */
import { betaBelow, betaQuantile } from "./beta.ts";
import { gammaAbove, gammaBelow, gammaQuantile, gammaQuantileAbove } from "./gamma.ts";
import { normalBelow, normalQuantile } from "./normal.ts";

export type Distribution = Family & {
  /** Cut to this part of the line, what lies outside it left out. */
  readonly within?: readonly [low: number, high: number];
};

export type Family =
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "triangular" | "pert"; readonly low: number; readonly mode: number; readonly high: number }
  | { readonly kind: "beta"; readonly a: number; readonly b: number }
  | { readonly kind: "gamma"; readonly shape: number; readonly rate: number }
  | { readonly kind: "normal"; readonly mean: number; readonly deviation: number }
  /** exp of a normal one with this mean and deviation, times `unit`. */
  | { readonly kind: "lognormal"; readonly mean: number; readonly deviation: number; readonly unit: number }
  /** Values in ascending order, with chances that sum to one. */
  | { readonly kind: "discrete"; readonly values: readonly number[]; readonly chances: readonly number[] }
  /** One of several, by weights that sum to one: a linear pool. */
  | { readonly kind: "mixture"; readonly parts: readonly MixturePart[] };

export interface MixturePart {
  readonly weight: number;
  readonly of: Family;
}

interface Sides {
  readonly below: (x: number) => number;
  readonly above: (x: number) => number;
  readonly fromBelow: (chance: number) => number;
  readonly fromAbove: (chance: number) => number;
}

/** The value below which a value lies with chance u in (0, 1). */
export function quantile(distribution: Distribution, u: number): number {
  const sides = sidesOf(distribution);
  if (distribution.within === undefined) return sides.fromBelow(u);
  const [low, high] = distribution.within;
  return Math.min(high, Math.max(low, cut(sides, low, high, u)));
}

/** How much of a distribution lies within its own part of the line: 0 where there is nothing to draw. */
export function massWithin(distribution: Distribution): number {
  if (distribution.within === undefined) return 1;
  const { below, above } = sidesOf(distribution);
  const [low, high] = distribution.within;
  return below(low) < 0.5 ? below(high) - below(low) : above(low) - above(high);
}

function cut({ below, above, fromBelow, fromAbove }: Sides, low: number, high: number, u: number): number {
  const under = below(low);
  if (under < 0.5) return fromBelow(under + u * (below(high) - under));
  const over = above(low);
  return fromAbove(over - u * (over - above(high)));
}

function sidesOf(family: Family): Sides {
  switch (family.kind) {
    case "uniform":
      return straight(family.low, family.high);
    case "triangular":
      return triangular(family);
    case "pert":
      return pert(family);
    case "beta":
      return beta(family.a, family.b, 0, 1);
    case "gamma":
      return gamma(family.shape, family.rate);
    case "normal":
      return normal(family.mean, family.deviation);
    case "mixture":
      return mixture(family.parts);
    case "lognormal":
      return lognormal(family.mean, family.deviation, family.unit);
    default:
      return discrete(family.values, family.chances);
  }
}

const inUnit = (share: number) => Math.min(1, Math.max(0, share));

function straight(low: number, high: number): Sides {
  const share = (x: number) => (high > low ? inUnit((x - low) / (high - low)) : Number(x >= high));
  return {
    below: share,
    above: (x) => 1 - share(x),
    fromBelow: (chance) => low + chance * (high - low),
    fromAbove: (chance) => high - chance * (high - low),
  };
}

/** Density rising from the low end to the mode and falling to the high end, both in straight lines. */
function triangular({ low, mode, high }: { low: number; mode: number; high: number }): Sides {
  const [width, left, right] = [high - low, mode - low, high - mode];
  if (width === 0) return straight(low, high);
  const below = (x: number) => (x <= low ? 0 : (x - low) ** 2 / (width * left));
  const above = (x: number) => (x >= high ? 0 : (high - x) ** 2 / (width * right));
  const peak = left / width;
  return {
    below: (x) => (x <= mode && left > 0 ? below(x) : 1 - above(Math.max(x, mode))),
    above: (x) => (x <= mode && left > 0 ? 1 - below(x) : above(Math.max(x, mode))),
    fromBelow: (chance) =>
      chance < peak ? low + Math.sqrt(chance * width * left) : high - Math.sqrt((1 - chance) * width * right),
    fromAbove: (chance) =>
      chance > 1 - peak ? low + Math.sqrt((1 - chance) * width * left) : high - Math.sqrt(chance * width * right),
  };
}

/** A Beta distribution stretched over the ends, with mean (low + 4 mode + high) / 6 (Malcolm and others 1959). */
function pert({ low, mode, high }: { low: number; mode: number; high: number }): Sides {
  const width = high - low;
  if (width === 0) return straight(low, high);
  return beta(1 + (4 * (mode - low)) / width, 1 + (4 * (high - mode)) / width, low, high);
}

function beta(a: number, b: number, low: number, high: number): Sides {
  const [width, share] = [high - low, (x: number) => (x - low) / (high - low)];
  return {
    below: (x) => betaBelow(a, b, share(x)),
    above: (x) => betaBelow(b, a, (high - x) / width),
    fromBelow: (chance) => low + width * betaQuantile(a, b, chance),
    fromAbove: (chance) => high - width * betaQuantile(b, a, chance),
  };
}

function gamma(shape: number, rate: number): Sides {
  return {
    below: (x) => gammaBelow(shape, x * rate),
    above: (x) => gammaAbove(shape, x * rate),
    fromBelow: (chance) => gammaQuantile(shape, chance) / rate,
    fromAbove: (chance) => gammaQuantileAbove(shape, chance) / rate,
  };
}

function normal(mean: number, deviation: number): Sides {
  return {
    below: (x) => normalBelow((x - mean) / deviation),
    above: (x) => normalBelow((mean - x) / deviation),
    fromBelow: (chance) => mean + deviation * normalQuantile(chance),
    fromAbove: (chance) => mean - deviation * normalQuantile(chance),
  };
}

function lognormal(mean: number, deviation: number, unit: number): Sides {
  const { below, above, fromBelow, fromAbove } = normal(mean, deviation);
  return {
    below: (x) => (x > 0 ? below(Math.log(x / unit)) : 0),
    above: (x) => (x > 0 ? above(Math.log(x / unit)) : 1),
    fromBelow: (chance) => unit * Math.exp(fromBelow(chance)),
    fromAbove: (chance) => unit * Math.exp(fromAbove(chance)),
  };
}

const HALVINGS = 200;

/** Quantiles by halving, between the least and the largest of the parts' own. */
function mixture(parts: readonly MixturePart[]): Sides {
  const own = parts.map(({ weight, of }) => ({ weight, ...sidesOf(of) }));
  const above = (x: number) => own.reduce((sum, one) => sum + one.weight * one.above(x), 0);
  const below = (x: number) => own.reduce((sum, one) => sum + one.weight * one.below(x), 0);
  const fromBelow = (chance: number) => {
    const ends = own.map((one) => one.fromBelow(chance));
    let [low, high] = [Math.min(...ends), Math.max(...ends)];
    for (let i = 0; i < HALVINGS && low < high; i++) {
      const middle = low + (high - low) / 2;
      if (middle === low || middle === high) break;
      if (1 - above(middle) >= chance) high = middle;
      else low = middle;
    }
    return 1 - above(low) >= chance ? low : high;
  };
  return { below, above, fromBelow, fromAbove: (chance) => fromBelow(1 - chance) };
}

function discrete(values: readonly number[], chances: readonly number[]): Sides {
  const sum = (holds: (value: number) => boolean) =>
    values.reduce((total, value, place) => total + (holds(value) ? chances[place] : 0), 0);
  const fromBelow = (chance: number) => {
    let sofar = 0;
    const found = chances.findIndex((one) => {
      sofar += one;
      return chance < sofar;
    });
    return values[found === -1 ? values.length - 1 : found];
  };
  return {
    below: (x) => sum((value) => value < x),
    above: (x) => sum((value) => value > x),
    fromBelow,
    fromAbove: (chance) => fromBelow(1 - chance),
  };
}

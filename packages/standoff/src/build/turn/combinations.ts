/**
 * Independent uncertainties multiply: values that variables start with, and events of a group or clocks that may all
 * come in one period. Up to a limit every combination is a state or an edge; beyond, building ends and names what
 * multiplies.
 */
import type { Scenario } from "../../language/scenario.ts";

/** Combinations of starting values that are entered. */
export const MOST_STARTS = 2 ** 18;

/** Results of one turn of chance in one state. */
export const MOST_RESULTS = 2 ** 14;

export interface Factor {
  readonly name: string;
  readonly ways: number;
}

export interface Combinations {
  /** What has them, in words. */
  readonly of: string;
  /** At least so many. */
  readonly count: number;
  /** What multiplies, the largest factors first. */
  readonly factors: readonly Factor[];
}

/** Ends building; never leaves `build.ts`. */
export class TooManyCombinations extends Error {
  readonly combinations: Combinations;

  constructor(of: string, factors: readonly Factor[]) {
    super(`too many combinations of ${of}`);
    const counted = factors.filter(({ ways }) => ways > 1).sort((a, b) => b.ways - a.ways);
    const count = counted.reduce((product, { ways }) => product * ways, 1);
    this.combinations = { of, count, factors: counted };
  }
}

/** The joint results of an event group grew past the limit. */
export function tooManyEvents({ eventGroups }: Scenario, group: number): TooManyCombinations {
  const { name, events } = eventGroups[group];
  const rivals = events.filter(({ how }) => how === "rate");
  const branches = (list: typeof events) => list.reduce((sum, event) => sum + event.branches.length, 0);
  const factors = events.flatMap((event) =>
    event.how === "rate" ? [] : [{ name: event.name, ways: 1 + event.branches.length }],
  );
  const race =
    rivals.length === 0 ? [] : [{ name: rivals.map((rival) => rival.name).join(", "), ways: 1 + branches(rivals) }];
  return new TooManyCombinations(`the events of "${name}" in one period`, [...factors, ...race]);
}

/** Those of the clocks did. */
export function tooManyClocks({ clocks }: Scenario): TooManyCombinations {
  const factors = clocks.map(({ name, stages }) => ({ name, ways: Math.max(2, stages + 1) }));
  return new TooManyCombinations("the clocks in one period", factors);
}

/**
 * `20 of them: a (x 3), b (x 2), ...`.
 *
 * @example
 * ```ts
 * const factors = [{ name: "fund", ways: 3 }, { name: "mood", ways: 2 }];
 * combinationsInWords({ of: "the starts", count: 6, factors }) // => "the starts have 6 combinations: fund x 3, mood x 2"
 * ```
 */
export function combinationsInWords({ of, count, factors }: Combinations): string {
  const shown = factors.slice(0, 8).map(({ name, ways }) => `${name} x ${ways}`);
  const more = factors.length > shown.length ? `, and ${factors.length - shown.length} more` : "";
  const number = count < 1e15 ? count.toLocaleString("en") : count.toExponential(1);
  return `${of} have ${number} combinations: ${shown.join(", ")}${more}`;
}

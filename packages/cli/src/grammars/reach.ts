/** The grammar of `standoff reach`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions, startOptions, wholeNumber } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    'standoff reach labour-strike "P(settled) = 70 %"  the smallest joint change of assumptions for that',
    'standoff reach labour-strike "settled"            the lowest and the highest within all ranges',
    'standoff reach labour-strike "settled" --starts 4 --shard 1/2 --out starts   one half of the starts for these, on one machine',
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--starts <number>", "begin from so many places: by default from the stated values, for bounds from two", {
      read: wholeNumber,
    }),
    ...startOptions,
  ],
  load: async () => (await import("../verbs/reach.ts")).reach,
};

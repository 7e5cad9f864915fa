/** The grammar of `standoff reach`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions, wholeNumber } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    'standoff reach labour-strike "P(settled) = 70 %"  the smallest joint change of assumptions for that',
    'standoff reach labour-strike "settled"            the lowest and the highest within all ranges',
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--starts <number>", "begin from so many places: by default from the stated values, for bounds from two", {
      read: wholeNumber,
    }),
  ],
  load: async () => (await import("../verbs/reach.ts")).reach,
};

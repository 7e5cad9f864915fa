/** The grammar of `standoff sweep`. */
import { type Grammar, option } from "../grammar.ts";
import { commonOptions, newsOptions, sharedOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    'standoff sweep labour-strike --over "large fund=0.1..0.9:9"   the forecast at nine values of an assumption',
    'standoff sweep labour-strike --over "large fund=20 %..80 %:4" --over "uncertainty=1..5:3"   a map of two',
    'standoff sweep run labour-strike --over "large fund=0.1..0.9:9" --shard 1/2 --out kept   one half of the points, on one machine',
    "standoff sweep ultimatum.standoff.yaml --over slips.standoff.yaml   other files in its place, such as what-ifs",
  ],
  options: [
    ...commonOptions,
    ...newsOptions,
    option(
      "--over <assumption=values>",
      'from..to:count, as in "large fund=10 %..90 %:9", or values with commas between; may be repeated, for a grid; or files, such as what-ifs, with commas between',
      {
        read: (text: string, sofar: readonly string[]) => [...sofar, text],
        standard: [],
      },
    ),
    option("--answer <outcome>", "which outcome a map is of; by default the one that moves most"),
    ...sharedOptions,
  ],
  load: async () => (await import("../verbs/sweep.ts")).sweep,
};

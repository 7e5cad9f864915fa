/** The grammar of `standoff equilibria`. */
import { type Grammar, option } from "../grammar.ts";
import { startOptions, threadOptions, wholeNumber } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff equilibria labour-strike",
    "standoff equilibria labour-strike --starts 20 --seed 7",
    "standoff equilibria labour-strike --shard 1/2 --out starts   one half of the random starts, on one machine",
  ],
  options: [
    ...threadOptions,
    option("--starts <number>", "random starts; by default as many as its size allows", { read: wholeNumber }),
    option("--seed <number>", "of the random starts", { read: wholeNumber, standard: 1 }),
    ...startOptions,
  ],
  load: async () => (await import("../verbs/equilibria.ts")).equilibria,
};

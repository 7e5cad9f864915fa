/** The grammar of `standoff solve`. */
import { type Grammar, option } from "../grammar.ts";
import { jsonOption, memoryOption, numberFromZero } from "../options.ts";

export const grammar: Grammar = {
  examples: ["standoff solve game.efg --lambda 1", "standoff solve game.nfg --lambda 5 --json"],
  options: [
    option("--lambda <number>", "precision of choice: p in proportion to exp(lambda x payoff)", {
      read: numberFromZero,
      standard: 1,
    }),
    memoryOption,
    jsonOption,
  ],
  load: async () => (await import("../verbs/solve.ts")).solveGame,
};

/** The grammar of `standoff challenge`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: ["standoff challenge labour-strike --answer settled   what would a colleague hold against it?"],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--answer <answer>", 'an outcome, a question by its name or text, or "points of ACTOR"', { needed: true }),
  ],
  load: async () => (await import("../verbs/challenge.ts")).challenge,
};

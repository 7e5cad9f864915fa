/** The grammar of `standoff why`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, numberFromZero, solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff why labour-strike --answer settled       what moves it, and by how much",
    'standoff why labour-strike --answer "mean days until settled" --ranges 3',
    'standoff why us-iran-2025 --answer "full deal" --ranges 0',
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--answer <answer>", 'an outcome, a question by its name or text, or "points of ACTOR"', { needed: true }),
    option(
      "--ranges <number>",
      "solve again at both ends of so many ranges, the weightiest; by default of all, in a large world of 12",
      { read: numberFromZero },
    ),
  ],
  load: async () => (await import("../verbs/why.ts")).why,
};

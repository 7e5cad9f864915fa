/** The grammar of `standoff tip`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions, wholeNumber } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff tip labour-strike --answer settled --at 80%   what must each assumption be for that, by itself?",
    "standoff tip labour-strike --answer settled --at 80% --across uncertainty --up mediator   two at once",
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--answer <answer>", 'an outcome, a question by its name or text, or "points of ACTOR"', { needed: true }),
    option("--at <value>", "the answer's threshold: by default 50 % for probabilities"),
    option("--across <assumption>", "with --up: a map of two assumptions, with the border of the threshold"),
    option("--up <assumption>", "the other one of the map"),
    option("--places <number>", "how many places of a range are solved: by default 5, of a map 9", {
      read: wholeNumber,
    }),
  ],
  load: async () => (await import("../verbs/tip.ts")).tip,
};

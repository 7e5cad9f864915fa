/** The grammar of `standoff forecast`. */
import { type Grammar, option } from "../grammar.ts";
import { drawOptions, newsOptions, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff forecast labour-strike                   means over draws, with their bands",
    "standoff forecast us-iran-2025 --draws 0          at the stated values only",
    'standoff forecast labour-strike --set "large fund=70 %"',
    "standoff forecast labour-strike --json > forecast.json",
  ],
  options: [
    ...threadOptions,
    ...newsOptions,
    ...drawOptions,
    option("--save <file>", "store the result, to be checked later by the verb verify"),
  ],
  load: async () => (await import("../verbs/forecast.ts")).forecast,
};

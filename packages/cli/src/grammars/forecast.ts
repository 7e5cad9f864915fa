/** The grammar of `standoff forecast`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff forecast us-iran-2025",
    'standoff forecast labour-strike --set "large fund=70 %"',
    "standoff forecast labour-strike --json > forecast.json",
  ],
  options: [
    ...threadOptions,
    ...newsOptions,
    option("--save <file>", "store the result, to be checked later by the verb verify"),
  ],
  load: async () => (await import("../verbs/forecast.ts")).forecast,
};

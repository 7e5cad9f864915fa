/** The grammar of `standoff watch`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff watch labour-strike --answer settled --by 2026-05-31   which signs by then would move it most?",
    "standoff watch cuba-1962 --answer war             and which assumptions are worth finding out",
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--answer <answer>", "an outcome, or a question about a probability by its name or text", { needed: true }),
    option("--by <date>", "seen, or not seen, by then; by default the middle of what is left of the calendar"),
  ],
  load: async () => (await import("../verbs/watch.ts")).watch,
};

/** The grammar of `standoff update`. */
import { type Grammar, option } from "../grammar.ts";
import { solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff update cuba-1962/history.yaml   how each dated item of its history moves the forecast",
    "standoff update cuba-1962/history.yaml --as-of 1962-10-22 --restart   and a new game from there",
  ],
  options: [
    ...solveOptions,
    option("--as-of <date>", "only what was known on that day"),
    option("--restart", "also solve a new game from where the news leaves off, and show its forecast beside"),
  ],
  load: async () => (await import("../verbs/update.ts")).update,
};

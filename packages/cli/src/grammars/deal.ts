/** The grammar of `standoff deal`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff deal labour-strike                       which contracts would both sides sign, and when?",
    "standoff deal labour-strike --at 2026-06-01       were one signed on that day",
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--at <date>", "signed at the start of the period that holds this day; by default up to six days"),
  ],
  load: async () => (await import("../verbs/deal.ts")).deal,
};

/** The grammar of `standoff deal`. */
import { type Grammar, option } from "../grammar.ts";
import { drawsOf, newsOptions, seedOption, solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff deal labour-strike                       which contracts would both sides sign, and when?",
    "standoff deal labour-strike --at 2026-06-01       were one signed on that day",
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--at <date>", "signed at the start of the period that holds this day; by default up to six days"),
    option(
      "--draws <number>",
      "draws of what is not known: by default 32, fewer in large worlds; 0: the stated values only",
      {
        read: (text: string) => (text === "0" ? 0 : drawsOf(text)),
      },
    ),
    seedOption,
  ],
  load: async () => (await import("../verbs/deal.ts")).deal,
};

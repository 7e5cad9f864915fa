/** The grammar of `standoff why`. */
import { type Grammar, option } from "../grammar.ts";
import { drawsOf, newsOptions, numberFromZero, seedOption, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff why labour-strike --answer settled       what moves it, and by how much",
    'standoff why labour-strike --answer "mean days until settled" --ranges 3',
    'standoff why us-iran-2025 --answer "full deal" --ranges 0',
  ],
  options: [
    ...threadOptions,
    ...newsOptions,
    option("--answer <answer>", 'an outcome, a question by its name or text, or "points of ACTOR"', { needed: true }),
    option(
      "--ranges <number>",
      "solve again at both ends of so many ranges, the weightiest; by default of all, in a large world of 12",
      { read: numberFromZero },
    ),
    option(
      "--draws <number>",
      "how many draws the shares of variance are of: as in a forecast, and in a large world none unless asked for; 0: none",
      { read: (text: string) => (text === "0" ? 0 : drawsOf(text)) },
    ),
    seedOption,
  ],
  load: async () => (await import("../verbs/why.ts")).why,
};

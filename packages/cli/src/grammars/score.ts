/** The grammar of `standoff score`. */
import { type Grammar, option } from "../grammar.ts";
import { jsonOption } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff score strike.forecast --resolutions resolutions.csv",
    "standoff score strike.forecast --resolutions resolutions.csv --others market.csv --json",
  ],
  options: [
    option("--resolutions <csv>", "what came true: a table scenario,question,resolved,date (yes, no, void)", {
      needed: true,
    }),
    option("--others <csv>", "what others foretold: a table source,scenario,question,date,probability"),
    jsonOption,
  ],
  load: async () => (await import("../verbs/score.ts")).score,
};

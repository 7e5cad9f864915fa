/** The grammar of `standoff backtest`. */
import { type Grammar, option } from "../grammar.ts";
import { jsonOption, memoryOption } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff backtest scenarios --resolutions resolutions.csv   every folder in it that holds a sealed forecast",
    "standoff backtest scenarios --resolutions resolutions.csv --others crowd.csv --html backtest.html",
  ],
  options: [
    option("--resolutions <csv>", "what came true: a table scenario,question,resolved,date (yes, no, void)", {
      needed: true,
    }),
    option("--others <csv>", "what others foretold: a table source,scenario,question,date,probability"),
    option("--html <file>", "the scores as a page that stands by itself"),
    memoryOption,
    jsonOption,
  ],
  load: async () => (await import("../verbs/backtest.ts")).backtest,
};

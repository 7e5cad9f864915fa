/** The grammar of `standoff report`. */
import { type Grammar, option } from "../grammar.ts";
import { drawOptions, newsOptions, numberFromZero, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff report labour-strike -o report.html      one page: answer, confidence, assumptions, alternatives",
    'standoff report labour-strike --answer "a fair contract" -o fair.html',
  ],
  options: [
    option("-o, --out <file>", "where the page goes; by default to stdout"),
    option("--answer <answer>", "the outcome or question that leads; by default the file's first outcome"),
    option(
      "--ranges <number>",
      "solve again at both ends of so many ranges, the weightiest; by default of all, in a large world of 12",
      { read: numberFromZero },
    ),
    option("--since <report>", "an earlier report, its page or its JSON: what has changed since"),
    option("--csv <folder>", "the numbers as tables for a spreadsheet, into this folder"),
    option("--pdf <file>", "the page on paper, by a Chromium that is found here, or by that which CHROMIUM names"),
    ...threadOptions,
    ...newsOptions,
    ...drawOptions,
  ],
  load: async () => (await import("../verbs/report.ts")).report,
};

/** The grammar of `standoff freeze`. */
import { type Grammar, option } from "../grammar.ts";
import { drawOptions, newsOptions, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff freeze labour-strike -o strike.forecast  seal today's forecast, to be scored once it is settled",
    "standoff freeze labour-strike --draws 64 --as bakery -o bakery.forecast",
  ],
  options: [
    ...threadOptions,
    ...newsOptions,
    ...drawOptions,
    option("-o, --out <file>", "the file to write", { needed: true }),
    option("--as <name>", "the name by which resolutions call the scenario; by default that of its folder or file"),
  ],
  load: async () => (await import("../verbs/freeze.ts")).freeze,
};

/** The grammar of `standoff commit`. */
import { type Grammar, option } from "../grammar.ts";
import { solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: ["standoff commit labour-strike --actor company    what would binding itself in advance be worth to it?"],
  options: [
    ...solveOptions,
    option("--actor <actor>", "whose moves are ruled out or bound, by its key or its name", { needed: true }),
  ],
  load: async () => (await import("../verbs/commit.ts")).commit,
};

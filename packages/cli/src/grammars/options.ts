/** The grammar of `standoff options`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    'standoff options labour-strike --actor union --on 2026-05-15 --if "strike and offer is low"',
    "standoff options labour-strike --actor company --on 2026-04-20   what could it do, and what would come of each?",
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--actor <actor>", "whose options, by its key or its name", { needed: true }),
    option("--on <date>", "the day: its desks may act in the period that holds it", { needed: true }),
    option("--if <situation>", "what holds as it decides, as a condition of the scenario's"),
  ],
  load: async () => (await import("../verbs/options.ts")).options,
};

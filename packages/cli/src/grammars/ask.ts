/** The grammar of `standoff ask`. */
import type { Grammar } from "../grammar.ts";
import { drawOptions, newsOptions, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff ask labour-strike                        the scenario's own questions",
    'standoff ask labour-strike "P(strike called by 2026-05-31)"',
    'standoff ask labour-strike "P(settled before strike called | strike called)"',
    'standoff ask labour-strike "days until settled"',
  ],
  options: [...threadOptions, ...newsOptions, ...drawOptions],
  load: async () => (await import("../verbs/ask.ts")).ask,
};

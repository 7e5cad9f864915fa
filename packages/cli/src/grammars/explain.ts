/** The grammar of `standoff explain`. */
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions, wholeNumber } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff explain labour-strike                    strategies, beliefs and paths",
    "standoff explain us-iran-2025 --only beliefs",
    'standoff explain us-iran-2025 --only paths --outcome "US strike"',
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--only <part>", "one part of it", { choices: ["strategies", "beliefs", "paths"] }),
    option("--outcome <name>", "paths that lead to this outcome"),
    option("--actor <name>", "strategies and beliefs of this actor"),
    option("--detail", "every situation in which the choice differs, however rare"),
    option("--number <paths>", "how many paths", { read: wholeNumber, standard: 5 }),
  ],
  load: async () => (await import("../verbs/explain.ts")).explain,
};

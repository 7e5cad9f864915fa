/** The grammar of `standoff diff`. */
import type { Grammar } from "../grammar.ts";
import { newsOptions, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: ["standoff diff cuba-1962 cuba-1962/history.yaml   what changed between two versions, and what it did"],
  options: [...threadOptions, ...newsOptions],
  load: async () => (await import("../verbs/diff.ts")).diff,
};

/** The grammar of `standoff steps`. */
import type { Grammar } from "../grammar.ts";
import { threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: ["standoff steps labour-strike"],
  options: [...threadOptions],
  load: async () => (await import("../verbs/steps.ts")).steps,
};

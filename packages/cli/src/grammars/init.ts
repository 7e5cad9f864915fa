/** The grammar of `standoff init`. */
import { type Grammar, option } from "../grammar.ts";
import { jsonOption } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff init --list                              patterns to start from",
    "standoff init my-standoff --like talks",
  ],
  options: [
    option("--like <pattern>", "one of the patterns that --list tells; by default a lease"),
    option("--list", "tell the patterns, and write nothing"),
    jsonOption,
  ],
  load: async () => (await import("../verbs/init.ts")).init,
};

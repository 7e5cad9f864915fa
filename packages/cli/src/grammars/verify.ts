/** The grammar of `standoff verify`. */
import { type Grammar, option } from "../grammar.ts";
import { jsonOption, memoryOption, readingOption } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff forecast labour-strike --save strike.result",
    "standoff verify labour-strike --result strike.result",
  ],
  options: [
    option("--result <file>", "what the verb forecast wrote with --save", { needed: true }),
    readingOption,
    memoryOption,
    jsonOption,
  ],
  load: async () => (await import("../verbs/verify.ts")).verify,
  answersByCode: true,
};

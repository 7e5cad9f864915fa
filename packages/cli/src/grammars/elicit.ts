/** The grammar of `standoff elicit`. */
import { type Grammar, option } from "../grammar.ts";
import { jsonOption, readingOption } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    'standoff elicit my.standoff.yaml --by "desk analyst" --why "before the spring round"',
    'standoff elicit my.standoff.yaml --only "other tenant" --only judge   of these alone',
  ],
  options: [
    option("--only <assumption>", "ask about this assumption alone; may be repeated", {
      read: (text: string, sofar: readonly string[]) => [...sofar, text],
      standard: [],
    }),
    option("--by <who>", "whose judgement it is: an office or a role; goes into the file's notes"),
    option("--why <reason>", "on what occasion; goes into the notes"),
    readingOption,
    jsonOption,
  ],
  load: async () => (await import("../verbs/elicit.ts")).elicit,
};

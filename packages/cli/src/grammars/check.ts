/** The grammar of `standoff check`. */
import { type Grammar, option } from "../grammar.ts";
import { commonOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff check labour-strike",
    "standoff check my.standoff.yaml --size            what each variable multiplies",
    "standoff check labour-strike --print scenario     what was understood, line by line",
  ],
  options: [
    ...commonOptions,
    option("--size", "also build it: how large it is, what each variable multiplies"),
    option("--stakes", "also build it: what is at stake for each actor, and how steady that makes it"),
    option("--print <what>", "print what was understood, or the world that it builds (small ones node by node)", {
      choices: ["scenario", "world"],
    }),
  ],
  load: async () => (await import("../verbs/check.ts")).check,
  answersByCode: true,
};

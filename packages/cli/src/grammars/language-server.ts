/** The grammar of `standoff language-server`. */
import type { Grammar } from "../grammar.ts";
import { option } from "../grammar.ts";
import { readingOption } from "../options.ts";

export const grammar: Grammar = {
  examples: ["standoff language-server --stdio                  for an editor that starts it: see docs/editors.md"],
  options: [option("--stdio", "messages on stdin and stdout: the only way, and the default"), readingOption],
  load: async () => (await import("../verbs/language-server.ts")).languageServer,
};

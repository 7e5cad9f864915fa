/** The grammar of `standoff compare`. */
import { ExitCode, Stop } from "../exit-code.ts";
import { type Grammar, option } from "../grammar.ts";
import { shellWord } from "../next-command.ts";
import { newsOptions, settingReader, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    'standoff compare labour-strike --with "large fund=0.7"',
    "standoff compare us-iran-2025 us-iran-2025/what-ifs/no-deadline.yaml   a what-if is a file that extends another",
  ],
  options: [
    ...threadOptions,
    ...newsOptions,
    option("--with <assumption=value>", "an assumption of the second one; may be repeated", {
      read: readChange,
      standard: {},
    }),
  ],
  load: async () => (await import("../verbs/compare.ts")).compare,
};

/** A file is no assumption of the second scenario but the second scenario itself. */
function readChange(text: string, sofar: Readonly<Record<string, string>>): Record<string, string> {
  if (text.includes("=") || !/\.ya?ml$/i.test(text)) return settingReader("--with")(text, sofar);
  throw new Stop(
    ExitCode.usage,
    `--with takes assumption=value; the second scenario stands after the first, as in compare A ${shellWord(text)}`,
  );
}

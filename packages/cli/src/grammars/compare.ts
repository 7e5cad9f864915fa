/** The grammar of `standoff compare`. */
import { ExitCode, Stop } from "../exit-code.ts";
import { type Grammar, option } from "../grammar.ts";
import { shellWord } from "../next-command.ts";
import { newsOptions, settingReader, threadOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    'standoff compare labour-strike --with "large fund=0.7"',
    'standoff compare labour-strike --each "large fund=0.3" --each "mediator=1 per month"   a table of what-ifs, each by itself',
    "standoff compare us-iran-2025 us-iran-2025/what-ifs/no-deadline.yaml   a what-if is a file that extends another",
  ],
  options: [
    ...threadOptions,
    ...newsOptions,
    option("--with <assumption=value>", "an assumption of the second one; may be repeated", {
      read: readChange,
      standard: {},
    }),
    option("--each <assumption=value>", "a further what-if of the first, by itself; may be repeated", {
      read: readEach,
      standard: [],
    }),
  ],
  load: async () => (await import("../verbs/compare.ts")).compare,
};

function readEach(text: string, sofar: readonly Readonly<Record<string, string>>[]): Record<string, string>[] {
  return [...sofar, settingReader("--each")(text, {})];
}

/** A file is no assumption of the second scenario but the second scenario itself. */
function readChange(text: string, sofar: Readonly<Record<string, string>>): Record<string, string> {
  if (text.includes("=") || !/\.ya?ml$/i.test(text)) return settingReader("--with")(text, sofar);
  throw new Stop(
    ExitCode.usage,
    `--with takes assumption=value; the second scenario stands after the first, as in compare A ${shellWord(text)}`,
  );
}

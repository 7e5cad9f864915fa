/** The form in which a verb's file says its grammar; `program.ts` makes the command of it. */
import { Option } from "commander";
import type { Outside } from "./outside.ts";

/** What `standoff VERB` takes and does, exported by the verb's file under this name. */
export interface Grammar {
  /** Lines that lead its help: a command, and after some spaces perhaps what it is for. A test runs them. */
  readonly examples: readonly string[];
  readonly options: readonly Option[];
  /** Is given its arguments in their order, then its options by name; answers with the exit code. */
  readonly run: (outside: Outside, ...given: never[]) => number | Promise<number>;
  /** Has it answered by its exit code even where nobody can read what it says? */
  readonly answersByCode?: boolean;
}

interface More {
  readonly choices?: readonly string[];
  readonly standard?: unknown;
  /** Reads the text; `sofar` is what stands already, of an option that may be repeated. */
  readonly read?: (text: string, sofar: never) => unknown;
  /** Is it wrong to leave it out? */
  readonly needed?: boolean;
}

/** An option as a verb's grammar lists it: `flags` as in `"--out <file>"`, and a line for its help. */
export function option(flags: string, says: string, { choices, standard, read, needed = false }: More = {}): Option {
  const made = new Option(flags, says).makeOptionMandatory(needed);
  if (choices !== undefined) made.choices(choices);
  if (read !== undefined) made.argParser(read as (text: string, sofar: unknown) => unknown);
  return standard === undefined ? made : made.default(standard);
}

/**
 * The form in which a verb's grammar is said, in a file of its own in `grammars/`, which loads nothing of the library:
 * so that its help comes at once. `program.ts` makes the command of it.
 */
import { Option } from "commander";
import type { Outside } from "./outside.ts";

/** What `standoff VERB` takes, exported under the name `grammar`. */
export interface Grammar {
  /** Lines that lead its help: a command, and after some spaces perhaps what it is for. A test runs them. */
  readonly examples: readonly string[];
  readonly options: readonly Option[];
  /**
   * Loads the verb's file, and gives what it does: that is given its arguments in their order, then its options by
   * name, and answers with the exit code.
   */
  readonly load: () => Promise<(outside: Outside, ...given: never[]) => number | Promise<number>>;
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
  if (standard === undefined) return made;
  const isEmpty = typeof standard === "object" && Object.keys(standard as object).length === 0;
  return isEmpty ? made.default(standard, "none") : made.default(standard);
}

/** Commands that messages name: begun as the user began this one, every word as a shell takes it. */
import { basename, delimiter, dirname, relative } from "node:path";
import type { Outside } from "./outside.ts";

/** `npx standoff check "my folder"`: to be copied and run in the same place. */
export function nextCommand({ typed }: Pick<Outside, "typed">, ...words: readonly string[]): string {
  return [typed, ...words.map(shellWord)].join(" ");
}

/** A word as a shell takes it. */
export function shellWord(word: string): string {
  if (/^[\w./=:@%+,~-]+$/.test(word) && !word.startsWith("~")) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : `"${word}"`;
}

export interface Started {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The path of the program that was started, absolute, a link not followed; empty where none is known. */
  readonly script: string;
}

/**
 * The words by which the user started the command, as far as they can be known: it is started by links and by npm too.
 */
export function typedCommand({ environment, cwd, script }: Started): string {
  if (environment.npm_command !== undefined) return "npx standoff"; // npx, `npm exec`, or a script of the repository's
  const program = relative(cwd, script);
  if (basename(script) === "standoff.js") return `node ${shellWord(program)}`;
  const onPath = (environment.PATH ?? "").split(delimiter).includes(dirname(script));
  if (onPath || script === "") return "standoff";
  return shellWord(/[\\/]/.test(program) ? program : `./${program}`);
}

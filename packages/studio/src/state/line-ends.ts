/**
 * How files end their lines. The page holds every text with "\n" alone, as its editor does, and gives each back as it
 * came; one that is as it came is given back to the letter, also where its lines end in several ways.
 */

/** By name: the text as it came. */
const came = new Map<string, string>();

const plain = (text: string) => text.replace(/\r\n?/g, "\n");

/** A file's text as the page holds it. */
export function taken(name: string, text: string): string {
  came.set(name, text);
  return plain(text);
}

/** The page's text as its file has it. */
export function asFiled(name: string, text: string): string {
  const known = came.get(name) ?? text;
  if (plain(known) === text) return known;
  const [end] = /\r\n?|\n/.exec(known) ?? ["\n"];
  return text.replaceAll("\n", end);
}

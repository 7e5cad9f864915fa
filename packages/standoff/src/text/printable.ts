/**
 * Characters that do something to a terminal instead of standing in it: controls, and those that turn the direction of
 * writing or break lines unseen. In a text that is shown each becomes its escape, `\u001b`, which inside a JSON string
 * means the character itself; files of scenarios may not hold them.
 */

/**
 * Line feeds and tabs are text. The marks of direction, embeddings, overrides and isolates are those of Unicode's UAX
 * 9.
 */
const acting =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;

/**
 * The text with every acting character written as `\uXXXX`.
 *
 * @example
 * ```ts
 * printable("a\u001b[2Jb") // => "a\\u001b[2Jb"
 * ```
 */
export function printable(text: string): string {
  return text.replace(acting, (character) =>
    Array.from({ length: character.length }, (_, unit) => {
      const code = character.charCodeAt(unit).toString(16).padStart(4, "0");
      return `\\u${code}`;
    }).join(""),
  );
}

/** The offset of the first acting character, or -1. */
export function findActing(text: string): number {
  return text.search(acting);
}

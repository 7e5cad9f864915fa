/** Letters with accents as one character each (Unicode's form C), so that a name is one name however it was typed. */

/**
 * More marks than this on one letter are left as they are: no script has them (UAX 15, stream-safe text), and putting
 * them in order takes time with the square of their number.
 */
const tooManyMarks = /\p{M}{31}/u;

export function composed(text: string): string {
  return tooManyMarks.test(text) ? text : text.normalize("NFC");
}

/**
 * How many columns a text takes in a terminal: two for the wide characters of East Asian scripts and for emoji
 * (Unicode's East Asian Width W and F, and Emoji_Presentation), none for marks that sit on a letter, and for what joins
 * characters into one.
 */

/** First and last code points of blocks that are wide as a whole. */
const wideBlocks: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

const plain = /^[\x20-\x7e]*$/;
const unseen = /^[\p{Mn}\p{Me}\p{Cf}\p{Emoji_Modifier}\u1160-\u11ff]$/u;
const emoji = /^\p{Emoji_Presentation}$/u;
const flagLetter = /^\p{Regional_Indicator}$/u;

const JOINER = "\u200d";
const AS_EMOJI = "\ufe0f";

/**
 * Columns that a text takes in a terminal: two for wide characters, none for marks that combine.
 *
 * @example
 * ```ts
 * columnsOf("停戦") // => 4
 * ```
 */
export function columnsOf(text: string): number {
  if (plain.test(text)) return text.length;
  let columns = 0;
  let last = 0; // of the character before, as it is shown
  let before = "";
  let openFlag: boolean = false;
  for (const character of text) {
    const closesFlag: boolean = openFlag && flagLetter.test(character);
    let own = characterColumns(character);
    if (before === JOINER || closesFlag) own = 0;
    if (character === AS_EMOJI && last === 1) own = 1;
    openFlag = !closesFlag && flagLetter.test(character);
    columns += own;
    if (own > 0) last = own;
    before = character;
  }
  return columns;
}

function characterColumns(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (unseen.test(character)) return 0;
  if (emoji.test(character)) return 2;
  return wideBlocks.some(([first, end]) => first <= code && code <= end) ? 2 : 1;
}

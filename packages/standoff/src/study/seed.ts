/**
 * Seeds as three words of a short list, such as calm-river-stone: easy to say, to write down and to type again. The
 * words are the digits of a number to base 128, which a hash spreads over 32 bits.
 */
import { hash } from "../math/sobol.ts";
import { didYouMean } from "../text/suggest.ts";

const words = `
  acorn amber anchor apple april arch aspen autumn badge bamboo barley basil beach bell berry birch
  bird boat book brass bread breeze bridge brook calm canal candle canvas cedar chalk cherry clay
  clock cloud clover coal coast copper coral cotton crane creek crystal daisy dawn delta desert dew
  dove drum dune dusk early east echo elm ember evening falcon fern field finch flint forest
  fox garden ginger glass gold grain granite grass gravel green harbour hazel heron hill honey horizon
  ice iris island ivory ivy jade july juniper kite lake lamp lantern larch leaf lemon light
  lily linen lotus lunar maple marble meadow mill mint mist moon moss mountain north oak oat
  ocean olive orchard otter owl paper pearl pebble pine plain quiet quill rain reed river stone
`
  .trim()
  .split(/\s+/);

/**
 * What is drawn with where nobody names a seed: always the same, so that variants of a scenario are compared on the
 * same draws.
 *
 * @example
 * ```ts
 * USUAL_SEED // => "calm-river-stone"
 * ```
 */
export const USUAL_SEED = "calm-river-stone";

/**
 * The 32 bits behind three words, or what is wrong with them.
 *
 * @example
 * ```ts
 * readSeed("calm river stone").seed === readSeed(USUAL_SEED).seed // => true
 * readSeed("calm-rivr-stone").says.startsWith('"rivr" is not on the list of words') // => true
 * ```
 */
export function readSeed(text: string): { readonly seed: number } | { readonly says: string } {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/[-\s]+/);
  const unknown = parts.find((part) => !words.includes(part));
  if (parts.length === 3 && unknown === undefined) {
    return {
      seed: hash(
        0x5eed,
        parts.reduce((number, part) => number * words.length + words.indexOf(part), 0),
      ),
    };
  }
  const meant = unknown === undefined ? undefined : didYouMean(unknown, words);
  const fault = parts.length === 3 ? `"${unknown}" is not on the list of words` : "a seed is three words";
  return { says: `${fault}${meant === undefined ? "" : `: ${meant}`}; a seed of the list is ${seedLike(text)}` };
}

/** Three words of the list for any text, the same for the same text. */
function seedLike(text: string): string {
  const number = [...text].reduce((sum, letter) => hash(sum, letter.codePointAt(0) ?? 0), 0);
  return [0, 1, 2].map((digit) => words[hash(number, digit) % words.length]).join("-");
}

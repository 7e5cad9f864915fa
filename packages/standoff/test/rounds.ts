/** Trees of any size whose play is hard to bring to rest: rounds of hide and seek, one after another. */
import { seededRandom } from "../src/math/random.ts";
import type { Tree } from "./hand-made-world.ts";

/**
 * Rounds of a game of hide and seek with hidden types and other stakes each, the later ones knowing only their own
 * round.
 */
export function rounds(number: number, stakes: number, seed: number): Tree {
  const random = seededRandom(seed);
  const pays = Array.from({ length: number }, () => Array.from({ length: 8 }, () => stakes * (2 * random() - 1)));
  const from = (round: number, type: number, sum: readonly number[]): Tree => {
    if (round === number) return { pay: sum };
    const after = (mine: number, yours: number) => {
      const pay = pays[round][4 * type + 2 * mine + yours];
      return from(round + 1, type, [sum[0] + pay, sum[1] - pay]);
    };
    const other = (mine: number): Tree => ({
      set: `other in ${round}`,
      player: 1,
      moves: { a: after(mine, 0), b: after(mine, 1) },
    });
    return { set: `type ${type} in ${round} after ${sum[0]}`, player: 0, moves: { a: other(0), b: other(1) } };
  };
  return {
    chance: [
      [0.4, from(0, 0, [0, 0])],
      [0.6, from(0, 1, [0, 0])],
    ],
  };
}

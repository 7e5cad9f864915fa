/**
 * How many draws a forecast takes where nobody says: by evaluations x edges, so that the number does not depend on the
 * machine. Each draw takes some tens of evaluations and rides as long as some tens more.
 */
import { type World, wholeWorld } from "../world/world.ts";

/** The fewest that tell a band, and the most. */
const FEWEST = 32;
const MOST = 256;
/** Evaluations that a draw takes, what is asked of it among them. */
const EVALUATIONS = 60;
/** Evaluations x edges that all draws together may take, where more than the fewest are wanted. */
const WORK = 1e7;

/**
 * How many draws a forecast takes where nobody says: a power of two from 32 to 256.
 *
 * @example
 * ```ts
 * usualDraws(solved.world) // => 64
 * ```
 */
export function usualDraws(world: World): number {
  const { edges } = wholeWorld(world).header;
  let draws = MOST;
  while (draws > FEWEST && draws * EVALUATIONS * edges > WORK) draws /= 2;
  return draws;
}

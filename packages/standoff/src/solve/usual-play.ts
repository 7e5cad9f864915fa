/**
 * Play by habit: at lambda 0 every choice follows its usual weights, whatever is at stake, and nothing need be solved.
 */
import type { World } from "../world/world.ts";
import { startingLogPolicy } from "./logit-map.ts";
import type { Played } from "./solution.ts";

export function usualPlay(world: World): Played {
  const logPolicy = startingLogPolicy(world);
  return { scale: 0, policy: logPolicy.map(Math.exp), logPolicy };
}

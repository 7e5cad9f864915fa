/**
 * Reasoning to a stated depth, a second opinion beside the equilibrium: at depth 0 everybody follows the prior weights; at
 * depth k each actor answers by logit, through its whole later plan, to others of depth k - 1 (Stahl and Wilson 1994; Nagel
 * 1995, with logit answers).
 */
import { type Answer, logitAnswer, type Response, sweepRespond } from "../sweep/respond.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { believe, createLogitMap, startingLogPolicy } from "./logit-map.ts";

/** Log-policies (length slots) of depths 0 to `depth`, at a scale of steadiness. */
export function reasonToDepth(given: World, depth: number, scale = 1): Float64Array[] {
  const world = wholeWorld(given);
  const map = createLogitMap(world, true);
  const steadiness = map.lambda.map((lambda) => lambda * scale);
  const logit = logitAnswer(world, steadiness);
  const levels = [startingLogPolicy(world)];
  for (let level = 1; level <= depth; level++) {
    const others = levels[level - 1];
    const next = others.slice();
    believe(map, others);
    for (let actor = 0; actor < world.header.actors; actor++) {
      const own = others.slice();
      for (let slot = 0; slot < own.length; slot++) map.policy[slot] = slot === 0 ? 1 : Math.exp(own[slot]);
      const out: Response = { policy: map.policy, logPolicy: own, values: map.values, q: map.q, mass: map.mass };
      const answer: Answer = (set, first, end, response) => {
        if (world.setActor[set] === actor) logit(set, first, end, response);
      };
      sweepRespond(map, map.belief, answer, out);
      copyActor(world, actor, own, next);
    }
    levels.push(next);
  }
  return levels;
}

function copyActor(world: World, actor: number, from: Float64Array, to: Float64Array): void {
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setActor[set] !== actor) continue;
    const [first, end] = [world.setSlot[set], world.setSlot[set + 1]];
    to.set(from.subarray(first, end), first);
  }
}

/**
 * Actors as a world describes them: what is at stake for each, and its steadiness per point. A relative steadiness is
 * per stake in the scenario, so that its lambda is known only once the world stands. Stakes are those at the values
 * that the file states; who sets other values (a what-if, a draw) keeps them.
 */
import type { Scenario } from "../language/scenario.ts";
import { perPoint, priceWorld } from "../world/prices.ts";
import { stakesOf } from "../world/stakes.ts";
import type { ActorDescription, World } from "../world/world.ts";

export function describedActors({ actors }: Scenario, stakes: readonly (number | undefined)[]): ActorDescription[] {
  return actors.map(({ id, name, lambda, relative }, actor) => {
    const stake = stakes[actor];
    if (stake === undefined) return { id, name, lambda };
    const known = relative ? ({ id, name, relative, stake } as const) : { id, name, stake };
    return { ...known, lambda: perPoint(known, lambda) };
  });
}

/** The stakes that a world tells of. */
export function stakesIn({ header }: World): (number | undefined)[] {
  return header.description.actors.map(({ stake }) => stake);
}

/** At values of assumptions by name, where the graph serves at these too; else, and without any, at the world's own. */
export function stakesAt(world: World, values: ReadonlyMap<string, number> | undefined): number[] {
  const priced = values === undefined ? null : priceWorld(world, values);
  return stakesOf(priced?.status === "priced" ? priced.world : world);
}

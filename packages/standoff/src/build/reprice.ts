/**
 * A scenario's world from that of another scenario which differs from it in priced numbers alone: a what-if that sets
 * numbers, a slider, a draw.
 */
import type { Scenario } from "../language/scenario.ts";
import { priceWorld } from "../world/prices.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { describedActors, stakesIn } from "./actors.ts";
import { occurrencesOf } from "./occurrences.ts";
import { structureOf } from "./structure.ts";

/** Null where the graph is another, or where a number is bad, which building tells in its own order. */
export function repriced(scenario: Scenario, world: World): World | null {
  const { prices } = wholeWorld(world).header.description;
  if (prices === undefined || structureOf(scenario, prices.structural) !== prices.structure) return null;
  const values = new Map(scenario.assumptions.map(({ name, value }) => [name, value]));
  const priced = priceWorld(world, values, {
    title: scenario.title,
    scenarioHash: scenario.hash,
    actors: describedActors(scenario, stakesIn(world)),
    occurrences: occurrencesOf(scenario),
  });
  return priced.status === "priced" ? priced.world : null;
}

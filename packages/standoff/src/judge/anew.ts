/** A game with other rules, solved with the steadiness of the one given, at its values or at others. */
import { buildWorld } from "../build/build.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Differentiable } from "../query/derivatives/gradient.ts";
import { solvedIn } from "../query/derivatives/moved.ts";
import type { Solution } from "../query/told/given-news.ts";
import { priceWorld } from "../world/prices.ts";
import type { ActorDescription, World } from "../world/world.ts";

const MOST_BYTES = 2 ** 31;

type Steadiness = readonly Pick<ActorDescription, "lambda">[];

/** Built anew, and priced with everyone's steadiness as it is in the game given, or another. */
export function solvedAnew(
  { scenario: given, world }: Solution,
  scenario: Scenario,
  maxBytes = MOST_BYTES,
  steadiness: Steadiness = world.header.description.actors,
): Differentiable | string {
  const stated = new Map(given.assumptions.map((one) => [one.name, one.value]));
  const built = buildWorld(scenario, { maxBytes, stated });
  if (built.status !== "built") return built.status === "faulty" ? built.diagnostics[0].message : built.status;
  return solvedOn(built.world, scenario, steadiness) ?? "the scenario cannot have it so";
}

/**
 * On a graph that is there, at the scenario's values and with the steadiness of these actors; null where it has another
 * graph.
 */
export function solvedOn(graph: World, scenario: Scenario, steadiness: Steadiness): Differentiable | string | null {
  const { actors } = graph.header.description;
  const values = new Map(scenario.assumptions.map(({ name, value }) => [name, value]));
  const priced = priceWorld(graph, values, {
    actors: actors.map((own, i) => ({ ...own, lambda: steadiness[i].lambda })),
  });
  if (priced.status !== "priced") return null;
  const solved = solvedIn(scenario, priced.world, null);
  return solved.status === "none" ? solved.says : solved;
}

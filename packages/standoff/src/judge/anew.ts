/** A game with other rules, solved with the steadiness of the one given. */
import { buildWorld } from "../build/build.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Differentiable } from "../query/derivatives/gradient.ts";
import { solvedIn } from "../query/derivatives/moved.ts";
import type { Solution } from "../query/told/given-news.ts";
import { priceWorld } from "../world/prices.ts";

const MOST_BYTES = 2 ** 31;

/** Built anew, and priced with everyone's steadiness as it is in the game given. */
export function solvedAnew(
  { scenario: given, world }: Solution,
  scenario: Scenario,
  maxBytes = MOST_BYTES,
): Differentiable | string {
  const stated = new Map(given.assumptions.map((one) => [one.name, one.value]));
  const built = buildWorld(scenario, { maxBytes, stated });
  if (built.status !== "built") return built.status === "faulty" ? built.diagnostics[0].message : built.status;
  const actors = built.world.header.description.actors.map((own, i) => ({
    ...own,
    lambda: world.header.description.actors[i].lambda,
  }));
  const priced = priceWorld(built.world, new Map(), { actors });
  if (priced.status !== "priced") return "the scenario cannot have it so";
  const solved = solvedIn(scenario, priced.world, null);
  return solved.status === "none" ? solved.says : solved;
}

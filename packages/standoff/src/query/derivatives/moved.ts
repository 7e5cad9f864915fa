/**
 * A solved scenario at other values of some assumptions: priced in the graph that is there, built anew where that is
 * another. What the file itself is read by (a date of the calendar, say) is not moved here.
 */
import { buildWorld } from "../../build/build.ts";
import { atValues } from "../../language/expression/static-value.ts";
import type { Scenario } from "../../language/scenario.ts";
import { solveEquilibrium } from "../../solve/equilibrium.ts";
import { priceWorld } from "../../world/prices.ts";
import type { World } from "../../world/world.ts";
import { rolledOn } from "../history/rolled.ts";
import type { Differentiable } from "./gradient.ts";

export type Moved =
  | ({ readonly status: "solved" } & Differentiable)
  /** Why there is none, in words. */
  | { readonly status: "none"; readonly says: string };

const none = (says: string): Moved => ({ status: "none", says });

/** Solved cold, as draws are; `near`: from the policy of the solution given and more finely, as differences want it. */
export function movedTo(of: Differentiable, index: number, value: number, near = false): Moved {
  return movedToAll(of, new Map([[index, value]]), near);
}

/** The same with several values, by the assumptions' places. */
export function movedToAll(of: Differentiable, values: ReadonlyMap<number, number>, near = false): Moved {
  const { scenario: stated, world } = of;
  if (stated.fixed.some((index) => values.has(index))) return none("the file is read by it");
  const scenario = atValues(
    stated,
    stated.assumptions.map((one, i) => values.get(i) ?? one.value),
  );
  const named = new Map([...values].map(([index, value]) => [stated.assumptions[index].name, value]));
  const moved = worldAt(scenario, of, named);
  if (typeof moved === "string") return none(moved);
  return solvedIn(scenario, moved, near && moved.header.slots === world.header.slots ? of.base : null);
}

/** Solved cold; near a policy and more finely where one is given. */
export function solvedIn(scenario: Scenario, world: World, near: Differentiable["base"] | null): Moved {
  const how = near ? { from: near.policy, tolerance: FINE } : ({ approach: "stated first", traceSweeps: 0 } as const);
  const [found] = solveEquilibrium(world, how);
  const base = rolledOn(scenario, world, found);
  return base.status === "solved" ? { status: "solved", scenario, world, base } : none("there it is not solved");
}

/** Near the solution given, with one actor's steadiness times a factor. */
export function steadierBy({ scenario, world, base }: Differentiable, actor: number, factor: number): Moved {
  const actors = world.header.description.actors.map((one, i) =>
    i === actor ? { ...one, lambda: one.lambda * factor } : one,
  );
  const priced = priceWorld(world, new Map(), { actors });
  return priced.status === "priced" ? solvedIn(scenario, priced.world, base) : none("the scenario cannot have it so");
}

/** What is at stake stays as it is where the solution given has it. */
function worldAt(
  scenario: Scenario,
  { scenario: given, world }: Differentiable,
  values: ReadonlyMap<string, number>,
): World | string {
  const priced = priceWorld(world, values);
  if (priced.status === "priced") return priced.world;
  if (priced.status === "faulty") return "the scenario cannot have it so";
  const stated = new Map(given.assumptions.map((one) => [one.name, one.value]));
  const built = buildWorld(scenario, { maxBytes: MOST_BYTES, stated });
  return built.status === "built" ? built.world : "no world can be built there";
}

/** What differences are taken of is solved to this. */
const FINE = 1e-12;
/** For a world that is built anew. */
const MOST_BYTES = 2 ** 31;

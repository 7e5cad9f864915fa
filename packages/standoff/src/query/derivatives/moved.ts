/**
 * A solved scenario at another value of one assumption: priced in the graph that is there, built anew where that is another, and
 * solved cold, as draws are. What the file itself is read by (a date of the calendar, say) is not moved here.
 */
import { buildWorld } from "../../build/build.ts";
import type { Scenario } from "../../language/scenario.ts";
import { solveEquilibrium } from "../../solve/equilibrium.ts";
import { priceWorld } from "../../world/prices.ts";
import type { World } from "../../world/world.ts";
import type { Differentiable } from "./gradient.ts";

export type Moved =
  | ({ readonly status: "solved" } & Differentiable)
  /** Why there is none, in words. */
  | { readonly status: "none"; readonly says: string };

const none = (says: string): Moved => ({ status: "none", says });

export function movedTo({ scenario: stated, world }: Differentiable, index: number, value: number): Moved {
  if (stated.fixed.includes(index)) return none("the file is read by it");
  const assumptions = stated.assumptions.map((one, i) => (i === index ? { ...one, value } : one));
  const scenario: Scenario = { ...stated, assumptions };
  const moved = worldAt(scenario, world, stated.assumptions[index].name, value);
  if (typeof moved === "string") return none(moved);
  const [base] = solveEquilibrium(moved, { approach: "stated first", traceSweeps: 0 });
  return base.status === "solved" ? { status: "solved", scenario, world: moved, base } : none("there it is not solved");
}

function worldAt(scenario: Scenario, world: World, name: string, value: number): World | string {
  const priced = priceWorld(world, new Map([[name, value]]));
  if (priced.status === "priced") return priced.world;
  if (priced.status === "faulty") return "the scenario cannot have it so";
  const built = buildWorld(scenario, { maxBytes: MOST_BYTES });
  return built.status === "built" ? built.world : "no world can be built there";
}

/** For a world that is built anew. */
const MOST_BYTES = 2 ** 31;

/**
 * What every reading of a solution starts from: the scenario, whose names it speaks of, its world, and the solution.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import type { World } from "../world/world.ts";

/** A solved scenario, with as much of its solution as is read. */
export interface SolvedGame<Read extends keyof Solved = keyof Solved> {
  readonly scenario: Scenario;
  readonly world: World;
  readonly solved: Pick<Solved, Read>;
}

/**
 * A new game from the filtered state: what the news leaves on its day is where the new game starts, hidden variables
 * included, and everyone decides anew from there. The starts are the joint distribution over states as each actor holds
 * it (its own numbers, the strategies of the solved game, the whole news), and are common knowledge but for that; what
 * an actor has seen is in its visible variables, from which its first beliefs follow by Bayes' rule. So news that only
 * the analyst has becomes known to all in the new game: that is its limit.
 *
 * The new game's part of the world is solved by itself (`world/subworld.ts`). Its strategies then take the place of the
 * old ones for all later decisions; conditional on the news, every sweep says what the new game comes to.
 */

import type { Scenario } from "../../language/scenario.ts";
import { solveEquilibrium } from "../../solve/equilibrium.ts";
import type { Solved, SolveOptions, SolveResult } from "../../solve/solution.ts";
import { sweepForward } from "../../sweep/forward.ts";
import { type NewStart, type Subworld, subworldFrom } from "../../world/subworld.ts";
import { LayerKind, type World, wholeWorld, worldInView } from "../../world/world.ts";
import { dateOfPeriod } from "../dates/periods.ts";
import { conditionalReach, type Filter } from "../ride/ride.ts";
import { type Conditioned, conditionOnHistory, type Known } from "./history.ts";

type NotRestarted =
  | { readonly status: "nothing left"; readonly says: string }
  | Exclude<SolveResult, { status: "solved" }>
  | Exclude<Conditioned, { status: "conditioned" }>;

export type Restarted =
  | {
      readonly status: "restarted";
      /** The first day of the new game. */
      readonly from: string;
      /**
       * One for each solution that could be restarted, with the old game's decisions up to then and the new one's
       * after.
       */
      readonly solutions: readonly Solved[];
      readonly filters: readonly (Filter | null)[];
      /** Multiples of the stated steadiness at which the new game was not solved. */
      readonly unsolved: readonly number[];
      /** Probability, given the news, that there still is something to play for. */
      readonly running: number;
    }
  | NotRestarted;

type Options = Omit<SolveOptions, "scales" | "onResult">;

export function restartSolutions(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  known: Known,
  options: Options = {},
): Restarted {
  const composed: Solved[] = [];
  const filters: (Filter | null)[] = [];
  const unsolved: number[] = [];
  let [from, running] = ["", 0];
  for (const solved of solutions) {
    const found = restartSolution({ scenario, world, solved }, known, options);
    const isStated = solved.scale === 1;
    if (found.status === "restarted") {
      if (isStated) [from, running] = [dateOfPeriod(scenario, found.filter.until + 1), found.running];
      composed.push(found.solution);
      filters.push(found.filter);
    } else if (isStated || found.status === "nothing left") return found;
    else if (found.status === "not converged" || found.status === "cancelled") unsolved.push(solved.scale);
  }
  return { status: "restarted", from, solutions: composed, filters, unsolved, running };
}

/** One solution, with the new game's decisions from the day on. */
export function restartSolution(
  { scenario, world, solved }: { readonly scenario: Scenario; readonly world: World; readonly solved: Solved },
  known: Known,
  options: Options = {},
):
  | { readonly status: "restarted"; readonly solution: Solved; readonly filter: Filter; readonly running: number }
  | NotRestarted {
  const conditioned = conditionOnHistory(scenario, world, solved, known);
  if (conditioned.status !== "conditioned") return conditioned;
  const { filter } = conditioned;
  if (filter === null) return { status: "nothing left", says: "there is no news to start from" };
  const starts = startsAfter(scenario, world, solved, known, filter);
  if (starts.length === 0) return { status: "nothing left", says: "given the news, play has ended" };
  const running = starts.reduce((sum, { chances }) => sum + chances[0], 0);
  const sub = subworldFrom(
    wholeWorld(world),
    starts.map((start) => normalised(start, starts)),
  );
  const [found] = solveEquilibrium(sub.world, { ...options, scales: [solved.scale] });
  if (found.status !== "solved") return found;
  return { status: "restarted", solution: compose(world, solved, sub, found), filter, running };
}

/** Where play enters the first period after the news, with the chance of it in each view given the news. */
function startsAfter(scenario: Scenario, world: World, solved: Solved, known: Known, filter: Filter): NewStart[] {
  const nature = entered(world, solved, filter);
  const views = Array.from({ length: world.header.views }, (_, view) => {
    if (view === 0) return nature;
    const own = worldInView(world, view);
    const conditioned = conditionOnHistory(scenario, own, solved, known);
    // Whoever held impossible what came about starts from what nature says.
    return conditioned.status === "conditioned" ? entered(own, solved, conditioned.filter) : nature;
  });
  const nodes = [...new Set(views.flatMap((view) => [...view.keys()]))].sort((a, b) => a - b);
  return nodes.map((node) => ({ node, chances: views.map((view) => view.get(node) ?? 0) }));
}

function entered(world: World, solved: Solved, filter: Filter | null): Map<number, number> {
  const reach = conditionalReach(world, solved, filter);
  const until = filter?.until ?? -1;
  const mass = new Map<number, number>();
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerKind[layer] !== LayerKind.periodEnd || world.layerPeriod[layer] !== until) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      if (reach[node] === 0) continue;
      for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
        const target = world.edgeTarget[edge];
        if (world.nodeEdge[target] === world.nodeEdge[target + 1]) continue; // ended, or the last day
        const chance = reach[node] * world.coefficient[world.edgeCoefficient[edge]];
        if (chance > 0) mass.set(target, (mass.get(target) ?? 0) + chance);
      }
    }
  }
  return mass;
}

function normalised({ node, chances }: NewStart, all: readonly NewStart[]): NewStart {
  return {
    node,
    chances: chances.map((chance, view) => chance / all.reduce((sum, start) => sum + start.chances[view], 0)),
  };
}

/** The old game's solution with the new game's decisions in place of its own, where the new game decides. */
function compose(world: World, old: Solved, { slotFrom }: Subworld, found: Solved): Solved {
  const replaced = (before: Float64Array, after: Float64Array) => {
    const both = before.slice();
    for (let slot = 1; slot < slotFrom.length; slot++) both[slotFrom[slot]] = after[slot];
    return both;
  };
  const policy = replaced(old.policy, found.policy);
  const reach = new Float64Array(world.header.nodes);
  sweepForward(world, policy, reach);
  return {
    ...old,
    policy,
    logPolicy: replaced(old.logPolicy, found.logPolicy),
    q: replaced(old.q, found.q),
    reach,
    certificate: found.certificate,
  };
}

/**
 * How it stands, period by period: the chance that each ending of an exclusive group holds on the last day of a period.
 * Unlike an outcome by date (`forecast.ts`), which only rises, what holds may cease to hold; the parts of a group sum
 * to one on every day.
 *
 * One pass over the nodes at the ends of periods: an ended state stands as it ended from its period on.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { LayerKind, type World } from "../world/world.ts";
import { lastDateOfPeriod } from "./dates/periods.ts";
import { conditionalReach, type Filter } from "./ride/ride.ts";
import { type Watches, watchWorld } from "./ride/watch.ts";

export interface GroupStanding {
  readonly name: string;
  readonly parts: readonly StandingPart[];
}

export interface StandingPart {
  readonly outcome: string;
  /** In pictures: from which side it closes the gap, and what no other part of the group is. */
  readonly side: "above" | "below" | "rest";
  /** [ISO date of a period's last day, probability that it holds then]. */
  readonly byDate: readonly (readonly [string, number])[];
}

/**
 * What is looked at in a graph's states: serves every world of that graph, as long as conditions read no assumption.
 */
export interface StandingPlan {
  readonly groups: readonly {
    readonly name: string;
    readonly watches: Watches;
    /** Each part with the place of its mass. */
    readonly parts: readonly (Pick<StandingPart, "outcome" | "side"> & { readonly place: number })[];
  }[];
}

export function planStanding(scenario: Scenario, world: World): StandingPlan {
  const groups = groupsOf(scenario).map(({ name, parts, conditions }) => ({
    name,
    parts,
    watches: watchWorld(scenario, world, conditions),
  }));
  return { groups };
}

/** The groups that have a standing, with their parts as pictures stack them. */
export function standingNames(
  scenario: Scenario,
): { readonly name: string; readonly parts: readonly Pick<StandingPart, "outcome" | "side">[] }[] {
  return groupsOf(scenario).map(({ name, parts }) => ({
    name,
    parts: parts.map(({ outcome, side }) => ({ outcome, side })),
  }));
}

/**
 * Those whose outcomes are conditions of a state: what something must happen for (`on`) does not cease once it has
 * happened.
 */
function groupsOf(scenario: Scenario) {
  return scenario.exclusive.flatMap(({ name, of, above }) => {
    const outcomes = of.map((index) => scenario.outcomes[index]);
    const conditions = outcomes.flatMap(({ how, condition }) =>
      how === "else" || condition === null ? [] : [{ kind: "condition" as const, condition }],
    );
    if (outcomes.some(({ how }) => how === "on") || conditions.length === 0) return [];
    let bit = 0;
    const parts = outcomes.map(({ name: outcome, how }, i) => {
      const side: StandingPart["side"] = how === "else" ? "rest" : above.includes(of[i]) ? "above" : "below";
      return { outcome, side, place: how === "else" ? conditions.length : bit++ };
    });
    return [{ name, parts, conditions }];
  });
}

/**
 * For every group, part and period: the chance that it holds on the period's last day. `weights`: how likely each node
 * is.
 */
export function standingIn(plan: StandingPlan, scenario: Scenario, world: World, weights: Float64Array): number[][][] {
  return plan.groups.map(({ watches, parts }) => {
    const masses = massesBy(scenario, world, weights, watches);
    return parts.map(({ place }) => masses.map((mass) => mass[place]));
  });
}

/**
 * Of every exclusive group whose outcomes are conditions of a state. A group with an outcome that something must happen
 * for (`on`) has no standing: what has happened once does not cease. `filter`: what history leaves of the solution.
 */
export function standingOf(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "reach" | "policy">,
  filter: Filter | null = null,
): GroupStanding[] {
  const plan = planStanding(scenario, world);
  const found = standingIn(plan, scenario, world, conditionalReach(world, solved, filter));
  return plan.groups.map(({ name, parts }, group) => ({
    name,
    parts: parts.map(({ outcome, side }, part) => ({
      outcome,
      side,
      byDate: found[group][part].map((p, period) => [lastDateOfPeriod(scenario, period), p] as const),
    })),
  }));
}

/**
 * For each period of the calendar, at its end: the mass in states with each watch's bit, and last of all that with
 * none.
 */
function massesBy(scenario: Scenario, world: World, weights: Float64Array, watches: Watches): Float64Array[] {
  const periods = scenario.calendar.periods.length;
  const masses = Array.from({ length: periods }, () => new Float64Array(watches.count + 1));
  const add = (period: number, bits: number, mass: number) => {
    const into = masses[period];
    if (bits === 0) into[watches.count] += mass;
    for (let bit = 0; bit < watches.count; bit++) if ((bits & (1 << bit)) !== 0) into[bit] += mass;
  };
  for (let layer = 0; layer < world.header.layers; layer++) {
    const [kind, period] = [world.layerKind[layer], world.layerPeriod[layer]];
    const stays = kind === LayerKind.ended;
    if (!stays && kind !== LayerKind.periodEnd && kind !== LayerKind.final) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      const mass = weights[node];
      if (mass === 0) continue;
      for (let at = period; at < periods && (stays || at === period); at++) {
        const moved = at === period ? 0 : watches.moving;
        const bits = (watches.nodeBits[node] & ~moved) | (moved === 0 ? 0 : watches.laterBits(node, at));
        add(at, bits, mass);
      }
    }
  }
  return masses;
}

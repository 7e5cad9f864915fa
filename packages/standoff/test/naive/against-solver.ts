/**
 * Holds a solved world against the naive implementation: the solver's policy is played over all histories, and the
 * reach of information sets, the points of every action, the residual of logit and the values at the start are
 * compared. What an actor decides and expects comes from the play that it imagines: the same scenario with its values
 * in place of the stated.
 */
import type { Scenario } from "../../src/language/scenario.ts";
import type { Solved } from "../../src/solve/solution.ts";
import { worthAtStart } from "../../src/sweep/backward.ts";
import {
  LayerKind,
  layerOf,
  NO_SET,
  SetKind,
  SPANNING,
  stateValue,
  type World,
  wholeWorld,
} from "../../src/world/world.ts";
import { inTheEyesOf } from "./interpret.ts";
import { type NaivePolicy, type NaiveResult, type NaiveSet, playAll } from "./play-all.ts";
import { HOLD, logitResidual } from "./weights.ts";

const WORLD_HOLD = 0xffffffff;

/** One information set of a world under the naive implementation's key. */
export interface WorldSet {
  readonly set: number;
  reach: number;
}

export interface Comparison {
  readonly sets: number;
  /** Sets that play reaches. */
  readonly reached: number;
  readonly worstReach: number;
  readonly worstQ: number;
  readonly worstWeight: number;
  readonly worstPolicy: number;
  readonly residual: number;
  readonly worstValue: number;
  readonly mass: number;
  readonly naive: NaiveResult;
}

/** Compares; throws where an information set or an action exists on one side only. */
export function compareWithNaive(written: Scenario, given: World, solved: Solved, limit?: number): Comparison {
  const world = wholeWorld(given);
  const lambdas = world.header.description.actors.map(({ lambda }) => lambda); // per point, where they were per stake
  const scenario = { ...written, actors: written.actors.map((actor, i) => ({ ...actor, lambda: lambdas[i] })) };
  const sets = worldSets(scenario, world, solved);
  const policy = policyOf(world, solved, sets);
  const naive = playAll(scenario, policy, limit);
  const imagined = scenario.actors.map((_, actor) =>
    differs(scenario, actor) ? playAll(inTheEyesOf(scenario, actor), policy, limit) : naive,
  );
  // What is told is in points; what actors decide by is less what choosing costs them, where noise is tastes.
  const felt = imagined.map((play, actor) =>
    scenario.desks.some((desk) => desk.actor === actor && desk.noise === "tastes")
      ? playAll(inTheEyesOf(scenario, actor), policy, limit, solved.scale)
      : play,
  );
  const worst = { reach: 0, q: 0, weight: 0, policy: 0, residual: 0 };
  let reached = 0;
  for (const [key, { actions, arrivals }] of naive.sets) {
    if (actions.length === 1 && !sets.has(key)) continue; // the world leaves out a menu with nothing to choose
    worst.reach = Math.max(worst.reach, Math.abs(known(sets, key).reach - arrivals));
  }
  for (const [key, own] of felt.flatMap((play, actor) => setsOf(scenario, play, actor))) {
    if (own.actions.length === 1 && !sets.has(key)) continue;
    const { set } = known(sets, key);
    const slots = slotsOf(world, set);
    const logit = world.setKind[set] === SetKind.logit;
    const shift = movesLater(scenario, own.desk)
      ? (own.q[0] ?? 0) - solved.q[slotFor(world, slots, own.actions[0], key)]
      : 0;
    own.actions.forEach((action, i) => {
      const slot = slotFor(world, slots, action, key);
      if (logit) {
        const weight = Math.exp(world.slotLogWeight[slot] - world.slotLogWeight[slots[0]]);
        worst.weight = Math.max(
          worst.weight,
          Math.abs(weight - own.weights[i] / own.weights[firstOf(world, slots, own.actions)]),
        );
        if (own.reach > 0 && slots.length > 1) worst.q = Math.max(worst.q, Math.abs(own.q[i] - solved.q[slot] - shift));
      } else worst.policy = Math.max(worst.policy, Math.abs(solved.policy[slot] - own.chances[i]));
    });
    if (own.reach === 0) continue;
    reached++;
    const lambda = scenario.actors[scenario.desks[own.desk].actor].lambda * solved.scale;
    if (logit) worst.residual = Math.max(worst.residual, logitResidual(own, lambda));
  }
  return {
    sets: naive.sets.size,
    reached,
    worstReach: worst.reach,
    worstQ: worst.q,
    worstWeight: worst.weight,
    worstPolicy: worst.policy,
    residual: worst.residual,
    worstValue: Math.max(
      ...scenario.columns.map(({ actor }, column) =>
        Math.abs(imagined[actor].values[column] - startValue(world, solved, column)),
      ),
    ),
    mass: naive.mass,
    naive,
  };
}

function differs(scenario: Scenario, actor: number): boolean {
  const unknown = scenario.desks.some(({ moves }) =>
    moves.some(({ unknownTo }) => unknownTo.some((entry) => entry.actor === actor)),
  );
  return unknown || scenario.views.some((view) => view.actor === actor);
}

/** The information sets of one actor's desks. */
function setsOf(scenario: Scenario, { sets }: NaiveResult, actor: number): [string, NaiveSet][] {
  return [...sets].filter(([, { desk }]) => scenario.desks[desk].actor === actor);
}

/**
 * Of desks that move at once the world pays what the first one's move brings on its own edge, before the others: their
 * points may differ by what it brings on average, which is the same for all their actions. So may those of the first by
 * what choosing costs the same actor's other desks.
 */
function movesLater(scenario: Scenario, desk: number): boolean {
  const { actor, noise } = scenario.desks[desk];
  return scenario.turns.some((turn) => {
    if (turn.kind !== "desks" || !turn.desks.includes(desk)) return false;
    const costly = turn.desks.some((other) => other !== desk && scenario.desks[other].actor === actor);
    return turn.desks.indexOf(desk) > 0 || (costly && noise === "tastes");
  });
}

function known<T>(sets: ReadonlyMap<string, T>, key: string): T {
  const found = sets.get(key);
  if (found === undefined)
    throw new Error(`the world has no information set ${key}; it has ${[...sets.keys()].join("; ")}`);
  return found;
}

/** The place among the actions of the action of a set's first slot. */
function firstOf(world: World, slots: readonly number[], actions: readonly number[]): number {
  const move = world.slotMove[slots[0]];
  return actions.indexOf(move === WORLD_HOLD ? HOLD : move);
}

function slotFor(world: World, slots: readonly number[], action: number, key: string): number {
  const slot = slots.find((s) => world.slotMove[s] === (action === HOLD ? WORLD_HOLD : action));
  if (slot === undefined) throw new Error(`no action ${action} in the world's information set ${key}`);
  return slot;
}

export function slotsOf(world: World, set: number): number[] {
  const first = world.setSlot[set];
  return Array.from({ length: world.setSlot[set + 1] - first }, (_, i) => first + i);
}

/** All information sets of a world by the naive key (period, desk, values seen), with how likely play comes there. */
export function worldSets(scenario: Scenario, world: World, solved: Solved): Map<string, WorldSet> {
  const sets = new Map<string, WorldSet>();
  const keys = new Map<number, string>();
  for (let node = 0; node < world.header.nodes; node++) {
    const set = world.nodeSet[node];
    if (set === NO_SET) continue;
    const layer = world.setLayer[set] === SPANNING ? layerOf(world, node) : world.setLayer[set];
    if (world.layerKind[layer] !== LayerKind.decision) throw new Error(`information set ${set} in no decision layer`);
    const key = keyOf(scenario, world, node, world.setDesk[set], world.layerPeriod[layer]);
    const before = keys.get(set);
    if (before !== undefined && before !== key) throw new Error(`one information set for ${before} and ${key}`);
    keys.set(set, key);
    const entry = sets.get(key) ?? { set, reach: 0 };
    if (entry.set !== set) throw new Error(`two information sets for ${key}`);
    entry.reach += solved.reach[node];
    sets.set(key, entry);
  }
  return sets;
}

function keyOf(scenario: Scenario, world: World, node: number, desk: number, period: number): string {
  const { actor, name } = scenario.desks[desk];
  const today = scenario.calendar.played[period].start;
  const seen = scenario.variables.flatMap((v) => {
    if (!((v.seenBy >> actor) & 1) && today < v.announced) return [];
    const index = world.header.description.variables.findIndex((w) => w.name === v.name);
    return [`${v.name}=${stateValue(world, node, index)}`];
  });
  return `${period}|${name}|${seen.join(",")}`;
}

/** The solver's policy as the naive implementation asks for it. */
export function policyOf(world: World, solved: Solved, sets: ReadonlyMap<string, WorldSet>): NaivePolicy {
  return (key, actions) => {
    const { set } = known(sets, key);
    const slots = slotsOf(world, set);
    if (slots.length !== actions.length)
      throw new Error(`${slots.length} actions in the world, ${actions.length} naively: ${key}`);
    return actions.map((action) => solved.policy[slotFor(world, slots, action, key)]);
  };
}

/** Expected discounted points of a column on the first day, in its actor's eyes. */
export function startValue(world: World, solved: Solved, column: number): number {
  return worthAtStart(world, solved.values)[column];
}

/**
 * A scenario's outcomes as marks on the world, for exported chains: the probability of ever reaching the mark is the
 * outcome's probability by the last day. Outcomes that no mark on one node or edge can say are left out: `else`, those
 * whose condition moves with the calendar in a frozen state, and those that hang on a change between two states; these
 * are asked for as questions, with chains of their own (`question-chain.ts`).
 */

import { listedOutcomes } from "../../language/deals.ts";
import type { Scenario } from "../../language/scenario.ts";
import { forecastSolutions } from "../../query/forecast.ts";
import { watchOf } from "../../query/outcomes.ts";
import { bitsOnEdge, watchWorld } from "../../query/ride/watch.ts";
import type { Solved } from "../../solve/solution.ts";
import { sweepBackward, worthAtStart } from "../../sweep/backward.ts";
import { LayerKind, layerOf, type World, wholeWorld, worldInView } from "../../world/world.ts";
import type { Mark, MarkovChain } from "./markov-chain.ts";
import type { Claim } from "./prism.ts";

export function marksOf(scenario: Scenario, world: World): Mark[] {
  return listedOutcomes(scenario).flatMap((outcome): Mark[] => {
    const watch = watchOf(outcome);
    if (watch === null || outcome.how === "else") return [];
    if (watch.kind === "trigger" && watch.trigger.kind === "becomes") return [];
    const watches = watchWorld(scenario, world, [watch]);
    const { nodeBits, moving, holds } = watches;
    if (moving !== 0) return [];
    const ending = watch.kind === "trigger" && watch.trigger.kind === "ending" && watch.when === null;
    const atEnd = outcome.how === "at end";
    const standsAt = (node: number) => (nodeBits[node] & 1) === 1 && (!atEnd || ends(world, node));
    return [
      {
        name: outcome.name,
        atNode: (node) => (holds !== 0 || ending) && standsAt(node),
        onEdge: (node, edge) => watch.kind === "trigger" && !ending && bitsOnEdge(world, watches, node, edge) === 1,
      },
    ];
  });
}

/**
 * What we say of a solved scenario's chain: its outcomes by the last day, and what each column comes to with nature's
 * chances.
 */
export function claimsOf(scenario: Scenario, world: World, solved: Solved, chain: MarkovChain): Claim[] {
  const byEnd = new Map(
    forecastSolutions(scenario, world, [solved]).outcomes.map((outcome) => [outcome.name, outcome.byEnd]),
  );
  const worth = worthAtStart(worldInView(world, 0), natureValues(world, solved));
  const payoffs = chain.rewards.map(
    ({ name, shift }, column): Claim => ({ kind: "reward", name, ours: worth[column] + shift }),
  );
  return [...chain.labels.map(({ name }): Claim => ({ kind: "label", name, ours: byEnd.get(name)! })), ...payoffs];
}

/** What the states are worth (nodes x columns) with nature's chances, what follows the last day included. */
export function natureValues(world: World, { policy }: Pick<Solved, "policy">): Float64Array {
  const nature = worldInView(wholeWorld(world), 0);
  const values = new Float64Array(nature.header.nodes * nature.header.columns);
  sweepBackward(nature, policy, values);
  return values;
}

/** All that a scenario asks, and the outcomes without a mark, as questions. */
export function askedOf(
  scenario: Scenario,
  chain: MarkovChain,
): readonly { readonly name: string; readonly ask: string }[] {
  const marked = new Set(chain.labels.map(({ name }) => name));
  const others = listedOutcomes(scenario).filter(({ name }) => !marked.has(name));
  return [...scenario.questions, ...others.map(({ name }) => ({ name, ask: `P(${name})` }))];
}

function ends(world: World, node: number): boolean {
  const kind = world.layerKind[layerOf(world, node)];
  return kind === LayerKind.ended || kind === LayerKind.final;
}

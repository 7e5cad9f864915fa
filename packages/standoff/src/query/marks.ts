/**
 * A scenario's outcomes as marks on the world, for exported chains: the probability of ever reaching the mark is the
 * outcome's probability by the last day. Outcomes that no mark on one node or edge can say are left out: `else`, those whose
 * condition moves with the calendar in a frozen state, and those that hang on a change between two states.
 */
import type { Mark } from "../export/markov-chain.ts";
import type { Scenario } from "../language/scenario.ts";
import { LayerKind, layerOf, type World } from "../world/world.ts";
import { watchOf } from "./outcomes.ts";
import { watchWorld } from "./watch.ts";

export function marksOf(scenario: Scenario, world: World): Mark[] {
  return scenario.outcomes.flatMap((outcome): Mark[] => {
    const watch = watchOf(outcome);
    if (watch === null || outcome.how === "else") return [];
    if (watch.kind === "trigger" && watch.trigger.kind === "becomes") return [];
    const { nodeBits, labelBits, moving, holds } = watchWorld(scenario, world, [watch]);
    if (moving !== 0) return [];
    const ending = watch.kind === "trigger" && watch.trigger.kind === "ending";
    const atEnd = outcome.how === "at end";
    const standsAt = (node: number) => (nodeBits[node]! & 1) === 1 && (!atEnd || ends(world, node));
    return [
      {
        name: outcome.name,
        atNode: (node) => (holds !== 0 || ending) && standsAt(node),
        onEdge: (edge) => !atEnd && (labelBits[world.edgeLabel[edge]!]! & 1) === 1,
      },
    ];
  });
}

function ends(world: World, node: number): boolean {
  const kind = world.layerKind[layerOf(world, node)];
  return kind === LayerKind.ended || kind === LayerKind.final;
}

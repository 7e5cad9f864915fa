/**
 * What happens on one path, read the plain way: evaluate every condition at every node, look at every label. The sweeps
 * are tested against this.
 */
import type { Outcome, Scenario } from "../language/scenario.ts";
import { compileExpression } from "../world/evaluate.ts";
import { LayerKind, layerOf, stateValue, type World } from "../world/world.ts";
import type { Path } from "./all-paths.ts";
import { matches } from "./watch.ts";

/** When an outcome first happened: its period, and the place of the moment on the path. */
export interface Moment {
  readonly period: number;
  readonly place: number;
}

export const LAST = 1e6;

/** The first moment of an outcome on a path, or undefined. Outcomes of the last day happen at the place `LAST`. */
export function firstMoment(scenario: Scenario, world: World, path: Path, outcome: Outcome): Moment | undefined {
  const periods = scenario.calendar.periods.length;
  const stateAt = (node: number) =>
    Int32Array.from(world.header.description.variables, (_, variable) => stateValue(world, node, variable));
  const periodAt = (node: number) => world.layerPeriod[layerOf(world, node)]!;
  const lastNode = path.nodes[path.nodes.length - 1]!;
  if (outcome.how === "else") {
    const group = scenario.exclusive.find(({ of }) => of.includes(scenario.outcomes.indexOf(outcome)))!;
    const others = group.of.map((index) => scenario.outcomes[index]!).filter((other) => other !== outcome);
    const happened = others.some((other) => firstMoment(scenario, world, path, other) !== undefined);
    return happened ? undefined : { period: periods, place: LAST + 1 };
  }
  const condition = outcome.condition ?? (outcome.trigger?.kind === "becomes" ? outcome.trigger.condition : null);
  const test = condition === null ? null : compileExpression(scenario, condition);
  if (outcome.how === "at end") {
    return test!(stateAt(lastNode), periods) !== 0 ? { period: periods, place: LAST } : undefined;
  }
  for (let place = 0; place < path.nodes.length; place++) {
    const node = path.nodes[place]!;
    if (outcome.how === "when" && test!(stateAt(node), periodAt(node)) !== 0) return { period: periodAt(node), place };
    if (outcome.trigger?.kind === "ending" && world.layerKind[layerOf(world, node)] === LayerKind.ended) {
      const reached = scenario.endings.findIndex(
        (ending) => compileExpression(scenario, ending.when)(stateAt(node), periodAt(node)) !== 0,
      );
      if (reached === outcome.trigger.ending) return { period: periodAt(node), place };
    }
    const edge = path.edges[place];
    if (edge === undefined) break;
    const next = path.nodes[place + 1]!;
    const label = world.edgeLabel[edge]!;
    for (let item = world.labelItem[label]!; item < world.labelItem[label + 1]!; item++) {
      const occurrence = world.header.description.occurrences[world.labelOccurrence[item]!]!;
      if (outcome.trigger && matches(outcome.trigger, occurrence)) return { period: periodAt(node), place: place + 1 };
    }
    if (outcome.trigger?.kind === "becomes") {
      const before = test!(stateAt(node), periodAt(node)) !== 0;
      if (!before && test!(stateAt(next), periodAt(next)) !== 0) return { period: periodAt(next), place: place + 1 };
    }
  }
  if (outcome.how !== "when") return undefined;
  for (let period = periodAt(lastNode) + 1; period <= periods; period++) {
    if (test!(stateAt(lastNode), period) !== 0) return { period, place: path.nodes.length + period };
  }
  return undefined;
}

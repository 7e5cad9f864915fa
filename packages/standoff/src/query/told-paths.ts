/**
 * What happens on one path, read the plain way: evaluate every condition at every node, look at every label. The sweeps
 * are tested against this.
 */
import type { Outcome, Scenario, Trigger } from "../language/scenario.ts";
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
  const test = outcome.condition === null ? null : compileExpression(scenario, outcome.condition);
  if (outcome.how === "at end") {
    return test!(stateAt(lastNode), periods) !== 0 ? { period: periods, place: LAST } : undefined;
  }
  const happens = outcome.trigger === null ? null : happening(scenario, world, outcome.trigger, stateAt, periodAt);
  for (let place = 0; place < path.nodes.length; place++) {
    const node = path.nodes[place]!;
    if (outcome.how === "when" && test!(stateAt(node), periodAt(node)) !== 0) return { period: periodAt(node), place };
    const edge = path.edges[place];
    if (edge === undefined) break;
    const next = path.nodes[place + 1]!;
    // What happens as a period begins is of the new period, in the state that the old one left.
    const period = world.layerKind[layerOf(world, node)] === LayerKind.periodEnd ? periodAt(node) + 1 : periodAt(node);
    if (!happens?.(node, edge, next)) continue;
    if (test === null || test(stateAt(node), period) !== 0) return { period, place: place + 1 };
  }
  if (outcome.how !== "when") return undefined;
  for (let period = periodAt(lastNode) + 1; period <= periods; period++) {
    if (test!(stateAt(lastNode), period) !== 0) return { period, place: path.nodes.length + period };
  }
  return undefined;
}

/** Does a trigger fire on a step from a node over an edge to the next? */
function happening(
  scenario: Scenario,
  world: World,
  trigger: Trigger,
  stateAt: (node: number) => Int32Array,
  periodAt: (node: number) => number,
): (node: number, edge: number, next: number) => boolean {
  if (trigger.kind === "ending") {
    const tests = scenario.endings.map((ending) => compileExpression(scenario, ending.when));
    return (_, __, next) =>
      world.layerKind[layerOf(world, next)] === LayerKind.ended &&
      tests.findIndex((test) => test(stateAt(next), periodAt(next)) !== 0) === trigger.ending;
  }
  if (trigger.kind === "becomes") {
    const test = compileExpression(scenario, trigger.condition);
    const holds = (node: number) => test(stateAt(node), periodAt(node)) !== 0;
    return (node, _, next) => !holds(node) && holds(next);
  }
  return (_, edge) => {
    const label = world.edgeLabel[edge]!;
    const items = world.labelOccurrence.subarray(world.labelItem[label]!, world.labelItem[label + 1]!);
    return items.some((item) => matches(trigger, world.header.description.occurrences[item]!));
  };
}

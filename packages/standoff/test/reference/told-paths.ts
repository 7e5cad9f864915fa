/**
 * What happens on one path, read the plain way: evaluate every condition at every node, look at every label. The sweeps
 * are tested against this.
 */

import type { Outcome, Scenario, Trigger } from "../../src/language/scenario.ts";
import type { Slices } from "../../src/query/dates/slices.ts";
import { matches } from "../../src/query/ride/watch.ts";
import { LayerKind, layerOf, type World } from "../../src/world/world.ts";
import type { Path } from "./all-paths.ts";
import { evaluatorAt, evaluatorOf, stateAt } from "./remembered.ts";

/** When an outcome first happened: its period, and the place of the moment on the path. */
export interface Moment {
  readonly period: number;
  /** With a part of a step: between arriving at a node and leaving it, where a date is crossed there. */
  readonly place: number;
  /** Its slice of time, where the path crosses dates. */
  readonly slice?: number;
}

/**
 * How a path crosses the dates inside periods: the slice after each edge, and the node in which each slice inside a
 * period begins.
 */
export interface Crossed {
  readonly slices: Slices;
  readonly state: readonly number[];
  readonly crossedAt: ReadonlyMap<number, number>;
}

export const LAST = 1e6;

/** The first moment of an outcome on a path, or undefined. Outcomes of the last day happen at the place `LAST`. */
export function firstMoment(
  scenario: Scenario,
  world: World,
  path: Path,
  outcome: Outcome,
  crossed?: Crossed,
): Moment | undefined {
  const periods = scenario.calendar.periods.length;
  const periodAt = (node: number) => world.layerPeriod[layerOf(world, node)];
  const lastNode = path.nodes[path.nodes.length - 1];
  if (outcome.how === "else") {
    const group = scenario.exclusive.find(({ of }) => of.includes(scenario.outcomes.indexOf(outcome)))!;
    const others = group.of.map((index) => scenario.outcomes[index]).filter((other) => other !== outcome);
    const happened = others.some((other) => firstMoment(scenario, world, path, other, crossed) !== undefined);
    return happened ? undefined : { period: periods, place: LAST + 1 };
  }
  const test = outcome.condition === null ? null : evaluatorOf(scenario, outcome.condition);
  if (outcome.how === "at end") {
    return test!(stateAt(world, lastNode), periods) !== 0 ? { period: periods, place: LAST } : undefined;
  }
  const happens = outcome.trigger === null ? null : triggered(scenario, world, outcome.trigger);
  if (crossed !== undefined) return firstCrossed(scenario, world, path, outcome, crossed, happens);
  for (let place = 0; place < path.nodes.length; place++) {
    const node = path.nodes[place];
    if (outcome.how === "when" && test!(stateAt(world, node), periodAt(node)) !== 0)
      return { period: periodAt(node), place };
    const edge = path.edges[place];
    if (edge === undefined) break;
    const next = path.nodes[place + 1];
    // What happens as a period begins is of the new period, in the state that the old one left.
    const period = world.layerKind[layerOf(world, node)] === LayerKind.periodEnd ? periodAt(node) + 1 : periodAt(node);
    if (!happens?.(node, edge, next)) continue;
    if (test === null || test(stateAt(world, node), period) !== 0) return { period, place: place + 1 };
  }
  if (outcome.how !== "when") return undefined;
  for (let period = periodAt(lastNode) + 1; period <= periods; period++) {
    if (test!(stateAt(world, lastNode), period) !== 0) return { period, place: path.nodes.length + period };
  }
  return undefined;
}

/** The same where the path crosses dates: `now` is when the slice begins in which something is read. */
function firstCrossed(
  scenario: Scenario,
  world: World,
  path: Path,
  { how, condition }: Outcome,
  { slices, state, crossedAt }: Crossed,
  happens: ((node: number, edge: number, next: number) => boolean) | null,
): Moment | undefined {
  const test = condition === null ? null : evaluatorAt(scenario, condition);
  const holds = (node: number, slice: number) =>
    test === null || test(slices.begins[slice], stateAt(world, node), slices.periodOf[slice]) !== 0;
  const found = (slice: number, place: number): Moment => ({ slice, place, period: slices.periodOf[slice] });
  for (const [place, node] of path.nodes.entries()) {
    const arrived = place === 0 ? 0 : state[place - 1];
    if (how === "when" && holds(node, arrived)) return found(arrived, place);
    const here = [...crossedAt].flatMap(([slice, at]) => (at === node ? [slice] : [])).sort((a, b) => a - b);
    const last = place === path.edges.length;
    for (const slice of here) {
      const behind = last ? path.nodes.length + slice : place + (1 + slice) / (2 + slices.count);
      if (how === "when" && holds(node, slice)) return found(slice, behind);
    }
    const slice = state[place];
    if (!last && happens?.(node, path.edges[place], path.nodes[place + 1]) && holds(node, slice))
      return found(slice, place + 1);
  }
  return undefined;
}

/** Does a trigger fire on a step from a node over an edge to the next? */
export function triggered(
  scenario: Scenario,
  world: World,
  trigger: Trigger,
): (node: number, edge: number, next: number) => boolean {
  const periodAt = (node: number) => world.layerPeriod[layerOf(world, node)];
  if (trigger.kind === "ending") {
    const tests = scenario.endings.map((ending) => evaluatorOf(scenario, ending.when));
    return (_, __, next) =>
      world.layerKind[layerOf(world, next)] === LayerKind.ended &&
      tests.findIndex((test) => test(stateAt(world, next), periodAt(next)) !== 0) === trigger.ending;
  }
  if (trigger.kind === "becomes") {
    const test = evaluatorOf(scenario, trigger.condition);
    const holds = (node: number) => test(stateAt(world, node), periodAt(node)) !== 0;
    return (node, _, next) => !holds(node) && holds(next);
  }
  return (_, edge) => {
    const label = world.edgeLabel[edge];
    const items = world.labelOccurrence.subarray(world.labelItem[label], world.labelItem[label + 1]);
    return items.some((item) => matches(trigger, world.header.description.occurrences[item]));
  };
}

/**
 * The choice that decides what came about at a moment of a path: the edge's own, or the last act before; `desk move` by
 * name (hold is an act only where its own edge brings it about). Null where no act comes before.
 */
export function decidingChoice(world: World, path: Path, moment: Moment): { act: string; edge: number } | null {
  // Edge i leads from node i to node i + 1: what comes about in node i, edge i - 1 brought.
  const before = path.edges.slice(0, moment.place);
  const bringing = moment.place <= path.edges.length ? before.at(-1) : undefined;
  for (const edge of before.reverse()) {
    const slot = world.edgeSlot[edge];
    if (slot === 0) continue;
    const set = Array.from(world.setDesk.keys()).find((i) => slot < world.setSlot[i + 1])!;
    const move = world.slotMove[slot] === 0xffffffff ? -1 : world.slotMove[slot];
    const { name, moves } = world.header.description.desks[world.setDesk[set]];
    if (move !== -1 || edge === bringing) return { act: `${name} ${moves[move] ?? "hold"}`, edge };
  }
  return null;
}

/**
 * The moments of what happens on one path, read the plain way: every way in which they may fall into the slices of cut
 * periods, with its chance. The sweeps (`moments.ts`) are tested against this.
 */

import { foldExpression, variablesRead } from "../../src/language/expression/evaluate.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { cameBy, type Hazard, HazardReader, isOfStages } from "../../src/query/dates/hazards.ts";
import { isCut, type Slices } from "../../src/query/dates/slices.ts";
import type { Within } from "../../src/query/dates/within.ts";
import { sees } from "../../src/query/sight.ts";
import { LayerKind, layerOf, type World } from "../../src/world/world.ts";
import type { Path } from "./all-paths.ts";
import { Remembered, stateAt } from "./remembered.ts";

/** Per edge of a path: the slices of its occurrences, and that in which its state changes. */
export interface Falls {
  readonly chance: number;
  readonly own: readonly (readonly number[])[];
  readonly state: readonly number[];
  /** Where mass crosses dates: the node in whose state each slice inside a period begins. */
  readonly crossedAt: ReadonlyMap<number, number>;
}

/** The same where mass crosses dates between turns: every way in which the path may cross the cuts. */
export function crossingsOf(world: World, within: Within, path: Path): Falls[] {
  const { slices } = within;
  const found: Falls[] = [];
  const go = (place: number, falls: Falls, stance: number): void => {
    const node = path.nodes[place];
    const layer = layerOf(world, node);
    const period = world.layerPeriod[layer];
    const first = slices.first[period];
    const cuts = slices.cuts[period]?.length ?? 0;
    const crossed = (from: number, to: number) =>
      new Map([
        ...falls.crossedAt,
        ...Array.from({ length: to - from }, (_, i) => [first + from + 1 + i, node] as const),
      ]);
    if (place === path.edges.length) {
      const later = Array.from(slices.periodOf.keys()).filter((slice) => slice > first + stance);
      found.push({
        ...falls,
        crossedAt: new Map([...falls.crossedAt, ...later.map((slice) => [slice, node] as const)]),
      });
      return;
    }
    const edge = path.edges[place];
    const items = world.labelItem[world.edgeLabel[edge] + 1] - world.labelItem[world.edgeLabel[edge]];
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const add = (share: number, slice: number, crossedAt: Falls["crossedAt"]): Falls => ({
      chance: falls.chance * share,
      own: [...falls.own, new Array(items).fill(slice)],
      state: [...falls.state, slice],
      crossedAt,
    });
    if (ends || !within.isCut(period)) {
      const next = ends ? slices.first[period + 1] : first;
      go(place + 1, add(1, next, ends ? crossed(stance, cuts) : falls.crossedAt), 0);
      return;
    }
    within.enter(layer);
    const count = within.split(node, edge, stance);
    const parts = within.parts.slice(0, count).map((part) => ({ ...part }));
    for (const part of parts) go(place + 1, add(part.share, part.state, crossed(stance, part.stance)), part.stance);
  };
  go(0, { chance: 1, own: [], state: [], crossedAt: new Map() }, 0);
  return found;
}

interface Step {
  readonly period: number;
  readonly cut: boolean;
  readonly hazards: readonly Hazard[];
  /**
   * Earlier steps of the same period that changed what this one's hazard reads, and those that its state change waits
   * for.
   */
  readonly after: readonly number[];
  readonly stateAfter: readonly number[];
  /** Does the edge's own happening change the state at once? */
  readonly own: boolean;
  /** May one of its hazards change what another reads? */
  readonly opens: (earlier: number, later: number) => boolean;
}

export function fallsOf(scenario: Scenario, world: World, policy: Float64Array, slices: Slices, path: Path): Falls[] {
  const steps = stepsOf(scenario, world, policy, slices, path);
  const found: Falls[] = [];
  const go = (place: number, chance: number, own: number[][], state: number[]): void => {
    if (place === steps.length) {
      found.push({ chance, own, state, crossedAt: new Map() });
      return;
    }
    const step = steps[place];
    const first = slices.first[step.period];
    if (!step.cut) {
      go(place + 1, chance, [...own, step.hazards.map(() => first)], [...state, first]);
      return;
    }
    const ends = [...slices.cuts[step.period], 1];
    const waits = Math.max(first, ...step.after.map((earlier) => state[earlier]));
    const fall = (item: number, share: number, at: number[]): void => {
      if (item === step.hazards.length) {
        const acts = step.own ? at : [];
        const changed = Math.max(first, ...acts, ...step.stateAfter.map((earlier) => Math.max(...own[earlier])));
        go(place + 1, chance * share, [...own, at], [...state, changed]);
        return;
      }
      const hazard = step.hazards[item];
      if (hazard.follows) {
        fall(item + 1, share, [...at, at[item - 1]]);
        return;
      }
      ends.forEach((end, k) => {
        const part = cameBy(hazard, end) - (k === 0 ? 0 : cameBy(hazard, ends[k - 1]));
        const opened = at.filter((_, i) => step.opens(step.hazards[i].id, hazard.id));
        if (part > 0)
          fall(item + 1, share * part, [...at, Math.max(first + k, ...opened, hazard.id === -1 ? first : waits)]);
      });
    };
    fall(0, 1, []);
  };
  go(0, 1, [], []);
  return found;
}

const AT_ONCE: Hazard = { id: -1, chance: 1, logNot: Number.NEGATIVE_INFINITY };
const WHOLE = { cut: false, after: [], stateAfter: [], own: true, opens: () => false };

function stepsOf(scenario: Scenario, world: World, policy: Float64Array, slices: Slices, path: Path): Step[] {
  const reader = readers.of(scenario, policy, () => new HazardReader(scenario, world, policy));
  const turnAt = (place: number) => {
    const layer = layerOf(world, path.nodes[place]);
    return world.layerKind[layer] === LayerKind.decision ? reader.table.ofTurn(world.layerDesk[layer]) : -1;
  };
  const periodAt = (place: number) => world.layerPeriod[layerOf(world, path.nodes[place])];
  const together = (a: number, b: number) => turnAt(a) !== -1 && turnAt(a) === turnAt(b) && periodAt(a) === periodAt(b);
  return path.edges.map((edge, place) => {
    const node = path.nodes[place];
    const layer = layerOf(world, node);
    const kind = world.layerKind[layer];
    const ends = kind === LayerKind.periodEnd;
    const period = world.layerPeriod[layer] + (ends ? 1 : 0);
    if (ends || !isCut(slices, period)) {
      const items = world.labelItem[world.edgeLabel[edge] + 1] - world.labelItem[world.edgeLabel[edge]];
      return { ...WHOLE, period, hazards: new Array(items).fill(AT_ONCE) };
    }
    reader.look(node, layer);
    const earlier = path.edges.map((_, i) => i).filter((i) => i < place && periodAt(i) === period);
    const reads = readsAt(scenario, world, layer);
    const changes = (i: number) =>
      scenario.variables.some(
        (_, v) => reads.has(v) && stateAt(world, path.nodes[i])[v] !== stateAt(world, path.nodes[i + 1])[v],
      );
    const moved = (i: number) => {
      const item = world.labelItem[world.edgeLabel[path.edges[i]]];
      return (
        world.header.description.occurrences[world.labelOccurrence[item] ?? -1]?.kind === "move" &&
        world.edgeSlot[path.edges[i]] !== 0
      );
    };
    const lastOfTurn = !together(place, place + 1);
    return {
      period,
      cut: true,
      hazards: reader.of(edge),
      after: earlier.filter((i) => !together(i, place) && changes(i)),
      stateAfter: lastOfTurn ? earlier.filter((i) => together(i, place) && moved(i)) : [],
      own: turnAt(place) === -1 || (lastOfTurn && moved(place)),
      opens: (one, other) => reader.table.opens(one, other),
    };
  });
}

const readers = new Remembered<Scenario, Float64Array, HazardReader>();
const reads = new Remembered<Scenario, string, Set<number>>();

/** What the happenings of a layer go by. */
function readsAt(scenario: Scenario, world: World, layer: number): Set<number> {
  const key = `${world.layerKind[layer]} ${world.layerDesk[layer]} ${world.layerPeriod[layer]}`;
  return reads.of(scenario, key, () => readsIn(scenario, world, layer));
}

function readsIn(scenario: Scenario, world: World, layer: number): Set<number> {
  const of = world.layerDesk[layer];
  const period = world.layerPeriod[layer];
  const reads = new Set<number>();
  if (world.layerKind[layer] === LayerKind.chance) {
    for (const { guard, amount, branches } of scenario.eventGroups[of].events)
      for (const e of [guard, amount, ...branches.map(({ chance }) => chance)])
        if (e !== null) for (const v of variablesRead(scenario, foldExpression(scenario, e))) reads.add(v);
  }
  if (isOfStages(world.layerKind[layer])) {
    for (const { stageVariable, takes } of scenario.clocks) {
      if (stageVariable >= 0) reads.add(stageVariable);
      if (takes !== null) for (const v of variablesRead(scenario, foldExpression(scenario, takes))) reads.add(v);
    }
  }
  if (world.layerKind[layer] !== LayerKind.decision) return reads;
  const { actor, tempo, moves, policy } = scenario.desks[of];
  const menu = moves.flatMap(({ guard, usual, branches }) => [guard, usual, ...branches.map(({ chance }) => chance)]);
  const rules = (policy ?? []).flatMap(({ when, hold, chances }) => [when, hold, ...chances]);
  for (const e of [tempo, ...menu, ...rules])
    if (e !== null) for (const v of variablesRead(scenario, foldExpression(scenario, e))) reads.add(v);
  // A desk that follows rules, or that is not steady at all, goes by nothing else that it sees.
  if (policy !== null || scenario.actors[actor].lambda === 0) return reads;
  scenario.variables.forEach((_, v) => {
    if (sees(scenario, actor, v, period)) reads.add(v);
  });
  return reads;
}

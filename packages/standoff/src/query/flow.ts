/**
 * Where it stands and where it goes: situations gathered by named conditions (`gathering.ts`), the probability of each
 * by date, how often play steps from one to another and by what, and how much flows from each to each between some
 * dates: the map and the river of a page.
 *
 * One pass over the nodes for dates and steps; between two dates one sweep for each situation, of the layers between
 * them alone. News is taken as known: dates before it are told as it leaves them, steps and flows from there on.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Steps } from "../math/steps.ts";
import type { Solved } from "../solve/solution.ts";
import { LayerKind, type World } from "../world/world.ts";
import { dateOfPeriod, lastDateOfPeriod } from "./dates/periods.ts";
import { ELSE, type Gathering, type NamedCondition } from "./gathering.ts";
import { conditionalReach, type Filter, ride } from "./ride/ride.ts";
import { noWatches } from "./ride/watch.ts";

export interface Flow {
  /** In the order in which they count; last what none of the conditions holds in. */
  readonly situations: readonly FlowSituation[];
  /** From one situation to another, the most frequent first. */
  readonly steps: readonly FlowStep[];
  /** Between dates: from each situation at the first date to each at the second; sums to one. */
  readonly river: readonly RiverStretch[];
}

export interface FlowSituation extends NamedCondition {
  /** On the first day, before the first turn; null where the news covers it. */
  readonly atStart: number | null;
  /** [ISO date of a period's last day, probability that it stands there then]. */
  readonly byDate: readonly (readonly [date: string, probability: number])[];
  /** Probability that it ever stands there. */
  readonly ever: number;
}

export interface FlowStep {
  readonly from: number;
  readonly to: number;
  /** Expected number of times that play steps from the one to the other. */
  readonly times: number;
  /** By what happens, as the scenario says it; the most frequent first, at most `MOST_SAID`. */
  readonly by: readonly { readonly says: string; readonly times: number }[];
}

export interface RiverStretch {
  /** ISO dates: as their day ends; the calendar's first day: before the first turn. */
  readonly from: string;
  readonly to: string;
  /** Probability by situation at `from` and at `to`. */
  readonly flow: readonly (readonly number[])[];
}

export interface FlowOptions {
  readonly filter?: Filter | null;
  /** Stretches of the river, at most. Default 7. */
  readonly stretches?: number;
}

const MOST_SAID = 4;
/** Steps rarer than this are not told. */
const LEAST_TIMES = 1e-6;

interface Flowing {
  readonly scenario: Scenario;
  readonly world: World;
  readonly policy: Float64Array;
  readonly weights: Float64Array;
  readonly gathering: Gathering;
  readonly filter: Filter | null;
  /** Periods up to this one are covered by news; -1: none is. */
  readonly known: number;
}

export function* flowInSteps(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "reach" | "policy">,
  gathering: Gathering,
  { filter = null, stretches = 7 }: FlowOptions = {},
): Steps<Flow> {
  const weights = conditionalReach(world, solved, filter);
  const known = filter === null ? -1 : filter.until;
  const flowing = { scenario, world, policy: solved.policy, weights, gathering, filter, known };
  yield;
  const situations = situationsOf(flowing);
  yield;
  const steps = stepsOf(flowing);
  yield;
  const river = yield* riverOf(flowing, stretches);
  return { situations, steps, river };
}

const namesOf = ({ conditions }: Gathering): NamedCondition[] => [
  ...conditions,
  { name: ELSE, when: "", side: "rest" },
];

function situationsOf(flowing: Flowing): FlowSituation[] {
  const { scenario, world, weights, gathering, known } = flowing;
  const names = namesOf(gathering);
  const periods = scenario.calendar.periods.length;
  const masses = Array.from({ length: periods }, () => new Float64Array(names.length));
  for (let layer = 0; layer < world.header.layers; layer++) {
    const [kind, period] = [world.layerKind[layer], world.layerPeriod[layer]];
    const stays = kind === LayerKind.ended;
    if (!stays && !endsPeriod(kind)) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      if (weights[node] === 0) continue;
      for (let at = period; at < periods && (stays || at === period); at++)
        masses[at][gathering.placeOf(node, at)] += weights[node];
    }
  }
  const atStart = new Float64Array(names.length);
  world.startNode.forEach((node, start) => {
    atStart[gathering.placeOf(node, 0)] += world.startChance[start];
  });
  const ever = everOf(flowing, names.length);
  return names.map((name, place) => ({
    ...name,
    atStart: known === -1 ? atStart[place] : null,
    byDate: masses.map((mass, period) => [lastDateOfPeriod(scenario, period), mass[place]]),
    ever: Math.min(1, ever[place]),
  }));
}

const endsPeriod = (kind: number) => kind === LayerKind.periodEnd || kind === LayerKind.final;

function everOf({ world, policy, gathering, filter }: Flowing, count: number): number[] {
  const nodeBits = new Uint32Array(world.header.nodes);
  for (let layer = 0; layer < world.header.layers; layer++) {
    const period = world.layerPeriod[layer];
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++)
      nodeBits[node] = 1 << gathering.placeOf(node, period);
  }
  const done = ride({
    world,
    policy,
    watches: { ...noWatches(world), count, nodeBits, holds: 2 ** count - 1 },
    columns: Array.from({ length: count }, (_, place) => ({ stop: 1 << place, atEnd: 0 })),
    ...(filter === null ? {} : { filter }),
  });
  return Array.from({ length: count }, (_, place) => done.stopped[place + 1].reduce((a, b) => a + b, 0));
}

/** Expected numbers of steps on edges between situations, of what lies behind the news. */
function stepsOf({ world, policy, weights, gathering, known }: Flowing): FlowStep[] {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient } = world;
  const count = gathering.conditions.length + 1;
  const times = new Map<number, Map<number, number>>();
  for (let layer = 0; layer < world.header.layers; layer++) {
    const period = world.layerPeriod[layer];
    const ends = endsPeriod(world.layerKind[layer]);
    if (period < known || (period === known && !ends)) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      if (weights[node] === 0) continue;
      const from = gathering.placeOf(node, period);
      for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
        const to = gathering.placeOf(edgeTarget[edge], ends ? period + 1 : period);
        if (to === from) continue;
        const chance = weights[node] * coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
        if (chance === 0) continue;
        const by = times.get(from * count + to) ?? new Map<number, number>();
        times.set(from * count + to, by.set(edgeLabel[edge], (by.get(edgeLabel[edge]) ?? 0) + chance));
      }
    }
  }
  return [...times]
    .map(([key, by]) => ({
      from: Math.floor(key / count),
      to: key % count,
      times: [...by.values()].reduce((a, b) => a + b, 0),
      by: saidBy(world, by),
    }))
    .filter((step) => step.times >= LEAST_TIMES)
    .sort((a, b) => b.times - a.times);
}

function saidBy(world: World, byLabel: ReadonlyMap<number, number>): FlowStep["by"] {
  const said = new Map<string, number>();
  for (const [label, times] of byLabel) {
    const says = labelInWords(world, label);
    said.set(says, (said.get(says) ?? 0) + times);
  }
  return [...said]
    .map(([says, times]) => ({ says, times }))
    .sort((a, b) => b.times - a.times)
    .slice(0, MOST_SAID);
}

function labelInWords(world: World, label: number): string {
  const { labelOccurrence, labelItem, header } = world;
  const occurrences = Array.from(
    labelOccurrence.subarray(labelItem[label], labelItem[label + 1]),
    (item) => header.description.occurrences[item],
  );
  const told = occurrences
    .filter(({ kind }) => kind !== "hold")
    .map(({ says, name, branch, kind }) => {
      const what = `${says === "" ? name : says}${kind === "lapse" ? " lapses" : ""}`;
      return branch === "" ? what : `${what} (${branch})`;
    });
  return told.length === 0 ? "as time passes" : told.join("; ");
}

// ---- The river ----

/** Where a stretch begins or ends: the layers at a period's end, or the starts (-1). */
function* riverOf(flowing: Flowing, stretches: number): Steps<RiverStretch[]> {
  const marks = marksOf(flowing, stretches);
  const mass = new Float64Array(flowing.world.header.nodes);
  const river: RiverStretch[] = [];
  for (let i = 1; i < marks.length; i++) {
    const flow: number[][] = [];
    const [first, last] = [marks[i - 1], marks[i]];
    for (let from = 0; from <= flowing.gathering.conditions.length; from++) {
      yield;
      flow.push(flowFrom(flowing, { first, last, from }, mass));
    }
    river.push({ from: dateOfMark(flowing, first), to: dateOfMark(flowing, last), flow });
  }
  return river;
}

const dateOfMark = ({ scenario }: Flowing, mark: number) =>
  mark === -1 ? dateOfPeriod(scenario, 0) : lastDateOfPeriod(scenario, mark);

/** From what is known to the last period, evenly. */
function marksOf({ scenario, known }: Flowing, stretches: number): number[] {
  const last = scenario.calendar.periods.length - 1;
  const count = Math.max(1, Math.min(stretches, last - known));
  const marks = Array.from({ length: count + 1 }, (_, i) => Math.round(known + ((last - known) * i) / count));
  return last === known ? [known] : marks;
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly from: number;
}

/** What stood in one situation at the first mark, by situation at the second. `mass` is used for the sums. */
function flowFrom(
  { world, policy, weights, gathering }: Flowing,
  { first, last, from }: Stretch,
  mass: Float64Array,
): number[] {
  const { header, layerKind, layerPeriod, layerNode, nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } =
    world;
  const flow = Array.from({ length: gathering.conditions.length + 1 }, () => 0);
  mass.fill(0);
  if (first === -1) {
    world.startNode.forEach((node, start) => {
      if (gathering.placeOf(node, 0) === from) mass[node] += world.startChance[start];
    });
  }
  for (let layer = 0; layer < header.layers; layer++) {
    const [kind, period] = [layerKind[layer], layerPeriod[layer]];
    if (period > last) break;
    const ended = kind === LayerKind.ended;
    const isFirst = endsPeriod(kind) && period === first;
    if (period <= first && !ended && !isFirst) continue;
    const isLast = endsPeriod(kind) && period === last;
    for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
      // What ended by the first mark, and what stands there, begins here.
      const begins = period <= first;
      const own = begins ? (gathering.placeOf(node, first) === from ? weights[node] : 0) : mass[node];
      if (own === 0) continue;
      if (ended || isLast) flow[gathering.placeOf(node, last)] += own;
      else
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++)
          mass[edgeTarget[edge]] += own * coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
    }
  }
  return flow;
}

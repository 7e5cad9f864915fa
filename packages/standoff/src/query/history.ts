/**
 * What has been observed, as a filter of the solved process. Strategies stay those of the solved game; only the paths
 * that agree with the history remain, in proportion.
 *
 * `happened`: at least once in the period that holds its day; `did not happen`: not once in that period; `seen`: true once
 * the turns of that period are over. Variables that are fully reported do not change in a period unless an item of that
 * period speaks of them (its condition reads them, or what happened writes them). Silence counts for periods that are over
 * by the last item's day; where later items fall in the same period, only from the last of these on.
 *
 * The filter holds the chance of the rest of the history from every node (a backward sweep over the observed periods,
 * with flags for what has already happened within a period): multiplying every edge by the ratio of these chances gives
 * the process conditional on the history (Doob's transform), so that every sweep of `ride.ts` can run on it.
 */
import type { Effect, HistoryItem, Scenario, Trigger } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { compileExpression, type Evaluator, variablesRead } from "../world/evaluate.ts";
import { LayerKind, type World } from "../world/world.ts";
import { dayOfPeriod, periodOfDay } from "./calendar.ts";
import type { Filter } from "./ride.ts";
import { endingReader, matches, stateDecoder } from "./watch.ts";

/** At most this many things that happened in one period. */
const MOST_IN_A_PERIOD = 12;

export type Conditioned =
  | {
      readonly status: "conditioned";
      /** Probability of the items, silence included. */
      readonly likelihood: number;
      /** null when there is no item: nothing is filtered. */
      readonly filter: Filter | null;
    }
  /** The first item, in the order of their days, at which the history becomes impossible. */
  | { readonly status: "impossible under the model"; readonly item: number; readonly text: string }
  | { readonly status: "too large"; readonly what: string };

/** The places of the history's items in the order of their days. */
export function historyOrder(scenario: Scenario): readonly number[] {
  const { history } = scenario;
  return history.map((_, index) => index).sort((a, b) => history[a]!.on - history[b]!.on || a - b);
}

/** Filters a solution by the first `count` items in the order of their days (all by default). */
export function conditionOnHistory(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "policy">,
  count = scenario.history.length,
): Conditioned {
  if (count === 0) return { status: "conditioned", likelihood: 1, filter: null };
  const plan = planHistory(scenario, world, count);
  if (plan === null) {
    return { status: "too large", what: `more than ${MOST_IN_A_PERIOD} things happened in one period` };
  }
  const filter = makeFilter(world, solved.policy, plan);
  let likelihood = 0;
  world.startNode.forEach((node, start) => {
    likelihood += world.startChance[start]! * filter.hope(node, 0);
  });
  if (likelihood > 0) return { status: "conditioned", likelihood, filter };
  return firstImpossible(scenario, world, solved, count);
}

function firstImpossible(scenario: Scenario, world: World, solved: Pick<Solved, "policy">, count: number): Conditioned {
  const earlier = conditionOnHistory(scenario, world, solved, count - 1);
  if (earlier.status !== "conditioned") return earlier;
  const item = historyOrder(scenario)[count - 1]!;
  return { status: "impossible under the model", item, text: scenario.history[item]!.text };
}

// ---- The plan: what each period must look like ----

/** Something that an edge may do, in one period. */
interface Sight {
  /** Labels that show it; conditions that become true; endings entered. */
  readonly labels: Uint8Array;
  readonly becomes: Evaluator | null;
  readonly ending: number;
}

interface PeriodPlan {
  readonly happened: readonly Sight[];
  readonly absent: readonly Sight[];
  readonly seen: readonly Evaluator[];
  /** Bits of every state word that may not change. */
  readonly silent: Uint32Array;
  readonly anySilent: boolean;
}

interface HistoryPlan {
  readonly until: number;
  readonly flags: number;
  readonly periods: readonly PeriodPlan[];
  readonly endingOf: (state: Int32Array, period: number) => number;
}

function planHistory(scenario: Scenario, world: World, count: number): HistoryPlan | null {
  const order = historyOrder(scenario);
  const items = order.slice(0, count).map((index) => scenario.history[index]!);
  const later = order.slice(count).map((index) => scenario.history[index]!);
  const lastDay = items[items.length - 1]!.on;
  const periodOf = (item: HistoryItem) =>
    Math.min(scenario.calendar.periods.length - 1, Math.max(0, periodOfDay(scenario, item.on)));
  const until = Math.max(...items.map(periodOf));
  const periods = Array.from({ length: until + 1 }, (_, period) => {
    const own = items.filter((item) => periodOf(item) === period);
    const over = dayOfPeriod(scenario, period + 1) - 1 <= lastDay && !later.some((item) => periodOf(item) === period);
    return planPeriod(scenario, world, own, over);
  });
  const most = Math.max(...periods.map(({ happened }) => happened.length));
  if (most > MOST_IN_A_PERIOD) return null;
  return { until, flags: 2 ** most, periods, endingOf: endingReader(scenario) };
}

function planPeriod(scenario: Scenario, world: World, items: readonly HistoryItem[], over: boolean): PeriodPlan {
  const sights = (kind: HistoryItem["kind"]) =>
    items.flatMap((item) => (item.kind === kind && item.trigger ? [sightOf(scenario, world, item.trigger)] : []));
  const spoken = new Set(items.flatMap((item) => spokenOf(scenario, item)));
  const silent = new Uint32Array(world.header.stateWords);
  let anySilent = false;
  scenario.variables.forEach(({ reported }, index) => {
    if (!over || !reported || spoken.has(index)) return;
    const { word, shift, bits } = world.header.description.variables[index]!;
    silent[word]! |= (bits === 32 ? 0xffffffff : 2 ** bits - 1) << shift;
    anySilent = true;
  });
  return {
    happened: sights("happened"),
    absent: sights("did not happen"),
    seen: items.flatMap(({ kind, condition }) =>
      kind === "seen" && condition ? [compileExpression(scenario, condition)] : [],
    ),
    silent,
    anySilent,
  };
}

function sightOf(scenario: Scenario, world: World, trigger: Trigger): Sight {
  const { occurrences } = world.header.description;
  const labels = new Uint8Array(world.header.labels);
  for (let label = 0; label < labels.length; label++) {
    for (let item = world.labelItem[label]!; item < world.labelItem[label + 1]!; item++) {
      if (matches(trigger, occurrences[world.labelOccurrence[item]!]!)) labels[label] = 1;
    }
  }
  return {
    labels,
    becomes: trigger.kind === "becomes" ? compileExpression(scenario, trigger.condition) : null,
    ending: trigger.kind === "ending" ? trigger.ending : -1,
  };
}

/** The variables that an item speaks of. */
function spokenOf(scenario: Scenario, item: HistoryItem): number[] {
  const { trigger } = item;
  const conditions = [item.condition, trigger?.kind === "becomes" ? trigger.condition : null];
  const read = conditions.flatMap((condition) => (condition ? [...variablesRead(scenario, condition)] : []));
  return trigger && item.kind === "happened" ? [...read, ...writtenBy(scenario, trigger)] : read;
}

function writtenBy(scenario: Scenario, trigger: Trigger): number[] {
  const variablesOf = (effects: readonly Effect[]) => effects.map(({ variable }) => variable);
  const ofAct = (act: { effects: readonly Effect[]; branches: readonly { effects: readonly Effect[] }[] }) => [
    ...variablesOf(act.effects),
    ...act.branches.flatMap(({ effects }) => variablesOf(effects)),
  ];
  switch (trigger.kind) {
    case "move":
      return ofAct(scenario.desks[trigger.desk]!.moves[trigger.move]!);
    case "event":
      return ofAct(scenario.eventGroups[trigger.group]!.events[trigger.event]!);
    case "lapse": {
      const events = scenario.eventGroups.flatMap((group) => group.events);
      const run = events.filter((event) => event.how === "lapse" && event.clock === trigger.clock);
      return [...variablesOf(scenario.clocks[trigger.clock]!.effects), ...run.flatMap(ofAct)];
    }
    case "ending":
      return [...variablesRead(scenario, scenario.endings[trigger.ending]!.when)];
    default:
      return [];
  }
}

// ---- The filter ----

function makeFilter(world: World, policy: Float64Array, plan: HistoryPlan): Filter {
  const step = stepper(world, plan);
  const { flags, until } = plan;
  const limit = nodesUntil(world, until);
  const hopes = new Float64Array(limit * flags);
  const closed = periodCloser(world, plan);
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    const period = world.layerPeriod[layer]!;
    if (period > until) continue;
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const ended = world.layerKind[layer] === LayerKind.ended;
    const flagCount = 2 ** plan.periods[period]!.happened.length;
    for (let node = world.layerNode[layer]!; node < world.layerNode[layer + 1]!; node++) {
      for (let flag = 0; flag < flagCount; flag++) {
        if (ended)
          hopes[node * flags + flag] = closed(node, flag, period) && frozen(closed, plan, node, period) ? 1 : 0;
        if (ended || (ends && !closed(node, flag, period))) continue;
        if (ends && period === until) {
          hopes[node * flags + flag] = 1;
          continue;
        }
        let sum = 0;
        for (let edge = nodeEdge[node]!; edge < nodeEdge[node + 1]!; edge++) {
          const after = step(flag, node, edge, period, ends);
          if (after === -1) continue;
          const chance = coefficient[edgeCoefficient[edge]!]! * policy[edgeSlot[edge]!]!;
          sum += chance * hopes[edgeTarget[edge]! * flags + after]!;
        }
        hopes[node * flags + flag] = sum;
      }
    }
  }
  return { until, flags, hope: (node, flag) => hopes[node * flags + flag]!, step };
}

/** One more than the highest node in the layers of periods up to one. */
function nodesUntil(world: World, until: number): number {
  let limit = 0;
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerPeriod[layer]! <= until) limit = Math.max(limit, world.layerNode[layer + 1]!);
  }
  return limit;
}

type Closer = (node: number, flags: number, period: number) => boolean;

/** Has all of a period's history come true at a node that stands at the period's end? */
function periodCloser(world: World, plan: HistoryPlan): Closer {
  const decode = stateDecoder(world);
  return (node, flags, period) => {
    const { happened, seen } = plan.periods[period]!;
    if (flags !== 2 ** happened.length - 1) return false;
    if (seen.length === 0) return true;
    const state = decode(node);
    return seen.every((test) => test(state, period) !== 0);
  };
}

/** Does the rest of the history agree with a state that is frozen from a period on? */
function frozen(closed: Closer, plan: HistoryPlan, node: number, from: number): boolean {
  for (let period = from + 1; period <= plan.until; period++) if (!closed(node, 0, period)) return false;
  return true;
}

function stepper(world: World, plan: HistoryPlan): Filter["step"] {
  const before = stateDecoder(world);
  const after = stateDecoder(world);
  const { edgeTarget, edgeLabel, nodeState, nodeEdge } = world;
  const { stateWords } = world.header;
  const shows = (sight: Sight, node: number, edge: number, from: number, to: number): boolean => {
    if (sight.labels[edgeLabel[edge]!] === 1) return true;
    const target = edgeTarget[edge]!;
    if (sight.ending !== -1) {
      return nodeEdge[target] === nodeEdge[target + 1] && plan.endingOf(after(target), to) === sight.ending;
    }
    if (sight.becomes === null) return false;
    return sight.becomes(before(node), from) === 0 && sight.becomes(after(target), to) !== 0;
  };
  return (flags, node, edge, period, ends) => {
    const dated = ends ? period + 1 : period;
    if (dated > plan.until) return 0;
    const { happened, absent, silent, anySilent } = plan.periods[dated]!;
    if (anySilent) {
      const [from, to] = [node * stateWords, edgeTarget[edge]! * stateWords];
      for (let word = 0; word < stateWords; word++) {
        if (((nodeState[from + word]! ^ nodeState[to + word]!) & silent[word]!) !== 0) return -1;
      }
    }
    let next = ends ? 0 : flags;
    for (const sight of absent) if (shows(sight, node, edge, period, dated)) return -1;
    for (let item = 0; item < happened.length; item++) {
      if (shows(happened[item]!, node, edge, period, dated)) next |= 1 << item;
    }
    return next;
  };
}

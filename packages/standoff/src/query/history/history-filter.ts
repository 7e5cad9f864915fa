/**
 * The filter that a history makes of a solved process: for every node of the observed periods, and every set of what
 * has already happened within its period, the chance of the rest of the history (one backward sweep). With chances that
 * are 1 wherever anything can happen at all, the same sweep says what is possible, untouched by how small chances are.
 */
import { LayerKind, type World } from "../../world/world.ts";
import type { Filter } from "../ride/ride.ts";
import { stateDecoder } from "../ride/watch.ts";
import type { HistoryPlan, Sight } from "./history-plan.ts";

/** What a policy makes possible at all: 1 for every slot that is ever chosen. */
export function supportOf({ policy, logPolicy }: { policy: Float64Array; logPolicy?: Float64Array }): Float64Array {
  if (logPolicy === undefined || logPolicy.length !== policy.length)
    return policy.map((chance) => (chance > 0 ? 1 : 0));
  return logPolicy.map((log, slot) => (log > Number.NEGATIVE_INFINITY || policy[slot] > 0 ? 1 : 0));
}

/** `possible`: every chance above zero counts as 1. */
export function makeFilter(world: World, policy: Float64Array, plan: HistoryPlan, possible = false): Filter {
  const step = stepper(world, plan);
  const { flags, until } = plan;
  const limit = nodesUntil(world, until);
  const hopes = new Float64Array(limit * flags);
  const closed = periodCloser(world, plan);
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    const period = world.layerPeriod[layer];
    if (period > until) continue;
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const ended = world.layerKind[layer] === LayerKind.ended;
    const flagCount = 2 ** plan.periods[period].happened.length;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      for (let flag = 0; flag < flagCount; flag++) {
        if (ended)
          hopes[node * flags + flag] = closed(node, flag, period) && frozen(closed, plan, node, period) ? 1 : 0;
        if (ended || (ends && !closed(node, flag, period))) continue;
        if (ends && period === until) {
          hopes[node * flags + flag] = 1;
          continue;
        }
        let sum = 0;
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
          const after = step(flag, node, edge, period, ends);
          if (after === -1) continue;
          const chance = coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
          sum += chance * hopes[edgeTarget[edge] * flags + after];
        }
        hopes[node * flags + flag] = possible && sum > 0 ? 1 : sum;
      }
    }
  }
  return { until, flags, hope: (node, flag) => hopes[node * flags + flag], step };
}

/** Probability of all that a filter asks for. */
export function chanceOf(world: World, filter: Filter): number {
  let chance = 0;
  world.startNode.forEach((node, start) => {
    chance += world.startChance[start] * filter.hope(node, 0);
  });
  return chance;
}

/** One more than the highest node in the layers of periods up to one. */
export function nodesUntil(world: World, until: number): number {
  let limit = 0;
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerPeriod[layer] <= until) limit = Math.max(limit, world.layerNode[layer + 1]);
  }
  return limit;
}

/**
 * Calls `visit` for every edge that play can take, and what it is dated; `reach` for every node that it can come to.
 */
export function walkPossible(
  world: World,
  support: Float64Array,
  filter: Filter | null,
  visit: {
    readonly node?: (node: number, layer: number) => void;
    readonly edge?: (node: number, edge: number, dated: number) => void;
  },
): void {
  const flags = filter?.flags ?? 1;
  const alive = new Uint8Array(world.header.nodes * flags);
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  world.startNode.forEach((node, start) => {
    if (world.startChance[start] > 0 && (filter === null || filter.hope(node, 0) > 0)) alive[node * flags] = 1;
  });
  for (let layer = 0; layer < world.header.layers; layer++) {
    const period = world.layerPeriod[layer];
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const own = filter !== null && period <= filter.until ? filter : null;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      let met = false;
      for (let flag = 0; flag < flags; flag++) {
        if (alive[node * flags + flag] === 0) continue;
        met = true;
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
          if (!(coefficient[edgeCoefficient[edge]] > 0) || support[edgeSlot[edge]] === 0) continue;
          const after = own === null ? 0 : own.step(flag, node, edge, period, ends);
          if (after === -1) continue;
          const target = edgeTarget[edge];
          const dated = ends ? period + 1 : period;
          if (own !== null && !(ends && period === own.until) && own.hope(target, after) === 0) continue;
          alive[target * flags + after] = 1;
          visit.edge?.(node, edge, dated);
        }
      }
      if (met) visit.node?.(node, layer);
    }
  }
}

type Closer = (node: number, flags: number, period: number) => boolean;

/** Has all of a period's history come true at a node that stands at the period's end? */
function periodCloser(world: World, plan: HistoryPlan): Closer {
  const decode = stateDecoder(world);
  return (node, flags, period) => {
    const { happened, seen } = plan.periods[period];
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

/** Does an edge show a sight? `to`: the period that dates what comes true on it. */
export function sightReader(
  world: World,
  endingOf: HistoryPlan["endingOf"],
): (sight: Sight, node: number, edge: number, from: number, to: number) => boolean {
  const before = stateDecoder(world);
  const after = stateDecoder(world);
  const { edgeTarget, edgeLabel, nodeEdge } = world;
  return (sight, node, edge, from, to) => {
    if (sight.labels[edgeLabel[edge]] === 1) return sight.given === null || sight.given(before(node), from) !== 0;
    const target = edgeTarget[edge];
    if (sight.ending !== -1) {
      return nodeEdge[target] === nodeEdge[target + 1] && endingOf(after(target), to) === sight.ending;
    }
    if (sight.becomes === null) return false;
    return sight.becomes(before(node), from) === 0 && sight.becomes(after(target), to) !== 0;
  };
}

function stepper(world: World, plan: HistoryPlan): Filter["step"] {
  const shows = sightReader(world, plan.endingOf);
  const { edgeTarget, nodeState } = world;
  const { stateWords } = world.header;
  return (flags, node, edge, period, ends) => {
    const dated = ends ? period + 1 : period;
    if (dated > plan.until) return 0;
    const { happened, alike, absent, silent, anySilent } = plan.periods[dated];
    if (anySilent) {
      const [from, to] = [node * stateWords, edgeTarget[edge] * stateWords];
      for (let word = 0; word < stateWords; word++) {
        if (((nodeState[from + word] ^ nodeState[to + word]) & silent[word]) !== 0) return -1;
      }
    }
    let next = ends ? 0 : flags;
    let served = 0;
    for (const sight of absent) if (shows(sight, node, edge, period, dated)) return -1;
    for (let item = 0; item < happened.length; item++) {
      const group = 1 << alike[item];
      if ((next & (1 << item)) !== 0 || (served & group) !== 0) continue;
      if (!shows(happened[item], node, edge, period, dated)) continue;
      next |= 1 << item;
      served |= group;
    }
    return next;
  };
}

/**
 * When each step of a story comes: over all paths on which outcomes first happen in the story's order, not on its
 * likeliest one alone. The order is a condition on whole paths: a backward sweep has the chance that it is kept to from
 * every node and place in it, and conditional on that (as on a history, see `history-filter.ts`) a forward sweep has
 * the time of each step.
 */
import { LayerKind, type World } from "../world/world.ts";
import type { WatchedPlay } from "./ride/most-probable-path.ts";
import { type Filter, ride } from "./ride/ride.ts";
import { bitsOnEdge, type Watches } from "./ride/watch.ts";

/** When something first happens, over the paths on which it does. */
export interface StepTimes {
  /** Probability of it, given the order. */
  readonly share: number;
  /**
   * The time by which it has happened with one half, one tenth and nine tenths of that: a period, and the part of it
   * that is over.
   */
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The filter that leaves the paths of an order: `moments` are the watches that first happen together, in order, and no
 * other may happen. null where its table would exceed `maxBytes`.
 */
export function orderFilter(play: WatchedPlay, moments: readonly number[], maxBytes: number): Filter | null {
  const { world, policy, watches, filter: inner } = play;
  const places = moments.length + 1;
  const innerFlags = inner?.flags ?? 1;
  const flags = places * innerFlags;
  if (world.header.nodes * flags * 8 > maxBytes) return null;
  const happened = new Int32Array(places);
  moments.forEach((bits, place) => {
    happened[place + 1] = happened[place] | bits;
  });
  const after = (place: number, bits: number): number => {
    const fresh = bits & ~happened[place];
    if (fresh === 0) return place;
    return moments[place] === fresh ? place + 1 : -1;
  };
  const step: Filter["step"] = (flag, node, edge, period, ends) => {
    const own = flag % innerFlags;
    const place = after((flag - own) / innerFlags, bitsOnEdge(world, watches, node, edge));
    if (place === -1) return -1;
    if (inner === null || period > inner.until) return place * innerFlags;
    const next = inner.step(own, node, edge, period, ends);
    if (next === -1) return -1;
    if (ends && period === inner.until) return place * innerFlags;
    return inner.hope(world.edgeTarget[edge], next) === 0 ? -1 : place * innerFlags + next;
  };
  const hopes = new Float64Array(world.header.nodes * flags);
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    const period = world.layerPeriod[layer];
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const filtered = inner !== null && period <= inner.until;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      const stays = nodeEdge[node] === nodeEdge[node + 1];
      for (let flag = 0; flag < flags; flag++) {
        if (filtered && inner.hope(node, flag % innerFlags) === 0) continue;
        if (stays) {
          const place = Math.floor(flag / innerFlags);
          hopes[node * flags + flag] = lastPlace(play, after, node, place, period) === moments.length ? 1 : 0;
          continue;
        }
        let sum = 0;
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
          const chance = coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
          if (chance === 0) continue;
          const next = step(flag, node, edge, period, ends);
          if (next !== -1) sum += chance * hopes[edgeTarget[edge] * flags + next];
        }
        hopes[node * flags + flag] = sum;
      }
    }
  }
  const begin = (node: number) => {
    const place = after(0, watches.nodeBits[node] & watches.holds);
    return place === -1 ? -1 : place * innerFlags;
  };
  const hope = (node: number, flag: number) => (flag === -1 ? 0 : hopes[node * flags + flag]);
  return { until: world.header.description.periods.length, flags, hope, step, begin };
}

/**
 * The place in the order to which the calendar still leads in a frozen state from a place and a period on; -1: out of
 * it.
 */
function lastPlace(
  { world, watches }: WatchedPlay,
  after: (place: number, bits: number) => number,
  node: number,
  from: number,
  since: number,
): number {
  let place = from;
  let seen = watches.nodeBits[node];
  const last = world.header.description.periods.length;
  for (let period = since + 1; watches.moving !== 0 && period <= last; period++) {
    const later = watches.laterBits(node, period);
    place = after(place, later & ~seen & watches.moving);
    if (place === -1) return -1;
    seen = later;
  }
  return place;
}

/** The times of up to 31 watches under an order's filter. */
export function timesUnder(world: World, policy: Float64Array, watches: Watches, filter: Filter): StepTimes[] {
  const columns = Array.from({ length: watches.count }, (_, watch) => ({ stop: 1 << watch, atEnd: 0 }));
  const { stopped } = ride({ world, policy, watches, columns, filter });
  return columns.map((_, watch) => timesOf(stopped[watch + 1]));
}

function timesOf(chances: Float64Array): StepTimes {
  const share = chances.reduce((sum, chance) => sum + chance, 0);
  const by = (part: number) => {
    let sum = 0;
    const period = chances.findIndex((chance) => {
      sum += chance;
      return sum > 0 && sum >= part * share - 1e-12 * share;
    });
    const own = chances[period];
    // As if it came evenly within the period; never quite its end.
    return period + Math.min(1 - 1e-9, Math.max(0, (part * share - sum + own) / own));
  };
  return { share: Math.min(1, share), median: by(0.5), low: by(0.1), high: by(0.9) };
}

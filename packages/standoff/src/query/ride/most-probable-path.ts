/**
 * The single most probable path on which outcomes first happen in a given order (Viterbi 1967, in products): a forward
 * sweep that keeps, for every node and every place in the order, the best way to it.
 */
import { LayerKind, layerOf, type World } from "../../world/world.ts";
import type { Filter } from "./ride.ts";
import { bitsOnEdge, type Watches } from "./watch.ts";

/** Play under a policy that is watched for outcomes, and what history leaves of it. */
export interface WatchedPlay {
  readonly world: World;
  readonly policy: Float64Array;
  readonly watches: Watches;
  readonly filter: Filter | null;
}

export interface PathStep {
  /** The node at which the step arrives, and its edge; -1 for the start and for what time does in an ended state. */
  readonly node: number;
  readonly edge: number;
  readonly period: number;
  /** Watches that first happened here. */
  readonly bits: number;
}

export interface ProbablePath {
  readonly probability: number;
  readonly steps: readonly PathStep[];
}

/**
 * `moments`: the watches that first happen together, in order; no other watch may happen. null where no path does so,
 * or the tables would exceed `maxBytes`. Under a filter the probability stays that of the path, not given the history.
 */
export function mostProbablePath(play: WatchedPlay, moments: readonly number[], maxBytes: number): ProbablePath | null {
  if (play.world.header.nodes * rowsFor(play, moments) * 16 > maxBytes) return null;
  return new Search(play, moments).run();
}

/** Rows per node: places in the order, each with the filter's flags. */
function rowsFor({ filter }: WatchedPlay, moments: readonly number[]): number {
  return (moments.length + 1) * (filter?.flags ?? 1);
}

class Search {
  private readonly world: World;
  private readonly policy: Float64Array;
  private readonly watches: Watches;
  private readonly filter: Filter | null;
  private readonly rows: number;
  private readonly flags: number;
  private readonly moments: readonly number[];
  /** What has happened by each place in the order. */
  private readonly happened: Int32Array;
  private readonly best: Float64Array;
  /** Edge by which the best way comes, and the row that it comes from. -1: a start. */
  private readonly byEdge: Int32Array;
  private readonly fromRow: Int32Array;

  constructor(play: WatchedPlay, moments: readonly number[]) {
    const { world, policy, watches, filter } = play;
    const rows = rowsFor(play, moments);
    this.world = world;
    this.policy = policy;
    this.watches = watches;
    this.filter = filter;
    this.rows = rows;
    this.flags = filter?.flags ?? 1;
    this.moments = moments;
    this.happened = new Int32Array(moments.length + 1);
    moments.forEach((bits, place) => {
      this.happened[place + 1] = this.happened[place] | bits;
    });
    this.best = new Float64Array(world.header.nodes * rows);
    this.byEdge = new Int32Array(world.header.nodes * rows).fill(-1);
    this.fromRow = new Int32Array(world.header.nodes * rows).fill(-1);
  }

  /** The place in the order after some watches happened at one moment; -1 where the order does not allow it. */
  private after(place: number, bits: number): number {
    const fresh = bits & ~this.happened[place];
    if (fresh === 0) return place;
    return this.moments[place] === fresh ? place + 1 : -1;
  }

  run(): ProbablePath | null {
    const { world, policy, watches, rows, flags, filter, best } = this;
    const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
    world.startNode.forEach((node, start) => {
      const place = this.after(0, watches.nodeBits[node] & watches.holds);
      if (place === -1 || (filter !== null && filter.hope(node, 0) === 0)) return;
      const at = node * rows + place * flags;
      best[at] = Math.max(best[at], world.startChance[start]);
    });
    for (let layer = 0; layer < world.header.layers; layer++) {
      const period = world.layerPeriod[layer];
      const ends = world.layerKind[layer] === LayerKind.periodEnd;
      const filtered = filter !== null && period <= filter.until;
      const hopeful = filtered && !(ends && period === filter.until);
      for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
        for (let row = 0; row < rows; row++) {
          const own = best[node * rows + row];
          if (own === 0) continue;
          for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
            const probability = own * coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
            if (probability === 0) continue;
            const target = edgeTarget[edge];
            const flag = filtered ? filter.step(row % flags, node, edge, period, ends) : 0;
            if (flag === -1 || (hopeful && filter.hope(target, flag) === 0)) continue;
            const bits = bitsOnEdge(world, watches, node, edge);
            const place = this.after((row - (row % flags)) / flags, bits);
            if (place === -1) continue;
            const at = target * rows + place * flags + flag;
            if (probability <= best[at]) continue;
            best[at] = probability;
            this.byEdge[at] = edge;
            this.fromRow[at] = row;
          }
        }
      }
    }
    return this.finish();
  }

  /** The best end: a node without edges where the rest of the calendar completes the order. */
  private finish(): ProbablePath | null {
    const { world, rows, best } = this;
    let found: { probability: number; at: number; late: readonly PathStep[] } | null = null;
    for (let layer = 0; layer < world.header.layers; layer++) {
      for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
        if (world.nodeEdge[node] !== world.nodeEdge[node + 1]) continue;
        for (let row = 0; row < rows; row++) {
          const probability = best[node * rows + row];
          if (probability <= (found?.probability ?? 0)) continue;
          const late = this.late(node, (row - (row % this.flags)) / this.flags, world.layerPeriod[layer]);
          if (late !== null) found = { probability, at: node * rows + row, late };
        }
      }
    }
    return found && { probability: found.probability, steps: [...this.stepsTo(found.at), ...found.late] };
  }

  /** What the calendar still brings in a frozen state; null where that breaks the order or leaves it incomplete. */
  private late(node: number, place: number, from: number): PathStep[] | null {
    const { watches, world } = this;
    const steps: PathStep[] = [];
    let seen = watches.nodeBits[node];
    let now = place;
    for (let period = from + 1; watches.moving !== 0 && period <= world.header.description.periods.length; period++) {
      const later = watches.laterBits(node, period);
      const bits = later & ~seen & watches.moving;
      seen = later;
      const next = this.after(now, bits);
      if (next === -1) return null;
      if (next !== now) steps.push({ node, edge: -1, period, bits: this.moments[now] });
      now = next;
    }
    return now === this.moments.length ? steps : null;
  }

  private stepsTo(end: number): PathStep[] {
    const { world, rows, flags } = this;
    const steps: PathStep[] = [];
    let at = end;
    for (;;) {
      const row = at % rows;
      const node = (at - row) / rows;
      const place = (row - (row % flags)) / flags;
      const edge = this.byEdge[at];
      if (edge === -1) {
        steps.push({ node, edge, period: world.layerPeriod[layerOf(world, node)], bits: this.happened[place] });
        return steps.reverse();
      }
      const source = sourceOf(world, edge);
      const layer = layerOf(world, source);
      const ends = world.layerKind[layer] === LayerKind.periodEnd;
      const fromRow = this.fromRow[at];
      const earlier = this.happened[(fromRow - (fromRow % flags)) / flags];
      steps.push({
        node,
        edge,
        period: world.layerPeriod[layer] + (ends ? 1 : 0),
        bits: this.happened[place] & ~earlier,
      });
      at = source * rows + fromRow;
    }
  }
}

/** The node that an edge leaves. */
function sourceOf(world: World, edge: number): number {
  const { nodeEdge } = world;
  let low = 0;
  let high = world.header.nodes - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (nodeEdge[middle] <= edge) low = middle;
    else high = middle - 1;
  }
  return low;
}

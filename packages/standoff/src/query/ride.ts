/**
 * The forward sweep that answers ride on: probability flows along a solved world, and with it travel (a) *columns*, each
 * of them stopped where one of its watches first happens, and (b) the states of a small automaton (a *rider*) that
 * remembers what a question needs. The graph is not rebuilt. `sweep/forward.ts` is the plain sweep of the solver.
 *
 * At a node stand rows x payload numbers: rows are rider states (times the flags of a history filter), the payload is one
 * number per column, twice where clean mass is wanted (mass that took no mistake). Column 0 is never stopped, so a row is
 * empty where it is zero. Each row is a ring as long as the farthest edge, not as the world: two million states and
 * thirty columns need some tens of megabytes.
 *
 * A happening is dated by the period of its edge's source; what comes true as a period begins, by the new period; what
 * comes true in a frozen ended state, by the later period. Period number `periods` stands for the calendar's last day.
 */
import { LayerKind, type World } from "../world/world.ts";
import type { Watches } from "./watch.ts";

/** Stopped by watches of `stop`, in the period where they first happen; and on the last day by those of `atEnd` that hold. */
export interface Column {
  readonly stop: number;
  readonly atEnd: number;
}

/** An automaton that is carried along. States are numbers from 0 (the start), discovered as they come up. */
export interface Rider {
  /** Watches that can change its state. */
  readonly minds: number;
  /** How many states there are so far. */
  readonly states: () => number;
  /** After `bits` happened at once in a period. */
  readonly next: (state: number, bits: number, period: number) => number;
  /** At the end of a period, in the state of `node` (`periods`: on the last day). Only called where `closes` says so. */
  readonly close?: (state: number, node: number, period: number) => number;
  readonly closes?: (period: number) => boolean;
}

/** What history leaves of a solved process: see `history.ts`. Flags are what has happened so far within a period. */
export interface Filter {
  /** The last period that history covers. */
  readonly until: number;
  readonly flags: number;
  /** Chance of the rest of the history from a node with given flags. */
  readonly hope: (node: number, flags: number) => number;
  /** Flags after an edge, or -1 where the history excludes it. */
  readonly step: (flags: number, node: number, edge: number, period: number, ends: boolean) => number;
}

export interface RideOrder {
  readonly world: World;
  readonly policy: Float64Array;
  readonly watches: Watches;
  /** Columns behind column 0. */
  readonly columns?: readonly Column[];
  /** 1 for slots that are mistakes: their edges carry no clean mass. */
  readonly mistakes?: Uint8Array;
  readonly rider?: Rider;
  readonly filter?: Filter;
  /** Filled with the probability of reaching each node, where given. */
  readonly reach?: Float64Array;
  /** A weight that mass takes on at the end of one period (the expectation of what a state is worth then). */
  readonly weigh?: { readonly period: number; readonly by: (node: number, period: number) => number };
}

export interface Ride {
  /** [column][period]: probability of being stopped there; `periods` is the last day. Column 0 stays empty. */
  readonly stopped: readonly Float64Array[];
  readonly stoppedClean: readonly Float64Array[];
  /** [rider state][column]: what is left unstopped at the end. */
  readonly left: readonly Float64Array[];
  readonly leftClean: readonly Float64Array[];
}

/** Carries columns and a rider through a world. The sums run in the order of nodes and edges, so that results repeat bit for bit. */
export function ride(order: RideOrder): Ride {
  const { world, policy, watches, mistakes, rider, filter, reach, weigh } = order;
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient } = world;
  const { nodeBits, labelBits } = watches;
  const columns: readonly Column[] = [{ stop: 0, atEnd: 0 }, ...(order.columns ?? [])];
  const count = columns.length;
  const payload = mistakes ? count * 2 : count;
  const minds = rider?.minds ?? 0;
  const interest = columns.reduce((all, column) => all | column.stop, minds);
  const flags = filter?.flags ?? 1;

  // Rows: rows[state x flags + flag] is a ring of `length` nodes.
  const length = farthestEdge(world);
  const rows: Float64Array[] = [];
  const row = (place: number): Float64Array => {
    while (rows.length <= place) rows.push(new Float64Array(length * payload));
    return rows[place]!;
  };
  let base = 0; // a multiple of `length`, at most the present node
  const place = (node: number) => (node - base >= length ? node - base - length : node - base) * payload;

  const carried = new Float64Array(payload);
  const landing = new Landing(order, columns, carried);
  const arrive = (node: number, state: number, flag: number, bits: number, period: number) => {
    const after = (bits & minds) === 0 ? state : rider!.next(state, bits & minds, period);
    landing.stop(bits, period);
    if (nodeEdge[node] === nodeEdge[node + 1]) return landing.finish(node, after, period);
    const to = row(after * flags + flag);
    const at = place(node);
    for (let k = 0; k < payload; k++) to[at + k]! += carried[k]!;
  };

  // The starts, in proportion to what history leaves of them.
  const startChance = Float64Array.from(world.startNode, (node, i) => {
    return world.startChance[i]! * (filter ? filter.hope(node, 0) : 1);
  });
  const total = filter ? startChance.reduce((sum, chance) => sum + chance, 0) : 1;
  world.startNode.forEach((node, start) => {
    carried.fill(startChance[start]! / total);
    arrive(node, 0, 0, nodeBits[node]! & watches.holds, 0);
  });

  for (let layer = 0; layer < world.header.layers; layer++) {
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const period = world.layerPeriod[layer]!;
    const dated = ends ? period + 1 : period;
    const filtered = filter !== undefined && period <= filter.until;
    const hopeful = filtered && !(ends && period === filter.until);
    const closes = ends && rider?.closes?.(period) === true;
    const weighs = ends && weigh?.period === period;
    for (let node = world.layerNode[layer]!; node < world.layerNode[layer + 1]!; node++) {
      const firstEdge = nodeEdge[node]!;
      const lastEdge = nodeEdge[node + 1]!;
      if (firstEdge === lastEdge) continue;
      while (node - base >= length) base += length;
      const from = place(node);
      const before = nodeBits[node]!;
      const rowCount = rows.length;
      for (let r = 0; r < rowCount; r++) {
        const numbers = rows[r]!;
        if (numbers[from] === 0) continue;
        const flag = r % flags;
        const state = (r - flag) / flags;
        if (reach) reach[node]! += numbers[from]!;
        if (weighs) scale(numbers, from, payload, weigh!.by(node, period));
        const leaving = closes ? rider!.close!(state, node, period) : state;
        const hope = filtered ? filter.hope(node, flag) : 1;
        for (let edge = firstEdge; edge < lastEdge; edge++) {
          const slot = edgeSlot[edge]!;
          const target = edgeTarget[edge]!;
          let chance = coefficient[edgeCoefficient[edge]!]! * policy[slot]!;
          let flagAfter = 0;
          if (filtered) {
            flagAfter = filter.step(flag, node, edge, period, ends);
            if (flagAfter === -1) continue;
            chance *= (hopeful ? filter.hope(target, flagAfter) : 1) / hope;
          }
          if (chance === 0) continue;
          const mistake = mistakes !== undefined && mistakes[slot] !== 0;
          const bits = (labelBits[edgeLabel[edge]!]! | (nodeBits[target]! & ~before)) & interest;
          if (bits === 0 && nodeEdge[target] !== nodeEdge[target + 1]) {
            // The common case: nothing of interest happens.
            const to = row(leaving * flags + flagAfter);
            const at = place(target);
            const last = mistake ? count : payload;
            for (let k = 0; k < last; k++) to[at + k]! += chance * numbers[from + k]!;
            continue;
          }
          for (let k = 0; k < count; k++) carried[k] = chance * numbers[from + k]!;
          for (let k = count; k < payload; k++) carried[k] = mistake ? 0 : chance * numbers[from + k]!;
          arrive(target, leaving, flagAfter, bits, dated);
        }
        numbers.fill(0, from, from + payload);
      }
    }
  }
  return landing.results();
}

/** The probability of reaching every node given what a filter leaves; the solution's own where there is none. */
export function conditionalReach(
  world: World,
  solved: { readonly policy: Float64Array; readonly reach: Float64Array },
  filter: Filter | null,
): Float64Array {
  if (filter === null) return solved.reach;
  const { nodes, labels } = world.header;
  const nothing = { nodeBits: new Uint32Array(nodes), labelBits: new Uint32Array(labels), laterBits: () => 0 };
  const reach = new Float64Array(nodes);
  ride({ world, policy: solved.policy, watches: { count: 0, holds: 0, moving: 0, ...nothing }, filter, reach });
  return reach;
}

/** What happens to mass that has arrived: stopped columns, and the run to the last day from ended states. */
class Landing {
  private readonly order: RideOrder;
  private readonly columns: readonly Column[];
  private readonly carried: Float64Array;
  private readonly anyStop: number;
  private readonly periods: number;
  private readonly clean: boolean;
  private readonly stopped: Float64Array[];
  private readonly stoppedClean: Float64Array[];
  private readonly left: Float64Array[] = [];
  private readonly leftClean: Float64Array[] = [];

  constructor(order: RideOrder, columns: readonly Column[], carried: Float64Array) {
    this.order = order;
    this.columns = columns;
    this.carried = carried;
    this.periods = order.world.header.description.periods.length;
    this.clean = order.mistakes !== undefined;
    this.anyStop = columns.reduce((all, column) => all | column.stop, 0);
    this.stopped = columns.map(() => new Float64Array(this.periods + 1));
    this.stoppedClean = columns.map(() => new Float64Array(this.periods + 1));
  }

  results(): Ride {
    const { stopped, stoppedClean, left, leftClean } = this;
    return { stopped, stoppedClean, left, leftClean };
  }

  /** Stops the columns of `carried` that watch for one of `bits`. */
  stop(bits: number, period: number): void {
    if ((bits & this.anyStop) === 0) return;
    for (let k = 1; k < this.columns.length; k++) if ((this.columns[k]!.stop & bits) !== 0) this.stopColumn(k, period);
  }

  private stopColumn(k: number, period: number): void {
    const { carried } = this;
    const clean = this.columns.length + k;
    this.stopped[k]![period]! += carried[k]!;
    carried[k] = 0;
    if (!this.clean) return;
    this.stoppedClean[k]![period]! += carried[clean]!;
    carried[clean] = 0;
  }

  /** `carried` has come to an ended or final node in a period: it stays in that state to the last day. */
  finish(node: number, state: number, from: number): void {
    const { rider, weigh, reach, watches } = this.order;
    const { carried, periods } = this;
    if (reach) reach[node]! += carried[0]!;
    let after = state;
    let seen = watches.nodeBits[node]!;
    const moving = watches.moving & (this.anyStop | (rider?.minds ?? 0));
    for (let period = from; period <= periods; period++) {
      if (period > from && moving !== 0) {
        const now = watches.laterBits(node, period);
        const fresh = now & ~seen & moving;
        seen = now;
        if (rider && (fresh & rider.minds) !== 0) after = rider.next(after, fresh & rider.minds, period);
        this.stop(fresh, period);
      }
      if (weigh?.period === period) scale(carried, 0, carried.length, weigh.by(node, period));
      if (rider?.closes?.(period)) after = rider.close!(after, node, period);
    }
    const { moving: all, nodeBits, laterBits } = watches;
    this.end(after, (nodeBits[node]! & ~all) | (all === 0 ? 0 : laterBits(node, periods)));
  }

  /** The last day. */
  private end(state: number, bits: number): void {
    const { columns, carried } = this;
    for (let k = 1; k < columns.length; k++) if ((columns[k]!.atEnd & bits) !== 0) this.stopColumn(k, this.periods);
    while (this.left.length <= state) {
      this.left.push(new Float64Array(columns.length));
      this.leftClean.push(new Float64Array(columns.length));
    }
    for (let k = 0; k < columns.length; k++) this.left[state]![k]! += carried[k]!;
    if (this.clean) for (let k = 0; k < columns.length; k++) this.leftClean[state]![k]! += carried[columns.length + k]!;
  }
}

function scale(numbers: Float64Array, from: number, count: number, by: number): void {
  for (let k = from; k < from + count; k++) numbers[k]! *= by;
}

/** The largest step in node numbers, plus one, from the first node of an edge's source layer to a target that has edges of its own. */
function farthestEdge(world: World): number {
  const { nodeEdge, edgeTarget, layerNode } = world;
  let farthest = 1;
  for (let layer = 0; layer < world.header.layers; layer++) {
    const first = layerNode[layer]!;
    for (let edge = nodeEdge[first]!; edge < nodeEdge[layerNode[layer + 1]!]!; edge++) {
      const target = edgeTarget[edge]!;
      if (target - first >= farthest && nodeEdge[target] !== nodeEdge[target + 1]) farthest = target - first + 1;
    }
  }
  for (const start of world.startNode) farthest = Math.max(farthest, start + 1);
  return farthest;
}

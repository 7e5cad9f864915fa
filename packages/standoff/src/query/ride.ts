/**
 * The forward sweep that answers ride on: probability flows along a solved world, and with it travel (a) *columns*, each
 * of them stopped where one of its watches first happens, and (b) the states of a small automaton (a *rider*) that
 * remembers what a question needs. The graph is not rebuilt. `sweep/forward.ts` is the plain sweep of the solver.
 *
 * At a node stand rows x payload numbers: rows are rider states (times the flags of a history filter), the payload is one
 * number per column, those of clean mass (which took no mistake) behind the others. Column 0 is never stopped, so a row is
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

/** A column of clean mass. */
export interface CleanColumn extends Column {
  /** Is what it is for settled in a rider's state, in a period? Then mistakes no longer matter to it. */
  readonly settled?: (state: number, period: number) => boolean;
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
  /** Columns of clean mass: edges of slots that are mistakes (1) carry none of it. */
  readonly clean?: { readonly mistakes: Uint8Array; readonly columns: readonly CleanColumn[] };
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
  /** The same of the clean columns, counted from 0. */
  readonly stoppedClean: readonly Float64Array[];
  /** [rider state][column]: what is left unstopped at the end. */
  readonly left: readonly Float64Array[];
  readonly leftClean: readonly Float64Array[];
}

/** Carries columns and a rider through a world. The sums run in one fixed order, so that results repeat bit for bit. */
export function ride(order: RideOrder): Ride {
  const riding = new Riding(order);
  riding.start();
  // One call a layer: short loops are compiled early and stay compiled.
  for (let layer = 0; layer < order.world.header.layers; layer++) riding.layer(layer);
  return riding.landing.results();
}

/** Bytes of a ride with so many rows and numbers in each. */
export function rideBytes(world: World, rows: number, payload: number): number {
  return 8 * ringLength(world) * rows * payload;
}

class Riding {
  readonly landing: Landing;
  private readonly order: RideOrder;
  /** Columns that mistakes do not touch, and all. */
  private readonly count: number;
  private readonly payload: number;
  private readonly minds: number;
  private readonly interest: number;
  private readonly flags: number;
  /** What travels along one edge. */
  private readonly carried: Float64Array;
  /** rows[state x flags + flag] is a ring of `length` nodes. */
  private readonly rows: Float64Array[] = [];
  private readonly length: number;
  /** A multiple of `length`, at most the present node. */
  private base = 0;
  private readonly live: LiveRows | null;
  private readonly settling: Settling | null;

  constructor(order: RideOrder) {
    const clean = order.clean?.columns ?? [];
    const columns: readonly Column[] = [{ stop: 0, atEnd: 0 }, ...(order.columns ?? []), ...clean];
    this.order = order;
    this.settling = clean.some(({ settled }) => settled !== undefined) ? new Settling(clean) : null;
    this.count = columns.length - clean.length;
    this.payload = columns.length;
    this.minds = order.rider?.minds ?? 0;
    this.interest = columns.reduce((all, column) => all | column.stop, this.minds);
    this.flags = order.filter?.flags ?? 1;
    this.carried = new Float64Array(this.payload);
    this.landing = new Landing(order, columns, this.count, this.carried);
    this.length = ringLength(order.world);
    this.live = order.rider || this.flags > 1 ? new LiveRows(this.length) : null;
    this.row(0);
  }

  private row(place: number): Float64Array {
    while (this.rows.length <= place) this.rows.push(new Float64Array(this.length * this.payload));
    return this.rows[place]!;
  }

  /** A node's place in every ring. */
  private ringPlace(node: number): number {
    const place = node - this.base;
    return place >= this.length ? place - this.length : place;
  }

  /** The starts, in proportion to what history leaves of them. */
  start(): void {
    const { world, filter, watches } = this.order;
    const chances = Float64Array.from(
      world.startNode,
      (node, i) => world.startChance[i]! * (filter ? filter.hope(node, 0) : 1),
    );
    const total = filter ? chances.reduce((sum, chance) => sum + chance, 0) : 1;
    world.startNode.forEach((node, i) => {
      this.carried.fill(chances[i]! / total);
      this.arrive(node, 0, 0, watches.nodeBits[node]! & watches.holds, 0);
    });
  }

  /** `carried` comes to a node after what has just happened. */
  private arrive(node: number, state: number, flag: number, bits: number, period: number): void {
    const { carried, payload } = this;
    const { nodeEdge } = this.order.world;
    const after = (bits & this.minds) === 0 ? state : this.order.rider!.next(state, bits & this.minds, period);
    this.landing.stop(bits, period);
    if (nodeEdge[node] === nodeEdge[node + 1]) {
      this.landing.finish(node, after, period);
      return;
    }
    const place = after * this.flags + flag;
    const to = this.row(place);
    const ring = this.ringPlace(node);
    const at = ring * payload;
    if (this.live !== null && to[at] === 0) this.live.add(ring, place);
    for (let k = 0; k < payload; k++) to[at + k]! += carried[k]!;
  }

  /** Passes on the mass of all nodes of a layer. */
  layer(layer: number): void {
    const { world, policy, watches, rider, reach, weigh } = this.order;
    const mistakes = this.order.clean?.mistakes;
    const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient } = world;
    const { nodeBits, labelBits, mayBits } = watches;
    const { rows, count, payload, interest, flags, carried, live, length, settling } = this;
    const end = world.layerNode[layer + 1]!;
    const period = world.layerPeriod[layer]!;
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const filter = this.order.filter !== undefined && period <= this.order.filter.until ? this.order.filter : null;
    const observed = filter !== null && ends && period === filter.until; // nothing of the history is left
    const closes = ends && rider?.closes?.(period) === true;
    const weighs = ends && weigh?.period === period;
    for (let node = world.layerNode[layer]!; node < end; node++) {
      const firstEdge = nodeEdge[node]!;
      const lastEdge = nodeEdge[node + 1]!;
      if (firstEdge === lastEdge) continue;
      while (node - this.base >= length) this.base += length;
      const { base } = this;
      const ring = node - base;
      const from = ring * payload;
      const before = nodeBits[node]!;
      const may = mayBits === null ? interest : interest & mayBits[node]!;
      for (
        let place = live === null ? 0 : live.take(ring);
        place !== -1;
        place = live === null ? -1 : live.take(ring)
      ) {
        const numbers = rows[place]!;
        if (numbers[from] === 0) continue;
        const flag = flags === 1 ? 0 : place % flags;
        const state = flags === 1 ? place : (place - flag) / flags;
        if (reach) reach[node]! += numbers[from]!;
        if (weighs) scale(numbers, from, payload, weigh!.by(node, period));
        const leaving = closes ? rider!.close!(state, node, period) : state;
        const hope = filter === null ? 1 : filter.hope(node, flag);
        const settled = settling === null ? null : settling.columnsIn(leaving, period);
        let placeTo = leaving * flags;
        let to = this.row(placeTo);
        for (let edge = firstEdge; edge < lastEdge; edge++) {
          const slot = edgeSlot[edge]!;
          let chance = coefficient[edgeCoefficient[edge]!]! * policy[slot]!;
          if (chance === 0) continue;
          const target = edgeTarget[edge]!;
          if (filter !== null) {
            const flagAfter = filter.step(flag, node, edge, period, ends);
            if (flagAfter === -1) continue;
            chance *= (observed ? 1 : filter.hope(target, flagAfter)) / hope;
            placeTo = leaving * flags + flagAfter;
            to = this.row(placeTo);
            if (chance === 0) continue;
          }
          const mistake = mistakes !== undefined && mistakes[slot] !== 0;
          const bits = (labelBits[edgeLabel[edge]!]! | (nodeBits[target]! & ~before)) & may;
          if (bits === 0 && nodeEdge[target] !== nodeEdge[target + 1]) {
            // The common case: nothing of interest happens.
            const ringTo = target - base >= length ? target - base - length : target - base;
            const at = ringTo * payload;
            if (live !== null && to[at] === 0) live.add(ringTo, placeTo);
            const last = mistake ? count : payload;
            for (let k = 0; k < last; k++) to[at + k]! += chance * numbers[from + k]!;
            if (!mistake || settled === null) continue;
            for (let k = count; k < payload; k++) if (settled[k - count]) to[at + k]! += chance * numbers[from + k]!;
            continue;
          }
          for (let k = 0; k < payload; k++) {
            const spoilt = mistake && k >= count && !settled?.[k - count];
            carried[k] = spoilt ? 0 : chance * numbers[from + k]!;
          }
          this.arrive(target, leaving, placeTo - leaving * flags, bits, ends ? period + 1 : period);
        }
        for (let k = from; k < from + payload; k++) numbers[k] = 0;
      }
    }
  }
}

/** Which clean columns are settled in a state of the rider, worked out once a period. */
class Settling {
  private readonly columns: readonly CleanColumn[];
  private period = -1;
  private known: (Uint8Array | undefined)[] = [];

  constructor(columns: readonly CleanColumn[]) {
    this.columns = columns;
  }

  /** 1 for every column that is settled. */
  columnsIn(state: number, period: number): Uint8Array {
    if (period !== this.period) this.known = [];
    this.period = period;
    this.known[state] ??= Uint8Array.from(this.columns, ({ settled }) => (settled?.(state, period) ? 1 : 0));
    return this.known[state];
  }
}

/** Which rows hold something at each place of the ring: a list per place, so that empty rows cost nothing. */
class LiveRows {
  private readonly head: Int32Array; // entry + 1; 0: none
  private row = new Int32Array(1024);
  private next = new Int32Array(1024);
  private used = 0;
  private free = 0; // entry + 1 of the first unused one that was used before

  constructor(length: number) {
    this.head = new Int32Array(length);
  }

  add(place: number, row: number): void {
    let entry = this.free - 1;
    if (entry === -1) {
      entry = this.used++;
      if (entry === this.row.length) this.grow();
    } else this.free = this.next[entry]!;
    this.row[entry] = row;
    this.next[entry] = this.head[place]!;
    this.head[place] = entry + 1;
  }

  /** Takes a row off a place's list; -1 when it is empty. */
  take(place: number): number {
    const entry = this.head[place]! - 1;
    if (entry === -1) return -1;
    this.head[place] = this.next[entry]!;
    this.next[entry] = this.free;
    this.free = entry + 1;
    return this.row[entry]!;
  }

  private grow(): void {
    const length = this.row.length * 2;
    const [row, next] = [new Int32Array(length), new Int32Array(length)];
    row.set(this.row);
    next.set(this.next);
    this.row = row;
    this.next = next;
  }
}

/** The probability of reaching every node given what a filter leaves; the solution's own where there is none. */
export function conditionalReach(
  world: World,
  solved: { readonly policy: Float64Array; readonly reach: Float64Array },
  filter: Filter | null,
): Float64Array {
  if (filter === null) return solved.reach;
  const { nodes, labels } = world.header;
  const nothing = {
    nodeBits: new Uint32Array(nodes),
    labelBits: new Uint32Array(labels),
    mayBits: null,
    laterBits: () => 0,
  };
  const reach = new Float64Array(nodes);
  ride({ world, policy: solved.policy, watches: { count: 0, holds: 0, moving: 0, ...nothing }, filter, reach });
  return reach;
}

/** What happens to mass that has arrived: stopped columns, and the run to the last day from ended states. */
class Landing {
  private readonly order: RideOrder;
  private readonly columns: readonly Column[];
  /** The clean columns are those from here on. */
  private readonly count: number;
  private readonly carried: Float64Array;
  private readonly anyStop: number;
  private readonly periods: number;
  /** The last period in which anything is weighed or closed; -1: none. */
  private readonly lastBusy: number;
  private readonly stopped: readonly Float64Array[];
  private readonly left: Float64Array[] = [];

  constructor(order: RideOrder, columns: readonly Column[], count: number, carried: Float64Array) {
    this.order = order;
    this.columns = columns;
    this.count = count;
    this.carried = carried;
    this.periods = order.world.header.description.periods.length;
    this.anyStop = columns.reduce((all, column) => all | column.stop, 0);
    const busy = (period: number) => order.weigh?.period === period || order.rider?.closes?.(period) === true;
    this.lastBusy = Array.from({ length: this.periods + 1 }, (_, period) => period).findLast(busy) ?? -1;
    this.stopped = columns.map(() => new Float64Array(this.periods + 1));
  }

  results(): Ride {
    const { stopped, left, count } = this;
    return {
      stopped: stopped.slice(0, count),
      stoppedClean: stopped.slice(count),
      left: left.map((numbers) => numbers.subarray(0, count)),
      leftClean: left.map((numbers) => numbers.subarray(count)),
    };
  }

  /** Stops the columns of `carried` that watch for one of `bits`. */
  stop(bits: number, period: number): void {
    if ((bits & this.anyStop) === 0) return;
    for (let k = 1; k < this.columns.length; k++) if ((this.columns[k]!.stop & bits) !== 0) this.stopColumn(k, period);
  }

  private stopColumn(k: number, period: number): void {
    this.stopped[k]![period]! += this.carried[k]!;
    this.carried[k] = 0;
  }

  /** `carried` has come to an ended or final node in a period: it stays in that state to the last day. */
  finish(node: number, state: number, from: number): void {
    const { rider, weigh, reach, watches } = this.order;
    const { carried, periods } = this;
    if (reach) reach[node]! += carried[0]!;
    let after = state;
    let seen = watches.nodeBits[node]!;
    const moving = watches.moving & (this.anyStop | (rider?.minds ?? 0));
    const last = moving === 0 ? this.lastBusy : periods;
    for (let period = from; period <= last; period++) {
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
    while (this.left.length <= state) this.left.push(new Float64Array(columns.length));
    for (let k = 0; k < columns.length; k++) this.left[state]![k]! += carried[k]!;
  }
}

function scale(numbers: Float64Array, from: number, count: number, by: number): void {
  for (let k = from; k < from + count; k++) numbers[k]! *= by;
}

/** Known lengths, by the edges that they were found in. */
const ringLengths = new WeakMap<Uint32Array, number>();

function ringLength(world: World): number {
  const known = ringLengths.get(world.edgeTarget);
  if (known !== undefined) return known;
  const length = farthestEdge(world);
  ringLengths.set(world.edgeTarget, length);
  return length;
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

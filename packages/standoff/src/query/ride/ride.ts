/**
 * The forward sweep that answers ride on: probability flows along a solved world, and with it travel (a) *columns*,
 * each of them stopped where one of its watches first happens, and (b) the states of a small automaton (a *rider*) that
 * remembers what a question needs. The graph is not rebuilt. `sweep/forward.ts` is the plain sweep of the solver.
 *
 * At a node stand rows x payload numbers: rows are rider states (times the flags of a history filter), the payload is
 * one number per column, those of clean mass (which took no mistake) behind the others; columns that the rest tells
 * (`told.ts`) have none. Column 0 is never stopped, so a row is empty where it is zero. Each row is a ring as long as
 * the farthest edge, not as the world: two million states and thirty columns need some tens of megabytes.
 *
 * A happening is dated by a slice of time (`slices.ts`): of the period of its edge's source; what comes true as a
 * period begins, by the first slice of the new period; what comes true in a frozen ended state, by that of the later
 * period. Where a period is cut at dates inside it, `within.ts` says how the mass on an edge is shared out among its
 * slices, and rows are told apart by its stances as well.
 */

import { LayerKind, type World } from "../../world/world.ts";
import { type Carriage, Landing, scale, slicesOf } from "../dates/landing.ts";
import type { Slices } from "../dates/slices.ts";
import { type EdgePart, happenings } from "../dates/within.ts";
import { type CleanColumn, type Column, type Filter, type Ride, type RideOrder, riddenAlong } from "./ride-order.ts";
import { LiveRows, StancedMass } from "./ride-rows.ts";
import { MOST_TOLD, openUntil, toldColumns } from "./told.ts";
import { sliceOfLayer } from "./unfold.ts";
import { bitsAt, noWatches } from "./watch.ts";

export type { CleanColumn, Column, Filter, Fork, Ride, RideOrder, Rider } from "./ride-order.ts";

/** Carries columns and a rider through a world. The sums run in one fixed order, so that results repeat bit for bit. */
export function ride(order: RideOrder): Ride {
  const riding = new Riding(order);
  riding.start();
  // One call a layer: short loops are compiled early and stay compiled.
  const { header, layerPeriod } = order.world;
  const last = order.until ?? Number.POSITIVE_INFINITY;
  for (let layer = 0; layer < header.layers && layerPeriod[layer] <= last; layer++) riding.layer(layer);
  if (order.until !== undefined) riding.rest();
  return riding.landing.results();
}

/** Bytes of a ride with so many rows and numbers in each. */
export function rideBytes(world: World, rows: number, payload: number): number {
  return 8 * ringLength(world) * rows * payload;
}

class Riding {
  readonly landing: Landing;
  private readonly order: RideOrder;
  /** Numbers that travel: those that mistakes do not touch, and all. */
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
  /** What stands in stances but 0. */
  private readonly stanced: StancedMass | null;
  private readonly slices: Slices;
  /** Per node: the columns that can yet be stopped, where nothing is asked of later periods. */
  private readonly open: Uint32Array | null;
  private readonly settling: Settling | null;
  private readonly decided: Verdicts<boolean> | null;
  /** The row under work in a cut period. */
  private readonly cut: CutRow;

  constructor(order: RideOrder) {
    const clean = order.clean?.columns ?? [];
    const columns: readonly Column[] = [{ stop: 0, atEnd: 0 }, ...(order.columns ?? []), ...clean];
    this.order = order;
    this.settling = clean.some(({ settled }) => settled !== undefined) ? settlingOf(clean) : null;
    this.decided = order.decided === undefined || order.filter !== undefined ? null : new Verdicts(order.decided);
    const carriage = this.carriageOf(order, columns, clean);
    this.count = carriage.count;
    this.payload = carriage.payload;
    this.minds = order.rider?.minds ?? 0;
    this.interest = columns.reduce((all, column) => all | column.stop, this.minds);
    this.flags = order.filter?.flags ?? 1;
    this.carried = new Float64Array(this.payload);
    const numbers = new Float64Array(this.payload);
    this.cut = { node: 0, period: 0, ends: false, last: 0, state: 0, stance: 0, numbers };
    this.slices = slicesOf(order);
    this.open = this.openIn(order);
    this.landing = new Landing(order, columns, carriage, this.carried);
    this.length = ringLength(order.world);
    this.live = order.rider || this.flags > 1 ? new LiveRows(this.length) : null;
    this.stanced = order.within ? new StancedMass(this.length, this.payload) : null;
    this.row(0);
  }

  /**
   * What travels: column 0 and, where any of them is told by it, clean mass that nothing stops; and the columns that
   * neither tells.
   */
  private carriageOf(
    { world, watches, within, until }: RideOrder,
    columns: readonly Column[],
    clean: readonly Column[],
  ): Carriage {
    const watched = columns.slice(1, columns.length - clean.length);
    const alone = within !== undefined || until !== undefined;
    const toldOf = (some: readonly Column[]) => (alone ? null : toldColumns(world, watches, some));
    const told = toldOf(watched);
    const toldClean = this.settling === null ? toldOf(clean) : null;
    const places = [0];
    let payload = 1;
    for (const k of watched.keys()) places.push(told?.columns[k] ? 0 : payload++);
    const count = payload;
    if (toldClean?.columns.includes(true)) payload++;
    for (const k of clean.keys()) places.push(toldClean?.columns[k] ? count : payload++);
    return { places, count, payload, told, toldClean };
  }

  private openIn({ world, watches, columns = [], until, rider, filter }: RideOrder): Uint32Array | null {
    const plain = rider === undefined && filter === undefined && watches.moving === 0 && watches.inner === undefined;
    const early = columns.length <= MOST_TOLD && columns.every(({ atEnd }) => atEnd === 0);
    return until !== undefined && plain && early ? openUntil(world, watches, columns, until) : null;
  }

  /** Can nothing more be stopped of a node's numbers? */
  private isOver(node: number, numbers: Float64Array, from: number): boolean {
    if (this.open === null) return false;
    const columns = this.order.columns?.length ?? 0;
    for (let k = 0; k < columns; k++)
      if (numbers[from + k + 1] !== 0 && ((this.open[node] >>> k) & 1) === 1) return false;
    return true;
  }

  private row(place: number): Float64Array {
    while (this.rows.length <= place) this.rows.push(new Float64Array(this.length * this.payload));
    return this.rows[place];
  }

  /** A node's place in every ring. */
  private ringPlace(node: number): number {
    const place = node - this.base;
    return place >= this.length ? place - this.length : place;
  }

  /** The starts, in proportion to what history leaves of them. */
  start(): void {
    const { world, filter, watches } = this.order;
    const flagOf = (node: number) => filter?.begin?.(node) ?? 0;
    const hopeOf = (node: number, flag: number) => (flag === -1 ? 0 : (filter?.hope(node, flag) ?? 1));
    const chances = Float64Array.from(world.startNode, (node, i) => world.startChance[i] * hopeOf(node, flagOf(node)));
    const total = filter ? chances.reduce((sum, chance) => sum + chance, 0) : 1;
    world.startNode.forEach((node, i) => {
      this.carried.fill(chances[i] / total);
      if (chances[i] === 0) return;
      this.arrive({ from: -1, node, before: 0, flag: flagOf(node) }, watches.nodeBits[node] & watches.holds, 0);
    });
  }

  /** What is under way ends where it is, in periods that nothing is asked of. */
  rest(): void {
    const [numbers] = this.rows;
    for (let at = 0; at < numbers.length; at += this.payload) if (numbers[at] !== 0) this.leave(numbers, at);
  }

  private leave(numbers: Float64Array, from: number, state = 0): void {
    this.landing.leave(numbers.subarray(from, from + this.payload), state);
    numbers.fill(0, from, from + this.payload);
  }

  /** Things happen to `carried` at once, in a slice, on the way from a node; returns the rider's state after them. */
  private happen(from: number, state: number, bits: number, slice: number): number {
    this.landing.stop(bits, slice, from);
    return (bits & this.minds) === 0 ? state : this.order.rider!.next(state, bits & this.minds, slice);
  }

  /** `carried` comes to a node after what has just happened, in a slice. */
  private arrive({ from, node, before, flag }: Way, bits: number, slice: number): void {
    const state = this.happen(from, before, bits, slice);
    const { nodeEdge } = this.order.world;
    if (nodeEdge[node] === nodeEdge[node + 1])
      this.landing.finish(node, state, slice, this.order.watches.nodeBits[node]);
    else if (state === before || this.order.rider?.forks === undefined) this.put(node, state * this.flags + flag);
    else this.fork(state, (way) => this.put(node, way * this.flags + flag));
  }

  /** Shares `carried` out among the ways of a state of the rider. */
  private fork(state: number, go: (way: number) => void): void {
    const ways = this.order.rider?.forks?.(state) ?? null;
    if (ways === null) {
      go(state);
      return;
    }
    const { carried } = this;
    const whole = carried.slice();
    for (const { state: way, share } of ways) {
      for (let k = 0; k < carried.length; k++) carried[k] = share * whole[k];
      go(way);
    }
  }

  /** Adds `carried` to a row of a node. */
  private put(node: number, place: number): void {
    const { carried, payload, live } = this;
    const to = this.row(place);
    const ring = this.ringPlace(node);
    const at = ring * payload;
    if (live !== null && to[at] === 0) live.add(ring, place);
    for (let k = 0; k < payload; k++) to[at + k] += carried[k];
  }

  /** Passes on the mass of all nodes of a layer. */
  layer(layer: number): void {
    if (this.order.within?.isCut(this.order.world.layerPeriod[layer])) this.cutLayer(layer);
    else this.wholeLayer(layer);
  }

  private wholeLayer(layer: number): void {
    const { world, policy, watches, rider, reach, weigh } = this.order;
    const mistakes = this.order.clean?.mistakes;
    const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient } = world;
    const { nodeBits, labelBits, mayBits } = watches;
    const { rows, count, payload, interest, flags, carried, live, length, settling, open, decided } = this;
    const end = world.layerNode[layer + 1];
    const period = world.layerPeriod[layer];
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const slice = sliceOfLayer(world, this.slices, layer);
    const filter = this.order.filter !== undefined && period <= this.order.filter.until ? this.order.filter : null;
    const observed = filter !== null && ends && period === filter.until; // nothing of the history is left
    const closes = ends && rider?.closes?.(period) === true;
    const forgets = ends && rider?.forget !== undefined;
    const weighs = ends && weigh?.period === period && weigh.slice === undefined;
    for (let node = world.layerNode[layer]; node < end; node++) {
      const firstEdge = nodeEdge[node];
      const lastEdge = nodeEdge[node + 1];
      if (firstEdge === lastEdge) continue;
      while (node - this.base >= length) this.base += length;
      const { base } = this;
      const ring = node - base;
      const from = ring * payload;
      const before = nodeBits[node];
      const may = mayBits === null ? interest : interest & mayBits[node];
      for (
        let place = live === null ? 0 : live.take(ring);
        place !== -1;
        place = live === null ? -1 : live.take(ring)
      ) {
        const numbers = rows[place];
        if (numbers[from] === 0) continue;
        if (open !== null && this.isOver(node, numbers, from)) {
          this.leave(numbers, from);
          continue;
        }
        const flag = flags === 1 ? 0 : place % flags;
        const state = flags === 1 ? place : (place - flag) / flags;
        if (decided?.of(state, period)) {
          this.leave(numbers, from, state);
          continue;
        }
        if (reach) reach[node] += numbers[from];
        if (weighs) scale(numbers, from, payload, weigh.by(node));
        const closed = closes ? rider.close!(state, node, period) : state;
        const leaving = forgets ? rider.forget(closed, period) : closed;
        const hope = filter === null ? 1 : filter.hope(node, flag);
        const settled = settling === null ? null : settling.of(leaving, period);
        let placeTo = leaving * flags;
        let to = this.row(placeTo);
        for (let edge = firstEdge; edge < lastEdge; edge++) {
          const slot = edgeSlot[edge];
          let chance = coefficient[edgeCoefficient[edge]] * policy[slot];
          if (chance === 0) continue;
          const target = edgeTarget[edge];
          if (filter !== null) {
            const flagAfter = filter.step(flag, node, edge, period, ends);
            if (flagAfter === -1) continue;
            chance *= (observed ? 1 : filter.hope(target, flagAfter)) / hope;
            placeTo = leaving * flags + flagAfter;
            to = this.row(placeTo);
            if (chance === 0) continue;
          }
          const mistake = mistakes !== undefined && mistakes[slot] !== 0;
          const bits = (labelBits[edgeLabel[edge]] | (nodeBits[target] & ~before)) & may;
          if (bits === 0 && nodeEdge[target] !== nodeEdge[target + 1]) {
            // The common case: nothing of interest happens.
            const ringTo = target - base >= length ? target - base - length : target - base;
            const at = ringTo * payload;
            if (live !== null && to[at] === 0) live.add(ringTo, placeTo);
            const last = mistake ? count : payload;
            for (let k = 0; k < last; k++) to[at + k] += chance * numbers[from + k];
            if (!mistake || settled === null) continue;
            for (let k = count; k < payload; k++) if (settled[k - count]) to[at + k] += chance * numbers[from + k];
            continue;
          }
          for (let k = 0; k < payload; k++) {
            const spoilt = mistake && k >= count && !settled?.[k - count];
            carried[k] = spoilt ? 0 : chance * numbers[from + k];
          }
          this.arrive({ from: node, node: target, before: leaving, flag: placeTo - leaving * flags }, bits, slice);
        }
        for (let k = from; k < from + payload; k++) numbers[k] = 0;
      }
    }
  }

  // ---- Periods that are cut ----

  private cutLayer(layer: number): void {
    const { nodeEdge, layerNode, layerPeriod, layerKind } = this.order.world;
    const { live, stanced, cut } = this;
    cut.period = layerPeriod[layer];
    cut.ends = layerKind[layer] === LayerKind.periodEnd;
    cut.last = this.slices.first[cut.period + 1] - 1;
    this.order.within!.enter(layer);
    for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
      if (nodeEdge[node] === nodeEdge[node + 1]) continue;
      while (node - this.base >= this.length) this.base += this.length;
      cut.node = node;
      const ring = node - this.base;
      if (live === null) this.takeUp(0, ring);
      else for (let place = live.take(ring); place !== -1; place = live.take(ring)) this.takeUp(place, ring);
      for (let entry = stanced!.take(ring, cut.numbers); entry !== -1; entry = stanced!.take(ring, cut.numbers)) {
        const state = stanced!.flatOf(entry); // nothing is decided where there are flags
        if (this.isOver(node, cut.numbers, 0)) this.landing.leave(cut.numbers);
        else if (this.decided?.of(state, cut.period)) this.landing.leave(cut.numbers, state);
        else this.leaveCut(stanced!.flatOf(entry), stanced!.stanceOf(entry));
      }
    }
  }

  /** Empties a row of the node under work and passes it on. */
  private takeUp(place: number, ring: number): void {
    const { payload, cut } = this;
    const numbers = this.rows[place];
    const from = ring * payload;
    if (numbers[from] === 0) return;
    if (this.isOver(cut.node, numbers, from)) {
      this.leave(numbers, from);
      return;
    }
    if (this.decided?.of(place, cut.period)) {
      this.leave(numbers, from, place);
      return;
    }
    cut.numbers.set(numbers.subarray(from, from + payload));
    numbers.fill(0, from, from + payload);
    this.leaveCut(place, 0);
  }

  /** Passes on what stands in a row and a stance of the node under work. */
  private leaveCut(flat: number, stance: number): void {
    const { world, policy, reach, within, filter } = this.order;
    const { nodeEdge, edgeSlot, edgeCoefficient, coefficient } = world;
    const { cut, flags } = this;
    const { node, period } = cut;
    const flag = flat % flags;
    cut.state = (flat - flag) / flags;
    cut.stance = stance;
    const filtered = filter !== undefined && period <= filter.until;
    if (reach) reach[node] += cut.numbers[0];
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      let chance = coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
      if (chance === 0) continue;
      const flagAfter = filtered ? filter.step(flag, node, edge, period, cut.ends) : flag;
      if (flagAfter === -1) continue;
      if (filtered) chance *= this.hopeOf(filter, edge, flagAfter) / filter.hope(node, flag);
      if (chance === 0) continue;
      const count = within!.split(node, edge, stance);
      for (let place = 0; place < count; place++) this.followPart(within!.parts[place], edge, flagAfter, chance);
    }
  }

  private hopeOf(filter: Filter, edge: number, flag: number): number {
    const { period, ends } = this.cut;
    return ends && period === filter.until ? 1 : filter.hope(this.order.world.edgeTarget[edge], flag);
  }

  /**
   * Sends a share of an edge's mass on: dates are crossed at its source, then what it brings happens, slice by slice.
   */
  private followPart(part: EdgePart, edge: number, flag: number, chance: number): void {
    const { world, within, weigh, rider } = this.order;
    const { node, period, ends, stance, last } = this.cut;
    const target = world.edgeTarget[edge];
    const terminal = world.nodeEdge[target] === world.nodeEdge[target + 1];
    this.carry(edge, chance * part.share);
    let { state } = this.cut;
    if (within!.crosses) state = this.cross(state, node, stance, ends ? this.cutsOf(period) : part.stance);
    if (ends && weigh?.period === period && weigh.slice === undefined)
      scale(this.carried, 0, this.payload, weigh.by(node));
    if (ends && rider?.closes?.(period)) state = rider.close!(state, node, period);
    if (ends && rider?.forget) state = rider.forget(state, period);
    const slice = ends ? last + 1 : part.state;
    const fresh = bitsAt(this.order.watches, target, slice) & ~bitsAt(this.order.watches, node, ends ? last : slice);
    state = this.happenAlong(part, edge, state, fresh & this.interest, slice);
    if (!terminal) {
      const put = (way: number) => {
        const flat = way * this.flags + flag;
        if (part.stance === 0) this.put(target, flat);
        else this.stanced!.add(this.ringPlace(target), flat, part.stance, this.carried);
      };
      if (state === this.cut.state || rider?.forks === undefined) put(state);
      else this.fork(state, put);
      return;
    }
    if (within!.crosses && !ends) state = this.cross(state, target, part.stance, this.cutsOf(period));
    const now = ends ? slice : last;
    this.landing.finish(target, state, now, bitsAt(this.order.watches, target, now));
  }

  /** What a part of an edge brings happens: `fresh` comes true with the state that it leads to, in a slice. */
  private happenAlong(part: EdgePart, edge: number, before: number, fresh: number, slice: number): number {
    const { world, watches } = this.order;
    if (((watches.labelBits[world.edgeLabel[edge]] | fresh) & this.interest) === 0) return before;
    const steps = happenings(world, watches, part, { node: this.cut.node, edge, fresh, at: slice });
    for (const [at, bits] of steps) this.landing.stop(bits & this.interest, at, this.cut.node);
    return this.minds === 0 ? before : riddenAlong(this.order.rider!, before, steps);
  }

  /** Fills `carried` with a share of the row under work, less the clean mass where the edge is a mistake. */
  private carry(edge: number, chance: number): void {
    const { carried, count, payload, settling } = this;
    const { numbers, state, period } = this.cut;
    const mistake = this.order.clean !== undefined && this.order.clean.mistakes[this.order.world.edgeSlot[edge]] !== 0;
    const settled = mistake && settling !== null ? settling.of(state, period) : null;
    for (let k = 0; k < payload; k++) {
      const spoilt = mistake && k >= count && !settled?.[k - count];
      carried[k] = spoilt ? 0 : chance * numbers[k];
    }
  }

  private cutsOf(period: number): number {
    return this.slices.cuts[period].length;
  }

  /** `carried` crosses cuts of the period in the state of a node. */
  private cross(before: number, node: number, from: number, to: number): number {
    const { rider, weigh } = this.order;
    let state = before;
    for (let cut = from; cut < to; cut++) {
      const slice = this.slices.first[this.cut.period] + cut + 1;
      state = this.happen(
        node,
        state,
        bitsAt(this.order.watches, node, slice) & ~bitsAt(this.order.watches, node, slice - 1),
        slice,
      );
      if (weigh?.slice === slice) scale(this.carried, 0, this.payload, weigh.by(node));
      if (rider?.cross) state = rider.cross(state, node, slice);
    }
    return state;
  }
}

/** From a node (-1: a start) to another, in a state of the rider and a flag of the filter. */
interface Way {
  readonly from: number;
  readonly node: number;
  readonly before: number;
  readonly flag: number;
}

interface CutRow {
  node: number;
  period: number;
  /** Is it the end of the period? */
  ends: boolean;
  /** The last slice of the period. */
  last: number;
  state: number;
  stance: number;
  readonly numbers: Float64Array;
}

/** What is known in a state of the rider within a period, worked out once. */
class Verdicts<T> {
  private readonly verdict: (state: number, period: number) => T;
  private period = -1;
  private known: (T | undefined)[] = [];

  constructor(verdict: (state: number, period: number) => T) {
    this.verdict = verdict;
  }

  of(state: number, period: number): T {
    if (period !== this.period) this.known = [];
    this.period = period;
    this.known[state] ??= this.verdict(state, period);
    return this.known[state];
  }
}

/** Which clean columns are settled: 1 for every one. */
type Settling = Verdicts<Uint8Array>;

function settlingOf(columns: readonly CleanColumn[]): Settling {
  return new Verdicts((state, period) => Uint8Array.from(columns, ({ settled }) => (settled?.(state, period) ? 1 : 0)));
}

/** The probability of reaching every node given what a filter leaves; the solution's own where there is none. */
export function conditionalReach(
  world: World,
  solved: { readonly policy: Float64Array; readonly reach: Float64Array },
  filter: Filter | null,
): Float64Array {
  if (filter === null) return solved.reach;
  const reach = new Float64Array(world.header.nodes);
  ride({ world, policy: solved.policy, watches: noWatches(world), filter, reach });
  return reach;
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

/**
 * The largest step in node numbers, plus one, from the first node of an edge's source layer to a target that has edges
 * of its own.
 */
function farthestEdge(world: World): number {
  const { nodeEdge, edgeTarget, layerNode } = world;
  let farthest = 1;
  for (let layer = 0; layer < world.header.layers; layer++) {
    const first = layerNode[layer];
    for (let edge = nodeEdge[first]; edge < nodeEdge[layerNode[layer + 1]]; edge++) {
      const target = edgeTarget[edge];
      if (target - first >= farthest && nodeEdge[target] !== nodeEdge[target + 1]) farthest = target - first + 1;
    }
  }
  for (const start of world.startNode) farthest = Math.max(farthest, start + 1);
  return farthest;
}

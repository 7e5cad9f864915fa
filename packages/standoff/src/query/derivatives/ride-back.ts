/**
 * A ride (`ride/ride.ts`) there and back: forwards with every mass kept, then backwards, so that a number made of where
 * mass comes to rest is told by every chance on the way. Rows are as there (rider states times a filter's flags, and
 * stances), but of one column, and without the division by what a history leaves: masses are joint with the news, and
 * their sum is its likelihood.
 *
 * Masses stand in a list per node, since few rows come up at any one; `worth` beside each is what a unit of it comes
 * to.
 */
import { LayerKind, type World } from "../../world/world.ts";
import { isOfStages } from "../dates/hazards.ts";
import { slicesOf } from "../dates/landing.ts";
import type { Slices } from "../dates/slices.ts";
import { type EdgePart, happenings } from "../dates/within.ts";
import { type Column, type Filter, type RideOrder, riddenAlong } from "../ride/ride-order.ts";
import { bitsAt, laterBitsAt } from "../ride/watch.ts";

/** One column of a ride; column 0 of a ride, which nothing stops, where it is left out. */
export interface BackOrder extends Omit<RideOrder, "columns" | "clean" | "reach"> {
  readonly column?: Column;
  /**
   * Hands on, right after an edge was split, what is due to the share of a part: to the chances of edges that it is
   * made of.
   */
  readonly shared?: (edge: number, part: number, due: number, tell: TellChance) => void;
}

/** Told what is due to the chance of an edge. */
export type TellChance = (edge: number, due: number) => void;

/**
 * Where mass came to rest: by slice where it was stopped, and by the rider's state on the last day where it was not.
 */
export interface Rested {
  readonly stopped: Float64Array;
  readonly left: readonly number[];
}

/** What a unit of each mass at rest is worth. */
export type Worth = { readonly [Where in keyof Rested]: ArrayLike<number> };

/** The derivative of what masses at rest are worth. */
export interface BackGradient {
  readonly coefficient: Float64Array; // nature's
  readonly logPolicy: Float64Array; // slots
  readonly startChance: Float64Array; // nature's
}

/** Masses take no more than this, in bytes. */
const MOST_BYTES = 2 ** 29;
const BYTES_PER_ROW = 28;

/**
 * Told of a row, an edge out of its node, the edge's probability, the share of it that goes one way, and which part of
 * it that is.
 */
type Visit = (row: number, edge: number, probability: number, share: number, part: number) => void;

export class RideBack {
  readonly slices: Slices;
  private readonly order: BackOrder;
  private readonly world: World;
  private readonly stop: number;
  private readonly interest: number;
  private readonly flags: number;
  private readonly lastBusy: number;
  // Rows, by number: node by node in lists.
  private readonly head: Int32Array; // row + 1; 0: none
  private next = new Int32Array(1024);
  private flat = new Int32Array(1024);
  private stance = new Int32Array(1024);
  private mass = new Float64Array(1024);
  private worth = new Float64Array(0);
  private rows = 0;
  private full = false;
  private readonly stopped: Float64Array;
  private readonly left: number[] = [];
  // Where the share under work goes: to a row of a node, to rest in a slice, or in a state of the last day; and what it
  // is weighed by.
  private way: "row" | "stopped" | "left" = "row";
  private place = 0; // node, slice or state
  private toFlat = 0;
  private toStance = 0;
  private factor = 1;
  // The layer under work.
  private period = 0;
  private ends = false;
  private slice = 0;
  private last = 0;

  constructor(order: BackOrder) {
    const { world, column, rider, filter, weigh, within } = order;
    this.order = order;
    this.world = world;
    this.slices = slicesOf(order);
    this.stop = column?.stop ?? 0;
    this.interest = this.stop | (rider?.minds ?? 0);
    this.flags = filter?.flags ?? 1;
    const busy = (period: number) => weigh?.period === period || rider?.closes?.(period) === true;
    this.lastBusy = within?.crosses === true ? this.slices.count - 1 : this.slices.periodOf.findLastIndex(busy);
    this.head = new Int32Array(world.header.nodes);
    this.stopped = new Float64Array(this.slices.count);
  }

  /** Where all mass comes to rest; null where keeping it on the way takes too much memory. */
  there(): Rested | null {
    const { startChance, header } = this.world;
    for (let start = 0; start < header.starts; start++)
      if (this.begin(start)) this.fork((share) => this.arrived(startChance[start] * share));
    const visit: Visit = (row, _, probability, share) => this.arrived(this.mass[row] * probability * share);
    for (let layer = 0; layer < header.layers && !this.full; layer++) this.overLayer(layer, visit);
    return this.full ? null : { stopped: this.stopped, left: this.left };
  }

  /** The derivative of what masses at rest are worth, after `there`. */
  back(worth: Worth): BackGradient {
    const { coefficient, edgeCoefficient, edgeSlot, header } = this.world;
    const { policy, shared, within } = this.order;
    const gradient: BackGradient = {
      coefficient: new Float64Array(header.coefficients),
      logPolicy: new Float64Array(header.slots),
      startChance: new Float64Array(header.starts),
    };
    this.worth = new Float64Array(this.rows);
    const tell = (edge: number, due: number) => {
      const [at, slot] = [edgeCoefficient[edge], edgeSlot[edge]];
      gradient.coefficient[at] += due * policy[slot];
      gradient.logPolicy[slot] += due * coefficient[at] * policy[slot];
    };
    const visit: Visit = (row, edge, probability, share, part) => {
      const later = this.worthThere(worth);
      this.worth[row] += probability * share * later;
      const due = this.mass[row] * later;
      tell(edge, due * share);
      if (part >= 0) shared?.(edge, part, (due * probability * share) / within!.parts[part].share, tell);
    };
    for (let layer = header.layers - 1; layer >= 0; layer--) this.overLayer(layer, visit);
    for (let start = 0; start < header.starts; start++)
      if (this.begin(start))
        this.fork((share) => {
          gradient.startChance[start] += share * this.worthThere(worth);
        });
    return gradient;
  }

  // ---- Arriving ----

  /** A mass has come to where the share under work goes. */
  private arrived(mass: number): void {
    const { way, place, factor } = this;
    if (way === "row") {
      const row = this.rowAt(place, true); // which may make the list longer
      this.mass[row] += mass * factor;
    } else if (way === "stopped") this.stopped[place] += mass * factor;
    else {
      while (this.left.length <= place) this.left.push(0);
      this.left[place] += mass * factor;
    }
  }

  private worthThere({ stopped, left }: Worth): number {
    const { way, place, factor } = this;
    if (way === "row") return factor * this.worth[this.rowAt(place, false)];
    return factor * (way === "stopped" ? stopped[place] : (left[place] ?? 0));
  }

  /** The row of a node in which the share under work arrives. */
  private rowAt(node: number, makes: boolean): number {
    const { flat, stance, next, toFlat, toStance } = this;
    let row = this.head[node] - 1;
    while (row !== -1 && (flat[row] !== toFlat || stance[row] !== toStance)) row = next[row] - 1;
    if (row !== -1) return row;
    if (!makes) throw new Error(`a way back to node ${node} that was not gone`);
    if (this.rows === this.flat.length) this.grow();
    row = this.rows++;
    this.flat[row] = toFlat;
    this.stance[row] = toStance;
    this.next[row] = this.head[node];
    this.head[node] = row + 1;
    return row;
  }

  private grow(): void {
    const length = this.flat.length * 2;
    this.full ||= length * BYTES_PER_ROW > 2 * MOST_BYTES;
    const longer = (numbers: Int32Array) => {
      const more = new Int32Array(length);
      more.set(numbers);
      return more;
    };
    this.next = longer(this.next);
    this.flat = longer(this.flat);
    this.stance = longer(this.stance);
    const mass = new Float64Array(length);
    mass.set(this.mass);
    this.mass = mass;
  }

  /** Each way that the rider's state stands for, where that is more than one, with its share. */
  private fork(go: (share: number) => void): void {
    const { flags, way, place, toFlat } = this;
    const forks = this.order.rider?.forks;
    const state = way === "row" ? Math.floor(toFlat / flags) : place;
    const ways = way === "stopped" || forks === undefined ? null : forks(state);
    if (ways === null) {
      go(1);
      return;
    }
    for (const one of ways) {
      if (way === "row") this.toFlat = one.state * flags + (toFlat % flags);
      else this.place = one.state;
      go(one.share);
    }
  }

  // ---- Going on ----

  /** A start; false where the news excludes it. */
  private begin(start: number): boolean {
    const { watches, filter } = this.order;
    const node = this.world.startNode[start];
    const flag = filter?.begin?.(node) ?? 0;
    if (flag === -1 || (filter !== undefined && filter.hope(node, flag) === 0)) return false;
    this.factor = 1;
    this.toStance = 0;
    this.arrive(node, 0, flag, watches.nodeBits[node] & watches.holds, 0);
    return true;
  }

  private overLayer(layer: number, visit: Visit): void {
    const { nodeEdge, layerNode, layerPeriod, layerKind } = this.world;
    const { within, filter } = this.order;
    this.period = layerPeriod[layer];
    this.ends = layerKind[layer] === LayerKind.periodEnd;
    this.slice = this.sliceOf(layer);
    this.last = this.slices.first[this.period + 1] - 1;
    const cut = within?.isCut(this.period) === true;
    if (cut) within.enter(layer);
    const own = filter !== undefined && this.period <= filter.until ? filter : null;
    for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
      if (nodeEdge[node] === nodeEdge[node + 1]) continue;
      for (let row = this.head[node] - 1; row !== -1; row = this.next[row] - 1)
        if (cut) this.leaveCut(node, row, own, visit);
        else this.leave(node, row, own, visit);
    }
  }

  /** As in `ride/ride.ts`. */
  private sliceOf(layer: number): number {
    const { layerKind, layerPeriod } = this.world;
    const { first } = this.slices;
    const [kind, period] = [layerKind[layer], layerPeriod[layer]];
    const turns = kind === LayerKind.chance || kind === LayerKind.decision || isOfStages(kind);
    if (turns) return first[period + 1] - 1;
    return first[kind === LayerKind.periodEnd ? period + 1 : period];
  }

  /** A row's mass along the edges of its node, in a period that is not cut. */
  private leave(node: number, row: number, filter: Filter | null, visit: Visit): void {
    const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient } = this.world;
    const { policy, watches, weigh } = this.order;
    const { period, ends, flags } = this;
    const flag = this.flat[row] % flags;
    const state = (this.flat[row] - flag) / flags;
    const leaving = ends ? this.closed(state, node) : state;
    const factor = ends && weigh?.period === period && weigh.slice === undefined ? weigh.by(node) : 1;
    const forks = this.order.rider?.forks !== undefined;
    const before = watches.nodeBits[node];
    const may = watches.mayBits === null ? this.interest : this.interest & watches.mayBits[node];
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const chosen = policy[edgeSlot[edge]];
      if (chosen === 0) continue;
      const flagAfter = filter === null ? 0 : this.filtered(filter, flag, node, edge);
      if (flagAfter === -1) continue;
      const target = edgeTarget[edge];
      this.factor = factor;
      this.toStance = 0;
      const bits = (watches.labelBits[edgeLabel[edge]] | (watches.nodeBits[target] & ~before)) & may;
      // The common case: nothing of interest happens.
      if (bits === 0 && nodeEdge[target] !== nodeEdge[target + 1]) this.goTo(target, leaving * flags + flagAfter);
      else this.arrive(target, leaving, flagAfter, bits, this.slice);
      const probability = coefficient[edgeCoefficient[edge]] * chosen;
      if (!forks) visit(row, edge, probability, 1, -1);
      else this.fork((share) => visit(row, edge, probability, share, -1));
    }
  }

  /** The flag after an edge; -1 where nothing of what a history asks for can follow. */
  private filtered(filter: Filter, flag: number, node: number, edge: number): number {
    const after = filter.step(flag, node, edge, this.period, this.ends);
    if (after === -1 || (this.ends && this.period === filter.until)) return after;
    return filter.hope(this.world.edgeTarget[edge], after) === 0 ? -1 : after;
  }

  /** The same in a period that is cut, part by part. */
  private leaveCut(node: number, row: number, filter: Filter | null, visit: Visit): void {
    const { nodeEdge, edgeSlot, edgeCoefficient, coefficient } = this.world;
    const { policy } = this.order;
    const within = this.order.within!;
    const flag = this.flat[row] % this.flags;
    const state = (this.flat[row] - flag) / this.flags;
    const stance = this.stance[row];
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const chosen = policy[edgeSlot[edge]];
      if (chosen === 0) continue;
      const flagAfter = filter === null ? flag : this.filtered(filter, flag, node, edge);
      if (flagAfter === -1) continue;
      const count = within.split(node, edge, stance);
      for (let part = 0; part < count; part++) {
        this.follow(within.parts[part], { node, edge, state, stance }, flagAfter);
        const probability = coefficient[edgeCoefficient[edge]] * chosen;
        const { share } = within.parts[part];
        this.fork((way) => visit(row, edge, probability, share * way, part));
      }
    }
  }

  /** `followPart` of a ride. */
  private follow(part: EdgePart, { node, edge, state, stance }: Along, flag: number): void {
    const { world, period, ends, last } = this;
    const { watches, weigh } = this.order;
    const crosses = this.order.within!.crosses;
    const cuts = this.slices.cuts[period].length;
    const target = world.edgeTarget[edge];
    this.factor = 1;
    this.toStance = part.stance;
    let now: number | null = state;
    if (crosses) now = this.cross(now, node, stance, ends ? cuts : part.stance);
    if (now === null) return;
    if (ends && weigh?.period === period && weigh.slice === undefined) this.factor *= weigh.by(node);
    if (ends) now = this.closed(now, node);
    const slice = ends ? last + 1 : part.state;
    const fresh = bitsAt(watches, target, slice) & ~bitsAt(watches, node, ends ? last : slice) & this.interest;
    if (((watches.labelBits[world.edgeLabel[edge]] | fresh) & this.interest) !== 0)
      now = this.happenAlong(now, happenings(world, watches, part, { node, edge, fresh, at: slice }));
    if (now === null) return;
    if (world.nodeEdge[target] !== world.nodeEdge[target + 1]) {
      this.goTo(target, now * this.flags + flag);
      return;
    }
    if (crosses && !ends) now = this.cross(now, target, part.stance, cuts);
    const from = ends ? slice : last;
    if (now !== null) this.finish(target, now, from, bitsAt(watches, target, from));
  }

  private happenAlong(state: number, steps: readonly (readonly [slice: number, bits: number])[]): number | null {
    for (const [at, bits] of steps) if (this.happen(state, bits & this.stop, at) === null) return null;
    const { rider } = this.order;
    return rider === undefined ? state : riddenAlong(rider, state, steps);
  }

  /** The rider's state as a period ends. */
  private closed(state: number, node: number): number {
    const { rider } = this.order;
    const closed = rider?.closes?.(this.period) === true ? rider.close!(state, node, this.period) : state;
    return rider?.forget?.(closed, this.period) ?? closed;
  }

  private goTo(node: number, flat: number): void {
    this.way = "row";
    this.place = node;
    this.toFlat = flat;
  }

  private arrive(node: number, before: number, flag: number, bits: number, slice: number): void {
    const state = this.happen(before, bits, slice);
    if (state === null) return;
    const { nodeEdge } = this.world;
    if (nodeEdge[node] === nodeEdge[node + 1]) this.finish(node, state, slice, this.order.watches.nodeBits[node]);
    else this.goTo(node, state * this.flags + flag);
  }

  /** The rider's state after things happened at once; null where they stop the column. */
  private happen(state: number, bits: number, slice: number): number | null {
    if ((bits & this.stop) !== 0) {
      this.way = "stopped";
      this.place = slice;
      return null;
    }
    const { rider } = this.order;
    return rider === undefined || (bits & rider.minds) === 0 ? state : rider.next(state, bits & rider.minds, slice);
  }

  private cross(before: number, node: number, from: number, to: number): number | null {
    const { rider, weigh, watches } = this.order;
    let state: number | null = before;
    for (let cut = from; cut < to && state !== null; cut++) {
      const slice = this.slices.first[this.period] + cut + 1;
      state = this.happen(state, bitsAt(watches, node, slice) & ~bitsAt(watches, node, slice - 1), slice);
      if (state === null) return null;
      if (weigh?.slice === slice) this.factor *= weigh.by(node);
      if (rider?.cross) state = rider.cross(state, node, slice);
    }
    return state;
  }

  /** `Landing.finish` of a ride: an ended or final state, to the last day. */
  private finish(node: number, before: number, from: number, bits: number): void {
    const { rider, weigh, watches, within, column } = this.order;
    const { slices } = this;
    let state = before;
    let seen = bits;
    const moving = watches.moving & this.interest;
    const last = moving === 0 ? this.lastBusy : slices.count - 1;
    for (let slice = from; slice <= last; slice++) {
      const period = slices.periodOf[slice];
      if (slice > from) {
        const now = moving === 0 ? seen : laterBitsAt(watches, node, period, slice);
        const after = this.happen(state, now & ~seen & moving, slice);
        seen = now;
        if (after === null) return;
        state = after;
        if (slice > slices.first[period] && within?.crosses === true) {
          if (weigh?.slice === slice) this.factor *= weigh.by(node);
          if (rider?.cross) state = rider.cross(state, node, slice);
        }
      }
      if (slice + 1 < slices.count && slices.periodOf[slice + 1] === period) continue;
      if (weigh?.period === period && weigh.slice === undefined) this.factor *= weigh.by(node);
      if (rider?.closes?.(period) === true) state = rider.close!(state, node, period);
    }
    const { moving: all, nodeBits, laterBits } = watches;
    const periods = this.world.header.description.periods.length;
    const atLast = (nodeBits[node] & ~all) | (all === 0 ? 0 : laterBits(node, periods));
    const stopped = ((column?.atEnd ?? 0) & atLast) !== 0;
    this.way = stopped ? "stopped" : "left";
    this.place = stopped ? slices.count - 1 : state;
  }
}

/** A way along an edge, from a rider's state and a stance. */
interface Along {
  readonly node: number;
  readonly edge: number;
  readonly state: number;
  readonly stance: number;
}

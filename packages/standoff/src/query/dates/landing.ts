/**
 * Where the mass of a ride (`ride.ts`) comes to rest: columns that are stopped, and what is left on the last day, after
 * the run to it from ended states.
 */
import type { Column, Ride, RideOrder } from "../ride/ride-order.ts";
import type { Told } from "../ride/told.ts";
import { laterBitsAt } from "../ride/watch.ts";
import { type Slices, slicesAt } from "./slices.ts";

/** The slices that a ride is dated by: whole periods where nothing is asked of time inside them. */
export function slicesOf({ within, slices, world }: Pick<RideOrder, "within" | "slices" | "world">): Slices {
  return within?.slices ?? slices ?? slicesAt({ ...world.header.description, to: Number.NaN }, []);
}

/** Where in what travels a column's mass stands: in its own place, or in that of the mass that tells it. */
export interface Carriage {
  /** By column, those of clean mass behind the others. */
  readonly places: readonly number[];
  /** Numbers that mistakes do not touch, and all that travel. */
  readonly count: number;
  readonly payload: number;
  /** Of the columns behind column 0, and of those of clean mass. */
  readonly told: Told | null;
  readonly toldClean: Told | null;
}

/** What happens to mass that has arrived: stopped columns, and the run to the last day from ended states. */
export class Landing {
  private readonly order: RideOrder;
  private readonly columns: readonly Column[];
  /** The clean columns are those from here on. */
  private readonly count: number;
  private readonly carried: Float64Array;
  private readonly anyStop: number;
  private readonly periods: number;
  private readonly slices: Slices;
  /** The last slice in which anything is weighed, closed or crossed; -1: none. */
  private readonly lastBusy: number;
  private readonly stopped: readonly Float64Array[];
  private readonly left: Float64Array[] = [];

  private readonly carriage: Carriage;
  /** By column. */
  private readonly told: Uint8Array;

  constructor(order: RideOrder, columns: readonly Column[], carriage: Carriage, carried: Float64Array) {
    this.order = order;
    this.columns = columns;
    this.count = columns.length - (order.clean?.columns.length ?? 0);
    this.carried = carried;
    this.carriage = carriage;
    const { told, toldClean } = carriage;
    this.told = Uint8Array.from(columns, (_, k) => {
      const one = k < this.count ? told?.columns[k - 1] : toldClean?.columns[k - this.count];
      return one === true ? 1 : 0;
    });
    this.periods = order.world.header.description.periods.length;
    this.slices = slicesOf(order);
    this.anyStop = columns.reduce((all, column) => all | column.stop, 0);
    const busy = (period: number) => order.weigh?.period === period || order.rider?.closes?.(period) === true;
    const crosses = order.within?.crosses === true;
    this.lastBusy = crosses ? this.slices.count - 1 : this.slices.periodOf.findLastIndex(busy);
    this.stopped = columns.map(() => new Float64Array(this.slices.count));
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

  /** Stops the columns of `carried` that watch for one of `bits`, in a slice, on the way from a node (-1: none). */
  stop(bits: number, slice: number, from: number): void {
    if ((bits & this.anyStop) === 0) return;
    for (let k = 1; k < this.columns.length; k++)
      if ((this.columns[k].stop & bits) !== 0) this.stopColumn(k, slice, from);
  }

  private stopColumn(k: number, slice: number, from: number): void {
    if (this.told[k] === 1 && from !== -1 && this.isStopped(k, from)) return;
    const place = this.carriage.places[k];
    this.stopped[k][slice] += this.carried[place];
    if (this.told[k] === 0) this.carried[place] = 0;
  }

  /** Has a column that is told been stopped on the way to a node? */
  private isStopped(k: number, node: number): boolean {
    const { told, toldClean } = this.carriage;
    const stopped = k < this.count ? told?.stopped : toldClean?.stopped;
    const bit = k < this.count ? k - 1 : k - this.count;
    return ((stopped?.[node] ?? 0) & (1 << bit)) !== 0;
  }

  /**
   * `carried` has come to an ended or final node in a slice, where watches have seen some bits: it stays in that state
   * to the last day.
   */
  finish(node: number, state: number, from: number, bits: number): void {
    const { rider, weigh, reach, watches } = this.order;
    const { carried, periods, slices } = this;
    if (reach) reach[node] += carried[0];
    let after = state;
    let seen = bits;
    const moving = watches.moving & (this.anyStop | (rider?.minds ?? 0));
    const last = moving === 0 ? this.lastBusy : slices.count - 1;
    for (let slice = from; slice <= last; slice++) {
      const period = slices.periodOf[slice];
      if (slice > from) {
        const now = moving === 0 ? seen : laterBitsAt(watches, node, period, slice);
        const fresh = now & ~seen & moving;
        seen = now;
        if (rider && (fresh & rider.minds) !== 0) after = rider.next(after, fresh & rider.minds, slice);
        this.stop(fresh, slice, node);
        if (slice > slices.first[period] && this.order.within?.crosses === true) {
          if (weigh?.slice === slice) scale(carried, 0, carried.length, weigh.by(node));
          if (rider?.cross) after = rider.cross(after, node, slice);
        }
      }
      if (slice + 1 < slices.count && slices.periodOf[slice + 1] === period) continue;
      if (weigh?.period === period && weigh.slice === undefined) scale(carried, 0, carried.length, weigh.by(node));
      if (rider?.closes?.(period)) after = rider.close!(after, node, period);
    }
    const { moving: all, nodeBits, laterBits } = watches;
    this.end(node, after, (nodeBits[node] & ~all) | (all === 0 ? 0 : laterBits(node, periods)));
  }

  /** Mass, of which all columns travel, is left in a state of the rider. */
  leave(numbers: Float64Array, state = 0): void {
    while (this.left.length <= state) this.left.push(new Float64Array(this.columns.length));
    this.carriage.places.forEach((place, k) => {
      this.left[state][k] += numbers[place];
    });
  }

  /** The last day. */
  private end(node: number, state: number, bits: number): void {
    const { columns, carried } = this;
    for (let k = 1; k < columns.length; k++)
      if ((columns[k].atEnd & bits) !== 0) this.stopColumn(k, this.slices.count - 1, node);
    for (const { state: way, share } of this.order.rider?.forks?.(state) ?? [{ state, share: 1 }]) {
      while (this.left.length <= way) this.left.push(new Float64Array(columns.length));
      for (let k = 0; k < columns.length; k++) {
        const gone = this.told[k] === 1 && ((columns[k].atEnd & bits) !== 0 || this.isStopped(k, node));
        if (!gone) this.left[way][k] += share * carried[this.carriage.places[k]];
      }
    }
  }
}

export function scale(numbers: Float64Array, from: number, count: number, by: number): void {
  for (let k = from; k < from + count; k++) numbers[k] *= by;
}

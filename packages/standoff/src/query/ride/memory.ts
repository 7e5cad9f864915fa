/**
 * What a path remembers in an unfolded ride (`unfold.ts`), as a whole number, and what such a ride brings back in bins:
 * mass that is stopped in a slice, that is left at the end, or of which a question is settled, after which mistakes no
 * longer matter to it. Two kinds: columns travel beside the mass and remember nothing; of a rider the state is
 * remembered.
 */
import { LayerKind, type World } from "../../world/world.ts";
import type { Slices } from "../dates/slices.ts";
import { type Column, type Ride, type Rider, riddenAlong } from "./ride-order.ts";
import { openColumns, stoppedColumns, toldColumns } from "./told.ts";
import { laterBitsAt, type Watches } from "./watch.ts";

export interface Bin {
  /** The numbers of a row that go on behind it, as bits. */
  readonly passes: number;
  /** Columns that are stopped in a slice, as bits. */
  readonly stopped: readonly (readonly [columns: number, slice: number])[];
  /** Questions that are settled here, as bits. */
  readonly settled: number;
  readonly state: number;
  /** Of a path that ends here: the columns that are left, or the questions that were not settled before. */
  readonly left: number | null;
}

/** Sums of a bin by number, in one lane. */
export type BinSums = (bin: number, number: number) => number;

export interface Memory {
  readonly numbers: number;
  /**
   * Does what comes of an edge hang on the state, the bits on it and its layer alone (and on whether the path ends)?
   */
  readonly alike: boolean;
  /** The first is nothing. */
  readonly bins: readonly Bin[];
  /** What the last `along` brings back; 0: nothing. */
  readonly bin: number;
  /**
   * From a node, in the state in which it is left (-1: to a start), to another, where `bits` happen at once in a slice:
   * the state there; -1: the path ends.
   */
  along(from: number, to: number, leaving: number, bits: number, slice: number): number;
  /** The same where what happens comes step by step, within a cut period. */
  alongSteps?(from: number, to: number, leaving: number, steps: Steps): number;
  /** The state in which a path leaves a node. */
  leave(state: number, node: number): number;
  /** What was brought back, of all mass and of clean mass. */
  rides(all: BinSums, clean: BinSums | null): Ride;
}

/** Slices, and what happens in each. */
export type Steps = readonly (readonly [slice: number, bits: number])[];

/** As many columns as bits, less the sign. */
export const MOST_COLUMNS = 31;

interface Around {
  readonly world: World;
  readonly watches: Watches;
  readonly slices: Slices;
}

/** Bins by what they bring. */
class Bins {
  readonly list: Bin[] = [{ passes: -1, stopped: [], settled: 0, state: 0, left: null }];
  /**
   * By columns that are stopped once, with their slice, or else by questions that are settled, with their state; then
   * by what is left.
   */
  private readonly known = new Map<number, Map<number | null, number>>();
  private readonly rare = new Map<string, number>();

  of(bin: Bin): number {
    const { stopped, settled, state, left } = bin;
    if (stopped.length > 1) return this.kept(this.rare, `${stopped.join(" ")} ${left}`, bin);
    const [columns, slice] = stopped[0] ?? [settled, -1 - state];
    const first = slice * 2 ** 32 + (columns >>> 0);
    const own = this.known.get(first) ?? new Map<number | null, number>();
    this.known.set(first, own);
    return this.kept(own, left, bin);
  }

  private kept<Key>(among: Map<Key, number>, key: Key, bin: Bin): number {
    const old = among.get(key);
    if (old !== undefined) return old;
    among.set(key, this.list.length);
    return this.list.push(bin) - 1;
  }
}

function isFinal({ nodeEdge }: World, node: number): boolean {
  return nodeEdge[node] === nodeEdge[node + 1];
}

/** Columns that nothing tells travel; the rest is told by the mass, see `told.ts`. */
export class ColumnMemory implements Memory {
  readonly numbers: number;
  readonly alike = false;
  bin = 0;
  private readonly around: Around;
  private readonly columns: readonly Column[];
  /** By column: its number in a row; 0 where it is told. */
  private readonly places: readonly number[];
  private readonly told: number;
  private readonly all: number;
  private readonly atEnd: number;
  /** By node: the told columns that have been stopped on the way there. */
  private readonly before: Uint32Array | null;
  private readonly open: Uint32Array;
  /** Columns that can be stopped at any end. */
  private readonly late: number;
  private readonly stoppedBy: (bits: number) => number;
  private readonly made = new Bins();

  constructor(around: Around, columns: readonly Column[]) {
    if (columns.length > MOST_COLUMNS) throw new Error(`${columns.length} columns where ${MOST_COLUMNS} have room`);
    const { world, watches } = around;
    const told = toldColumns(world, watches, columns);
    let numbers = 1;
    this.around = around;
    this.columns = columns;
    this.places = columns.map((_, k) => (told?.columns[k] ? 0 : numbers++));
    this.told = this.columnsThat((_, k) => this.places[k] === 0);
    this.all = this.columnsThat(() => true);
    this.atEnd = this.columnsThat(({ atEnd }) => atEnd !== 0);
    this.numbers = numbers;
    this.before = told?.stopped ?? null;
    this.stoppedBy = stoppedColumns(columns);
    this.late = this.columnsThat(({ stop, atEnd }) => atEnd !== 0 || (stop & watches.moving) !== 0);
    this.open = told?.open ?? openColumns(world, watches, this.stoppedBy);
  }

  get bins(): readonly Bin[] {
    return this.made.list;
  }

  private columnsThat(are: (column: Column, k: number) => boolean): number {
    return this.columns.reduce((mask, column, k) => (are(column, k) ? mask | (1 << k) : mask), 0);
  }

  private stoppedBefore(node: number): number {
    return node === -1 || this.before === null ? 0 : this.before[node] & this.told;
  }

  /** The numbers of a row but those of some columns. */
  private passing(stopped: number): number {
    let mask = -1;
    for (let left = stopped & ~this.told; left !== 0; left &= left - 1)
      mask &= ~(1 << this.places[31 - Math.clz32(left & -left)]);
    return mask;
  }

  along(from: number, to: number, _: number, bits: number, slice: number): number {
    const { world } = this.around;
    const ends = isFinal(world, to);
    const stopped = this.stoppedBy(bits) & ~this.stoppedBefore(from);
    if (!ends && (this.open[to] | this.late) !== 0) {
      this.bin = stopped === 0 ? 0 : this.plainBin(stopped, slice);
      return 0;
    }
    this.bin = this.lastBin(to, stopped, slice, ends);
    return -1;
  }

  private plainBin(columns: number, slice: number): number {
    const passes = this.passing(columns);
    return this.made.of({ passes, stopped: [[columns, slice]], settled: 0, state: 0, left: null });
  }

  /** Of a path that ends at a node: at an end of the graph, or because nothing stops any column behind it. */
  private lastBin(node: number, stopped: number, slice: number, ends: boolean): number {
    const events: [number, number][] = stopped === 0 ? [] : [[stopped, slice]];
    let gone = stopped | this.stoppedBefore(node);
    const stop = (columns: number, at: number) => {
      if ((columns & ~gone) !== 0) events.push([columns & ~gone, at]);
      gone |= columns;
    };
    if (ends) this.stay(node, slice, stop);
    const left = this.all & ~gone;
    return this.made.of({ passes: 0, stopped: events, settled: 0, state: 0, left });
  }

  /** From a slice to the last day in the state of an ended node. */
  private stay(node: number, from: number, stop: (columns: number, slice: number) => void): void {
    const { watches, slices, world } = this.around;
    const { nodeBits, moving, laterBits } = watches;
    let seen = nodeBits[node];
    for (let slice = from + 1; moving !== 0 && slice < slices.count; slice++) {
      const now = laterBitsAt(watches, node, slices.periodOf[slice], slice);
      stop(this.stoppedBy(now & ~seen & moving), slice);
      seen = now;
    }
    if (this.atEnd === 0) return;
    const { periods } = world.header.description;
    const bits = (nodeBits[node] & ~moving) | (moving === 0 ? 0 : laterBits(node, periods.length));
    stop(
      this.columnsThat((column) => (column.atEnd & bits) !== 0),
      slices.count - 1,
    );
  }

  leave(): number {
    return 0;
  }

  rides(all: BinSums, clean: BinSums | null): Ride {
    const whole = this.ride(all);
    const unspoilt = clean && this.ride(clean);
    return {
      ...whole,
      stoppedClean: unspoilt === null ? [] : unspoilt.stopped.slice(1),
      leftClean: unspoilt === null ? [new Float64Array(0)] : unspoilt.left.map((numbers) => numbers.subarray(1)),
    };
  }

  private ride(sums: BinSums): Pick<Ride, "stopped" | "left"> {
    const stopped = [0, ...this.columns].map(() => new Float64Array(this.around.slices.count));
    const left = new Float64Array(1 + this.columns.length);
    this.bins.forEach((bin, i) => {
      for (const [columns, slice] of bin.stopped)
        this.places.forEach((place, k) => {
          if ((columns >>> k) & 1) stopped[k + 1][slice] += sums(i, place);
        });
      if (bin.left === null) return;
      left[0] += sums(i, 0);
      for (const [k, place] of this.places.entries()) if ((bin.left >>> k) & 1) left[k + 1] += sums(i, place);
    });
    return { stopped, left: [left] };
  }
}

/** What is known of questions in a state of a rider within a period, whatever may still come. */
export interface Settling {
  /** By question: is it settled, in its favour, so that mistakes no longer matter to it? */
  readonly settled: readonly ((state: number, period: number) => boolean)[];
  /** Is all settled, either way? */
  readonly decided: (state: number, period: number) => boolean;
}

/** On the way from a node, left in a state, to another, at the latest in a slice. */
interface Arriving {
  readonly from: number;
  readonly to: number;
  readonly leaving: number;
  readonly slice: number;
}

/** A rider that does not fork, forget or cross dates; questions are asked of its last states. */
export class RiderMemory implements Memory {
  readonly numbers = 1;
  readonly alike: boolean;
  bin = 0;
  private readonly around: Around;
  private readonly rider: Rider;
  private readonly settling: Settling;
  private readonly layerOf: Uint32Array;
  private readonly lastBusy: number;
  private readonly made = new Bins();
  /** By period and state: the questions that are settled, and 2^31 where all are decided. */
  private readonly known: (number | undefined)[][];

  constructor(around: Around, rider: Rider, settling: Settling) {
    const { length } = settling.settled;
    if (length > MOST_COLUMNS) throw new Error(`${length} questions where ${MOST_COLUMNS} have room`);
    const { world, slices } = around;
    const closes = [...world.header.description.periods.keys(), world.header.description.periods.length];
    this.alike = (around.watches.moving & rider.minds) === 0 && !closes.some((period) => rider.closes?.(period));
    this.around = around;
    this.rider = rider;
    this.settling = settling;
    this.layerOf = new Uint32Array(world.header.nodes);
    for (let layer = 0; layer < world.header.layers; layer++)
      this.layerOf.fill(layer, world.layerNode[layer], world.layerNode[layer + 1]);
    this.lastBusy = slices.periodOf.findLastIndex((period) => rider.closes?.(period) === true);
    this.known = Array.from({ length: world.header.description.periods.length + 1 }, () => []);
  }

  get bins(): readonly Bin[] {
    return this.made.list;
  }

  private happen(state: number, bits: number, slice: number): number {
    const { rider } = this;
    return (bits & rider.minds) === 0 ? state : rider.next(state, bits & rider.minds, slice);
  }

  private periodOf(node: number): number {
    return this.around.world.layerPeriod[this.layerOf[node]];
  }

  leave(state: number, node: number): number {
    const period = this.periodOf(node);
    if (this.rider.closes?.(period) !== true) return state;
    const ends = this.around.world.layerKind[this.layerOf[node]] === LayerKind.periodEnd;
    return ends ? this.rider.close!(state, node, period) : state;
  }

  private verdict(state: number, period: number): number {
    this.known[period][state] ??= this.settling.settled.reduce(
      (mask, settled, k) => (settled(state, period) ? mask | (1 << k) : mask),
      this.settling.decided(state, period) ? 1 << 31 : 0,
    );
    return this.known[period][state];
  }

  along(from: number, to: number, leaving: number, bits: number, slice: number): number {
    return this.arrive({ from, to, leaving, slice }, this.happen(leaving, bits, slice));
  }

  alongSteps(from: number, to: number, leaving: number, steps: Steps): number {
    const slice = this.around.slices.first[this.periodOf(from) + 1] - 1;
    return this.arrive({ from, to, leaving, slice }, riddenAlong(this.rider, leaving, steps));
  }

  private arrive({ from, to, leaving, slice }: Arriving, after: number): number {
    const before = from === -1 ? 0 : this.verdict(leaving, this.periodOf(from)) & ~(1 << 31);
    if (isFinal(this.around.world, to)) {
      const state = this.stay(to, after, slice);
      this.bin = this.made.of({ passes: 0, stopped: [], settled: 0, state, left: ~before });
      return -1;
    }
    const state = this.leave(after, to);
    const verdict = this.verdict(state, this.periodOf(to));
    const settled = verdict & ~before & ~(1 << 31);
    if (verdict >= 0) {
      this.bin = settled === 0 ? 0 : this.made.of({ passes: -1, stopped: [], settled, state, left: null });
      return after;
    }
    this.bin = this.made.of({ passes: 0, stopped: [], settled, state, left: ~(before | settled) });
    return -1;
  }

  /** From a slice to the last day in the state of an ended node. */
  private stay(node: number, state: number, from: number): number {
    const { rider } = this;
    const { watches, slices } = this.around;
    const moving = watches.moving & rider.minds;
    const last = moving === 0 ? this.lastBusy : slices.count - 1;
    let after = state;
    let seen = watches.nodeBits[node];
    for (let slice = from; slice <= last; slice++) {
      const period = slices.periodOf[slice];
      if (slice > from && moving !== 0) {
        const now = laterBitsAt(watches, node, period, slice);
        after = this.happen(after, now & ~seen & moving, slice);
        seen = now;
      }
      if (slice + 1 < slices.count && slices.periodOf[slice + 1] === period) continue;
      if (rider.closes?.(period)) after = rider.close!(after, node, period);
    }
    return after;
  }

  rides(all: BinSums, clean: BinSums | null): Ride {
    const states = this.rider.states();
    const left = Array.from({ length: states }, () => new Float64Array(1));
    const leftClean = left.map(() => new Float64Array(clean === null ? 0 : this.settling.settled.length));
    this.bins.forEach((bin, i) => {
      if (bin.left !== null) left[bin.state][0] += all(i, 0);
      if (clean === null) return;
      const counted = bin.settled | (bin.left ?? 0);
      for (const k of this.settling.settled.keys()) if ((counted >>> k) & 1) leftClean[bin.state][k] += clean(i, 0);
    });
    return { stopped: [new Float64Array(this.around.slices.count)], stoppedClean: [], left, leftClean };
  }
}

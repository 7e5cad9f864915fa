/**
 * Rides of several solutions of one graph at once, four of them at a time: clean mass and play by habit are policies like others. A ride whose
 * steps hang on its state and on what happens goes through the world's own graph (`sweep/carry-rows.ts`); one that hangs on nodes too is
 * unfolded once (`unfold.ts`), and mass is carried through that (`sweep/carry.ts`). What a ride brings back is that of `ride.ts` but for the
 * order of its sums; it is the same to the bit in any company.
 */
import { CARRIED, type Carried, carryBytes, createCarrier } from "../../sweep/carry.ts";
import {
  createRowCarrier,
  MOST_ROW_BITS,
  type RowCarrier,
  type RowRide,
  rowCarryBytes,
} from "../../sweep/carry-rows.ts";
import type { World } from "../../world/world.ts";
import type { Ride } from "./ride-order.ts";
import { sliceOfLayer, type UnfoldOrder, unfold } from "./unfold.ts";

/** A ride that can go together, under what it is asked for by. */
export interface SharedRide {
  readonly key: object;
  readonly order: UnfoldOrder;
}

/** A solution, priced in its world; the slots that are mistakes (1), where clean mass is wanted. */
export interface Ridden extends Carried {
  readonly mistakes: Uint8Array | null;
}

/** Rides by what they are asked for by. */
export type Rides = ReadonlyMap<object, Ride>;

export interface RidesTogether {
  readonly bytes: number;
  ride(solutions: readonly Ridden[]): Rides[];
}

/** An unfolded graph may have so many edges to one of the world; larger ones ride by themselves. */
const MOST_UNFOLDED = 3;

/** Null where nothing can go together, or there is no room for it. */
export function ridesTogether(world: World, rides: readonly SharedRide[], maxBytes: number): RidesTogether | null {
  const parts = [inRows(world, rides, maxBytes)];
  const others = rides.filter((ride) => parts[0]?.holds.has(ride) !== true);
  parts.push(unfolded(world, others, maxBytes - (parts[0]?.bytes ?? 0)));
  const together = parts.filter((part) => part !== null);
  if (together.length === 0) return null;
  const bytes = together.reduce((sum, part) => sum + part.bytes, 0);
  return { bytes, ride: (solutions) => rideAll(together, solutions) };
}

/** Some rides, and how they are carried: for each policy of at most `CARRIED`, by ride, what is brought back; null where a ride found no room. */
interface Together {
  readonly bytes: number;
  readonly holds: ReadonlySet<SharedRide>;
  carry(given: readonly Carried[]): (readonly (Float64Array | null)[])[];
}

function unfolded(world: World, rides: readonly SharedRide[], maxBytes: number): Together | null {
  const known = rides.flatMap((ride) => {
    const graph = unfold(ride.order, 1000 + MOST_UNFOLDED * world.header.edges);
    return graph === null ? [] : [{ ride, graph }];
  });
  if (known.length === 0) return null;
  const graphs = known.map(({ graph }) => graph);
  const bytes = carryBytes(world, graphs);
  const carrier = bytes > maxBytes ? null : createCarrier(world, graphs);
  return carrier && { bytes, holds: new Set(known.map(({ ride }) => ride)), carry: (given) => carrier.carry(given) };
}

/** Bytes that rides through the world's own graph take, of those that can go so. */
export function inRowsBytes(world: World, rides: readonly SharedRide[]): number {
  return rides.some(fitsRows) ? rowCarryBytes(world) : 0;
}

function fitsRows({ order: { memory, watches } }: SharedRide): boolean {
  return memory.alike && watches.count <= MOST_ROW_BITS;
}

function inRows(world: World, rides: readonly SharedRide[], maxBytes: number): Together | null {
  const some = rides.filter(fitsRows);
  if (some.length === 0) return null;
  const bytes = rowCarryBytes(world);
  const carrier = bytes > maxBytes ? null : createRowCarrier(world);
  const rows = some.map(({ order }) => rowRide(order));
  return carrier && { bytes, holds: new Set(some), carry: (given) => carryRows(carrier, rows, given) };
}

function carryRows(carrier: RowCarrier, rides: readonly RowRide[], given: readonly Carried[]) {
  carrier.load(given);
  const byRide = rides.map((ride) => carrier.pass(ride));
  return given.map((_, lane) => byRide.map((sums) => sums?.[lane] ?? null));
}

function rowRide({ world, watches, slices, memory }: UnfoldOrder): RowRide {
  const { count: bitCount, nodeBits, labelBits, mayBits } = watches;
  const slicesBy = Array.from({ length: world.header.layers }, (_, layer) => sliceOfLayer(world, slices, layer));
  return {
    bitCount,
    nodeBits,
    labelBits,
    mayBits,
    begin: (node) => {
      const state = memory.along(-1, node, 0, nodeBits[node] & watches.holds, 0);
      return { state, bin: memory.bin };
    },
    along: ({ layer, from, to, state, bits }) => {
      const after = memory.along(from, to, memory.leave(state, from), bits, slicesBy[layer]);
      return { state: after, bin: memory.bin };
    },
  };
}

function rideAll(together: readonly Together[], solutions: readonly Ridden[]): Rides[] {
  const clean = solutions.flatMap(({ world, policy, mistakes }) =>
    mistakes === null ? [] : [{ world, policy: policy.map((chance, slot) => (mistakes[slot] === 1 ? 0 : chance)) }],
  );
  const all = [...solutions, ...clean];
  const sums = together.map((part) => carryAll(part, all));
  let taken = solutions.length;
  return solutions.map(({ mistakes }, i) => {
    const unspoilt = mistakes === null ? -1 : taken++;
    return new Map(
      together.flatMap(({ holds }, part) =>
        [...holds].flatMap(({ key, order: { memory } }, place) => {
          const reader = (lane: number) => {
            const from = sums[part][lane][place]!;
            return (bin: number, number: number) => from[bin * memory.numbers + number];
          };
          if (sums[part][i][place] === null) return [];
          return [[key, memory.rides(reader(i), unspoilt === -1 ? null : reader(unspoilt))] as const];
        }),
      ),
    );
  });
}

function carryAll(part: Together, all: readonly Carried[]) {
  const groups = Array.from({ length: Math.ceil(all.length / CARRIED) }, (_, i) =>
    all.slice(i * CARRIED, (i + 1) * CARRIED),
  );
  return groups.flatMap((group) => part.carry(group));
}

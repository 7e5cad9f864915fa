/**
 * Rides of several solutions of one graph at once: each ride is unfolded once (`unfold.ts`), and mass is carried through all of them for four
 * solutions at a time (`sweep/carry.ts`): clean mass and play by habit are policies like others. What a ride brings back is that of `ride.ts`
 * but for the order of its sums; it is the same to the bit in any company.
 */
import { CARRIED, type Carried, type Carrier, carryBytes, createCarrier } from "../../sweep/carry.ts";
import type { World } from "../../world/world.ts";
import type { Memory } from "./memory.ts";
import type { Ride } from "./ride-order.ts";
import { type UnfoldOrder, unfold } from "./unfold.ts";

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
  const unfolded = rides.flatMap(({ key, order }) => {
    const graph = unfold(order, 1000 + MOST_UNFOLDED * world.header.edges);
    return graph === null ? [] : [{ key, memory: order.memory, graph }];
  });
  if (unfolded.length === 0) return null;
  const graphs = unfolded.map(({ graph }) => graph);
  const bytes = carryBytes(world, graphs);
  const carrier = bytes > maxBytes ? null : createCarrier(world, graphs);
  return carrier && { bytes, ride: (solutions) => rideAll(carrier, unfolded, solutions) };
}

interface Aboard {
  readonly key: object;
  readonly memory: Memory;
}

function rideAll(carrier: Carrier, aboard: readonly Aboard[], solutions: readonly Ridden[]): Rides[] {
  const clean = solutions.flatMap(({ world, policy, mistakes }) =>
    mistakes === null ? [] : [{ world, policy: policy.map((chance, slot) => (mistakes[slot] === 1 ? 0 : chance)) }],
  );
  const sums = carryAll(carrier, [...solutions, ...clean]);
  let taken = solutions.length;
  return solutions.map(({ mistakes }, i) => {
    const own = sums[i];
    const unspoilt = mistakes === null ? null : sums[taken++];
    return new Map(
      aboard.map(({ key, memory }, ride) => {
        const reader = (from: readonly Float64Array[]) => (bin: number, number: number) =>
          from[ride][bin * memory.numbers + number];
        return [key, memory.rides(reader(own), unspoilt && reader(unspoilt))] as const;
      }),
    );
  });
}

function carryAll(carrier: Carrier, all: readonly Carried[]): Float64Array[][] {
  const groups = Array.from({ length: Math.ceil(all.length / CARRIED) }, (_, i) =>
    all.slice(i * CARRIED, (i + 1) * CARRIED),
  );
  return groups.flatMap((group) => carrier.carry(group));
}

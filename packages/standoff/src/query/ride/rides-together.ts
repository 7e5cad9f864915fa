/**
 * Rides of several solutions of one graph at once, four of them at a time: clean mass and play by habit are policies
 * like others. A ride whose steps hang on its state and on what happens goes through the world's own graph
 * (`sweep/carry-rows.ts`), and through periods that are cut at its dates by graphs of theirs (`stanced-period.ts`); one
 * that hangs on nodes too is unfolded once (`unfold.ts`), and mass is carried through that (`sweep/carry.ts`). What a
 * ride brings back is that of `ride.ts` but for the order of its sums; it is the same to the bit in any company.
 */
import { CARRIED, type Carried, carryBytes, createCarrier } from "../../sweep/carry.ts";
import {
  createRowCarrier,
  MOST_ROW_BITS,
  type RowCarrier,
  type RowRide,
  rowCarryBytes,
} from "../../sweep/carry-rows.ts";
import type { CutPeriod } from "../../sweep/cut-periods.ts";
import type { World } from "../../world/world.ts";
import { isAnyCut, isCut, type Slices } from "../dates/slices.ts";
import { happenings } from "../dates/within.ts";
import type { Steps } from "./memory.ts";
import type { Ride } from "./ride-order.ts";
import { type Shared, type StancedPeriod, stancedPeriod, stancesKey } from "./stanced-period.ts";
import { sliceOfLayer, type UnfoldOrder, unfold } from "./unfold.ts";

/** A ride that can go together, under what it is asked for by. */
export interface SharedRide {
  readonly key: object;
  readonly order: UnfoldOrder;
}

/** A solution, priced in its world; the slots that are mistakes (1), where clean mass is wanted. */
export interface Ridden extends Shared {
  readonly mistakes: Uint8Array | null;
}

/** What goes in a lane: a policy, or what clean mass follows of it; edges are shared out by the solution's own. */
interface Lane extends Carried {
  readonly of: Shared;
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

/**
 * Some rides, and how they are carried: for each policy of at most `CARRIED`, by ride, what is brought back; null where
 * a ride found no room.
 */
interface Together {
  readonly bytes: number;
  readonly holds: ReadonlySet<SharedRide>;
  carry(given: readonly Lane[], stances: string): (readonly (Float64Array | null)[])[];
  /** Where periods are cut, solutions go together that have these in common. */
  stancesOf?(solution: Shared): string;
}

function unfolded(world: World, rides: readonly SharedRide[], maxBytes: number): Together | null {
  const known = rides.flatMap((ride) => {
    if (isAnyCut(ride.order.slices)) return [];
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
  return rides.some(fitsRows) ? rowCarryBytes(world) + cutBytes(world, rides.filter(fitsRows)) : 0;
}

/** Parts of an edge in a cut period, counted high, and bytes of one: here and in the carrier. */
const PARTS = 3;
const PART_BYTES = 2 * 20;
const CLASS_BYTES = 2 * 4;

/** Bytes of what is worked out of cut periods, of which many have the same number of edges. */
function cutBytes({ header }: World, rides: readonly SharedRide[]): number {
  const cut = rides.flatMap(({ order: { slices } }) => cutPeriodsOf(slices).map((period) => cutKey(slices, period)));
  const parts = (PARTS * header.edges) / header.description.periods.length;
  return parts * (PART_BYTES * new Set(cut).size + CLASS_BYTES * cut.length);
}

function cutPeriodsOf(slices: Slices): number[] {
  return Array.from(slices.cuts.keys()).filter((period) => isCut(slices, period));
}

/** A period and where it is cut. */
function cutKey({ cuts }: Slices, period: number): string {
  return `${period}: ${cuts[period].join()}`;
}

function fitsRows({ order: { memory, watches } }: SharedRide): boolean {
  return memory.alike && watches.count <= MOST_ROW_BITS;
}

function inRows(world: World, rides: readonly SharedRide[], maxBytes: number): Together | null {
  const some = rides.filter(fitsRows);
  if (some.length === 0) return null;
  const bytes = rowCarryBytes(world) + cutBytes(world, some);
  const carrier = bytes > maxBytes ? null : createRowCarrier(world);
  return carrier && new InRows(carrier, bytes, some);
}

/** Rides through the world's own graph. */
class InRows implements Together {
  readonly bytes: number;
  readonly holds: ReadonlySet<SharedRide>;
  private readonly carrier: RowCarrier;
  private readonly rides: readonly RowRide[];
  private readonly slices: readonly Slices[];
  /** By stances. */
  private readonly cut = new Map<string, CutRides>();

  constructor(carrier: RowCarrier, bytes: number, rides: readonly SharedRide[]) {
    this.carrier = carrier;
    this.bytes = bytes;
    this.holds = new Set(rides);
    this.rides = rides.map(({ order }) => rowRide(order));
    this.slices = rides.map(({ order }) => order.slices);
  }

  stancesOf(solution: Shared): string {
    return stancesKey(solution, this.slices);
  }

  carry(given: readonly Lane[], stances: string): (readonly (Float64Array | null)[])[] {
    const cut = this.cut.get(stances) ?? cutRides(given[0].of, [...this.holds]);
    this.cut.set(stances, cut);
    this.carrier.load(given);
    for (const period of cut.periods) {
      const known = new Map<Shared, Float64Array>();
      const sharesOf = ({ of }: Lane) => {
        const shares = known.get(of) ?? period.sharesOf(of);
        known.set(of, shares);
        return shares;
      };
      this.carrier.share(period.graph, given.map(sharesOf));
    }
    const byRide = this.rides.map((ride, i) => {
      const cuts = cut.byRide[i];
      return cuts === null ? null : this.carrier.pass({ ...ride, cuts });
    });
    return given.map((_, lane) => byRide.map((sums) => sums?.[lane] ?? null));
  }
}

/** The cut periods of rides, of which many have the same; null for a ride of which one is too large. */
interface CutRides {
  readonly periods: readonly StancedPeriod[];
  readonly byRide: readonly (readonly CutPeriod[] | null)[];
}

function cutRides(solution: Shared, rides: readonly SharedRide[]): CutRides {
  const known = new Map<string, StancedPeriod | null>();
  const periodOf = (slices: Slices, period: number) => {
    const key = cutKey(slices, period);
    const stanced = known.has(key) ? known.get(key)! : stancedPeriod(solution, slices, period);
    known.set(key, stanced);
    return stanced;
  };
  const byRide = rides.map(({ order }) => {
    const cuts: CutPeriod[] = [];
    for (const period of cutPeriodsOf(order.slices)) {
      const stanced = periodOf(order.slices, period);
      if (stanced === null) return null;
      cuts.push(cutPeriod(order, stanced));
    }
    return cuts;
  });
  return { periods: [...known.values()].filter((one) => one !== null), byRide };
}

/**
 * How a ride goes through a period: edges on which the same happens, step by step, and that end alike, are of one
 * class.
 */
function cutPeriod({ world, watches, slices, memory }: UnfoldOrder, stanced: StancedPeriod): CutPeriod {
  const { nodeEdge, edgeTarget, edgeLabel } = world;
  const { nodeBits, labelBits } = watches;
  const { period, graph, nodeOf, edgeTimes, times } = stanced;
  const first = slices.first[period];
  const edgeClass = new Uint32Array(graph.edgeOf.length);
  const known = new Map<string, number>([["", 0]]);
  const steps: Steps[] = [[]];
  for (let at = 0; at < nodeOf.length; at++) {
    const node = nodeOf[at];
    for (let edge = graph.nodeEdge[at]; edge < graph.nodeEdge[at + 1]; edge++) {
      const target = edgeTarget[graph.edgeOf[edge]];
      const fresh = nodeBits[target] & ~nodeBits[node];
      const ends = nodeEdge[target] === nodeEdge[target + 1];
      if (!ends && (labelBits[edgeLabel[graph.edgeOf[edge]]] | fresh) === 0) continue;
      const { own, state } = times[edgeTimes[edge]];
      const passage = { node, edge: graph.edgeOf[edge], fresh, at: first + state };
      const part = { own: own.map((slice) => first + slice) };
      const found = happenings(world, watches, part, passage).filter(([, bits]) => bits !== 0);
      const key = `${found.join(" ")}${ends ? " ends" : ""}`;
      if (!known.has(key)) {
        known.set(key, steps.length);
        steps.push(found);
      }
      edgeClass[edge] = known.get(key)!;
    }
  }
  const sources = sourcesOf(graph.nodeEdge, nodeOf);
  return {
    period,
    graph,
    edgeClass,
    classes: steps.length,
    along: (edge, state) => {
      const [from, to] = [sources(edge), edgeTarget[graph.edgeOf[edge]]];
      const after = memory.alongSteps!(from, to, memory.leave(state, from), steps[edgeClass[edge]]);
      return { state: after, bin: memory.bin };
    },
  };
}

/** By edge the node of the world that it comes from. */
function sourcesOf(nodeEdge: Uint32Array, nodeOf: Uint32Array): (edge: number) => number {
  return (edge) => {
    let [low, high] = [0, nodeOf.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (nodeEdge[middle] <= edge) low = middle;
      else high = middle - 1;
    }
    return nodeOf[low];
  };
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
    cuts: [],
  };
}

function rideAll(together: readonly Together[], solutions: readonly Ridden[]): Rides[] {
  const own = solutions.map((of): Lane => ({ ...of, of }));
  const clean = solutions.flatMap((of): Lane[] => {
    const { world, policy, mistakes } = of;
    if (mistakes === null) return [];
    return [{ world, policy: policy.map((chance, slot) => (mistakes[slot] === 1 ? 0 : chance)), of }];
  });
  const all = [...own, ...clean];
  const sums = together.map((part) => carryAll(part, all));
  let taken = solutions.length;
  return solutions.map(({ mistakes }, i) => {
    const unspoilt = mistakes === null ? -1 : taken++;
    return new Map(
      together.flatMap(({ holds }, part) =>
        [...holds].flatMap(({ key, order: { memory } }, place) => {
          const reader = (lane: number) => {
            const from = sums[part][lane][place]!;
            // Bins that first came up in a later pass, of solutions with other stances, took nothing in this one.
            return (bin: number, number: number) => from[bin * memory.numbers + number] ?? 0;
          };
          if (sums[part][i][place] === null) return [];
          return [[key, memory.rides(reader(i), unspoilt === -1 ? null : reader(unspoilt))] as const];
        }),
      ),
    );
  });
}

function carryAll(part: Together, all: readonly Lane[]): (readonly (Float64Array | null)[])[] {
  const stances = new Map<Shared, string>();
  for (const { of } of all) if (!stances.has(of)) stances.set(of, part.stancesOf?.(of) ?? "");
  const carried: (readonly (Float64Array | null)[])[] = [];
  for (const [own, lanes] of Map.groupBy(all.keys(), (lane) => stances.get(all[lane].of)!)) {
    for (let from = 0; from < lanes.length; from += CARRIED) {
      const group = lanes.slice(from, from + CARRIED);
      const sums = part.carry(
        group.map((lane) => all[lane]),
        own,
      );
      group.forEach((lane, i) => {
        carried[lane] = sums[i];
      });
    }
  }
  return carried;
}

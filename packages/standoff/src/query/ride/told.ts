/**
 * Columns that need not travel along a ride. A column is stopped when one of its watches first happens. Where every
 * node from which it can still be stopped, and every end, has seen it stopped on all ways there or on none, what is
 * stopped at an edge is all the mass on it or nothing, and what is left at an end likewise. Such a column is *told by*
 * the mass of column 0 (of clean mass: by clean mass that nothing stops), to the bit. Most outcomes are of that kind: a
 * state remembers that they came about.
 */
import type { World } from "../../world/world.ts";
import type { Column } from "./ride-order.ts";
import { bitsOnEdge, type Watches } from "./watch.ts";

export interface Told {
  /** Per column: is it told by the mass that nothing stops? */
  readonly columns: readonly boolean[];
  /** Per node: bit k where column k has been stopped on every way there. */
  readonly stopped: Uint32Array;
  /** Per node: the columns that something on a way from there can stop. */
  readonly open: Uint32Array;
}

/** Columns beyond these travel, since bits are 32; fewer than those are not worth the look. */
export const MOST_TOLD = 31;
const WORTH = 3;

const knownOpen = new WeakMap<Watches, Map<string, Uint32Array>>();

/** The columns that can be stopped up to the end of a period, per node. */
export function openUntil(world: World, watches: Watches, columns: readonly Column[], period: number): Uint32Array {
  const key = `${keyOf(columns)} until ${period}`;
  const own = knownOpen.get(watches) ?? new Map<string, Uint32Array>();
  knownOpen.set(watches, own);
  const layer = world.layerPeriod.findIndex((one) => one > period);
  const end = layer === -1 ? world.header.nodes : world.layerNode[layer];
  const open = own.get(key) ?? openColumns(world, watches, stoppedColumns(columns), end);
  own.set(key, open);
  return open;
}

function keyOf(columns: readonly Column[]): string {
  return columns.map(({ stop, atEnd }) => `${stop} ${atEnd}`).join();
}

/** Watches stand for a graph and what is looked out for; they are made once for many rides. */
const known = new WeakMap<Watches, Map<string, Told>>();

/** Null where all columns travel: those of time inside periods or of later days, and where they are few. */
export function toldColumns(world: World, watches: Watches, columns: readonly Column[]): Told | null {
  if (columns.length < WORTH || watches.moving !== 0 || watches.inner !== undefined) return null;
  const key = keyOf(columns);
  const own = known.get(watches) ?? new Map<string, Told>();
  known.set(watches, own);
  const told = own.get(key) ?? lookFor(world, watches, columns);
  own.set(key, told);
  return told;
}

function lookFor(world: World, watches: Watches, columns: readonly Column[]): Told {
  const { nodeEdge, edgeTarget, startNode } = world;
  const { nodes } = world.header;
  const some = columns.slice(0, MOST_TOLD);
  const stoppedBy = stoppedColumns(some);
  const may = new Uint32Array(nodes);
  const must = new Uint32Array(nodes).fill(-1);
  for (const node of startNode) {
    const fired = stoppedBy(watches.nodeBits[node] & watches.holds);
    may[node] |= fired;
    must[node] &= fired;
  }
  for (let node = 0; node < nodes; node++) {
    const [before, surely] = [may[node], must[node]];
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const fired = stoppedBy(bitsOnEdge(world, watches, node, edge));
      const target = edgeTarget[edge];
      may[target] |= before | fired;
      must[target] &= surely | fired;
    }
  }
  const open = openColumns(world, watches, stoppedBy);
  let unsure = 0;
  for (let node = 0; node < nodes; node++) {
    const ends = nodeEdge[node] === nodeEdge[node + 1];
    unsure |= may[node] & ~must[node] & (ends ? -1 : open[node]);
  }
  return { columns: columns.map((_, k) => k < MOST_TOLD && ((unsure >>> k) & 1) === 0), stopped: must, open };
}

/** Per node before `end`: the columns that something on a way from there to it can stop. */
export function openColumns(
  world: World,
  watches: Watches,
  stoppedBy: (bits: number) => number,
  end = world.header.nodes,
): Uint32Array {
  const { nodeEdge, edgeTarget } = world;
  const open = new Uint32Array(world.header.nodes);
  for (let node = end - 1; node >= 0; node--) {
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++)
      open[node] |= stoppedBy(bitsOnEdge(world, watches, node, edge)) | open[edgeTarget[edge]];
  }
  return open;
}

/** The columns that bits stop, as bits. */
export function stoppedColumns(columns: readonly Column[]): (bits: number) => number {
  const known = new Map<number, number>();
  return (bits) => {
    if (bits === 0) return 0;
    const old = known.get(bits);
    if (old !== undefined) return old;
    const found = columns.reduce((mask, { stop }, k) => ((stop & bits) === 0 ? mask : mask | (1 << k)), 0);
    known.set(bits, found);
    return found;
  };
}

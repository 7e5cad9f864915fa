/**
 * Columns that need not travel along a ride. A column is stopped when one of its watches first happens; where the graph lets none happen
 * again after that, on no path, what is stopped at an edge is all the mass on it, and what is left at an end is all mass there or
 * nothing. Such a column is *told by* the mass of column 0 (of clean mass: by clean mass that nothing stops), to the bit. Most outcomes
 * are of that kind: a state remembers that they came about.
 */
import type { World } from "../../world/world.ts";
import type { Column } from "./ride-order.ts";
import { bitsOnEdge, type Watches } from "./watch.ts";

export interface Told {
  /** Per column: is it told by the mass that nothing stops? */
  readonly columns: readonly boolean[];
  /** Per node: bit k where column k has been stopped on every way there. */
  readonly stopped: Uint32Array;
}

/** Columns beyond these travel, since bits are 32; fewer than those are not worth the look. */
const MOST_TOLD = 31;
const WORTH = 3;

/** Watches stand for a graph and what is looked out for; they are made once for many rides. */
const known = new WeakMap<Watches, Map<string, Told>>();

/** Null where all columns travel: those of time inside periods or of later days, and where they are few. */
export function toldColumns(world: World, watches: Watches, columns: readonly Column[]): Told | null {
  if (columns.length < WORTH || watches.moving !== 0 || watches.inner !== undefined) return null;
  const key = columns.map(({ stop, atEnd }) => `${stop} ${atEnd}`).join();
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
  const all = some.reduce((bits, { stop }) => bits | stop, 0);
  const columnsOf = (bits: number) =>
    some.reduce((mask, { stop }, k) => ((stop & bits) === 0 ? mask : mask | (1 << k)), 0);
  const may = new Uint32Array(nodes);
  const must = new Uint32Array(nodes).fill(-1);
  let again = 0;
  for (const node of startNode) {
    const fired = columnsOf(watches.nodeBits[node] & watches.holds);
    may[node] |= fired;
    must[node] &= fired;
  }
  for (let node = 0; node < nodes; node++) {
    const [before, surely] = [may[node], must[node]];
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const bits = bitsOnEdge(world, watches, node, edge) & all;
      const fired = bits === 0 ? 0 : columnsOf(bits);
      const target = edgeTarget[edge];
      again |= before & fired;
      may[target] |= before | fired;
      must[target] &= surely | fired;
    }
  }
  for (let node = 0; node < nodes; node++) if (nodeEdge[node] === nodeEdge[node + 1]) again |= may[node] & ~must[node];
  return { columns: columns.map((_, k) => k < MOST_TOLD && ((again >>> k) & 1) === 0), stopped: must };
}

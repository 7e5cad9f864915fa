// AssemblyScript: what private tastes of the moment add to values, as in `src/sweep/tastes.ts`, the same sums in the
// same order. All pointers are byte offsets; slots and sets hold doubles.

import { Places } from "./places";

/** Euler's constant: the mean of the standard Gumbel distribution. */
const EULER: f64 = 0.5772156649015329;

/**
 * What choosing as consecutive sets first..end do costs in points: the distance of their choices from the usual ones
 * over lambda. `plain`: weights of one, and tastes with the mean that Gumbel's distribution has.
 */
export function costOfSets(
  setSlot: usize,
  first: u32,
  end: u32,
  lambda: f64,
  plain: u32,
  logWeight: usize,
  policy: usize,
  logPolicy: usize,
  cost: usize,
): void {
  let at = (<usize>load<u32>(setSlot + ((<usize>first) << 2))) << 3;
  for (let set = first; set < end; set++) {
    const to = (<usize>load<u32>(setSlot + ((<usize>set) << 2), 4)) << 3;
    const several = to - at > 8;
    let distance: f64 = 0;
    for (; at < to; at += 8) {
      const chance = load<f64>(policy + at);
      if (chance == 0) continue;
      const log = load<f64>(logPolicy + at);
      distance += chance * (plain ? log : log - load<f64>(logWeight + at));
    }
    if (plain && several) distance -= EULER;
    store<f64>(cost + ((<usize>set) << 3), lambda > 0 ? distance / lambda : 0);
  }
}

/** Takes what choosing costs off the values of nodes first..end, in the columns that their sets' tastes count in. */
export function takeCosts(p: usize, first: u32, end: u32, cost: usize, values: usize): void {
  const w = changetype<Places>(p);
  const columns = <usize>w.columns;
  const nodeEdge = w.nodeEdge;
  for (let node = first; node < end; node++) {
    const set = load<u32>(w.nodeSet + ((<usize>node) << 2));
    if (set == 0xffffffff) continue;
    const costs = load<f64>(cost + ((<usize>set) << 3));
    if (costs == 0) continue;
    const coefficient = w.coefficient + <usize>load<u32>(w.setBlock + ((<usize>set) << 2));
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    let meets: f64 = 1;
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      if (load<u32>(w.edgeSlot + at) != 0) break;
      meets -= load<f64>(coefficient + <usize>load<u32>(w.edgeCoefficient + at));
    }
    const span = load<u32>(w.tasteSpan + ((<usize>set) << 2));
    const own = values + ((<usize>node) * columns << 3);
    const to = own + <usize>(span >> 16);
    for (let c = own + <usize>(span & 0xffff); c < to; c += 8) store<f64>(c, load<f64>(c) - meets * costs);
  }
}

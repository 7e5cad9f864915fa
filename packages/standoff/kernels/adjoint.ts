// AssemblyScript: the derivatives of the sweeps transposed, as in `src/sweep/adjoint.ts`, the same sums, those over
// columns two at a time. All pointers are byte offsets.

import { Places } from "./places";

/**
 * The values of a layer's nodes hand on what is due to them: to their targets' values, and to logarithms of chances.
 */
export function pullBack(
  p: usize,
  layer: u32,
  first: u32,
  end: u32,
  policy: usize,
  values: usize,
  due: usize,
  logs: usize,
): void {
  const w = changetype<Places>(p);
  const stride = (<usize>w.columns) << 3;
  const pairs = stride & ~15;
  const discounts = w.layerDiscount + <usize>layer * stride;
  const blocks = w.columnBlock;
  const nodeEdge = w.nodeEdge;
  for (let node = first; node < end; node++) {
    const own = due + (<usize>node) * stride;
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const slot = <usize>load<u32>(w.edgeSlot + at);
      const chosen = load<f64>(policy + slot);
      if (chosen == 0) continue;
      const coefficient = w.coefficient + <usize>load<u32>(w.edgeCoefficient + at);
      const target = (<usize>load<u32>(w.edgeTarget + at)) * <usize>w.columns;
      const row = w.payRow + <usize>load<u32>(w.edgePay + at);
      let sums = f64x2.splat(0);
      for (let pair: usize = 0; pair < pairs; pair += 16) {
        const block = blocks + (pair >> 1);
        const chance = f64x2.replace_lane(
          f64x2.splat(load<f64>(coefficient + <usize>load<u32>(block)) * chosen),
          1,
          load<f64>(coefficient + <usize>load<u32>(block, 4)) * chosen,
        );
        const share = f64x2.mul(chance, v128.load(own + pair));
        const discount = v128.load(discounts + pair);
        const worth = f64x2.add(v128.load(row + pair), f64x2.mul(discount, v128.load(values + target + pair)));
        sums = f64x2.add(sums, f64x2.mul(share, worth));
        const to = due + target + pair;
        v128.store(to, f64x2.add(v128.load(to), f64x2.mul(share, discount)));
      }
      let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
      if (pairs < stride) {
        const chance = load<f64>(coefficient + <usize>load<u32>(blocks + (pairs >> 1))) * chosen;
        const share = chance * load<f64>(own + pairs);
        const discount = load<f64>(discounts + pairs);
        sum += share * (load<f64>(row + pairs) + discount * load<f64>(values + target + pairs));
        const to = due + target + pairs;
        store<f64>(to, load<f64>(to) + share * discount);
      }
      const log = logs + slot;
      store<f64>(log, load<f64>(log) + sum);
    }
  }
}

/** The sums behind Q hand on what is due to them: to beliefs, and to the values of targets. */
export function gatherBack(
  p: usize,
  layer: u32,
  first: u32,
  end: u32,
  belief: usize,
  values: usize,
  q: usize,
  price: usize,
  due: usize,
  moved: usize,
): void {
  const w = changetype<Places>(p);
  const columns = <usize>w.columns;
  const discounts = w.layerDiscount + <usize>layer * (columns << 3);
  const nodeEdge = w.nodeEdge;
  for (let node = first; node < end; node++) {
    const set = load<u32>(w.nodeSet + ((<usize>node) << 2));
    if (set == 0xffffffff) continue;
    const likely = load<f64>(belief + ((<usize>node) << 3));
    const coefficient = w.coefficient + <usize>load<u32>(w.setBlock + ((<usize>set) << 2));
    const weights = w.weightRow + <usize>load<u32>(w.setWeights + ((<usize>set) << 2));
    const span = load<u32>(w.setSpan + ((<usize>set) << 2));
    const to = <usize>(span >> 16);
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    let sum: f64 = 0;
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const slot = <usize>load<u32>(w.edgeSlot + at);
      if (slot == 0) continue;
      const target = (<usize>load<u32>(w.edgeTarget + at)) * columns;
      const row = w.payRow + <usize>load<u32>(w.edgePay + at);
      const share = load<f64>(price + slot) * load<f64>(coefficient + <usize>load<u32>(w.edgeCoefficient + at));
      const certain = share * likely;
      let worth: f64 = 0;
      for (let c = <usize>(span & 0xffff); c < to; c += 8) {
        const weight = load<f64>(weights + c);
        const discount = load<f64>(discounts + c);
        worth += weight * (load<f64>(row + c) + discount * load<f64>(values + target + c));
        const place = due + target + c;
        store<f64>(place, load<f64>(place) + certain * weight * discount);
      }
      sum += share * (worth - load<f64>(q + slot));
    }
    store<f64>(moved + ((<usize>node) << 3), sum);
  }
}

/**
 * Values of nodes first..end hand what is due to them on to what choosing costs in their sets, which is taken off them.
 */
export function costsBack(p: usize, first: u32, end: u32, due: usize, costDue: usize): void {
  const w = changetype<Places>(p);
  const columns = <usize>w.columns;
  const nodeEdge = w.nodeEdge;
  for (let node = first; node < end; node++) {
    const set = load<u32>(w.nodeSet + ((<usize>node) << 2));
    if (set == 0xffffffff) continue;
    const coefficient = w.coefficient + <usize>load<u32>(w.setBlock + ((<usize>set) << 2));
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    let meets: f64 = 1;
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      if (load<u32>(w.edgeSlot + at) != 0) break;
      meets -= load<f64>(coefficient + <usize>load<u32>(w.edgeCoefficient + at));
    }
    const span = load<u32>(w.tasteSpan + ((<usize>set) << 2));
    const own = due + (((<usize>node) * columns) << 3);
    const to = own + <usize>(span >> 16);
    let sum: f64 = 0;
    for (let c = own + <usize>(span & 0xffff); c < to; c += 8) sum += load<f64>(c);
    const place = costDue + ((<usize>set) << 3);
    store<f64>(place, load<f64>(place) - meets * sum);
  }
}

/**
 * Reach hands on what is due to it, from node `end` - 1 to the first: to the nodes before, and to logarithms of
 * chances.
 */
export function pushBack(
  p: usize,
  block: usize,
  end: u32,
  policy: usize,
  reach: usize,
  moved: usize,
  logs: usize,
): void {
  const w = changetype<Places>(p);
  const edgeTarget = w.edgeTarget;
  const edgeSlot = w.edgeSlot;
  const edgeCoefficient = w.edgeCoefficient;
  const coefficient = w.coefficient + block;
  const nodeEdge = w.nodeEdge;
  for (let node = end; node > 0; ) {
    node--;
    const mass = load<f64>(reach + ((<usize>node) << 3));
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    let sum: f64 = 0;
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const slot = <usize>load<u32>(edgeSlot + at);
      const chance = load<f64>(coefficient + <usize>load<u32>(edgeCoefficient + at)) * load<f64>(policy + slot);
      const part = chance * load<f64>(moved + <usize>load<u32>(edgeTarget + at));
      sum += part;
      const log = logs + slot;
      store<f64>(log, load<f64>(log) + mass * part);
    }
    const own = moved + ((<usize>node) << 3);
    store<f64>(own, load<f64>(own) + sum);
  }
}

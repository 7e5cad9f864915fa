// AssemblyScript: the derivatives of the sweeps along a direction, as in `src/sweep/tangent.ts`, the same sums in the
// same order. All pointers are byte offsets.

import { Places } from "./places";

/** The change of reach that a change of log-chances makes, sent along the edges of nodes first..end. */
export function pushChange(
  p: usize,
  block: usize,
  first: u32,
  end: u32,
  policy: usize,
  reach: usize,
  direction: usize,
  change: usize,
): void {
  const w = changetype<Places>(p);
  const edgeTarget = w.edgeTarget;
  const edgeSlot = w.edgeSlot;
  const edgeCoefficient = w.edgeCoefficient;
  const coefficient = w.coefficient + block;
  const nodeEdge = w.nodeEdge;
  for (let node = first; node < end; node++) {
    const mass = load<f64>(reach + ((<usize>node) << 3));
    if (mass == 0) continue;
    const moved = load<f64>(change + ((<usize>node) << 3));
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const slot = <usize>load<u32>(edgeSlot + at);
      const to = change + <usize>load<u32>(edgeTarget + at);
      const chance = load<f64>(coefficient + <usize>load<u32>(edgeCoefficient + at)) * load<f64>(policy + slot);
      store<f64>(to, load<f64>(to) + chance * (moved + mass * load<f64>(direction + slot)));
    }
  }
}

/** Sums, per slot of a layer, the change of the belief-weighted worth: moved beliefs against Q, and moved values. */
export function gatherChange(
  p: usize,
  layer: u32,
  first: u32,
  end: u32,
  belief: usize,
  moved: usize,
  values: usize,
  change: usize,
  q: usize,
  sums: usize,
): void {
  const w = changetype<Places>(p);
  const columns = <usize>w.columns;
  const discounts = w.layerDiscount + <usize>layer * (columns << 3);
  const nodeEdge = w.nodeEdge;
  for (let node = first; node < end; node++) {
    const set = load<u32>(w.nodeSet + ((<usize>node) << 2));
    if (set == 0xffffffff) continue;
    const likely = load<f64>(belief + ((<usize>node) << 3));
    if (likely == 0) continue;
    const likelier = load<f64>(moved + ((<usize>node) << 3));
    const coefficient = w.coefficient + <usize>load<u32>(w.setBlock + ((<usize>set) << 2));
    const weights = w.weightRow + <usize>load<u32>(w.setWeights + ((<usize>set) << 2));
    const span = load<u32>(w.setSpan + ((<usize>set) << 2));
    const to = <usize>(span >> 16);
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const slot = <usize>load<u32>(w.edgeSlot + at);
      if (slot == 0) continue;
      const target = (<usize>load<u32>(w.edgeTarget + at)) * columns;
      const row = w.payRow + <usize>load<u32>(w.edgePay + at);
      let worth: f64 = 0;
      let worthier: f64 = 0;
      for (let c = <usize>(span & 0xffff); c < to; c += 8) {
        const weight = load<f64>(weights + c);
        const discount = load<f64>(discounts + c);
        worth += weight * (load<f64>(row + c) + discount * load<f64>(values + target + c));
        worthier += weight * discount * load<f64>(change + target + c);
      }
      const chance = load<f64>(coefficient + <usize>load<u32>(w.edgeCoefficient + at));
      const sum = sums + slot;
      store<f64>(sum, load<f64>(sum) + chance * (likely * worthier + likelier * (worth - load<f64>(q + slot))));
    }
  }
}

/** The change of the values of a layer's nodes, from that of their targets and of the answers' logarithms. */
export function pullChange(
  p: usize,
  layer: u32,
  first: u32,
  end: u32,
  policy: usize,
  answer: usize,
  values: usize,
  change: usize,
): void {
  const w = changetype<Places>(p);
  const stride = (<usize>w.columns) << 3;
  const pairs = stride & ~15;
  const discounts = w.layerDiscount + <usize>layer * stride;
  const blocks = w.columnBlock;
  const nodeEdge = w.nodeEdge;
  for (let node = first; node < end; node++) {
    const own = change + (<usize>node) * stride;
    for (let c: usize = 0; c < stride; c += 8) store<f64>(own + c, 0);
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const slot = <usize>load<u32>(w.edgeSlot + at);
      const chosen = load<f64>(policy + slot);
      if (chosen == 0) continue;
      const likelier = load<f64>(answer + slot);
      const coefficient = w.coefficient + <usize>load<u32>(w.edgeCoefficient + at);
      const target = (<usize>load<u32>(w.edgeTarget + at)) * <usize>w.columns;
      const row = w.payRow + <usize>load<u32>(w.edgePay + at);
      const all = f64x2.splat(likelier);
      for (let pair: usize = 0; pair < pairs; pair += 16) {
        const block = blocks + (pair >> 1);
        const chance = f64x2.replace_lane(
          f64x2.splat(load<f64>(coefficient + <usize>load<u32>(block)) * chosen),
          1,
          load<f64>(coefficient + <usize>load<u32>(block, 4)) * chosen,
        );
        const discount = v128.load(discounts + pair);
        const moved = f64x2.mul(discount, v128.load(change + target + pair));
        const worth = f64x2.add(v128.load(row + pair), f64x2.mul(discount, v128.load(values + target + pair)));
        const step = f64x2.mul(chance, f64x2.add(f64x2.mul(all, worth), moved));
        v128.store(own + pair, f64x2.add(v128.load(own + pair), step));
      }
      if (pairs < stride) {
        const chance = load<f64>(coefficient + <usize>load<u32>(blocks + (pairs >> 1))) * chosen;
        const discount = load<f64>(discounts + pairs);
        const worth = load<f64>(row + pairs) + discount * load<f64>(values + target + pairs);
        const step = chance * (likelier * worth + discount * load<f64>(change + target + pairs));
        store<f64>(own + pairs, load<f64>(own + pairs) + step);
      }
    }
  }
}

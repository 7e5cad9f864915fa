// AssemblyScript: the sweeps of `src/sweep/` as WebAssembly, the same sums in the same order. All pointers are byte
// offsets into one memory that `src/sweep/fast.ts` lays out. Columns go in pairs (SIMD, two doubles).
// Compiled by `npm run kernels` into `src/sweep/kernels.generated.ts`.

import { Places } from "./places";

export { costsBack, gatherBack, pullBack, pushBack } from "./adjoint";
export { chooseSets, divideSums, exponentiate, firstFree, normaliseSets } from "./choice";
export { costOfSets, takeCosts } from "./tastes";
export { gatherChange, pullChange, pushChange } from "./tangents";

/** `block`: byte offset of the view in the coefficients. */
export function sweepForward(p: usize, block: usize, policy: usize, reach: usize, first: u32, end: u32): void {
  const w = changetype<Places>(p);
  const edgeTarget = w.edgeTarget;
  const edgeSlot = w.edgeSlot;
  const edgeCoefficient = w.edgeCoefficient;
  const coefficient = w.coefficient + block;
  const nodeEdge = w.nodeEdge;
  let edge = load<u32>(nodeEdge + ((<usize>first) << 2));
  for (let node = first; node < end; node++) {
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    const mass = load<f64>(reach + ((<usize>node) << 3));
    if (mass != 0) {
      for (; edge < edgeEnd; edge++) {
        const at = (<usize>edge) << 2;
        const to = reach + <usize>load<u32>(edgeTarget + at);
        const chance =
          load<f64>(coefficient + <usize>load<u32>(edgeCoefficient + at)) *
          load<f64>(policy + <usize>load<u32>(edgeSlot + at));
        store<f64>(to, load<f64>(to) + mass * chance);
      }
    }
    edge = edgeEnd;
  }
}

/** Values of nodes first..end of one layer, four columns held in registers. */
export function pullLayer4(p: usize, layer: u32, first: u32, end: u32, policy: usize, values: usize): void {
  const w = changetype<Places>(p);
  const stride: usize = 32;
  const discounts = w.layerDiscount + (<usize>layer) * stride;
  const d0 = v128.load(discounts, 0);
  const d1 = v128.load(discounts, 16);
  const edgeTarget = w.edgeTarget;
  const edgeSlot = w.edgeSlot;
  const edgeCoefficient = w.edgeCoefficient;
  const edgePay = w.edgePay;
  const coefficient = w.coefficient;
  const payRow = w.payRow;
  const nodeEdge = w.nodeEdge;
  const nodePay = w.nodePay;
  let edge = load<u32>(nodeEdge + ((<usize>first) << 2));
  for (let node = first; node < end; node++) {
    const pay = payRow + <usize>load<u32>(nodePay + ((<usize>node) << 2));
    let s0 = v128.load(pay, 0);
    let s1 = v128.load(pay, 16);
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    for (; edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const chance = f64x2.splat(
        load<f64>(coefficient + <usize>load<u32>(edgeCoefficient + at)) *
          load<f64>(policy + <usize>load<u32>(edgeSlot + at)),
      );
      const target = values + (<usize>load<u32>(edgeTarget + at)) * 4;
      const row = payRow + <usize>load<u32>(edgePay + at);
      const n0 = f64x2.add(v128.load(row, 0), f64x2.mul(d0, v128.load(target, 0)));
      s0 = f64x2.add(s0, f64x2.mul(chance, n0));
      const n1 = f64x2.add(v128.load(row, 16), f64x2.mul(d1, v128.load(target, 16)));
      s1 = f64x2.add(s1, f64x2.mul(chance, n1));
    }
    const own = values + (<usize>node) * stride;
    v128.store(own, s0, 0);
    v128.store(own, s1, 16);
  }
}

/** Values of nodes first..end of one layer, six columns held in registers. */
export function pullLayer6(p: usize, layer: u32, first: u32, end: u32, policy: usize, values: usize): void {
  const w = changetype<Places>(p);
  const stride: usize = 48;
  const discounts = w.layerDiscount + (<usize>layer) * stride;
  const d0 = v128.load(discounts, 0);
  const d1 = v128.load(discounts, 16);
  const d2 = v128.load(discounts, 32);
  const edgeTarget = w.edgeTarget;
  const edgeSlot = w.edgeSlot;
  const edgeCoefficient = w.edgeCoefficient;
  const edgePay = w.edgePay;
  const coefficient = w.coefficient;
  const payRow = w.payRow;
  const nodeEdge = w.nodeEdge;
  const nodePay = w.nodePay;
  let edge = load<u32>(nodeEdge + ((<usize>first) << 2));
  for (let node = first; node < end; node++) {
    const pay = payRow + <usize>load<u32>(nodePay + ((<usize>node) << 2));
    let s0 = v128.load(pay, 0);
    let s1 = v128.load(pay, 16);
    let s2 = v128.load(pay, 32);
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    for (; edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const chance = f64x2.splat(
        load<f64>(coefficient + <usize>load<u32>(edgeCoefficient + at)) *
          load<f64>(policy + <usize>load<u32>(edgeSlot + at)),
      );
      const target = values + (<usize>load<u32>(edgeTarget + at)) * 6;
      const row = payRow + <usize>load<u32>(edgePay + at);
      const n0 = f64x2.add(v128.load(row, 0), f64x2.mul(d0, v128.load(target, 0)));
      s0 = f64x2.add(s0, f64x2.mul(chance, n0));
      const n1 = f64x2.add(v128.load(row, 16), f64x2.mul(d1, v128.load(target, 16)));
      s1 = f64x2.add(s1, f64x2.mul(chance, n1));
      const n2 = f64x2.add(v128.load(row, 32), f64x2.mul(d2, v128.load(target, 32)));
      s2 = f64x2.add(s2, f64x2.mul(chance, n2));
    }
    const own = values + (<usize>node) * stride;
    v128.store(own, s0, 0);
    v128.store(own, s1, 16);
    v128.store(own, s2, 32);
  }
}

/** The same for any number of columns: sums kept in memory, in pairs, an odd last column by itself. */
export function pullLayer(p: usize, layer: u32, first: u32, end: u32, policy: usize, values: usize): void {
  const w = changetype<Places>(p);
  const stride = (<usize>w.columns) << 3;
  const pairs = stride & ~15;
  const discounts = w.layerDiscount + (<usize>layer) * stride;
  let edge = load<u32>(w.nodeEdge + ((<usize>first) << 2));
  for (let node = first; node < end; node++) {
    const pay = w.payRow + <usize>load<u32>(w.nodePay + ((<usize>node) << 2));
    const own = values + (<usize>node) * stride;
    for (let c: usize = 0; c < stride; c += 8) store<f64>(own + c, load<f64>(pay + c));
    const edgeEnd = load<u32>(w.nodeEdge + ((<usize>node) << 2), 4);
    for (; edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const scalar =
        load<f64>(w.coefficient + <usize>load<u32>(w.edgeCoefficient + at)) *
        load<f64>(policy + <usize>load<u32>(w.edgeSlot + at));
      const chance = f64x2.splat(scalar);
      const target = values + (<usize>load<u32>(w.edgeTarget + at)) * <usize>w.columns;
      const row = w.payRow + <usize>load<u32>(w.edgePay + at);
      for (let pair: usize = 0; pair < pairs; pair += 16) {
        const next = f64x2.add(v128.load(row + pair), f64x2.mul(v128.load(discounts + pair), v128.load(target + pair)));
        v128.store(own + pair, f64x2.add(v128.load(own + pair), f64x2.mul(chance, next)));
      }
      if (pairs < stride) {
        const next = load<f64>(row + pairs) + load<f64>(discounts + pairs) * load<f64>(target + pairs);
        store<f64>(own + pairs, load<f64>(own + pairs) + scalar * next);
      }
    }
  }
}

/** The same for a world of several views: every column with the chances of its own. */
export function pullLayerInViews(p: usize, layer: u32, first: u32, end: u32, policy: usize, values: usize): void {
  const w = changetype<Places>(p);
  const stride = (<usize>w.columns) << 3;
  const pairs = stride & ~15;
  const discounts = w.layerDiscount + (<usize>layer) * stride;
  const blocks = w.columnBlock;
  let edge = load<u32>(w.nodeEdge + ((<usize>first) << 2));
  for (let node = first; node < end; node++) {
    const pay = w.payRow + <usize>load<u32>(w.nodePay + ((<usize>node) << 2));
    const own = values + (<usize>node) * stride;
    for (let c: usize = 0; c < stride; c += 8) store<f64>(own + c, load<f64>(pay + c));
    const edgeEnd = load<u32>(w.nodeEdge + ((<usize>node) << 2), 4);
    for (; edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const coefficient = w.coefficient + <usize>load<u32>(w.edgeCoefficient + at);
      const chosen = load<f64>(policy + <usize>load<u32>(w.edgeSlot + at));
      const target = values + (<usize>load<u32>(w.edgeTarget + at)) * <usize>w.columns;
      const row = w.payRow + <usize>load<u32>(w.edgePay + at);
      for (let pair: usize = 0; pair < pairs; pair += 16) {
        const block = blocks + (pair >> 1);
        const chance = f64x2.replace_lane(
          f64x2.splat(load<f64>(coefficient + <usize>load<u32>(block)) * chosen),
          1,
          load<f64>(coefficient + <usize>load<u32>(block, 4)) * chosen,
        );
        const next = f64x2.add(v128.load(row + pair), f64x2.mul(v128.load(discounts + pair), v128.load(target + pair)));
        v128.store(own + pair, f64x2.add(v128.load(own + pair), f64x2.mul(chance, next)));
      }
      if (pairs < stride) {
        const chance = load<f64>(coefficient + <usize>load<u32>(blocks + (pairs >> 1))) * chosen;
        const next = load<f64>(row + pairs) + load<f64>(discounts + pairs) * load<f64>(target + pairs);
        store<f64>(own + pairs, load<f64>(own + pairs) + chance * next);
      }
    }
  }
}

/** Adds belief x coefficient x worth to q, and belief x coefficient to mass, over the decision edges of a layer. */
export function gatherLayer(
  p: usize,
  layer: u32,
  first: u32,
  end: u32,
  belief: usize,
  values: usize,
  q: usize,
  mass: usize,
): void {
  const w = changetype<Places>(p);
  const columns = <usize>w.columns;
  const discounts = w.layerDiscount + <usize>layer * (columns << 3);
  const edgeTarget = w.edgeTarget;
  const edgeSlot = w.edgeSlot;
  const edgeCoefficient = w.edgeCoefficient;
  const edgePay = w.edgePay;
  const payRow = w.payRow;
  const nodeEdge = w.nodeEdge;
  for (let node = first; node < end; node++) {
    const set = load<u32>(w.nodeSet + ((<usize>node) << 2));
    if (set == 0xffffffff) continue;
    const likely = load<f64>(belief + ((<usize>node) << 3));
    if (likely == 0) continue;
    const weights = w.weightRow + <usize>load<u32>(w.setWeights + ((<usize>set) << 2));
    const coefficient = w.coefficient + <usize>load<u32>(w.setBlock + ((<usize>set) << 2));
    const span = load<u32>(w.setSpan + ((<usize>set) << 2));
    const from = <usize>(span & 0xffff);
    const to = <usize>(span >> 16);
    const weight = load<f64>(weights + from);
    const discount = load<f64>(discounts + from);
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    for (let edge = load<u32>(nodeEdge + ((<usize>node) << 2)); edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const slot = <usize>load<u32>(edgeSlot + at);
      if (slot == 0) continue;
      const target = values + (<usize>load<u32>(edgeTarget + at)) * columns;
      const row = payRow + <usize>load<u32>(edgePay + at);
      let worth = weight * (load<f64>(row + from) + discount * load<f64>(target + from));
      for (let c = from + 8; c < to; c += 8) {
        worth += load<f64>(weights + c) * (load<f64>(row + c) + load<f64>(discounts + c) * load<f64>(target + c));
      }
      const share = likely * load<f64>(coefficient + <usize>load<u32>(edgeCoefficient + at));
      store<f64>(q + slot, load<f64>(q + slot) + share * worth);
      store<f64>(mass + slot, load<f64>(mass + slot) + share);
    }
  }
}

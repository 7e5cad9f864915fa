// AssemblyScript: mass carried along unfolded graphs at four prices and policies at once, a lane each (two to a 128-bit
// register). At a node stands a row of numbers: its mass, and columns of mass that have not been stopped. Rows stand in
// a ring as long as the farthest edge. No number of a lane ever meets one of another. `src/sweep/carry.ts` lays the
// memory out. Compiled by `npm run kernels` into `src/sweep/rides.generated.ts`.

/** Bytes of all lanes of a number. */
const LANES: usize = 32;

/** Where things stand. Order and names as in `PLACES` of carry.ts. */
@unmanaged
class Places {
  row: u32; // bytes of a row
  ringMask: u32; // rows in the ring, less one
  nodeEdge: usize;
  edgeTarget: usize;
  edgeSlot: usize; // byte offset of the slot's lanes
  edgeCoefficient: usize; // byte offset of the coefficient's lanes
  edgeBin: usize; // 0: none
  binPasses: usize; // by bin: the numbers of a row that go on from it to the edge's target, as bits
  coefficient: usize;
  policy: usize;
  ring: usize;
  bins: usize; // a row each
}

export function firstFree(): usize {
  return __heap_base;
}

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

// @ts-ignore: decorator
@inline
function add(to: usize, what: v128): void {
  v128.store(to, f64x2.add(v128.load(to), what));
}

/** Passes on what stands at nodes 0..end, and leaves their rows empty. */
export function carry(p: usize, end: u32): void {
  const b = changetype<Places>(p);
  const row = <usize>b.row;
  const nodeEdge = b.nodeEdge;
  let edge: u32 = 0;
  for (let node: u32 = 0; node < end; node++) {
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    const own = b.ring + (<usize>(node & b.ringMask)) * row;
    if (!v128.any_true(v128.or(v128.load(own), v128.load(own, 16)))) {
      edge = edgeEnd;
      continue;
    }
    for (; edge < edgeEnd; edge++) {
      const at = (<usize>edge) << 2;
      const chance = b.coefficient + <usize>load<u32>(b.edgeCoefficient + at);
      const chosen = b.policy + <usize>load<u32>(b.edgeSlot + at);
      const one = f64x2.mul(v128.load(chance), v128.load(chosen));
      const two = f64x2.mul(v128.load(chance, 16), v128.load(chosen, 16));
      const to = b.ring + (<usize>(load<u32>(b.edgeTarget + at) & b.ringMask)) * row;
      const bin = load<u32>(b.edgeBin + at);
      if (bin == 0) {
        for (let c: usize = 0; c < row; c += LANES) {
          add(to + c, f64x2.mul(one, v128.load(own + c)));
          add(to + c + 16, f64x2.mul(two, v128.load(own + c, 16)));
        }
      } else {
        const sum = b.bins + (<usize>bin) * row;
        let passes = load<u32>(b.binPasses + ((<usize>bin) << 2));
        for (let c: usize = 0; c < row; c += LANES) {
          const first = f64x2.mul(one, v128.load(own + c));
          const second = f64x2.mul(two, v128.load(own + c, 16));
          add(sum + c, first);
          add(sum + c + 16, second);
          if (passes & 1) {
            add(to + c, first);
            add(to + c + 16, second);
          }
          passes >>= 1;
        }
      }
    }
    memory.fill(own, 0, row);
  }
}

// ---- Rows by state, on the world's own graph ----

/** What is not known yet of a state and of bits. */
const UNKNOWN: u32 = 0xffffffff;
/** The state behind an edge on which the path ends. */
const ENDS: u32 = 0xff;

/** Where things stand. Order and names as in `ROW_PLACES` of carry-rows.ts. */
@unmanaged
class RowPlaces {
  nodeEdge: usize;
  edgeTarget: usize;
  edgeSlot: usize; // byte offset of the slot's lanes
  edgeCoefficient: usize; // byte offset of the coefficient's lanes
  edgeLabel: usize; // byte offset of the label's bits
  coefficient: usize;
  policy: usize;
  nodeBits: usize;
  labelBits: usize;
  mayBits: usize; // 0: all
  ring: usize; // nodes x states x lanes
  live: usize; // by node of the ring: the states in which something stands, as bits
  ringMask: u32; // nodes in the ring, less one
  stateShift: u32; // log2 of the states at a node
  bitsShift: u32; // how many bits there are
  table: usize; // by state and bits: what is brought back (bin, from bit 8 on) and the state behind; of edges to an end behind them
  bins: usize;
  edge: u32; // where to go on; 0: at the node's first
  state: u32; // what is unknown
  bits: u32;
  ends: u32;
}

/**
 * Passes on what stands at nodes from..end, and leaves it empty. Returns the node at which something is unknown, to be
 * called again there, or `end`. `always`: also where nothing happens on an edge the table says what comes of it.
 */
export function carryRows(p: usize, from: u32, end: u32, always: bool): u32 {
  const b = changetype<RowPlaces>(p);
  const nodeEdge = b.nodeEdge;
  const mask = b.ringMask;
  const stateShift = b.stateShift;
  const endTable: u32 = 1 << (stateShift + b.bitsShift);
  const kept: u32 = (1 << b.bitsShift) - 1;
  for (let node = from; node < end; node++) {
    const ringNode = node & mask;
    const liveAt = b.live + ((<usize>ringNode) << 3);
    let live = load<u64>(liveAt);
    if (live == 0) continue;
    const first = load<u32>(nodeEdge + ((<usize>node) << 2));
    const edgeEnd = load<u32>(nodeEdge + ((<usize>node) << 2), 4);
    const before = load<u32>(b.nodeBits + ((<usize>node) << 2));
    const may = (b.mayBits == 0 ? 0xffffffff : load<u32>(b.mayBits + ((<usize>node) << 2))) & kept;
    for (; live != 0; live &= live - 1) {
      const state = <u32>ctz(live);
      const own = b.ring + (((<usize>ringNode << stateShift) + state) << 5);
      const mass = v128.load(own);
      const more = v128.load(own, 16);
      let edge = b.edge == 0 ? first : b.edge;
      b.edge = 0;
      for (; edge < edgeEnd; edge++) {
        const at = (<usize>edge) << 2;
        const target = load<u32>(b.edgeTarget + at);
        const there = nodeEdge + ((<usize>target) << 2);
        const bits =
          (load<u32>(b.labelBits + <usize>load<u32>(b.edgeLabel + at)) |
            (load<u32>(b.nodeBits + ((<usize>target) << 2)) & ~before)) &
          may;
        const ends = load<u32>(there) == load<u32>(there, 4);
        let next = state;
        let bin: u32 = 0;
        if (bits != 0 || ends || always) {
          const place = ((state << b.bitsShift) | bits) + (ends ? endTable : 0);
          const entry = load<u32>(b.table + ((<usize>place) << 2));
          if (entry == UNKNOWN) {
            b.edge = edge;
            b.state = state;
            b.bits = bits;
            b.ends = ends ? 1 : 0;
            store<u64>(liveAt, live);
            return node;
          }
          next = entry & 0xff;
          bin = entry >> 8;
        }
        const chance = b.coefficient + <usize>load<u32>(b.edgeCoefficient + at);
        const chosen = b.policy + <usize>load<u32>(b.edgeSlot + at);
        const one = f64x2.mul(f64x2.mul(v128.load(chance), v128.load(chosen)), mass);
        const two = f64x2.mul(f64x2.mul(v128.load(chance, 16), v128.load(chosen, 16)), more);
        if (bin != 0) {
          const sum = b.bins + ((<usize>bin) << 5);
          add(sum, one);
          add(sum + 16, two);
        }
        if (next == ENDS) continue;
        const targetRing = <usize>(target & mask);
        const to = b.ring + (((targetRing << stateShift) + next) << 5);
        add(to, one);
        add(to + 16, two);
        const liveTo = b.live + (targetRing << 3);
        store<u64>(liveTo, load<u64>(liveTo) | ((<u64>1) << next));
      }
      v128.store(own, i64x2.splat(0));
      v128.store(own, i64x2.splat(0), 16);
    }
    store<u64>(liveAt, 0);
  }
  return end;
}

// ---- A period that is cut at dates inside it ----

/** Of a node or a target: it stands in a stance but 0, and is numbered here; else it is a node of the world. */
const STANCED: u32 = 0x80000000;

/** Where things stand. Order and names as in `CUT_PLACES` of cut-periods.ts. */
@unmanaged
class CutPlaces {
  count: u32;
  nodes: usize;
  nodeEdge: usize;
  edgeOf: usize; // the world's edge, as a byte offset into words
  edgeTarget: usize;
  edgeShare: usize; // byte offset of the share's lanes
  edgeClass: usize; // 0: nothing comes of it
  shares: usize;
  ring: usize; // stanced nodes x states x lanes
  live: usize;
  ringMask: u32;
}

/**
 * Passes on what stands at nodes of a cut period, from one on: mass in stance 0 stands where `carryRows` has it, mass
 * in others in a ring of its own. Returns the node at which something is unknown, to be called again there, or how many
 * there are.
 */
export function carryCut(p: usize, cut: usize, from: u32): u32 {
  const b = changetype<RowPlaces>(p);
  const c = changetype<CutPlaces>(cut);
  const stateShift = b.stateShift;
  for (let node = from; node < c.count; node++) {
    const own = load<u32>(c.nodes + ((<usize>node) << 2));
    const stanced = (own & STANCED) != 0;
    const ringNode = stanced ? node & c.ringMask : own & b.ringMask;
    const ring = stanced ? c.ring : b.ring;
    const liveAt = (stanced ? c.live : b.live) + ((<usize>ringNode) << 3);
    let live = load<u64>(liveAt);
    if (live == 0) continue;
    const first = load<u32>(c.nodeEdge + ((<usize>node) << 2));
    const edgeEnd = load<u32>(c.nodeEdge + ((<usize>node) << 2), 4);
    for (; live != 0; live &= live - 1) {
      const state = <u32>ctz(live);
      const row = ring + (((<usize>ringNode << stateShift) + state) << 5);
      const mass = v128.load(row);
      const more = v128.load(row, 16);
      let edge = b.edge == 0 ? first : b.edge;
      b.edge = 0;
      for (; edge < edgeEnd; edge++) {
        const at = (<usize>edge) << 2;
        let next = state;
        let bin: u32 = 0;
        const kind = load<u32>(c.edgeClass + at);
        if (kind != 0) {
          const entry = load<u32>(b.table + (<usize>((kind << stateShift) + state) << 2));
          if (entry == UNKNOWN) {
            b.edge = edge;
            b.state = state;
            b.bits = kind;
            store<u64>(liveAt, live);
            return node;
          }
          next = entry & 0xff;
          bin = entry >> 8;
        }
        const inWorld = <usize>load<u32>(c.edgeOf + at);
        const chance = b.coefficient + <usize>load<u32>(b.edgeCoefficient + inWorld);
        const chosen = b.policy + <usize>load<u32>(b.edgeSlot + inWorld);
        const share = c.shares + <usize>load<u32>(c.edgeShare + at);
        const one = f64x2.mul(f64x2.mul(f64x2.mul(v128.load(chance), v128.load(chosen)), v128.load(share)), mass);
        const two = f64x2.mul(
          f64x2.mul(f64x2.mul(v128.load(chance, 16), v128.load(chosen, 16)), v128.load(share, 16)),
          more,
        );
        if (bin != 0) {
          const sum = b.bins + ((<usize>bin) << 5);
          add(sum, one);
          add(sum + 16, two);
        }
        if (next == ENDS) continue;
        const target = load<u32>(c.edgeTarget + at);
        const there = (target & STANCED) != 0;
        const targetRing = <usize>(target & (there ? c.ringMask : b.ringMask));
        const to = (there ? c.ring : b.ring) + (((targetRing << stateShift) + next) << 5);
        add(to, one);
        add(to + 16, two);
        const liveTo = (there ? c.live : b.live) + (targetRing << 3);
        store<u64>(liveTo, load<u64>(liveTo) | ((<u64>1) << next));
      }
      v128.store(row, i64x2.splat(0));
      v128.store(row, i64x2.splat(0), 16);
    }
    store<u64>(liveAt, 0);
  }
  return c.count;
}

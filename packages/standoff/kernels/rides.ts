// AssemblyScript: mass carried along unfolded graphs at four prices and policies at once, a lane each (two to a 128-bit register). At
// a node stands a row of numbers: its mass, and columns of mass that have not been stopped. Rows stand in a ring as long as the
// farthest edge. No number of a lane ever meets one of another. `src/sweep/carry.ts` lays the memory out. Compiled by `npm run
// kernels` into `src/sweep/rides.generated.ts`.

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

/**
 * The loops over a world behind one face, so that the plain ones (the reference, everywhere) and the fast ones
 * (`fast.ts`, WebAssembly with SIMD) are interchangeable; one contract test runs both. Arrays that kernels read and write
 * come from `reals`, since the fast ones live in a memory of their own.
 */
import type { World } from "../world/world.ts";
import { pullLayer } from "./backward.ts";
import { pushLayer } from "./forward.ts";
import { gatherLayer } from "./gather.ts";
import type { SweepLayout } from "./layout.ts";

export interface Kernels {
  readonly name: "plain" | "fast";
  /** A zeroed array that these kernels can reach. */
  reals(length: number): Float64Array;
  /** Sends the probability of nodes first..end along their edges, in a view: nature's where none is given. */
  push(first: number, end: number, policy: Float64Array, reach: Float64Array, view?: number): void;
  /** Values (nodes x columns) of a layer's nodes from those of their targets, every column in its actor's view. */
  pull(layer: number, first: number, end: number, policy: Float64Array, values: Float64Array): void;
  /** Adds belief x coefficient x worth to `q` and belief x coefficient to `mass` over decision edges, in the deciders' views. */
  gather(
    layer: number,
    first: number,
    end: number,
    belief: Float64Array,
    values: Float64Array,
    q: Float64Array,
    mass: Float64Array,
  ): void;
}

/** The reference kernels. */
export function plainKernels(world: World, layout: SweepLayout): Kernels {
  return {
    name: "plain",
    reals: (length) => new Float64Array(length),
    push: (first, end, policy, reach, view = 0) => pushLayer(layout.views[view]!, first, end, policy, reach),
    pull: (layer, first, end, policy, values) => pullLayer(world, layout.columnRuns, layer, first, end, policy, values),
    gather: (layer, first, end, belief, values, q, mass) =>
      gatherLayer(world, layout, layer, first, end, belief, { values, q, mass }),
  };
}

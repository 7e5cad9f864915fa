/**
 * The loops over a world behind one face, so that the plain ones (the reference, everywhere) and the fast ones
 * (`fast.ts`, WebAssembly with SIMD) are interchangeable; one contract test runs both. Arrays that kernels read and
 * write come from `reals`, since the fast ones live in a memory of their own.
 */
import type { World } from "../world/world.ts";
import {
  costsBack,
  type GatheredBack,
  gatherBack,
  type PulledBack,
  type PushedBack,
  pullBack,
  pushBack,
} from "./adjoint.ts";
import { pullLayer } from "./backward.ts";
import { type ChangeAt, gatherChange, type PulledChange, type PushedChange, pullChange, pushChange } from "./change.ts";
import { type Chosen, chooseSets, divideSums, normaliseSets } from "./choose.ts";
import { pushLayer } from "./forward.ts";
import { type Gathered, gatherLayer } from "./gather.ts";
import type { SweepLayout } from "./layout.ts";
import { type Costing, costOfSets, takeCosts } from "./tastes.ts";

export interface Kernels {
  readonly name: "plain" | "fast";
  /** A zeroed array that these kernels can reach. */
  reals(length: number): Float64Array;
  /** Sends the probability of nodes first..end along their edges, in a view: nature's where none is given. */
  push(first: number, end: number, policy: Float64Array, reach: Float64Array, view?: number): void;
  /** Values (nodes x columns) of a layer's nodes from those of their targets, every column in its actor's view. */
  pull(layer: number, policy: Float64Array, values: Float64Array): void;
  /**
   * Adds belief x coefficient x worth to `q` and belief x coefficient to `mass` over decision edges, in the deciders'
   * views.
   */
  gather(layer: number, belief: Float64Array, out: Gathered): void;
  /** Divides `q` by `mass` at slots first..end, where there is mass. */
  divide(first: number, end: number, q: Float64Array, mass: Float64Array): void;
  /** The logit choices of consecutive sets, first..end, at one lambda: chances, and their logarithms. */
  choose(first: number, end: number, lambda: number, out: Chosen): void;
  /** Shifts the logarithms of consecutive sets' chances so that the chances, which are put beside them, sum to one. */
  normalise(first: number, end: number, chances: Float64Array, logs: Float64Array): void;
  /** Overwrites numbers with their exponentials. */
  exponentiate(numbers: Float64Array): void;
  /** What the choices of consecutive sets, first..end, cost: sets' places in `cost` (`tastes.ts`). */
  costOf(first: number, end: number, costing: Costing, cost: Float64Array): void;
  /** Takes costs off the values of a layer's nodes. */
  takeCosts(layer: number, cost: Float64Array, values: Float64Array): void;
  /** The derivative's loops, as in `change.ts`; all columns at once. */
  pushChange(of: PushedChange, view?: number): void;
  gatherChange(layer: number, at: ChangeAt, sums: Float64Array): void;
  pullChange(layer: number, of: PulledChange): void;
  /** The same transposed, as in `adjoint.ts`. */
  pullBack(layer: number, of: PulledBack): void;
  gatherBack(layer: number, of: GatheredBack): void;
  pushBack(of: PushedBack, view?: number): void;
  /** From what is due to values (nodes x columns) to what is due to costs (sets; grows). */
  costsBack(layer: number, due: Float64Array, costDue: Float64Array): void;
}

/** A world, and what sweeps it. */
export interface Swept {
  readonly world: World;
  readonly layout: SweepLayout;
  readonly kernels: Kernels;
}

/** The reference kernels. */
export function plainKernels(world: World, layout: SweepLayout): Kernels {
  return {
    name: "plain",
    reals: (length) => new Float64Array(length),
    push: (first, end, policy, reach, view = 0) => pushLayer(layout.views[view], first, end, policy, reach),
    pull: (layer, policy, values) => pullLayer(world, layout.columnRuns, layer, policy, values),
    gather: (layer, belief, out) => gatherLayer(world, layout, layer, belief, out),
    divide: divideSums,
    choose: (first, end, lambda, out) => chooseSets(world, first, end, lambda, out),
    normalise: (first, end, chances, logs) => normaliseSets(world, first, end, chances, logs),
    exponentiate: (numbers) => {
      for (let i = 0; i < numbers.length; i++) numbers[i] = Math.exp(numbers[i]);
    },
    costOf: (first, end, costing, cost) => costOfSets(world, first, end, costing, cost),
    takeCosts: (layer, cost, values) => takeCosts(world, layout, layer, cost, values),
    pushChange: (of, view = 0) => pushChange(layout.views[view], of),
    gatherChange: (layer, at, sums) => gatherChange(world, layout, layer, at, sums),
    pullChange: (layer, of) => {
      for (const run of layout.columnRuns) pullChange(world, run, layer, of);
    },
    pullBack: (layer, of) => {
      for (const run of layout.columnRuns) pullBack(world, run, layer, of);
    },
    gatherBack: (layer, of) => gatherBack(world, layout, layer, of),
    pushBack: (of, view = 0) => pushBack(layout.views[view], of),
    costsBack: (layer, due, costDue) => costsBack(world, layout, layer, due, costDue),
  };
}

/** `standoff/solve`: what computes on a world that is there already, read from bytes say: no parser comes with it. */

export { sweepLayout } from "../sweep/layout.ts";
export type { World } from "../world/world.ts";
export { LayerKind, NO_SET, shareWorld, stateValue, wholeWorld } from "../world/world.ts";
export { memoryNeeded, solveEquilibrium } from "./equilibrium.ts";
export type { Solved, SolveResult } from "./solution.ts";

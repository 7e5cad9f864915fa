/** `standoff/solve`: what computes on a world that is there already, read from bytes say: no parser comes with it. */

export type { ColumnRun, SetRuns, SweepLayout } from "../sweep/layout.ts";
export { sweepLayout } from "../sweep/layout.ts";
export type { World } from "../world/world.ts";
export { sealWorld, shareWorld, wholeWorld, worldFromBuffer } from "../world/world.ts";
export { memoryNeeded, solveEquilibrium } from "./equilibrium.ts";
export type { Certificate, Solved, SolveOptions, SolveProgress, SolveResult } from "./solution.ts";

/** The short face of the library: re-exports only. Finer parts are imported as `standoff/TOPIC/FILE`. */
export { loadScenario } from "./language/load.ts";
export type { Scenario } from "./language/scenario.ts";
export type {
  Attempted,
  Build,
  BuiltScenario,
  LoadOptions,
  Run,
  RunOptions,
  SolvedScenario,
  TooLarge,
} from "./run.ts";
export {
  buildScenario,
  bytesToSolve,
  RIBBON_SCALES,
  runOf,
  runScenario,
  solveScenario,
  WIDE_RIBBON_SCALES,
} from "./run.ts";
export type { Certificate, Solved, SolveOptions, SolveResult } from "./solve/solution.ts";
export type { Diagnostic, Painter, Severity } from "./text/diagnostic.ts";
export { formatDiagnostic, hasErrors, placeOf, sortDiagnostics } from "./text/diagnostic.ts";
export type { SourceFile, Span } from "./text/source.ts";
export { lineAt, nowhere, position } from "./text/source.ts";
export type { World, WorldHeader } from "./world/world.ts";
export { sealWorld, worldFromBuffer } from "./world/world.ts";

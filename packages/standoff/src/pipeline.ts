/**
 * From a scenario's file to a solved world, in one call: read and check, build, examine, solve at several steadinesses.
 * The phases themselves are in their topics; this is the order in which a program wants them.
 */
import { loadScenario } from "./language/check.ts";
import type { Scenario } from "./language/scenario.ts";
import { checkQuestions } from "./query/read-question.ts";
import { solveEquilibrium } from "./solve/equilibrium.ts";
import type { Solved, SolveOptions, SolveResult } from "./solve/solution.ts";
import { type Diagnostic, hasErrors, sortDiagnostics } from "./text/diagnostic.ts";
import type { SourceFile } from "./text/source.ts";
import { type BuildResult, type BuildStats, buildWorld, DEFAULT_MAX_BYTES } from "./world/build.ts";
import { examineWorld } from "./world/examine.ts";
import type { World } from "./world/world.ts";

/** Multiples of the stated steadiness at which a forecast is solved: the ribbon. 1 is the forecast itself. */
export const RIBBON_SCALES: readonly number[] = [0.25, 0.5, 1, 2, 4];

export interface LoadOptions {
  /** Assumptions to replace, as text: name -> value as it would stand in the file. */
  readonly set?: Readonly<Record<string, string>>;
  /** Another step of the calendar, as text. */
  readonly step?: string;
  /** Begin with the turns in reversed order. */
  readonly reversed?: boolean;
  /** Lengthens the calendar: 1.25 is a quarter longer. */
  readonly horizon?: number;
}

export interface RunOptions extends LoadOptions {
  /** Memory for the world and for solving, in bytes. Default 2 GiB. */
  readonly maxBytes?: number;
  /** Building stops as cancelled beyond this number of edges: for a first look. */
  readonly maxEdges?: number;
  /** Default `RIBBON_SCALES`; must hold 1. */
  readonly scales?: readonly number[];
  /** false: the world is built by evaluating every node, without the kernel. */
  readonly kernel?: boolean;
  /** A stage in words, and how far it is from 0 to 1 where that is known. */
  readonly onProgress?: (stage: string, part?: number) => void;
  /** Told of each scale's result as soon as it stands, in ascending order. */
  readonly onResult?: (result: SolveResult) => void;
  readonly cancelled?: () => boolean;
}

export interface Attempted {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly SourceFile[];
}

export type BuiltScenario = Attempted & {
  readonly scenario: Scenario;
  readonly world: World;
  readonly stats: BuildStats;
};

export type TooLarge = Extract<BuildResult, { status: "too large" }>;

export type Build =
  | ({ readonly status: "built" } & BuiltScenario)
  | ({ readonly status: "faulty" } & Attempted)
  | ({ readonly status: "cancelled" } & Attempted)
  | ({ readonly status: "too large"; readonly scenario: Scenario; readonly why: TooLarge } & Attempted);

export interface SolvedScenario extends BuiltScenario {
  /** The forecast itself, at the stated steadiness. */
  readonly base: Solved;
  /** The solved ones of all scales, ascending, `base` among them. */
  readonly results: readonly Solved[];
  /** Scales that did not reach the tolerance: the ribbon lacks them. */
  readonly unsolved: readonly Solved[];
}

export type Run =
  | ({ readonly status: "solved" } & SolvedScenario)
  /** `base` did not reach its tolerance: for inspection only. */
  | ({ readonly status: "not converged" } & SolvedScenario)
  | Exclude<Build, { status: "built" }>
  | ({
      readonly status: "no memory to solve";
      readonly needsBytes: number;
      readonly limitBytes: number;
    } & BuiltScenario);

type ReadFile = (path: string) => string | undefined;

/** Reads, checks, builds and examines. Diagnostics of all phases come sorted; with an error among them: `faulty`. */
export function buildScenario(path: string, readFile: ReadFile, options: RunOptions = {}): Build {
  options.onProgress?.("reading");
  const loaded = loadScenario(path, readFile, options);
  const { scenario, sources } = loaded;
  const attempted = (found: readonly Diagnostic[] = []): Attempted => ({
    diagnostics: sortDiagnostics([...loaded.diagnostics, ...found]),
    sources,
  });
  if (scenario === undefined || hasErrors(loaded.diagnostics)) return { status: "faulty", ...attempted() };

  const asked = checkQuestions(scenario);
  if (hasErrors(asked)) return { status: "faulty", ...attempted(asked) };

  let edgesBuilt = 0;
  const built = buildWorld(scenario, {
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    ...(options.kernel === undefined ? {} : { kernel: options.kernel }),
    cancelled: () => edgesBuilt > (options.maxEdges ?? Number.POSITIVE_INFINITY) || options.cancelled?.() === true,
    onProgress: ({ period, periods, nodes, edges }) => {
      edgesBuilt = edges;
      options.onProgress?.(`building: ${nodes.toLocaleString("en")} states`, period / periods);
    },
  });
  if (built.status === "faulty") return { status: "faulty", ...attempted(built.diagnostics) };
  if (built.status === "cancelled") return { status: "cancelled", ...attempted() };
  if (built.status === "too large") return { status: "too large", scenario, why: built, ...attempted() };

  options.onProgress?.("examining");
  const { world, stats } = built;
  const examined = attempted(examineWorld(scenario, world));
  if (hasErrors(examined.diagnostics)) return { status: "faulty", ...examined };
  return { status: "built", scenario, world, stats, ...examined };
}

/** The whole way: `buildScenario`, then the equilibrium at every scale. */
export function runScenario(path: string, readFile: ReadFile, options: RunOptions = {}): Run {
  const build = buildScenario(path, readFile, options);
  return build.status === "built" ? solveScenario(build, options) : build;
}

/** The second half of the way: the equilibrium of a built scenario at every scale. */
export function solveScenario(build: BuiltScenario, options: RunOptions = {}): Run {
  const scales = options.scales ?? RIBBON_SCALES;
  if (!scales.includes(1)) throw new Error(`the scales ${scales.join(", ")} lack 1, the forecast itself`);
  const highest = scales[scales.length - 1]!;
  const solving: SolveOptions = {
    scales,
    maxBytes: bytesToSolve(build, options),
    ...(options.cancelled === undefined ? {} : { cancelled: options.cancelled }),
    ...(options.onResult === undefined ? {} : { onResult: options.onResult }),
    onProgress: ({ scale }) => options.onProgress?.("solving", scale / highest),
  };
  return runOf(build, solveEquilibrium(build.world, solving));
}

/** What the limit leaves beside the world. */
export function bytesToSolve({ world }: BuiltScenario, { maxBytes }: RunOptions): number {
  return (maxBytes ?? DEFAULT_MAX_BYTES) - world.buffer.byteLength;
}

/** What came of a run, from the results of its scales. */
export function runOf(build: BuiltScenario, found: readonly SolveResult[]): Run {
  const results: Solved[] = [];
  const unsolved: Solved[] = [];
  for (const result of found) {
    if (result.status === "cancelled") return { ...build, status: "cancelled" };
    if (result.status === "too large") {
      const { needsBytes, limitBytes } = result;
      return { ...build, status: "no memory to solve", needsBytes, limitBytes };
    }
    (result.status === "solved" ? results : unsolved).push(result);
  }
  const solved = results.find(({ scale }) => scale === 1);
  if (solved) return { ...build, status: "solved", base: solved, results, unsolved };
  return { ...build, status: "not converged", base: unsolved.find(({ scale }) => scale === 1)!, results, unsolved };
}

/**
 * From a scenario's file to a solved world, in one call: read and check, build, examine, solve at several steadinesses.
 * The phases themselves are in their topics; this is the order in which a program wants them.
 */

import { type BuildResult, type BuildStats, buildInSteps, DEFAULT_MAX_BYTES } from "./build/build.ts";
import { examineInSteps } from "./build/examine.ts";
import { repriced } from "./build/reprice.ts";
import type { ReadFile } from "./language/file/extend.ts";
import { type LoadOptions, loadScenario } from "./language/load.ts";
import type { Scenario } from "./language/scenario.ts";
import { inOneGo, type Steps } from "./math/steps.ts";
import { rolledOn } from "./query/history/rolled.ts";
import { checkQuestions } from "./query/questions/read-question.ts";
import { examineStakes } from "./query/stakes.ts";
import type { Solution } from "./query/told/given-news.ts";
import { solveEquilibrium } from "./solve/equilibrium.ts";
import { RIBBON_SCALES } from "./solve/ribbon.ts";
import type { Certificate, Solved, SolveOptions, SolveResult } from "./solve/solution.ts";
import { type Diagnostic, hasErrors, sortDiagnostics } from "./text/diagnostic.ts";
import type { SourceFile } from "./text/source.ts";
import type { World } from "./world/world.ts";

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
  /**
   * Follow the principal branch through all scales, instead of solving at the stated steadiness first. Small worlds are
   * traced anyway.
   */
  readonly trace?: boolean;
  /** Told of each scale's result as soon as it stands: in a large world that of the stated steadiness first. */
  readonly onResult?: (result: SolveResult) => void;
  /** Told, after a result, what has been found out of how it stands since. */
  readonly onCertificate?: (scale: number, certificate: Certificate) => void;
  /**
   * Told, in a large world, where play stands after six sweeps at the stated steadiness: a first sight of the answer,
   * not yet solved.
   */
  readonly onFirstFigures?: (first: Solved) => void;
  readonly cancelled?: () => boolean;
  /** Building alone: what the world shows of the scenario is looked for later, by `examineScenario`. */
  readonly unexamined?: boolean;
  /** Keeps the world built last: a scenario that differs from it in numbers alone is priced, and not built. */
  readonly kept?: KeptWorld;
}

export interface KeptWorld {
  last: Pick<BuiltScenario, "world" | "stats"> | null;
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

export interface SolvedScenario extends BuiltScenario, Solution {
  /** Scales that did not reach the tolerance: the ribbon lacks them. */
  readonly unsolved: readonly Solved[];
  /** Scales that were not come to before the run was cancelled. */
  readonly missing: readonly number[];
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

/**
 * Reads, checks, builds and examines. Diagnostics of all phases come sorted; with an error among them: `faulty`. A
 * world that
 * would need more than `maxBytes` is `too large`, with what multiplies. Never throws on bad input.
 *
 * @example
 * ```ts
 * const build = buildScenario(strike, read);
 * build.status // => "built"
 * build.world.header.nodes // => 752
 * buildScenario(strike, read, { set: { "large fund": "1.7" } }).status // => "faulty"
 * ```
 */
export function buildScenario(path: string, readFile: ReadFile, options: RunOptions = {}): Build {
  return inOneGo(buildScenarioInSteps(path, readFile, options));
}

/** The same, resting between its parts and while it builds. */
export function* buildScenarioInSteps(path: string, readFile: ReadFile, options: RunOptions = {}): Steps<Build> {
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

  const built = yield* builtOrPriced(scenario, options, statedValues(path, readFile, options));
  if (built.status === "faulty") return { status: "faulty", ...attempted(built.diagnostics) };
  if (built.status === "cancelled") return { status: "cancelled", ...attempted() };
  if (built.status === "too large") return { status: "too large", scenario, why: built, ...attempted() };
  if (options.kept) options.kept.last = built;

  const { world, stats } = built;
  const build = { status: "built", scenario, world, stats, ...attempted() } as const;
  return options.unexamined === true ? build : yield* examineScenarioInSteps(build, options);
}

/**
 * The last phase of building, for a scenario that was built without it (`unexamined`): what its world shows, a fault
 * perhaps, beside what was said before. Solving needs not wait for it.
 *
 * @example
 * ```ts
 * const build = buildScenario(strike, read, { unexamined: true });
 * examineScenario(build).status // => "built"
 * ```
 */
export function examineScenario(build: BuiltScenario, options: RunOptions = {}): Build {
  return inOneGo(examineScenarioInSteps(build, options));
}

function* examineScenarioInSteps(build: BuiltScenario, { onProgress }: RunOptions): Steps<Build> {
  onProgress?.("examining");
  const { scenario, world, stats, diagnostics, sources } = build;
  yield;
  const found = yield* examineInSteps(scenario, world);
  yield;
  found.push(...examineStakes(scenario, world));
  const all = sortDiagnostics([...diagnostics, ...withoutSaidAlready(found, diagnostics)]);
  if (hasErrors(all)) return { status: "faulty", diagnostics: all, sources };
  return { status: "built", scenario, world, stats, diagnostics: all, sources };
}

/**
 * The values that a file states for its assumptions, where some are set otherwise: what is at stake is taken at these.
 */
function statedValues(path: string, readFile: ReadFile, options: RunOptions): ReadonlyMap<string, number> | null {
  if (Object.keys(options.set ?? {}).length === 0) return null;
  const { scenario } = loadScenario(path, readFile, { ...options, set: {} });
  return scenario === undefined ? null : new Map(scenario.assumptions.map(({ name, value }) => [name, value]));
}

/** From the kept world's graph where that serves. */
function* builtOrPriced(
  scenario: Scenario,
  options: RunOptions,
  stated: ReadonlyMap<string, number> | null,
): Steps<BuildResult> {
  const known = options.kept?.last;
  const fits = known && known.world.buffer.byteLength <= (options.maxBytes ?? DEFAULT_MAX_BYTES);
  const world = fits ? repriced(scenario, known.world) : null;
  if (known && world) return { status: "built", world, stats: known.stats };
  return yield* buildInSteps(scenario, {
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    ...(options.kernel === undefined ? {} : { kernel: options.kernel }),
    ...(options.maxEdges === undefined ? {} : { maxEdges: options.maxEdges }),
    ...(options.cancelled === undefined ? {} : { cancelled: options.cancelled }),
    ...(stated === null ? {} : { stated }),
    onProgress: ({ period, periods, nodes }) => {
      options.onProgress?.(`building: ${nodes.toLocaleString("en")} states`, period / periods);
    },
  });
}

/** What nothing reads need not be told again for the values that it never takes. */
function withoutSaidAlready(found: readonly Diagnostic[], said: readonly Diagnostic[]): Diagnostic[] {
  const unread = said.filter(({ code }) => code === "variable-never-read");
  const again = ({ code, span }: Diagnostic) =>
    code === "unreachable-value" && unread.some((one) => one.span.file === span.file && one.span.start === span.start);
  return found.filter((one) => !again(one));
}

/**
 * The whole way: `buildScenario`, then the equilibrium at every scale. Tagged: solved, not converged, cancelled,
 * faulty, too large, or
 * no memory to solve, each with its numbers. Throws when `scales` lack 1 (a bug of the caller).
 *
 * @example
 * ```ts
 * const run = runScenario(strike, read, { set: { "large fund": "70 %" } });
 * run.status // => "solved"
 * run.results.map(({ scale }) => scale) // => [0.5, 1, 2]
 * ```
 */
export function runScenario(path: string, readFile: ReadFile, options: RunOptions = {}): Run {
  const build = buildScenario(path, readFile, options);
  return build.status === "built" ? solveScenario(build, options) : build;
}

/**
 * The second half of the way: the equilibrium of a built scenario at every scale.
 *
 * @example
 * ```ts
 * const build = buildScenario(strike, read);
 * const run = solveScenario(build, { scales: [1] });
 * run.status // => "solved"
 * run.base.certificate.residual < 1e-9 // => true
 * ```
 */
export function solveScenario(build: BuiltScenario, options: RunOptions = {}): Run {
  const scales = options.scales ?? RIBBON_SCALES;
  if (!scales.includes(1)) throw new Error(`the scales ${scales.join(", ")} lack 1, the forecast itself`);
  const solving: SolveOptions = {
    ...solveOptions(options),
    scales,
    maxBytes: bytesToSolve(build, options),
    onProgress: ({ scale }) => options.onProgress?.(solvingAt(scale)),
  };
  const { scenario, world } = build;
  if (scenario.rolled === null) return runOf(build, scales, solveEquilibrium(world, solving));
  // What stands of the old game is not told: it is not what is asked for.
  const { onResult, onCertificate: _, onFirstFigures: __, ...quiet } = solving;
  const found = solveEquilibrium(world, quiet).map((result) => rolledOn(scenario, world, result, rollOptions(solving)));
  for (const result of found) onResult?.(result);
  return runOf(build, scales, found);
}

function rollOptions({ maxBytes, cancelled }: SolveOptions): Pick<SolveOptions, "maxBytes" | "cancelled"> {
  return { ...(maxBytes === undefined ? {} : { maxBytes }), ...(cancelled === undefined ? {} : { cancelled }) };
}

/** How a scenario is solved: the answer at the stated steadiness first, unless the whole branch is asked for. */
function solveOptions({ cancelled, onResult, onCertificate, onFirstFigures, trace }: RunOptions): SolveOptions {
  return {
    approach: trace === true ? "along the branch" : "stated first",
    ...(cancelled === undefined ? {} : { cancelled }),
    ...(onResult === undefined ? {} : { onResult }),
    ...(onCertificate === undefined ? {} : { onCertificate }),
    ...(onFirstFigures === undefined ? {} : { onFirstFigures }),
  };
}

/** The stage of a run, in words. */
export function solvingAt(scale: number): string {
  return scale === 1 ? "solving" : `solving at ${Number(scale.toPrecision(3))} times the stated steadiness`;
}

/**
 * Bytes for solving: what `maxBytes` (default 2 GiB) leaves beside the world.
 *
 * @example
 * ```ts
 * bytesToSolve(solved, { maxBytes: 1e9 }) === 1e9 - solved.world.buffer.byteLength // => true
 * ```
 */
export function bytesToSolve({ world }: BuiltScenario, { maxBytes }: RunOptions): number {
  return (maxBytes ?? DEFAULT_MAX_BYTES) - world.buffer.byteLength;
}

/**
 * What came of a run, from the results of its scales in any order. What was cancelled after the stated one stood is
 * missing.
 *
 * @example
 * ```ts
 * runOf(solved, [1], [{ status: "solved", ...solved.base }]).status // => "solved"
 * runOf(solved, [1], [{ status: "cancelled" }]).status // => "cancelled"
 * ```
 */
export function runOf(build: BuiltScenario, scales: readonly number[], found: readonly SolveResult[]): Run {
  const results: Solved[] = [];
  const unsolved: Solved[] = [];
  for (const result of found) {
    if (result.status === "too large") {
      const { needsBytes, limitBytes } = result;
      return { ...build, status: "no memory to solve", needsBytes, limitBytes };
    }
    if (result.status !== "cancelled") (result.status === "solved" ? results : unsolved).push(result);
  }
  for (const list of [results, unsolved]) list.sort((a, b) => a.scale - b.scale);
  const isBase = ({ scale }: Solved) => scale === 1;
  const met = [...results, ...unsolved].map(({ scale }) => scale);
  const missing = scales.filter((scale) => !met.includes(scale));
  const [solved, tried] = [results.find(isBase), unsolved.find(isBase)];
  if (solved) return { ...build, status: "solved", base: solved, results, unsolved, missing };
  if (tried === undefined) return { ...build, status: "cancelled" };
  return { ...build, status: "not converged", base: tried, results, unsolved, missing };
}

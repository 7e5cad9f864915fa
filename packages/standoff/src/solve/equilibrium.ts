/**
 * Solves a world for its agent logit equilibrium (McKelvey and Palfrey 1998) at the stated steadiness and at multiples
 * of it. Nothing hidden: one backward sweep. Small worlds: the principal branch is traced from lambda 0
 * (`along-branch.ts`). Large ones: the same, or, where the answer at the stated steadiness is wanted soon, play is
 * brought to rest there first (`stated-first.ts`). Nothing above tolerance is called solved.
 */

import { inOneGo, type Steps } from "../math/steps.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { solveAlongBranch } from "./along-branch.ts";
import { correctFully } from "./continuation.ts";
import { normaliseLogs } from "./corrector.ts";
import { distanceToEquilibrium } from "./distance.ts";
import { answerPolicy, startingLogPolicy } from "./logit-map.ts";
import { isSmall } from "./newton.ts";
import { measureResidual } from "./residual.ts";
import { type Run, result, startRun } from "./run.ts";
import type { SolveOptions, SolveResult } from "./solution.ts";
import { solveStatedFirst } from "./stated-first.ts";

/**
 * One result per scale asked for (default [1]), in ascending order. See `solution.ts` for the options and the results.
 * Throws an Error on scales that do not ascend from 0.
 *
 * @example
 * ```ts
 * const results = solveEquilibrium(solved.world, { scales: [0.5, 1] });
 * results.map(({ status, scale }) => `${status} at ${scale}`) // => ["solved at 0.5", "solved at 1"]
 * ```
 */
export function solveEquilibrium(given: World, options: SolveOptions = {}): SolveResult[] {
  return inOneGo(solveInSteps(given, options));
}

/**
 * The same, step by step: between two of them others can be heard. Long ways rest at every sweep, and at every step
 * along a branch.
 */
export function* solveInSteps(given: World, options: SolveOptions = {}): Steps<SolveResult[]> {
  const world = wholeWorld(given);
  const scales = options.scales ?? [1];
  checkScales(scales);
  const told = new Set<number>();
  let stated: Float64Array | null = null; // a result's own arrays may be given away to whom it is told
  const tell = (result: SolveResult) => {
    if ("scale" in result) told.add(result.scale);
    if ("scale" in result && result.scale === 1) stated = result.logPolicy.slice();
    options.onResult?.(result);
  };
  const needsBytes = memoryNeeded(world, scales.length);
  if (options.maxBytes !== undefined && needsBytes > options.maxBytes) {
    const limitBytes = options.maxBytes;
    return tellRest(scales.map(() => ({ status: "too large", needsBytes, limitBytes })));
  }
  const run = startRun(world, options, tell);
  return tellRest((yield* solveAll(run, scales)).map(withError));

  function withError(result: SolveResult): SolveResult {
    if (result.status !== "solved" || result.scale !== 1 || options.from || run.cancelled()) return result;
    const distance = distanceToEquilibrium(run.corrector, stated ?? result.logPolicy, 1);
    const numericalError = distance === null ? null : Math.max(distance, result.certificate.massLost);
    const certificate = { ...result.certificate, numericalError };
    if (told.has(1)) options.onCertificate?.(1, certificate);
    return { ...result, certificate };
  }

  function tellRest(results: SolveResult[]): SolveResult[] {
    for (const result of results.filter((one) => !("scale" in one && told.has(one.scale)))) tell(result);
    return results;
  }
}

/** `run.tell` is called with results that stand before the last one does; it need not be called at all. */
function* solveAll(run: Run, scales: readonly number[]): Steps<SolveResult[]> {
  const { options } = run;
  if (run.map.layout.nothingHidden) return scales.map((scale) => solveExactly(run, scale));
  if (options.from) return solveFrom(run, scales, options.from);
  if (options.approach === "stated first" && !isSmall(run.map)) return yield* solveStatedFirst(run, scales);
  return yield* solveAlongBranch(run, scales);
}

function checkScales(scales: readonly number[]): void {
  scales.forEach((scale, i) => {
    const before = i === 0 ? 0 : scales[i - 1];
    if (!(scale >= before && Number.isFinite(scale)))
      throw new Error(`scales must ascend from 0: ${scales.join(", ")}`);
  });
}

/**
 * Bytes that solving will hold at its peak, results included (the world itself is not counted).
 *
 * @example
 * ```ts
 * memoryNeeded(solved.world, 3) > memoryNeeded(solved.world, 1) // => true
 * ```
 */
export function memoryNeeded(world: World, results: number): number {
  const { nodes, edges, slots, columns, informationSets, views } = wholeWorld(world).header;
  const perResult = 8 * (nodes * (columns + 1) + 3 * slots);
  const map = 8 * (nodes * (columns + 1 + views) + 7 * slots) + 21 * informationSets;
  const kernels = 12 * nodes + 16 * edges + 8 * slots + 20 * informationSets; // the fast ones' own copy of the world
  const tangents = 8 * (nodes * (columns + (views > 1 ? 3 : 2)) + 3 * slots + informationSets);
  const vectors = 8 * slots * (2 * 6 + 15 + 45);
  const rare = views * (12 * nodes + 16 * slots);
  return map + kernels + tangents + vectors + rare + results * perResult;
}

/** Every belief is certain: the logit answers, taken from the end backwards, are the only equilibrium. */
function solveExactly(run: Run, scale: number): SolveResult {
  if (run.cancelled()) return { status: "cancelled" };
  const { corrector, map } = run;
  corrector.x.set(startingLogPolicy(run.world));
  answerPolicy(map, corrector.x, scale, corrector.answer);
  corrector.x.set(corrector.answer);
  const measured = measureResidual(map, corrector.x, scale);
  const says = "nothing is hidden: one backward sweep is exact";
  return result(run, measured, scale, { branch: "exact", steps: [scale], says });
}

/** Corrects a policy of the caller's at each scale in turn. */
function solveFrom(run: Run, scales: readonly number[], from: Float64Array): SolveResult[] {
  const { corrector } = run;
  const start = startingLogPolicy(run.world);
  for (let slot = 1; slot < start.length; slot++) {
    const log = Math.log(from[slot]);
    corrector.x[slot] = Number.isFinite(log) ? log : start[slot];
  }
  normaliseLogs(run.map, corrector.x);
  return scales.map((scale, i) => {
    const { measured } = correctFully(corrector, scale, run.tolerance);
    if (measured === null) return { status: "cancelled" };
    const says = "started from a given policy; the branch was not followed";
    return result(run, measured, scale, { branch: "warm start", steps: scales.slice(0, i + 1), says });
  });
}

/**
 * One run of the solver: what it works with, whichever way it goes (`along-branch.ts`, `stated-first.ts`), and how its
 * results are made.
 */
import type { World } from "../world/world.ts";
import type { BranchEvent } from "./branch.ts";
import { certify, type How } from "./certify.ts";
import { type Corrector, createCorrector } from "./corrector.ts";
import { createLogitMap, type LogitMap } from "./logit-map.ts";
import { type Residual, roundingLimit } from "./residual.ts";
import type { SolveOptions, SolveResult } from "./solution.ts";

const TOLERANCE = 1e-10;
/** Turning points named one by one. */
const MOST_NAMED = 12;

export interface Run {
  readonly world: World;
  readonly map: LogitMap;
  readonly corrector: Corrector;
  readonly tolerance: number;
  readonly options: SolveOptions;
  readonly cancelled: () => boolean;
  readonly report: (scale: number, residual: number) => void;
  readonly tell: (result: SolveResult) => void;
}

export function startRun(world: World, options: SolveOptions, tell: Run["tell"]): Run {
  const map = createLogitMap(world);
  const cancelled = options.cancelled ?? (() => false);
  const report = (scale: number, residual: number) => options.onProgress?.({ scale, iteration: map.sweeps, residual });
  const corrector = createCorrector(map, report, cancelled);
  return { world, map, corrector, tolerance: options.tolerance ?? TOLERANCE, options, cancelled, report, tell };
}

/** The result at the corrector's point, where it was measured. */
export function result(
  { map, corrector, tolerance }: Run,
  measured: Residual,
  scale: number,
  { branch, steps, says }: How,
): SolveResult {
  const limit = measured.residual > tolerance ? roundingLimit(map, scale) : 0;
  const rounding = `; rounding of the points alone moves chances by up to ${limit.toExponential(0)} at this steadiness`;
  const how = { branch, steps, says: limit > tolerance / 10 ? says + rounding : says };
  return certify(map, corrector.x, measured, { scale, tolerance }, how);
}

/** Scales in words, the first of them. */
export function listScales(scales: readonly number[]): string {
  return listEvents(scales.map((scale) => ({ scale })));
}

/** The same of events at scales; those that happen several times at once say so. */
export function listEvents(events: readonly Pick<BranchEvent, "scale" | "times">[]): string {
  const more = events.length - MOST_NAMED;
  const named = events.slice(0, MOST_NAMED).map(({ scale, times }) => {
    const often = times === 2 ? " (twice)" : times !== undefined && times > 2 ? ` (${times} times)` : "";
    return `${Number(scale.toPrecision(4))}${often}`;
  });
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

export function cancelledAfter(scales: readonly number[], done: number): SolveResult[] {
  return scales.slice(done).map(() => ({ status: "cancelled" }));
}

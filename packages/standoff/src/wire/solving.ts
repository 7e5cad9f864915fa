/**
 * Solves what is open, step by step, so that the session hears what is said meanwhile. What stands is kept with the
 * model.
 */
import { rolledOn } from "../query/history/rolled.ts";
import { bytesToSolve, runOf, solvingAt } from "../run.ts";
import { solveInSteps } from "../solve/equilibrium.ts";
import { RIBBON_SCALES } from "../solve/ribbon.ts";
import type { SolveOptions, SolveResult } from "../solve/solution.ts";
import type { Failure } from "./failure.ts";
import { amend, type Found, type Model } from "./model.ts";
import type { Stage, Wish } from "./session-kinds.ts";
import type { Stop } from "./stop.ts";

export interface Solving extends Pick<SolveOptions, "onFirstFigures" | "onCertificate"> {
  readonly tell: (stage: Stage) => void;
  readonly stop: () => Stop | null;
  readonly pause: () => Promise<void>;
  /** A scale stands: solved, or not converged. */
  readonly onFound: (found: Found) => void;
}

export function scalesOf({ scales }: Wish): readonly number[] {
  return scales ?? RIBBON_SCALES;
}

export function allStand({ found }: Model, scales: readonly number[]): boolean {
  return scales.every((scale) => found.has(scale));
}

/** Why scales that stand give no answer: that of the stated steadiness has not converged. Null: they give one. */
export function whyNone({ build, found }: Model, scales: readonly number[]): Failure | null {
  const results = scales.flatMap((scale) => found.get(scale) ?? []);
  const run = runOf(build, scales, results);
  return run.status === "not converged" ? { kind: run.status, certificate: run.base.certificate } : null;
}

/** Solves at all these scales, whatever stands already; null, or why it did not come to an end. */
export async function solveModel(model: Model, scales: readonly number[], solving: Solving): Promise<Failure | null> {
  if (!scales.includes(1)) throw new Error(`the scales ${scales.join(", ")} lack 1, the forecast itself`);
  const { build, settings, found } = model;
  const { tell, stop, pause, onFound, onCertificate, onFirstFigures } = solving;
  const { scenario, world } = build;
  const isRolled = scenario.rolled !== null;
  const onResult = (solved: SolveResult) => {
    const result = rolledOn(scenario, world, solved, { cancelled: () => stop() !== null });
    if (!("policy" in result)) return;
    found.set(result.scale, result);
    onFound(result);
  };
  const steps = solveInSteps(build.world, {
    scales,
    approach: "stated first",
    maxBytes: bytesToSolve(build, settings),
    cancelled: () => stop() !== null,
    onProgress: ({ scale }) => tell({ kind: "progress", stage: solvingAt(scale), part: null }),
    onResult,
    onCertificate: (scale, certificate) => {
      if (isRolled) return; // of the old game
      amend(model, scale, certificate);
      onCertificate?.(scale, certificate);
    },
    ...(onFirstFigures === undefined || isRolled ? {} : { onFirstFigures }),
  });
  for (;;) {
    const step = steps.next();
    if (step.done !== true) await pause();
    else return failureIn(step.value, stop());
  }
}

function failureIn(results: readonly SolveResult[], stop: Stop | null): Failure | null {
  if (stop !== null) return { kind: "cancelled", superseded: stop === "superseded" };
  const large = results.find((one) => one.status === "too large");
  if (large === undefined) return null;
  return { kind: "no memory to solve", needsBytes: large.needsBytes, limitBytes: large.limitBytes };
}

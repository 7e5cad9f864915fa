/**
 * Solving on a merged world (`world/merge.ts`): the equilibrium is sought where states that no longer matter are one, and its
 * policy is then measured on the whole world, so that a certificate never rests on the merging. Answers are read from the
 * whole world as always. Pays where many solves share one merging, or where much merges: see docs/performance.md.
 */
import { certify } from "./solve/certify.ts";
import { memoryNeeded, solveEquilibrium } from "./solve/equilibrium.ts";
import { createLogitMap, startingLogPolicy } from "./solve/logit-map.ts";
import type { SolveOptions, SolveResult } from "./solve/solution.ts";
import { mergeForPlay, mergingMemory } from "./world/merge.ts";
import type { Merged } from "./world/merge-write.ts";
import type { World } from "./world/world.ts";

/** How thoroughly to merge: `quick` joins information sets whose actor is sure, `thorough` also those with equal beliefs. */
export type Merging = "quick" | "thorough";

const TOLERANCE = 1e-10;
/** The two measurements add up in different orders: the merged world is solved a little more exactly than is asked for. */
const MARGIN = 0.9;

/** What `solveEquilibrium` gives for the same world; solved without merging where that fails to certify, or lacks the memory. */
export function solveMerged(world: World, how: Merging, options: SolveOptions): SolveResult[] {
  const room = options.maxBytes ?? Number.POSITIVE_INFINITY;
  const merged = mergingMemory(world) > room ? null : mergeForPlay(world, { beliefs: how === "thorough" });
  if (merged === null) return solveEquilibrium(world, options);
  const scales = options.scales ?? [1];
  const needs = merged.world.buffer.byteLength + memoryNeeded(merged.world, scales.length);
  if (needs + memoryNeeded(world, scales.length) > room) return solveEquilibrium(world, options);
  const tolerance = options.tolerance ?? TOLERANCE;
  const { from, onResult, ...rest } = options;
  const start = from === undefined ? {} : { from: onMerged(merged, from) };
  const found = solveEquilibrium(merged.world, { ...rest, ...start, tolerance: tolerance * MARGIN });
  const lifted = liftResults(world, merged, found, tolerance);
  const lost = lifted.some(({ status }, i) => status === "not converged" && found[i]!.status === "solved");
  if (lost) return solveEquilibrium(world, options);
  for (const result of lifted) onResult?.(result);
  return lifted;
}

/** A policy of the whole world on the merged one: that of any slot of each class, a later one where several differ. */
function onMerged({ world, slotOf }: Merged, from: Float64Array): Float64Array {
  const policy = new Float64Array(world.header.slots);
  policy[0] = 1;
  for (let slot = 1; slot < slotOf.length; slot++) if (slotOf[slot] !== 0) policy[slotOf[slot]!] = from[slot]!;
  return policy;
}

/** Measures each policy on the whole world. */
function liftResults(world: World, merged: Merged, found: readonly SolveResult[], tolerance: number): SolveResult[] {
  const map = createLogitMap(world);
  const { nodes } = world.header;
  const states = `states that no longer matter merged: ${merged.world.header.nodes} of ${nodes}`;
  return found.map((result) => {
    if (result.status === "cancelled" || result.status === "too large") return result;
    const { branch, steps, says, iterations } = result.certificate;
    const logPolicy = liftLogPolicy(world, merged, result.logPolicy);
    const lifted = certify(map, logPolicy, result.scale, tolerance, { branch, steps, says: `${says}; ${states}` });
    return { ...lifted, certificate: { ...lifted.certificate, iterations } };
  });
}

/** The log-policy of the whole world that plays as one of the merged world; by prior weight where nothing hangs on a choice. */
export function liftLogPolicy(world: World, { slotOf }: Merged, logPolicy: Float64Array): Float64Array {
  const whole = startingLogPolicy(world);
  for (let slot = 1; slot < slotOf.length; slot++) if (slotOf[slot] !== 0) whole[slot] = logPolicy[slotOf[slot]!]!;
  return whole;
}

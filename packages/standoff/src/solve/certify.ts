/** Turns a policy into a result: measured by pure sweeps, and called solved only within tolerance. */
import { type LogitMap, valueInPoints } from "./logit-map.ts";
import type { Residual } from "./residual.ts";
import type { Certificate, Solved } from "./solution.ts";

/** How a solution was found, as its certificate tells it. */
export type How = Pick<Certificate, "branch" | "steps" | "says">;

/**
 * The result at a log-policy (length slots), with its certificate, right after `measureResidual` measured it: reach,
 * values and Q are copied out of `map`.
 */
export function certify(
  map: LogitMap,
  logPolicy: Float64Array,
  measured: Residual,
  { scale, tolerance }: { readonly scale: number; readonly tolerance: number },
  how: How,
): Solved & { readonly status: "solved" | "not converged" } {
  const { residual, reachedResidual, largestGain, massLost } = measured;
  valueInPoints(map);
  return {
    status: residual <= tolerance ? "solved" : "not converged",
    scale,
    policy: map.policy.slice(),
    logPolicy: logPolicy.slice(),
    reach: map.reaches[0].slice(),
    values: map.values.slice(),
    q: map.q.slice(),
    certificate: { residual, reachedResidual, largestGain, massLost, iterations: map.sweeps, ...how },
  };
}

/** Turns a policy into a result: measured afresh by pure sweeps, and called solved only within tolerance. */
import type { LogitMap } from "./logit-map.ts";
import { measureResidual } from "./residual.ts";
import type { Certificate, Solved } from "./solution.ts";

/** The result at a log-policy (length slots), with its certificate. Copies everything out of `map`. */
export function certify(
  map: LogitMap,
  logPolicy: Float64Array,
  scale: number,
  tolerance: number,
  how: Pick<Certificate, "branch" | "steps" | "says">,
): Solved & { readonly status: "solved" | "not converged" } {
  const { residual, largestGain, massLost } = measureResidual(map, logPolicy, scale);
  return {
    status: residual <= tolerance ? "solved" : "not converged",
    scale,
    policy: map.policy.slice(),
    logPolicy: logPolicy.slice(),
    reach: map.reaches[0]!.slice(),
    values: map.values.slice(),
    q: map.q.slice(),
    certificate: { residual, largestGain, massLost, iterations: map.sweeps, ...how },
  };
}

/**
 * The seam at which draws are solved: worlds of one graph at other prices go in, one solution each comes out, in the same order. Each is
 * found cold, from the usual behaviour at lambda 0 at once at the drawn steadiness, and is the same whatever stands beside it.
 */
import { solveInSteps } from "../solve/equilibrium.ts";
import type { Solved, SolveResult } from "../solve/solution.ts";
import type { Steps } from "../solve/steps.ts";
import type { World } from "../world/world.ts";

/** How many draws one call is best given. */
export const TOGETHER = 1;

export type Cold =
  | ({ readonly status: "solved" } & Solved)
  | { readonly status: "lost" | "too large"; readonly why: string }
  | { readonly status: "cancelled" };

export interface Limits {
  /** For the world and for solving, in bytes. */
  readonly maxBytes: number;
  readonly cancelled?: () => boolean;
}

export function* solveTogether(worlds: readonly World[], limits: Limits): Steps<Cold[]> {
  const found: Cold[] = [];
  for (const world of worlds) found.push(yield* solveCold(world, limits));
  return found;
}

function* solveCold(world: World, { maxBytes, cancelled }: Limits): Steps<Cold> {
  const left = maxBytes - world.buffer.byteLength;
  const stop = cancelled === undefined ? {} : { cancelled };
  const solving = { scales: [1], approach: "stated first", traceSweeps: 0, maxBytes: left, ...stop } as const;
  const [result] = yield* solveInSteps(world, solving);
  return coldOf(result);
}

function coldOf(result: SolveResult): Cold {
  switch (result.status) {
    case "solved":
      return result;
    case "not converged":
      return { status: "lost", why: `not converged: residual ${result.certificate.residual.toExponential(1)}` };
    case "too large":
      return { status: "too large", why: `solving it needs ${result.needsBytes} bytes` };
    default:
      return result;
  }
}

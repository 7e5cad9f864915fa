/**
 * The seam at which draws are solved: worlds at drawn prices go in, one solution each comes out, in the same order.
 * Each is found cold, from the usual behaviour at lambda 0 at once at the drawn steadiness, and is the same to the bit
 * whatever stands beside it: those of one graph are brought to rest together (`solve/together.ts`), and what does not
 * come to rest so is solved by itself.
 */
import type { Steps } from "../math/steps.ts";
import { solveInSteps } from "../solve/equilibrium.ts";
import type { Played, Solved, SolveResult } from "../solve/solution.ts";
import { createTogether, type Together } from "../solve/together.ts";
import { sameGraph, type World } from "../world/world.ts";

/** How many draws one call is best given. */
export const TOGETHER = 4;

export type Cold =
  | ({ readonly status: "solved"; readonly residual: number } & Played)
  | { readonly status: "lost" | "too large"; readonly why: string }
  | { readonly status: "cancelled" };

export interface Limits {
  /** For the world and for solving, in bytes. */
  readonly maxBytes: number;
  readonly cancelled?: () => boolean;
}

/** Solves draws; keeps what was made for the last graph. */
export class ColdSolver {
  readonly #limits: Limits;
  #kept: { readonly graph: World; readonly together: Together | null } | null = null;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  *solve(worlds: readonly World[]): Steps<Cold[]> {
    const found: Cold[] = [];
    while (found.length < worlds.length) {
      const group = alike(worlds.slice(found.length));
      const together = this.#togetherFor(group);
      const own = together === null ? group.slice(0, 1) : group.slice(0, together.lanes);
      const rested = together === null ? [null] : yield* together.rest(own, this.#limits.cancelled);
      for (const [i, world] of own.entries()) {
        const one = rested[i];
        found.push(
          one === null ? yield* solveAlone(world, this.#limits) : { status: "solved", ...one, residual: one.reached },
        );
      }
    }
    return found;
  }

  #togetherFor(group: readonly World[]): Together | null {
    const [graph] = group;
    const { maxBytes } = this.#limits;
    const lanes = group.length > 2 ? ([4, 2] as const) : ([2] as const);
    if (this.#kept === null || !sameGraph(this.#kept.graph, graph) || (this.#kept.together?.lanes ?? 4) < lanes[0]) {
      this.#kept = null; // its memory first
      const left = maxBytes - graph.buffer.byteLength;
      const together = lanes.reduce<Together | null>((made, one) => made ?? createTogether(graph, one, left), null);
      this.#kept = { graph, together };
    }
    return this.#kept.together;
  }
}

/** The first world, and those that follow on the same graph. */
function alike(worlds: readonly World[]): readonly World[] {
  const other = worlds.findIndex((world) => !sameGraph(world, worlds[0]));
  return other === -1 ? worlds : worlds.slice(0, other);
}

/** `then`: what is made of the solution before it counts. */
export function* solveAlone(
  world: World,
  { maxBytes, cancelled }: Limits,
  then: (result: SolveResult) => SolveResult = (result) => result,
): Steps<Cold> {
  const left = maxBytes - world.buffer.byteLength;
  const stop = cancelled === undefined ? {} : { cancelled };
  const solving = { scales: [1], approach: "stated first", traceSweeps: 0, maxBytes: left, ...stop } as const;
  const [result] = yield* solveInSteps(world, solving);
  return coldOf(then(result));
}

function coldOf(result: SolveResult): Cold {
  switch (result.status) {
    case "solved":
      return { ...result, residual: result.certificate.residual };
    case "not converged":
      return { status: "lost", why: `not converged: residual ${result.certificate.residual.toExponential(1)}` };
    case "too large":
      return { status: "too large", why: `solving it needs ${result.needsBytes} bytes` };
    default:
      return result;
  }
}

/**
 * From given play instead of lambda 0; null where it does not come to rest. Of worlds in which nothing is hidden there
 * is one answer.
 */
export function* solveFrom(world: World, from: Float64Array, { maxBytes, cancelled }: Limits): Steps<Solved | null> {
  const stop = cancelled === undefined ? {} : { cancelled };
  const left = maxBytes - world.buffer.byteLength;
  const [result] = yield* solveInSteps(world, { scales: [1], from, maxBytes: left, ...stop });
  return result.status === "solved" ? result : null;
}

/**
 * What solving a world gives: a tagged result. Expected failures are values with their numbers, never exceptions. A
 * `not converged` result carries the best policy found, for inspection only: nothing above tolerance is called solved.
 */

export interface Certificate {
  /** max over logit slots of |p - logit(Q(p))|, given convening; Q from a pure forward and backward sweep at p. */
  readonly residual: number;
  /** The same, each information set's weighed by how likely play reaches it: what a forecast sees of it. */
  readonly reachedResidual?: number;
  /**
   * By how much the probability of any event may differ from what it is at the equilibrium near by (`distance.ts`);
   * null where that is not known. Of the stated steadiness only, once all scales stand.
   */
  readonly numericalError?: number | null;
  /** Largest gain, in points, from changing one decision (one information set), weighted by nothing. */
  readonly largestGain: number;
  /** |1 - total probability| at the ends. */
  readonly massLost: number;
  readonly iterations: number;
  /**
   * "exact": one backward sweep (nothing hidden). "traced": on the principal branch from lambda 0, which was followed.
   * "settled": where play settled at that steadiness, which need not be on the branch. "stepwise": lambda raised step
   * by step from 0, not traced. "leapt": in one go from the last point followed to, since following may take no more
   * sweeps: an equilibrium, perhaps on another branch.
   */
  readonly branch: "exact" | "traced" | "settled" | "stepwise" | "leapt" | "warm start";
  /** Lambda scale factors visited from 0 to the end. */
  readonly steps: readonly number[];
  /** In words, for people: what was done and not done. */
  readonly says: string;
}

export interface Solved {
  /** 1 for the stated steadiness; the ribbon solves at others. All actors' lambdas are multiplied by it. */
  readonly scale: number;
  /** Length slots; policy[0] = 1. */
  readonly policy: Float64Array;
  readonly logPolicy: Float64Array;
  /** Probability of reaching every node, as nature sees it. */
  readonly reach: Float64Array;
  /** nodes x columns, interleaved: what each column expects, in its actor's eyes. */
  readonly values: Float64Array;
  /** Length slots: expected points of each action given the set's beliefs, in the actor's own weights and eyes. */
  readonly q: Float64Array;
  readonly certificate: Certificate;
}

/** A solution as far as what comes of it goes; `q` where choices are judged, too. */
export type Played = Pick<Solved, "scale" | "policy" | "logPolicy"> & Partial<Pick<Solved, "q">>;

export type SolveResult =
  | ({ readonly status: "solved" } & Solved)
  | ({ readonly status: "not converged" } & Solved)
  | { readonly status: "cancelled" }
  | { readonly status: "too large"; readonly needsBytes: number; readonly limitBytes: number };

export interface SolveOptions {
  /** Residual tolerance; default 1e-10 so that certificates stay below 1e-9. */
  readonly tolerance?: number;
  /** Lambda scale factors to report, ascending; one result each. Default [1]. */
  readonly scales?: readonly number[];
  /**
   * "along the branch" (the default): the principal branch is followed through all scales. "stated first": in a large
   * world, play is brought to rest at the stated steadiness (1, or the lowest) first, and told; then at the others;
   * then the branch is followed to the stated one, if that is cheap, and no further. Small worlds are traced either
   * way.
   */
  readonly approach?: "along the branch" | "stated first";
  /** A policy of the same world layout to start from (length slots), instead of lambda 0. */
  readonly from?: Float64Array;
  /** Map evaluations that raising lambda step by step may take. */
  readonly maxIterations?: number;
  /**
   * Sweeps that tracing a large world may take; 0: do not trace it. The default grows as the world shrinks, or as play
   * took longer to settle.
   */
  readonly traceSweeps?: number;
  /**
   * Sweeps that following the branch above 1 may take once 1 is solved, in a large world: past them it leaps to the
   * rest.
   */
  readonly beyondSweeps?: number;
  readonly maxBytes?: number;
  readonly onProgress?: (progress: SolveProgress) => void;
  /** Told of every result as soon as it stands: that of the stated steadiness first, or in ascending order of scale. */
  readonly onResult?: (result: SolveResult) => void;
  /** Told, after a result, what has been found out of how it stands since. */
  readonly onCertificate?: (scale: number, certificate: Certificate) => void;
  /**
   * Told, "stated first", where play stands after six sweeps, as a result that has not converged: good for whole per
   * cents, seldom more.
   */
  readonly onFirstFigures?: (first: Solved) => void;
  /** Looked at between sweeps. What stands by then is kept. */
  readonly cancelled?: () => boolean;
}

export interface SolveProgress {
  readonly scale: number;
  readonly iteration: number;
  readonly residual: number;
}

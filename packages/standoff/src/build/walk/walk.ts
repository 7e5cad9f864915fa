/**
 * Walking through the states of a scenario, period by period and position by position: the face of `plain-walk.ts`,
 * which evaluates every node, and of `fast-walk.ts`, which evaluates one of each kind. Both write the same draft.
 */
import type { State } from "../../language/expression/state-reader.ts";

export interface Walk {
  /** The memory that it holds, the draft and the ledger aside. */
  readonly bytes: number;
  /** How many evaluations of nodes it took so far. */
  readonly evaluated: number;
  /** How many positions the present period has. */
  readonly length: number;
  /** States by the occurrence on whose edge they were first met; the last for those on edges without one. */
  readonly opened: Float64Array | Uint32Array;
  /** Enters a starting state into the first period; to be called before that is entered. */
  enterStart(state: State, ended: boolean): { readonly position: number; readonly place: number };
  /** Goes on to the next period, whose first position has running number `virtual` among all layers. */
  enterPeriod(period: number, virtual: number): void;
  /** Works through the states at a position: their edges enter states at later ones. false: there are none. */
  workThrough(position: number): boolean;
}

/** Told of progress every few thousand edges; false: stop here. */
export type KeepOn = () => boolean;

export const EDGES_BETWEEN_CHECKS = 2048;

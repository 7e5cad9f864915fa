/** What a ride (`ride.ts`) is asked to carry along the forward sweep, and what it brings back. */
import type { World } from "../../world/world.ts";
import type { Slices } from "../dates/slices.ts";
import type { Within } from "../dates/within.ts";
import type { Watches } from "./watch.ts";

/**
 * Stopped by watches of `stop`, in the period where they first happen; and on the last day by those of `atEnd` that
 * hold.
 */
export interface Column {
  readonly stop: number;
  readonly atEnd: number;
}

/** A column of clean mass. */
export interface CleanColumn extends Column {
  /** Is what it is for settled in a rider's state, in a period? Then mistakes no longer matter to it. */
  readonly settled?: (state: number, period: number) => boolean;
}

/** An automaton that is carried along. States are numbers from 0 (the start), discovered as they come up. */
export interface Rider {
  /** Watches that can change its state. */
  readonly minds: number;
  /** How many states there are so far. */
  readonly states: () => number;
  /** After `bits` happened at once in a slice. */
  readonly next: (state: number, bits: number, slice: number) => number;
  /**
   * After what one edge brings, bits by slice, where that is more than one step: no part of it comes before another.
   */
  readonly along?: (state: number, steps: readonly (readonly [slice: number, bits: number])[]) => number;
  /** The states that one stands for, by chance; null: itself. Mass in it is shared out among them before it goes on. */
  readonly forks?: (state: number) => readonly Fork[] | null;
  /** As a period ends while play goes on: states of which the same can come become one. */
  readonly forget?: (state: number, period: number) => number;
  /**
   * At the end of a period, in the state of `node` (`periods`: on the last day). Only called where `closes` says so.
   */
  readonly close?: (state: number, node: number, period: number) => number;
  readonly closes?: (period: number) => boolean;
  /** As a slice begins inside a period, in the state of `node`: only where mass crosses dates between turns. */
  readonly cross?: (state: number, node: number, slice: number) => number;
}

export interface Fork {
  readonly state: number;
  readonly share: number;
}

/** What history leaves of a solved process: see `history.ts`. Flags are what has happened so far within a period. */
export interface Filter {
  /** The last period that history covers. */
  readonly until: number;
  readonly flags: number;
  /** Chance of the rest of the history from a node with given flags. */
  readonly hope: (node: number, flags: number) => number;
  /** Flags of a start; -1 where it is excluded. 0 where this is left out. */
  readonly begin?: (node: number) => number;
  /** Flags after an edge, or -1 where the history excludes it. */
  readonly step: (flags: number, node: number, edge: number, period: number, ends: boolean) => number;
}

export interface RideOrder {
  readonly world: World;
  readonly policy: Float64Array;
  readonly watches: Watches;
  /** Columns behind column 0. */
  readonly columns?: readonly Column[];
  /** Columns of clean mass: edges of slots that are mistakes (1) carry none of it. */
  readonly clean?: { readonly mistakes: Uint8Array; readonly columns: readonly CleanColumn[] };
  readonly rider?: Rider;
  /**
   * Is all that is asked of the rider known in a state of it, in a period, whatever may still come? Then mass counts as
   * left there.
   */
  readonly decided?: (state: number, period: number) => boolean;
  readonly filter?: Filter;
  /** How time inside periods is told apart. */
  readonly within?: Within;
  /**
   * Without `within`: slices that tell apart what comes as a period begins (its first) from what comes in it (its
   * last); where these are missing too every period is one slice.
   */
  readonly slices?: Slices;
  /** The last period of which anything is asked, of columns without a rider: what comes later counts as left. */
  readonly until?: number;
  /** Filled with the probability of reaching each node, where given. */
  readonly reach?: Float64Array;
  /**
   * A weight that mass takes on at the end of one period, or as one slice inside it begins (the expectation of what a
   * state is worth then).
   */
  readonly weigh?: { readonly period: number; readonly slice?: number; readonly by: (node: number) => number };
}

export interface Ride {
  /** [column][slice]: probability of being stopped there; the last slice is the last day. Column 0 stays empty. */
  readonly stopped: readonly Float64Array[];
  /** The same of the clean columns, counted from 0. */
  readonly stoppedClean: readonly Float64Array[];
  /** [rider state][column]: what is left unstopped at the end. */
  readonly left: readonly Float64Array[];
  readonly leftClean: readonly Float64Array[];
}

/** The state of a rider after what a part of an edge brings. */
export function riddenAlong(
  rider: Rider,
  state: number,
  steps: readonly (readonly [slice: number, bits: number])[],
): number {
  const minded = steps.filter(([, bits]) => (bits & rider.minds) !== 0);
  if (minded.length > 1 && rider.along)
    return rider.along(
      state,
      minded.map(([slice, bits]) => [slice, bits & rider.minds] as const),
    );
  return minded.reduce((before, [slice, bits]) => rider.next(before, bits & rider.minds, slice), state);
}

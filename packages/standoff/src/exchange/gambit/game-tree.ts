/**
 * A finite game in extensive form, as trees of the literature and Gambit's files state it: nodes in pre-order, node 0
 * the root. Plain data between the readers (`read-efg.ts`, `read-nfg.ts`), the writer (`write-efg.ts`) and the world
 * (`tree-world.ts`). Numbers of files are exact fractions, rounded to doubles only here.
 */
import type { Fraction } from "../../math/fraction.ts";

export interface GameTree {
  readonly title: string;
  readonly comment: string;
  readonly players: readonly string[];
  readonly nodes: readonly TreeNode[];
  /** Players' information sets: by player, then by first member in pre-order (Gambit's order). */
  readonly informationSets: readonly TreeInformationSet[];
}

export interface TreeNode {
  readonly kind: "chance" | "player" | "terminal";
  readonly label: string;
  /** Index into `informationSets` for players' nodes, else -1. */
  readonly informationSet: number;
  readonly children: readonly number[];
  /** Chance nodes: one exact chance per child. */
  readonly chances: readonly Fraction[];
  readonly actions: readonly string[]; // labels of chance nodes' branches; a player's are its information set's
  /** Payoff of the node's outcome per player (added along the path); null: no outcome. */
  readonly payoffs: readonly number[] | null;
  readonly outcome: string;
}

export interface TreeInformationSet {
  readonly player: number;
  readonly number: number; // as numbered in the file
  readonly label: string;
  readonly actions: readonly string[];
  readonly members: readonly number[];
}

/** A fault in a game file, with the offset in its text. */
export interface GameFault {
  readonly message: string;
  readonly offset: number;
  /** Not wrong, but more than the limits of the reader allow. */
  readonly tooLarge?: true;
}

/** How much a reader may take in. */
export interface GameLimits {
  readonly nodes: number;
}

/** More nodes are not read by default. */
export const MOST_NODES = 5_000_000;

/** A game of more players is none that people write: tables grow with their number's square. */
export const MOST_PLAYERS = 1000;

export type ReadGame =
  | { readonly status: "read"; readonly tree: GameTree }
  | { readonly status: "faulty"; readonly faults: readonly GameFault[] };

/** A game in extensive form, solved through a world: ordinary logit, one lambda for all players. */
import { solveEquilibrium } from "../../solve/equilibrium.ts";
import type { Certificate, Solved } from "../../solve/solution.ts";
import type { World } from "../../world/world.ts";
import type { GameTree } from "./game-tree.ts";
import { bytesOfTree, treeToWorld } from "./tree-world.ts";

export interface GameOptions {
  /** Precision of choice: p in proportion to exp(lambda x payoff). Default 1. */
  readonly lambda?: number;
  /** Memory for the world and for solving. Default 2 GiB. */
  readonly maxBytes?: number;
  readonly cancelled?: () => boolean;
}

export interface SolvedGame {
  readonly status: "solved";
  readonly lambda: number;
  readonly certificate: Certificate;
  /** What each player may expect, in the order of the file. */
  readonly payoffs: readonly { readonly player: string; readonly expected: number }[];
  /** Every information set in the order of the file; one without a label has its number. */
  readonly strategies: readonly {
    readonly player: string;
    readonly informationSet: string;
    readonly actions: readonly { readonly label: string; readonly probability: number }[];
  }[];
}

export type GameResult =
  | SolvedGame
  | { readonly status: "not converged"; readonly certificate: Certificate }
  | { readonly status: "cancelled" }
  | { readonly status: "too large"; readonly needsBytes: number; readonly limitBytes: number };

/**
 * The logit equilibrium of a game at one lambda (McKelvey and Palfrey 1998): chances by information set, expected
 * payoffs by player.
 *
 * @example
 * ```ts
 * const { payoffs, strategies } = solveGame(readGame(efg).game, { lambda: 1 });
 * strategies[0].actions[0].probability // => 0.881
 * payoffs[0].expected // => 0.762
 * ```
 */
export function solveGame(game: GameTree, options: GameOptions = {}): GameResult {
  const { lambda = 1, maxBytes: limitBytes = 2 ** 31, cancelled } = options;
  const needsBytes = bytesOfTree(game);
  if (needsBytes > limitBytes) return { status: "too large", needsBytes, limitBytes };
  const world = treeToWorld(game);
  const maxBytes = Math.max(0, limitBytes - world.buffer.byteLength);
  const [found] = solveEquilibrium(world, {
    scales: [lambda],
    maxBytes,
    ...(cancelled === undefined ? {} : { cancelled }),
  });
  if (found.status === "solved") return told(game, world, found, lambda);
  return found.status === "not converged" ? { status: found.status, certificate: found.certificate } : found;
}

function told(game: GameTree, world: World, solved: Solved, lambda: number): SolvedGame {
  return {
    status: "solved",
    lambda,
    certificate: solved.certificate,
    payoffs: game.players.map((player, column) => ({ player, expected: expected(world, solved, column) })),
    strategies: game.informationSets.map((set, index) => ({
      player: game.players[set.player],
      informationSet: set.label || `${set.number}`,
      actions: set.actions.map((label, action) => ({
        label,
        probability: solved.policy[world.setSlot[index] + action],
      })),
    })),
  };
}

function expected(world: World, { values }: Solved, column: number): number {
  let sum = 0;
  world.startNode.forEach((node, i) => {
    sum += world.startChance[i] * values[node * world.header.columns + column];
  });
  return sum;
}

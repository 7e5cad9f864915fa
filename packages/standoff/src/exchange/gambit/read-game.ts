/** A game from a text of Gambit's, in whichever of its two forms, within a limit of memory. */
import { position } from "../../text/source.ts";
import { type GameTree, MOST_NODES } from "./game-tree.ts";
import { kindOfGame } from "./kind-of-game.ts";
import { readEfg } from "./read-efg.ts";
import { readNfg } from "./read-nfg.ts";

/** A node of a tree as the reader holds it takes about so many bytes. */
const bytesOfNode = 400;

export type GameRead =
  | { readonly status: "read"; readonly game: GameTree }
  /** `line` and `column` from 1. "too large": not wrong, but more than memory allows. */
  | {
      readonly status: "faulty" | "too large";
      readonly message: string;
      readonly line: number;
      readonly column: number;
    };

/**
 * Reads .efg or .nfg by how the text begins. Never throws on bad input; tells the first fault.
 *
 * @example
 * ```ts
 * const { status, game } = readGame(efg);
 * status // => "read"
 * game.players // => ["A", "B"]
 * readGame("hello").status // => "faulty"
 * ```
 */
export function readGame(text: string, { maxBytes = 2 ** 31 }: { readonly maxBytes?: number } = {}): GameRead {
  const kind = kindOfGame(text);
  if (kind !== "efg" && kind !== "nfg") return { status: "faulty", message: kind.other, line: 1, column: 1 };
  const limits = { nodes: Math.min(MOST_NODES, Math.floor(maxBytes / bytesOfNode)) };
  const read = kind === "nfg" ? readNfg(text, limits) : readEfg(text, limits);
  if (read.status === "read") return { status: "read", game: read.tree };
  const [{ message, offset, tooLarge }] = read.faults;
  return { status: tooLarge ? "too large" : "faulty", message, ...position(text, offset) };
}

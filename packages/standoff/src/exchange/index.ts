/**
 * `standoff/exchange`: the files of other tools. Gambit's games are read and solved; scenarios are written for Gambit,
 * PRISM and Storm, so that others can check our numbers.
 */

export type { Fraction } from "../math/fraction.ts";
export type { GameTree, TreeInformationSet, TreeNode } from "./gambit/game-tree.ts";
export type { GameRead } from "./gambit/read-game.ts";
export { readGame } from "./gambit/read-game.ts";
export type { GameOptions, GameResult, SolvedGame } from "./gambit/solve-game.ts";
export { solveGame } from "./gambit/solve-game.ts";
export type { ChainOptions, ModelFile, Models } from "./models.ts";
export { chainModels, gambitModel } from "./models.ts";

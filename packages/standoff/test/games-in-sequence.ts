/**
 * A world with many folds whose answers are known: games with three equilibria in the middle of their range, one after
 * another, each by two players of its own, all of whom see what was played before, none of whom sees a type that scales
 * what the second player of each game gets. No game changes what another is worth, so each is in one of its own
 * equilibria, found by bisection.
 */
import { roots } from "./bisection.ts";
import { type HandMade, handMadeWorld, type Tree } from "./hand-made-world.ts";

/** Chances of the hidden types, and what they multiply the second players' points with: one on average. */
const types = [
  [0.25, 0.4],
  [0.5, 1],
  [0.25, 1.6],
] as const;

/**
 * Shoham and Leyton-Brown 2008, figure 5.15, points of first and second: the second does not see which of C and R was
 * played.
 */
const ends = {
  L: [1, 1],
  CU: [0, 1000],
  CD: [0, 0],
  RU: [1, 0],
  RD: [3, 1],
} as const;

const LEVELS = 3;
const PLAYERS = 2 * LEVELS + 1;

/**
 * By how much the points of the game after a history are multiplied: those of the first two levels turn back on the way
 * to lambda 7.
 */
export function stakesAfter(history: readonly string[]): number {
  const order = history.reduce((sum, end) => 5 * sum + Object.keys(ends).indexOf(end), 0);
  return history.length < LEVELS - 1 ? 1 + 0.11 * history.length + 0.037 * order : 0.2 + 0.003 * order;
}

/** The histories before which a game is played. */
export function histories(level = 0, history: readonly string[] = []): string[][] {
  if (level === LEVELS) return [];
  return [[...history], ...Object.keys(ends).flatMap((end) => histories(level + 1, [...history, end]))];
}

export const gamesInSequence: HandMade = handMadeWorld(PLAYERS, {
  chance: types.map(([chance, factor]) => [chance, gameAfter([], new Array<number>(PLAYERS).fill(0), factor)]),
});

function gameAfter(history: readonly string[], points: readonly number[], factor: number): Tree {
  if (history.length === LEVELS) return lastWord(history, points);
  const player = 2 * history.length;
  const stakes = stakesAfter(history);
  const after = (end: keyof typeof ends): Tree => {
    const next = points.slice();
    next[player] += stakes * ends[end][0];
    next[player + 1] += stakes * factor * ends[end][1];
    return gameAfter([...history, end], next, factor);
  };
  const second = (first: "C" | "R"): Tree => ({
    set: `second after ${history.join()}`,
    player: player + 1,
    moves: { U: after(`${first}U`), D: after(`${first}D`) },
  });
  return { set: `first after ${history.join()}`, player, moves: { L: after("L"), C: second("C"), R: second("R") } };
}

/** A plain choice of one more player, which makes the world too large for dense matrices. */
function lastWord(history: readonly string[], points: readonly number[]): Tree {
  const worth = (more: number): Tree => ({ pay: points.map((point, i) => point + (i === PLAYERS - 1 ? more : 0)) });
  return { set: `last after ${history.join()}`, player: PLAYERS - 1, moves: { yes: worth(0.3), no: worth(0) } };
}

/**
 * Chances of U in the equilibria of one game at lambda x stakes: C against R has odds exp(-lambda (3 - 2 q)), so that
 * the second believes b = 1 / (1 + exp(lambda (3 - 2 q))) in C and finds U better than D by 1000 b - (1 - b), types
 * aside.
 */
export function equilibriaOfGame(lambda: number): number[] {
  return roots((q) => lambda * (1001 / (1 + Math.exp(lambda * (3 - 2 * q))) - 1));
}

/** Games of the literature as hand-made trees, for tests of the solver. */
import type { Tree } from "./hand-made-world.ts";

const pay = (...points: number[]): Tree => ({ pay: points });

/** A simultaneous game: the second player does not see the first. Payoffs [row][column] of each. */
export function simultaneous(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): Tree {
  const columns = (row: number): Tree => ({
    set: "column",
    player: 1,
    moves: Object.fromEntries(a[row].map((_, column) => [`${column}`, pay(a[row][column], b[row][column])])),
  });
  return { set: "row", player: 0, moves: Object.fromEntries(a.map((_, row) => [`${row}`, columns(row)])) };
}

/** Ochs's asymmetric matching pennies as in McKelvey and Palfrey 1995. */
export const ochs = simultaneous(
  [
    [1.1141, 0],
    [0, 0.2785],
  ],
  [
    [0, 1.1141],
    [1.1141, 0],
  ],
);

/** Crisis signalling, Lewis and Schultz 2003, at the mild payoffs, without private shocks. */
export const crisis: Tree = {
  set: "challenge",
  player: 0,
  moves: {
    "do not": pay(0, 0),
    challenge: {
      set: "resist",
      player: 1,
      moves: {
        concede: pay(1, 0),
        resist: { set: "stand", player: 0, moves: { firm: pay(-0.5, -0.5), "back down": pay(-1, 1) } },
      },
    },
  },
};

/** McKelvey and Palfrey's four-move centipede. */
export const centipede: Tree = {
  set: "1",
  player: 0,
  moves: {
    take: pay(0.4, 0.1),
    pass: {
      set: "2",
      player: 1,
      moves: {
        take: pay(0.2, 0.8),
        pass: {
          set: "3",
          player: 0,
          moves: {
            take: pay(1.6, 0.4),
            pass: { set: "4", player: 1, moves: { take: pay(0.8, 3.2), pass: pay(6.4, 1.6) } },
          },
        },
      },
    },
  },
};

/** Lewis's signalling game: two equally likely types, two messages, two acts; both earn 1 when the act matches. */
export const lewis: Tree = {
  chance: [0, 1].map((type) => [
    0.5,
    {
      set: `type ${type}`,
      player: 0,
      moves: Object.fromEntries(
        [0, 1].map((message) => [
          `say ${message}`,
          {
            set: `heard ${message}`,
            player: 1,
            moves: Object.fromEntries(
              [0, 1].map((act) => [`act ${act}`, act === type ? pay(1, 1) : pay(0, 0)]),
            ) as Record<string, Tree>,
          },
        ]),
      ) as Record<string, Tree>,
    },
  ]),
};

/** Cho and Kreps's beer and quiche: strong (chance .9) likes beer, weak likes quiche; the other duels or not. */
export const beerQuiche: Tree = {
  chance: [
    [0.9, breakfast("strong", { beer: 1, quiche: 0 }, { duel: 0, walk: 1 })],
    [0.1, breakfast("weak", { beer: 0, quiche: 1 }, { duel: 1, walk: 0 })],
  ],
};

function breakfast(type: string, taste: Record<string, number>, duellist: Record<string, number>): Tree {
  const meal = (name: string): Tree => ({
    set: `saw ${name}`,
    player: 1,
    moves: {
      duel: pay(taste[name], duellist.duel),
      walk: pay(taste[name] + 2, duellist.walk),
    },
  });
  return { set: type, player: 0, moves: { beer: meal("beer"), quiche: meal("quiche") } };
}

/**
 * The chain-store game of Kreps and Wilson 1982: `entrants` in sequence, each out (0), in and acquiesced (b), in and
 * fought (b - 1); the incumbent earns a, 0, -1; with chance p it is tough and always fights. Player 0 is the incumbent,
 * player i the i-th entrant, who sees the whole history but not the type. Tough nodes have their own sets ("tough
 * ...").
 */
export function chainStore(entrants: number, a: number, b: number, p: number): Tree {
  const players = entrants + 1;
  const game = (tough: boolean, history: string, sums: readonly number[]): Tree => {
    const entrant = history.length + 1;
    if (entrant > entrants) return { pay: sums };
    const plus = (incumbent: number, own: number) =>
      sums.map((points, player) => points + (player === 0 ? incumbent : player === entrant ? own : 0));
    return {
      set: `entrant after ${history}`,
      player: entrant,
      moves: {
        out: game(tough, `${history}o`, plus(a, 0)),
        in: {
          set: `${tough ? "tough" : "weak"} after ${history}`,
          player: 0,
          moves: {
            fight: game(tough, `${history}f`, plus(-1, b - 1)),
            acquiesce: game(tough, `${history}a`, plus(0, b)),
          },
        },
      },
    };
  };
  const zeros = new Array<number>(players).fill(0);
  return {
    chance: [
      [1 - p, game(false, "", zeros)],
      [p, game(true, "", zeros)],
    ],
  };
}

/** Names of the tough incumbent's sets in `chainStore`. */
export function toughSets(entrants: number): string[] {
  const histories = (length: number): string[] =>
    length === 0 ? [""] : histories(length - 1).flatMap((h) => [`${h}o`, `${h}f`, `${h}a`]);
  return Array.from({ length: entrants }, (_, i) => histories(i)).flatMap((list) =>
    list.map((h) => `tough after ${h}`),
  );
}

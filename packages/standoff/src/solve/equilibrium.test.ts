/**
 * The solver against the literature: logit equilibria to the printed digits, limits for great steadiness, hand-solved
 * fractions, beliefs where nothing is reached, and what its results promise about themselves.
 */
import { describe, expect, test } from "vitest";
import { type HandMade, type HandMadeOptions, handMadeWorld, type Tree } from "../../test/hand-made-world.ts";
import {
  beerQuiche,
  centipede,
  chainStore,
  crisis,
  lewis,
  ochs,
  simultaneous,
  toughSets,
} from "../../test/literature-games.ts";
import { endMass } from "../sweep/forward.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { residualOf } from "./residual.ts";
import type { Solved, SolveOptions, SolveResult } from "./solution.ts";

/** Half a unit of the last printed digit of six. */
const PRINTED = 5.1e-7;
/** Of four printed digits. */
const PRINTED_4 = 5.1e-5;
/** Rounding in some tens of operations. */
const ROUNDING = 1e-12;

function solved(result: SolveResult | undefined): Solved {
  if (result?.status !== "solved") throw new Error(`expected a solution, got ${result?.status}`);
  return result;
}

type Move = readonly [set: string, move: string];

/** Chances of moves at every scale (which is lambda here). */
function chances(
  game: HandMade,
  moves: readonly Move[],
  scales: readonly number[],
  options?: SolveOptions,
): number[][] {
  return solveEquilibrium(game.world, { ...options, scales }).map((result) =>
    moves.map(([set, move]) => solved(result).policy[game.slot(set, move)]),
  );
}

function expectRows(
  found: readonly (readonly number[])[],
  wanted: readonly (readonly number[])[],
  within: number,
): void {
  wanted.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(Math.abs(found[i][j] - value), `row ${i}, column ${j}: ${found[i][j]}`).toBeLessThan(within);
    });
  });
}

describe("published logit equilibria", () => {
  test("Ochs's matching pennies (McKelvey and Palfrey 1995)", () => {
    const game = handMadeWorld(2, ochs);
    const moves: Move[] = [
      ["row", "0"],
      ["column", "0"],
    ];
    const table = [
      [0.5, 0.5],
      [0.586784, 0.451807],
      [0.617522, 0.371982],
      [0.616897, 0.314016],
      [0.557689, 0.21663],
      [0.506217, 0.200164],
    ];
    expectRows(chances(game, moves, [0, 1, 2, 3, 10, 100]), table, PRINTED);
    // Nash: row mixes so that column is indifferent, 1/2; column so that row is: .2785 / (1.1141 + .2785).
    const [nash] = chances(game, moves, [100_000]);
    expect(nash[0]).toBeCloseTo(0.5, 4);
    expect(nash[1]).toBeCloseTo(0.2785 / 1.3926, 4);
  });

  test("a two by two game of Gambit's tests", () => {
    const game = handMadeWorld(
      2,
      simultaneous(
        [
          [1, 1],
          [0, 1],
        ],
        [
          [1, 1],
          [2, 1],
        ],
      ),
    );
    const moves: Move[] = [
      ["row", "0"],
      ["column", "0"],
    ];
    const table = [
      [0.643, 0.5883],
      [0.7727, 0.6117],
      [0.8595, 0.6038],
    ];
    expectRows(chances(game, moves, [1, 2, 3]), table, PRINTED_4);
  });

  test("crisis signalling without private shocks (Lewis and Schultz 2003)", () => {
    const game = handMadeWorld(2, crisis);
    const moves: Move[] = [
      ["stand", "firm"],
      ["resist", "resist"],
      ["challenge", "challenge"],
    ];
    const table = [
      [0.5, 0.5, 0.5],
      [0.622459, 0.516572, 0.531864],
      [0.731059, 0.451856, 0.627828],
      [0.993307, 0.007394, 0.999949],
    ];
    expectRows(chances(game, moves, [0, 1, 2, 10]), table, PRINTED);
    const outcomes = [
      [0.5, 0.25, 0.125, 0.125],
      [0.468136, 0.257118, 0.171018, 0.103728],
      [0.372172, 0.34414, 0.207392, 0.076295],
      [0.000051, 0.992555, 0.007345, 0.000049],
    ];
    const found = solveEquilibrium(game.world, { scales: [0, 1, 2, 10] }).map((result) => {
      const { reach } = solved(result);
      // Ends in order of depth: do not, concede, firm, back down.
      return [1, 3, 5, 6].map((node) => reach[node]);
    });
    expectRows(found, outcomes, PRINTED);
  });

  test("the four-move centipede (McKelvey and Palfrey 1998), not monotone in lambda", () => {
    const game = handMadeWorld(2, centipede);
    const moves = ["1", "2", "3", "4"].map((set): Move => [set, "take"]);
    const table = [
      [0.5, 0.5, 0.5, 0.5],
      [0.373594, 0.375573, 0.385073, 0.689974],
      [0.296257, 0.27798, 0.464884, 0.832018],
      [0.236193, 0.376299, 0.761577, 0.960834],
      [0.492704, 0.851436, 0.981847, 0.999665],
    ];
    expectRows(chances(game, moves, [0, 0.5, 1, 2, 5]), table, PRINTED);
    expect(solved(solveEquilibrium(game.world)[0]).certificate.branch).toBe("exact");
  });

  test("Lewis's signals: the principal branch says nothing", () => {
    const game = handMadeWorld(2, lewis);
    const found = chances(game, [["heard 1", "act 1"]], [0.5, 1, 1.5, 2]);
    expectRows(found, [[0.5], [0.5], [0.5], [0.5]], ROUNDING);
  });
});

describe("limits of great steadiness", () => {
  const chain = (entrants: number) =>
    handMadeWorld(entrants + 1, chainStore(entrants, 2, 0.5, 0.1), {
      fixed: Object.fromEntries(toughSets(entrants).map((set) => [set, [1, 0]])),
    });

  test("reputation with three entrants (Kreps and Wilson 1982), the distance shrinking", () => {
    // p = .1 < b^3 = .125: entry; weak fights with chance (1 - b^2) p / ((1 - p) b^2) = 1/3; the second entrant then
    // stays out with chance 1/a = 1/2; weak fights again with chance (1 - b) .25 / (.75 b) = 1/3; the third, out with
    // 1/2, is not fought by the weak.
    const game = chain(3);
    const moves: Move[] = [
      ["entrant after ", "out"],
      ["weak after ", "fight"],
      ["entrant after f", "out"],
      ["weak after f", "fight"],
      ["entrant after ff", "out"],
      ["weak after ff", "fight"],
    ];
    const limit = [0, 1 / 3, 1 / 2, 1 / 3, 1 / 2, 0];
    const found = chances(game, moves, [50, 200, 1000]);
    const distance = found.map((row) => Math.max(...row.map((value, i) => Math.abs(value - limit[i]))));
    expect(distance[2]).toBeLessThan(0.01);
    expect(distance[1]).toBeLessThan(distance[0]);
    expect(distance[2]).toBeLessThan(distance[1]);
  }, 60_000);

  test("reputation deters the first of four entrants", () => {
    // p = .1 > b^4 = .0625.
    const [row] = chances(chain(4), [["entrant after ", "out"]], [200]);
    expect(row[0]).toBeGreaterThan(0.99);
  }, 60_000);

  test("beer and quiche: both breakfast on beer, and quiche is met with a duel", () => {
    const moves: Move[] = [
      ["strong", "beer"],
      ["weak", "beer"],
      ["saw beer", "duel"],
      ["saw quiche", "duel"],
    ];
    expectRows(chances(handMadeWorld(2, beerQuiche), moves, [20]), [[1, 1, 0, 1]], 1e-4);
  });
});

describe("exact fractions", () => {
  // lambda = ln 2 turns one point into odds of two to one.
  const ln2: HandMadeOptions = { lambda: [Math.LN2, Math.LN2] };

  test("two moves, then two moves", () => {
    // The second chooses 1 over 0 with odds 2 : 1 (2/3). The first's "in" is worth 2/3 x 3 + 1/3 x 0 = 2 against 1:
    // odds 2.
    const tree: Tree = {
      set: "first",
      player: 0,
      moves: {
        in: { set: "second", player: 1, moves: { a: { pay: [3, 1] }, b: { pay: [0, 0] } } },
        out: { pay: [1, 0] },
      },
    };
    const game = handMadeWorld(2, tree, ln2);
    const { policy, values, q } = solved(solveEquilibrium(game.world)[0]);
    expect(policy[game.slot("second", "a")]).toBeCloseTo(2 / 3, 14);
    expect(policy[game.slot("first", "in")]).toBeCloseTo(2 / 3, 14);
    expect(q[game.slot("first", "in")]).toBeCloseTo(2, 14);
    expect(values[0]).toBeCloseTo(5 / 3, 14); // 2/3 x 2 + 1/3 x 1
    expect(values[1]).toBeCloseTo(4 / 9, 14); // 2/3 x 2/3
  });

  test("a hidden state: beliefs are the chances, and weights bend the answer", () => {
    // "risk" is worth 1/4 x 5 - 3/4 x 1/3 = 1 against 0: odds 2, times prior weights 1 : 3 gives 2 : 3.
    const choice = (worth: number): Tree => ({
      set: "blind",
      player: 0,
      moves: { risk: { pay: [worth] }, hold: { pay: [0] } },
    });
    const game = handMadeWorld(
      1,
      {
        chance: [
          [0.25, choice(5)],
          [0.75, choice(-1 / 3)],
        ],
      },
      { lambda: [Math.LN2], weights: { blind: [1, 3] } },
    );
    const result = solved(solveEquilibrium(game.world)[0]);
    expect(result.q[game.slot("blind", "risk")]).toBeCloseTo(1, 14);
    expect(result.policy[game.slot("blind", "risk")]).toBeCloseTo(2 / 5, 14);
    // Best is risk (1 against 0), the policy expects 2/5.
    expect(result.certificate.largestGain).toBeCloseTo(3 / 5, 14);
  });
});

describe("beliefs where nothing is reached", () => {
  /**
   * Nature's type, then a fixed choice that never sends; the receiver's belief after "send" is the limit of the zeros.
   */
  const never = (high: number): HandMade => {
    const receiver = (worth: number): Tree => ({
      set: "receiver",
      player: 1,
      moves: { act: { pay: [0, worth] }, wait: { pay: [0, 0] } },
    });
    const sender = (name: string, worth: number): Tree => ({
      set: name,
      player: 0,
      moves: { send: receiver(worth), stay: { pay: [0, 0] } },
    });
    return handMadeWorld(
      2,
      {
        chance: [
          [high, sender("high", 4)],
          [1 - high, sender("low", -1)],
        ],
      },
      { fixed: { high: [0, 1], low: [0, 1] }, lambda: [1, 1] },
    );
  };

  test("zeros go to zero together: the belief is nature's", () => {
    const game = never(0.3);
    const result = solved(solveEquilibrium(game.world)[0]);
    expect(result.q[game.slot("receiver", "act")]).toBeCloseTo(0.3 * 4 - 0.7, 12);
    expect(endMass(game.world, result.reach)).toBe(1);
  });

  test("one zero is infinitely likelier than two", () => {
    const inner: Tree = { set: "seen", player: 0, moves: { act: { pay: [1] }, wait: { pay: [0] } } };
    const other: Tree = { set: "seen", player: 0, moves: { act: { pay: [-9] }, wait: { pay: [0] } } };
    const game = handMadeWorld(1, {
      chance: [
        [
          0.5,
          {
            chance: [
              [0, inner],
              [1, { pay: [0] }],
            ],
          },
        ],
        [
          0.5,
          {
            chance: [
              [
                0,
                {
                  chance: [
                    [1, { pay: [0] }],
                    [1, { pay: [0] }],
                  ],
                },
              ],
              [1, { pay: [0] }],
            ],
          },
        ],
        [
          0,
          {
            chance: [
              [0, other],
              [1, { pay: [0] }],
            ],
          },
        ],
      ],
    });
    const result = solved(solveEquilibrium(game.world)[0]);
    expect(result.q[game.slot("seen", "act")]).toBeCloseTo(1, 12);
  });

  test("chances that underflow keep their ratios", () => {
    // Sending costs 1000 points in the high type and 1000 - ln 2 in the low one: odds e^-1000 : 2 e^-1000 given types
    // 1/2, so the receiver believes 1/3 and 2/3.
    const receiver = (cost: number, worth: number): Tree => ({
      set: "receiver",
      player: 1,
      moves: { act: { pay: [-cost, worth] }, wait: { pay: [-cost, 0] } },
    });
    const sender = (name: string, cost: number, worth: number): Tree => ({
      set: name,
      player: 0,
      moves: { send: receiver(cost, worth), stay: { pay: [0, 0] } },
    });
    const game = handMadeWorld(2, {
      chance: [
        [0.5, sender("high", 1000, 3)],
        [0.5, sender("low", 1000 - Math.LN2, 0)],
      ],
    });
    const result = solved(solveEquilibrium(game.world)[0]);
    expect(result.policy[game.slot("high", "send")]).toBe(0);
    expect(result.logPolicy[game.slot("high", "send")]).toBeCloseTo(-1000, 9);
    expect(result.q[game.slot("receiver", "act")]).toBeCloseTo(1, 9);
    expect(result.policy[game.slot("receiver", "act")]).toBeCloseTo(Math.E / (1 + Math.E), 9);
  });
});

/** Measured again by the plain kernels, whose exponentials differ in the last place from those that solved. */
const LAST_PLACES = 1e-14;

describe("what a result promises", () => {
  const game = handMadeWorld(2, beerQuiche);

  test("its certificate is re-derived from the policy alone", () => {
    for (const result of solveEquilibrium(game.world, { scales: [0, 1, 4] })) {
      const { logPolicy, scale, certificate, reach, values, policy, q } = solved(result);
      const again = residualOf(game.world, logPolicy, scale);
      expect(Math.abs(again.residual - certificate.residual)).toBeLessThan(LAST_PLACES);
      expect(Math.abs(again.largestGain - certificate.largestGain)).toBeLessThan(LAST_PLACES);
      expect(certificate.residual).toBeLessThan(1e-10);
      expect(certificate.massLost).toBeLessThan(1e-12);
      expect(Math.abs(endMass(game.world, reach) - 1)).toBeLessThan(1e-12);
      expect(policy[0]).toBe(1);
      expect(q.length).toBe(game.world.header.slots);
      // The value of the start is what the ends pay, weighted by reach.
      for (let column = 0; column < 2; column++) {
        let forward = 0;
        reach.forEach((mass, node) => {
          forward += mass * game.world.payRow[game.world.nodePay[node] * 2 + column];
        });
        expect(values[column]).toBeCloseTo(forward, 12);
      }
    }
  });

  test("a warm start goes straight to the scale", () => {
    const cold = solved(solveEquilibrium(game.world, { scales: [3] })[0]);
    const nudged = cold.policy.map((chance) => Math.max(1e-3, chance));
    const warm = solved(solveEquilibrium(game.world, { scales: [3], from: nudged })[0]);
    expect(warm.certificate.branch).toBe("warm start");
    expect(warm.certificate.iterations).toBeLessThan(cold.certificate.iterations);
    warm.policy.forEach((chance, slot) => {
      expect(Math.abs(chance - cold.policy[slot])).toBeLessThan(1e-9);
    });
  });

  test("cancelled and too large are results too", () => {
    expect(solveEquilibrium(game.world, { cancelled: () => true })).toEqual([{ status: "cancelled" }]);
    const [large] = solveEquilibrium(game.world, { maxBytes: 1000 });
    expect(large).toMatchObject({ status: "too large", limitBytes: 1000 });
  });

  test("nothing above tolerance is called solved", () => {
    const [result] = solveEquilibrium(game.world, { scales: [3], tolerance: 1e-30, maxIterations: 100 });
    expect(result?.status).toBe("not converged");
  });

  test("what rounding allows is said where it is above the tolerance", () => {
    // Matching pennies with a hundred million points added: 1e8 is known to 1.5e-8, lambda 100 makes 1e-6 of that.
    const far = 1e8;
    const moved = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map((points) => points + far));
    const a = [
      [1.1141, 0],
      [0, 0.2785],
    ];
    const b = [
      [0, 1.1141],
      [1.1141, 0],
    ];
    const [near] = solveEquilibrium(handMadeWorld(2, simultaneous(a, b)).world, { scales: [100] });
    expect(near?.status).toBe("solved");
    const [result] = solveEquilibrium(handMadeWorld(2, simultaneous(moved(a), moved(b))).world, { scales: [100] });
    if (result?.status !== "not converged") throw new Error(`expected no convergence, got ${result?.status}`);
    const told = /rounding of the points alone moves chances by up to (\S+) at this steadiness/.exec(
      result.certificate.says,
    );
    const limit = Number(told?.[1]);
    expect(limit).toBeGreaterThan(1e-7);
    // It stops where rounding stops it, and not above.
    expect(result.certificate.residual).toBeLessThan(20 * limit);
  });

  test("scales must ascend", () => {
    expect(() => solveEquilibrium(game.world, { scales: [2, 1] })).toThrow("2, 1");
  });
});

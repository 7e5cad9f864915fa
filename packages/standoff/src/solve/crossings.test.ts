/**
 * Where other branches cross, against closed forms: coordination games that do not know of each other. One in which
 * meeting is worth `stakes` has its pitchfork at lambda 2 / stakes; games of equal stakes have theirs at once.
 */
import { describe, expect, test } from "vitest";
import { type HandMade, handMadeWorld, type Tree } from "../../test/hand-made-world.ts";
import { seededRandom } from "../math/random.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { createLogitMap, startingLogPolicy } from "./logit-map.ts";
import { traceBranch } from "./trace.ts";

/** Scales are told to four digits. */
const TOLD = 1e-5;

/** Chance picks a game; its two players, whom no other game sees, choose at once. */
function coordination(stakes: readonly number[]): HandMade {
  const games = stakes.map((worth, game): readonly [number, Tree] => {
    const pay = (mine: number, yours: number): Tree => ({
      pay: stakes.flatMap((_, g) => (g === game && mine === yours ? [worth, worth] : [0, 0])),
    });
    const second = (mine: number): Tree => ({
      set: `second of ${game}`,
      player: 2 * game + 1,
      moves: { a: pay(mine, 0), b: pay(mine, 1) },
    });
    return [1 / stakes.length, { set: `first of ${game}`, player: 2 * game, moves: { a: second(0), b: second(1) } }];
  });
  return handMadeWorld(2 * stakes.length, games.length === 1 ? games[0][1] : { chance: games });
}

function crossings(stakes: readonly number[], target: number) {
  const { world } = coordination(stakes);
  const start = { scale: 0, logPolicy: startingLogPolicy(world) };
  return traceBranch(createLogitMap(world), start, [target]).bifurcations;
}

describe("crossings", () => {
  test.each([2, 30, 1e4, 1e6])("of one game are told to the digits stated, on the way to %d times", (far) => {
    const random = seededRandom(far);
    for (let i = 0; i < 5; i++) {
      const stakes = 10 ** (2 * random() - 0.5);
      const [at, ...more] = crossings([stakes], (2 / stakes) * far);
      expect(more).toEqual([]);
      expect(Math.abs(at.scale * stakes - 2)).toBeLessThan(2 * TOLD);
    }
  });

  test.each([1, 2, 3, 4])("of %i equal games at once are told, with their number", (games) => {
    const random = seededRandom(games);
    for (let i = 0; i < 4; i++) {
      const stakes = 1 + 20 * random();
      const found = crossings(Array(games).fill(stakes), (2 / stakes) * (1.5 + 40 * random()));
      expect(found).toHaveLength(1);
      expect(found[0].times ?? 1).toBe(games);
      expect(Math.abs(found[0].scale * stakes - 2)).toBeLessThan(2 * TOLD);
    }
  });

  test("of unequal games are told one by one", () => {
    const found = crossings([1, 5, 3], 10).map(({ scale }) => scale);
    expect(found).toHaveLength(3);
    [2 / 5, 2 / 3, 2].forEach((wanted, i) => {
      expect(Math.abs(found[i] / wanted - 1)).toBeLessThan(TOLD);
    });
  });

  test("stand in the certificate's words", () => {
    const says = (stakes: readonly number[]) => {
      const [result] = solveEquilibrium(coordination(stakes).world, { scales: [5] });
      return result?.status === "solved" ? result.certificate.says : result?.status;
    };
    expect(says([10])).toMatch(/other branches cross it at 0\.2$/);
    expect(says([1, 1])).toMatch(/other branches cross it at 2 \(twice\)$/);
  });
});

describe("bounded effort", () => {
  /** Each wants to be where the other is not, for so many points: mixed at every steadiness. */
  const pennies = (worth: number): HandMade => {
    const pay = (mine: number, yours: number): Tree => {
      const points = worth * (mine === yours ? 1.37 : -0.59);
      return { pay: [points, -points] };
    };
    const second = (mine: number): Tree => ({ set: "second", player: 1, moves: { a: pay(mine, 0), b: pay(mine, 1) } });
    return handMadeWorld(2, { set: "first", player: 0, moves: { a: second(0), b: second(1) } });
  };

  test.each([1e6, 1e9, 1e20, 1e150, 1e300])(
    "payoffs of %d end, solved within the tolerance or not converged",
    (worth) => {
      let sweeps = 0;
      const [result] = solveEquilibrium(pennies(worth).world, {
        onProgress: ({ iteration }) => {
          sweeps = iteration;
        },
      });
      if (result?.status !== "solved" && result?.status !== "not converged") throw new Error(`${result?.status}`);
      if (result.status === "solved") expect(result.certificate.residual).toBeLessThanOrEqual(1e-10);
      else expect(result.certificate.residual).toBeGreaterThan(1e-10);
      // The limit of a small world's trace, and as much again.
      expect(sweeps).toBeLessThan(2 * (1.5e9 / 2000));
    },
  );
});

/** Bargaining solutions against published and hand-made ones. */
import { describe, expect, test } from "vitest";
import { solveBargaining } from "./bargaining.ts";
import { solveLinearProgram } from "./linear-program.ts";

const gainsOf = (gains: readonly (readonly number[])[], vetoes?: readonly (readonly number[])[]) => {
  const found = solveBargaining(vetoes === undefined ? { gains } : { gains, vetoes })!;
  return { nash: found.nash.gains, ks: found.kalaiSmorodinsky.gains, found };
};
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 7));

describe("bargaining", () => {
  test("Kalai and Smorodinsky's example: where one side could have more, Nash gives it less", () => {
    // [KS75], section 2: conv {(0,1), (1,0), (3/4,3/4)} and, larger, conv {(0,1), (1,0), (1,0.7)}
    const small = gainsOf([
      [0, 1],
      [1, 0],
      [0.75, 0.75],
    ]);
    expect([small.nash, small.ks]).toEqual([near([0.75, 0.75]), near([0.75, 0.75])]);
    const large = gainsOf([
      [0, 1],
      [1, 0],
      [1, 0.7],
    ]);
    expect(large.nash).toEqual(near([1, 0.7]));
    expect(large.ks).toEqual(near([1 / 1.3, 1 / 1.3])); // x = 1 - 0.3 x
  });

  test("one good for several: equal shares of it, whatever the units; Kalai and Smorodinsky the same", () => {
    const { nash, ks, found } = gainsOf([
      [30, 0, 0],
      [0, 6, 0],
      [0, 0, 9],
    ]);
    expect([nash, ks]).toEqual([near([10, 2, 3]), near([10, 2, 3])]);
    expect(found.ideal).toEqual(near([30, 6, 9]));
  });

  test("a lottery over agreements that somebody would refuse: the tangent of the hyperbola", () => {
    // gains (p 6 - (1-p) 2, (1-p) 4 - p 1) = (8p - 2, 4 - 5p): slope 8 (4 - 5p) = 5 (8p - 2) at p = 42/80
    const { nash, ks, found } = gainsOf([
      [6, -1],
      [-2, 4],
    ]);
    expect(found.nash.shares).toEqual(near([0.525, 0.475]));
    expect(nash).toEqual(near([2.2, 1.375]));
    // most: (4.4, 0) at p = 4/5, (0, 2.75) at p = 1/4; proportional: (8p - 2) 2.75 = (4 - 5p) 4.4
    expect(found.ideal).toEqual(near([4.4, 2.75]));
    expect(ks[0] / ks[1]).toBeCloseTo(4.4 / 2.75, 9);
  });

  test("a veto bounds the lottery and has no share in the product", () => {
    const gains = [
      [10, 0],
      [0, 10],
    ];
    const { nash } = gainsOf(gains, [[-3], [1]]); // at most a quarter of the first
    expect(nash).toEqual(near([2.5, 7.5]));
  });

  test("no bargain where nobody, or not everybody, can gain", () => {
    expect(
      solveBargaining({
        gains: [
          [5, -1],
          [3, -2],
        ],
      }),
    ).toBeNull();
    expect(solveBargaining({ gains: [[5, 0]] })).toBeNull();
    expect(solveBargaining({ gains: [] })).toBeNull();
  });

  test("a linear program: Dantzig's corner, and no bound", () => {
    // max 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18: (2, 6) (Hillier and Lieberman)
    const rows = [
      [1, 0],
      [0, 2],
      [3, 2],
    ];
    expect(solveLinearProgram({ gain: [3, 5], rows, limits: [4, 12, 18] })).toEqual([2, 6]);
    expect(solveLinearProgram({ gain: [1], rows: [[-1]], limits: [1] })).toBeNull();
  });
});

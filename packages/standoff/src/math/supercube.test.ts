/** Points of many dimensions: their balance, how their dimensions go together, and integrals that are known. */
import { describe, expect, it } from "vitest";
import { seededRandom } from "./random.ts";
import { supercube } from "./supercube.ts";

const [dimensions, points] = [110, 64];

describe("points of many dimensions", () => {
  it("fall one into each part of every dimension, run after run", () => {
    const at = supercube(points, 5);
    for (let dimension = 0; dimension < dimensions; dimension += 7) {
      for (const run of [0, 1, 2]) {
        const parts = Array.from({ length: points }, (_, i) => Math.floor(at(run * points + i, dimension) * points));
        expect(new Set(parts).size).toBe(points);
      }
    }
  });

  it("have no pairs of dimensions that move together", () => {
    const at = supercube(points, 5);
    const columns = Array.from({ length: dimensions }, (_, d) =>
      Array.from({ length: points }, (__, i) => at(i, d) - 0.5),
    );
    const product = (a: readonly number[], b: readonly number[]) => a.reduce((sum, one, i) => sum + one * b[i], 0);
    let largest = 0;
    for (let a = 0; a < dimensions; a++) {
      for (let b = 0; b < a; b++)
        largest = Math.max(largest, Math.abs((12 / points) * product(columns[a], columns[b])));
    }
    // Of 5,995 pairs with a standard deviation of 1/8 each the largest is expected near 0.47; plain Sobol points have
    // 0.8 and more.
    expect(largest).toBeLessThan(0.6);
  });

  // Integrals of one: mostly a sum, a sum in a curve, and a product of two of different blocks.
  const slopes = Array.from({ length: dimensions }, (_, d) => 1 / (1 + (d % 16)));
  const sum = (x: readonly number[]) => x.reduce((total, one, d) => total + slopes[d] * (one - 0.5), 0);
  const integrands: readonly (readonly [string, (x: readonly number[]) => number, number])[] = [
    ["a sum", (x) => 1 + sum(x), 20],
    ["a sum and a product", (x) => 1 + sum(x) + 4 * (x[0] - 0.5) * (x[20] - 0.5), 2.5],
    ["the square root of the absolute sum, less its mean", (x) => Math.sqrt(Math.abs(1 + sum(x) / 4)), 3],
  ];
  it.each(integrands)("integrate %s better than plain random numbers", (_, f, better) => {
    const scrambles = 16;
    const random = seededRandom(9);
    const meanOf = (at: (i: number, d: number) => number) => {
      let total = 0;
      for (let i = 0; i < points; i++) total += f(Array.from({ length: dimensions }, (__, d) => at(i, d)));
      return total / points;
    };
    const spread = (means: readonly number[]) => {
      const middle = means.reduce((all, one) => all + one, 0) / means.length;
      return Math.sqrt(means.reduce((all, one) => all + (one - middle) ** 2, 0) / (means.length - 1));
    };
    const even = Array.from({ length: scrambles }, (__, seed) => meanOf(supercube(points, seed + 1)));
    const plain = Array.from({ length: scrambles }, () => meanOf(() => random()));
    expect(spread(even) * better).toBeLessThan(spread(plain));
  });

  it("in few dimensions are those of Sobol, and integrate a smooth product far better", () => {
    const product = (at: (i: number, d: number) => number) => {
      let total = 0;
      for (let i = 0; i < 256; i++)
        total += [0, 1, 2, 3, 4, 5].reduce((all, d) => all * (1 + (at(i, d) - 0.5) / (d + 1)), 1);
      return total / 256;
    };
    const random = seededRandom(4);
    const error = (means: readonly number[]) =>
      Math.sqrt(means.reduce((all, one) => all + (one - 1) ** 2, 0) / means.length);
    const even = Array.from({ length: 12 }, (_, seed) => product(supercube(256, seed + 1)));
    const plain = Array.from({ length: 12 }, () => product(() => random()));
    expect(error(even) * 10).toBeLessThan(error(plain));
  });
});

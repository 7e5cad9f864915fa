/** Linear shares of variance against models whose shares are known. */
import { describe, expect, it } from "vitest";
import { quantile } from "../math/distributions.ts";
import { scrambledSobol } from "../math/sobol.ts";
import { supercube } from "../math/supercube.ts";
import { sharesIn } from "./shares.ts";

const even = (draws: number, quantities: number) => {
  const at = supercube(draws, 3);
  return Array.from({ length: draws }, (_, d) => Array.from({ length: quantities }, (__, i) => at(d, i)));
};
const ones = (draws: number) => Array.from({ length: draws }, () => 1);

describe("linear shares of variance", () => {
  it("of a linear answer are the squares of its slopes, by their sum", () => {
    const drawn = even(256, 3);
    const { shares, linear } = sharesIn(drawn, ones(256))(drawn.map(([a, b, c]) => 5 + 4 * a - 3 * b + 0 * c));
    [16 / 25, 9 / 25, 0].forEach((share, i) => {
      expect(shares[i]).toBeCloseTo(share, 2);
    });
    expect(linear).toBeCloseTo(1, 6);
  });

  it("go by the spread of what is drawn, not by its units", () => {
    const drawn = even(256, 2).map(([a, b]) => [1000 * a, quantile({ kind: "normal", mean: 0, deviation: 1 }, b)]);
    // Variances: of a uniform number 1/12, of the normal one 1.
    const { shares } = sharesIn(drawn, ones(256))(drawn.map(([a, b]) => a / 1000 + b));
    expect(shares[0]).toBeCloseTo(1 / 13, 2);
    expect(shares[1]).toBeCloseTo(12 / 13, 2);
  });

  it("leave out what is not linear: of a square about the middle all", () => {
    const drawn = even(256, 2);
    const { shares, linear } = sharesIn(drawn, ones(256))(drawn.map(([a]) => (a - 0.5) ** 2));
    expect(linear).toBeLessThan(0.02);
    expect(shares[0]).toBeLessThan(0.02);
  });

  it("weigh draws", () => {
    const drawn = even(256, 2);
    // Only draws in the lower half of the first quantity count: there it varies by a quarter of its variance.
    const weights = drawn.map(([a]) => (a < 0.5 ? 1 : 0));
    const { shares } = sharesIn(drawn, weights)(drawn.map(([a, b]) => (a < 0.5 ? a + b : 77)));
    expect(shares[0]).toBeCloseTo(1 / 5, 2);
    expect(shares[1]).toBeCloseTo(4 / 5, 2);
  });

  it("with fewer draws than quantities find the large ones, and do not share out more than there is", () => {
    const drawn = even(64, 110);
    const answer = drawn.map((x) => 3 * x[4] + 2 * x[60]);
    const { shares, linear } = sharesIn(drawn, ones(64))(answer);
    expect(linear).toBeLessThanOrEqual(1 + 1e-9);
    const order = shares.map((share, i) => ({ share, i })).sort((a, b) => b.share - a.share);
    expect(order.slice(0, 2).map(({ i }) => i)).toEqual([4, 60]);
    expect(order[2].share).toBeLessThan(order[1].share / 2);
  });

  it("of noise are small, where single squared correlations would sum to more than one", () => {
    const drawn = even(64, 110);
    const noise = Array.from({ length: 64 }, (_, d) => scrambledSobol(d, 2, 99));
    const { shares, linear } = sharesIn(drawn, ones(64))(noise);
    expect(Math.max(...shares)).toBeLessThan(0.1);
    expect(linear).toBeLessThan(0.7);
  });

  it("of an answer that does not change are none", () => {
    expect(sharesIn(even(16, 3), ones(16))(ones(16))).toEqual({ shares: [0, 0, 0], linear: 0 });
  });
});

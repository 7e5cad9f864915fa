/** Averages over draws on cases made by hand. */
import { describe, expect, it } from "vitest";
import { effectiveSize, meanOf, quantilesOf, ratioOf, withLost } from "./average.ts";

const terms = (...pairs: readonly (readonly [value: number, weight: number])[]) =>
  pairs.map(([value, weight], i) => ({ value, weight, scramble: i % 4 }));

describe("a mean over draws", () => {
  it("under a condition is a ratio of sums, not a mean of ratios", () => {
    // Two draws: P(B) = 0.9 with P(A | B) = 0.1, and P(B) = 0.1 with P(A | B) = 0.9. P(A and B) is 0.09 in both.
    const mean = ratioOf([
      { value: 0.1, weight: 0.9 },
      { value: 0.9, weight: 0.1 },
    ]);
    expect(mean).toBeCloseTo((0.09 + 0.09) / (0.9 + 0.1), 15); // 0.18; the mean of ratios is 0.5
  });

  it("weighs draws by how likely they made the news", () => {
    expect(ratioOf(terms([0.2, 0.3], [0.8, 0.1]))).toBeCloseTo(0.35, 15);
  });

  it("does not read values of draws without weight", () => {
    expect(ratioOf(terms([Number.NaN, 0], [0.4, 1]))).toBe(0.4);
    expect(ratioOf(terms([Number.NaN, 0]))).toBeNull();
  });

  it("is none, and has neither error nor band, where a draw that counts has no finite value", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const some = terms([1, 1], [value, 0.1], [3, 1], [4, 1]);
      expect(meanOf(some)).toEqual({ value: null, error: null });
      expect(quantilesOf(some, [0.1, 0.9])).toEqual([Number.NaN, Number.NaN]);
    }
  });

  it("has the error of its independent scrambles, by Student's t", () => {
    // Means of scrambles 1, 2, 3, 4: standard deviation sqrt(5/3), t with three degrees of freedom 3.182446.
    const { value, error } = meanOf(terms([1, 1], [2, 1], [3, 1], [4, 1]));
    expect(value).toBe(2.5);
    expect(error).toBeCloseTo(3.182446305 * Math.sqrt(5 / 3 / 4), 8);
    expect(meanOf(terms([1, 1])).error).toBeNull();
  });

  it("with lost draws lies between these at 0 and at 1", () => {
    expect(withLost(terms([0.5, 1], [0.7, 1]), 2)).toEqual([1.2 / 4, 3.2 / 4]);
  });

  it("tells how many draws of equal weight tell as much", () => {
    expect(effectiveSize([1, 1, 1])).toBeCloseTo(3, 14);
    expect(effectiveSize([1, 0, 0])).toBe(1);
    expect(effectiveSize([3, 1])).toBeCloseTo(1.6, 14);
    expect(effectiveSize([])).toBe(0);
  });
});

describe("weighted quantiles", () => {
  it("of equal weights are those of a list", () => {
    const list = terms(...[5, 1, 4, 2, 3, 6, 8, 7, 10, 9].map((value) => [value, 1] as const));
    expect(quantilesOf(list, [0.1, 0.25, 0.5, 0.9])).toEqual([1.5, 3, 5.5, 9.5]);
  });

  it("go by weight", () => {
    expect(quantilesOf(terms([1, 8], [2, 1], [3, 1]), [0.1, 0.5, 0.9])).toEqual([1, 1, 2.5]);
    expect(quantilesOf(terms([1, 0], [2, 1]), [0.5])).toEqual([2]);
  });

  it("of draws that lie above others lie above theirs", () => {
    const weights = [0.3, 0.1, 0.9, 0.2, 0.5];
    const low = terms(...[0.1, 0.5, 0.2, 0.7, 0.3].map((value, i) => [value, weights[i]] as const));
    const high = low.map((term, i) => ({ ...term, value: term.value + [0, 0.3, 0.05, 0.2, 0.4][i] }));
    for (let chance = 0.05; chance < 1; chance += 0.05) {
      expect(quantilesOf(high, [chance])[0]).toBeGreaterThanOrEqual(quantilesOf(low, [chance])[0]);
    }
  });
});

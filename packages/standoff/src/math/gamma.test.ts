import { describe, expect, it } from "vitest";
import { gammaAbove, gammaBelow, gammaQuantile, gammaQuantileAbove, logGamma } from "./gamma.ts";

describe("the Gamma distribution of a count", () => {
  it("with shape a half is half a chi-squared value of one degree", () => {
    // Chi-squared with one degree of freedom lies below 2.705543454 with chance 0.9, below 0.0157907741 with 0.1.
    expect(gammaQuantile(0.5, 0.9)).toBeCloseTo(2.705543454095404 / 2, 10);
    expect(gammaQuantile(0.5, 0.1)).toBeCloseTo(0.01579077409343122 / 2, 12);
  });

  it("with shape 3 1/2 is half a chi-squared value of seven degrees", () => {
    expect(gammaQuantile(3.5, 0.9)).toBeCloseTo(12.017036623780532 / 2, 10);
    expect(gammaQuantile(3.5, 0.1)).toBeCloseTo(2.8331069178153436 / 2, 10);
  });

  it("has quantiles where its chances are, for any count", () => {
    for (const n of [0, 1, 5, 40, 3000]) {
      for (const chance of [0.001, 0.1, 0.5, 0.9, 0.999]) {
        expect(gammaBelow(n + 0.5, gammaQuantile(n + 0.5, chance))).toBeCloseTo(chance, 9);
      }
    }
  });

  it("has both tails whole, and log Gamma of whole numbers is that of factorials", () => {
    expect(gammaAbove(2, 50) / (51 * Math.exp(-50))).toBeCloseTo(1, 12); // (1 + x) exp(-x)
    expect(gammaAbove(2, gammaQuantileAbove(2, 1e-20)) / 1e-20).toBeCloseTo(1, 9);
    expect(logGamma(1)).toBeCloseTo(0, 14);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
    expect(logGamma(171) / 706.5730622457874).toBeCloseTo(1, 14); // log 170!
  });
});

/** Times over draws: figures of the averaged distribution against closed forms. */
import { describe, expect, it } from "vitest";
import { averageTimes } from "./days.ts";

/** An exponential time cut into days up to a last day, as stretches. */
const exponential = (rate: number, last: number) =>
  Array.from(
    { length: last },
    (_, day) => [day, day + 1, Math.exp(-rate * day) - Math.exp(-rate * (day + 1))] as const,
  );

describe("times over draws", () => {
  it("of one draw are its own", () => {
    const times = averageTimes([{ stretches: exponential(0.1, 400), weight: 0.3 }])!;
    expect(times.quantile(0.5)).toBeCloseTo(Math.log(2) / 0.1, 8);
    expect(times.mean()).toBeCloseTo(10, 8);
    expect(times.happens).toBeCloseTo(1, 12);
  });

  it("of two draws: the median of the averaged distribution, not the average of medians", () => {
    const draws = [0.02, 0.2].map((rate) => ({ stretches: exponential(rate, 2000), weight: 1 }));
    const times = averageTimes(draws)!;
    // (1 - exp(-0.02 t) + 1 - exp(-0.2 t)) / 2 = 1/2 at t = 10.4857...: with x = exp(-0.02 t), x + x^10 = 1.
    let [low, high] = [0.5, 1];
    for (let i = 0; i < 100; i++) {
      const x = (low + high) / 2;
      if (x + x ** 10 < 1) low = x;
      else high = x;
    }
    expect(times.quantile(0.5)).toBeCloseTo(-Math.log(low) / 0.02, 7);
    expect(times.mean()).toBeCloseTo((50 + 5) / 2, 6);
  });

  it("weigh draws, and count only what happens", () => {
    const half = [[0, 10, 0.5] as const];
    const times = averageTimes([
      { stretches: half, weight: 1 },
      { stretches: [], weight: 3 },
    ])!;
    expect(times.happens).toBeCloseTo(0.125, 14);
    expect(times.by(10)).toBeCloseTo(0.125, 14);
    // Half survive ten days: the median of those that come is where a quarter has, log(4/3) / log(2) of the way.
    expect(times.quantile(0.5)).toBeCloseTo((10 * Math.log(4 / 3)) / Math.log(2), 8);
    expect(averageTimes([{ stretches: [], weight: 1 }])).toBeNull();
  });
});

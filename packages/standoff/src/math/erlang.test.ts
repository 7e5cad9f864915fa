/** The Erlang distribution against its integral, its closed forms and the composition of two times. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allPassed, stagesPassed } from "./erlang.ts";

const stages = fc.integer({ min: 1, max: 12 });
const times = fc.double({ min: 0, max: 60, noNaN: true });

describe("stages that pass", () => {
  it("have chances that sum to one", () => {
    fc.assert(
      fc.property(stages, times, (k, x) => {
        expect(stagesPassed(k, x).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
      }),
    );
  });

  it("are exact where hardly any time passes", () => {
    // G_k(x) = x^k / k! (1 - k x / (k + 1) + ..)
    expect(allPassed(1, 1e-12)).toBeCloseTo(1e-12 - 0.5e-24, 27);
    expect(allPassed(3, 1e-5) / (1e-15 / 6)).toBeCloseTo(1 - 0.75e-5, 10);
    expect([allPassed(4, 0), allPassed(4, Number.POSITIVE_INFINITY), allPassed(4, 2000)]).toEqual([0, 1, 1]);
  });

  it("compose: two times one after the other are their sum", () => {
    fc.assert(
      fc.property(stages, times, times, (k, x, y) => {
        const first = stagesPassed(k, x);
        let all = first[k];
        for (let j = 0; j < k; j++) all += first[j] * allPassed(k - j, y);
        expect(all).toBeCloseTo(allPassed(k, x + y), 13);
      }),
    );
  });
});

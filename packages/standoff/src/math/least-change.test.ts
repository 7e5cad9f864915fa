/** The smallest change to a target, largest values in boxes and crossings of levels, against closed forms and grids. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestFrom } from "./extreme.ts";
import { type Box, type Field, leastChange } from "./least-change.ts";
import { levelCrossings } from "./level.ts";

const wide = (size: number, end = 10): Box => ({
  low: new Float64Array(size).fill(-end),
  high: new Float64Array(size).fill(end),
});
const field =
  (value: (u: Float64Array) => number, slope: (u: Float64Array) => number[]): Field =>
  (u) => ({ value: value(u), slope: () => Float64Array.from(slope(u)) });
const options = { tolerance: 1e-10, flat: 1e-6, most: 500 };

describe("the smallest change", () => {
  test("of a linear function lies along its slope: u = a t / |a|^2", () => {
    const a = [3, -4, 0];
    const f = field(
      (u) => a.reduce((sum, one, i) => sum + one * u[i], 0),
      () => a,
    );
    const found = leastChange(f, wide(3), 10, options)!;
    expect(found).toMatchObject({ reached: true, looks: 2 });
    expect(found.size).toBeCloseTo(10 / 5, 12);
    for (const [i, one] of [6 / 5, -8 / 5, 0].entries()) expect(found.u[i]).toBeCloseTo(one, 12);
  });

  test("a target that the slope leaves out of reach, but that is overstepped at the box's end, is met on the way", () => {
    // f = 2.1 u^3 - 2.6 u^2 - 0.1 u has slope -0.1 at 0 and, at the end, is -0.6 with slope 1: about neither does the
    // line come to -0.5 within the box; f does so once.
    const f = field(
      ([u]) => 2.1 * u ** 3 - 2.6 * u ** 2 - 0.1 * u,
      ([u]) => [6.3 * u ** 2 - 5.2 * u - 0.1],
    );
    const box = { low: Float64Array.of(-0.1), high: Float64Array.of(1) };
    const found = leastChange(f, box, -0.5, options)!;
    expect(found.reached).toBe(true);
    expect(found.value).toBeCloseTo(-0.5, 9);
    expect(found.residual).toBeLessThan(1e-6);
    expect(found.looks).toBeLessThan(30);
  });

  test("keeps to the box: what one coordinate cannot, the others do", () => {
    // a = (3, 4), u1 <= 1/2: then 4 u2 = 10 - 1.5
    const f = field(
      (u) => 3 * u[0] + 4 * u[1],
      () => [3, 4],
    );
    const box = { low: Float64Array.of(-1, -5), high: Float64Array.of(0.5, 5) };
    const found = leastChange(f, box, 10, options)!;
    expect([...found.u]).toEqual([expect.closeTo(0.5, 12), expect.closeTo(8.5 / 4, 12)]);
    expect(found.residual).toBeLessThan(1e-9);
    const beyond = leastChange(f, box, 100, options)!;
    expect(beyond).toMatchObject({ reached: false, value: 3 * 0.5 + 20 });
  });

  test("of a curved function is the nearest point of its level: (1 - u)^2 + (1 - w)^2 / 4 to 1/4 from outside an ellipse", () => {
    const f = field(
      ([u, w]) => (u - 3) ** 2 + (w - 1) ** 2 / 4,
      ([u, w]) => [2 * (u - 3), (w - 1) / 2],
    );
    const found = leastChange(f, wide(2), 0.25, options)!;
    let [best, place] = [Number.POSITIVE_INFINITY, [0, 0]];
    for (let i = 0; i < 2e6; i++) {
      const angle = (2 * Math.PI * i) / 2e6;
      const point = [3 + 0.5 * Math.cos(angle), 1 + Math.sin(angle)];
      if (Math.hypot(...point) < best) [best, place] = [Math.hypot(...point), point];
    }
    expect(found.reached).toBe(true);
    expect(found.size).toBeCloseTo(best, 8);
    expect(Math.hypot(found.u[0] - place[0], found.u[1] - place[1])).toBeLessThan(1e-5);
  });

  test("of random logistic functions is the multiple of their weights that the box allows", () => {
    const sample = fc.record({
      weights: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 2, maxLength: 6 }),
      target: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
    });
    fc.assert(
      fc.property(sample, ({ weights, target }) => {
        const squared = weights.reduce((sum, one) => sum + one * one, 0);
        fc.pre(squared > 0.1);
        const inner = (u: Float64Array) => u.reduce((sum, one, i) => sum + one * weights[i], -1);
        const f = field(
          (u) => 1 / (1 + Math.exp(-inner(u))),
          (u) => weights.map((one) => (one * Math.exp(-inner(u))) / (1 + Math.exp(-inner(u))) ** 2),
        );
        const found = leastChange(f, wide(weights.length, 100), target, options)!;
        // logit(target) = -1 + w.u with u = m w
        const m = (Math.log(target / (1 - target)) + 1) / squared;
        expect(found.reached).toBe(true);
        expect(found.size).toBeCloseTo(Math.abs(m) * Math.sqrt(squared), 5);
      }),
    );
  });
});

describe("the largest value", () => {
  test("of a steady function is at a corner, with nothing left to gain", () => {
    const f = field(
      ([u, w]) => Math.tanh(u - 2 * w),
      ([u, w]) => [1 - Math.tanh(u - 2 * w) ** 2, -2 * (1 - Math.tanh(u - 2 * w) ** 2)],
    );
    const found = largestFrom(f, wide(2, 1), { from: new Float64Array(2), tolerance: 1e-9, most: 100 })!;
    expect([...found.u]).toEqual([1, -1]);
    expect(found.left).toBe(0);
  });

  test("inside the box is found, too", () => {
    const f = field(
      ([u, w]) => -((u - 0.3) ** 2) - 2 * (w + 0.6) ** 2,
      ([u, w]) => [-2 * (u - 0.3), -4 * (w + 0.6)],
    );
    const found = largestFrom(f, wide(2, 1), { from: new Float64Array(2), tolerance: 1e-9, most: 400 })!;
    expect(found.value).toBeGreaterThan(-1e-6);
    expect(found.left).toBeLessThan(0.01);
  });
});

describe("crossings of a level", () => {
  test("are all between neighbours on both sides of it", () => {
    const known = Array.from({ length: 12 }, (_, i) => ({ x: i, value: Math.sin(i) }));
    const found = levelCrossings(known, 0.5, Math.sin, { tolerance: 1e-10, most: 100 });
    const closed = [Math.PI / 6, (5 * Math.PI) / 6, (13 * Math.PI) / 6, (17 * Math.PI) / 6];
    expect(found).toEqual(closed.map((x) => expect.closeTo(x, 9)));
    expect(
      levelCrossings(
        [
          { x: 0, value: 2 },
          { x: 1, value: 3 },
        ],
        2,
        (x) => x + 2,
        { tolerance: 1e-9, most: 9 },
      ),
    ).toEqual([0]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stagesPassed } from "./erlang.ts";
import { type Formula, FormulaList, ONE, ZERO } from "./formulas.ts";
import { runFormulas } from "./operations.ts";

function run(list: FormulaList, ...assumptions: number[]): Float64Array {
  const values = new Float64Array(list.count);
  runFormulas(list.words, { from: 0, to: list.count }, Float64Array.from(assumptions), values);
  return values;
}

describe("formulas", () => {
  it("are made once, and worked out where nothing is open", () => {
    const list = new FormulaList();
    const x = list.assumption(0);
    expect(list.add(x, list.constant(2))).toBe(list.add(x, list.constant(2)));
    expect(list.add(x, list.constant(2))).not.toBe(list.add(x, list.constant(3)));
    const sum = list.add(list.constant(0.1), list.constant(0.2));
    expect(list.valueOf(sum)).toBe(0.1 + 0.2);
    expect(list.constant(-0)).toBe(ZERO);
  });

  it("are zero or one by the letter where they are whatever the assumptions", () => {
    const list = new FormulaList();
    const x = list.assumption(0);
    expect(list.multiply(ZERO, x)).toBe(ZERO);
    expect(list.multiply(x, ONE)).toBe(x);
    expect(list.add(ZERO, x)).toBe(x);
    expect(list.share(ZERO, x)).toBe(ZERO);
    expect(list.select(ONE, x, ZERO)).toBe(x);
    expect(list.binary("and", x, ZERO)).toBe(ZERO);
    // And not where they only come to it.
    expect(list.subtract(x, x)).not.toBe(ZERO);
  });

  it("choose, share nothing without dividing by it, and pass stages", () => {
    const list = new FormulaList();
    const [x, y] = [list.assumption(0), list.assumption(1)];
    const chosen = list.select(list.binary("less", x, y), list.constant(5), list.unary("negative", x));
    const share = list.share(x, y);
    const two = list.stages(3, 2, y);
    const once = list.atLeastOnce(y);
    const values = run(list, 0, 2);
    expect([values[chosen], values[share], values[two], values[once]]).toEqual([
      5,
      0,
      stagesPassed(3, 2)[2],
      -Math.expm1(-2),
    ]);
    const others = run(list, 3, 0);
    expect([others[chosen], others[share], others[once]]).toEqual([-3, Number.POSITIVE_INFINITY, 0]);
    expect(run(list, 0, 0)[share]).toBe(0);
  });

  it("value a flow over time by its closed form, and by its limit where the rate is zero", () => {
    const list = new FormulaList();
    const flow = list.binary("overTime", list.assumption(0), list.constant(30));
    expect(run(list, 0)[flow]).toBe(30);
    expect(run(list, 0.1)[flow]).toBeCloseTo((1 - Math.exp(-3)) / 0.1, 13);
    // Near zero: d - r d^2 / 2 + r^2 d^3 / 6, which a plain 1 - exp(-r d) would lose to rounding.
    const rate = 1e-9;
    expect(run(list, rate)[flow]).toBeCloseTo(30 - (rate * 900) / 2 + (rate ** 2 * 27_000) / 6, 13);
    expect(list.binary("overTime", ZERO, list.constant(7))).toBe(list.constant(7));
  });

  it("come to the same as numbers, bit for bit, whatever of them is known", () => {
    const names = ["add", "subtract", "multiply", "divide", "atLeast", "atMost", "less", "is"] as const;
    const step = fc.record({
      name: fc.constantFrom(...names),
      left: fc.nat(),
      right: fc.nat(),
    });
    const inputs = fc.array(fc.tuple(fc.double({ noNaN: true, min: 0.01, max: 9 }), fc.boolean()), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(inputs, fc.array(step, { minLength: 1, maxLength: 12 }), (given, steps) => {
        const open = new FormulaList();
        const known = new FormulaList();
        const opened = given.map(([value, isOpen], i) => (isOpen ? open.assumption(i) : open.constant(value)));
        const constants = given.map(([value]) => known.constant(value));
        for (const { name, left, right } of steps) {
          const pick = (from: readonly Formula[], place: number) => from[place % from.length];
          opened.push(open.binary(name, pick(opened, left), pick(opened, right)));
          constants.push(known.binary(name, pick(constants, left), pick(constants, right)));
        }
        const values = run(open, ...given.map(([value]) => value));
        // But for what is not a number, which zero by the letter leaves out.
        opened.forEach((formula, place) => {
          const expected = known.valueOf(constants[place]);
          if (Number.isFinite(expected)) expect(values[formula] + 0).toBe(expected);
        });
      }),
    );
  });
});

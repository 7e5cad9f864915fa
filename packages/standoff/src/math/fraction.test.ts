import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  divide,
  equal,
  fraction,
  fromNumber,
  multiply,
  parseFraction,
  printFraction,
  subtract,
  toNumber,
} from "./fraction.ts";

describe("fractions", () => {
  test("are kept in lowest terms with a positive denominator", () => {
    expect(printFraction(fraction(6n, -8n))).toBe("-3/4");
    expect(() => fraction(1n, 0n)).toThrow("zero denominator");
  });

  test("follow the field's laws", () => {
    const some = fc.tuple(fc.bigInt(-999n, 999n), fc.bigInt(1n, 999n)).map(([a, b]) => fraction(a, b));
    fc.assert(
      fc.property(some, some, (a, b) => {
        expect(equal(subtract(add(a, b), b), a)).toBe(true);
        if (b.above !== 0n) expect(equal(divide(multiply(a, b), b), a)).toBe(true);
      }),
    );
  });

  test("hold every normal double exactly", () => {
    const leastNormal = 2 ** -1022;
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(value === 0 || Math.abs(value) >= leastNormal);
        expect(toNumber(fromNumber(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test.each([
    ["5", "5"],
    ["-0.25", "-1/4"],
    [".5", "1/2"],
    ["5/10", "1/2"],
    ["1.5e1", "15"],
    ["1e-7", "1/10000000"],
  ])("reads %s", (text, printed) => {
    expect(printFraction(parseFraction(text)!)).toBe(printed);
  });

  test.each(["+5", "NaN", "1/0", "1.5/2", "", ".", "1e99999", "0x10"])("refuses %s", (text) => {
    expect(parseFraction(text)).toBeNull();
  });
});

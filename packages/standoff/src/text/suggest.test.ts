import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { didYouMean, nameDistance, suggest } from "./suggest.ts";

describe("suggest", () => {
  test.each([
    ["tallks", "talks"],
    ["tlaks", "talks"],
    ["Talks", "talks"],
    ["call an strike", "call a strike"],
    ["teh fund", "the fund"],
  ])("%s is taken for %s", (name, meant) => {
    expect(suggest(name, ["fund", "strike", "talks", "call a strike", "the fund"])).toBe(meant);
  });

  test("nothing is suggested when nothing is close", () => {
    expect(suggest("sanctions", ["talks", "fund"])).toBeUndefined();
    expect(didYouMean("sanctions", [])).toBeUndefined();
  });

  test("a name is not its own suggestion", () => expect(suggest("talks", ["talks"])).toBeUndefined());

  test("very long names cost nothing", () => {
    expect(suggest("x".repeat(1_000_000), ["x".repeat(999_999)])).toBeUndefined();
  });
});

describe("nameDistance", () => {
  test.each([
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["ab", "ba", 1],
    ["Strike", "strike", 0.5],
  ])("from %j to %j is %d", (a, b, distance) => expect(nameDistance(a, b)).toBe(distance));

  test("is symmetric, and zero only for equal names", () => {
    const name = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(nameDistance(a, b)).toBe(nameDistance(b, a));
        expect(nameDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

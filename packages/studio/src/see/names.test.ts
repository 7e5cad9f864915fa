import { expect, test } from "vitest";
import { cut, inLines } from "./names.tsx";

test("a name stands whole in one line or two, and is cut only where two do not hold it", () => {
  expect(inLines("settled", 20)).toEqual(["settled"]);
  expect(inLines("ends in a settlement with Jupiters", 20)).toEqual(["ends in a settlement", "with Jupiters"]);
  expect(inLines("one two three four five six", 10)).toEqual(["one two", "three fou…"]);
  expect(inLines("unparted-name-of-one-word", 10)).toEqual(["unparted-…"]);
  expect(cut("a strike", 3)).toBe("a…");
});

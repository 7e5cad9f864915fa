import { expect, test } from "vitest";
import { asFiled, taken } from "./line-ends.ts";

test.each([
  ["\n", "a: 1\nb: 2\n"],
  ["\r\n", "a: 1\r\nb: 2\r\n"],
  ["\r", "a: 1\rb: 2\r"],
])("lines that end with %j do so again, changed or not", (end, text) => {
  expect(taken("a.yaml", text)).toBe("a: 1\nb: 2\n");
  expect(asFiled("a.yaml", "a: 1\nb: 2\n")).toBe(text);
  expect(asFiled("a.yaml", "a: 1\nb: 3\n")).toBe(text.replace("2", "3"));
  expect(asFiled("other.yaml", "c: 1\n")).toBe("c: 1\n");
  expect(taken("a.yaml", `c: 1${end}`)).toBe("c: 1\n");
});

test("ends of several kinds are given back to the letter while nothing is changed, and are as the first one then", () => {
  const text = "a: 1\r\nb: 2\nc: 3\r";
  const held = taken("mixed.yaml", text);
  expect(asFiled("mixed.yaml", held)).toBe(text);
  expect(asFiled("mixed.yaml", `${held}d: 4\n`)).toBe("a: 1\r\nb: 2\r\nc: 3\r\nd: 4\r\n");
});

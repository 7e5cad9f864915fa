import { expect, test } from "vitest";
import { inTen, likelihood, listed, percent, percentBand } from "./words.ts";

test.each([
  [0, "0 %"],
  [1e-9, "<1 %"],
  [0.0049, "<1 %"],
  [0.005, "1 %"],
  [0.5, "50 %"],
  [0.9949, "99 %"],
  [0.995, ">99 %"],
  [1 - 1e-9, ">99 %"],
  [1, "100 %"],
])("%d is %s", (probability, text) => {
  expect(percent(probability)).toBe(text);
});

test.each([
  [0.03, "almost no chance"],
  [0.05, "very unlikely"],
  [0.3, "unlikely"],
  [0.5, "roughly even chance"],
  [0.6, "likely"],
  [0.9, "very likely"],
  [0.97, "almost certain"],
])("%d is %s", (probability, words) => {
  expect(likelihood(probability)).toBe(words);
});

test.each([
  [0.31, "3 in 10"],
  [0.06, "1 in 10"],
  [0.02, "less than 1 in 20"],
  [0.97, "more than 19 in 20"],
  [0.949, "9 in 10"],
  [0, "impossible"],
])("a belief of %d is %s", (probability, words) => {
  expect(inTen(probability)).toBe(words);
});

test("bands and lists", () => {
  expect(percentBand(0.04, 0.12)).toBe("4 to 12 %");
  expect(percentBand(0.001, 0.12)).toBe("<1 % to 12 %");
  expect(percentBand(0.121, 0.119)).toBe("12 %");
  expect(listed(["a", "b", "c"], "or")).toBe("a, b or c");
});

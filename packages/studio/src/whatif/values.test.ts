import { expect, test } from "vitest";
import { firstOrder, slideOf, textOf } from "./values.ts";

test("a slider counts in the unit that the file writes", () => {
  const rate = { name: "mediator", type: "rate", unit: "", text: "0.5 per month", value: 0.5 / 30.4375 } as const;
  const slide = slideOf({ ...rate, range: [0.2 / 30.4375, 1 / 30.4375] })!;
  expect(slide).toMatchObject({ value: 0.5, suffix: " per month", step: 0.01 });
  expect(slide.low).toBeCloseTo(0.2, 12);
  expect(slide.high).toBeCloseTo(1, 12);
  expect(textOf(slide, 0.30000000000000004)).toBe("0.3 per month");
});

test("per cents are per cents", () => {
  const slide = slideOf({ name: "a", type: "number", unit: "chance", text: "37 %", value: 0.37, range: [0.2, 0.65] })!;
  expect(slide.low).toBeCloseTo(20, 10);
  expect(textOf(slide, 41.5)).toBe("41.5 %");
});

test("what has no range, or is no number, has no slider", () => {
  expect(slideOf({ name: "a", type: "date", unit: "", text: "2025-06-01", value: 20240, range: null })).toBeNull();
  expect(slideOf({ name: "a", type: "number", unit: "", text: "5", value: 5, range: null })).toBeNull();
});

test("first order counts in the engine's own units", () => {
  const range = [0.2, 0.65] as const;
  const slide = slideOf({ name: "a", type: "number", unit: "chance", text: "37 %", value: 0.37, range })!;
  const effects = [{ assumption: "a", derivative: 2 }];
  expect(firstOrder(effects, [slide], {}, { a: "47 %" })).toBeCloseTo(0.2, 12);
  expect(firstOrder(effects, [slide], { a: "47 %" }, { a: "42 %" })).toBeCloseTo(-0.1, 12);
});

/**
 * Dynamic discrete choice: Rust's replacement of bus engines (1987) against the choice probabilities that a public
 * implementation prints: ruspy (OpenSourceEconomics, MIT licence),
 * `ruspy/test/resources/estimation_test/choice_prob.txt` at commit 414e9f98e3b1cf19544b1ca3b1e544ac5751c1e9, second
 * column, for the inputs that its `test_estimation.py` states. That one solves the endless problem by Newton and
 * Kantorovich's method; here a log-sum is carried back over 400 months.
 */
import { describe, expect, it } from "vitest";
import { choices, openGame, solveGame } from "./play.ts";

/** Chance to replace by class of mileage, as printed: with more digits than a number keeps. */
const PRINTED = [
  [0, "4.53978687024343878e-5"],
  [10, "1.232875354540060588e-4"],
  [20, "2.969576997426231482e-4"],
  [30, "6.348153161137794123e-4"],
  [40, "1.205732218280225867e-3"],
  [50, "2.037654434810638304e-3"],
  [60, "3.068363789498708763e-3"],
  [70, "4.120248266001665105e-3"],
  [80, "4.93129123839847628e-3"],
  [85, "5.163759257008654346e-3"],
  [89, "5.246399792348369756e-3"],
].map(([mileage, replaces]) => [Number(mileage), Number(replaces)] as const);
/** Of a chance: values of about 1700 points, printed and our own, keep some thirteen digits of their differences. */
const DIGITS = 1e-11;

const anywhere = Object.fromEntries(
  Array.from({ length: 90 }, (_, mileage) => [String(mileage), mileage < 89 ? 1 / 90 : "rest"]),
);
const overlay = { state: { mileage: { is: "0..89", starts: anywhere } } };
/** Where no digits are asked for, a hundred months are enough. */
const short = { calendar: { from: "2025-01-01", to: "2025-04-10", step: "1 day" } };
const replaces = (own: object) => {
  const game = openGame("bus-engine", {}, { ...overlay, ...own });
  const solved = solveGame(game);
  return (mileage: number) => choices(game, solved, "garage", { mileage: String(mileage) }).replace;
};

describe("replacing a bus engine", () => {
  it("is chosen as often as is printed, where noise is tastes", () => {
    const found = replaces({ noise: "tastes" });
    for (const [mileage, printed] of PRINTED)
      expect(Math.abs(found(mileage) / printed - 1), `at mileage ${mileage}`).toBeLessThan(DIGITS);
  });

  it("is not where choices slip: then it is no use that one will choose by taste later on", () => {
    const found = replaces({ noise: "mistakes", ...short });
    const off = PRINTED.map(([mileage, printed]) => Math.abs(found(mileage) / printed - 1));
    expect(Math.max(...off)).toBeGreaterThan(0.01);
  });
});

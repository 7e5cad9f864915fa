/**
 * Bands hold what they promise where the truth is drawn from the ranges, and hold less where it is drawn from wider
 * ones; a small part of `bench/coverage.ts`. The bounds are four standard errors of the counts.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { foretold, judged, truthsOf } from "./truths/truths.ts";

const file = fileURLToPath(new URL("./truths/small-crisis.standoff.yaml", import.meta.url));
const text = readFileSync(file, "utf8");
const COUNT = 40;
const ERRORS = 4;

const forecast = foretold(text, 64, "calm-river-stone");
const insideOf = (all: ReturnType<typeof judged>) => all.map(({ inside }) => inside.value);

test("eight in ten truths lie inside the band, of every outcome", () => {
  const error = Math.sqrt((0.8 * 0.2) / COUNT);
  for (const inside of insideOf(judged(forecast, truthsOf(text, "as modelled", COUNT, 7))))
    expect(Math.abs(inside - 0.8)).toBeLessThan(ERRORS * error);
}, 600_000);

test("a forecast that is sure of the middle of its band would not be told from this by luck", () => {
  const narrow = forecast.map((one) => ({
    ...one,
    band: [one.band![1] - 1e-3, one.band![1], one.band![1] + 1e-3] as const,
  }));
  const truths = truthsOf(text, "as modelled", COUNT, 7);
  for (const inside of insideOf(judged(narrow, truths))) expect(inside).toBeLessThan(0.55);
}, 600_000);

test("fewer do where the ranges are twice as wide", () => {
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
  const own = sum(insideOf(judged(forecast, truthsOf(text, "as modelled", COUNT, 7))));
  const wide = sum(insideOf(judged(forecast, truthsOf(text, "ranges twice as wide", COUNT, 7))));
  expect(wide).toBeLessThan(own);
}, 600_000);

/** What stands beside figures, each on small inputs whose right wording can be seen. */
import { describe, expect, test } from "vitest";
import { testScenario } from "../../test/reference/standoff-for-tests.ts";
import type { Certificate } from "../solve/solution.ts";
import {
  errorShareText,
  errorsNote,
  livesOnMistakes,
  noiseOf,
  percentWithRibbon,
  points,
  ribbonRange,
  type Strand,
} from "./notes.ts";
import { percent, readable } from "./words.ts";

describe("figures", () => {
  test("whole per cents with the ribbon", () => {
    expect(percentWithRibbon(0.234, [0.18, 0.312])).toBe("23 % (18-31)");
    expect(percentWithRibbon(0.004, [0, 0.02])).toBe("<1 % (0-2)");
    expect(percentWithRibbon(0.999, [0.5, 1])).toBe(">99 % (50-100)");
    expect(percentWithRibbon(0.92, [0.82, 0.997])).toBe("92 % (82 to >99)");
  });

  test("changes are the difference of the figures as printed, and keep their sign however small", () => {
    const changes = [
      [0.2051, 0.2549], // 21 -> 25, a change of 4.98
      [0.2149, 0.2451],
      [0.3, 0.18],
      [0.214, 0.216],
      [0.21, 0.212],
      [0.002, 0],
      [0.2, 0.2],
      [0.004, 0.996],
    ] as const;
    expect(changes.map(([before, after]) => points(before, after))).toEqual([
      "+4",
      "+4",
      "-12",
      "+1",
      "+<1",
      "-<1",
      "0",
      "+100",
    ]);
    for (let i = 0; i < 2000; i++) {
      const figures = [((i * 7919) % 1000) / 1000.3, ((i * 104729) % 1000) / 1000.7] as const;
      const [before, after] = figures.map((p) => /^(\d+) %$/.exec(percent(p))?.[1]).map(Number) as [number, number];
      if (Number.isNaN(before) || Number.isNaN(after) || before === after) continue;
      expect(points(...figures)).toBe(`${after > before ? "+" : "-"}${Math.abs(after - before)}`);
    }
  });

  test("the ends of a ribbon read, whatever they are", () => {
    expect(percentWithRibbon(0.004, [0.003, 0.004])).toBe("<1 % (<1)");
    expect(percentWithRibbon(0.004, [0.003, 0.3])).toBe("<1 % (<1 to 30)");
    expect(percentWithRibbon(0.998, [0.998, 0.999])).toBe(">99 % (>99)");
    expect(percentWithRibbon(0.57, [0.57, 0.57])).toBe("57 % (57-57)");
  });

  test("numbers have three digits, whole ones from 100 on", () => {
    const numbers = [1.0986122886681098, 0.28571, 1234567.8, 100.4, 99.96, 0.000123456, -2.71234, 5, 0, -0.2];
    expect(numbers.map(readable)).toEqual([
      "1.1",
      "0.286",
      "1,234,568",
      "100",
      "100",
      "0.000123",
      "-2.71",
      "5",
      "0",
      "-0.2",
    ]);
    expect(errorsNote(Math.log(3), [], "mistakes")).toMatch(/by more than 1.1 points: a mistake\.$/);
  });
});

describe("ribbons", () => {
  const strand = (scale: number, branch: Certificate["branch"] = "traced"): Strand => ({
    scale,
    certificate: { residual: 0, largestGain: 0, massLost: 0, iterations: 1, branch, steps: [scale], says: "" },
  });

  test("tell their range, what is missing in it and what was not followed to", () => {
    expect(ribbonRange([strand(0.5), strand(1), strand(2)])).toBe("from 0.5 to 2 times the stated one");
    expect(ribbonRange([strand(0.5), strand(1)])).toBe(
      "from 0.5 to 1 times the stated one (not found at 2 within the work that it may take)",
    );
    const [low, stated, high] = [[strand(0.25), strand(0.5)], strand(1), [strand(2), strand(4)]];
    expect(ribbonRange([...low, stated, ...high])).toBe("from 0.25 to 4 times the stated one");
    expect(ribbonRange([...low, stated, strand(2)])).toBe(
      "from 0.25 to 2 times the stated one (not found at 4 within the work that it may take)",
    );
    expect(ribbonRange([...low, stated, strand(4, "leapt")])).toBe(
      "from 0.25 to 4 times the stated one (not found at 2 within the work that it may take; at 4 found in one leap, perhaps on another branch)",
    );
  });
});

describe("error shares", () => {
  test("above one half are pointed out; nothing has none", () => {
    const shared = (errorShare: number, probability = 0.2) => ({ probability, errorShare });
    expect([0.07, 0.5, 0.51].map((share) => errorShareText(shared(share)))).toEqual(["7 %", "50 %", "51 % !"]);
    expect([0.5, 0.51].map((share) => livesOnMistakes(shared(share)))).toEqual([false, true]);
    expect(errorShareText(shared(0.9, 0))).toBe("");
    expect(livesOnMistakes(shared(0.9, 0))).toBe(false);
    expect(errorsNote(10, [], "tastes")).toMatch(/by more than 10 points: a taste of the moment, not a mistake\.$/);
    expect(errorsNote(Number.POSITIVE_INFINITY, [], "tastes")).toMatch(/^Off best: nothing is told/);
    const lives = errorsNote(10, ["war", "P(a or b)"], "mistakes");
    expect(lives).toMatch(/lives on mistakes and deserves low confidence: war, P\(a or b\)\.$/);
  });

  test("are told in words that fit the noise", () => {
    const desk = (noise: "tastes" | "mistakes") => ({ ...testScenario().desks[0], noise });
    expect(noiseOf({ desks: [desk("tastes")] })).toBe("tastes");
    expect(noiseOf({ desks: [desk("mistakes")] })).toBe("mistakes");
    expect(noiseOf({ desks: [desk("mistakes"), desk("tastes")] })).toBe("both");
    expect(errorsNote(null, ["war"], "tastes")).not.toMatch(/lives on mistakes/);
    expect(errorsNote(null, ["war"], "both")).toMatch(/lives on tastes and mistakes/);
  });
});

/** Days against the platform's own calendar; periods by hand and as a property. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMonths, civil, dayOf, parseDay, printDay } from "../../text/dates.ts";
import { makeCalendar, parseStep, periodOf, type Step, stepOption } from "./calendar.ts";

const DAY = 86_400_000;
const day = (text: string) => parseDay(text)!;

describe("days", () => {
  it("agree with the platform for two thousand years", () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 500_000 }), (number) => {
        const platform = new Date(number * DAY);
        const own = civil(number);
        expect([own.year, own.month, own.day]).toEqual([
          platform.getUTCFullYear(),
          platform.getUTCMonth() + 1,
          platform.getUTCDate(),
        ]);
        expect(dayOf(own.year, own.month, own.day)).toBe(number);
      }),
    );
  });

  it("know which days there are", () => {
    expect([day("1970-01-01"), day("2000-02-29"), printDay(day("2024-12-31"))]).toEqual([0, 11016, "2024-12-31"]);
    expect(["2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "25-1-1", "tomorrow"].map(parseDay)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });

  it("count months by the calendar", () => {
    expect(printDay(addMonths(day("2025-01-31"), 1))).toBe("2025-02-28");
    expect(printDay(addMonths(day("2025-03-15"), -4))).toBe("2024-11-15");
    expect(printDay(addMonths(day("2024-02-29"), 12))).toBe("2025-02-28");
  });
});

describe("steps", () => {
  it.each([
    ["1 week", { count: 1, unit: "week" }],
    ["3 days", { count: 3, unit: "day" }],
    ["1 fortnight", { count: 2, unit: "week" }],
    ["month", { count: 1, unit: "month" }],
    ["0 days", undefined],
    ["a while", undefined],
  ])("%s", (text, wanted) => expect(parseStep(text)).toEqual(wanted));

  it("can be halved down to a day", () => {
    expect(stepOption("half", { count: 1, unit: "week" })).toEqual({ count: 3.5, unit: "day" });
    expect(stepOption("half", { count: 2, unit: "week" })).toEqual({ count: 1, unit: "week" });
    expect(stepOption("double", { count: 2, unit: "day" })).toEqual({ count: 4, unit: "day" });
    expect(stepOption("half", { count: 1, unit: "day" })).toBeUndefined();
    expect(stepOption("constructor", { count: 1, unit: "day" })).toBeUndefined();
  });
});

describe("periods", () => {
  const starts = (from: string, to: string, step: Step, breaks: string[] = []) =>
    makeCalendar(day(from), day(to), step, breaks.map(day))?.periods.map(({ start }) => printDay(start));

  it("follow the grid, the last one short", () => {
    expect(starts("2025-03-31", "2025-04-16", { count: 1, unit: "week" })).toEqual([
      "2025-03-31",
      "2025-04-07",
      "2025-04-14",
    ]);
  });

  it("break at named dates without leaving the grid", () => {
    expect(starts("2025-03-31", "2025-04-16", { count: 1, unit: "week" }, ["2025-04-09", "2025-04-14"])).toEqual([
      "2025-03-31",
      "2025-04-07",
      "2025-04-09",
      "2025-04-14",
    ]);
  });

  it("take dates outside the calendar, and its ends, for nothing", () => {
    const breaks = ["2025-03-31", "2025-04-16", "2024-01-01", "2026-01-01"];
    expect(starts("2025-03-31", "2025-04-16", { count: 1, unit: "week" }, breaks)).toHaveLength(3);
  });

  it("go by months and by halves of weeks and months", () => {
    expect(starts("2025-01-31", "2025-04-30", { count: 1, unit: "month" })).toEqual([
      "2025-01-31",
      "2025-02-28",
      "2025-03-31",
    ]);
    expect(starts("2025-03-31", "2025-04-14", { count: 3.5, unit: "day" })).toEqual([
      "2025-03-31",
      "2025-04-03",
      "2025-04-07",
      "2025-04-10",
    ]);
    expect(starts("2025-04-01", "2025-06-01", { count: 0.5, unit: "month" })).toEqual([
      "2025-04-01",
      "2025-04-16",
      "2025-05-01",
      "2025-05-16",
    ]);
  });

  it("never are empty, and fill the calendar", () => {
    const steps = fc.constantFrom<Step>(
      { count: 1, unit: "day" },
      { count: 3.5, unit: "day" },
      { count: 1, unit: "week" },
      { count: 0.5, unit: "month" },
      { count: 1, unit: "month" },
    );
    const days = fc.integer({ min: 20_000, max: 20_400 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 300 }), steps, fc.array(days), (from, length, step, breaks) => {
        const calendar = makeCalendar(from, from + length, step, breaks)!;
        for (const { days: each } of calendar.periods) expect(each).toBeGreaterThan(0);
        expect(calendar.periods.reduce((sum, period) => sum + period.days, 0)).toBe(length);
        for (const at of breaks) {
          if (at >= from && at < from + length) expect(calendar.periods[periodOf(calendar, at)].start).toBe(at);
        }
      }),
    );
  });

  it("are refused where they are none or too many", () => {
    expect(makeCalendar(10, 10, { count: 1, unit: "day" }, [])).toBeUndefined();
    expect(makeCalendar(0, 100_000, { count: 1, unit: "day" }, [])).toBeUndefined();
  });
});

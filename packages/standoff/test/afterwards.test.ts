/**
 * Play after the last day: it weighs on what actors decide and on nothing that is asked of those who do not. The second
 * implementation plays it too (`random/agreement.test.ts`); here are its meaning in closed form and its bounds.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeCalendar, type Step } from "../src/language/elaborate/calendar.ts";
import { forecastSolutions } from "../src/query/forecast.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import { worthAtStart } from "../src/sweep/backward.ts";
import { validateWorld } from "../src/world/validate.ts";
import { upToLastDay, type World, wholeWorld, worldFromBuffer } from "../src/world/world.ts";
import { openText } from "./open-text.ts";

function opened(text: string) {
  const result = openText(text);
  if (result.status !== "open") throw new Error(JSON.stringify(result));
  return result;
}

function solvedAt(world: World, scale: number) {
  const [solved] = solveEquilibrium(world, { scales: [scale] });
  if (solved?.status !== "solved") throw new Error(solved?.status);
  return solved;
}

const head = (calendar: string, rest: string) => `standoff: 1
title: After the last day
as of: { day: 2026-01-05 }
calendar: ${calendar}
scale: { 0: nothing, 100: all }
steadiness: { lambda: 0.1 }
noise: mistakes
${rest}`;

describe("the calendar after the last day", () => {
  const after = (step: Step, length: number, afterwards: number, breaks: number[] = []) => {
    const calendar = makeCalendar(20_000, 20_000 + length, step, breaks, 20_000 + length + afterwards)!;
    return calendar.played.slice(calendar.periods.length);
  };

  it("doubles its periods from one step up to a month", () => {
    const lengths = (step: Step) => after(step, 70, 300).map(({ steps }) => Math.round(steps * 1e6) / 1e6);
    expect(lengths({ count: 1, unit: "week" })).toEqual(
      [1, 2, 4, 4, 4, 4, 4, 4, 4, 4, 4, 27 / 7].map((x) => Math.round(x * 1e6) / 1e6),
    );
    expect(lengths({ count: 1, unit: "day" })).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30, 30, 29]);
    expect(lengths({ count: 1, unit: "month" }).slice(0, 3)).toEqual([1, 1, 1]);
    expect(lengths({ count: 3, unit: "month" }).slice(0, 3)).toEqual([1, 1, 1]);
  });

  it("fills its time, breaks at dates, and counts on in the grid's cells", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.integer({ min: 20_000, max: 20_500 })),
        (length, afterwards, breaks) => {
          const calendar = makeCalendar(
            20_000,
            20_000 + length,
            { count: 1, unit: "week" },
            breaks,
            20_000 + length + afterwards,
          )!;
          const { periods, played, to, end } = calendar;
          expect(played.slice(0, periods.length)).toEqual(periods);
          expect(played.slice(periods.length).reduce((sum, { days }) => sum + days, 0)).toBe(end - to);
          expect(played[periods.length].start).toBe(to);
          played.forEach(({ start, days, cell, steps }, place) => {
            const next = played[place + 1];
            expect(start + days).toBe(next?.start ?? end);
            if (next) expect([0, 1]).toContain(next.cell - cell);
            expect(steps).toBeCloseTo(days / 7, 12);
            for (const day of breaks) expect(day > start && day < start + days).toBe(false);
          });
        },
      ),
    );
  });
});

describe("what comes after the last day", () => {
  const steady = (afterwards: string, more = "") =>
    head(
      "{ from: 2026-01-05, to: 2026-03-02, step: 1 week }",
      `afterwards: ${afterwards}
actors: { a: { name: A, patience: 0.5 per year } }
state: { z: yes or no, w: yes or no }
events: { g: { break: { when: not z, rate: 2 per year, does: { z: yes } } } }
payoffs: { a: { quiet: { while: not z, value: 365.25 per year }, last: { at end: not z, value: 100 } } }
${more}outcomes: { broken: { when: z } }
`,
    );
  // A flow of one a day while nothing has broken, at r = 2 a year, discounted at rho = ln 2 a year.
  const worth = (days: number) => {
    const rate = (2 + Math.LN2) / 365.25;
    return -Math.expm1(-rate * days) / rate + 100 * Math.exp(-rate * days);
  };

  it("is paid as it comes: half of a period's flows before its turns and half after them", () => {
    for (const [afterwards, days] of [
      ["none", 0],
      ["20 weeks", 140],
      ["1 year", 365],
    ] as const) {
      const { world } = opened(steady(afterwards));
      const found = worthAtStart(world, solvedAt(world, 1).values)[0];
      // After the turns alone, a year would come to 8 % less; halves leave the error of the weeks before, and little
      // more.
      expect(Math.abs(found / worth(56 + days) - 1), afterwards).toBeLessThan(0.02);
    }
  });

  it("lasts as long as the calendar where nothing is said", () => {
    const { scenario } = opened(steady("none").replace("afterwards: none\n", ""));
    const { from, to, end } = scenario.calendar;
    expect(end - to).toBe(to - from);
  });

  it("lies within an ending's worth, and frozen states are paid through it", () => {
    const ending = (worthOf: string) => `endings: { over: { when: z${worthOf} } }\n`;
    const stated = opened(steady("20 weeks", ending(", worth: { a: 7 }")));
    const plain = opened(steady("20 weeks", ending("").replace("when: z", "when: not z and now >= 2026-02-02")));
    const whole = wholeWorld(plain.world);
    expect(validateWorld(stated.world)).toEqual([]);
    expect(whole.header.nodes).toBeGreaterThanOrEqual(plain.world.header.nodes);
    // Frozen unbroken on 2 February, it is paid for to the end of all play, 56 + 140 days.
    const values = worthAtStart(plain.world, solvedAt(plain.world, 1).values)[0];
    const rho = Math.LN2 / 365.25;
    const frozen = -Math.expm1(-rho * 168) / rho + 100 * Math.exp(-rho * 168);
    const rate = 2 / 365.25 + rho;
    const exact = -Math.expm1(-rate * 28) / rate + Math.exp(-rate * 28) * frozen;
    expect(Math.abs(values / exact - 1)).toBeLessThan(0.01);
  });

  it("stays behind what is asked: worlds in hand end with the last day, whole ones do not, stored or not", () => {
    const { scenario, world } = opened(steady("1 year"));
    const again = worldFromBuffer(world.buffer);
    for (const one of [world, again, upToLastDay(wholeWorld(world))]) {
      expect(one.header.description.periods.length).toBe(scenario.calendar.periods.length);
      expect(one.layerPeriod.at(-1)).toBe(scenario.calendar.periods.length);
      expect(wholeWorld(one).header.description.periods.length).toBe(scenario.calendar.played.length);
    }
    expect(validateWorld(again)).toEqual([]);
  });
});

describe("a game that ends on a day that only the modeller knows", () => {
  const waiting = (to: string, afterwards: string) =>
    head(
      `{ from: 2026-01-05, to: ${to}, step: 1 week }`,
      `afterwards: ${afterwards}
actors: { a: { name: A } }
state: { struck: yes or no }
desks: { d: { of: a, tempo: monthly, moves: { strike: { when: not struck, does: { struck: yes } } } } }
payoffs: { a: { price: { on: strike, value: -60 }, relief: { while: struck, value: 10 per month } } }
outcomes: { strike: { when: struck } }
`,
    );
  const strikes = (to: string, afterwards: string) => {
    const { scenario, world } = opened(waiting(to, afterwards));
    return forecastSolutions(scenario, world, [solvedAt(world, 1)]).outcomes[0].byEnd;
  };

  it("is no matter to those who decide by habit alone", () => {
    const by = (afterwards: string) => {
      const { scenario, world } = opened(waiting("2026-03-04", afterwards));
      return forecastSolutions(scenario, world, [{ ...solvedAt(world, 0), scale: 1 }]).outcomes[0].byDate.map(
        ([, p]) => p,
      );
    };
    const [short, long] = [by("none"), by("1 year")];
    expect(long.length).toBe(short.length);
    short.forEach((p, period) => {
      expect(Math.abs(p - long[period])).toBeLessThan(1e-14);
    });
  });

  it("is played otherwise than one that goes on: nobody invests for a week", () => {
    // Six months of relief pay for a strike; with three months left, and nothing after them, none do.
    expect(strikes("2026-04-06", "none")).toBeLessThan(0.4);
    expect(strikes("2026-04-06", "1 year")).toBeGreaterThan(0.9);
  });
});

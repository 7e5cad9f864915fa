/**
 * Usual frequencies and tempos against closed forms, at random: at lambda 0 the first act comes at exactly the stated
 * rate, at every step, tempo and menu; and a desk or an event with a window meets its average number of times in it, at
 * every step.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadScenario } from "../src/language/load.ts";
import { forecastSolutions } from "../src/query/forecast.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import { dayOf, printDay } from "../src/text/dates.ts";
import { openText } from "./open-text.ts";

/** Sums of some hundred products of chances. */
const EXACT = 1e-12;

const FIRST = dayOf(2024, 1, 1)!;
const date = (day: number) => printDay(FIRST + day);
const steps = ["1 day", "1 week", "2 weeks", "1 month"];
const step = fc.constantFrom(...steps);

function head(days: number, written: string): string {
  return `
standoff: 1
title: Usual frequencies
as of: { day: ${date(0)} }
calendar: { from: ${date(0)}, to: ${date(days)}, step: ${written} }
afterwards: none
scale: { 0: a, 100: b }
steadiness: { lambda: 0 }
noise: mistakes
actors: { a: { name: A } }
`;
}

/** Chances of the outcomes by the last day. */
function chances(text: string): Record<string, number> {
  const opened = openText(text);
  if (opened.status === "refused") throw new Error(opened.says);
  const [solved] = solveEquilibrium(opened.world);
  if (solved?.status !== "solved") throw new Error(solved?.status);
  const { outcomes } = forecastSolutions(opened.scenario, opened.world, [solved]);
  return Object.fromEntries(outcomes.map(({ name, byEnd }) => [name, byEnd]));
}

describe("usual frequencies at lambda 0", () => {
  const rate = fc.double({ min: 1e-6, max: 0.03, noNaN: true }); // per day
  const tempo = fc.constantFrom("", "tempo: every period,", "tempo: daily,", "tempo: 5 per week,");

  it("are those of the first act, whatever step and tempo, though the menu changes", { timeout: 1_200_000 }, () => {
    const rates = fc.tuple(rate, rate, rate);
    fc.assert(
      fc.property(
        rates,
        tempo,
        step,
        fc.integer({ min: 20, max: 120 }),
        fc.integer({ min: 1, max: 19 }),
        (r, pace, by, days, from) => {
          const [one, two, three] = r as [number, number, number];
          const found = chances(`${head(days, by)}
state: { z: { is: [none, first, second, third] } }
clocks: { opening: { owner: everyone, at: ${date(from)} } }
desks:
  d:
    of: a
    ${pace.replace(",", "")}
    usual: { pair: ${two} per day }
    moves:
      one: { when: z is none, usual: ${one} per day, does: { z: first } }
      two: { when: z is none, family: pair, does: { z: second } }
      other two: { when: z is none and opening has lapsed, family: pair, does: { z: second } }
      three: { when: z is none and opening has lapsed, usual: ${three} per day, does: { z: third } }
outcomes: { first: { when: z is first }, second: { when: z is second }, third: { when: z is third } }
`);
          const early = one + two;
          const late = early + three;
          const still = Math.exp(-early * from);
          const share = (slow: number, quick: number) =>
            ((1 - still) * slow) / early + (still * (1 - Math.exp(-late * (days - from))) * quick) / late;
          expect(Math.abs(found.first - share(one, one))).toBeLessThan(EXACT);
          expect(Math.abs(found.second - share(two, two))).toBeLessThan(EXACT);
          expect(Math.abs(found.third - share(0, three))).toBeLessThan(EXACT);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("come beside moves without one, which share what is left by the nest rule", { timeout: 1_200_000 }, () => {
    fc.assert(
      fc.property(rate, tempo, step, fc.integer({ min: 20, max: 120 }), (usual, pace, by, days) => {
        const found = chances(`${head(days, by)}
state: { z: yes or no, n: { is: 0..1 } }
desks:
  d: { of: a, ${pace} moves: { go: { when: not z, usual: ${usual} per day, does: { z: yes } }, nothing: { does: { n: up 1 } } } }
outcomes: { o: { when: z } }
`);
        expect(Math.abs(found.o - (1 - Math.exp(-usual * days)))).toBeLessThan(EXACT);
      }),
      { numRuns: 40 },
    );
  });

  it("count while the desk can meet, where its tempo has windows", { timeout: 1_200_000 }, () => {
    fc.assert(
      fc.property(
        rate,
        step,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 30 }),
        (usual, by, at, wide) => {
          const found = chances(`${head(120, by)}
state: { z: yes or no }
desks:
  d: { of: a, tempo: daily within ${wide} days after ${date(at)}, moves: { go: { when: not z, usual: ${usual} per day, does: { z: yes } } } }
outcomes: { o: { when: z } }
`);
          expect(Math.abs(found.o - (1 - Math.exp(-usual * wide)))).toBeLessThan(EXACT);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("that are zero take the move off the menu", () => {
    const found = chances(`${head(60, "1 week")}
state: { z: yes or no, open: yes or no }
desks:
  d: { of: a, moves: { go: { when: not z, usual: if open then 1 per week else never, does: { z: yes } } } }
outcomes: { o: { when: z } }
`);
    expect(found.o).toBe(0);
  });

  it("that the tempo cannot carry are told, with the numbers", () => {
    const opened = openText(`${head(60, "1 week")}
state: { z: yes or no }
desks:
  d: { of: a, tempo: monthly, moves: { go: { when: not z, usual: 2 per month, does: { z: yes } } } }
outcomes: { o: { when: z } }
`);
    expect(opened.status).toBe("refused");
    if (opened.status !== "refused") return;
    expect(opened.diagnostics.map(({ code }) => code)).toEqual(["usual-too-frequent"]);
    // 2 x 7 / 30.4375 and half of it.
    expect(opened.says).toContain("0.46 times in 7 days, but it meets only 0.23 times");
  });
});

describe("windows", () => {
  const rate = fc.double({ min: 0.01, max: 0.5, noNaN: true });
  const kinds = fc.constantFrom("before", "after", "of");
  const lengths: Record<string, (wide: number) => number> = { before: (w) => w, after: (w) => w, of: (w) => 2 * w };
  const place = fc.record({ at: fc.integer({ min: 40, max: 80 }), wide: fc.integer({ min: 1, max: 39 }), kind: kinds });

  it("of tempos hold the same meetings at every step", { timeout: 1_200_000 }, () => {
    fc.assert(
      fc.property(rate, step, place, (often, by, { at, wide, kind }) => {
        const found = chances(`${head(130, by)}
state: { z: yes or no }
clocks: { base: { owner: everyone, at: ${date(at)} } }
desks:
  d: { of: a, tempo: ${often} per day within ${wide} days ${kind} base, moves: { go: { when: not z, does: { z: yes } } }, policy: [{ when: not z, chances: { go: 1 } }] }
outcomes: { o: { when: z } }
`);
        expect(Math.abs(found.o - (1 - Math.exp(-often * lengths[kind](wide))))).toBeLessThan(EXACT);
      }),
      { numRuns: 40 },
    );
  });

  it("about a timer's date, which no break of the calendar keeps, are integrated: in tempos and in events", {
    timeout: 1_200_000,
  }, () => {
    fc.assert(
      fc.property(rate, step, place, fc.boolean(), (often, by, { at, wide, kind }, whenNotIf) => {
        const window = `within ${wide} days ${kind} fuse`;
        // The fuse burns from day 1, and falls due in the first period that starts on its day or later.
        const opened = openText(
          `${head(250, by)}
state: { z: yes or no, y: yes or no, lit: yes or no }
clocks:
  spark: { owner: everyone, at: ${date(1)}, then: { lit: yes } }
  fuse: { owner: everyone, starts: lit, takes: ${at} days }
desks:
  d: { of: a, tempo: ${often} per day ${window}, moves: { go: { when: not z, does: { z: yes } } }, policy: [{ when: not z, chances: { go: 1 } }] }
events:
  nature: { leak: { ${whenNotIf ? `when: not y and now ${window}, rate: ${often} per day` : `when: not y, rate: if now ${window} then ${often} per day else never`}, does: { y: yes } } }
outcomes: { o: { when: z }, e: { when: y } }
`,
        );
        if (opened.status === "refused") throw new Error(opened.says);
        const { periods } = opened.scenario.calendar;
        const due = periods.find(({ start }) => start >= FIRST + 1 + at)!.start;
        // Once it has lapsed its date is long ago: only what lies before it counts.
        const begins = kind === "after" ? due : Math.max(due - wide, FIRST + 1);
        const expected = 1 - Math.exp(-often * (due - begins));
        const [solved] = solveEquilibrium(opened.world);
        if (solved?.status !== "solved") throw new Error(solved?.status);
        for (const { byEnd } of forecastSolutions(opened.scenario, opened.world, [solved]).outcomes) {
          expect(Math.abs(byEnd - expected)).toBeLessThan(EXACT);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("of rates that grow with the day are integrated too", () => {
    for (const by of steps) {
      // The rate grows from 0 by 0.01 a day each day, to 0.2 at most: 2 in the first twenty days, 0.2 a day in the last
      // ten.
      const found = chances(`${head(30, by)}
state: { y: yes or no }
events: { nature: { leak: { when: not y, rate: (1 per day * (now - ${date(0)}) / 100 days) at most 0.2 per day, does: { y: yes } } } }
outcomes: { e: { when: y } }
`);
      expect(Math.abs(found.e - (1 - Math.exp(-2 - 2)))).toBeLessThan(EXACT);
    }
  });
});

describe("a desk that meets also when something happens", () => {
  const rate = fc.double({ min: 1e-6, max: 0.03, noNaN: true });

  const written = (usual: number, also: string, hit: string) => `
state: { z: yes or no, hit: { is: yes or no, ${hit} } }
clocks: { blow: { owner: everyone, at: ${date(17)}, then: { hit: yes } } }
desks:
  d: { of: a, tempo: 5 per week, ${also} moves: { go: { when: not z, usual: ${usual} per day, does: { z: yes } } } }
outcomes: { o: { when: z } }
`;

  it("acts once more with the share of one meeting, at every step", { timeout: 1_200_000 }, () => {
    const calls = fc.constantFrom("hit", "hit becomes yes", "blow lapses", "[hit, blow lapses]");
    fc.assert(
      fc.property(rate, step, calls, (usual, by, call) => {
        const found = chances(`${head(100, by)}${written(usual, `meets also when: ${call},`, "starts: no")}`);
        const expected = 1 - Math.exp(-usual * 100) * (1 - (usual * 7) / 5);
        expect(Math.abs(found.o - expected)).toBeLessThan(EXACT);
      }),
      { numRuns: 40 },
    );
  });

  it("is called once, although it has no move at its next turn", () => {
    // Only from day 40 on is there a move; by then the call of day 17 is forgotten.
    const text = written(0.02, "meets also when: hit,", "starts: no").replace(
      "when: not z",
      `when: not z and now >= ${date(40)}`,
    );
    const found = chances(`${head(100, "1 week")}${text}`);
    expect(Math.abs(found.o - (1 - Math.exp(-0.02 * 60)))).toBeLessThan(EXACT);
  });

  it("must see what calls it, and have a tempo", () => {
    const codes = (text: string) => {
      const opened = openText(`${head(100, "1 week")}${text}`);
      return opened.status === "refused" ? opened.diagnostics.map(({ code }) => code) : [];
    };
    expect(codes(written(0.02, "meets also when: hit,", "seen by: no one"))).toEqual(["unseen"]);
    expect(codes(written(0.02, "meets also when: hit,", "starts: no").replace("tempo: 5 per week,", ""))).toEqual([
      "meets-without-tempo",
    ]);
    const windowed = written(0.02, "meets also when: hit,", "starts: no").replace(
      "5 per week",
      "5 per week while not hit",
    );
    expect(codes(windowed)).toEqual(["called-without-tempo", "usual-too-frequent"]);
  });
});

it("only what no pace of its desk could carry is warned of before the world is built", () => {
  const warned = (usual: string) => {
    const text = `${head(28, "1 week")}
state: { asked: yes or no, answered: yes or no }
desks:
  d: { of: a, tempo: "monthly, daily while asked", moves: { answer: { when: asked and not answered, usual: ${usual}, does: { answered: yes } } } }
events: { e: { request: { rate: weekly, does: { asked: yes } } } }
`;
    const { diagnostics } = loadScenario("a.yaml", () => text);
    return diagnostics.map(({ code }) => code).includes("usual-above-tempo");
  };
  expect(warned("3 per week")).toBe(false);
  expect(warned("8 per week")).toBe(true);
});

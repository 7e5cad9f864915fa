/**
 * Dates inside periods against closed forms, with steps, rates and dates at random: a single event of constant rate is
 * exact on every day, however the date is written; complements and exclusive groups sum to one and answers are monotone
 * on every day of random scenarios; asking moves nothing that is not asked.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scenario } from "../../src/language/scenario.ts";
import { allPassed } from "../../src/math/erlang.ts";
import { forecastSolutions } from "../../src/query/forecast.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved } from "../../src/solve/solution.ts";
import { dayOf, printDay } from "../../src/text/dates.ts";
import type { World } from "../../src/world/world.ts";
import { valuesOf } from "../ask-texts.ts";
import { openText } from "../open-text.ts";
import { randomSolution } from "../reference/standoff-for-tests.ts";
import { randomScenario } from "./random-scenario.ts";

/** Sums and powers of some thousand numbers of order one. */
const ROUNDING = 1e-12;
const FROM = dayOf(2026, 1, 5)!;

function opened(text: string) {
  const found = openText(text);
  if (found.status === "refused") throw new Error(`${found.says}\n${text}`);
  return found;
}

/** The only solution of a world in which nobody decides. */
function played(world: World): Solved {
  const [solved] = solveEquilibrium(world);
  if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
  return solved;
}

interface Single {
  readonly step: string;
  readonly length: number;
  readonly rate: number; // per day
}

const singles = fc.record({
  step: fc.constantFrom("1 day", "3 days", "1 week", "2 weeks", "1 month"),
  length: fc.integer({ min: 20, max: 200 }),
  rate: fc.double({ min: 1e-4, max: 0.2, noNaN: true }),
});

/** One event of constant rate, beside a second one that has nothing to do with it. */
function singleText({ step, length, rate }: Single, more = ""): string {
  return `standoff: 1
title: One event
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: ${printDay(FROM + length)}, step: ${step} }
afterwards: none
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
noise: mistakes
actors: { a: { name: A } }
state: { hit: yes or no, other: yes or no }
events:
  one: { strike: { when: not hit, rate: ${rate} per day, does: { hit: yes } } }
  two: { quarrel: { when: not other, rate: 0.02 per day, does: { other: yes } } }
outcomes: { struck: { when: hit }, first blow: { on: strike }, quarrelled: { when: other }${more} }
`;
}

describe("a single event of constant rate", () => {
  it("is exact on every day, at every step, in every spelling", () => {
    fc.assert(
      fc.property(singles, fc.nat(), (single, place) => {
        const { scenario, world } = opened(singleText(single));
        const solved = played(world);
        const day = place % (single.length - 1);
        const iso = printDay(FROM + day);
        const next = printDay(FROM + day + 1);
        const months = ["January", "February", "March", "April", "May", "June", "July", "August"];
        const spoken = `${Number(iso.slice(8))} ${months[Number(iso.slice(5, 7)) - 1]} 2026`;
        const exact = -Math.expm1(-single.rate * (day + 1));
        const whole = -Math.expm1(-single.rate * single.length);
        const found = valuesOf({ scenario, world, solved }, [
          `P(struck by ${iso})`,
          `P(struck by ${spoken})`,
          `P(struck before ${next})`,
          `P(first blow by ${iso})`,
          `P(not struck after ${iso})`,
          `P(struck after ${iso})`,
          `P(struck between ${iso} and ${iso})`,
          `P(struck by ${iso} and quarrelled by ${iso})`,
        ]);
        const expected = [
          exact,
          exact,
          exact,
          exact,
          1 - (whole - exact),
          whole - exact,
          exact + Math.expm1(-single.rate * day),
          exact * -Math.expm1(-0.02 * (day + 1)),
        ];
        found.forEach((value, i) => {
          expect(Math.abs(value - expected[i]), `${i}: ${iso}`).toBeLessThan(ROUNDING);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("has the mean and the quantiles of its law", () => {
    fc.assert(
      fc.property(singles, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (single, chance) => {
        const { scenario, world } = opened(singleText(single));
        const { rate, length } = single;
        const happens = -Math.expm1(-rate * length);
        const mean = 1 / rate - length / Math.expm1(rate * length);
        const quantile = -Math.log1p(-chance * happens) / rate;
        const [ours, our] = valuesOf({ scenario, world, solved: played(world) }, [
          "mean days until struck",
          `quantile ${chance.toFixed(17)} of days until struck`,
        ]);
        expect(Math.abs(ours - mean)).toBeLessThan(1e-9 * length);
        expect(Math.abs(our - quantile)).toBeLessThan(1e-8 * length);
      }),
      { numRuns: 40 },
    );
  });

  it("has come with half of its log by half a period, as docs/method.md says", () => {
    const text = singleText({ step: "2 days", length: 20, rate: 0.1 }).replace("rate: 0.1 per day", "chance: 0.2");
    const { scenario, world } = opened(text);
    const [half] = valuesOf({ scenario, world, solved: played(world) }, ["P(struck by 2026-01-05)"]);
    expect(half).toBeCloseTo(0.1056, 4);
    expect(half).toBeCloseTo(1 - 0.8 ** 0.5, 12);
  });

  it("has them however small its chance", () => {
    for (const rate of [1e-6, 1e-12, 1e-150]) {
      const { scenario, world } = opened(singleText({ step: "1 week", length: 70, rate }));
      const [mean, median, late] = valuesOf({ scenario, world, solved: played(world) }, [
        "mean days until struck",
        "median days until struck",
        "quantile 0.9 of days until struck",
      ]);
      expect(mean).toBeCloseTo(35, 2);
      expect(median).toBeCloseTo(35, 2);
      expect(late).toBeCloseTo(63, 2);
    }
  });
});

describe("a clock of stages", () => {
  it("has the Erlang's own law on every day, at every step, from a start on a period's first day", () => {
    fc.assert(
      fc.property(singles, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 5, max: 60 }), (single, stages, mean) => {
        const text = `${singleText(single)}clocks:
  works: { owner: a, starts: ignition, takes: about ${mean} days, stages: ${stages}, lapses: it is done }
`
          .replace("  two: {", "  zero: { ignition: { when: now <= 2026-01-05, chance: 1 } }\n  two: {")
          .replace("first blow:", "done: { on: works lapses }, first blow:");
        const { scenario, world } = opened(text);
        const dates = [1, 2, 3, 8, 13, 19].map((day) => printDay(FROM + day));
        const found = valuesOf(
          { scenario, world, solved: played(world) },
          dates.map((date) => `P(done by ${date})`),
        );
        found.forEach((value, i) => {
          const first = scenario.calendar.periods[0].days;
          const time = dayOf(...(dates[i].split("-").map(Number) as [number, number, number]))! + 1 - FROM;
          // One that starts inside a period passes it over half of it, so that at its end half of it counts.
          if (time < first) return;
          const exact = allPassed(stages, (stages / mean) * (time - first / 2));
          expect(Math.abs(value - exact), dates[i]).toBeLessThan(ROUNDING);
        });
      }),
      { numRuns: 40 },
    );
  });
});

/** Two events of constant rate, the second at once or once the first has come, in one order of turns or the other. */
function pairText(step: string, opens: boolean, turns: string): string {
  return `standoff: 1
title: Two events
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-05-25, step: ${step} }
afterwards: none
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
noise: mistakes
actors: { a: { name: A } }
state: { first: yes or no, second: yes or no }
events:
  one: { open: { when: not first, rate: 0.02 per day, does: { first: yes } } }
  two: { follow: { when: not second${opens ? " and first" : ""}, rate: 0.03 per day, does: { second: yes } } }
turns: ${turns}
outcomes: { opened: { when: first }, followed: { when: second } }
`;
}

/** P(0 < T2 - T1 <= n, T2 <= 140) in continuous time, by the midpoint rule. */
function exactSpan(n: number, opens: boolean): number {
  const [one, two, length, parts] = [0.02, 0.03, 140, 20_000];
  const width = length / parts;
  return Array.from({ length: parts }, (_, i) => (i + 0.5) * width).reduce((sum, t) => {
    const waits = opens ? 1 : Math.exp(-two * t);
    return sum + width * one * Math.exp(-one * t) * waits * -Math.expm1(-two * Math.min(n, length - t));
  }, 0);
}

describe("a span", () => {
  it("from a known moment is exact, at every step that tells its days apart", () => {
    fc.assert(
      fc.property(singles, fc.nat({ max: 18 }), fc.constantFrom("1 day", "3 days", "1 week"), (single, n, step) => {
        const text = singleText({ ...single, step }, ", off: { on: the whistle lapses }, mark: { on: strike }");
        const { scenario, world } = opened(
          `${text}clocks: { the whistle: { owner: a, at: 2026-01-05, lapses: a beginning } }\n`,
        );
        const found = valuesOf({ scenario, world, solved: played(world) }, [
          `P(struck within ${n} days after off)`,
          `P(mark within ${n} days after off)`,
          `P(struck within ${n} days after quarrelled or not (struck within ${n} days after quarrelled))`,
        ]);
        const exact = -Math.expm1(-single.rate * n);
        for (const [i, value] of found.entries())
          expect(Math.abs(value - (i === 2 ? 1 : exact)), `${i}: ${n} days, ${step}`).toBeLessThan(ROUNDING);
      }),
      { numRuns: 30 },
    );
  });

  it.each([true, false])("between two moments is right to the second order of the step (opened: %s)", (opens) => {
    for (const [step, days] of [
      ["1 day", 1],
      ["3 days", 3],
      ["1 week", 7],
    ] as const) {
      const spans = [2, 5, 10, 20, 45];
      const orders = ["[one, two]", "[two, one]"].map((turns) => {
        const { scenario, world } = opened(pairText(step, opens, turns));
        return valuesOf(
          { scenario, world, solved: played(world) },
          spans.map((n) => `P(followed within ${n} days after opened)`),
        );
      });
      spans.forEach((n, i) => {
        // Which turn comes first on the first day matters to second order too: the mean of both ways.
        const mean = (orders[0][i] + orders[1][i]) / 2;
        expect(Math.abs(mean - exactSpan(n, opens)), `${n} days, ${step}`).toBeLessThan(0.0004 * days ** 2);
      });
    }
  });

  it("grows with its length to the chance that both come in their order", () => {
    const { scenario, world } = opened(pairText("1 week", false, "[one, two]"));
    const texts = Array.from({ length: 24 }, (_, n) => `P(followed within ${n * 6} days after opened)`);
    const found = valuesOf({ scenario, world, solved: played(world) }, [
      ...texts,
      "P(opened before followed and followed)",
    ]);
    found.slice(0, 24).forEach((value, i) => {
      if (i > 0) expect(value).toBeGreaterThan(found[i - 1] - ROUNDING);
    });
    expect(Math.abs(found[23] - found[24])).toBeLessThan(1e-3);
    expect(found[23]).toBeLessThanOrEqual(found[24] + ROUNDING);
  });
});

/** Every day of a scenario but the last. */
function days({ calendar }: Scenario): string[] {
  return Array.from({ length: calendar.to - calendar.from }, (_, i) => printDay(calendar.from + i));
}

describe("random scenarios", () => {
  const worlds = fc.sample(randomScenario({ maxPeriods: 3 }), { seed: 5, numRuns: 40 }).flatMap((text, seed) => {
    const found = openText(text);
    if (found.status === "refused" || found.world.header.edges > 20_000) return [];
    return [{ ...found, text, solved: randomSolution(found.world, seed + 1) }];
  });

  it("has enough of them", () => {
    expect(worlds.length).toBeGreaterThan(20);
  });

  it.each(worlds.map((one, i) => [i, one] as const))("%i: complements sum to one, and later is likelier", (_, one) => {
    const { scenario, world, solved } = one;
    const dates = days(scenario).slice(0, 24);
    for (const { name, how } of scenario.outcomes.slice(0, 4)) {
      if (how === "at end" || how === "else") continue;
      const by = valuesOf(
        { scenario, world, solved },
        dates.map((date) => `P(${name} by ${date})`),
      );
      const not = valuesOf(
        { scenario, world, solved },
        dates.map((date) => `P(not ${name} by ${date})`),
      );
      by.forEach((value, i) => {
        expect(Math.abs(value + not[i] - 1), `${name} by ${dates[i]}`).toBeLessThan(ROUNDING);
        if (i > 0) expect(value, `${name} by ${dates[i]}`).toBeGreaterThan(by[i - 1] - ROUNDING);
      });
    }
  });

  it.each(worlds.map((one, i) => [i, one] as const))("%i: every way that two outcomes can go sums to one", (_, one) => {
    const { scenario, world, solved } = one;
    const [a, b] = scenario.outcomes.filter(({ how }) => how === "when" || how === "on").map(({ name }) => name);
    if (a === undefined || b === undefined) return;
    for (const date of days(scenario).filter((_, i) => i % 5 === 2)) {
      const [both, first, second, none, alone] = valuesOf({ scenario, world, solved }, [
        `P(${a} by ${date} and ${b} by ${date})`,
        `P(${a} by ${date} and not ${b} by ${date})`,
        `P(not ${a} by ${date} and ${b} by ${date})`,
        `P(not ${a} by ${date} and not ${b} by ${date})`,
        `P(${a} by ${date})`,
      ]);
      expect(Math.abs(both + first + second + none - 1), date).toBeLessThan(ROUNDING);
      expect(Math.abs(both + first - alone), date).toBeLessThan(ROUNDING);
    }
  });

  it.each(worlds.slice(0, 12).map((one, i) => [i, one] as const))("%i: asking moves nothing", (_, one) => {
    const { scenario, world, solved, text } = one;
    const { name } = scenario.outcomes[0];
    const dates = days(scenario);
    const inner = [dates[1], dates[dates.length >> 1], dates[dates.length - 2]];
    const questions = inner.map((date, i) => `  q${i}: { ask: P(${name} by ${date}) }`).join("\n");
    const asked = openText(`${text.replace(/^questions:[\s\S]*?(?=^\S)/m, "")}\nquestions:\n${questions}\n`);
    if (asked.status === "refused") throw new Error(asked.says);
    expect(asked.world.header.nodes).toBe(world.header.nodes);
    const before = forecastSolutions(scenario, world, [solved]).outcomes;
    const after = forecastSolutions(asked.scenario, asked.world, [{ ...solved }]).outcomes;
    before.forEach(({ byDate }, i) => {
      byDate.forEach(([date, chance], place) => {
        expect(after[i].byDate[place][0]).toBe(date);
        expect(Math.abs(after[i].byDate[place][1] - chance)).toBeLessThan(ROUNDING);
      });
    });
  });
});

describe("a happening with a dated condition of its own", () => {
  it("has its own moment, as it has without one, also where desks move at once and others follow in the same period", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.constantFrom("2 days", "1 week", "2 weeks"),
        (day, first, second, step) => {
          const date = printDay(FROM + day);
          const { scenario, world } = opened(`standoff: 1
title: Moves at once
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-02, step: ${step} }
afterwards: none
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
noise: mistakes
actors: { a: { name: A }, b: { name: B } }
state: { left: yes or no, right: yes or no, third: yes or no }
desks:
  one: { of: a, moves: { push: { when: not left, does: { left: yes } } }, policy: [{ chances: { push: ${first}, hold: rest } }] }
  two: { of: b, moves: { pull: { when: not right, does: { right: yes } } }, policy: [{ chances: { pull: ${second}, hold: rest } }] }
  three: { of: a, moves: { turn: { when: left and right and not third, does: { third: yes } } }, policy: [{ chances: { turn: 0.5, hold: rest } }] }
turns: [[one, two], three]
outcomes:
  both: { when: left and right }
  pulled: { on: pull }
  late pull: { on: pull, when: now > ${date} }
  late turn: { on: turn, when: now > ${date} }
`);
          const solved = played(world);
          const by = `by ${date}`;
          const found = valuesOf({ scenario, world, solved }, [
            "P(late pull)",
            `P(pulled after ${date})`,
            `P(both ${by})`,
            `P(both ${by} and late pull)`,
            `P(both ${by} and not late pull)`,
            `P(late turn and both ${by})`,
            `P(late turn and not both ${by})`,
            "P(late turn)",
            `P(late turn ${by})`,
          ]);
          const sums = [
            found[0] - found[1],
            found[3],
            found[3] + found[4] - found[2],
            found[5] + found[6] - found[7],
            found[8],
          ];
          sums.forEach((sum, i) => {
            expect(Math.abs(sum), `${i}: ${date}`).toBeLessThan(ROUNDING);
          });
          const { outcomes } = forecastSolutions(scenario, world, [solved]);
          expect(Math.abs(outcomes[2].byEnd - found[0])).toBeLessThan(ROUNDING);
          expect(Math.abs(outcomes[3].byEnd - found[7])).toBeLessThan(ROUNDING);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("effects do not precede their causes", () => {
  // A at a tenth of a chance a week, then B surely: both by the first day as often as A alone by then.
  const text = `standoff: 1
title: Cause and effect
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-01-26, step: 1 week }
afterwards: none
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
noise: mistakes
actors: { a: { name: A } }
state: { a: yes or no, b: yes or no }
order: fixed
turns: [cause, effect]
events:
  cause: { ay: { when: not a, chance: 0.1, does: { a: yes } } }
  effect: { bee: { when: a and not b, chance: 1, does: { b: yes } } }
outcomes: { A: { when: a }, B: { when: b } }
`;
  it("dates an effect by the later of the two moments", () => {
    const { scenario, world } = opened(text);
    const [a, b, order] = valuesOf({ scenario, world, solved: played(world) }, [
      "P(A by 2026-01-05)",
      "P(B by 2026-01-05)",
      "P(B by 2026-01-05 and not A by 2026-01-05)",
    ]);
    expect(a).toBeCloseTo(1 - 0.9 ** (1 / 7), 12);
    expect(b).toBeCloseTo(a, 12);
    expect(order).toBe(0);
  });

  it("also of desks that move at once, the last of which does not convene", () => {
    const atOnce = text
      .replace("actors: { a: { name: A } }", "actors: { a: { name: A }, b: { name: B } }")
      .replace("turns: [cause, effect]", "turns: [[one, two], effect]")
      .replace(/ {2}cause: .*\n/, "")
      .replace(
        "events:",
        `desks:
  one: { of: a, moves: { ay: { when: not a, does: { a: yes } } }, policy: [{ chances: { ay: 0.1, hold: rest } }] }
  two: { of: b, tempo: yearly, moves: { wait: { when: not a } }, policy: [{ chances: { wait: 1 } }] }
events:`,
      );
    const { scenario, world } = opened(atOnce);
    const [a, b, order] = valuesOf({ scenario, world, solved: played(world) }, [
      "P(A by 2026-01-05)",
      "P(B by 2026-01-05)",
      "P(B by 2026-01-05 and not A by 2026-01-05)",
    ]);
    expect(b).toBeCloseTo(a, 3); // less where the other desk moves in the same week, a fiftieth of all
    expect(b).toBeGreaterThan(0.01);
    expect(order).toBeLessThan(ROUNDING);
  });

  it("also within one group, where both come in one turn", () => {
    const together = text
      .replace("turns: [cause, effect]\n", "")
      .replace("  cause: { ay:", "  both: { ay:")
      .replace("does: { a: yes } } }\n  effect: { bee:", "does: { a: yes } }, bee:")
      .replace("B: { when: b }", "B: { when: b }, blow: { on: bee }");
    const { scenario, world } = opened(together);
    const [a, blow, order] = valuesOf({ scenario, world, solved: played(world) }, [
      "P(A by 2026-01-05)",
      "P(blow by 2026-01-05)",
      "P(blow by 2026-01-06 and not A by 2026-01-06)",
    ]);
    expect(a).toBeCloseTo(1 - 0.9 ** (1 / 7), 12);
    expect(blow).toBeCloseTo(a, 12);
    expect(order).toBe(0);
  });
});

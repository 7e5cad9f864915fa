/**
 * What adds up on every day, inside periods too, on random scenarios at steps of a day, a week and a fortnight: an
 * event and its complement in every spelling, exclusive outcomes and what is left, and later dates are likelier. Where
 * one law of dates meets the other (`docs/method.md`, 5) what opens what adds up, too, and how far the rest falls short
 * is measured.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Scenario } from "../../src/language/scenario.ts";
import { forecastSolutions } from "../../src/query/forecast.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved } from "../../src/solve/solution.ts";
import { dayOf, printDay } from "../../src/text/dates.ts";
import type { World } from "../../src/world/world.ts";
import { valuesOf } from "../ask-texts.ts";
import { openText } from "../open-text.ts";
import { randomSolution } from "../reference/standoff-for-tests.ts";
import { randomScenario } from "./random-scenario.ts";

/** Sums of some thousand products of order one, in different orders. */
const ROUNDING = 1e-12;
const FROM = dayOf(2026, 1, 5)!;

interface Game {
  readonly scenario: Scenario;
  readonly world: World;
  readonly solved: Solved;
}

type Document = Record<string, unknown> & {
  calendar: Record<string, unknown>;
  state: Record<string, unknown>;
  events?: Record<string, unknown>;
  turns?: unknown[];
  outcomes: Record<string, Record<string, unknown>>;
};

const steps = [
  ["1 day", 4],
  ["1 week", 17],
  ["2 weeks", 24],
] as const;

/**
 * A random scenario on a calendar of a given step, with two ways that exclude each other, one of them told apart by its
 * day.
 */
function forked(text: string, step: string, length: number, seed: number): Game | null {
  const document = parse(text) as Document;
  const from = dayOf(...(String(document.calendar.from).split("-").map(Number) as [number, number, number]))!;
  document.calendar = { from: printDay(from), to: printDay(from + length), step };
  const { when } = document.outcomes["it holds"];
  document.state = { ...document.state, way: { is: ["open", "left", "right"], starts: "open" } };
  const fork = {
    "go left": { when: `way is open and (${when})`, rate: "0.3 per week", does: { way: "left" } },
    "go right": { when: "way is open", rate: "0.5 per week", does: { way: "right" } },
  };
  document.events = { ...document.events, fork };
  if (document.turns !== undefined) document.turns = [...document.turns, "fork"];
  const day = printDay(from + (seed % length));
  document.outcomes = {
    ...document.outcomes,
    "left early": { on: "go left", when: `now <= ${day}` },
    "left late": { on: "go left", when: `now > ${day}` },
    right: { when: "way is right" },
  };
  document.exclusive = { ways: { of: ["left early", "left late", "right"], else: "no way" } };
  const opened = openText(stringify(document, { lineWidth: 0 }));
  if (opened.status === "refused" || opened.world.header.edges > 20_000) return null;
  return { ...opened, solved: randomSolution(opened.world, seed) };
}

const games = steps.flatMap(([step, length], i) =>
  fc.sample(randomScenario({ maxPeriods: 2 }), { seed: 41 + i, numRuns: 9 }).flatMap((text, place) => {
    const game = forked(text, step, length, 7 * place + i + 1);
    return game === null ? [] : [[`${step}, ${place}`, game] as const];
  }),
);

function days({ calendar }: Scenario): string[] {
  return Array.from({ length: calendar.to - calendar.from }, (_, i) => printDay(calendar.from + i));
}

describe("random scenarios", () => {
  it("are enough at every step", () => {
    for (const [step] of steps) expect(games.filter(([name]) => name.startsWith(step)).length, step).toBeGreaterThan(5);
  });

  it.each(games)(
    "%s: exclusive outcomes and what is left sum to one, and later is likelier, on every day",
    (_, game) => {
      const names = game.scenario.outcomes.flatMap(({ name, how }) =>
        how === "at end" || how === "else" ? [] : [name],
      );
      const group = ["left early", "left late", "right"];
      const before = new Map<string, number>();
      for (const date of days(game.scenario)) {
        const none = `P(${group.map((name) => `not ${name} by ${date}`).join(" and ")})`;
        const found = valuesOf(game, [...names.map((name) => `P(${name} by ${date})`), none]);
        names.forEach((name, i) => {
          expect(found[i], `${name} by ${date}`).toBeGreaterThan((before.get(name) ?? 0) - ROUNDING);
          before.set(name, found[i]);
        });
        const sum = group.reduce((all, name) => all + found[names.indexOf(name)], found.at(-1)!);
        expect(Math.abs(sum - 1), date).toBeLessThan(ROUNDING);
      }
      const { outcomes } = forecastSolutions(game.scenario, game.world, [game.solved]);
      const ends = outcomes.flatMap(({ name, byEnd }) => ([...group, "no way"].includes(name) ? [byEnd] : []));
      expect(ends.length).toBe(4);
      expect(Math.abs(ends.reduce((all, end) => all + end, 0) - 1)).toBeLessThan(ROUNDING);
    },
  );

  it.each(games)("%s: an event and its complement sum to one in every spelling", (_, game) => {
    const dates = days(game.scenario);
    const [a, b, c] = ["it holds", "right", "left late"];
    dates.forEach((date, i) => {
      if (i % 3 !== 1) return;
      const later = dates[Math.min(dates.length - 1, i + 2)];
      const events = [
        `${a} by ${date}`,
        `${a} between ${date} and ${later}`,
        `${b} after ${date} or ${a} before ${later}`,
        `holds(way is right) at ${date}`,
        `${a} by ${date} and holds(way is open) at ${later}`,
        `${a} before ${b} and ${b} by ${later}`,
        `${a} before ${b} and ${b} before ${c} and ${c} after ${date}`,
        `${a} within 3 days after ${b} and ${b} by ${date}`,
        `${a} within 2 days after ${b} or holds(way is left) at ${date}`,
      ];
      const given = `${a} by ${later} or holds(way is open) at ${date}`;
      const both = events.flatMap((event) => [`P(${event})`, `P(not (${event}))`]);
      const conditional = events.flatMap((event) => [`P(${event} | ${given})`, `P(not (${event}) | ${given})`]);
      const crossed = events
        .slice(3)
        .flatMap((event) => [
          `P((${event}) and ${a} by ${date})`,
          `P(not (${event}) and ${a} by ${date})`,
          `P((${event}) and not ${a} by ${date})`,
          `P(not (${event}) and not ${a} by ${date})`,
        ]);
      const found = valuesOf(game, [...both, ...conditional, ...crossed]);
      events.forEach((event, e) => {
        expect(Math.abs(found[2 * e] + found[2 * e + 1] - 1), event).toBeLessThan(ROUNDING);
        const [is, not] = found.slice(both.length + 2 * e);
        if (!Number.isNaN(is)) expect(Math.abs(is + not - 1), `${event} | ${given}`).toBeLessThan(ROUNDING);
      });
      events.slice(3).forEach((event, e) => {
        const all = found.slice(both.length + conditional.length + 4 * e).slice(0, 4);
        expect(Math.abs(all.reduce((sum, one) => sum + one, 0) - 1), `${event}, ${a}`).toBeLessThan(ROUNDING);
      });
    });
  });
});

/** Events of constant rate, A first; each of the others at once, or once the one before it has come. */
function chain(step: string, rates: readonly number[], opened: readonly boolean[], order: readonly number[]): Game {
  const names = ["a", "b", "c"];
  const guard = (i: number) => `not ${names[i]}${opened[i] ? ` and ${names[i - 1]}` : ""}`;
  const events = rates.map(
    (rate, i) =>
      `  ${i}th: { do ${names[i]}: { when: ${guard(i)}, rate: ${rate} per day, does: { ${names[i]}: yes } } }`,
  );
  const found = openText(`standoff: 1
title: Chain
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-16, step: ${step} }
afterwards: none
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
noise: mistakes
actors: { x: { name: X } }
state: { a: yes or no, b: yes or no, c: yes or no }
turns: [${order.map((i) => `${i}th`).join(", ")}]
events:
${events.join("\n")}
outcomes: { A: { when: a }, B: { when: b }, C: { when: c } }
`);
  if (found.status === "refused") throw new Error(found.says);
  const [solved] = solveEquilibrium(found.world);
  if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
  return { ...found, solved };
}

/** How far P(X by D and Y) + P(X by D and not Y) is from P(X by D), over outcomes X and whatever Y, on some days. */
function gap(game: Game, from: number, count: number): number {
  let worst = 0;
  for (let day = FROM + from; day < FROM + from + count; day++) {
    const date = printDay(day);
    const others = ["A before B", "C before A", "C within 5 days after A", "B within 3 days after C"];
    const ys = [...others, ...["a", "b", "c"].map((name) => `holds(${name}) at ${date}`)];
    const texts = ["A", "B", "C"].flatMap((x) => {
      const by = `${x} by ${date}`;
      return [`P(${by})`, ...ys.flatMap((y) => [`P(${by} and ${y})`, `P(${by} and not (${y}))`])];
    });
    const found = valuesOf(game, texts);
    const block = 1 + 2 * ys.length;
    for (let x = 0; x < 3; x++)
      for (let y = 0; y < ys.length; y++) {
        const at = x * block + 1 + 2 * y;
        worst = Math.max(worst, Math.abs(found[at] + found[at + 1] - found[x * block]));
      }
  }
  return worst;
}

describe("a dated event, with and without something else", () => {
  const rate = fc.double({ min: 0.005, max: 0.2, noNaN: true });

  it("adds up to the event alone where each in a period opens the next", () => {
    fc.assert(
      fc.property(
        fc.tuple(rate, rate, rate),
        fc.constantFrom("2 days", "1 week", "2 weeks"),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.nat(30),
        (rates, step, order, from) => {
          const game = chain(step, rates, [false, true, true], order);
          expect(gap(game, from, 2)).toBeLessThan(ROUNDING);
        },
      ),
      { numRuns: 25, seed: 9 },
    );
  });

  it("differs by as much as docs/method.md says where two that do not know of each other come in one period", () => {
    const rates = [0.02, 0.05, 0.1];
    const found = ["1 week", "3 days"].map((step) => {
      const game = chain(step, [rates[0], rates[2], rates[1]], [false, true, false], [0, 2, 1]);
      return gap(game, 0, 28);
    });
    expect(found[0]).toBeGreaterThan(0.0005);
    expect(found[0]).toBeLessThan(0.0015);
    expect(found[1]).toBeGreaterThan(0.00005);
    expect(found[1]).toBeLessThan(0.00015);
  });
});

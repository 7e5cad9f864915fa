/**
 * A library's scores worked by hand: scenarios of equal weight, the bootstrap's points by counting, ladders, twins, and
 * who counts when.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { forecast, question, quotes, table } from "../../test/made-up-forecast.ts";
import { openText } from "../../test/open-text.ts";
import { backtest } from "./backtest.ts";
import { rankedScore } from "./ladders.ts";
import type { SealedForecast } from "./sealed.ts";
import { uninformedTwin } from "./twin.ts";

function scored(...given: Parameters<typeof backtest>) {
  const found = backtest(...given);
  if (found.status !== "scored") throw new Error(JSON.stringify(found));
  return found;
}

const near = (value: number) => expect.closeTo(value, 12);
const bare = (one: SealedForecast) => ({ forecast: one, twin: null });

describe("over scenarios", () => {
  test("each counts the same, however many of its questions are settled; intervals are those of counting draws", () => {
    // Brier scores: a .01 and .09, mean .05; b .25; c .49. Items together .21, scenarios .79 / 3.
    const cases = [
      forecast("a", [question("deal", 0.9), question("strike", 0.3)]),
      forecast("b", [question("deal", 0.5)]),
      forecast("c", [question("deal", 0.3)]),
    ].map(bare);
    const found = scored(
      cases,
      table("a,deal,yes,2026-06-01", "a,strike,no,2026-06-01", "b,deal,yes,2026-06-01", "c,deal,yes,2026-06-01"),
    );
    expect(found.all.scores.brier).toBeCloseTo((0.01 + 0.09 + 0.25 + 0.49) / 4, 12);
    expect(found.scenarios.map(({ name, scores }) => [name, scores.brier])).toEqual([
      ["a", near(0.05)],
      ["b", near(0.25)],
      ["c", near(0.49)],
    ]);
    // Of 27 draws of three, one is all a (3.7 %, below 5), three are a, a, b (below 15): the 5 per cent point is
    // theirs; so at the top.
    const { brier, beside } = found.evenly!;
    expect(brier).toEqual({
      mean: near(0.79 / 3),
      interval: [near((0.05 + 0.05 + 0.25) / 3), near((0.25 + 0.49 + 0.49) / 3)],
    });
    expect(beside[0]).toMatchObject({ against: "one half", scenarios: 3, theirs: { mean: near(0.25) } });
    expect(beside[0].gain.mean).toBeCloseTo(0.25 - 0.79 / 3, 12);
    expect(beside[0].gain.interval).toEqual([
      near(0.25 - (0.25 + 0.49 + 0.49) / 3),
      near(0.25 - (0.05 + 0.05 + 0.25) / 3),
    ]);
    expect(scored(cases.slice(0, 1), table("a,deal,yes,2026-06-01")).evenly!.brier).toEqual({
      mean: near(0.01),
      interval: null,
    });
    expect(scored(cases, table()).evenly).toBeNull();
  });

  test("Murphy's parts of all statements sum to their Brier score, and beside stand means of ours with each", () => {
    const one = forecast("a", [question("deal", 0.9, { habit: 0.5 }), question("strike", 0.3, { habit: 0.1 })]);
    const twin = new Map([["deal", 0.5]]);
    const { all } = scored([{ forecast: one, twin }], table("a,deal,yes,2026-06-01", "a,strike,no,2026-06-01"));
    const { brier, reliability, resolution, uncertainty } = all.decomposition!;
    expect(brier).toBeCloseTo(0.05, 12);
    expect(reliability - resolution + uncertainty).toBeCloseTo(brier, 12);
    expect(
      all.comparisons.map(({ against, theirs, averaged }) => [against, theirs.items, theirs.brier, averaged.brier]),
    ).toEqual([
      ["one half", 2, near(0.25), near((0.3 ** 2 + 0.4 ** 2) / 2)],
      ["habit alone", 2, near((0.25 + 0.01) / 2), near((0.3 ** 2 + 0.2 ** 2) / 2)],
      ["uninformed twin", 1, near(0.25), near(0.3 ** 2)],
    ]);
  });

  test("hindsight is told; others count by their last word on the day as of which the forecast was made", () => {
    const late = forecast("a", [question("deal", 0.8), question("strike", 0.2)], {
      frozen: "2026-08-01T08:00:00.000Z",
    });
    const found = scored(
      [bare(late)],
      table("a,deal,yes,2026-06-01", "a,strike,no,2026-12-31"),
      quotes("crowd,a,deal,2026-03-02,0.6", "crowd,a,deal,2026-05-31,0.99"),
    );
    expect(found.hindsight).toMatchObject({
      items: 1,
      of: 2,
      says: expect.stringMatching(/^1 of 2 .* no proof of foresight/),
    });
    expect(found.scenarios[0].settledBefore).toBe(1);
    expect(found.all.comparisons.at(-1)).toMatchObject({ against: "crowd", theirs: { items: 1, brier: near(0.16) } });
    expect(scored([bare(forecast("a", [question("deal", 0.8)]))], table("a,deal,yes,2026-06-01")).hindsight.says).toBe(
      "",
    );
  });
});

describe("dated ladders", () => {
  const ladder = forecast("a", [
    question("deal", 0.9, { kind: "outcome" }),
    question("by June", 0.2, { ask: "P(deal by 2026-06-30)", habit: 0.4 }),
    question("by September", 0.5, { ask: "P(deal by 2026-09-30)", habit: 0.5 }),
    question("a strike by June", 0.1, { ask: "P(strike by 2026-06-30)" }),
    question("either", 0.3, { ask: "P(deal or strike by 2026-06-30)" }),
  ]);

  test("the ranked score is the mean over the rungs, worked by hand, beside those who foretold all of them", () => {
    expect(rankedScore([0.2, 0.5, 0.9], [false, true, true])).toBeCloseTo((0.04 + 0.25 + 0.01) / 3, 15);
    expect(rankedScore([0.3], [true])).toBeCloseTo(0.49, 15);
    const settled = table("a,by June,no,2026-07-01", "a,by September,yes,2026-07-20", "a,deal,yes,2026-07-20");
    const [one] = scored([bare(ladder)], settled).scenarios;
    expect(one.ladders).toEqual([
      {
        name: "deal",
        rungs: [
          { name: "by June", by: "2026-06-30" },
          { name: "by September", by: "2026-09-30" },
          { name: "deal", by: "2026-12-31" },
        ],
        chances: [0.2, 0.5, 0.9],
        happened: [false, true, true],
        score: near(0.1),
      },
    ]);
    expect(one.ranked).toEqual({
      ladders: 1,
      ours: near(0.1),
      beside: [{ against: "one half", ladders: 1, ours: near(0.1), theirs: near(0.25) }],
    });
    // Two rungs settled: those that habit foretold, too.
    const two = scored([bare(ladder)], table("a,by June,no,2026-07-01", "a,by September,yes,2026-07-20")).all.ranked!;
    expect(two.beside.at(-1)).toEqual({
      against: "habit alone",
      ladders: 1,
      ours: near(0.145),
      theirs: near((0.16 + 0.25) / 2),
    });
  });

  test("what came true by a day did by every later one", () => {
    const found = backtest([bare(ladder)], table("a,by June,yes,2026-06-01", "a,by September,no,2026-10-01"));
    expect(found).toMatchObject({
      status: "faulty",
      resolutions: [{ line: 3, message: expect.stringContaining('"by June" came true (line 2)') }],
    });
  });
});

describe("the uninformed twin", () => {
  const game = (body: string) => `standoff: 1
title: A made-up game
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-01, step: 1 week }
scale: { 0: nothing, 100: all }
actors: { a: { name: A } }
${body}`;
  const twinOf = (text: string) => {
    const opened = openText(text);
    if (opened.status !== "open") throw new Error(opened.says);
    const made = uninformedTwin(opened.scenario, opened.world);
    if (made.status !== "made") throw new Error(made.why);
    return made;
  };

  test("a rate comes as likely as not, a chance is one half, and what is preferred decides nothing", () => {
    const { values, chances } = twinOf(
      game(`state: { water: { is: [low, high], starts: { high: $wet, low: rest } }, gate: { is: [open, shut] }, storm: { is: [no storm, raging] } }
desks:
  keeper: { of: a, tempo: weekly, moves: { shut the gate: { when: gate is open, usual: $habit, does: { gate: shut } } } }
events: { weather: { it storms: { when: storm is no storm, rate: $storms, does: { storm: raging } } } }
payoffs: { a: { dry: { on: shut the gate, value: $dear } } }
outcomes: { flood: { at end: water is high }, stormy: { when: storm is raging }, shut: { when: gate is shut } }
questions: { either: { ask: "P(flood | stormy)" } }
assumptions:
  wet: { value: 0.9, range: 0.8 to 0.95, basis: judgement }
  storms: { value: 2 per week, range: 1 per week to 3 per week, basis: judgement }
  habit: { value: 40 % per week, range: 30 % per week to 50 % per week, basis: judgement }
  dear: { value: 90, range: 50 to 100, basis: judgement }`),
    );
    // From the 5th of January to the 1st of February it is 27 days.
    expect([...values].map(([name, value]) => [name, value])).toEqual([
      ["wet", 0.5],
      ["storms", Math.LN2 / 27],
      ["habit", Math.LN2 / 27],
    ]);
    expect(chances.get("flood")).toBeCloseTo(0.5, 12);
    expect(chances.get("stormy")).toBeCloseTo(0.5, 12);
    expect(chances.get("shut")).toBeCloseTo(0.5, 12);
    expect(chances.get("either")).toBeCloseTo(0.5, 12);
  });

  test("what shares one whole is halved until it fits: a quarter each, and the rest", () => {
    const { values, chances } = twinOf(
      game(`state: { kind: { is: [one, two, three, four], starts: { one: $first, two: $second, three: $third, four: rest } } }
desks: { d: { of: a, tempo: weekly, moves: { nod: { when: kind is one, does: { kind: two } } } } }
payoffs: { a: { n: { on: nod, value: 1 } } }
outcomes: { fourth: { at end: kind is four }, third: { at end: kind is three } }
assumptions:
  first: { value: 0.1, range: 0 to 0.2, basis: judgement }
  second: { value: 0.2, range: 0.1 to 0.3, basis: judgement }
  third: { value: 0.3, range: 0.2 to 0.4, basis: judgement }`),
    );
    expect([...values.values()]).toEqual([0.25, 0.25, 0.25]);
    expect(chances.get("fourth")).toBeCloseTo(0.25, 12);
    expect(chances.get("third")).toBeCloseTo(0.25, 12);
  });

  test("that of the tutorial does not depend on what its file judges", () => {
    const path = fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
    const text = readFileSync(path, "utf8");
    const stated = twinOf(text);
    const other = twinOf(
      text
        .replace("large fund:          { value: 0.5", "large fund:          { value: 0.6")
        .replace("value: 25,", "value: 39,"),
    );
    expect(other.values).toEqual(stated.values);
    for (const [name, chance] of stated.chances) expect(other.chances.get(name), name).toBeCloseTo(chance, 12);
    expect(stated.chances.size).toBe(6);
  });
});

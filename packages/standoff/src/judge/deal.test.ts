/** Agreements weighed against none, in games whose worth is known by hand. */
import { describe, expect, test } from "vitest";
import { runScenario } from "../run.ts";
import { parseDay } from "../text/dates.ts";
import { type Deals, dealsOf } from "./deal.ts";

/**
 * Ten weeks of a quarrel that costs both; three ways to end it, of which one robs the north and one the east of the
 * south.
 */
const quarrel = `standoff: 1
title: Quarrel
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-16, step: 1 week }
scale: { 0: nothing, 100: all }
noise: mistakes
afterwards: none
actors:
  north: { name: North, steadiness: { lambda: 0.1 } }
  south: { name: South, steadiness: { lambda: 0.1 }, factions: { west: 1 / 4, east: 3 / 4 } }
  other: { name: Bystander }
state:
  terms: { is: [none, poor, fair, rich] }
  signed: yes or no
  hurt:   { is: [little, much], starts: { little: $sturdy, much: rest }, seen by: north }
  open:   { is: yes or no, starts: yes }
desks:
  north table: { of: north, tempo: weekly, moves: { sign: { when: terms is not none, does: { signed: yes } } } }
  south table: { of: south, tempo: weekly, moves: { propose: { when: not signed and terms is none, does: { terms: fair } } } }
vetoes:
  the east must agree: { faction: east, over: sign, unless: open }
events:
  news: { an inspection: { chance: 0.5, when: terms is none, does: { terms: poor } } }
agreements:
  poor: { by: sign, with: { terms: poor }, between: [north, south] }
  fair: { by: sign, with: { terms: fair }, between: [north, south] }
  rich: { by: sign, with: { terms: rich }, between: [north, south] }
payoffs:
  north:
    quarrel: { while: not signed, value: if hurt is much then -1 per day else -1 per 5 days }
    terms: { on: sign, value: if terms is poor then -30 else if terms is fair then 10 else 20 }
  west: { quarrel: { while: not signed, value: -1 per day }, terms: { on: sign, value: 8 } }
  east: { terms: { on: sign, value: if terms is rich then -4 else 4 } }
endings: { settled: { when: signed } }
outcomes: { settled: { when: signed } }
assumptions: { sturdy: { value: 0.25, basis: convention } }
`;

function solved(text: string) {
  const run = runScenario("game.yaml", () => text, { scales: [1] });
  if (run.status !== "solved") throw new Error(JSON.stringify(run));
  return run;
}

function told(deals: Deals) {
  if (deals.status !== "told") throw new Error(deals.says);
  return deals.days;
}

/** By how much a share over 256 even points in eight scrambles may differ from the exact one: one point of each. */
const EVEN = 8 / 256;

const near = (value: number) => expect.closeTo(value, 7);

describe("a deal", () => {
  test("is worth its terms and the quarrel that it spares, less by the day, to actors and factions", () => {
    const days = told(dealsOf(solved(quarrel)));
    expect(days.map(({ date }) => date)).toEqual([
      "2026-01-05",
      "2026-01-12",
      "2026-01-26",
      "2026-02-09",
      "2026-02-16",
      "2026-03-02",
    ]);
    for (const [i, left] of [70, 63, 49, 35, 28, 14].entries()) {
      const { open, agreements } = days[i];
      expect(open).toBeCloseTo(1, 9); // nobody signs any
      const quarrelOfNorth = -(0.25 * 0.2 + 0.75) * left;
      const [poor, fair, rich] = agreements;
      const points = (sides: readonly { of: string; with: number; without: number }[]) =>
        sides.map((side) => [side.of, side.with, side.without]);
      expect(points(rich.sides).slice(0, 4)).toEqual([
        ["North", near(20), near(quarrelOfNorth)],
        ["South", near(8 / 4 - 3), near(-left / 4)],
        ["west", near(8), near(-left)],
        ["east", near(-4), near(0)],
      ]);
      expect(rich.sides.map(({ says }) => says)).toEqual(["consents", "consents", "no say", "can stop it", "no say"]);
      expect(rich.stoppedBy).toEqual([{ of: "east", points: near(4) }]);
      expect(fair.stoppedBy).toEqual([]);
      // North would rather pay 30 than have 0.8 a day for longer than 37.5 days; those who are hurt much, than 30;
      // those hurt little, never
      expect(poor.stoppedBy).toEqual(left > 37.5 ? [] : [{ of: "North", points: near(30 + quarrelOfNorth) }]);
      expect(poor.sides[0].prefers).toBeCloseTo(left > 30 ? 0.75 : 0, 9);
      expect(days[i].preferred).toEqual(left > 37.5 ? ["poor", "fair"] : ["fair"]);
    }
  });

  test("is picked by the product of gains among those that a veto leaves", () => {
    const [{ bargains }] = told(dealsOf(solved(quarrel)));
    expect(bargains).toHaveLength(1);
    const { nash, lotteries, between } = bargains[0];
    expect([between, nash]).toEqual([["North", "South"], "fair"]);
    // fair (66, 22.5) and rich (76, 16.5) mixed: the east loses 4 q - 4 (1 - q) in rich, so at most half of it;
    // (66 + 10 q)(22.5 - 6 q) falls from q = 0 on, as 225 - 396 < 0
    expect(lotteries!.nash.shares).toEqual([{ agreement: "fair", share: near(1) }]);
    expect(lotteries!.nash.gains).toEqual([
      { of: "North", points: near(66) },
      { of: "South", points: near(22.5) },
    ]);
  });

  test("is weighed against playing on as well: what is signed anyway is worth as much", () => {
    const sure = quarrel.replace(
      "tempo: weekly, moves: { sign: { when: terms is not none",
      "must move: yes, moves: { sign: { when: terms is not none",
    );
    const certain = sure
      .replace("starts: none", "")
      .replace("terms: { is: [none, poor, fair, rich] }", "terms: { is: [none, poor, fair, rich], starts: fair }");
    const [{ agreements }] = told(dealsOf(solved(certain), { at: parseDay("2026-01-05")! }));
    const fair = agreements.find(({ name }) => name === "fair")!;
    expect(fair.overPlayingOn.map(({ points }) => points)).toEqual([near(0), near(0), near(0), near(0), near(0)]);
    expect(fair.sides[0].without).toBeCloseTo(-0.8 * 70, 7);
  });

  test("is worth to each what it is in its own eyes", () => {
    const eyes = `${quarrel}in the eyes of: { north: { sturdy: 1 } }\n`;
    const [{ agreements }] = told(dealsOf(solved(eyes), { at: parseDay("2026-01-05")! }));
    const [north, south] = agreements[0].sides;
    expect([north.without, north.prefers]).toEqual([expect.closeTo(-0.2 * 70, 7), 0]); // nature's would be -56
    expect(south.without).toBeCloseTo(-70 / 4, 7);
  });

  test("goes by the news, and by each package of an offer", () => {
    const offer = `
issues: { price: { levels: [low, high], worth: { north: [5, 9], west: [12, 4] } } }
packages: { cheap: { price: low }, dear: { price: high } }
offers: { paper: { from: south table, to: north table, packages: [cheap, dear], accept: { does: { signed: yes } } } }
history: [{ on: 2026-01-13, seen: terms is poor }, { on: 2026-01-20, did not happen: accept paper }]
`;
    const run = solved(
      quarrel.slice(0, quarrel.indexOf("agreements:")) + quarrel.slice(quarrel.indexOf("payoffs:")) + offer,
    );
    const days = told(dealsOf(run));
    expect(days[0].date).toBe("2026-01-26");
    expect(days[0].agreements.map(({ name, sides }) => [name, sides[0].with, sides[2].with])).toEqual([
      ["cheap", near(5), near(12)],
      ["dear", near(9), near(4)],
    ]);
    expect(days[0].agreements[0].sides.map(({ says }) => says)).toEqual([
      "consents",
      "consents",
      "no say",
      "no say",
      "no say",
    ]);
    expect(dealsOf(run, { at: parseDay("2026-01-06")! })).toMatchObject({
      status: "none",
      says: expect.stringContaining("beyond"),
    });
    expect(dealsOf(run, { at: parseDay("2027-01-06")! })).toMatchObject({
      status: "none",
      says: expect.stringContaining("outside"),
    });
  });

  test("over draws is preferred in the share of them that leaves everyone a gain, and stopped in the rest", () => {
    // North would rather have the quarrel than pay 30: (0.2 s + (1 - s)) 70 > 30 while s, the chance of little hurt, is
    // below 5/7
    const drawn = quarrel.replace("basis: convention", "range: 0.5 to 1, distribution: uniform, basis: convention");
    const of = { draws: 256, seed: "calm-river-stone" };
    const found = dealsOf(solved(drawn), { at: parseDay("2026-01-05")!, over: of });
    const [{ agreements }] = told(found);
    expect(found).toMatchObject({ draws: { asked: 256, solved: 256, effective: 256 } });
    const [poor, fair, rich] = agreements.map(({ overDraws }) => overDraws!);
    const share = (5 / 7 - 0.5) / 0.5; // 0.4286; even points come within one of 256 in each of eight scrambles
    expect(Math.abs(poor.preferred - share)).toBeLessThan(EVEN);
    expect(poor.stoppedBy).toEqual([{ of: "North", share: expect.closeTo(1 - poor.preferred, 12) }]);
    expect(fair).toEqual({ preferred: 1, stoppedBy: [] });
    expect(rich).toEqual({ preferred: 0, stoppedBy: [{ of: "east", share: 1 }] });
    const [{ agreements: without }] = told(dealsOf(solved(drawn), { at: parseDay("2026-01-05")! }));
    expect(without[0].overDraws).toBeNull();
  });

  test("cannot be weighed where there is nothing to agree on", () => {
    const nothing = solved(
      quarrel.slice(0, quarrel.indexOf("agreements:")) + quarrel.slice(quarrel.indexOf("payoffs:")),
    );
    expect(dealsOf(nothing)).toMatchObject({ status: "none", says: expect.stringContaining("nothing to agree on") });
  });
});

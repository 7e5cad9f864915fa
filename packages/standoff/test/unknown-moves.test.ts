/**
 * Moves that another does not know of, from the file to the answers: small games with the arithmetic beside, and a
 * closed form over random ones.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecastSolutions } from "../src/query/forecast.ts";
import { type Opened, openText } from "./open-text.ts";
import { choices, type Game, solveGame, startValues } from "./published/play.ts";

/** Sums of a few fractions in floating point. */
const EXACT = 12;

function open(text: string): Opened & { status: "open" } {
  const opened = openText(text);
  if (opened.status === "refused") throw new Error(opened.says);
  return opened;
}

interface Written {
  /** What the move says beside its guard. */
  readonly strike: string;
  readonly struck?: string;
  readonly days?: number;
  readonly worth?: { readonly venture: number; readonly strike: number; readonly loss: number };
}

/**
 * Each day the second ventures out or stays at home; where it is out, the first strikes or not. One point more: two to
 * one.
 */
function written({ strike, struck = "yes or no", days = 2, worth = { venture: 1, strike: 1, loss: -3 } }: Written) {
  return `
standoff: 1
title: By hand
as of: { day: 2025-01-01 }
calendar: { from: 2025-01-01, to: 2025-01-0${days + 1}, step: 1 day }
afterwards: none
scale: { 0: nothing, 1: a point }
steadiness: { better by: 1 points, is chosen: 2 in 3 }
noise: mistakes
plain: yes
order: fixed
actors: { first: { name: First }, second: { name: Second } }
state: { out: yes or no, struck: ${struck} }
desks:
  second desk: { of: second, moves: { venture: { when: not out, does: { out: yes } } } }
  first desk: { of: first, moves: { strike: { when: out, ${strike} } } }
events: { evening: { return: { when: out, chance: 1, does: { out: no } } } }
turns: [second desk, first desk, evening]
payoffs:
  first: { prize: { on: strike, value: ${worth.strike} } }
  second: { venture: { on: venture, value: ${worth.venture} }, loss: { on: strike, value: ${worth.loss} } }
outcomes: { a strike: { on: strike } }
`;
}

function strikes(game: Game, solved: ReturnType<typeof solveGame>): number {
  return forecastSolutions(game.scenario, game.world, [solved]).outcomes[0].byEnd;
}

/** How often one is chosen that is worth so many points more than the other. */
const odds = (points: number) => 2 ** points / (1 + 2 ** points);

describe("one who does not know of a strike until it sees one", () => {
  // The last day: the first strikes with 2/3. To the second, venturing is worth 1 if it does not know that, so 2/3; if
  // it does, 1 - 3 2/3 = -1, so 1/3. The first has 4/9 from a last day without the knowledge, and 2/9 from one with it.
  // So on the day before, to strike is worth 1 + 2/9 - 4/9 = 7/9 more.
  const game = open(written({ strike: "unknown to: second, does: { struck: yes }" }));
  const solved = solveGame(game);
  const first = odds(7 / 9);

  it("ventures as if there were none, and then as one who always knew", () => {
    expect(choices(game, solved, "second desk").venture).toBeCloseTo(2 / 3, EXACT);
    expect(choices(game, solved, "second desk", { struck: "no" }, 1).venture).toBeCloseTo(2 / 3, EXACT);
    expect(choices(game, solved, "second desk", { struck: "yes" }, 1).venture).toBeCloseTo(1 / 3, EXACT);
  });

  it("is struck by one who reckons with that", () => {
    expect(choices(game, solved, "first desk", {}).strike).toBeCloseTo(first, EXACT);
    expect(strikes(game, solved)).toBeCloseTo((2 / 3) * first + (1 - (2 / 3) * first) * (4 / 9), EXACT);
  });

  it("expects nothing of it", () => {
    expect(startValues(game, solved).second).toBeCloseTo(4 / 3, EXACT);
    const day = (venture: number) => venture * (2 / 3);
    const hit = first * (1 + day(1 / 3)) + (1 - first) * day(2 / 3);
    expect(startValues(game, solved).first).toBeCloseTo((2 / 3) * hit + (1 / 3) * day(2 / 3), EXACT);
  });

  it("remembers it, though what it saw is undone", () => {
    const text = written({ strike: "unknown to: second, does: { struck: yes }" });
    const undone = open(
      text.replace("evening: {", "evening: { calm: { when: struck, chance: 1, does: { struck: no } },"),
    );
    const found = solveGame(undone);
    expect(strikes(undone, found)).toBeCloseTo((2 / 3) * first + (1 - (2 / 3) * first) * (4 / 9), EXACT);
    expect(startValues(undone, found).first).toBeCloseTo(startValues(game, solved).first, EXACT);
  });

  it("must be an actor", () => {
    expect(() => open(written({ strike: "unknown to: third, does: { struck: yes }" }))).toThrow(/"third"/);
  });

  it("is told from one who knows", () => {
    // The last day: 1/3, for both; so the day before the strike changes nothing that follows.
    const known = open(written({ strike: "does: { struck: yes }" }));
    const found = solveGame(known);
    expect(choices(known, found, "second desk").venture).toBeCloseTo(1 / 3, EXACT);
    expect(strikes(known, found)).toBeCloseTo(1 - (7 / 9) ** 2, EXACT);
    expect(known.world.header.views).toBe(1);
    expect(game.world.header.views).toBe(2);
  });
});

describe("one who sees only some results of a move that it does not know of", () => {
  // One in four is seen. On the day before the last, to strike is worth 1 + 1/4 2/9 + 3/4 4/9 - 4/9 = 17/18 more.
  const game = open(
    written({
      strike: "unknown to: second, chance: { openly: { chance: 1 in 4, does: { struck: yes } }, covertly: rest }",
    }),
  );
  const solved = solveGame(game);

  it("learns by those alone", () => {
    expect(choices(game, solved, "first desk").strike).toBeCloseTo(odds(17 / 18), EXACT);
    expect(choices(game, solved, "second desk", { struck: "no" }, 1).venture).toBeCloseTo(2 / 3, EXACT);
    expect(choices(game, solved, "second desk", { struck: "yes" }, 1).venture).toBeCloseTo(1 / 3, EXACT);
  });
});

describe("one who never sees it", () => {
  it("never learns: every day is like the first", () => {
    const points = fc.integer({ min: -8, max: 8 }).map((quarter) => quarter / 4);
    fc.assert(
      fc.property(
        fc.record({ venture: points, strike: points, loss: points }),
        fc.integer({ min: 1, max: 5 }),
        (worth, days) => {
          const text = { struck: "{ is: [no, yes], seen by: first }", days, worth };
          const game = open(written({ ...text, strike: "unknown to: [second], does: { struck: yes }" }));
          const solved = solveGame(game);
          for (let day = 0; day < days; day++)
            expect(choices(game, solved, "second desk", {}, day).venture).toBeCloseTo(odds(worth.venture), EXACT);
          const each = odds(worth.venture) * odds(worth.strike);
          expect(strikes(game, solved)).toBeCloseTo(1 - (1 - each) ** days, EXACT);
          expect(startValues(game, solved).second).toBeCloseTo(days * odds(worth.venture) * worth.venture, EXACT);
        },
      ),
      { numRuns: 25 },
    );
  });
});

/**
 * Games small enough to solve by hand in exact fractions: steadiness is set so that one point more is chosen two times
 * in three (lambda = ln 2), and all expected points come out whole, so that every chance is a ratio of whole numbers.
 */
import { describe, expect, it } from "vitest";
import { openText } from "./open-text.ts";
import { chanceAtEnd, choices, type Game, solveGame, startValues } from "./published/play.ts";

/** Sums of a few fractions in floating point. */
const EXACT = 12;

const head = `
standoff: 1
title: By hand
as of: { day: 2025-01-01 }
scale: { 0: nothing, 1: a point }
steadiness: { better by: 1 points, is chosen: 2 in 3 }
noise: mistakes
order: fixed
`;

function open(text: string): Game {
  const opened = openText(head + text);
  if (opened.status === "refused") throw new Error(opened.says);
  return opened;
}

/** A small number without an exponent. */
function plainly(x: number): string {
  return x.toFixed(40);
}

describe("a costly signal of a hidden type", () => {
  // Strong one time in three. Loud pays the strong 1 and the weak -1, so loud | strong = 2/3 and loud | weak = 1/3.
  // P(loud) = 1/3 2/3 + 2/3 1/3 = 4/9; strong | loud = (2/9) / (4/9) = 1/2, strong | soft = (1/9) / (5/9) = 1/5.
  // Resisting the strong costs 6 and resisting the weak pays 4: after loud -6/2 + 4/2 = -1, so 1/3; after soft
  // -6/5 + 16/5 = 2, so 4/5. P(resist) = 4/9 1/3 + 5/9 4/5 = 16/27; resisting the strong: 1/3 (2/3 1/3 + 1/3 4/5) =
  // 22/135.
  const game = open(`
calendar: { from: 2025-01-01, to: 2025-01-02, step: 1 day }
afterwards: none
plain: yes
actors: { sender: { name: Sender }, receiver: { name: Receiver } }
state:
  type: { is: [weak, strong], seen by: sender, starts: { weak: 2 / 3, strong: rest } }
  heard: { is: [nothing, loud, soft] }
  reply: { is: [none, yielded, resisted] }
desks:
  voice: { of: sender, must move: yes, moves: { speak loudly: { does: { heard: loud } }, speak softly: { does: { heard: soft } } } }
  answer: { of: receiver, must move: yes, moves: { yield: { does: { reply: yielded } }, resist: { does: { reply: resisted } } } }
payoffs:
  sender: { volume: { on: speak loudly, value: if type is strong then 1 else -1 } }
  receiver: { fight: { on: resist, value: if type is strong then -6 else 4 } }
outcomes:
  resisted: { on: resist }
  strong resisted: { at end: reply is resisted and type is strong }
`);
  const solved = solveGame(game);

  it("the sender's chances", () => {
    expect(choices(game, solved, "voice", { type: "strong" })["speak loudly"]).toBeCloseTo(2 / 3, EXACT);
    expect(choices(game, solved, "voice", { type: "weak" })["speak loudly"]).toBeCloseTo(1 / 3, EXACT);
  });

  it("the receiver's chances, by Bayes' rule", () => {
    expect(choices(game, solved, "answer", { heard: "loud" }).resist).toBeCloseTo(1 / 3, EXACT);
    expect(choices(game, solved, "answer", { heard: "soft" }).resist).toBeCloseTo(4 / 5, EXACT);
  });

  it("the outcomes", () => {
    expect(chanceAtEnd(game, solved, { reply: "resisted" })).toBeCloseTo(16 / 27, EXACT);
    expect(chanceAtEnd(game, solved, { reply: "resisted", type: "strong" })).toBeCloseTo(22 / 135, EXACT);
  });
});

describe("menus and their weights", () => {
  it("hold or act, then families, then variants", () => {
    // Weights 1/2, 1/8, 1/8, 1/4 for hold, slow, fast, leave; points 0, 1, 0, 2: in proportion to 4, 2, 1, 8 of 15.
    const game = open(`
calendar: { from: 2025-01-01, to: 2025-01-02, step: 1 day }
afterwards: none
actors: { walker: { name: Walker } }
state: { place: { is: [start, near, far] } }
desks:
  path:
    of: walker
    moves:
      go slowly: { family: go, does: { place: near } }
      go fast: { family: go, does: { place: near } }
      leave: { does: { place: far } }
payoffs: { walker: { slow: { on: go slowly, value: 1 }, gone: { on: leave, value: 2 } } }
outcomes: { gone: { on: leave } }
`);
    const found = choices(game, solveGame(game), "path");
    expect(found.hold).toBeCloseTo(4 / 15, EXACT);
    expect(found["go slowly"]).toBeCloseTo(2 / 15, EXACT);
    expect(found["go fast"]).toBeCloseTo(1 / 15, EXACT);
    expect(found.leave).toBeCloseTo(8 / 15, EXACT);
  });

  it("usual frequencies, per convening, and what is left by the nest rule", () => {
    // The office convenes with chance 1 - exp(-ln 4) = 3/4, calls usually come with 1 - exp(-ln 40/37) = 3/40: they
    // have 1/10 of a convening; 9/10 is left, half for hold and half for writing. Points 2, 0, 1: in proportion to
    // 4/10, 9/20, 18/20, that is 8, 9, 18 of 35.
    const game = open(`
calendar: { from: 2025-01-01, to: 2025-01-02, step: 1 day }
afterwards: none
actors: { clerk: { name: Clerk } }
state: { word: { is: [none, called, wrote] } }
desks:
  office:
    of: clerk
    tempo: ${plainly(Math.log(4))} per day
    moves:
      call: { usual: ${plainly(Math.log(40 / 37))} per day, does: { word: called } }
      write: { does: { word: wrote } }
payoffs: { clerk: { call: { on: call, value: 2 }, letter: { on: write, value: 1 } } }
outcomes: { called: { on: call } }
`);
    const solved = solveGame(game);
    const found = choices(game, solved, "office");
    expect(found.call).toBeCloseTo(8 / 35, EXACT);
    expect(found.hold).toBeCloseTo(9 / 35, EXACT);
    expect(found.write).toBeCloseTo(18 / 35, EXACT);
    expect(chanceAtEnd(game, solved, { word: "called" })).toBeCloseTo((8 / 35) * (3 / 4), EXACT);
  });
});

describe("time", () => {
  it("a payoff a week away is worth half at a patience of a half per week", () => {
    // Waiting pays 4 at the end, after two weeks: 1 on the first day, as much as taking; so 1/2. On day 8 it is 2
    // against 1: waiting 2/3. Taking in the end: 1/2 + 1/2 1/3 = 2/3. Worth: 1 either way on the first day for taking
    // at once; waiting is worth (1/3 1 + 2/3 2) / 2 = 5/6 only, so taking at once has 2^(1/6) to 1.
    const game = open(`
calendar: { from: 2025-01-01, to: 2025-01-15, step: 1 week }
afterwards: none
plain: yes
actors: { saver: { name: Saver, patience: ${plainly(0.5 ** (365.25 / 7))} per year } }
state: { taken: yes or no }
desks: { counter: { of: saver, moves: { take: { when: not taken, does: { taken: yes } } } } }
payoffs: { saver: { small: { on: take, value: 1 }, large: { at end: not taken, value: 4 } } }
outcomes: { taken: { on: take } }
`);
    const solved = solveGame(game);
    const late = choices(game, solved, "counter", { taken: "no" }, 1);
    expect(late.take).toBeCloseTo(1 / 3, EXACT);
    const early = choices(game, solved, "counter", { taken: "no" }, 0);
    expect(early.take / early.hold).toBeCloseTo(2 ** (1 / 6), EXACT);
    expect(startValues(game, solved).saver).toBeCloseTo(early.take + (early.hold * 5) / 6, EXACT);
  });

  it("a flow in a frozen state goes on to the last day, discounted as it flows", () => {
    // Stopping at once freezes a flow of 1 a day for 14 days; patience e^-0.1 a day: (1 - e^-1.4) / 0.1 in all. Not
    // stopping gives nothing in the first week, and the same choice again for the second.
    const game = open(`
calendar: { from: 2025-01-01, to: 2025-01-15, step: 1 week }
afterwards: none
plain: yes
actors: { tap: { name: Tap, patience: ${plainly(Math.exp(-0.1 * 365.25))} per year } }
state: { running: yes or no }
desks: { valve: { of: tap, moves: { open it: { does: { running: yes } } } } }
payoffs: { tap: { water: { while: running, value: 1 per day } } }
endings: { left open: { when: running } }
outcomes: { open: { when: running } }
`);
    const solved = solveGame(game);
    const week = (1 - Math.exp(-0.7)) / 0.1;
    const second = 2 ** week / (2 ** week + 1);
    const late = choices(game, solved, "valve", {}, 1);
    expect(late["open it"]).toBeCloseTo(second, EXACT);
    const atOnce = (1 - Math.exp(-1.4)) / 0.1;
    const waiting = Math.exp(-0.7) * second * week;
    const early = choices(game, solved, "valve", {}, 0);
    expect(early["open it"] / early.hold).toBeCloseTo(2 ** (atOnce - waiting), 9);
  });
});

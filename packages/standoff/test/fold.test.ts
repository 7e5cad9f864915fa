/**
 * A fold nearby: two who would do the same, at once. By the logit equilibrium both take the left way with chance p =
 * s(lambda (2 p - 1 + b)), s the logistic function and b what the left way is worth besides. At b = 0 there is the
 * equilibrium p = 1/2, where
 *   dp/db = lambda p (1 - p) / (1 - 2 lambda p (1 - p)) = (lambda / 4) / (1 - lambda / 2):
 * a pole at lambda 2, at which two further equilibria branch off (a pitchfork).
 */
import { describe, expect, it } from "vitest";
import { derivativesOf } from "../src/query/told/tell-derivatives.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import { openText } from "./open-text.ts";

const text = (lambda: number) => `
standoff: 1
title: Two who would do the same
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-04-01, step: 1 day }
afterwards: none
scale: { 0: apart, 1: together }
steadiness: { lambda: ${lambda} }
noise: mistakes
plain: yes
actors: { north: { name: North }, south: { name: South } }
state:
  one: { is: [waiting, left, right] }
  other: { is: [waiting, left, right] }
desks:
  north desk: { of: north, must move: yes, moves: { go left: { when: one is waiting, does: { one: left } }, go right: { when: one is waiting, does: { one: right } } } }
  south desk: { of: south, must move: yes, moves: { turn left: { when: other is waiting, does: { other: left } }, turn right: { when: other is waiting, does: { other: right } } } }
turns: [[north desk, south desk]]
define: { together: one is left and other is left or one is right and other is right }
payoffs:
  north: { agreed: { at end: together, value: 1 }, bent: { at end: one is left, value: $bent } }
  south: { agreed: { at end: together, value: 1 }, bent: { at end: other is left, value: $bent } }
assumptions: { bent: { value: 0, range: -0.5 to 0.5, basis: convention } }
outcomes: { left: { at end: one is left } }
`;

function whatMoves(lambda: number) {
  const opened = openText(text(lambda));
  if (opened.status !== "open") throw new Error(opened.says);
  const { scenario, world } = opened;
  const [base] = solveEquilibrium(world, { approach: "stated first", traceSweeps: 0 });
  if (base.status !== "solved") throw new Error(base.status);
  const [told] = derivativesOf({ scenario, world, base, results: [base] }, ["left"]);
  if (told.status !== "told") throw new Error(told.status);
  return told;
}

/** The chance of the left way where b > 0: the largest root, by steps from above. */
function chanceAt(lambda: number, b: number): number {
  let p = 1;
  for (let i = 0; i < 10_000; i++) p = 1 / (1 + Math.exp(-lambda * (2 * p - 1 + b)));
  return p;
}

describe("where two would do the same", () => {
  it.each([0.5, 1, 1.9])("at steadiness %d the derivative is the closed form's", (lambda) => {
    const told = whatMoves(lambda);
    expect(told.how).toBe("exact");
    expect(told.value).toBeCloseTo(0.5, 9);
    expect(told.effects[0].derivative! / (lambda / 4 / (1 - lambda / 2))).toBeCloseTo(1, 6);
  });

  it("at the pole there is none: it is solved again over the range, and said so", () => {
    const told = whatMoves(2);
    expect(told.how).toBe("ranges");
    expect(told.says).toContain("a fold is near");
    const [bent] = told.effects;
    expect(bent.derivative).toBeNull();
    expect(bent.says).toContain("a fold is near");
    const high = chanceAt(2, 0.5);
    expect(bent.overRange![0]).toBeCloseTo(1 - high, 6);
    expect(bent.overRange![1]).toBeCloseTo(high, 6);
  });
});

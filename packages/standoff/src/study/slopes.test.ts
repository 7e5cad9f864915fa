/**
 * Slopes by drawn quantities, against draws moved a little to both sides; and the shares that come of them, against
 * closed forms.
 */
import { expect, it } from "vitest";
import { buildWorld } from "../build/build.ts";
import { loadScenario } from "../language/load.ts";
import { solveEquilibrium } from "../solve/equilibrium.ts";
import { datesOf } from "./answers.ts";
import { solveDraw } from "./draw.ts";
import { quantitiesOf } from "./quantities.ts";
import { samplePoints } from "./sample.ts";
import { sharesAlong } from "./shares.ts";
import { slopesOf } from "./slopes.ts";

const text = `
standoff: 1
title: Everything that is drawn
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-12, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
actors: { north: { name: North }, south: { name: South } }
state:
  pressed: yes or no
  need: { is: [small, great], starts: { small: $mild, great: rest }, seen by: south }
desks:
  north table: { of: north, tempo: fortnightly, moves: { press: { when: not pressed, does: { pressed: yes } } } }
  south table: { of: south, tempo: weekly, moves: { relent: { when: pressed, usual: 5 % per month, does: { pressed: no } } } }
payoffs:
  north: { pressing: { on: press, value: -$cost }, relief: { on: relent, value: 9 } }
  south: { calm: { while: pressed, value: -(if need is great then 30 else 3) per month } }
assumptions:
  cost: { value: 1, range: 0 to 3, basis: convention }
  mild: { prior: 0.4, prior range: 0.2 to 0.7, basis: convention, evidence: [letter] }
evidence:
  letter: { source: a letter, where: page 1, shows: little need, points: [mild up], odds: { mild: 3 to 2 give or take a factor of 1.5 }, grade: B2 }
outcomes: { relenting: { on: relent } }
`;
/** Central differences of draws solved to 1e-10. */
const NEAR = 1e-6;

it("slopes are those of draws moved a little", () => {
  const readFile = () => text;
  const { scenario, diagnostics } = loadScenario("x.yaml", readFile);
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const built = buildWorld(scenario);
  if (built.status !== "built") throw new Error(built.status);
  const [base] = solveEquilibrium(built.world);
  if (base.status !== "solved") throw new Error(base.status);
  const quantities = quantitiesOf(scenario);
  const [slopes] = slopesOf({ scenario, world: built.world, base }, ["P(relenting)"], { news: {}, steadiness: true });
  expect(quantities.map(({ kind }) => kind)).toEqual([
    "assumption",
    "prior",
    "odds",
    "steadiness",
    "steadiness",
    "steadiness",
  ]);

  const setting = { path: "x.yaml", readFile, options: {}, news: {}, stated: scenario, world: built.world };
  const middle = [1, 0.4, 0, 0, 0, 0];
  quantities.forEach((quantity, i) => {
    // A point that draws just these numbers: every quantity's distribution narrowed to them.
    const at = (moved: number) => {
      const own = quantities.map((one, k) => {
        const value = middle[k] + (k === i ? moved : 0);
        return { ...one, distribution: { kind: "discrete", values: [value], chances: [1] } } as typeof one;
      });
      const sample = samplePoints(scenario, own, 1, { draws: 4, first: 4 });
      if (sample.status !== "sampled") throw new Error(sample.status);
      const solved = solveDraw({ ...setting, dates: datesOf(scenario), maxBytes: 2 ** 30 }, sample.points[0]);
      if (solved.status !== "solved") throw new Error(solved.status);
      return solved.answers.outcomes[0].at(-1)!;
    };
    const step = 1e-3;
    const difference = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
    expect(Math.abs(slopes![i] - difference), quantity.name).toBeLessThan(NEAR);
    expect(slopes![i], quantity.name).not.toBe(0);
  });
});

it("shares along slopes are exact where the answer is a plane, with fewer draws than quantities, and leave out what is not along them", () => {
  // 8 draws of 40 quantities, of which two matter: squares of slopes times variances, by their sum.
  const drawn = Array.from({ length: 8 }, (_, d) =>
    Array.from({ length: 40 }, (__, i) => ((d * (i + 3) + i * i) % 8) / 8),
  );
  const slopes = Array.from({ length: 40 }, (_, i) => (i === 4 ? 3 : i === 9 ? -4 : 0));
  const spread = (i: number) => {
    const mean = drawn.reduce((sum, row) => sum + row[i], 0) / 8;
    return drawn.reduce((sum, row) => sum + (row[i] - mean) ** 2, 0) / 8;
  };
  const ones = drawn.map(() => 1);
  const plane = drawn.map((row) => 3 * row[4] - 4 * row[9]);
  const { shares, linear } = sharesAlong(slopes, drawn, ones, plane);
  expect(linear).toBeCloseTo(1, 12);
  expect(shares[4]).toBeCloseTo((9 * spread(4)) / (9 * spread(4) + 16 * spread(9)), 12);
  expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  const bent = drawn.map((row, d) => plane[d] + (d % 2 === 0 ? 2 : -2) * row[20]);
  expect(sharesAlong(slopes, drawn, ones, bent).linear).toBeLessThan(0.9);
});

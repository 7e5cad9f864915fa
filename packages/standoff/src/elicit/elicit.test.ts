/**
 * Numbers from statements: consistent ones give back the points that they came from, the rest by least squares; habits
 * against the engine.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openText } from "../../test/open-text.ts";
import { ask } from "../query/told/tell-answers.ts";
import { runScenario } from "../run.ts";
import { agendaOf } from "./agenda.ts";
import { chosenInTen, lambdaFromReadiness, rateFromChance } from "./habits.ts";
import { fitPoints, outOfOrder, type PointStatement } from "./points.ts";

const sure = (likely: number) => ({ low: likely, likely, high: likely });

function fitted(statements: readonly PointStatement[]) {
  const found = fitPoints(statements);
  if (found.status !== "fitted") throw new Error(JSON.stringify(found));
  return found;
}

describe("points", () => {
  test("statements that come from points give them back, whatever tree of ratios joins them", () => {
    const point = fc.integer({ min: 5, max: 100 });
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat(1000)),
        (points, parents) => {
          const statements = points.map((own, i): PointStatement => {
            if (i === 0) return { kind: "gamble", of: "0", best: 100, worst: 0, chance: sure(own / 100) };
            const than = parents.next().value % i;
            return { kind: "times", of: `${i}`, than: `${than}`, times: sure(own / points[than]) };
          });
          const { points: found, misfit } = fitted(statements);
          for (const { of, value, low, high } of found) {
            expect(value).toBeCloseTo(points[Number(of)], 8);
            expect([low, high]).toEqual([expect.closeTo(value, 8), expect.closeTo(value, 8)]);
          }
          for (const one of misfit) expect(one).toBeCloseTo(0, 8);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("two that disagree of one thing are met halfway, and both are told by how much", () => {
    const { points, misfit } = fitted([
      { kind: "points", of: "war", points: sure(60) },
      { kind: "gamble", of: "war", best: 100, worst: 0, chance: sure(0.8) },
    ]);
    expect(points[0].value).toBeCloseTo(70, 10);
    expect(misfit).toEqual([expect.closeTo(10, 10), expect.closeTo(-10, 10)]);
  });

  test("a triangle that does not close: least squares worked by hand", () => {
    // a = 100, b = 50 by ratio (a / b = 2, weight 1 / sqrt 5), b = 60 outright: minimise (a - 100)^2 + (a - 2 b)^2 / 5
    // + (b - 60)^2.
    const { points } = fitted([
      { kind: "points", of: "a", points: sure(100) },
      { kind: "times", of: "a", than: "b", times: sure(2) },
      { kind: "points", of: "b", points: sure(60) },
    ]);
    // Normal equations: 6/5 a - 2/5 b = 100, -2/5 a + 9/5 b = 60.
    const determinant = (6 / 5) * (9 / 5) - (2 / 5) ** 2;
    expect(points.map(({ value }) => value)).toEqual([
      expect.closeTo((100 * (9 / 5) + 60 * (2 / 5)) / determinant, 9),
      expect.closeTo(((6 / 5) * 60 + (2 / 5) * 100) / determinant, 9),
    ]);
  });

  test("ranges go through the fit: as the statement's own, and of what is a multiple as far as that moves it", () => {
    const { points } = fitted([
      { kind: "points", of: "a", points: { low: 40, likely: 50, high: 80 } },
      { kind: "times", of: "b", than: "a", times: { low: 1.5, likely: 2, high: 3 } },
    ]);
    const [a, b] = points;
    expect([a.low, a.value, a.high]).toEqual([expect.closeTo(40, 9), expect.closeTo(50, 9), expect.closeTo(80, 9)]);
    expect(b.value).toBeCloseTo(100, 9);
    expect(b.low).toBeCloseTo(100 - Math.hypot(20, 25), 9);
    expect(b.high).toBeCloseTo(100 + Math.hypot(60, 50), 9);
  });

  test("what nothing ties to the scale is open; an order that the points break is told pair by pair", () => {
    const loose = fitPoints([
      { kind: "points", of: "a", points: sure(50) },
      { kind: "times", of: "b", than: "c", times: sure(2) },
    ]);
    expect(loose).toEqual({ status: "open", names: ["b", "c"] });
    const nothing = { kind: "times", of: "b", than: "a", times: { low: 0, likely: 0, high: 0.5 } } as const;
    const { points: both } = fitted([{ kind: "points", of: "a", points: sure(50) }, nothing]);
    expect(both.map(({ value, high }) => [value, high])).toEqual([
      [50, 50],
      [0, 25],
    ]);
    expect(fitPoints([nothing])).toEqual({ status: "open", names: ["a"] });
    const points = new Map([
      ["a", 10],
      ["b", 30],
      ["c", 20],
    ]);
    expect(outOfOrder(["a", "b", "c"], points)).toEqual([
      ["a", "b"],
      ["a", "c"],
    ]);
    expect(outOfOrder(["b", "c", "a"], points)).toEqual([]);
  });
});

describe("habits", () => {
  const game = (usual: string, points: number, lambda: number) => `standoff: 1
title: One meeting
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-04, step: 30 days }
afterwards: none
scale: { 0: nothing, 100: all }
noise: mistakes
steadiness: { lambda: ${lambda} }
actors: { a: { name: A } }
state: { done: yes or no }
desks: { d: { of: a, moves: { act: { when: not done, usual: ${usual}, does: { done: yes } } } } }
payoffs: { a: { gain: { on: act, value: ${points} } } }
outcomes: { acted: { when: done } }
`;
  const acted = (text: string) => {
    const run = runScenario("g.yaml", () => text, { scales: [1] });
    if (run.status !== "solved") throw new Error(JSON.stringify(run.status));
    const answer = ask(run, "P(acted)");
    if (answer.status !== "answered") throw new Error(answer.status);
    return answer.value;
  };

  test("a rate gives back its chance, in closed form and in the engine", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0.1, max: 400, noNaN: true }),
        (chance, days) => {
          expect(-Math.expm1(-rateFromChance(chance, days) * days)).toBeCloseTo(chance, 12);
        },
      ),
    );
    expect(() => rateFromChance(1, 30)).toThrow("no rate");
    const rate = rateFromChance(0.3, 30);
    expect(acted(game(`${rate * 30.4375} per month`, 0, 0))).toBeCloseTo(0.3, 10);
  });

  test("play at the lambda of what was said is what was said, where there is one meeting", () => {
    const [same, better, points] = [0.3, 0.85, 12];
    const lambda = lambdaFromReadiness({ same, better, points, meetings: 1 });
    const rate = rateFromChance(same, 30);
    expect(acted(game(`${rate * 30.4375} per month`, points, lambda))).toBeCloseTo(better, 6);
  });

  test("of several meetings each has its part; in ten is the logit; what is no share is refused", () => {
    const readiness = { same: 0.4, better: 0.95, points: 10, meetings: 4 };
    const lambda = lambdaFromReadiness(readiness);
    const usual = 1 - (1 - readiness.same) ** (1 / 4);
    const odds = (usual / (1 - usual)) * Math.exp(10 * lambda);
    expect(1 - (1 - odds / (1 + odds)) ** 4).toBeCloseTo(0.95, 12);
    expect(chosenInTen(Math.log(9) / 12, 12)).toBeCloseTo(9, 12);
    expect(() => lambdaFromReadiness({ ...readiness, better: 1 })).toThrow("shares");
    expect(() => lambdaFromReadiness({ ...readiness, points: 0 })).toThrow("points");
  });
});

test("an agenda asks of points by whose they are, leaves out what is measured, agreed or moved by odds", () => {
  const opened = openText(`standoff: 1
title: A made-up game
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-01, step: 1 week }
scale: { 0: nothing, 100: all }
actors: { a: { name: The first }, b: { name: The second } }
state: { done: yes or no, kind: { is: [mild, stern], starts: { mild: $mild, stern: rest } } }
desks: { d: { of: a, tempo: weekly, moves: { act: { when: not done, usual: $habit, does: { done: yes } } } } }
payoffs:
  a: { gain: { on: act, value: $gain - $shared } }
  b: { loss: { on: act, value: -$shared }, fee: { on: act, value: -$fee } }
outcomes: { acted: { when: done } }
assumptions:
  mild: { value: 0.4, range: 0.2 to 0.6, basis: judgement }
  habit: { value: 20 % per month, range: 10 % per month to 30 % per month, basis: estimated }
  gain: { value: 30, range: 20 to 40, basis: judgement }
  shared: { value: 10, range: 5 to 20, basis: judgement }
  fee: { value: 5, basis: measured }`);
  if (opened.status !== "open") throw new Error(opened.says);
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const agenda = agendaOf(opened.scenario);
  expect(agenda.points.map(({ of, assumptions }) => [of, names(assumptions)])).toEqual([
    ["The first", ["gain", "shared"]],
  ]);
  expect([names(agenda.rates), names(agenda.chances), names(agenda.amounts)]).toEqual([["habit"], ["mild"], []]);
});

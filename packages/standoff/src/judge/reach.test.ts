/**
 * What would change an answer, against closed forms: of two hidden chances the product, whose levels are hyperbolas;
 * and against a grid over two assumptions of a scenario in which actors answer.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseQuestion } from "../query/questions/question.ts";
import { type RunOptions, runScenario } from "../run.ts";
import { borderOf, mapAnswer } from "./map.ts";
import { deviationOf, Prober, uncertainIn } from "./probe.ts";
import { boundsOf, reachTarget } from "./reach.ts";
import { tippingPoints } from "./tip.ts";

const chances = (p: string, q: string) => `standoff: 1
title: Two chances
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-01-18, step: 1 week }
scale: { 0: nothing, 100: all }
actors: { a: { name: A } }
state:
  wind: { is: [low, high], starts: { high: $p, low: rest } }
  tide: { is: [low, high], starts: { high: $q, low: rest } }
outcomes:
  flood:      { when: wind is high and tide is high }
  only wind:  { when: wind is high and tide is low }
exclusive:
  water: { of: [flood, only wind], else: dry }
assumptions:
  p: { value: 0.5, range: ${p}, unit: chance, basis: convention }
  q: { value: 0.5, range: ${q}, unit: chance, basis: convention }
`;

function solved(path: string, text: string | null = null, options: RunOptions = {}) {
  const run = runScenario(path, (file) => text ?? readFileSync(file, "utf8"), { scales: [1], ...options });
  if (run.status !== "solved") throw new Error(JSON.stringify(run, ["status", "diagnostics", "message", "expected"]));
  return run;
}

function told<T extends { readonly status: string }>(found: T) {
  if (found.status !== "told") throw new Error(JSON.stringify(found));
  return found as Extract<T, { readonly status: "told" }>;
}

const even = solved("even.yaml", chances("0.1 to 0.9", "0.1 to 0.9"));
const uneven = solved("uneven.yaml", chances("0.4 to 0.6", "0.1 to 0.9"));
/** Of a symmetric triangle: half its width over the square root of six. */
const triangle = (half: number) => half / Math.sqrt(6);

describe("steps", () => {
  test("are standard deviations of what draws are taken from", () => {
    expect(deviationOf({ kind: "uniform", low: 0, high: 12 })).toBeCloseTo(Math.sqrt(12), 4);
    expect(deviationOf({ kind: "normal", mean: 3, deviation: 2 })).toBeCloseTo(2, 2);
    const [p, q] = uncertainIn(uneven.scenario);
    expect([p.step, q.step]).toEqual([expect.closeTo(triangle(0.1), 4), expect.closeTo(triangle(0.4), 4)]);
  });

  test("are of what is uncertain: not of what a setting gives", () => {
    const text = chances("0.1 to 0.9", "0.1 to 0.9");
    expect(uncertainIn(solved("set.yaml", text, { set: { p: "0.3" } }).scenario).map(({ name }) => name)).toEqual([
      "q",
    ]);
  });
});

describe("the smallest change to a target", () => {
  test("of a product is shared evenly where both are as uncertain", () => {
    const found = told(reachTarget(even, "flood", 0.5));
    expect(found).toMatchObject({ reached: true, locallyOptimal: true, stated: expect.closeTo(0.25, 12) });
    for (const { to } of found.changes) expect(to).toBeCloseTo(Math.sqrt(0.5), 4);
    const steps = (Math.sqrt(0.5) - 0.5) / triangle(0.4);
    expect(found.distance).toBeCloseTo(Math.SQRT2 * steps, 3);
  });

  test("of a product whose factors differ is the nearest point of the hyperbola", () => {
    const target = 0.35;
    const found = told(reachTarget(uneven, "flood", target));
    let best = Number.POSITIVE_INFINITY;
    for (let p = 0.4; p <= 0.6; p += 1e-6) {
      const q = target / p;
      if (q <= 0.9) best = Math.min(best, Math.hypot((p - 0.5) / triangle(0.1), (q - 0.5) / triangle(0.4)));
    }
    expect(found.locallyOptimal).toBe(true);
    expect(found.distance).toBeCloseTo(best, 3);
    const [p, q] = ["p", "q"].map((name) => found.changes.find(({ assumption }) => assumption === name)!.to);
    expect(p * q).toBeCloseTo(target, 5);
  });

  test("goes to the ends of ranges where it must, and says where that is not enough", () => {
    const most = told(reachTarget(uneven, "flood", 0.53));
    expect(most.reached).toBe(true);
    expect(
      most.changes.find(({ assumption }) => assumption === "q")!.to *
        most.changes.find(({ assumption }) => assumption === "p")!.to,
    ).toBeCloseTo(0.53, 5);
    const beyond = told(reachTarget(uneven, "flood", 0.8));
    expect(beyond).toMatchObject({ reached: false, locallyOptimal: false, value: expect.closeTo(0.54, 9) });
    expect(beyond.changes.every(({ atEnd }) => atEnd)).toBe(true);
  });

  test("in a game is as near as a fine grid finds, and the solution there is solved anew", () => {
    const others = {
      "large fund": "0.5",
      "strike without fund": "30 points per month",
      "lost orders": "25",
      mediator: "0.5 per month",
    };
    const file = fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
    const game = solved(file, null, { set: { ...others, "strike without fund": "30" } });
    const by = uncertainIn(game.scenario);
    expect(by.map(({ name }) => name)).toEqual(["strike with fund", "uncertainty"]);
    const target = 0.75;
    const found = told(reachTarget(game, "settled", target));
    expect(found).toMatchObject({ reached: true, locallyOptimal: true });
    // Along each line of a grid over one, the other at which the answer comes to the target, by bisection.
    const prober = new Prober(game, { kind: "question", question: parsed(game) }, {});
    const value = (x: number, y: number) =>
      prober.value(
        new Map([
          [by[0].index, x],
          [by[1].index, y],
        ]),
      )!;
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= 24; i++) {
      const x = 4 + (4 * i) / 24;
      let [low, high] = [1, 3];
      if (value(x, low) > target || value(x, high) < target) continue;
      for (let halved = 0; halved < 16; halved++) {
        const middle = (low + high) / 2;
        if (value(x, middle) < target) low = middle;
        else high = middle;
      }
      best = Math.min(best, Math.hypot((x - 8) / by[0].step, (low - 3) / by[1].step));
    }
    expect(found.distance).toBeLessThanOrEqual(best + 1e-3);
    expect(found.distance).toBeGreaterThan(best - 0.01);
  });

  test("says what it cannot do", () => {
    expect(reachTarget(even, "peace", 0.5).status).toBe("not understood");
    const inside = reachTarget(even, "E(if wind is high then 3 else 1 at 2026-01-07)", 2);
    expect(inside).toMatchObject({ status: "none", says: expect.stringContaining("no exact derivative") });
  });
});

function parsed(game: ReturnType<typeof solved>) {
  const { question } = parseQuestion(game.scenario, "P(settled)");
  return question!;
}

describe("bounds", () => {
  test("of a product are at the corners, with nothing left to gain", () => {
    const { low, high } = told(boundsOf(uneven, "flood"));
    expect(low).toMatchObject({ value: expect.closeTo(0.04, 12), left: 0 });
    expect(high).toMatchObject({ value: expect.closeTo(0.54, 12), left: 0 });
  });

  test("of a product of a chance and its opposite are inside, and found", () => {
    // p (1 - p) is not to be had of two assumptions: that of wind without tide, p (1 - q), has its corners
    const { low, high } = told(boundsOf(even, "only wind"));
    expect([low.value, high.value]).toEqual([expect.closeTo(0.01, 12), expect.closeTo(0.81, 12)]);
  });
});

describe("tipping points", () => {
  test("of a product lie where its other factor says, and endings change where two are equally likely", () => {
    const found = told(tippingPoints(even, "flood", { at: 0.4 }));
    for (const { crosses, along } of found.assumptions) {
      expect(crosses).toEqual([expect.closeTo(0.8, 5)]);
      for (const [x, answer] of along) expect(answer).toBeCloseTo(x / 2, 12);
    }
    // dry has 1 - p, flood p q, only wind p (1 - q): with q one half dry leads below p = 2/3, above it flood and only
    // wind are alike
    const p = found.assumptions.find(({ assumption }) => assumption === "p")!;
    expect(p.endings[0]).toMatchObject({ from: "dry", at: expect.closeTo(2 / 3, 4) });
    // at p one half, dry always leads
    expect(found.assumptions.find(({ assumption }) => assumption === "q")!.endings).toEqual([]);
    expect(found.likeliest).toEqual([{ group: "water", ending: "dry", probability: expect.closeTo(0.5, 12) }]);
  });

  test("the nearest in steps comes first", () => {
    const found = told(tippingPoints(uneven, "flood", { at: 0.3 }));
    // p would have to be at the end of its range (2.4 steps), q has 0.6 within (0.6 steps)
    expect(found.assumptions.map(({ assumption }) => assumption)).toEqual(["q", "p"]);
    expect(told(tippingPoints(even, "points of a")).threshold).toBeNull();
  });
});

describe("a map", () => {
  test("of a product has its values, and a border along the hyperbola", () => {
    const map = told(mapAnswer(even, "flood", ["p", "q"], { at: 0.3, places: 17 }));
    map.up.values.forEach((q, row) => {
      map.across.values.forEach((p, column) => {
        expect(map.values[row][column]).toBeCloseTo(p * q, 12);
      });
    });
    expect(map.border.length).toBeGreaterThan(10);
    // a straight line between corners misses a hyperbola by less than a quarter of a cell's area
    for (const [x, y, x2, y2] of map.border)
      for (const product of [x * y, x2 * y2]) expect(Math.abs(product - 0.3)).toBeLessThan(0.05 ** 2 / 4);
    const { likeliest, of } = map.endings[0];
    expect(likeliest[16][16]).toBe(of.indexOf("flood"));
    expect(mapAnswer(even, "flood", ["p", "p"])).toMatchObject({ status: "none" });
  });

  test("a border through a saddle joins what the middle says", () => {
    const saddle = [
      [1, 0],
      [0, 1],
    ];
    expect(borderOf([0, 1], [0, 1], saddle, 0.4)).toEqual(
      [
        [0.6, 0, 1, 0.4],
        [0.4, 1, 0, 0.6],
      ].map((one) => one.map((x) => expect.closeTo(x, 12))),
    );
    expect(
      borderOf(
        [0, 1],
        [0, 1],
        [
          [null, 0],
          [0, 1],
        ],
        0.5,
      ),
    ).toEqual([]);
  });
});

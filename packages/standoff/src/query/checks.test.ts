import { describe, expect, it } from "vitest";
import { buildWorld } from "../build/build.ts";
import { loadScenario } from "../language/load.ts";
import { solveEquilibrium } from "../solve/equilibrium.ts";
import type { Solved } from "../solve/solution.ts";
import { judgedAt, outsideChecks, runChecks, wilsonInterval } from "./checks.ts";
import { answerQuestion, checkQuestions, parseQuestion } from "./questions/question.ts";

const text = (checks: string) => `
standoff: 1
title: Two delegations
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-26, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
noise: mistakes
actors: { north: { name: North }, south: { name: South } }
state:
  pressed: yes or no
  need: { is: [small, great], starts: { small: 0.6, great: rest }, seen by: south }
desks:
  north table: { of: north, tempo: fortnightly, moves: { press: { when: not pressed, does: { pressed: yes } } } }
  south table: { of: south, tempo: weekly, moves: { relent: { when: pressed, usual: 5 % per month, does: { pressed: no } } } }
payoffs:
  north: { pressing: { on: press, value: -1 }, relief: { on: relent, value: 9 } }
  south: { calm: { while: pressed, value: -(if need is great then 30 else 3) per month } }
outcomes:
  pressure: { when: pressed }
  relenting: { on: relent }
checks:
${checks}`;

function run(checks: string) {
  const { scenario, diagnostics } = loadScenario("x.yaml", () => text(checks));
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const built = buildWorld(scenario);
  if (built.status !== "built") throw new Error(built.status);
  const solved = solveEquilibrium(built.world, { scales: [1] }).flatMap((one): Solved[] =>
    one.status === "solved" ? [one] : [],
  );
  const ask = (question: string): number => {
    const read = parseQuestion(scenario, question);
    const answer = answerQuestion(scenario, built.world, solved, read.question!);
    return answer.status === "answered" ? answer.value : Number.NaN;
  };
  return { scenario, ask, results: runChecks(scenario, built.world, solved) };
}

describe("a base rate", () => {
  it("stands beside the forecast with its interval and the ratio", () => {
    const { results, ask } = run("  before: { ask: P(relenting), base rate: 16 of 43, class: quarrels }");
    const [check] = results;
    if (check?.kind !== "base rate") throw new Error("not a base rate");
    const forecast = ask("P(relenting)");
    expect(check.forecast).toBe(forecast);
    expect(check.ratio).toBeCloseTo(forecast / (16 / 43), 12);
    expect(check.inside).toBe(check.interval[0] <= forecast && forecast <= check.interval[1]);
  });

  it.each([
    [16, 43],
    [0, 12],
    [3, 3],
  ])("of %d of %d has the interval whose ends are just not refused", (happened, cases) => {
    for (const end of wilsonInterval(happened, cases)) {
      const away = Math.abs(happened / cases - end);
      expect(away).toBeCloseTo(1.6448536269514722 * Math.sqrt((end * (1 - end)) / cases), 12);
    }
  });
});

describe("a stated belief", () => {
  const belief = (actor: string, on: string, ask = "P(relenting)") =>
    `  it: { belief of: ${actor}, ask: ${ask}, on: ${on}, expect: 0.05 to 0.9 }`;

  function beliefIn(checks: string) {
    const { results, ask } = run(checks);
    const [check] = results;
    if (check?.kind !== "belief") throw new Error("not a belief");
    return { check, ask };
  }

  it("on the first day depends on what the actor knows of itself", () => {
    const { check, ask } = beliefIn(belief("south", "2025-03-31"));
    const types = ["small", "great"].map((need) => ask(`P(relenting | holds(need is ${need}) at 2025-03-31)`));
    expect(check.range[0]).toBeCloseTo(Math.min(...types), 12);
    expect(check.range[1]).toBeCloseTo(Math.max(...types), 12);
    expect(check.range[1]).toBeGreaterThan(check.range[0] + 0.01);
    expect(check.believes).toBeCloseTo(ask("P(relenting)"), 12);
    expect(check.situations).toBe(2);
    expect(check.covered).toBe(1);
  });

  it("of one who knows nothing more is the forecast", () => {
    const { check, ask } = beliefIn(belief("north", "2025-03-31"));
    expect(check.situations).toBe(1);
    for (const chance of [check.believes, ...check.range]) expect(chance).toBeCloseTo(ask("P(relenting)"), 12);
    expect(check.inside).toBe(true);
  });

  it("later depends on what it has seen", () => {
    const { check, ask } = beliefIn(belief("north", "2025-04-21", "P(relenting after 2025-04-27)"));
    const seen = ["pressed", "not pressed"].map((what) =>
      ask(`P(relenting after 2025-04-27 | holds(${what}) at 2025-04-27)`),
    );
    expect(check.situations).toBe(2);
    expect(check.range[0]).toBeCloseTo(Math.min(...seen), 12);
    expect(check.range[1]).toBeCloseTo(Math.max(...seen), 12);
    expect(check.range[1]).toBeGreaterThan(check.range[0] + 0.001);
  });
});

it("a question that cannot be read is a fault of the scenario", () => {
  const { scenario } = loadScenario("x.yaml", () => text("  it: { ask: P(snow), base rate: 1 of 2, class: days }"));
  expect(checkQuestions(scenario!).map(({ code }) => code)).toEqual(["unknown-outcome"]);
});

describe("judged at means over draws", () => {
  const checks = (expect: string) =>
    `  rate: { ask: P(relenting), base rate: 16 of 43, class: quarrels }\n  it: { belief of: south, ask: P(relenting), on: 2025-03-31, expect: ${expect} }`;

  it("a check lies inside where its mean does, and its ratio is the mean's", () => {
    const [rate, belief] = run(checks("0.05 to 0.9")).results;
    const inside = [rate, belief].map((one) => judgedAt(one, { value: 0.3, error: 0.01 }));
    const outside = [rate, belief].map((one) => judgedAt(one, { value: 0.95, error: 0.01 }));
    expect(inside).toMatchObject([{ inside: true, ratio: 0.3 / (16 / 43) }, { inside: true }]);
    expect(outside).toMatchObject([{ inside: false, ratio: 0.95 / (16 / 43) }, { inside: false }]);
    expect(outsideChecks(inside)).toEqual({ outside: 0, judged: 2, contradicts: false });
    expect(outsideChecks(outside)).toEqual({ outside: 2, judged: 2, contradicts: true });
    expect(outsideChecks([outside[0], inside[1], inside[0]])).toMatchObject({ outside: 1, contradicts: false });
  });

  it("what no draw tells stays at the stated values", () => {
    const [rate] = run(checks("0.05 to 0.9")).results;
    expect(judgedAt(rate, { value: null, error: null })).toBe(rate);
  });
});

/**
 * One draw: the same to the bit priced on the stated graph as built by itself, whatever was solved before it; habit as
 * solved at lambda 0.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildWorld } from "../build/build.ts";
import { loadScenario } from "../language/load.ts";
import { inOneGo } from "../math/steps.ts";
import { solveEquilibrium } from "../solve/equilibrium.ts";
import type { World } from "../world/world.ts";
import { Asker, datesOf } from "./answers.ts";
import { type DrawSetting, Draws, solveDraw } from "./draw.ts";
import { openStudy } from "./open.ts";
import { USUAL_SEED } from "./seed.ts";

const folder = fileURLToPath(new URL("../../../..", import.meta.url));
const strike = `${folder}/scenarios/labour-strike/scenario.standoff.yaml`;
const read = (path: string) => readFileSync(path, "utf8");

/**
 * A deadline that is drawn, and with it the calendar of each draw; beside it a chance, which is priced, and a prior
 * that goes together with a cost: read anew with its drawn value it has no range any more.
 */
const dated = `
standoff: 1
title: A day that nobody knows
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-05, step: 1 week }
scale: { 0: as things were, 100: the best attainable }
steadiness: { lambda: 1 }
noise: mistakes
actors: { south: { name: South } }
state: { acted: yes or no, met: yes or no, mood: { is: [good, bad], starts: { bad: $suspected, good: rest } } }
clocks: { the day: { owner: everyone, at: $offered, lapses: the offer } }
desks:
  south desk: { of: south, moves: { act: { when: not acted and not the day has lapsed, does: { acted: yes } } } }
events: { nature: { meeting: { when: not met and mood is good, chance: $chance, does: { met: yes } } } }
payoffs: { south: { for acting: { on: act, value: 5 }, for meeting: { on: meeting, value: -$cost } } }
outcomes: { acted: { when: acted }, it lapsed: { when: the day has lapsed }, met: { on: meeting } }
correlations: [{ between: [suspected, cost], rank: 0.5 }]
assumptions:
  offered: { value: 2025-04-10, distribution: uniform 2025-04-01 2025-04-24, basis: convention }
  chance: { value: 0.2, range: 0.1 to 0.4, basis: convention }
  cost: { value: 3, range: 1 to 6, basis: convention }
  suspected: { prior: 0.3, prior range: 0.2 to 0.5, basis: convention }
`;

function settingOf(path: string, readFile: (path: string) => string, draws: number) {
  const opened = openStudy(path, readFile, { options: {}, seed: USUAL_SEED, draws, steadiness: true });
  if (opened.status !== "open") throw new Error(JSON.stringify(opened));
  const { scenario: stated, points } = opened;
  const built = buildWorld(stated);
  if (built.status !== "built") throw new Error(built.status);
  const common = { path, readFile, options: {}, news: {}, stated, dates: datesOf(stated), maxBytes: 2 ** 30 };
  return { points, world: built.world, setting: (world: World | null): DrawSetting => ({ ...common, world }) };
}

describe("a draw is the same to the bit", () => {
  test.each([
    ["of numbers alone", strike, read],
    ["of a date on which the graph rests", "x.yaml", () => dated],
  ])("priced on the stated graph as built by itself: %s", (_, path, readFile) => {
    const { points, world, setting } = settingOf(path, readFile, 8);
    const draws = new Draws(setting(world));
    const shared = points.map((point) => inOneGo(draws.inSteps([point]))[0]);
    expect(shared.every(({ status }) => status === "solved")).toBe(true);
    expect(shared).toEqual(points.map((point) => solveDraw(setting(null), point)));
    expect(inOneGo(new Draws(setting(world)).inSteps([...points].reverse()))).toEqual([...shared].reverse());
  });
});

test("habit is what solving at lambda 0 comes to", () => {
  const { world, setting } = settingOf(strike, read, 4);
  const asking = setting(world);
  const [zero] = solveEquilibrium(world, { scales: [0] });
  if (zero.status !== "solved") throw new Error(zero.status);
  const solved = new Asker(asking).ask({ scenario: asking.stated, world, played: zero });
  const draw = solveDraw(asking, null);
  if (draw.status !== "solved") throw new Error(draw.status);
  draw.habit.outcomes.forEach((byDate, i) => {
    for (const [place, probability] of byDate.entries()) expect(probability).toBeCloseTo(solved.outcomes[i][place], 12);
  });
  expect(draw.habit.questions.map((one) => one?.errorShare ?? null).every((share) => share === null)).toBe(true);
  expect(draw.answers.questions.some((one) => (one?.errorShare ?? 0) > 0)).toBe(true);
});

test("a steadiness that rests on an assumption moves with it, in draws that are built anew too", () => {
  const steady = dated
    .replace("lambda: 1", "lambda: $steady")
    .concat("  steady: { value: 1, range: 0.5 to 2, basis: convention }\n");
  const { points, world, setting } = settingOf("x.yaml", () => steady, 8);
  const shared = points.map((point) => solveDraw(setting(world), point));
  expect(shared.every(({ status }) => status === "solved")).toBe(true);
  expect(shared).toEqual(points.map((point) => solveDraw(setting(null), point)));
  // As steady as the factor and the drawn value say, and not as the stated one.
  const place = loadScenario("x.yaml", () => steady).scenario!.assumptions.findIndex(({ name }) => name === "steady");
  const twice = {
    ...points[0],
    assumptions: points[0].assumptions.map((value, i) => (i === place ? 2 * value : value)),
  };
  const factors = points[0].factors.map((factor) => 2 * factor);
  for (const at of [world, null]) {
    const [one, other] = [twice, { ...points[0], factors }].map((point) => solveDraw(setting(at), point));
    if (one.status !== "solved" || other.status !== "solved") throw new Error(`${one.status} ${other.status}`);
    expect(one.answers.outcomes).toEqual(other.answers.outcomes);
    expect(one.answers.outcomes).not.toEqual(shared[0].status === "solved" && shared[0].answers.outcomes);
  }
});

test("a draw whose numbers cannot be is lost, with the reason that building tells", () => {
  const { points, world, setting } = settingOf("x.yaml", () => dated, 4);
  const { scenario } = loadScenario("x.yaml", () => dated);
  const chance = scenario!.assumptions.findIndex(({ name }) => name === "chance");
  const assumptions = scenario!.assumptions.map(({ value }, i) => (i === chance ? 1.5 : value));
  const found = solveDraw(setting(world), { ...points[0], assumptions });
  expect(found).toMatchObject({ status: "lost", why: expect.stringContaining("1.5") });
});

test("a tenth is solved from the play at the stated values too, and where there is one equilibrium comes to the same", () => {
  const { points, world, setting } = settingOf(strike, read, 12);
  expect(points.map(({ again }) => again)).toEqual(points.map((_, d) => d === 0 || d === 10));
  const results = inOneGo(new Draws({ ...setting(world), again: true }).inSteps(points));
  const differences = results.map((one) => (one.status === "solved" ? one.fromBase : null));
  expect(differences.flatMap((one, d) => (one === undefined ? [] : [d]))).toEqual([0, 10]);
  for (const d of [0, 10]) expect(differences[d]).toBeLessThan(1e-8);
  for (const d of [0, 10]) expect(differences[d]).toBeGreaterThan(0); // another way, another rounding
});

/**
 * Pricing a built world is building it with other numbers, to the byte: `priceWorld(build(s), a)` is `build(s with a)`,
 * on random scenarios in which every number is an assumption, at values with zeros and ones among them. What pricing
 * finds wrong, building does; and where the graph rests on what moved, pricing says so.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BuildResult, buildWorld } from "../../src/build/build.ts";
import { priceDiagnostics } from "../../src/build/told-prices.ts";
import { loadScenario } from "../../src/language/load.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { priceWorld, structuralAssumptions } from "../../src/world/prices.ts";
import { subworldFrom } from "../../src/world/subworld.ts";
import { validateWorld } from "../../src/world/validate.ts";
import { packWorld, type World, wholeWorld, worldFromBuffer } from "../../src/world/world.ts";
import { leaveOpen, otherValue, withValues } from "./left-open.ts";
import { randomScenario } from "./random-scenario.ts";
import { anySmall, anyTimed, scenarioOf, timedScenario } from "./random-small.ts";

const LIMIT = 1e8;
/** `stated`: with the values at which what is at stake is taken. */
function build(scenario: Scenario, stated: Scenario = scenario): BuildResult {
  const values = new Map(stated.assumptions.map(({ name, value }) => [name, value]));
  return buildWorld(scenario, { maxBytes: LIMIT, stated: values });
}

function load(text: string): Scenario | undefined {
  return loadScenario("made-up.standoff.yaml", (path) => (path[0] === "m" ? text : undefined)).scenario;
}

/** How often each end was met, and how often a zero or a one was among the values priced. */
interface Counts {
  priced: number;
  faulty: number;
  otherGraph: number;
  extremes: number;
  views: number;
}

const none = (): Counts => ({ priced: 0, faulty: 0, otherGraph: 0, extremes: 0, views: 0 });

/** Moves some assumptions of a scenario at random and holds pricing against building. */
function comparePrices(given: Scenario, seed: number, counts: Counts, hasPlaces = true): void {
  const { scenario, kinds } = leaveOpen(given);
  const built = build(scenario);
  if (built.status !== "built") return;
  const random = randomNumbers(seed);
  const share = random();
  const values = new Map<string, number>();
  scenario.assumptions.forEach(({ name, value }, index) => {
    if (kinds[index] !== null && random() < share) values.set(name, otherValue(kinds[index], value, random));
  });
  const moved = withValues(scenario, values);
  // Through its bytes: the list is in the buffer.
  const priced = priceWorld(worldFromBuffer(wholeWorld(built.world).buffer), values);
  const again = build(moved, scenario);
  if (priced.status === "priced") {
    counts.priced++;
    if ([...values.values()].some((value) => value === 0 || value === 1)) counts.extremes++;
    if (built.world.header.views > 1) counts.views++;
    expect(again.status).toBe("built");
    if (again.status === "built") expectSame(priced.world, again.world);
  } else if (priced.status === "faulty") {
    counts.faulty++;
    expect(again.status).toBe("faulty");
    const told = priceDiagnostics(moved, built.world, priced.faults);
    if (again.status !== "faulty") return;
    // Building ends at the first turn in which something is wrong. Without places, faults of one kind are told as one.
    if (hasPlaces) expect(told).toEqual(expect.arrayContaining([...again.diagnostics]));
    else
      expect(told.map(({ code }) => code)).toEqual(expect.arrayContaining(again.diagnostics.map(({ code }) => code)));
  } else {
    counts.otherGraph++;
    expect(priced.status).toBe("other graph");
    expect(values.size).toBeGreaterThan(0);
  }
}

function expectSame(priced: World, built: World): void {
  const [one, other] = [wholeWorld(packWorld(priced)), wholeWorld(built)];
  expect(one.header).toEqual(other.header);
  expect(Buffer.compare(Buffer.from(one.buffer), Buffer.from(other.buffer))).toBe(0);
}

function randomNumbers(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const anySeed = fc.integer({ min: 1, max: 2 ** 30 });

describe("a priced world is the built one", () => {
  it("on random scenarios in YAML", { timeout: 1_200_000 }, () => {
    const counts = none();
    fc.assert(
      fc.property(randomScenario({ afterwards: true }), anySeed, (text, seed) => {
        const scenario = load(text);
        if (scenario !== undefined) comparePrices(scenario, seed, counts);
      }),
      { numRuns: 400 },
    );
    expect(counts.priced).toBeGreaterThan(60);
    expect(counts.extremes).toBeGreaterThan(40);
    expect(counts.views).toBeGreaterThan(10);
    expect(counts.faulty).toBeGreaterThan(10);
    expect(counts.otherGraph).toBeGreaterThan(10);
  });

  it("on random scenarios with desks that move at once, forgetting and endings", { timeout: 1_200_000 }, () => {
    const counts = none();
    fc.assert(
      fc.property(anySmall, anySeed, (random, seed) => comparePrices(scenarioOf(random), seed, counts, false)),
      {
        numRuns: 300,
      },
    );
    expect(counts.priced).toBeGreaterThan(60);
  });

  it("on random scenarios whose conditions follow from each other and from time", { timeout: 1_200_000 }, () => {
    const counts = none();
    fc.assert(
      fc.property(anyTimed, anySeed, (random, seed) => comparePrices(timedScenario(random), seed, counts, false)),
      {
        numRuns: 300,
      },
    );
    expect(counts.priced).toBeGreaterThan(60);
  });

  it("is not to be had of a part of a world, whose starts have no formulas", () => {
    const scenario = load(resting)!;
    const built = build(scenario);
    if (built.status !== "built") throw new Error(built.status);
    const { world } = subworldFrom(built.world, [{ node: built.world.startNode[0], chances: [1] }]);
    expect(validateWorld(world)).toEqual([]);
    expect(priceWorld(world, new Map([["heats", 0.1]]))).toEqual({ status: "no list" });
  });

  it("keeps the invariants, and the world it came from", () => {
    fc.assert(
      fc.property(randomScenario(), anySeed, (text, seed) => {
        const scenario = load(text);
        if (scenario === undefined) return;
        const opened = leaveOpen(scenario);
        const built = build(opened.scenario);
        if (built.status !== "built") return;
        const before = Buffer.from(wholeWorld(built.world).buffer.slice(0));
        const random = randomNumbers(seed);
        const index = Math.floor(random() * opened.scenario.assumptions.length);
        const one = opened.scenario.assumptions[index];
        if (one === undefined) return;
        const priced = priceWorld(
          built.world,
          new Map([[one.name, otherValue(opened.kinds[index], one.value, random)]]),
        );
        if (priced.status === "priced") expect(validateWorld(priced.world)).toEqual([]);
        expect(Buffer.compare(Buffer.from(wholeWorld(built.world).buffer), before)).toBe(0);
        expect(
          structuralAssumptions(built.world).every((name) => opened.scenario.assumptions.some((a) => a.name === name)),
        ).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

const resting = `
standoff: 1
title: Resting
as of: { day: 2025-01-06 }
calendar: { from: 2025-01-06, to: 2025-03-03, step: 1 week }
scale: { 0: low, 10: high }
steadiness: { better by: $scale points, is chosen: 9 in 10 }
noise: mistakes
actors:
  ann: { name: Ann, patience: $patience per year }
state:
  heat: { is: 0..3, starts: $first }
  mood: { is: [calm, angry], seen by: no one, starts: { calm: $calm, angry: rest } }
assumptions:
  scale: { value: 10 points, basis: judgement }
  patience: { value: 0.9, basis: judgement }
  first: { value: 1, basis: judgement }
  calm: { value: 0.4, basis: judgement }
  limit: { value: 2025-02-03, basis: judgement }
  wait: { value: 2 weeks, basis: judgement }
  length: { value: 10 days, basis: judgement }
  threshold: { value: 2, basis: judgement }
  talks: { value: 1 per week, basis: judgement }
  heats: { value: 0.2 per week, basis: judgement }
  rises: { value: 0.7, basis: judgement }
  cost: { value: 3 points, basis: judgement }
clocks:
  deadline: { owner: everyone, at: $limit }
  fuse: { owner: everyone, starts: raise, takes: $wait }
desks:
  ann:
    of: ann
    tempo: $talks, never within $length after deadline
    moves:
      raise: { when: heat < $threshold, does: { heat: up 1 } }
events:
  weather:
    warm: { rate: $heats, chance of: { warmer: { chance: $rises, does: { heat: up 1 } }, not: rest } }
payoffs:
  ann:
    heat: { while: heat > 0, value: -$cost per month }
    anger: { on: raise, value: "if mood is angry then -$cost else 0" }
outcomes:
  hot: { when: heat is 3 }
`;

describe("what the graph rests on", () => {
  it("is named: dates, the calendar, starting values, durations and thresholds; the rest is priced", () => {
    const { scenario, diagnostics } = loadScenario("made-up.standoff.yaml", (path) =>
      path[0] === "m" ? resting : undefined,
    );
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const built = build(scenario!);
    if (built.status !== "built") throw new Error(built.status);
    const structural = ["first", "limit", "wait", "length", "threshold"];
    expect(structuralAssumptions(built.world)).toEqual(structural);
    for (const { name, value } of scenario!.assumptions) {
      const priced = priceWorld(built.world, new Map([[name, value * 1.1]]));
      const expected = structural.includes(name)
        ? { status: "other graph", assumptions: [name] }
        : { status: "priced" };
      expect(priced, name).toMatchObject(expected);
    }
    // Whether a desk meets at all is a matter of the graph, how often is not.
    expect(priceWorld(built.world, new Map([["talks", 0]]))).toMatchObject({
      status: "other graph",
      assumptions: ["talks"],
    });
    // What may not happen keeps its place.
    expect(
      priceWorld(
        built.world,
        new Map([
          ["heats", 0],
          ["rises", 1],
        ]),
      ).status,
    ).toBe("priced");
    const faulty = priceWorld(built.world, new Map([["rises", 1.2]]));
    if (faulty.status !== "faulty") throw new Error(faulty.status);
    expect(faulty.faults.length).toBeGreaterThan(0);
    const [first] = priceDiagnostics(withValues(scenario!, new Map([["rises", 1.2]])), built.world, faulty.faults);
    const again = build(withValues(scenario!, new Map([["rises", 1.2]])));
    expect(again.status === "faulty" && again.diagnostics).toContainEqual(first);
  });
});

/**
 * Merged worlds on random scenarios: under any policy that plays alike where sets were joined, every decision is reached as often
 * and weighs its actions as in the whole world; solved worlds are solved alike; and a world merged under what is asked
 * gives the same answers.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HistoryItem, Outcome, Question, Scenario } from "../../src/language/scenario.ts";
import { watchedBy } from "../../src/query/asked.ts";
import { forecast } from "../../src/query/forecast.ts";
import { answerQuestion, parseQuestion } from "../../src/query/question.ts";
import { update } from "../../src/query/update.ts";
import { certify } from "../../src/solve/certify.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { createLogitMap, evaluatePolicy } from "../../src/solve/logit-map.ts";
import { measureResidual } from "../../src/solve/residual.ts";
import type { Solved } from "../../src/solve/solution.ts";
import { liftLogPolicy, solveMerged } from "../../src/solve-merged.ts";
import { nowhere } from "../../src/text/source.ts";
import { mergeForPlay, mergeWatched } from "../../src/world/merge.ts";
import type { Merged } from "../../src/world/merge-write.ts";
import { validateWorld } from "../../src/world/validate.ts";
import type { World } from "../../src/world/world.ts";
import { openText } from "../open-text.ts";
import { uniform } from "../seeded-world.ts";
import { randomScenario } from "./random-scenario.ts";

/** The same finite sums of some ten points, in another order. */
const SAME = 1e-12;
/** Two solutions, each this near to its equilibrium in its own residual, and how far figures of the two may then lie apart. */
const SOLVED = 1e-11;
const SOLVED_ALIKE = 1e-9;
const RUNS = 150;

/** A log-policy of a world at random, zeros by construction kept. */
function randomLogPolicy(world: World, seed: number): Float64Array {
  const random = uniform(seed);
  const log = new Float64Array(world.header.slots);
  for (let set = 0; set < world.header.informationSets; set++) {
    const [first, end] = [world.setSlot[set]!, world.setSlot[set + 1]!];
    let sum = 0;
    for (let slot = first; slot < end; slot++) {
      log[slot] = world.slotLogWeight[slot] === -Infinity ? 0 : 0.05 + random();
      sum += log[slot]!;
    }
    for (let slot = first; slot < end; slot++) log[slot] = Math.log(log[slot]! / sum);
  }
  return log;
}

interface Play {
  readonly setReach: Float64Array;
  readonly q: Float64Array;
}

function play(world: World, logPolicy: Float64Array): Play {
  const map = createLogitMap(world, true);
  evaluatePolicy(map, logPolicy);
  return { setReach: map.setReach, q: map.q };
}

/** The largest difference of reach between joined sets and what was joined. */
function reachApart(world: World, merged: Merged, whole: Play, small: Play): number {
  const sums = new Float64Array(small.setReach.length);
  const setAt = new Map(Array.from(sums, (_, set) => [merged.world.setSlot[set]!, set]));
  whole.setReach.forEach((reach, set) => {
    const at = setAt.get(merged.slotOf[world.setSlot[set]!]!);
    if (at !== undefined) sums[at]! += reach;
  });
  return sums.reduce((most, sum, set) => Math.max(most, Math.abs(sum - small.setReach[set]!)), 0);
}

/** The largest difference of what actions of one set are worth against its first; sets that are gone must be indifferent. */
function worthApart(world: World, merged: Merged, whole: Play, small: Play): number {
  let most = 0;
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] !== 0) continue;
    const first = world.setSlot[set]!;
    for (let slot = first + 1; slot < world.setSlot[set + 1]!; slot++) {
      const here = whole.q[slot]! - whole.q[first]!;
      const there = merged.slotOf[slot] === 0 ? 0 : small.q[merged.slotOf[slot]!]! - small.q[merged.slotOf[first]!]!;
      most = Math.max(most, Math.abs(here - there));
    }
  }
  return most;
}

describe("a world merged for play", () => {
  it.each([false, true])("is played as the whole one, under any policy (equal beliefs joined: %s)", (beliefs) => {
    const counts = { opened: 0, fewer: 0, joined: 0, eyes: 0 };
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 2 }), fc.integer(), (text, seed) => {
        const opened = openText(text);
        if (opened.status === "refused") return;
        const { world } = opened;
        const merged = mergeForPlay(world, { beliefs })!;
        expect(validateWorld(merged.world)).toEqual([]);
        counts.opened++;
        if (merged.world.header.edges < world.header.edges) counts.fewer++;
        if (merged.world.header.informationSets < world.header.informationSets) counts.joined++;
        if (world.header.views > 1) counts.eyes++;
        const log = randomLogPolicy(merged.world, seed);
        const [whole, small] = [play(world, liftLogPolicy(world, merged, log)), play(merged.world, log)];
        expect(reachApart(world, merged, whole, small)).toBeLessThan(SAME);
        expect(worthApart(world, merged, whole, small)).toBeLessThan(SAME * 100);
      }),
      { seed: 7, numRuns: RUNS, endOnFailure: true },
    );
    expect(counts.opened).toBeGreaterThan(RUNS * 0.9);
    expect(counts.fewer).toBeGreaterThan(RUNS / 2);
    expect(counts.joined).toBeGreaterThan(RUNS / 10);
    expect(counts.eyes).toBeGreaterThan(RUNS / 10);
  });

  it.each(["quick", "thorough"] as const)("is solved as the whole one (%s)", (how) => {
    let compared = 0;
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 2 }), (text) => {
        const opened = openText(text);
        if (opened.status === "refused") return;
        const { scenario, world } = opened;
        const [whole] = solveEquilibrium(world, { tolerance: SOLVED });
        const [small] = solveMerged(world, how, { tolerance: SOLVED });
        if (whole?.status !== "solved" || small?.status !== "solved") return;
        compared++;
        expect(small.certificate.residual).toBeLessThan(SOLVED);
        const [before, after] = [figures(scenario, world, whole), figures(scenario, world, small)];
        before.forEach((figure, i) => {
          expect(Math.abs(figure - after[i]!)).toBeLessThan(SOLVED_ALIKE);
        });
      }),
      { seed: 8, numRuns: RUNS, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(RUNS * 0.8);
  });
});

/** All numbers of a forecast. */
function figures(scenario: Scenario, world: World, solved: Solved): number[] {
  const { outcomes, exclusive } = forecast(scenario, world, [solved]);
  return [
    ...outcomes.flatMap(({ byDate, errorShare }) => [...byDate.map(([, chance]) => chance), errorShare]),
    ...exclusive.flatMap(({ overlap, none }) => [overlap, none]),
  ];
}

/** The scenario with questions and a history of what its outcomes are about. */
function asking(scenario: Scenario): Scenario {
  const { calendar, outcomes } = scenario;
  const [first, second] = [outcomes[0]!, outcomes.at(-1)!];
  const middle = calendar.periods[calendar.periods.length >> 1]!.start;
  const date = new Date(middle * 86_400_000).toISOString().slice(0, 10);
  const condition = scenario.outcomes.find(({ how }) => how === "when")?.condition;
  const asks = [
    `P(${first.name} before ${second.name})`,
    `P(${second.name} by ${date} | not ${first.name})`,
    `days until ${first.name}`,
    `P(${first.name} within 8 days after ${second.name} or ${second.name} after ${date})`,
    ...scenario.variables.filter(({ kind }) => kind === "truth").map(({ name }) => `P(holds(${name}) at ${date})`),
    ...scenario.variables.filter(({ kind }) => kind === "range").map(({ name }) => `E(${name} at the last day)`),
  ];
  const questions = asks.map(
    (ask): Question => ({ name: ask, span: nowhere, ask, askSpan: { ...nowhere, end: ask.length }, resolves: "" }),
  );
  const item = { span: nowhere, on: middle, text: "", evidence: [] };
  const history: HistoryItem[] = [
    ...(condition ? [{ ...item, kind: "seen" as const, trigger: null, condition }] : []),
    ...outcomes.flatMap(({ trigger }: Outcome): HistoryItem[] =>
      trigger === null ? [] : [{ ...item, kind: "did not happen", trigger, condition: null }],
    ),
  ];
  // Silence of the history speaks of the last variable that is not a clock's.
  const last = scenario.variables.findLastIndex(({ kind }) => kind !== "clock");
  const variables = scenario.variables.map((variable, i) => (i === last ? { ...variable, reported: true } : variable));
  return { ...scenario, variables, questions, history };
}

function answers(scenario: Scenario, world: World, solved: Solved): number[] {
  return scenario.questions.flatMap(({ ask, askSpan }) => {
    const { question } = parseQuestion(scenario, ask, askSpan);
    if (question === undefined) return [];
    const answer = answerQuestion(scenario, world, [solved], question);
    if (answer.status !== "answered") return [-1];
    const days = answer.kind === "days until" ? answer.distribution.map(([, , chance]) => chance) : [];
    return [answer.value, answer.given, ...days, ...(answer.kind === "probability" ? [answer.errorShare] : [])];
  });
}

function news(scenario: Scenario, world: World, solved: Solved): number[] {
  const told = update(scenario, world, [solved]);
  return [told.items.length, ...told.items.flatMap((item) => [item.likelihood, ...item.outcomes.map((o) => o.after)])];
}

describe("a world merged under what is asked", () => {
  it.each([false, true])("gives the same answers (equal beliefs joined: %s)", (beliefs) => {
    const counts = { opened: 0, fewer: 0, answers: 0, news: 0 };
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 2 }), fc.integer(), (text, seed) => {
        const opened = openText(text);
        if (opened.status === "refused") return;
        const { world } = opened;
        const scenario = asking(opened.scenario);
        const merged = mergeWatched(world, watchedBy(scenario, world), { beliefs });
        expect(validateWorld(merged.world)).toEqual([]);
        counts.opened++;
        if (merged.world.header.nodes < world.header.nodes) counts.fewer++;
        const log = randomLogPolicy(merged.world, seed);
        const whole = measured(world, liftLogPolicy(world, merged, log));
        const small = measured(merged.world, log);
        for (const read of [figures, answers, news]) {
          const [before, after] = [read(scenario, world, whole), read(scenario, merged.world, small)];
          expect(after.length).toBe(before.length);
          before.forEach((figure, i) => {
            expect(Math.abs(figure - after[i]!)).toBeLessThan(SAME * Math.max(1, Math.abs(figure)));
          });
          if (read === answers) counts.answers += before.length;
          if (read === news) counts.news += before.length;
        }
      }),
      { seed: 9, numRuns: RUNS, endOnFailure: true },
    );
    expect(counts.opened).toBeGreaterThan(RUNS * 0.9);
    expect(counts.fewer).toBeGreaterThan(RUNS / 4);
    expect(counts.answers).toBeGreaterThan(RUNS * 5);
    expect(counts.news).toBeGreaterThan(RUNS * 3);
  });
});

/** A policy as if it were a solution. */
function measured(world: World, logPolicy: Float64Array): Solved {
  const map = createLogitMap(world, true);
  const residual = measureResidual(map, logPolicy, 1);
  return certify(map, logPolicy, residual, 1, 1, { branch: "warm start", steps: [], says: "" });
}

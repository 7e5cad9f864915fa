/**
 * A small standoff in which everything that an answer must read occurs, for the tests of this folder: a hidden start,
 * two actors, branches, competing events, a fixed clock, an ending, conditions on the calendar, outcomes of every kind.
 * And policies at random: answers must be right for any of them, solved or not.
 */

import { buildWorld } from "../../src/build/build.ts";
import type { Expression } from "../../src/language/expression/expression.ts";
import type { Outcome, Scenario } from "../../src/language/scenario.ts";
import type { Certificate, Solved } from "../../src/solve/solution.ts";
import { nowhere } from "../../src/text/source.ts";
import type { World } from "../../src/world/world.ts";
import {
  and,
  branch,
  clock,
  desk,
  ending,
  event,
  is,
  lapsed,
  move,
  not,
  now,
  num,
  onMove,
  op,
  payoff,
  set,
  smallScenario,
  step,
  variable,
} from "./small-scenario.ts";

/** Variables by name. */
export const TALKS = 0; // none, open, closed
export const STRIKE = 1;
export const FUND = 2; // hidden
export const MOOD = 3;

const weekly = num(1 / 7);

export function outcome(name: string, how: Outcome["how"], rest: Partial<Outcome> = {}): Outcome {
  return { name, span: nowhere, how, condition: null, trigger: null, resolvable: true, resolves: "", ...rest };
}

export const outcomes: readonly Outcome[] = [
  outcome("talks open", "when", { condition: is(TALKS, 1) }),
  outcome("strike called", "on", { trigger: onMove(0, 0) }),
  outcome("clash", "on", { trigger: onMove(0, 0, 1) }),
  outcome("late strike", "when", { condition: and(is(STRIKE, 1), op(now, ">=", num(14))) }),
  outcome("mood turns", "on", { trigger: { kind: "becomes", condition: is(MOOD, 1) } }),
  outcome("settled", "on", { trigger: { kind: "ending", ending: 0 } }),
  outcome("notice", "on", { trigger: { kind: "lapse", clock: 0 } }),
  outcome("angry at the end", "at end", { condition: is(MOOD, 1) }),
  outcome("accident", "on", { trigger: { kind: "event", group: 0, event: 1, branch: -1 } }),
  outcome("nothing settled", "else"),
  outcome("union holds out", "on", { trigger: { kind: "hold", desk: 0 } }),
  outcome("from the start", "when", { condition: is(STRIKE, 0) }),
  outcome("strike in spring", "on", { trigger: onMove(0, 0), condition: op(now, ">=", num(7)) }),
  outcome("mood turns in a strike", "on", {
    trigger: { kind: "becomes", condition: is(MOOD, 1) },
    condition: is(STRIKE, 1),
  }),
  outcome("settled in a strike", "on", { trigger: { kind: "ending", ending: 0 }, condition: is(STRIKE, 1) }),
];

/** The standoff over some weeks. */
export function testScenario(periods = 3, extra: Partial<Scenario> = {}): Scenario {
  const afterNotice: Expression = lapsed(0);
  const scenario = smallScenario({
    periods,
    actors: 2,
    variables: [
      variable("talks", 3, { levels: ["none", "open", "closed"] }),
      variable("strike", 2, { kind: "truth", levels: ["no", "yes"] }),
      variable("fund", 2, { levels: ["small", "large"], starts: [num(0.3), num(0.7)], seenBy: 1 }),
      variable("mood", 2, { levels: ["calm", "angry"] }),
    ],
    clocks: [clock("notice runs out", "fixed", { date: 7 })],
    desks: [
      desk("union table", 0, [
        move("call a strike", {
          guard: and(is(STRIKE, 0), not(is(TALKS, 1))),
          effects: [set(STRIKE, 1)],
          branches: [branch("peaceful", 0.75), branch("clash", 0.25, [set(MOOD, 1)])],
          says: "the union calls a strike",
        }),
        move("return to work", { guard: is(STRIKE, 1), effects: [set(STRIKE, 0)] }),
      ]),
      desk(
        "port table",
        1,
        [move("talk", { guard: not(is(TALKS, 2)), effects: [step(TALKS, 1)], says: "the port talks" })],
        { tempo: weekly },
      ),
    ],
    events: [
      [
        event("warm weather", "rate", 1 / 14, { guard: is(MOOD, 1), effects: [set(MOOD, 0)] }),
        event("accident", "rate", 1 / 21, { guard: afterNotice, effects: [set(MOOD, 1)] }),
      ],
    ],
    endings: [ending("settlement", and(is(TALKS, 2), is(MOOD, 0)))],
    payoffs: [
      payoff(0, "while", op(num(-1), "*", op(num(1), "+", is(FUND, 0))), { when: is(STRIKE, 1) }),
      payoff(1, "while", num(-2), { when: is(STRIKE, 1) }),
      payoff(0, "at end", num(5), { when: is(TALKS, 2) }),
      payoff(1, "at end", num(-3), { when: is(TALKS, 2) }),
    ],
  });
  return {
    ...scenario,
    outcomes,
    exclusive: [{ name: "how it stands", span: nowhere, of: [5, 9], above: [] }],
    errorStake: 1,
    ...extra,
  };
}

export function built(scenario: Scenario): World {
  const result = buildWorld(scenario);
  if (result.status !== "built") throw new Error(`the test's world is ${result.status}: ${JSON.stringify(result)}`);
  return result.world;
}

/** A small seeded generator of numbers in (0, 1) (Park and Miller). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const certificate: Certificate = {
  residual: 0,
  largestGain: 0,
  massLost: 0,
  iterations: 0,
  branch: "exact",
  steps: [1],
  says: "a policy at random",
};

/** A policy and points at random, in the form of a solution. */
export function randomSolution(world: World, seed: number, scale = 1): Solved {
  const random = randomNumbers(seed);
  const { slots, nodes, columns, informationSets } = world.header;
  const policy = new Float64Array(slots);
  policy[0] = 1;
  for (let chosen = 0; chosen < informationSets; chosen++) {
    const first = world.setSlot[chosen];
    const end = world.setSlot[chosen + 1];
    for (let slot = first; slot < end; slot++) policy[slot] = random() + 0.05;
    const sum = policy.slice(first, end).reduce((a, b) => a + b, 0);
    for (let slot = first; slot < end; slot++) policy[slot] /= sum;
  }
  const q = Float64Array.from({ length: slots }, () => 4 * random());
  const values = new Float64Array(nodes * columns);
  return { scale, policy, logPolicy: policy.map(Math.log), reach: new Float64Array(nodes), values, q, certificate };
}

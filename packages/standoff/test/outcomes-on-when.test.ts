/**
 * Outcomes with both `on` and `when`: what happens counts where the condition holds before its effects. Against closed
 * forms, and against the same thing written out with a variable that records it.
 */
import { describe, expect, it } from "vitest";
import { markovChain } from "../src/exchange/prism/markov-chain.ts";
import { claimsOf, marksOf } from "../src/exchange/prism/marks.ts";
import { loadScenario } from "../src/language/load.ts";
import { printScenario } from "../src/language/print-scenario.ts";
import { forecastSolutions } from "../src/query/forecast.ts";
import { answerQuestion, parseQuestion } from "../src/query/questions/question.ts";
import { storiesOf } from "../src/query/stories.ts";
import { openText } from "./open-text.ts";
import { randomSolution } from "./reference/standoff-for-tests.ts";

const EXACT = 1e-12;

/** A quarrel: a raid comes at a rate while a mood, hidden or not, lies as it lies; a talk may calm it. */
const quarrel = (outcomes: string) => `
standoff: 1
title: a quarrel
as of: { day: 2025-01-06 }
calendar: { from: 2025-01-06, to: 2025-04-07, step: 1 week }
afterwards: none
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
noise: mistakes
actors: { north: { name: North } }
state:
  mood: { is: [calm, angry], starts: { angry: 0.3, calm: rest }, seen by: no one }
  raids: { is: 0..2 }
  angry raid: yes or no
  over: yes or no
clocks: { deadline: { owner: everyone, at: 2025-02-17, lapses: the offer, then: { mood: calm } } }
desks: { table: { of: north, tempo: weekly, moves: { give up: { when: not over and raids > 0, does: { over: yes } } } } }
events:
  weather:
    raid:
      rate: 2 per year
      does: { raids: up 1, angry raid: if mood is angry then yes else angry raid, mood: angry }
endings: { given up: { when: over } }
payoffs: { north: { raid: { on: raid, value: -1 }, peace: { on: give up, value: 1 } } }
outcomes: { ${outcomes} }
`;

function open(outcomes: string) {
  const opened = openText(quarrel(outcomes));
  if (opened.status === "refused") throw new Error(opened.says);
  return { ...opened, solved: randomSolution(opened.world, 5) };
}

describe("an outcome with `on` and `when`", () => {
  const names = ["raid", "angry raid", "recorded", "late raid", "angry deadline", "angry end", "second"];
  const { scenario, world, solved } = open(
    `raid: { on: raid },
     angry raid: { on: raid, when: mood is angry },
     recorded: { when: angry raid },
     late raid: { on: raid, when: now >= deadline },
     angry deadline: { on: deadline lapses, when: mood is angry },
     angry end: { on: given up, when: mood is angry and now < deadline },
     second: { on: raids becomes 2, when: raids is 1 }`.replaceAll(/\n\s+/g, " "),
  );
  const told = new Map(forecastSolutions(scenario, world, [solved]).outcomes.map((outcome) => [outcome.name, outcome]));

  it("comes where its condition holds before the effects, at every date", () => {
    expect(told.get("angry raid")!.byEnd).toBeGreaterThan(0.05);
    told.get("recorded")!.byDate.forEach(([date, chance], i) => {
      const own = told.get("angry raid")!.byDate[i];
      expect(own[0]).toBe(date);
      expect(Math.abs(own[1] - chance), date).toBeLessThan(EXACT);
    });
  });

  it("has the chance of its closed form", () => {
    // Nobody gives up before a raid, so that the first raid comes at its rate, in the mood of the start until the
    // deadline.
    const days = 42;
    const early = 1 - Math.exp((-2 * days) / 365.25);
    const until = told.get("raid")!.byDate.find(([date]) => date === "2025-02-16")!;
    expect(Math.abs(until[1] - early)).toBeLessThan(EXACT);
    expect(told.get("second")!.byEnd).toBeGreaterThan(0);
    expect(told.get("second")!.byEnd).toBeLessThan(told.get("raid")!.byEnd);
    const early2 = told.get("late raid")!.byDate.find(([date]) => date === "2025-02-16")!;
    expect(early2[1]).toBe(0);
  });

  it("is the same to a forecast, to a question and to an exported chain", () => {
    const chain = markovChain(world, solved.policy, marksOf(scenario, world));
    const claims = claimsOf(scenario, world, solved, chain);
    const marked = chain.labels.map(({ name }) => name);
    expect(marked).toEqual(names.filter((name) => name !== "second")); // a change between two states has no mark
    for (const label of chain.labels) {
      const claim = claims.find(({ kind, name }) => kind === "label" && name === label.name)!;
      expect(Math.abs(reaching(chain, label.states) - claim.ours), label.name).toBeLessThan(EXACT);
    }
    for (const name of names) {
      const { question } = parseQuestion(scenario, `P(${name})`);
      const answer = answerQuestion(scenario, world, [solved], question!);
      expect(answer).toMatchObject({ status: "answered" });
      if (answer.status === "answered")
        expect(Math.abs(answer.value - told.get(name)!.byEnd), name).toBeLessThan(EXACT);
    }
  });

  it("stands in stories in its order", () => {
    const { stories } = storiesOf(scenario, world, solved, { most: 50, least: 0 });
    const mass = stories.filter(({ order }) => order.flat().includes("angry raid"));
    expect(mass.length).toBeGreaterThan(0);
    for (const { order } of mass)
      expect(order.find((moment) => moment.includes("angry raid"))).toEqual(expect.arrayContaining(["recorded"]));
  });

  it("prints", () => {
    expect(printScenario(scenario)).toContain("angry raid on raid when mood is angry\n");
  });
});

describe("what stands beside `on`", () => {
  const codes = (outcomes: string) => {
    const text = quarrel(outcomes);
    const { diagnostics } = loadScenario("a.standoff.yaml", (path) => (path === "a.standoff.yaml" ? text : undefined));
    return diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  };

  it("is `when` alone", () => {
    expect(codes("a: { on: raid, when: raids is 0 }")).toEqual([]);
    expect(codes("a: { on: raid, at end: raids is 0 }")).toEqual(["keys-exclude-each-other"]);
    expect(codes("a: { at end: over, when: raids is 0 }")).toEqual(["keys-exclude-each-other"]);
    expect(codes("a: { on: raid, when: raids is 0, at end: over }")).toEqual(["keys-exclude-each-other"]);
    expect(codes("a: { resolvable: no }")).toEqual(["one-key-needed"]);
  });

  it("is a condition like any other", () => {
    expect(codes("a: { on: raid, when: raids }")).toEqual(["wrong-type"]);
    expect(codes("a: { on: raid, when: anger is high }")).toEqual(["unknown-name"]);
  });
});

/** The chance of ever being in one of some states: those absorb. */
function reaching(chain: ReturnType<typeof markovChain>, states: Uint8Array): number {
  let now = new Float64Array(chain.states);
  now[0] = 1;
  let reached = 0;
  for (let step = 0; step <= chain.states && now.some((mass) => mass > 0); step++) {
    const next = new Float64Array(chain.states);
    for (let state = 0; state < chain.states - 1; state++) {
      if (now[state] === 0) continue;
      if (states[state]) {
        reached += now[state];
        continue;
      }
      for (let e = chain.row[state]; e < chain.row[state + 1]; e++)
        next[chain.target[e]] += now[state] * chain.probability[e];
    }
    if (states[chain.states - 1]) reached += next[chain.states - 1];
    next[chain.states - 1] = 0;
    now = next;
  }
  return reached;
}

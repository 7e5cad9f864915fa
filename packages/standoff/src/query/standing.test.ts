import { expect, test } from "vitest";
import { runScenario } from "../run.ts";
import { clocksOf } from "./clock-list.ts";
import { forecastSolutions } from "./forecast.ts";
import { ask } from "./told/tell-answers.ts";
import { standing } from "./told/tell-standing.ts";

/** Sums of some hundred thousand probabilities. */
const TOLERANCE = 1e-12;

const file = `
standoff: 1
title: A siege
as of: { day: 2025-01-06 }
calendar: { from: 2025-01-06, to: 2025-03-30, step: 1 week }
scale: { 0: as it was, 100: best }
actors: { a: { name: A } }
state:
  gate:  { is: [shut, ajar, open] }
  fallen: yes or no
clocks:
  harvest: { owner: a, at: 2025-02-10, lapses: the harvest }
  relief:  { owner: a, at: { 2025-02-03: 0.25, 2025-03-03: 0.5, never: rest }, lapses: help is near }
  truce:   { owner: a, starts: gate becomes ajar, takes: 20 days, then: { gate: shut } }
events:
  world:
    it opens:  { when: gate is not open, rate: 1 per month, does: { gate: up 1 } }
    it shuts:  { when: gate is ajar, rate: 2 per month, does: { gate: shut } }
    it falls:  { when: gate is open, rate: 1 per month, does: { fallen: yes } }
endings: { over: { when: fallen } }
outcomes:
  fell: { when: fallen }
  ends fallen: { at end: fallen }
  ends open: { at end: gate is open and not fallen }
  ends ajar: { at end: gate is ajar and not fallen }
exclusive:
  how it stands: { of: [ends fallen, ends open, ends ajar], else: ends shut }
`;

function solved(text: string) {
  const run = runScenario("siege", () => text, { scales: [1] });
  if (run.status !== "solved") throw new Error(run.status);
  return run;
}

test("parts sum to one on every date, and hold what questions and the forecast say", () => {
  const run = solved(file);
  const [group] = standing(run);
  expect(group.parts.map(({ outcome, side }) => [outcome, side])).toEqual([
    ["ends fallen", "above"],
    ["ends open", "above"],
    ["ends ajar", "below"],
    ["ends shut", "rest"],
  ]);
  const conditions = ["fallen", "gate is open and not fallen", "gate is ajar and not fallen"];
  const dates = group.parts[0].byDate.map(([date]) => date);
  dates.forEach((_, i) => {
    const sum = group.parts.reduce((all, { byDate }) => all + byDate[i][1], 0);
    expect(Math.abs(sum - 1)).toBeLessThan(TOLERANCE);
  });
  // What the last period's end says is what outcomes judged on the last day say.
  const { outcomes } = forecastSolutions(run.scenario, run.world, run.results);
  for (const { outcome, byDate } of group.parts) {
    const told = outcomes.find(({ name }) => name === outcome)!;
    expect(Math.abs(byDate[byDate.length - 1][1] - told.byEnd)).toBeLessThan(TOLERANCE);
  }
  // A condition that never ceases holds by a date as soon as it has come true.
  const fell = outcomes.find(({ name }) => name === "fell")!;
  group.parts[0].byDate.forEach(([date, probability]) => {
    const [, by] = fell.byDate.find(([on]) => on === date)!;
    expect(Math.abs(by - probability)).toBeLessThan(TOLERANCE);
  });
  // One that ceases holds as questions about that day say.
  const questions = dates.flatMap((date) => conditions.map((condition) => `P(holds(${condition}) at ${date})`));
  const told = questions.map((question) => {
    const answer = ask(run, question);
    if (answer.status !== "answered" || answer.kind !== "probability") throw new Error(question);
    return answer.value;
  });
  const stands = dates.flatMap((_, i) => conditions.map((_, part) => group.parts[part].byDate[i][1]));
  stands.forEach((probability, i) => {
    expect(Math.abs(probability - told[i])).toBeLessThan(TOLERANCE);
  });
});

test("a group with what must happen has no standing", () => {
  const text = file
    .replace("ends ajar: { at end: gate is ajar and not fallen }", "ends ajar: { on: it falls }")
    .replace("of: [ends fallen, ends open, ends ajar]", "of: [ends open, ends ajar]");
  expect(standing(solved(text))).toEqual([]);
});

test("the file says what comes from above; another name is told", () => {
  const saying = (above: string) => file.replace("else: ends shut", `above: [${above}], else: ends shut`);
  const [group] = standing(solved(saying("ends ajar")));
  expect(group.parts.map(({ side }) => side)).toEqual(["below", "below", "above", "rest"]);
  const run = runScenario("siege", () => saying("fell"));
  expect(run.status === "faulty" && run.diagnostics.map(({ code }) => code)).toEqual(["unknown-reference"]);
});

test("clocks as data", () => {
  expect(clocksOf(solved(file).scenario)).toEqual([
    { name: "harvest", owner: "a", kind: "fixed", dates: [["2025-02-10", 1]], days: null, lapses: "the harvest" },
    {
      name: "relief",
      owner: "a",
      kind: "uncertain",
      dates: [
        ["2025-02-03", 0.25],
        ["2025-03-03", 0.5],
      ],
      days: null,
      lapses: "help is near",
    },
    { name: "truce", owner: "a", kind: "runs", dates: [], days: 20, lapses: "" },
  ]);
});

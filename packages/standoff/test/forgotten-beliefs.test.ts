/** Beliefs about what is forgotten in time: dated, and told only of the time when it still means something. */
import { expect, it } from "vitest";
import { beliefInWords, beliefsOf } from "../src/query/beliefs.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import { openText } from "./open-text.ts";

const scenario = (chance: string) => `
standoff: 1
title: A threat that is withdrawn some day
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-02, step: 1 week }
scale: { 0: as now, 100: best }
steadiness: { lambda: 0.1 }
noise: mistakes
actors: { city: { name: City }, port: { name: Port } }
state:
  withdrawn: yes or no
  threat: { is: [words only, in earnest], starts: { in earnest: ${chance}, words only: rest }, seen by: city, forget when: withdrawn }
events: { talks: { retreat: { chance: 0.5, when: not withdrawn, does: { withdrawn: yes } } } }
outcomes: { quiet: { when: withdrawn } }
`;

function beliefOf(chance: string) {
  const opened = openText(scenario(chance));
  if (opened.status === "refused") throw new Error(opened.says);
  const [solved] = solveEquilibrium(opened.world);
  if (solved?.status !== "solved") throw new Error(solved?.status);
  return beliefsOf(opened.scenario, opened.world, solved);
}

it("a forgotten variable's first level is no belief", () => {
  const [path, ...more] = beliefOf("0.3");
  expect(more).toEqual([]);
  expect(path.points.length).toBeGreaterThan(8);
  path.points.forEach(({ at, alive, running, mean, low, high }, place) => {
    // Nothing is learnt of it: the belief stays 3 in 10 while it is alive, which it is with 1/2, 1/4, ...
    expect(alive).toBeCloseTo(at === "start" ? 1 : 0.5 ** place, 12);
    expect(running).toBeCloseTo(1, 12);
    for (const chance of [mean[1], low[1], high[1]]) expect(chance).toBeCloseTo(0.3, 12);
  });
  expect(beliefInWords(path)).toBe(
    "To Port, threat is words only: 7 in 10 on 2026-01-19, as on 2026-01-05; it matters then in 13 % of all play",
  );
});

it("what is hidden stays in doubt, however unlikely it is", () => {
  expect(beliefOf("1e-20")).toHaveLength(1);
  expect(beliefOf("0")).toHaveLength(0);
});

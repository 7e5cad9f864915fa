/** Situations are told apart by whatever changes the choice, however rare they are. */
import { expect, it } from "vitest";
import { strategiesOf } from "../src/query/strategies.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import { openText } from "./open-text.ts";

const scenario = `
standoff: 1
title: Offers that are good and, rarely, bad
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-02, step: 1 week }
scale: { 0: as now, 100: best }
steadiness: { lambda: 0.5 }
noise: mistakes
actors: { port: { name: Port } }
state: { offer: { is: [none, fair, harsh] }, taken: yes or no, harm: yes or no }
events: { post: { a fair offer: { chance: 0.5, when: offer is none, does: { offer: fair } }, a harsh offer: { chance: 0.004, when: offer is none, does: { offer: harsh } } } }
desks: { port table: { of: port, moves: { accept: { when: not taken and offer is not none, does: { taken: yes } } } } }
payoffs: { port: { good: { on: accept, when: offer is fair, value: 5 }, bad: { on: accept, when: offer is harsh, value: -55 } } }
outcomes: { done: { when: taken } }
`;

it("an offer that is hardly ever made and never taken stands apart from one that is", () => {
  const opened = openText(scenario);
  if (opened.status === "refused") throw new Error(opened.says);
  const [solved] = solveEquilibrium(opened.world);
  if (solved?.status !== "solved") throw new Error(solved?.status);
  const [desk] = strategiesOf(opened.scenario, opened.world, solved);
  const accepts = (word: string) => {
    const own = desk.situations.filter(({ when }) => when.includes(word));
    return own.map(({ acts }) => acts.find(({ act }) => act === "accept")?.chance ?? 0);
  };
  expect(accepts("harsh").length).toBeGreaterThan(0);
  for (const chance of accepts("harsh")) expect(chance).toBeLessThan(1e-6);
  expect(Math.max(...accepts("fair"))).toBeGreaterThan(0.2);
  const detailed = strategiesOf(opened.scenario, opened.world, solved, { detail: true });
  expect(detailed[0].situations.length).toBeGreaterThanOrEqual(desk.situations.length);
});

/**
 * A new game from the filtered state. Where nothing is hidden the new game's decisions are the old one's; where the
 * news says what is hidden, it is the game of a scenario that starts on that day from what is known.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HistoryItem } from "../src/language/scenario.ts";
import { forecastSolutions } from "../src/query/forecast.ts";
import { knownAsOf } from "../src/query/history/history.ts";
import { restartSolutions } from "../src/query/history/restart.ts";
import { conditionedForecast } from "../src/query/history/update.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import { sweepLayout } from "../src/sweep/layout.ts";
import { nowhere } from "../src/text/source.ts";
import { subworldFrom } from "../src/world/subworld.ts";
import { validateWorld } from "../src/world/validate.ts";
import { LayerKind, type World } from "../src/world/world.ts";
import { type Opened, openText } from "./open-text.ts";
import { randomScenario } from "./random/random-scenario.ts";

/** Two solutions of one game, each to a residual of 1e-10. */
const SAME_GAME = 1e-8;
const RUNS = 100;

function solvedOf(world: World) {
  const [solved] = solveEquilibrium(world);
  if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
  return solved;
}

function openedOf(opened: Opened) {
  if (opened.status === "refused") throw new Error(opened.says);
  return { scenario: opened.scenario, world: opened.world, solved: solvedOf(opened.world) };
}

describe("a new game from the filtered state", () => {
  it("is the old one where nothing is hidden", () => {
    const counts = { restarted: 0, moved: 0 };
    fc.assert(
      fc.property(randomScenario({ hidden: false, eyes: false, maxPeriods: 4 }), fc.gen(), (text, gen) => {
        const opened = openText(text);
        if (opened.status === "refused") return;
        const { world } = opened;
        if (!sweepLayout(world).nothingHidden) return; // stages, or choices made at once
        const occurrences = world.header.description.occurrences.filter(({ kind }) => kind === "move");
        if (occurrences.length === 0) return;
        const { desk, move } = occurrences[gen(fc.integer, { min: 0, max: occurrences.length - 1 })];
        const day = gen(fc.integer, { min: 0, max: 20 });
        const { from, to } = opened.scenario.calendar;
        const item: HistoryItem = {
          span: nowhere,
          on: Math.min(to - 1, from + day),
          kind: gen(fc.integer, { min: 0, max: 1 }) === 0 ? "happened" : "did not happen",
          trigger: { kind: "move", desk, move, branch: -1 },
          condition: null,
          text: "an item",
          evidence: [],
        };
        const scenario = { ...opened.scenario, history: [item] };
        const solved = solvedOf(world);
        const found = restartSolutions(scenario, world, [solved], knownAsOf(scenario));
        if (found.status !== "restarted") return;
        counts.restarted++;
        const old = conditionedForecast(scenario, world, [solved]);
        if ("status" in old) throw new Error(old.status);
        const again = forecastSolutions(scenario, world, found.solutions, { filters: found.filters });
        expect(again.massLost).toBeLessThan(1e-12);
        again.outcomes.forEach(({ name, byEnd }, index) => {
          const { byEnd: before } = old.forecast.outcomes[index];
          if (before > 0.01 && before < 0.99) counts.moved++;
          expect(Math.abs(byEnd - before), name).toBeLessThan(SAME_GAME);
        });
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(counts.restarted, JSON.stringify(counts)).toBeGreaterThan(RUNS / 10);
    expect(counts.moved, JSON.stringify(counts)).toBeGreaterThan(RUNS / 20);
  });

  const demand = (from: string, firm: string, history: string) => `
standoff: 1
title: A demand that may be a bluff
as of: { day: ${from} }
calendar: { from: ${from}, to: 2026-05-04, step: 1 week }
afterwards: none
scale: { 0: as it is, 100: best }
steadiness: { lambda: 0.1 }
noise: mistakes
order: fixed
actors: { city: { name: City, patience: 0.7 per year }, port: { name: Port } }
state: { settled: yes or no, blockade: yes or no, resolve: { is: [weak, firm], starts: { firm: ${firm}, weak: rest }, seen by: city } }
clocks: { ultimatum: { owner: city, at: 2026-03-02, lapses: the offer to talk } }
desks:
  port table: { of: port, tempo: fortnightly, moves: { give way: { when: not settled, usual: 5 % per month, does: { settled: yes, blockade: no } } } }
  city table: { of: city, tempo: fortnightly, moves: { close the port: { when: now >= ultimatum and not settled and not blockade, does: { blockade: yes } } } }
payoffs:
  port: { terms: { on: give way, value: -25 }, losses: { while: blockade, value: -15 per month } }
  city: { terms: { on: give way, value: 40 }, costs: { while: blockade, value: if resolve is firm then -2 per month else -12 per month } }
outcomes: { closed: { on: close the port }, agreement: { when: settled } }
${history}
`;

  it("is the game of a scenario that starts on that day from what is known", () => {
    const history = "history: [ { on: 2026-02-04, seen: resolve is firm and not settled } ]";
    const { scenario, world, solved } = openedOf(openText(demand("2026-01-05", "0.4", history)));
    const found = restartSolutions(scenario, world, [solved], knownAsOf(scenario));
    if (found.status !== "restarted") throw new Error(found.status);
    expect(found.from).toBe("2026-02-09");
    const again = forecastSolutions(scenario, world, found.solutions, { filters: found.filters });
    const own = openedOf(openText(demand("2026-02-09", "1", "")));
    const alone = forecastSolutions(own.scenario, own.world, [own.solved]);
    const kept = conditionedForecast(scenario, world, [solved]);
    if ("status" in kept) throw new Error(kept.status);
    again.outcomes.forEach(({ name, byEnd }, index) => {
      expect(Math.abs(byEnd - alone.outcomes[index].byEnd), name).toBeLessThan(SAME_GAME);
    });
    // The port of the old game does not know what the news says.
    expect(Math.abs(again.outcomes[1].byEnd - kept.forecast.outcomes[1].byEnd)).toBeGreaterThan(0.005);
  });

  it("starts from the odds of the hidden that the news leaves", () => {
    const history = "history: [ { on: 2026-03-10, happened: close the port } ]";
    const { scenario, world, solved } = openedOf(openText(demand("2026-01-05", "0.4", history)));
    const found = restartSolutions(scenario, world, [solved], knownAsOf(scenario));
    if (found.status !== "restarted") throw new Error(found.status);
    expect(found.running).toBeGreaterThan(0.9);
    const again = forecastSolutions(scenario, world, found.solutions, { filters: found.filters });
    const kept = conditionedForecast(scenario, world, [solved]);
    if ("status" in kept) throw new Error(kept.status);
    expect(Math.abs(again.outcomes[1].byEnd - kept.forecast.outcomes[1].byEnd)).toBeLessThan(0.2);
    const ended = restartSolutions(
      { ...scenario, history: [] },
      world,
      [solved],
      knownAsOf({ ...scenario, history: [] }),
    );
    expect(ended.status).toBe("nothing left");
  });

  it("cuts sound worlds out of worlds", () => {
    let cut = 0;
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 3 }), fc.gen(), (text, gen) => {
        const opened = openText(text);
        if (opened.status === "refused") return;
        const { world } = opened;
        const ends = Array.from(world.layerKind.keys()).filter(
          (layer) => world.layerKind[layer] === LayerKind.periodEnd,
        );
        if (ends.length === 0) return;
        const layer = ends[gen(fc.integer, { min: 0, max: ends.length - 1 })];
        const nodes = [world.layerNode[layer], world.layerNode[layer + 1] - 1];
        const share = nodes[0] === nodes[1] ? 1 : 0.5;
        const chances = Array.from({ length: world.header.views }, () => share);
        const sub = subworldFrom(
          world,
          [...new Set(nodes)].map((node) => ({ node, chances })),
        );
        expect(validateWorld(sub.world)).toEqual([]);
        cut++;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(cut).toBeGreaterThan(RUNS / 2);
  });
});

/** Why a history cannot be, and what could be written instead: a case for every reason, told by kind and in words. */
import { expect, it } from "vitest";
import { conditionOnHistory } from "../src/query/history/history.ts";
import type { ImpossibilityKind } from "../src/query/history/impossible-history.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import { openText } from "./open-text.ts";

const scenarioWith = (history: readonly string[]) => `
standoff: 1
title: A port and its city
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-02, step: 1 week }
afterwards: none
scale: { 0: as now, 100: best }
steadiness: { lambda: 0.1 }
noise: mistakes
actors: { city: { name: City }, port: { name: Port } }
state:
  settled: yes or no
  closed: yes or no
  stock: { is: 0..3, reported: fully }
  storm: yes or no
  gone: yes or no
clocks: { deadline: { owner: city, at: 2026-02-02, lapses: the offer }, notice: { owner: city, at: 2026-01-12, lapses: the notice } }
desks:
  city table:
    of: city
    moves:
      close the port: { when: not settled and not closed, does: { closed: yes } }
      open the port: { when: closed, does: { closed: no } }
      settle: { when: not settled, does: { settled: yes } }
      annex: { when: settled and not settled, does: { settled: yes } }
events:
  weather: { gale: { chance: 0.2 , when: not storm, does: { storm: yes } }, swell: { chance: 0.3, does: { stock: up 1 } } }
  luck: { miracle: { chance: 0, does: { settled: yes } }, flood: { when: stock > 1, chance: 0.5, does: { gone: yes } } }
  calm: { lull: { chance: 0.5, does: { storm: no } } }
endings: { lost: { when: gone } }
payoffs: { city: { peace: { at end: settled, value: 10 } } }
outcomes: { agreement: { when: settled } }
history:
${history.map((item) => `  - { ${item} }`).join("\n")}
`;

const cases: readonly (readonly [ImpossibilityKind, readonly string[], RegExp, RegExp])[] = [
  ["never", ["on: 2026-01-12, happened: annex"], /its condition, settled and not settled, never holds/, /^$/],
  ["never", ["on: 2026-01-12, happened: miracle"], /its chance is 0/, /^$/],
  ["never", ["on: 2026-01-12, seen: settled and not settled"], /no state that play can come to/, /^$/],
  [
    "on another day",
    ["on: 2026-01-12, happened: deadline lapses"],
    /only in the period from 2026-02-02 to 2026-02-08/,
    /date it in the period from 2026-02-02/,
  ],
  [
    "certain",
    ["on: 2026-01-13, did not happen: notice lapses"],
    /certain to happen in the period from 2026-01-12/,
    /^$/,
  ],
  [
    "desk moved already",
    ["on: 2026-01-13, happened: close the port", "on: 2026-01-16, happened: open the port"],
    /city table already moved in the period from 2026-01-12 to 2026-01-18 \(2026-01-13, happened: close the port\)/,
    /--step "3 days".* date one of them in another period \(2026-01-19 begins/,
  ],
  [
    "once a period",
    ["on: 2026-01-13, happened: swell", "on: 2026-01-14, happened: swell"],
    /in one period it happens once/,
    /--step "1 day"/,
  ],
  [
    "already happened",
    ["on: 2026-01-13, happened: settle", "on: 2026-02-09, happened: settle"],
    /it had already happened on 2026-01-13/,
    /^$/,
  ],
  [
    "condition closed",
    ["on: 2026-01-13, happened: settle", "on: 2026-02-09, happened: close the port"],
    /its condition, not settled and not closed, did not hold any more.*not since 2026-01-19.*2026-01-13, happened: settle/,
    /^$/,
  ],
  [
    "play had ended",
    [
      "on: 2026-01-06, happened: swell",
      "on: 2026-01-13, happened: swell",
      "on: 2026-01-20, happened: flood",
      "on: 2026-02-10, happened: settle",
    ],
    /play has ended by then/,
    /^$/,
  ],
  [
    "silence",
    ["on: 2026-02-10, happened: flood"],
    /stock is reported fully, and no item tells of a change of it: that excludes it, since it needs stock > 1/,
    /add the item/,
  ],
  [
    "contradicts",
    ["on: 2026-01-13, happened: settle", "on: 2026-02-02, seen: not settled"],
    /given 2026-01-13, happened: settle, this cannot hold/,
    /until|in the period from 2026-01-05/,
  ],
  [
    "contradicts",
    ["on: 2026-01-13, happened: swell", "on: 2026-01-14, did not happen: swell"],
    /another item says that it did happen/,
    /^$/,
  ],
];

it.each(cases)("%s: %j", (kind, history, says, instead) => {
  const opened = openText(scenarioWith(history));
  if (opened.status === "refused") throw new Error(opened.says);
  const { scenario, world } = opened;
  const [solved] = solveEquilibrium(world);
  if (solved?.status !== "solved") throw new Error(solved?.status);
  const found = conditionOnHistory(scenario, world, solved);
  if (found.status !== "impossible under the model") throw new Error(JSON.stringify(found));
  expect(found.item).toBe(history.length - 1);
  expect(found.why).toMatchObject({ kind, says: expect.stringMatching(says), instead: expect.stringMatching(instead) });
});

it("counts what happened on several days of one period, and takes the same item twice for one", () => {
  const twice = "on: 2026-01-13, happened: swell";
  const opened = openText(scenarioWith([twice, twice]));
  if (opened.status === "refused") throw new Error(opened.says);
  const { scenario, world } = opened;
  const [solved] = solveEquilibrium(world);
  if (solved?.status !== "solved") throw new Error(solved?.status);
  const found = conditionOnHistory(scenario, world, solved);
  expect(found.status === "conditioned" && found.likelihood).toBeCloseTo(0.7 * 0.3, 1);
});

/** Splitting a move into identical variants of one family changes nothing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved } from "../../src/solve/solution.ts";
import type { World } from "../../src/world/world.ts";
import { openText } from "../open-text.ts";
import { randomScenario } from "./random-scenario.ts";

const SAME = 1e-9;
const SOLVED = 1e-11;
const RUNS = 160;

interface Desk {
  plain?: string;
  policy?: unknown;
  moves: Record<string, { family?: string; usual?: string; chance?: object }>;
}

/**
 * Two texts: one move has its family to itself, or is split into three variants in it. Null where no move can be split
 * without touching what refers to it.
 */
function split(text: string): readonly [string, string] | null {
  const document = parse(text) as { desks: Record<string, Desk> };
  for (const desk of Object.values(document.desks)) {
    if (desk.policy !== undefined) continue;
    for (const [name, { family: _f, usual: _u, chance: _c, ...move }] of Object.entries(desk.moves)) {
      const before = { ...desk.moves[name] };
      desk.moves[name] = { ...move, family: name };
      // Its own key and its family, and nothing else.
      if (stringify(document).split(name).length - 1 > 2) {
        desk.moves[name] = before;
        continue;
      }
      delete desk.plain;
      const single = stringify(document);
      for (const twin of ["second", "third"]) desk.moves[`${twin} way to ${name}`] = { ...move, family: name };
      return [single, stringify(document)];
    }
  }
  return null;
}

function solve(text: string): { world: World; solved: Solved } | null {
  const opened = openText(text);
  if (opened.status === "refused") return null;
  const [solved] = solveEquilibrium(opened.world, { tolerance: SOLVED });
  return solved?.status === "solved" ? { world: opened.world, solved } : null;
}

/** What the actors expect on the first day, and how often each desk holds. */
function figures({ world, solved }: { world: World; solved: Solved }): number[] {
  const { columns } = world.header;
  const values = Array.from({ length: columns }, (_, c) =>
    world.startNode.reduce((sum, node, i) => sum + world.startChance[i] * solved.values[node * columns + c], 0),
  );
  const holds = world.header.description.desks.map(() => 0);
  for (let node = 0; node < world.header.nodes; node++)
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
      const slot = world.edgeSlot[edge];
      if (slot === 0 || world.slotMove[slot] !== 0xffffffff) continue;
      const through = world.coefficient[world.edgeCoefficient[edge]] * solved.policy[slot];
      holds[world.setDesk[world.nodeSet[node]]] += solved.reach[node] * through;
    }
  return [...values, ...holds];
}

describe("identical variants", () => {
  it("change nothing on random scenarios", () => {
    let compared = 0;
    fc.assert(
      fc.property(randomScenario({ maxPeriods: 2 }), (text) => {
        const pair = split(text);
        if (pair === null) return;
        const [one, three] = [solve(pair[0]), solve(pair[1])];
        if (one === null || three === null) return;
        compared++;
        const [before, after] = [figures(one), figures(three)];
        before.forEach((figure, i) => {
          expect(Math.abs(figure - after[i])).toBeLessThan(SAME);
        });
      }),
      { seed: 1998, numRuns: RUNS, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(RUNS / 8);
  });
});

/** What is at stake for actors, against sums over all plays and by hand; relative steadiness and what it comes to. */
import { expect, test } from "vitest";
import { openText } from "../../test/open-text.ts";
import { buildScenario, type KeptWorld, type RunOptions } from "../run.ts";
import { solveEquilibrium } from "../solve/equilibrium.ts";

/** Sums of tens of products. */
const ROUNDING = 1e-12;

const head = (steadiness: string, actors: string) => `standoff: 1
title: Stakes
as of: { day: 2025-01-01 }
calendar: { from: 2025-01-01, to: 2025-01-15, step: 1 week }
scale: { 0: nothing, 100: all }
${steadiness}afterwards: none
order: fixed
${actors}`;

const body = `state:
  done: { is: [no, left, right] }
  storm: yes or no
desks:
  table:
    of: ann
    moves:
      go left: { when: done is no, does: { done: left } }
      go right: { when: done is no, does: { done: right } }
events:
  weather:
    storms: { when: not storm, chance: 0.25, does: { storm: yes } }
`;

function opened(text: string, options: Parameters<typeof openText>[1] = {}) {
  const found = openText(text, options);
  if (found.status !== "open") throw new Error(found.says);
  return found;
}

const one = `${body}payoffs:
  ann:
    part 1: { at end: done is left, value: 8 }
    part 2: { at end: done is right, value: -2 }
    part 3: { at end: storm, value: 4 }
outcomes:
  left: { when: done is left }
`;

test("the stake is the deviation of the whole payoff over plays at lambda 0", () => {
  const { world } = opened(head("steadiness: { lambda: 1 }\n", "actors: { ann: { name: Ann } }\n") + one);
  // Hold 1/2 and each move 1/4 in every period.
  const periods = world.header.description.periods.length;
  const open = 0.5 ** periods;
  const calm = 0.75 ** periods;
  const [left, right] = [(1 - open) / 2, (1 - open) / 2];
  const mean = 8 * left - 2 * right;
  const variance = 64 * left + 4 * right - mean ** 2 + 16 * calm * (1 - calm); // weather is independent of what is done
  expect(world.header.description.actors[0].stake).toBeCloseTo(Math.sqrt(variance), 12);
});

const factions = (weight: string) => `actors:
  ann:
    name: Ann
    factions: { doves: "${weight}", hawks: "1 - (${weight})" }
`;
const two = (doves: number, hawks: number) => `${body}payoffs:
  doves:
    part 4: { at end: done is left, value: ${doves} }
  hawks:
    part 5: { at end: done is left, value: ${hawks} }
outcomes:
  left: { when: done is left }
`;

test("factions that pull against each other have little at stake together", () => {
  const stake = (doves: number, hawks: number) =>
    opened(head("steadiness: { lambda: 1 }\n", factions("0.5")) + two(doves, hawks)).world.header.description.actors[0]
      .stake!;
  const alone = stake(10, 0);
  expect(stake(10, 10)).toBeCloseTo(2 * alone, 12);
  expect(stake(10, -10)).toBeLessThan(ROUNDING);
  expect(stake(10, -4)).toBeCloseTo(0.6 * alone, 12);
});

const relative = "steadiness: { better by: half a stake, is chosen: 9 in 10 }\n";
const ann = "actors: { ann: { name: Ann } }\n";

test("a relative steadiness is per stake, and the default where nothing is stated", () => {
  const stated = opened(head(relative, ann) + one).world.header.description.actors[0];
  expect(stated.lambda).toBeCloseTo(Math.log(9) / (0.5 * stated.stake!), 12);
  expect(opened(head("", ann) + one).world.header.description.actors[0]).toEqual(stated);
  const quarter = head("steadiness: { better by: a quarter of a stake, is chosen: 3 in 4 }\n", ann) + one;
  expect(opened(quarter).world.header.description.actors[0].lambda).toBeCloseTo(
    Math.log(3) / (0.25 * stated.stake!),
    12,
  );
  const own = "actors: { ann: { name: Ann, steadiness: { better by: 2 stakes, is chosen: 9 in 10 } } }\n";
  const other = opened(head("steadiness: { lambda: 1 }\n", own) + one).world.header.description.actors[0];
  expect(other.lambda).toBeCloseTo(Math.log(9) / (2 * stated.stake!), 12);
});

test("other units of the points change no choice, and the stake stays when assumptions are set", () => {
  const inUnits = (unit: number) =>
    `${body}payoffs:
  ann:
    part 6: { at end: done is left, value: ${8 * unit} }
    part 7: { at end: done is right, value: -${2 * unit} * $more }
outcomes:
  left: { when: done is left }
assumptions:
  more: { value: 1, range: 0.5 to 4, basis: judgement }
`;
  const text = (unit: number) => head(relative, ann) + inUnits(unit);
  const chances = (from: ReturnType<typeof opened>) => {
    const [found] = solveEquilibrium(from.world);
    if (found.status !== "solved") throw new Error(found.status);
    return [...found.policy];
  };
  const plain = chances(opened(text(1)));
  chances(opened(text(25))).forEach((chance, slot) => {
    expect(Math.abs(chance - plain[slot])).toBeLessThan(ROUNDING);
  });
  // A what-if, built or priced, keeps the stake of the values that the file states.
  const actorOf = (options: RunOptions) => {
    const build = buildScenario("x", () => text(1), options);
    if (build.status !== "built") throw new Error(build.status);
    return build.world.header.description.actors[0];
  };
  const kept: KeptWorld = { last: null };
  const stated = actorOf({ kept });
  expect(actorOf({ set: { more: "4" } })).toEqual(stated);
  expect(actorOf({ kept, set: { more: "4" } })).toEqual(stated);
});

test("nothing at stake is no steadiness", () => {
  const none = body.concat(
    "payoffs:\n  ann:\n    part 8: { at end: storm, value: 0 }\noutcomes:\n  left: { when: done is left }\n",
  );
  const { lambda, stake } = opened(head(relative, ann) + none).world.header.description.actors[0];
  expect([lambda, stake]).toEqual([0, 0]);
});

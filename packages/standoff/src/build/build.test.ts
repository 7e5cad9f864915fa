import { describe, expect, it } from "vitest";
import {
  and,
  branch,
  choose,
  desk,
  ending,
  event,
  is,
  move,
  now,
  num,
  onMove,
  op,
  payoff,
  read,
  type SmallScenario,
  set,
  smallScenario,
  step,
  variable,
} from "../../test/reference/small-scenario.ts";
import { spread, walkThrough } from "../../test/reference/walk-through.ts";
import type { Scenario } from "../language/scenario.ts";
import { describeGraph } from "../world/describe.ts";
import { validateWorld } from "../world/validate.ts";
import { LayerKind, SetKind, type World } from "../world/world.ts";
import { type BuildOptions, buildWorld } from "./build.ts";

function built(scenario: Scenario | SmallScenario, options?: BuildOptions): World {
  const result = buildWorld("calendar" in scenario ? scenario : smallScenario(scenario), options);
  if (result.status !== "built") throw new Error(JSON.stringify(result, null, 1));
  expect(validateWorld(result.world)).toEqual([]);
  return result.world;
}

const expected = (scenario: Scenario | SmallScenario) => walkThrough(built(scenario)).expected;
const kinds = (world: World) => [...world.layerKind];
const isFinal = (world: World) => (layer: number) => world.layerKind[layer] === LayerKind.final;
const finalSpread = (world: World, v: number) => spread(world, walkThrough(world).reach, v, isFinal(world));

function faults(small: SmallScenario): string[] {
  const result = buildWorld(smallScenario(small));
  if (result.status !== "faulty") throw new Error(`not faulty but ${result.status}`);
  for (const diagnostic of result.diagnostics) expect(diagnostic.example).toMatch(/^1970-/);
  return result.diagnostics.map((diagnostic) => diagnostic.code);
}

const flag = variable("flag", 2);
const raise = move("raise", { guard: is(0, 0), effects: [set(0, 1)] });

describe("a desk", () => {
  it("holds or moves, then the period ends", () => {
    const world = built({ variables: [flag], desks: [desk("d", 0, [raise])] });
    expect(describeGraph(world)).toBe(
      [
        "1970-01-01 d",
        "  0: - set 0 -> 1 slot 1 d holds 1; 1 slot 2 raise 2",
        "1970-01-01 end of the period",
        "  1: - -> 1 3",
        "  2: flag flag1 -> 1 4",
        "1970-01-08 last day",
        "  3: -",
        "  4: flag flag1",
      ].join("\n"),
    );
    expect([...world.slotLogWeight.subarray(1)]).toEqual([Math.log(1 / 2), Math.log(1 / 2)]);
  });

  it("is passed over where nothing is on its menu", () => {
    const world = built({ variables: [flag], desks: [desk("d", 0, [raise])], periods: 2 });
    // Second period: only the state without the flag decides.
    expect(kinds(world)).toEqual([3, 4, 3, 4, 6]);
    expect(world.header.informationSets).toBe(2);
    expect(finalSpread(world, 0)).toEqual([1 / 4, 3 / 4]);
  });

  it("convenes with chance 1 - exp(-rate x length), and otherwise nobody can tell from a hold", () => {
    const world = built({ variables: [flag], desks: [desk("d", 0, [raise], { tempo: num(Math.log(2) / 7) })] });
    // Rate ln 2 a week: convenes with 1/2, raises with 1/2 of it.
    const [held, raised] = finalSpread(world, 0);
    expect(held).toBeCloseTo(3 / 4, 14);
    expect(raised).toBeCloseTo(1 / 4, 14);
    expect([...world.edgeSlot.subarray(0, 3)]).toEqual([0, 1, 2]);
    expect(world.edgeTarget[0]).toBe(world.edgeTarget[1]);
  });

  it("never convenes at tempo zero", () => {
    const world = built({ variables: [flag], desks: [desk("d", 0, [raise], { tempo: num(0) })] });
    expect(kinds(world)).toEqual([4, 6]);
  });

  it("has a set of one slot when it must make its only move", () => {
    const world = built({ variables: [flag], desks: [desk("d", 0, [raise], { mustMove: true })] });
    expect([world.header.informationSets, world.header.slots]).toEqual([1, 2]);
    expect(finalSpread(world, 0)).toEqual([0, 1]);
  });

  it("knows only what its actor sees", () => {
    const type = variable("type", 2, { starts: [num(1 / 4), num(3 / 4)], seenBy: 2 });
    const both = [desk("blind", 0, [raise]), desk("seeing", 1, [raise])];
    const world = built({ variables: [flag, type], desks: both, actors: 2 });
    // Two starting nodes; one set for the blind, two for the seeing.
    expect([...world.startChance]).toEqual([1 / 4, 3 / 4]);
    expect([...world.setActor]).toEqual([0, 1, 1]);
    const announced = built({ variables: [flag, { ...type, announced: 7 }], desks: both, actors: 2, periods: 2 });
    expect([...announced.setActor]).toEqual([0, 1, 1, 0, 0, 1, 1]);
  });

  it("follows a stated policy, zero chances included", () => {
    const policy = [
      { when: is(0, 1), hold: num(1), chances: [null] },
      { when: num(1), hold: num(0), chances: [num(1)] },
    ];
    const world = built({ variables: [flag], desks: [desk("d", 0, [raise], { policy })] });
    expect([...world.setKind]).toEqual([SetKind.fixed]);
    expect([...world.slotLogWeight.subarray(1)]).toEqual([Number.NEGATIVE_INFINITY, 0]);
    expect(finalSpread(world, 0)).toEqual([0, 1]);
  });

  it("decides by one column where it ratifies, by all of its actor's otherwise", () => {
    const scenario = smallScenario({ variables: [flag], desks: [desk("all", 0, [raise]), desk("one", 0, [raise])] });
    const factions: Scenario = {
      ...scenario,
      actors: [{ ...scenario.actors[0], columns: [0, 1], weights: [num(0.25), num(0.75)] }],
      columns: [0, 1].map((c) => ({ id: `${c}`, name: `${c}`, actor: 0, faction: true })),
      desks: [scenario.desks[0], { ...scenario.desks[1], column: 1 }],
    };
    const world = built(factions);
    const rowOf = (s: number) => [...world.weightRow.subarray(world.setWeights[s] * 2, world.setWeights[s] * 2 + 2)];
    expect([rowOf(0), rowOf(1)]).toEqual([
      [0.25, 0.75],
      [0, 1],
    ]);
  });
});

describe("turns", () => {
  const desks = [
    desk("first", 0, [move("x", { effects: [set(0, 1)] })]),
    desk("second", 0, [move("y", { effects: [set(0, 0)] })]),
  ];

  it("are reversed in every other period unless the order is fixed", () => {
    const order = (alternating: boolean, startReversed = false) => {
      const scenario = smallScenario({ variables: [flag], desks, periods: 3, alternating });
      const world = built({ ...scenario, startReversed });
      return [...world.layerDesk].filter((_, layer) => world.layerKind[layer] === LayerKind.decision).join("");
    };
    expect([order(false), order(true), order(true, true)]).toEqual(["010101", "011001", "100110"]);
  });

  it("keep their order, and chances per step their sum, where a date breaks a cell of the grid", () => {
    const lucky = event("lucky", "chance", 0.2, { guard: is(1, 0), effects: [set(1, 1)] });
    const small = { variables: [flag, variable("luck", 2)], desks, periods: 3, alternating: true };
    const whole = smallScenario({ ...small, events: [[lucky]] });
    const [first, second, third] = whole.calendar.periods;
    const left = { start: 7, days: 2, cell: 1, steps: 2 / 7 };
    const right = { start: 9, days: 5, cell: 1, steps: 5 / 7 };
    const periods = [first, left, right, third];
    const broken = { ...whole, calendar: { ...whole.calendar, periods, played: periods } };
    expect(second.days).toBe(7);
    for (const scenario of [whole, broken]) {
      const world = built(scenario);
      const decisions = [...world.layerKind.keys()].filter((l) => world.layerKind[l] === LayerKind.decision);
      const orderIn = (period: number) =>
        decisions.filter((l) => world.layerPeriod[l] === period).map((l) => world.layerDesk[l]);
      expect(scenario.calendar.periods.map(({ cell }, period) => orderIn(period)[cell % 2])).toEqual(
        scenario.calendar.periods.map(() => 0),
      );
      const { reach } = walkThrough(world);
      const last = (layer: number) => world.layerKind[layer] === LayerKind.final;
      expect(spread(world, reach, 1, last)[0]).toBeCloseTo(0.8 ** 3, 14);
    }
  });
});

describe("payoffs", () => {
  it("are lumps when a move or a branch happens, read before or after", () => {
    const gamble = move("gamble", {
      effects: [set(0, 2)],
      branches: [branch("lost", 1 / 4, []), branch("won", 3 / 4, [])],
    });
    const small: SmallScenario = {
      variables: [variable("level", 3)],
      desks: [desk("d", 0, [gamble])],
      payoffs: [
        payoff(0, "on", 4, { trigger: onMove(0, 0) }),
        payoff(0, "on", -16, { trigger: onMove(0, 0, 0) }),
        payoff(0, "on", op(read(0), "*", num(10)), { trigger: onMove(0, 0) }),
        payoff(0, "on", op(read(0), "*", num(3)), { trigger: onMove(0, 0), readAfter: true }),
        payoff(0, "on", 8, { trigger: { kind: "hold", desk: 0 } }),
        payoff(0, "on", 1000, { trigger: onMove(0, 0), when: is(0, 1) }),
      ],
    };
    // Half holds: 8. Half gambles: 4 - 16/4 + 0 + 3 x 2 = 6. Together 7.
    expect(expected(small)[0]).toBeCloseTo(7, 14);
  });

  it("flow over true time, discounted", () => {
    const year = 365.25;
    const small: SmallScenario = {
      variables: [flag],
      periods: 2,
      days: year,
      patience: 1 / 2,
      payoffs: [payoff(0, "while", 1 / year, { when: is(0, 0) }), payoff(0, "at end", 8)],
    };
    // One point a year at d = 1/2: (1 - 1/2) / ln 2 in the first year, half of it in the second; 8 after two: 2.
    expect(expected(small)[0]).toBeCloseTo((3 / 4) * Math.LOG2E + 2, 12);
    expect(expected({ ...small, patience: 1 })[0]).toBeCloseTo(10, 12);
  });

  it("are read in the state after the period's turns", () => {
    const small = { variables: [flag], desks: [desk("d", 0, [raise])], periods: 2 };
    const flow = payoff(0, "while", 1, { when: is(0, 1) });
    // Flag after the first period with 1/2, after the second with 3/4; seven days each.
    expect(expected({ ...small, payoffs: [flow] })[0]).toBeCloseTo(7 * (1 / 2 + 3 / 4), 13);
  });

  it("come when a condition becomes true, by a move or by the passing of time", () => {
    const becomes = (condition: typeof now) => ({ trigger: { kind: "becomes", condition } as const });
    const small = { variables: [flag], desks: [desk("d", 0, [raise])], periods: 2, patience: 1 / 2, days: 365.25 };
    const byMove = payoff(0, "on", 8, becomes(is(0, 1)));
    // Raised in the first year with 1/2: 8; in the second with 1/4, a year later: 4.
    expect(expected({ ...small, payoffs: [byMove] })[0]).toBeCloseTo(8 / 2 + 4 / 4, 12);
    const byTime = payoff(0, "on", 8, becomes(and(op(now, ">=", num(365)), is(0, 0))));
    // Due on the first day of the second year, where not raised before (1/2): 4 in today's points.
    const world = built({ ...small, payoffs: [byTime] });
    expect(kinds(world)).toEqual([3, 4, 0, 3, 4, 6]);
    expect(walkThrough(world).expected[0]).toBeCloseTo(4 / 2, 12);
  });
});

describe("endings", () => {
  const small: SmallScenario = {
    variables: [flag],
    desks: [desk("d", 0, [raise])],
    periods: 3,
    days: 10,
    payoffs: [payoff(0, "while", 1, { when: is(0, 1) }), payoff(0, "at end", read(0))],
  };

  it("freeze the state while flows and final values go on", () => {
    const world = built({ ...small, endings: [ending("over", is(0, 1))] });
    // Raised in period 1, 2, 3 with 1/2, 1/4, 1/8: thirty, twenty, ten days of one point, and one at the end.
    expect(walkThrough(world).expected[0]).toBeCloseTo(31 / 2 + 21 / 4 + 11 / 8, 12);
    expect(expected(small)[0]).toBeCloseTo(31 / 2 + 21 / 4 + 11 / 8, 12);
    expect(kinds(world)).toEqual([3, 4, 5, 3, 4, 5, 3, 4, 5, 6]);
  });

  it("may have a worth of their own, and are paid for when reached", () => {
    const trigger = { kind: "ending", ending: 0 } as const;
    const payoffs = [...small.payoffs!, payoff(0, "on", 100, { trigger })];
    const endings = [ending("over", is(0, 1), [num(-4)])];
    expect(expected({ ...small, payoffs, endings })[0]).toBeCloseTo((96 * 7) / 8, 12);
  });

  it("let time run on in frozen flows", () => {
    const late = payoff(0, "while", 1, { when: op(now, ">=", num(20)) });
    const endings = [ending("over", is(0, 1))];
    expect(expected({ ...small, payoffs: [late], endings })[0]).toBeCloseTo(10, 12);
  });

  it("hold as soon as time makes them hold, and on the first day", () => {
    const atOnce = built({ ...small, desks: [], endings: [ending("over", is(0, 0), [num(5)])] });
    expect([kinds(atOnce), walkThrough(atOnce).expected]).toEqual([[LayerKind.ended], [5]]);
    const later = built({ ...small, desks: [], endings: [ending("over", op(now, ">=", num(10)), [num(5)])] });
    expect(kinds(later)).toEqual([4, 0, 5]);
  });

  it("come first in file order", () => {
    const endings = [ending("a", is(0, 1), [num(1)]), ending("b", is(0, 1), [num(2)])];
    expect(expected({ ...small, payoffs: [], endings })[0]).toBeCloseTo(7 / 8, 14);
  });
});

describe("forgetting", () => {
  it("returns a variable to its first level when its condition holds after an edge", () => {
    const memory = variable("memory", 2, { starts: [num(1 / 2), num(1 / 2)], forgetWhen: is(0, 1) });
    const world = built({ variables: [flag, memory], desks: [desk("d", 0, [raise])] });
    // Raised in half of all cases, where the memory goes: 1/4 keep 1.
    expect(finalSpread(world, 1)).toEqual([3 / 4, 1 / 4]);
    expect(world.layerNode[3] - world.layerNode[2]).toBe(3);
  });
});

describe("chance turns", () => {
  const level = variable("level", 4);

  it("run events one after another, each reading what the earlier left", () => {
    const first = event("first", "chance", 1 / 2, { effects: [step(0, 1)] });
    const second = event("second", "chance", choose(is(0, 1), num(1 / 4), num(1 / 2)), { effects: [step(0, 2)] });
    const world = built({ variables: [level], events: [[first, second]] });
    // 0: 1/2 x 1/2; 1: 1/2 x 3/4; 2: 1/2 x 1/2; 3: 1/2 x 1/4.
    expect(finalSpread(world, 0)).toEqual([1 / 4, 3 / 8, 1 / 4, 1 / 8]);
    expect([...world.labelItem].at(-1)).toBe(4); // first, second, first + second
  });

  it("let rates compete: at most one, together 1 - exp(-sum x length)", () => {
    const rate = Math.log(2) / 28;
    const list = [1, 3].map((share, i) => event(`e${i}`, "rate", rate * share, { effects: [set(0, i + 1)] }));
    // Sum 4 x ln 2 / 28 a day over 7 days: half; a quarter of it for the first.
    const chances = finalSpread(built({ variables: [level], events: [list] }), 0);
    [1 / 2, 1 / 8, 3 / 8, 0].forEach((chance, value) => {
      expect(chances[value]).toBeCloseTo(chance, 14);
    });
  });

  it("let the smallest of rates compete too", () => {
    const list = [1, 3].map((share, i) => event(`e${i}`, "rate", 1e-200 * share, { effects: [set(0, i + 1)] }));
    const chances = finalSpread(built({ variables: [level], events: [list] }), 0);
    for (const value of [1, 2]) expect(chances[value] / (7e-200 * (2 * value - 1))).toBeCloseTo(1, 14);
  });

  it("branch", () => {
    const branches = [branch("up", 1 / 3, [step(0, 1)]), branch("", 2 / 3)];
    const world = built({ variables: [level], events: [[event("e", "chance", 1 / 2, { branches })]] });
    expect(finalSpread(world, 0)[1]).toBeCloseTo(1 / 6, 14);
  });

  it("are skipped where no event can happen", () => {
    const never = event("e", "chance", 0);
    expect(kinds(built({ variables: [level], events: [[never]] }))).toEqual([4, 6]);
  });
});

describe("desks that move at once", () => {
  const level = (atOnce: "error" | "in order" | "highest" | "lowest" | "sum") => variable("level", 6, { atOnce });
  const start = { starts: [0, 0, 1, 0, 0, 0].map(num) };
  const turns = [{ kind: "desks", desks: [0, 1] }] as const;
  const both = (rule: Parameters<typeof level>[0], first = step(0, 1), second = step(0, 2)): SmallScenario => ({
    variables: [{ ...level(rule), ...start }],
    desks: [
      desk("a", 0, [move("x", { effects: [first] })], { mustMove: true }),
      desk("b", 1, [move("y", { effects: [second] })], { mustMove: true }),
    ],
    actors: 2,
    turns,
  });
  const result = (small: SmallScenario) => finalSpread(built(small), 0).indexOf(1);

  it("combine their writes by the variable's rule", () => {
    // From 2: the one makes it 3, the other 4.
    expect(result(both("in order"))).toBe(5);
    expect(result(both("highest"))).toBe(4);
    expect(result(both("lowest"))).toBe(3);
    expect(result(both("sum"))).toBe(5);
    expect(result(both("sum", step(0, -2), step(0, 5)))).toBe(3); // 2 - 2 + (5 - 2), saturated: 5 - 2 = 3
    expect(result(both("in order", step(0, 1), set(0, op(read(0), "-", num(3)))))).toBe(0);
    expect(faults(both("error"))).toEqual(["written-twice-at-once"]);
  });

  it("do not see what the others chose, and pay for what happened", () => {
    const small: SmallScenario = {
      variables: [variable("a", 2), variable("b", 2)],
      desks: [
        desk("first", 0, [move("x", { effects: [set(0, 1)], branches: [branch("p", 1 / 2), branch("q", 1 / 2)] })]),
        desk("second", 1, [move("y", { guard: is(0, 0), effects: [set(1, 1)] })]),
      ],
      actors: 2,
      turns,
      payoffs: [
        payoff(0, "on", 4, { trigger: onMove(0, 0, 1) }),
        payoff(0, "on", op(read(1), "*", num(8)), { trigger: onMove(0, 0), readAfter: true }),
        payoff(1, "on", 16, { trigger: onMove(1, 0) }),
        payoff(1, "on", 32, { trigger: { kind: "becomes", condition: and(is(0, 1), is(1, 1)) } }),
      ],
    };
    const world = built(small);
    expect([...world.setActor]).toEqual([0, 1]);
    expect(world.nodeSet.filter((s) => s === 1).length).toBe(3); // held, x -> p, x -> q
    // x with 1/2, q with 1/4: 1; y then with 1/2, read after: 8 x 1/4 = 2.
    // y with 1/2: 8; both with 1/4: 8.
    expect(walkThrough(world).expected).toEqual([3, 16]);
    for (const v of [0, 1]) expect(finalSpread(world, v)).toEqual([1 / 2, 1 / 2]);
  });

  it("let the last that can act apply everything", () => {
    const small: SmallScenario = {
      variables: [variable("a", 2), variable("b", 2)],
      desks: [
        desk("first", 0, [move("x", { effects: [set(0, 1)] })]),
        desk("second", 1, [move("y", { guard: is(1, 1) })]),
      ],
      actors: 2,
      turns,
    };
    expect(finalSpread(built(small), 0)).toEqual([1 / 2, 1 / 2]);
  });
});

describe("a desk that moves at once with one before it", () => {
  it("does not act on what that one has just changed", () => {
    const small: SmallScenario = {
      variables: [variable("a", 2), variable("b", 2)],
      desks: [
        desk("first", 0, [move("x", { effects: [set(0, 1)] })], { mustMove: true }),
        desk("second", 1, [move("y", { guard: is(0, 1), effects: [set(1, 1)] })], { mustMove: true }),
      ],
      actors: 2,
      turns: [{ kind: "desks", desks: [0, 1] }],
      periods: 2,
    };
    const second = (turns: SmallScenario["turns"]) => {
      const world = built({ ...small, ...(turns ? { turns } : {}) });
      return [...world.setDesk].filter((d) => d === 1).length;
    };
    expect(second(small.turns)).toBe(1); // in the second period only
    expect(second([0, 1].map((d) => ({ kind: "desks", desks: [d] }) as const))).toBe(2);
  });
});

describe("halving the step", () => {
  it("leaves usual moves and rates as frequent as they are in calendar time", () => {
    const [usual, rate, tempo] = [1 / 100, 1 / 50, 1 / 10];
    const doneAfter = (days: number) => {
      const world = built({
        variables: [variable("moved", 2), variable("struck", 2)],
        desks: [
          desk("d", 0, [move("m", { guard: is(0, 0), usual: num(usual), effects: [set(0, 1)] })], {
            tempo: num(tempo),
          }),
        ],
        events: [[event("e", "rate", rate, { guard: is(1, 0), effects: [set(1, 1)] })]],
        days,
        periods: 56 / days,
      });
      return [0, 1].map((v) => finalSpread(world, v)[1]);
    };
    for (const days of [28, 7, 3.5, 1.75]) {
      const [moved, struck] = doneAfter(days);
      expect(moved).toBeCloseTo(1 - Math.exp(-usual * 56), 12);
      expect(struck).toBeCloseTo(1 - Math.exp(-rate * 56), 12);
    }
  });
});

describe("starts", () => {
  it("keep a value whose chance comes to zero, but none that is zero by the letter", () => {
    const zero = op(num(1), "-", num(1));
    const hidden = variable("type", 3, { starts: [num(1), zero, num(0)] });
    const world = built({ variables: [hidden], periods: 1 });
    expect([...world.startChance]).toEqual([1, 0]);
  });
});

describe("problems that show only in some state", () => {
  const chance = (amount: Parameters<typeof event>[2]) => ({
    variables: [flag],
    events: [[event("e", "chance", amount)]],
  });

  it("are diagnostics with that state", () => {
    expect(faults(chance(1.5))).toEqual(["chance-outside-0-to-1"]);
    expect(faults(chance(op(num(0), "/", num(0))))).toEqual(["chance-outside-0-to-1"]);
    expect(faults({ variables: [flag], events: [[event("e", "rate", -1)]] })).toEqual(["rate-below-0"]);
    const branches = [branch("a", 0.5), branch("b", 0.4)];
    expect(faults({ variables: [flag], desks: [desk("d", 0, [move("m", { branches })])] })).toEqual([
      "chances-do-not-sum-in-state",
    ]);
    const beyond = move("m", { effects: [set(0, op(read(0), "+", num(2)))] });
    expect(faults({ variables: [flag], desks: [desk("d", 0, [beyond])] })).toEqual(["value-outside-domain"]);
    const endless = payoff(0, "while", op(num(1), "/", read(0)));
    expect(faults({ variables: [flag], payoffs: [endless] })).toEqual(["value-not-finite"]);
    expect(faults({ variables: [flag], desks: [desk("d", 0, [raise], { tempo: num(-1) })] })).toEqual(["rate-below-0"]);
    expect(faults({ variables: [variable("v", 2, { starts: [num(0.5), num(0.4)] })] })).toEqual([
      "chances-do-not-sum-in-state",
    ]);
  });

  it("include a menu that tells what its actor cannot see", () => {
    const hidden = variable("hidden", 2, { starts: [num(1 / 2), num(1 / 2)], seenBy: 0 });
    const telling = move("m", { guard: is(1, 1) });
    expect(faults({ variables: [flag, hidden], desks: [desk("d", 0, [raise, telling])] })).toEqual([
      "menu-tells-secrets",
    ]);
  });

  it("include usual frequencies that leave nothing for hold", () => {
    const often = move("m", { usual: num(2) });
    expect(faults({ variables: [flag], desks: [desk("d", 0, [often], { tempo: num(1) })] })).toEqual([
      "usual-too-frequent",
    ]);
  });

  it("include a policy that gives chances to what is not on the menu", () => {
    const policy = [{ when: num(1), hold: num(0.5), chances: [num(0.5), num(0)] }];
    const moves = [raise, move("other")];
    const small = { variables: [{ ...flag, starts: [num(0), num(1)] }], desks: [desk("d", 0, moves, { policy })] };
    expect(faults(small)).toEqual(["chances-do-not-sum-in-state"]);
  });
});

describe("limits", () => {
  const many: SmallScenario = {
    variables: [0, 1, 2, 3, 4, 5, 6].map((i) => variable(`v${i}`, 4)),
    events: [[0, 1, 2, 3, 4, 5, 6].map((i) => event(`e${i}`, "chance", 1 / 2, { effects: [step(i, 1)] }))],
    periods: 4,
  };

  it("stop a world that is too large and say what makes it so", () => {
    const result = buildWorld(smallScenario(many), { maxBytes: 5e6 });
    if (result.status !== "too large") throw new Error(result.status);
    expect(result.bytes).toBeGreaterThan(5e6);
    expect(result.variables.length).toBe(7);
    expect(result.variables[0].multiplies).toBeGreaterThan(1.5);
    expect(result.occurrences[0].states).toBeGreaterThan(0);
  });

  it("stop when asked to, and report progress", () => {
    let asked = 0;
    expect(buildWorld(smallScenario(many), { cancelled: () => ++asked > 1 }).status).toBe("cancelled");
    const nodes: number[] = [];
    built(smallScenario({ ...many, periods: 2 }), { onProgress: (progress) => nodes.push(progress.nodes) });
    expect(nodes.length).toBeGreaterThan(2);
    expect(nodes).toEqual(nodes.toSorted((a, b) => a - b));
  });
});

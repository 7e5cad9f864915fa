import { describe, expect, it } from "vitest";
import {
  and,
  assume,
  branch,
  choose,
  clock,
  desk,
  ending,
  event,
  is,
  move,
  num,
  onMove,
  op,
  read,
  type SmallScenario,
  seen,
  set,
  smallScenario,
  variable,
} from "../../test/reference/small-scenario.ts";
import type { Outcome, Scenario } from "../language/scenario.ts";
import { nowhere } from "../text/source.ts";
import { sizeOf } from "../world/size.ts";
import { buildWorld } from "./build.ts";
import { examineWorld } from "./examine.ts";

type Rest = Partial<Pick<Scenario, "outcomes" | "exclusive">>;

function examine(small: SmallScenario, rest: Rest = {}): string[] {
  return examineScenario({ ...smallScenario(small), ...rest });
}

function examineScenario(scenario: Scenario): string[] {
  const result = buildWorld(scenario);
  if (result.status !== "built") throw new Error(JSON.stringify(result));
  return examineWorld(scenario, result.world).map(({ code, message }) => `${code}: ${message}`);
}

const flag = variable("flag", 2);
const raise = move("raise", { guard: is(0, 0), effects: [set(0, 1)] });
const plain: SmallScenario = { variables: [flag], desks: [desk("d", 0, [raise])] };

function outcome(name: string, rest: Partial<Outcome>): Outcome {
  return { name, span: nowhere, how: "when", condition: null, trigger: null, resolvable: true, resolves: "", ...rest };
}

describe("examineWorld", () => {
  it("has nothing to say about a sound scenario", () => {
    expect(examine(plain)).toEqual([]);
  });

  it("looks at menus with each assumption at both ends of its range", () => {
    const hidden = variable("type", 2, { starts: [num(0.3), num(0.7)], seenBy: 2 });
    const usual = choose(is(0, 1), assume(0), assume(1));
    const small: SmallScenario = { variables: [hidden], desks: [desk("d", 0, [move("a", { usual })])], actors: 2 };
    const ranged = (ranges: readonly ([number, number] | null)[]): Scenario => {
      const scenario = seen(small, [0.01, 0.01], []);
      const assumptions = scenario.assumptions.map((a, i) => ({ ...a, name: `rate ${i}`, range: ranges[i] }));
      return { ...scenario, assumptions };
    };
    const told = (ranges: readonly ([number, number] | null)[]) => {
      const scenario = ranged(ranges);
      const result = buildWorld(scenario);
      if (result.status !== "built") throw new Error(JSON.stringify(result));
      return examineWorld(scenario, result.world).map(({ code, example }) => [code, example]);
    };
    expect(told([null, null])).toEqual([]);
    expect(told([[0.01, 0.02], null])).toEqual([
      ["menu-tells-secrets", expect.stringContaining('with "rate 0" at the upper end of its range')],
    ]);
    expect(told([null, [0.005, 0.01]])).toEqual([
      ["menu-tells-secrets", expect.stringContaining('with "rate 1" at the lower end of its range')],
    ]);
    // Where both states read the same number, nothing is told by it.
    expect(told([[0.01, 0.01], null])).toEqual([]);
  });

  it("looks at tempos with each frequency at the ends of its range, and with all at their upper ends", () => {
    const moves = [move("a", { usual: assume(0) }), move("b", { usual: assume(1) })];
    const small: SmallScenario = { variables: [flag], desks: [desk("d", 0, moves, { tempo: num(1) })] };
    const told = (ranges: readonly ([number, number] | null)[]) => {
      const scenario = seen(small, [0.3, 0.3], []);
      const assumptions = scenario.assumptions.map((a, i) => ({ ...a, name: `rate ${i}`, range: ranges[i] }));
      const result = buildWorld({ ...scenario, assumptions });
      if (result.status !== "built") throw new Error(JSON.stringify(result));
      const found = examineWorld({ ...scenario, assumptions }, result.world);
      return found.filter(({ code }) => code === "usual-too-frequent-in-draws").map(({ example }) => example);
    };
    expect(told([null, null])).toEqual([]);
    expect(told([[0.2, 0.6], null])).toEqual([]);
    expect(told([[0.2, 0.8], null])).toEqual([expect.stringContaining('with "rate 0" at the upper end of its range')]);
    expect(
      told([
        [0.2, 0.6],
        [0.2, 0.6],
      ]),
    ).toEqual([expect.stringContaining("with every frequency and tempo at the upper end of its range")]);
  });

  it("tells a chance whose product with another such is none; a small rate keeps its chance all the same", () => {
    const tiny = (chance: number) => [[event("comet", "chance", num(chance), { effects: [set(0, 1)] })]];
    const { desks: _, ...quiet } = plain;
    expect(examine({ ...quiet, events: tiny(1e-140) })).toEqual([]);
    expect(examine({ ...quiet, events: tiny(1e-160) })).toEqual([
      'chance-too-small: the chance of "comet" comes to 1.0e-160: what follows on it with another such chance will count as impossible',
    ]);
  });

  it("finds moves, values, events, clocks and endings that never come about", () => {
    const desks = [desk("d", 0, [raise, move("never", { guard: and(is(0, 0), is(0, 1)) })])];
    expect(examine({ ...plain, desks })).toEqual([
      'unreachable-move: the move "never" is available in no state that can be reached',
    ]);
    expect(examine({ ...plain, variables: [variable("flag", 4)] })).toEqual([
      'unreachable-value: "flag" is never "flag2", "flag3"',
    ]);
    const events = [[event("no", "chance", num(1), { guard: op(read(0), ">", num(5)) })]];
    expect(examine({ ...plain, events })[0]).toMatch(/^event-never-happens/);
    const idle = clock("idle", "timer", {
      dueVariable: 1,
      takes: num(7),
      starts: { kind: "becomes", condition: is(0, 7) },
    });
    const variables = [flag, variable("due", 4, { kind: "clock" })];
    expect(examine({ ...plain, variables, clocks: [idle] })).toEqual([
      'clock-never-runs: nothing that can happen starts the clock "idle"',
    ]);
    const endings = [ending("first", is(0, 1)), ending("hidden", is(0, 1))];
    expect(examine({ ...plain, endings })).toEqual(['ending-never-reached: the ending "hidden" is never reached']);
  });

  it("finds a clock whose condition holds from the start", () => {
    const held = clock("held", "timer", {
      dueVariable: 1,
      takes: num(7),
      starts: { kind: "becomes", condition: is(0, 0) },
    });
    const variables = [flag, variable("due", 4, { kind: "clock" })];
    expect(examine({ ...plain, variables, clocks: [held] })).toContain(
      'clock-held-at-start: what starts the clock "held" already holds on the first day in some state, and nothing then starts it',
    );
  });

  it("finds a desk that has no choice", () => {
    const desks = [desk("d", 0, [raise], { mustMove: true }), desk("silent", 0, [move("m")], { tempo: num(0) })];
    expect(examine({ ...plain, desks }).map((line) => line.split(":")[0])).toEqual([
      "desk-never-decides",
      "desk-never-decides",
      "unreachable-move",
    ]);
  });

  it("finds outcomes that cannot happen and ones that hold from the start", () => {
    const outcomes = [
      outcome("up", { condition: is(0, 1) }),
      outcome("both", { condition: and(is(0, 0), is(0, 1)) }),
      outcome("down", { condition: is(0, 0) }),
      outcome("raised", { how: "on", trigger: onMove(0, 0) }),
      outcome("becomes up", { how: "on", trigger: { kind: "becomes", condition: is(0, 1) } }),
      outcome("becomes two", { how: "on", trigger: { kind: "becomes", condition: is(0, 2) } }),
      outcome("raised from below", { how: "on", trigger: onMove(0, 0), condition: is(0, 0) }),
      outcome("raised from above", { how: "on", trigger: onMove(0, 0), condition: is(0, 1) }),
      outcome("down at the end", { how: "at end", condition: is(0, 0) }),
    ];
    expect(examine(plain, { outcomes })).toEqual([
      'outcome-impossible: the outcome "both" happens on no path',
      'outcome-at-start: the outcome "down" holds on the first day in every state: its forecast is 1',
      'outcome-impossible: the outcome "becomes two" happens on no path',
      'outcome-impossible: the outcome "raised from above" happens on no path',
    ]);
  });

  it("looks at the paths of an exclusive group, not at states alone", () => {
    const back = move("lower", { guard: is(0, 1), effects: [set(0, 0)] });
    const small = { ...plain, desks: [desk("d", 0, [raise, back])], periods: 2 };
    const outcomes = [
      outcome("up", { condition: is(0, 1) }),
      outcome("lowered", { how: "on", trigger: onMove(0, 1) }),
      outcome("up at the end", { how: "at end", condition: is(0, 1) }),
      outcome("down at the end", { how: "at end", condition: is(0, 0) }),
    ];
    const group = (...of: number[]) =>
      examine(small, { outcomes, exclusive: [{ name: "g", span: nowhere, of, above: [] }] });
    expect(group(0, 1)).toEqual(['exclusive-co-occur: in "g", "lowered" can happen after or with "up"']);
    expect(group(2, 3)).toEqual([]);
    expect(group(0, 2)).toEqual(['exclusive-co-occur: in "g", "up at the end" can happen after or with "up"']);
  });

  it("leaves out what a policy gives chance zero", () => {
    const policy = [{ when: num(1), hold: num(1), chances: [num(0), num(0)] }];
    const twice = [raise, move("other", { guard: is(0, 0), branches: [branch("a", 1 / 2), branch("b", 1 / 2)] })];
    const outcomes = [outcome("up", { condition: is(0, 1) }), outcome("raised", { how: "on", trigger: onMove(0, 0) })];
    const exclusive = [{ name: "g", span: nowhere, of: [0, 1], above: [] }];
    expect(examine({ ...plain, desks: [desk("d", 0, twice, { policy })] }, { outcomes, exclusive })).toEqual([]);
    expect(examine({ ...plain, desks: [desk("d", 0, twice)] }, { outcomes, exclusive }).length).toBe(1);
  });

  it("leaves out what some actor alone holds possible, when it looks at an exclusive group", () => {
    const small: SmallScenario = {
      variables: [variable("flag", 3)],
      events: [[event("lower", "chance", assume(0), { guard: is(0, 1), effects: [set(0, 2)] })]],
      desks: [desk("d", 0, [raise])],
      periods: 2,
    };
    const outcomes = [outcome("up", { condition: is(0, 1) }), outcome("lowered", { condition: is(0, 2) })];
    const exclusive = [{ name: "g", span: nowhere, of: [0, 1], above: [] }];
    const found = (stated: number) => examineScenario({ ...seen(small, [stated], [[0, 0, 0.5]]), outcomes, exclusive });
    expect(found(0)).toEqual([]);
    expect(found(0.1)).toEqual(['exclusive-co-occur: in "g", "lowered" can happen after or with "up"']);
  });
});

describe("sizeOf", () => {
  it("says by how much each variable multiplies the states of the widest layer", () => {
    const coin = variable("coin", 2, { starts: [num(1 / 2), num(1 / 2)] });
    const result = buildWorld(smallScenario({ ...plain, variables: [flag, coin] }));
    if (result.status !== "built") throw new Error(result.status);
    const size = sizeOf(result.world);
    expect(size.variables).toEqual([
      { name: "flag", multiplies: 2 },
      { name: "coin", multiplies: 2 },
    ]);
    expect(size.layers.map(({ layer, states }) => `${layer} ${states}`)).toEqual([
      "d 2",
      "end of the period 4",
      "last day 4",
    ]);
  });
});

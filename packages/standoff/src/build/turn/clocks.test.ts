/** Clocks on worlds worked out by hand: periods of seven days, the first day is 0. */
import { describe, expect, it } from "vitest";
import {
  branch,
  clock,
  desk,
  event,
  is,
  lapsed,
  move,
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
} from "../../../test/reference/small-scenario.ts";
import { spread, walkThrough } from "../../../test/reference/walk-through.ts";
import type { Trigger } from "../../language/scenario.ts";
import { allPassed } from "../../math/erlang.ts";
import { validateWorld } from "../../world/validate.ts";
import { LayerKind, type World } from "../../world/world.ts";
import { buildWorld } from "../build.ts";

function built(small: SmallScenario): World {
  const result = buildWorld(smallScenario(small));
  if (result.status !== "built") throw new Error(JSON.stringify(result, null, 1));
  expect(validateWorld(result.world)).toEqual([]);
  return result.world;
}

/** Values of a variable at the end of each period, ended states left out. */
function byPeriod(world: World, v: number): number[][] {
  const { reach } = walkThrough(world);
  const ends = (layer: number) => world.layerKind[layer] === LayerKind.periodEnd;
  const periods = [...new Set([...world.layerPeriod].filter((_, layer) => ends(layer)))];
  return periods.map((p) => spread(world, reach, v, (layer) => ends(layer) && world.layerPeriod[layer] === p));
}

const onLapse: Trigger = { kind: "lapse", clock: 0 };
const rung = variable("rung", 2);
const dueOf = (name: string, periods: number) => variable(`${name} due`, periods + 3, { kind: "clock" });

describe("a fixed clock", () => {
  const fixed = (date: number, rest = {}) => clock("fixed", "fixed", { date, effects: [set(0, 1)], ...rest });

  it("lapses in the first period that starts on or after its date", () => {
    const ringing = (date: number) => byPeriod(built({ variables: [rung], clocks: [fixed(date)], periods: 3 }), 0);
    const [no, yes] = [
      [1, 0],
      [0, 1],
    ];
    expect(ringing(0)).toEqual([yes, yes, yes]);
    expect(ringing(1)).toEqual([no, yes, yes]);
    expect(ringing(7)).toEqual([no, yes, yes]);
    expect(ringing(8)).toEqual([no, no, yes]);
    expect(ringing(15)).toEqual([no, no, no]);
  });

  it("pays, and sets off events in the same turn", () => {
    const gong = event("gong", "lapse", null, {
      clock: 0,
      branches: [branch("loud", 1 / 4, [set(1, 1)]), branch("soft", 3 / 4)],
    });
    const world = built({
      variables: [rung, variable("woken", 2)],
      clocks: [fixed(7)],
      events: [[gong]],
      periods: 2,
      payoffs: [
        payoff(0, "on", 3, { trigger: onLapse, when: is(0, 0) }),
        payoff(0, "on", 8, { trigger: { kind: "event", group: 0, event: 0, branch: 0 } }),
      ],
    });
    expect([...world.layerKind]).toEqual([4, 1, 4, 6]);
    expect(walkThrough(world).expected).toEqual([3 + 8 / 4]);
    expect(byPeriod(world, 1)).toEqual([
      [1, 0],
      [3 / 4, 1 / 4],
    ]);
  });

  it("has its effects before an ending looks", () => {
    const small = { variables: [rung], clocks: [fixed(7)], periods: 2 };
    const endings = [
      { name: "over", span: { file: 0, start: 0, end: 0 }, when: op(lapsed(0), "and", is(0, 0)), worth: null },
    ];
    expect([...built({ ...small, endings }).layerKind]).toEqual([4, 1, 4, 6]);
  });
});

describe("a drawn clock", () => {
  it("lapses at its anchor, or never", () => {
    const anchors = [
      { date: 7, offset: Number.NaN, label: "early" },
      { date: 10, offset: Number.NaN, label: "late" },
      { date: Number.POSITIVE_INFINITY, offset: Number.NaN, label: "never" },
    ];
    const draw = variable("draw", 3, { kind: "clock", starts: [num(1 / 4), num(1 / 4), num(1 / 2)] });
    const drawn = clock("drawn", "draw", { drawVariable: 1, anchors, effects: [set(0, 1)] });
    const world = built({ variables: [rung, draw], clocks: [drawn], periods: 3 });
    expect(byPeriod(world, 0)).toEqual([
      [1, 0],
      [3 / 4, 1 / 4],
      [1 / 2, 1 / 2],
    ]);
  });

  it("counts an anchor from an occurrence, once", () => {
    const periods = 5;
    const anchors = [
      { date: Number.NaN, offset: 8, label: "8 days after" },
      { date: Number.POSITIVE_INFINITY, offset: Number.NaN, label: "never" },
    ];
    const count = variable("count", 5);
    const draw = variable("draw", 2, { kind: "clock", starts: [num(1 / 2), num(1 / 2)] });
    const call = move("call");
    const drawn = clock("drawn", "draw", {
      drawVariable: 1,
      dueVariable: 2,
      anchors,
      starts: onMove(0, 0),
      effects: [step(0, 1)],
    });
    const desks = [desk("d", 0, [call], { mustMove: true })];
    const world = built({ variables: [count, draw, dueOf("drawn", periods)], clocks: [drawn], desks, periods });
    // Called on day 0: day 8, so the third period (day 14). Later calls start nothing.
    expect(byPeriod(world, 0).map((chances) => chances[1])).toEqual([0, 0, 1 / 2, 1 / 2, 1 / 2]);
  });
});

describe("a timer", () => {
  const periods = 6;
  const due = dueOf("timer", periods);
  const timer = (takes: number, rest = {}) =>
    clock("timer", "timer", {
      dueVariable: 1,
      takes: num(takes),
      starts: onMove(0, 0),
      effects: [step(0, 1)],
      ...rest,
    });
  const count = variable("count", 5);
  const always = [desk("d", 0, [move("call")], { mustMove: true })];
  const sure = (world: World, v = 0) => byPeriod(world, v).map((chances) => chances.indexOf(1));

  it("runs from its occurrence to the first period on or after, and may start again", () => {
    // Called each period. 10 days: from day 0 to period 2 (day 14); again from day 14 to period 4 (day 28).
    const small = { variables: [count, due], desks: always, periods };
    expect(sure(built({ ...small, clocks: [timer(10)] }))).toEqual([0, 0, 1, 1, 2, 2]);
    // Exactly seven days: every next period. No time at all: the next period too.
    expect(sure(built({ ...small, clocks: [timer(7)] }))).toEqual([0, 1, 2, 3, 4, 4]);
    expect(sure(built({ ...small, clocks: [timer(0)] }))).toEqual([0, 1, 2, 3, 4, 4]);
  });

  it("forgets that it lapsed where it runs again and again", () => {
    const once = [desk("d", 0, [move("call", { guard: is(0, 0) })], { mustMove: true })];
    const world = built({ variables: [count, due], desks: once, periods, clocks: [timer(10, { again: true })] });
    expect(sure(world)).toEqual([0, 0, 1, 1, 1, 1]);
    expect(sure(world, 1)).toEqual([3, 3, 0, 0, 0, 0]);
  });

  it("falls due past the horizon", () => {
    const world = built({ variables: [count, due], desks: always, periods, clocks: [timer(40)] });
    expect(sure(world)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(sure(world, 1)).toEqual(Array(periods).fill(periods + 1));
  });

  it("stops when its condition holds", () => {
    const stopped = timer(20, { stopWhen: is(2, 1) });
    const desks = [desk("d", 0, [move("call", { guard: is(2, 0) })], { mustMove: true })];
    const cut = event("cut", "chance", 1, { guard: op(read(1), ">", num(0)), effects: [set(2, 1)] });
    const turns = [
      { kind: "desks", desks: [0] },
      { kind: "events", group: 0 },
    ] as const;
    const world = built({
      variables: [count, due, variable("cut", 2)],
      desks,
      events: [[cut]],
      turns,
      clocks: [stopped],
      periods,
    });
    expect(sure(world, 1)).toEqual(Array(periods).fill(0));
    expect(sure(world)).toEqual(Array(periods).fill(0));
  });

  it("starts when a condition becomes true", () => {
    const rise = [event("rise", "chance", 1, { guard: is(2, 0), effects: [set(2, 1)] })];
    const starts: Trigger = { kind: "becomes", condition: is(2, 1) };
    const variables = [count, due, variable("up", 2)];
    const world = built({ variables, events: [rise], clocks: [timer(7, { starts })], periods });
    expect(sure(world)).toEqual([0, 1, 1, 1, 1, 1]);
  });

  it("can chain: a lapse starts the next clock", () => {
    const first = clock("fixed", "fixed", { date: 7 });
    const second = timer(7, { starts: onLapse });
    expect(sure(built({ variables: [count, due], clocks: [first, second], periods }))).toEqual([0, 0, 1, 1, 1, 1]);
  });
});

describe("stages", () => {
  const stages = (k: number, takes: number, rest = {}) =>
    clock("stages", "stages", {
      stageVariable: 1,
      stages: k,
      takes: num(takes),
      starts: onMove(0, 0),
      effects: [set(0, 1)],
      ...rest,
    });
  const stage = (k: number) => variable("stage", k + 2, { kind: "clock" });
  const always = [desk("d", 0, [move("call", { guard: is(1, 0) })], { mustMove: true })];
  const done = (world: World) => byPeriod(world, 0).map((chances) => chances[1]);
  const cases = [1, 2, 4, 7].flatMap((k) => [7, 28, 3.5].map((days) => [k, days] as const));

  it.each(cases)(
    "started on a period's first day: %i in periods of %f days are the Erlang's at every end",
    (k, days) => {
      const takes = 28;
      const clocks = [stages(k, takes, { starts: { kind: "lapse", clock: 1 } }), clock("fixed", "fixed", { date: 0 })];
      const periods = 84 / days;
      const world = built({ variables: [rung, stage(k)], clocks, days, periods });
      done(world).forEach((chance, period) => {
        expect(chance).toBeCloseTo(allPassed(k, (k / takes) * days * (period + 1)), 13);
      });
    },
  );

  it.each(cases)("started inside a period: %i in periods of %f days pass over half of it", (k, days) => {
    const takes = 28;
    const small = { variables: [rung, stage(k)], desks: always, clocks: [stages(k, takes)], days, periods: 84 / days };
    done(built(small)).forEach((chance, period) => {
      expect(chance).toBeCloseTo(allPassed(k, (k / takes) * days * (period + 1 / 2)), 13);
    });
  });

  it("lapse at once where they take no time, again and again where they may", () => {
    const at = (rest: object) =>
      done(built({ variables: [rung, stage(3)], desks: always, clocks: [stages(3, 0, rest)], periods: 2 }));
    expect(at({})).toEqual([1, 1]);
    expect(at({ again: true, effects: [step(0, 1)] })).toEqual([1, 1]);
  });

  it("stop while they run, also in the period in which they start", () => {
    const cut = desk("cutter", 0, [move("cut", { guard: op(read(1), ">", num(0)), effects: [set(2, 1)] })], {
      mustMove: true,
    });
    const small = {
      variables: [rung, stage(2), variable("cut", 2)],
      desks: [...always, cut],
      clocks: [stages(2, 7, { stopWhen: is(2, 1) })],
      periods: 3,
    };
    expect(done(built(small))).toEqual([0, 0, 0]);
  });

  it("report a duration below zero", () => {
    const result = buildWorld(
      smallScenario({ variables: [rung, stage(1)], desks: always, clocks: [stages(1, -3)], periods: 2 }),
    );
    expect(result.status === "faulty" && result.diagnostics.map((d) => d.code)).toEqual(["duration-below-0"]);
  });
});

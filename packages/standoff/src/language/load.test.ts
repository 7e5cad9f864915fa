/**
 * Elaboration part by part: what a scenario's texts become. Faults have their own samples in test/samples/diagnostics.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDay, printDay } from "../text/dates.ts";
import { formatDiagnostic } from "../text/diagnostic.ts";
import { type LoadOptions, loadScenario } from "./load.ts";
import { printScenario } from "./print-scenario.ts";

const head = `standoff: 1
title: A small dispute
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-05, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
actors:
  union: { name: Union }
  port: { name: Port company, patience: 0.99 per month }
state:
  talks: { is: [none, open, closed] }
  strike: yes or no
  fund: { is: 1..4, starts: { 2: $small, 3: rest }, seen by: union }
assumptions:
  small: { value: 0.4, basis: convention }
`;

function load(rest: string, options: LoadOptions = {}) {
  const text = head + rest;
  const { scenario, diagnostics, sources } = loadScenario(
    "x.yaml",
    (path) => (path === "x.yaml" ? text : undefined),
    options,
  );
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return { scenario: scenario!, diagnostics, errors: errors.map((entry) => formatDiagnostic(entry, sources)) };
}

function lines(rest: string): string[] {
  const { scenario, errors } = load(rest);
  expect(errors).toEqual([]);
  return printScenario(scenario)
    .split("\n")
    .map((line) => line.trim());
}

describe("variables and actors", () => {
  it("start where they are said to, with the rest spelt out", () => {
    const { scenario } = load("");
    expect(scenario.variables.map(({ name, size, low }) => [name, size, low])).toEqual([
      ["talks", 3, 0],
      ["strike", 2, 0],
      ["fund", 4, 1],
    ]);
    expect(scenario.variables[2].seenBy).toBe(0b01);
    expect(scenario.variables[0].seenBy).toBe(0b11);
    expect(lines("")).toContain("fund: 1 | 2 | 3 | 4; starts 2 $small, 3 1 - $small; seen by union");
  });

  it("have yearly patience, and lambda by the formula", () => {
    const { scenario } = load("");
    expect(scenario.actors[1].patience).toMatchObject({ kind: "constant", value: 0.99 ** 12 });
    expect(scenario.actors[0].lambda).toBeCloseTo(Math.log(9) / 10, 14);
    expect(scenario.errorStake).toBe(10);
  });

  it("leave a common steadiness by stakes as it is where the first of them has points of its own", () => {
    const points = "{ better by: 10 points, is chosen: 9 in 10 }";
    const own = head
      .replace(points, "{ better by: half a stake, is chosen: 9 in 10 }")
      .replace("Union }", `Union, steadiness: ${points} }`);
    const { scenario, diagnostics } = loadScenario("x.yaml", () => own);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(scenario!.errorStake).toBeNull();
    expect(scenario!.actors.map(({ relative }) => relative)).toEqual([false, true]);
  });
});

describe("moves", () => {
  const desk = (moves: string, extra = "") =>
    `desks:\n  table:\n    of: union\n    tempo: weekly\n${extra}    moves:\n${moves}`;

  it("write levels, steps, maps and expressions", () => {
    const printed = lines(
      desk(
        "      a: { does: { talks: closed, fund: down 1, strike: not strike } }\n" +
          "      b: { does: { talks: { becomes: { none: open, open: closed } }, fund: { becomes: { 1: 4 } } } }\n" +
          "      c: { does: { talks: if fund > 2 then open else none, fund: up } }\n",
      ),
    );
    expect(printed).toContain("a when yes; then talks = closed, fund down 1, strike = not strike");
    expect(printed).toContain("b when yes; then talks becomes { none: open, open: closed }, fund becomes { 1: 4 }");
    expect(printed).toContain("c when yes; then talks = if fund > 2 then open else none, fund up 1");
  });

  it("keep indices in maps of ranges", () => {
    const { scenario } = load(desk("      b: { does: { fund: { becomes: { 1: 4 } } } }\n"));
    expect(scenario.desks[0].moves[0].effects[0].to).toEqual({ kind: "map", values: [3, 1, 2, 3] });
  });

  it("branch, the rest spelt out", () => {
    const printed = lines(
      desk("      a: { chance: { won: 1 in 4, lost: { chance: rest, does: { talks: closed } } } }\n"),
    );
    expect(printed).toContain("-> won 0.25");
    expect(printed).toContain("-> lost 1 - 0.25 then talks = closed");
  });

  it("hold where no rule of a policy does", () => {
    const rules = "    policy:\n      - { when: strike, chances: { a: 1 } }\n";
    const { scenario } = load(desk("      a: { when: strike, does: { strike: no } }\n", rules));
    expect(scenario.desks[0].policy!.map(({ hold, chances }) => [hold, chances])).toMatchObject([
      [{ value: 0 }, [{ value: 1 }]],
      [{ value: 1 }, [null]],
    ]);
  });
});

describe("clocks", () => {
  it("count from each other in any order, months by the calendar", () => {
    const printed = lines(`clocks:
  notice: { owner: union, at: 10 days before end }
  end: { owner: everyone, at: 1 month before 2025-05-31 }
`);
    expect(printed).toContain("notice: 2025-04-20");
    expect(printed).toContain("end: 2025-04-30");
  });

  it("keep their books in variables behind the declared ones", () => {
    const { scenario, errors } = load(`clocks:
  letter: { owner: union, at: { 2025-04-14: 0.4, 10 days after talks becomes open: $small, never: rest } }
  runs: { owner: port, starts: strike, takes: 14 days, then: { strike: no } }
  device: { owner: port, starts: talks is closed, takes: about 2 months, stages: 3, seen by: port }
`);
    expect(errors).toEqual([]);
    const [letter, runs, device] = scenario.clocks;
    const periods = scenario.calendar.periods.length;
    expect([letter.kind, runs.kind, device.kind]).toEqual(["draw", "timer", "stages"]);
    expect([letter.drawVariable, letter.dueVariable, runs.dueVariable, device.stageVariable]).toEqual([3, 4, 5, 6]);
    expect(scenario.variables.slice(3).map(({ size, seenBy, clock }) => [size, seenBy, clock])).toEqual([
      [3, 0b01, 0],
      [periods + 3, 0b01, 0],
      [periods + 3, 0b11, 1],
      [5, 0b10, 2],
    ]);
    expect(letter.anchors.map(({ date, offset }) => [date, offset])).toEqual([
      [parseDay("2025-04-14"), Number.NaN],
      [Number.NaN, 10],
      [Number.POSITIVE_INFINITY, Number.NaN],
    ]);
  });

  it("take a date counted from an occurrence as a timer", () => {
    const { scenario } = load("clocks:\n  reply: { owner: port, at: 2 weeks after talks becomes open }\n");
    expect(scenario.clocks[0]).toMatchObject({ kind: "timer", takes: { value: 14 }, starts: { kind: "becomes" } });
  });
});

describe("the calendar", () => {
  const periods = (rest: string, options: LoadOptions = {}) =>
    load(rest, options).scenario.calendar.periods.map(({ start }) => printDay(start).slice(5));
  const grid = ["03-31", "04-07", "04-14", "04-21", "04-28"];

  it("breaks where the day matters, and nowhere else", () => {
    expect(periods("")).toEqual(grid);
    expect(periods("clocks:\n  end: { owner: everyone, at: 2025-04-10 }\n")).toContain("04-10");
    expect(periods("clocks:\n  end: { owner: union, at: { 2025-04-11: 0.5, never: rest } }\n")).toContain("04-11");
    expect(periods("payoffs:\n  union:\n    p: { at end: yes, value: (now - 2025-04-12) / 1 day }\n")).toEqual(grid);
  });

  it("breaks at no date that only asks", () => {
    const asking = `define:
  late: now >= 2025-04-12 and strike
outcomes:
  late strike: { when: late }
  later: { when: now > 2025-04-13 and strike }
questions:
  q: { ask: P(late strike by 2025-04-12) }
checks:
  c: { ask: P(later by 2025-04-15), base rate: 1 of 3, class: strikes }
history:
  - { on: 2025-04-02, seen: now >= 2025-04-01 }
`;
    expect(periods(asking)).toEqual(grid);
    expect(periods(`${asking}endings:\n  over: { when: late }\n`)).toEqual([...grid, "04-12"].sort());
  });

  it.each([
    ["now >= 2025-04-09", ["04-09"]],
    ["now > 2025-04-09", ["04-10"]],
    ["now < 2025-04-09", ["04-09"]],
    ["now <= 2025-04-09", ["04-10"]],
    ["2025-04-09 > now", ["04-09"]],
    ["now is 2025-04-09", ["04-09", "04-10"]],
    ["now is 2025-04-09 or 2025-04-24", ["04-09", "04-10", "04-24", "04-25"]],
    ["now within 3 days of 2025-04-09", ["04-06", "04-12"]],
    ["now within 3 days before end", ["04-19", "04-22"]],
    ["now within 3 days after end", ["04-22", "04-25"]],
    ["now >= end - 2 weeks and now < end - 1 week + 1 day", ["04-08", "04-16", "04-22"]],
    ["now + 3 days >= end", ["04-19", "04-22"]],
    ["now - 2025-03-31 > 10 days", ["04-11"]],
    ["2025-04-16 - now <= $wait", ["04-12"]],
    ["2 * (now - 2025-03-31) >= 21 days", ["04-11"]],
    ["(now - 2025-03-31) / 1 week >= 1.5", ["04-11"]],
    ["-(now - 2025-03-31) / 1 week < -1.5", ["04-11"]],
    ["now >= filing - 2 days", ["04-08", "04-10", "04-16", "04-18"]],
    ["now - 2025-03-31 > runs - now", []],
    ["late", ["04-09"]],
  ])("breaks where %s turns", (condition, days) => {
    const rest = `  wait: { value: 4 days, basis: convention }
define:
  late: now - 2025-04-01 >= 8 days
clocks:
  end: { owner: everyone, at: 2025-04-22 }
  filing: { owner: union, at: { 2025-04-10: 0.5, 2025-04-18: 0.2, never: rest } }
  runs: { owner: port, starts: strike, takes: 14 days }
payoffs:
  union:
    p: { while: ${condition}, value: -3 per month }
`;
    const all = ["04-22", "04-10", "04-18", ...days];
    expect(periods(rest)).toEqual([...new Set([...grid, ...all])].sort());
  });

  it("numbers its cells and counts in steps, whatever breaks them", () => {
    const { periods: each } = load("clocks:\n  end: { owner: everyone, at: 2025-04-10 }\n").scenario.calendar;
    expect(each.map(({ cell }) => cell)).toEqual([0, 1, 1, 2, 3, 4]);
    expect(each.map(({ steps }) => Math.round(steps * 7))).toEqual([7, 3, 4, 7, 7, 7]);
  });

  it("obeys the options", () => {
    expect(periods("", { step: "2 weeks" })).toEqual(["03-31", "04-14", "04-28"]);
    expect(periods("", { step: "half" })).toHaveLength(10);
    expect(periods("", { horizon: 1.4 })).toHaveLength(7);
    expect(load("", { step: "soon" }).diagnostics.map(({ code }) => code)).toContain("bad-step");
  });

  it("takes other values for assumptions", () => {
    expect(load("", { set: { small: "0.25" } }).scenario.assumptions[0].value).toBe(0.25);
  });
});

describe("assumptions", () => {
  it("have types by their units, and ranges in them", () => {
    const rest = `  pace: { value: 2 per month, range: 1 to 3 per month, basis: convention }
  delay: { value: 7 months, range: 4 to 12 months, basis: convention }
  start: { value: 2025-05-01, range: 2025-04-01 to 2025-06-01, basis: convention }
  share: { value: 3 in 10, range: 10 % to 50 %, distribution: beta 2 5, basis: convention }
`;
    const { scenario, errors } = load(rest);
    expect(errors).toEqual([]);
    const [, pace, delay, start, share] = scenario.assumptions;
    expect([pace.type, delay.type, start.type, share.type]).toEqual(["rate", "duration", "date", "number"]);
    expect(pace.range![1]).toBeCloseTo(3 / 30.4375, 14);
    expect(delay.range).toEqual([4 * 30.4375, 12 * 30.4375]);
    expect(start.range).toEqual([parseDay("2025-04-01"), parseDay("2025-06-01")]);
    expect(share).toMatchObject({ value: 0.3, range: [0.1, 0.5], distribution: { kind: "beta", a: 2, b: 5 } });
  });
});

describe("results", () => {
  it("fold conditions, and make an outcome of what is left", () => {
    const printed = lines(`payoffs:
  union:
    pay: { while: strike, when: fund > 1, value: -3 per month }
    terms: { at end: yes, value: 5 }
endings:
  over: { when: talks is closed, worth: { port: -5 } }
outcomes:
  struck: { when: strike }
exclusive:
  how: { of: [struck], else: calm }
`);
    expect(printed).toContain(`union, pay: ${-3 / 30.4375} per day while strike and fund > 1`);
    expect(printed).toContain("union, terms: 5 at end yes");
    expect(printed).toContain("calm else");
  });
});

describe("places", () => {
  it("are exact in folded and quoted scalars", () => {
    const text = `${head}outcomes:\n  folded:\n    when: strike and\n      tallks is open\n  quoted: { when: "strike and muud is calm" }\n  block:\n    when: >-\n      strike and\n      fuund > 2\n`;
    const { diagnostics } = loadScenario("x.yaml", () => text);
    expect(
      diagnostics.filter(({ code }) => code === "unknown-name").map(({ span }) => text.slice(span.start, span.end)),
    ).toEqual(["tallks", "muud", "fuund"]);
  });
});

describe("hostile scenarios", () => {
  const good = `${head}define:
  stuck: talks is closed and not strike
clocks:
  end: { owner: everyone, at: 2025-04-10 }
  runs: { owner: port, starts: strike, takes: 14 days, then: { strike: no } }
desks:
  table:
    of: union
    tempo: weekly, daily within 1 week of end
    moves:
      a: { when: fund > 1, usual: 2 % per month, does: { strike: yes }, chance: { won: 1 in 4, lost: { chance: rest, does: { talks: closed } } } }
payoffs:
  union: { pay: { while: strike, value: -3 per month } }
outcomes:
  struck: { when: strike }
`;

  it("never throw, whatever line is cut, doubled or changed", () => {
    const base = good.split("\n");
    const pieces = fc.constantFrom(
      "",
      "rest",
      "$small",
      "now",
      "-1",
      "talks",
      "yes",
      "(",
      "1e999",
      "never",
      "{}",
      "[a, b]",
      "fund: 3",
      "a: b",
      "not",
      "end",
      "__proto__",
      "2025-02-30",
    );
    fc.assert(
      fc.property(fc.nat(base.length - 1), fc.nat(40), pieces, fc.boolean(), (line, column, piece, whole) => {
        const changed = [...base];
        const old = changed[line];
        const value = /^(\s*[^:]+: ?)/.exec(old);
        changed[line] =
          whole && value !== null ? value[0] + piece : old.slice(0, column) + piece + old.slice(column + 3);
        const text = changed.join("\n");
        const { diagnostics, sources } = loadScenario("x.yaml", () => text);
        for (const entry of diagnostics) formatDiagnostic(entry, sources);
      }),
      { numRuns: 300 },
    );
  });

  it("are read in bounded time, however they use each other", () => {
    const many = Array.from({ length: 400 }, (_, i) => `  d${i}: d${Math.max(0, i - 1)} + d${Math.max(0, i - 2)}`);
    const { diagnostics } = load(`define:\n${many.join("\n")}\n`);
    expect(diagnostics.some(({ code }) => code === "circular-definition" || code === "expression-too-large")).toBe(
      true,
    );
  });
});

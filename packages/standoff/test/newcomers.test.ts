/**
 * Ways in which newcomers write things: each is told once, where it stands, with what to write instead; and what is
 * written then is right. No fault brings others after it.
 */
import { describe, expect, it } from "vitest";
import { buildScenario } from "../src/run.ts";

const file = "a.standoff.yaml";

const right = `standoff: 1
title: A strike
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-02, step: 1 week }
scale: { 0: as now, 100: best }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
actors: { dockers: { name: Dock workers }, port: { name: Port } }
state: { strike: yes or no, fund: { is: 0..4, starts: 2 }, talks: { is: [none, open] } }
clocks: { deadline: { owner: everyone, at: 2026-02-02, lapses: the contract, then: { talks: none } } }
desks: { table: { of: dockers, tempo: weekly, moves: { call it: { when: not strike and fund > 0, does: { strike: yes, fund: up 1 } }, talk: { when: talks is none, does: { talks: open } }, spend: { when: strike, does: { fund: down 1 } } } } }
events: { news: { storm: { rate: 1 per year, does: { strike: no } } } }
payoffs: { dockers: { pay: { while: strike, value: -$pay per month } } }
endings: { done: { when: talks is open and fund is 4 } }
outcomes: { called: { when: strike } }
questions: { soon: { ask: P(called by 2 February) } }
assumptions: { pay: { value: 5, basis: convention } }
`;

function told(text: string) {
  const { diagnostics, sources } = buildScenario(file, (path) => (path === file ? text : undefined));
  return diagnostics
    .filter(({ severity }) => severity !== "info")
    .map(({ code, severity, span, hint }) => {
      return { code, severity, at: sources[span.file].text.slice(span.start, span.end), hint: hint ?? "" };
    });
}

/** [what is written, in place of what, where it is told, what its hint says]. */
const ways: readonly (readonly [written: string, instead: string, at: string, hint: string])[] = [
  ["as of: 2026-01-05", "as of: { day: 2026-01-05 }", "2026-01-05", "as of: { day: 2026-01-05 }"],
  ["step: weekly", "step: 1 week", "weekly", "1 week"],
  ["step: month }", "step: 1 week }", "month", "1 month"],
  [
    "steadiness: 0.9\n",
    "steadiness: { better by: 10 points, is chosen: 9 in 10 }\n",
    "0.9",
    "{ better by: half a stake, is chosen: 9 in 10 }",
  ],
  ["dockers: Dock workers,", "dockers: { name: Dock workers },", "Dock workers", "dockers: { name: Dock workers }"],
  ["dockers: { label: Dock workers },", "dockers: { name: Dock workers },", "label", "name"],
  ["strike: boolean,", "strike: yes or no,", "boolean", "yes or no"],
  ["is: 0 to 4,", "is: 0..4,", "0 to 4", "0..4"],
  ["{ is: [0, 1, 2, 3, 4], starts", "{ is: 0..4, starts", "[0, 1, 2, 3, 4]", "0..4"],
  ["fund: { values: 0..4,", "fund: { is: 0..4,", "values", "is"],
  ["initial: 2", "starts: 2", "initial", "starts"],
  ["talks: [none, open] }", "talks: { is: [none, open] } }", "[none, open]", "talks: { is: [none, open] }"],
  ["deadline: { at:", "deadline: { owner: everyone, at:", "deadline", "owner: everyone"],
  ["of: Dock workers,", "of: dockers,", "Dock workers", 'write "dockers"'],
  ["moves: { call it: { if: not", "moves: { call it: { when: not", "if", "when"],
  ["not strike && fund", "not strike and fund", "&&", "and"],
  ["when: talks = none", "when: talks is none", "=", "is"],
  ["effects: { talks: open }", "does: { talks: open }", "effects", "does"],
  ["fund: +1", "fund: up 1", "+1", "up 1"],
  [
    "events: { storm: { rate: 1 per year, does: { strike: no } } }",
    "events: { news: { storm: { rate: 1 per year, does: { strike: no } } } }",
    "storm",
    "events stand in groups",
  ],
  ["-$pay/month", "-$pay per month", "month", "per month"],
  ["value: -$pay }", "value: -$pay per month }", "-$pay", "per month"],
  [
    "dockers: { while: strike, value: -$pay per month } }",
    "dockers: { pay: { while: strike, value: -$pay per month } } }",
    "dockers",
    "each payoff has a name",
  ],
  ["called: strike }", "called: { when: strike } }", "strike", "called: { when: strike }"],
  [
    "soon: P(called by 2 February) }",
    "soon: { ask: P(called by 2 February) } }",
    "P(called by 2 February)",
    "soon: { ask: P(called by 2 February) }",
  ],
  [
    "done: talks is open and fund is 4 }",
    "done: { when: talks is open and fund is 4 } }",
    "talks is open and fund is 4",
    "done: { when: talks is open and fund is 4 }",
  ],
  ["pay: 5 }", "pay: { value: 5, basis: convention } }", "5", "pay: { value: 5, basis: judgement }"],
  ["players: {", "actors: {", "players", "actors"],
  ["deadline passed and fund is 4", "talks is open and fund is 4", "passed", "has lapsed"],
  ["when: talks and fund is 4", "when: talks is open and fund is 4", "talks", "talks is open"],
  // An occurrence is a moment: what is, becomes.
  ["called: { on: talks is open }", "called: { when: strike }", "talks is open", 'write "talks becomes open"'],
  ["called: { on: strike is yes }", "called: { when: strike }", "strike is yes", 'write "strike becomes yes"'],
  ["called: { on: not strike }", "called: { when: strike }", "not strike", 'write "not strike becomes true"'],
  ["called: { on: fund > 3 }", "called: { when: strike }", "fund > 3", 'write "fund > 3 becomes true"'],
  ["called: { on: talks }", "called: { when: strike }", "talks", 'write "talks becomes open"'],
  ["called: { on: strike }", "called: { when: strike }", "strike", 'write "strike becomes yes"'],
  [
    "called: { on: strike and fund > 3 }",
    "called: { when: strike }",
    "strike and fund > 3",
    '"define: { NAME: strike and fund > 3 }", and write "NAME becomes true"',
  ],
  ["called: { when: talks becomes open }", "called: { when: strike }", "becomes open", 'under "on"'],
  ["pay: { when: strike,", "pay: { while: strike,", "pay", 'write "while" in place of "when"'],
  ["pay: { when: strike, value: -$pay }", "pay: { while: strike, value: -$pay per month }", "pay", 'is "on: NAME'],
  [
    "does: { talks: { open: 70 %, none: rest } }",
    "does: { talks: open }",
    "talks",
    '"chance: { to open: { chance: 70 %, does: { talks: open } }, to none: { chance: rest, does: { talks: none } } }"',
  ],
  [
    "does: { strike: { no: 0.5, yes: 0.5 } }",
    "does: { strike: no }",
    "strike",
    '"chance of: { to no: { chance: 0.5, does: { strike: no } }, to yes:',
  ],
  ["does: { talks: open 70 % }", "does: { talks: open }", "70", "branches"],
  ["tempo: 'weekly, at once when strike'", "tempo: weekly", "at once when strike", 'write "meets also when: strike"'],
  ["tempo: weekly and when strike", "tempo: weekly", "and when strike", 'write "meets also when: strike"'],
  ["tempo: weekly, at once when strike,", "tempo: weekly,", "at once when strike", '"meets also when: strike"'],
  [
    "ask: P(talks becomes open by 2 February) }",
    "ask: P(called by 2 February) }",
    "talks becomes open",
    'add "NAME: { when: talks is open }" to outcomes',
  ],
  ["ask: P(strike by 2 February) }", "ask: P(called by 2 February) }", "strike", 'that is the outcome "called"'],
  ["ask: P(fund > 3 by 2 February) }", "ask: P(called by 2 February) }", "fund > 3", '"holds(fund > 3) at DATE"'],
  ["at: 10 days after start", "at: 2026-02-02", "start", "the date itself"],
];

describe("a newcomer's way of writing", () => {
  it("starts from a file without fault", () => expect(told(right)).toEqual([]));

  it.each(ways)("%s", (written, instead, at, hint) => {
    expect(right).toContain(instead);
    const errors = told(right.replace(instead, () => written)).filter(({ severity }) => severity === "error");
    expect(errors).toMatchObject([{ hint: expect.stringContaining(hint) }]);
    expect(errors[0].at.split("\n")[0]).toBe(at);
  });
});

describe("what the hints say to write", () => {
  const hintFor = (written: string, instead: string) =>
    told(right.replace(instead, () => written)).find(({ severity }) => severity === "error")!.hint;
  const quoted = (hint: string, after: string) => new RegExp(`${after} "([^"]*)"`).exec(hint)![1];
  const errors = (text: string) => told(text).filter(({ severity }) => severity === "error");

  it.each(["talks is open", "strike is not no", "fund > 3", "talks", "not strike"])("on: %s", (written) => {
    const better = quoted(hintFor(`called: { on: ${written} }`, "called: { when: strike }"), "write");
    expect(better).toContain("becomes");
    expect(errors(right.replace("called: { when: strike }", `called: { on: ${better} }`))).toEqual([]);
  });

  it("branches of a move, and of an event", () => {
    const move = quoted(hintFor("does: { talks: { open: 70 %, none: rest } }", "does: { talks: open }"), "write");
    expect(errors(right.replace("does: { talks: open }", move))).toEqual([]);
    const event = quoted(hintFor("does: { strike: { no: 0.5, yes: rest } }", "does: { strike: no }"), "write");
    expect(errors(right.replace("does: { strike: no }", event))).toEqual([]);
  });

  it("meets also when", () => {
    const key = quoted(hintFor("tempo: 'weekly, at once if strike'", "tempo: weekly"), "write");
    expect(errors(right.replace("tempo: weekly", `tempo: weekly, ${key}`))).toEqual([]);
  });

  it("an outcome for a question", () => {
    const hint = hintFor("ask: P(talks became open by 2 February)", "ask: P(called by 2 February)");
    const outcome = quoted(hint, "add").replace("NAME", "asked");
    const asked = right.replace("called: { when: strike }", `called: { when: strike }, ${outcome}`);
    expect(errors(asked.replace("P(called by", "P(asked by"))).toEqual([]);
    const held = `P(${quoted(hint, "of one day:").replace("DATE", "2 February")})`;
    expect(errors(right.replace("P(called by 2 February)", held))).toEqual([]);
  });
});

describe("what is idle", () => {
  it("is told once", () => {
    expect(told(right.replace("fund: {", "spare: yes or no, fund: {"))).toMatchObject([
      { code: "variable-never-read", at: "spare" },
    ]);
    expect(
      told(right.replace("assumptions: {", "assumptions: { spare: { value: 1, basis: judgement },")),
    ).toMatchObject([{ code: "assumption-never-used", at: "spare" }]);
  });

  it("in a range is told as a span", () => {
    const { diagnostics } = buildScenario(file, () => right.replace("is: 0..4", "is: 0..40"));
    const said = diagnostics.find(({ code }) => code === "unreachable-value");
    expect(said?.message).toMatch(/^"fund" is never "\d+" to "40"$/);
  });
});

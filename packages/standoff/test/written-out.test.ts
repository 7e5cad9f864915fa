/**
 * Every richer construct against the same thing written out by hand in plain ones: the same world, the same forecast.
 * The hand-written halves are what an author would write who did not know the construct.
 */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../src/language/load.ts";
import { forecastSolutions } from "../src/query/forecast.ts";
import { runScenario } from "../src/run.ts";
import { formatDiagnostic } from "../src/text/diagnostic.ts";

const common = `
standoff: 1
title: Two delegations
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-26, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
noise: mistakes
actors:
  north: { name: North }
  south: { name: South, factions: { hard: 0.6, soft: 0.4 } }
state:
  text: { is: [none, agreed], starts: none }
  pressed: yes or no
  need: { is: [small, great], starts: { small: 0.6, great: rest }, seen by: south }
outcomes:
  agreement: { when: text is agreed }
  pressure: { when: pressed }
`;

const desks = (northMoves = "", southMoves = "") => `
desks:
  north table:
    of: north
    tempo: fortnightly
    moves:
      press: { when: not pressed, does: { pressed: yes } }${northMoves}
  south table:
    of: south
    tempo: weekly
    moves:
      relent: { when: pressed, usual: 5 % per month, does: { pressed: no } }${southMoves}
`;

const payoffs = (north = "", hard = "", soft = "") => `
payoffs:
  north:
    press: { while: pressed, value: -2 per month }${north}
  hard:
    pride: { while: pressed, value: -5 per month }${hard}
  soft:
    calm: { while: pressed, value: -(if need is great then 7 else 3) per month }${soft}
`;

function solved(text: string) {
  const readFile = (path: string) => (path === "two.standoff.yaml" ? text : undefined);
  const loaded = loadScenario("two.standoff.yaml", readFile);
  const problems = loaded.diagnostics.filter(({ severity }) => severity === "error");
  expect(problems.map((entry) => formatDiagnostic(entry, loaded.sources))).toEqual([]);
  const run = runScenario("two.standoff.yaml", readFile, { scales: [1] });
  if (run.status !== "solved") throw new Error(`the run is ${run.status}`);
  return { scenario: run.scenario, world: run.world, found: forecastSolutions(run.scenario, run.world, run.results) };
}

function sameThing(rich: string, plain: string) {
  const a = solved(rich);
  const b = solved(plain);
  expect(a.world.header.nodes).toBe(b.world.header.nodes);
  expect(a.world.header.edges).toBe(b.world.header.edges);
  expect(a.world.header.informationSets).toBe(b.world.header.informationSets);
  expect(a.found.outcomes.map(({ name }) => name)).toEqual(b.found.outcomes.map(({ name }) => name));
  for (const [index, { byDate }] of a.found.outcomes.entries()) {
    for (const [place, [, chance]] of byDate.entries()) {
      expect(chance).toBeCloseTo(b.found.outcomes[index].byDate[place][1], 12);
    }
  }
  const moving = a.found.outcomes.every(({ byEnd }) => byEnd > 0.001 && byEnd < 0.999);
  expect(moving).toBe(true);
}

describe("offers", () => {
  const rich = (within: string) => `${common}${desks()}${payoffs()}
issues:
  border: { levels: [north's line, middle, south's line], worth: { north: [30, 15, 0], hard: [-20, 10, 20], soft: [0, 10, 15] } }
  water:  { levels: [shared, split], worth: { north: [5, 0], soft: [if need is great then 20 else 8, 0] } }
packages:
  fair paper: { border: middle, water: shared }
  hard paper: { border: north's line, water: split }
offers:
  north's paper:
    from: north table
    to: south table
    packages: [fair paper, hard paper]
    when: text is none
    usual: 8 % per month
    answer within: ${within}
    accept: { when: not pressed or text is none, does: { text: agreed } }
    refuse: { chance: { coldly: { chance: 0.3, does: { pressed: yes } }, politely: rest } }
    lapse: { does: { pressed: yes } }
    worth:
      hard: { fair paper: if pressed then -30 else 5, hard paper: -40 }
`;
  const plain = (within: string) =>
    common.replace("state:", "state:\n  on the table: { is: [none, fair, hard], starts: none }") +
    desks(
      `
      table the fair one: { when: on the table is none and text is none, family: table it, usual: 8 % per month, does: { on the table: fair } }
      table the hard one: { when: on the table is none and text is none, family: table it, usual: 8 % per month, does: { on the table: hard } }`,
      `
      agree: { when: on the table is not none and (not pressed or text is none), does: { on the table: none, text: agreed } }
      decline: { when: on the table is not none, does: { on the table: none }, chance: { coldly: { chance: 0.3, does: { pressed: yes } }, politely: rest } }`,
    ) +
    payoffs(
      `
    deal: { on: agree, value: if on the table is fair then 15 + 5 else 30 }`,
      `
    deal: { on: agree, value: if on the table is fair then 10 + (if pressed then -30 else 5) else -20 - 40 }`,
      `
    deal: { on: agree, when: on the table is fair, value: 10 + (if need is great then 20 else 8) }`,
    ) +
    `
clocks:
  answer: { owner: south, starts: on the table is not none, takes: ${within}, again: yes, stops when: on the table is none, then: { on the table: none, pressed: yes } }
`;

  it.each(["3 weeks", "about 3 weeks"])("with %s to answer", (within) => sameThing(rich(within), plain(within)));

  it("put faults where the user wrote them", () => {
    const text = rich("3 weeks").replace("when: not pressed or text is none", "when: not pressed or text is lost");
    const { diagnostics, sources } = loadScenario("two.standoff.yaml", () => text);
    const faults = diagnostics.filter(({ severity }) => severity === "error");
    const place = (span: { file: number; start: number; end: number }) =>
      sources[span.file].text.slice(span.start, span.end);
    expect(faults.map(({ code, span }) => [code, place(span)])).toEqual([["unknown-level", "lost"]]);
  });
});

describe("a value copied from another variable", () => {
  const state = (text: string) =>
    common.replace(
      "state:",
      `state:
  law: { is: [old, middle, far], starts: old }
  in hand: { is: [none, far, middle], starts: none }
  votes: { is: 0..4, starts: 1 }
  quorum: { is: -1..2, starts: 2 }
${text}`,
    );
  const written = (law: string, quorum: string) =>
    state("") +
    desks(
      `
      draft: { when: in hand is none, usual: 5 % per month, does: { in hand: middle } }
      amend: { when: in hand is middle, usual: 5 % per month, does: { in hand: far, votes: up 1 } }`,
      `
      enact: { when: in hand is not none, usual: 5 % per month, does: { law: ${law}, in hand: none, text: agreed } }
      count: { when: votes < 3, usual: 5 % per month, does: { quorum: ${quorum}, pressed: yes } }`,
    ) +
    payoffs(
      "\n    law: { while: law is far, value: 4 per month }",
      "\n    law: { while: law is middle, value: 2 per month }",
      "\n    quorum: { while: quorum < 2, value: 3 per month }",
    );

  it("goes by the names of levels and by the values of numbers", () => {
    sameThing(written("becomes in hand", "becomes votes"), written("if in hand is far then far else middle", "votes"));
  });

  it("is an error where it is reached and there is no such value", () => {
    const text = written("becomes in hand", "becomes votes").replace("when: votes < 3, ", "");
    const { scenario, diagnostics } = loadScenario("two.standoff.yaml", () => text);
    expect(diagnostics.filter(({ code }) => code.startsWith("copy"))).toMatchObject([
      { code: "copy-may-fall-outside", message: '"quorum" has no value 3, 4, which "votes" may have here' },
    ]);
    expect(scenario).toBeDefined();
    const run = runScenario("two.standoff.yaml", () => text, { scales: [1] });
    const told = run.diagnostics.map(({ code, message }) => [code, message]);
    expect(told).toContainEqual(["value-outside-domain", '"quorum" would become 3, which is none of its values']);
  });
});

describe("a timer that runs again and again", () => {
  const sign = "\n      sign: { when: text is none, usual: 5 % per month, does: { text: agreed } }";
  const open = common.replace("{ small: 0.6, great: rest }", "small"); // so that no memory tells anything
  const timer = (again: string) => `${open}${desks("", sign)}${payoffs()}
clocks:
  fever: { owner: south, starts: pressed, takes: 2 weeks, then: { pressed: no }${again} }
`;
  it("changes nothing but what is remembered", () => {
    const [forgetful, plain] = [solved(timer(", again: yes")), solved(timer(""))];
    expect(forgetful.world.header.nodes).toBeLessThan(plain.world.header.nodes);
    for (const [index, { byEnd }] of forgetful.found.outcomes.entries()) {
      expect(byEnd).toBeCloseTo(plain.found.outcomes[index].byEnd, 9);
    }
  });
});

describe("signals", () => {
  const sign = "\n      sign: { when: text is none, usual: 5 % per month, does: { text: agreed } }";
  const body = desks("", sign) + payoffs();
  const rich = (signal: string, extra = body) => `${common}${extra}
signals:
  tone:
    says: { loud: if need is great then 0.7 else 0.2, soft: rest }
    heard by: north
    ${signal}
`;
  const plain = (memory: string, event: string, loud: string, soft: string, extra = body) =>
    common.replace("state:", `state:\n  heard: { ${memory}, seen by: north }`) +
    `${extra}
events:
  voices:
    someone speaks: { ${event}, chance of: { loud: { chance: if need is great then 0.7 else 0.2, does: { heard: ${loud} } }, soft: { chance: rest, does: { heard: ${soft} } } } }
`;

  it("keep the last thing heard", () => {
    const memory = "is: [none, loud, soft], starts: none";
    sameThing(rich("rate: 2 per month\n    kept as: last"), plain(memory, "rate: 2 per month", "loud", "soft"));
  });

  it("keep a tally, and forget it", () => {
    const memory = "is: -2..2, starts: 0, forget when: text is agreed";
    const signal = "chance: 0.2\n    when: not pressed\n    kept as: tally up to 2\n    forget when: text is agreed";
    sameThing(rich(signal), plain(memory, "chance: 0.2, when: not pressed", "up 1", "down 1"));
  });

  it("go along with a move", () => {
    const memory = "is: [none, loud, soft], starts: none";
    const chance =
      "chance: { loud: { chance: if need is great then 0.7 else 0.2, does: { heard: loud } }, soft: { chance: rest, does: { heard: soft } } }";
    const byHand = body.replace("does: { pressed: no } }", `does: { pressed: no }, ${chance} }`);
    sameThing(
      rich("on: relent\n    kept as: last"),
      common.replace("state:", `state:\n  heard: { ${memory}, seen by: north }`) + byHand,
    );
  });

  it("join a group of events, or come first among the turns", () => {
    const storm = "\nevents: { weather: { storm: { rate: 1 per month, when: pressed, does: { pressed: no } } } }\n";
    const both = `${body}${storm}turns: [weather, south table, north table]\n`;
    const own = solved(rich("rate: 2 per month\n    kept as: last", both)).scenario;
    expect(own.eventGroups.map(({ name }) => name)).toEqual(["weather", "tone"]);
    expect(own.turns[0]).toEqual({ kind: "events", group: 1 });
    const within = solved(rich("rate: 2 per month\n    in: weather\n    kept as: last", both)).scenario;
    expect(within.eventGroups.map(({ events }) => events.map(({ name }) => name))).toEqual([["storm", "tone"]]);
  });
});

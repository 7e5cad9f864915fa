/**
 * Offers that several must accept, counter-offers, concessions and the traces that they leave, against the same things
 * written out by hand in plain constructs: the same world, the same forecast. And what occurrences and conditions over
 * them mean, against outcomes that record the same.
 */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../src/language/load.ts";
import { forecastSolutions } from "../src/query/forecast.ts";
import { answerQuestion, parseQuestion } from "../src/query/questions/question.ts";
import { runScenario } from "../src/run.ts";
import { formatDiagnostic } from "../src/text/diagnostic.ts";

/** Two sums of the same products in another order. */
const EXACT = 1e-12;

interface Parts {
  readonly state?: string;
  readonly north?: string;
  readonly south?: string;
  readonly east?: string;
  readonly payoffs?: Readonly<Record<"north" | "hard" | "soft" | "east", string>>;
  readonly outcomes?: string;
  readonly rest?: string;
}

const nothing = { north: "", hard: "", soft: "", east: "" };

const scenarioOf = ({
  state = "",
  north = "",
  south = "",
  east = "",
  payoffs = nothing,
  outcomes = "",
  rest = "",
}: Parts) => `
standoff: 1
title: Three delegations
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-26, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { lambda: 0.03 }
noise: mistakes
error stake: 5 points
actors:
  north: { name: North }
  south: { name: South, factions: { hard: 0.6, soft: 0.4 } }
  east: { name: East, patience: 0.8 per year }
state:
  text: { is: [none, agreed], starts: none }
  pressed: yes or no
  need: { is: [small, great], starts: { small: 0.6, great: rest }, seen by: south }
${state}
desks:
  north table:
    of: north
    tempo: fortnightly
    moves:
      press: { when: not pressed, does: { pressed: yes } }
${north}
  south table:
    of: south
    tempo: weekly
    moves:
      relent: { when: pressed, usual: 5 % per month, does: { pressed: no } }
${south}
  east table:
    of: east
    tempo: weekly
    moves:
      plead: { when: pressed and text is none, does: { pressed: no } }
${east}
payoffs:
  north:
    press: { while: pressed, value: -2 per month }
${payoffs.north}
  hard:
    pride: { while: pressed, value: -5 per month }
${payoffs.hard}
  soft:
    calm: { while: pressed, value: -(if need is great then 7 else 3) per month }
${payoffs.soft}
  east:
    quiet: { while: pressed, value: -3 per month }
${payoffs.east}
outcomes:
  agreement: { when: text is agreed }
  pressure: { when: pressed }
${outcomes}
${rest}
`;

const issues = `
issues:
  border: { levels: [north's line, middle, south's line], worth: { north: [30, 15, 0], hard: [-20, 10, 20], east: [4, 0, 0] } }
  water: { levels: [shared, split], worth: { north: [5, 0], soft: [if need is great then 20 else 8, 0] } }`;
const packages = `
packages:
  fair paper: { border: middle, water: shared }
  hard paper: { border: north's line, water: split }`;

function solved(text: string) {
  const readFile = (path: string) => (path === "three.standoff.yaml" ? text : undefined);
  const loaded = loadScenario("three.standoff.yaml", readFile);
  const problems = loaded.diagnostics.filter(({ severity }) => severity !== "info");
  const grave = problems.filter(({ code }) => !["variable-never-read", "no-pace", "accepted-again"].includes(code));
  expect(grave.map((entry) => formatDiagnostic(entry, loaded.sources))).toEqual([]);
  const run = runScenario("three.standoff.yaml", readFile, { scales: [1] });
  if (run.status !== "solved") {
    throw new Error([run.status, ...run.diagnostics.map(({ message }) => message)].join("; "));
  }
  const found = forecastSolutions(run.scenario, run.world, run.results);
  const chance = (ask: string) => {
    const { question, diagnostics } = parseQuestion(run.scenario, ask);
    if (question === undefined) throw new Error(JSON.stringify(diagnostics));
    const answer = answerQuestion(run.scenario, run.world, run.results, question);
    if (answer.status !== "answered" || answer.kind !== "probability") throw new Error(JSON.stringify(answer));
    return answer.value;
  };
  return { ...run, found, chance, byEnd: new Map(found.outcomes.map(({ name, byEnd }) => [name, byEnd])) };
}

type Solved = ReturnType<typeof solved>;

function sameThing(rich: string, plain: string): [Solved, Solved] {
  const [a, b] = [solved(rich), solved(plain)];
  expect(a.world.header.nodes).toBe(b.world.header.nodes);
  expect(a.world.header.edges).toBe(b.world.header.edges);
  expect(a.world.header.informationSets).toBe(b.world.header.informationSets);
  for (const { name, byDate, byEnd } of b.found.outcomes) {
    expect(byEnd, name).toBeGreaterThan(0.001);
    expect(byEnd, name).toBeLessThan(0.999);
    const own = a.found.outcomes.find((one) => one.name === name)!;
    for (const [place, [day, chance]] of byDate.entries()) {
      expect(own.byDate[place][0]).toBe(day);
      expect(Math.abs(own.byDate[place][1] - chance), `${name} by ${day}`).toBeLessThan(1e-9);
    }
  }
  return [a, b];
}

const worth = (accept: string, is: string, nothingMore = false) => ({
  north: `
    ${accept} 1: { on: "${accept}", when: ${is} is fair, value: 15 + 5 }
    ${accept} 2: { on: "${accept}", when: ${is} is hard, value: 30 }`,
  hard: `
    ${accept} 1: { on: "${accept}", when: ${is} is fair, value: 10 }
    ${accept} 2: { on: "${accept}", when: ${is} is hard, value: ${nothingMore ? -20 : "-20 - (if pressed then 40 else 10)"} }`,
  soft: `
    ${accept} 1: { on: "${accept}", when: ${is} is fair, value: if need is great then 20 else 8 }`,
  east: `
    ${accept} 2: { on: "${accept}", when: ${is} is hard, value: 4 }`,
});

function joined(...all: readonly Readonly<Record<"north" | "hard" | "soft" | "east", string>>[]) {
  const of = (key: "north" | "hard" | "soft" | "east") => all.map((one) => one[key]).join("");
  return { north: of("north"), hard: of("hard"), soft: of("soft"), east: of("east") };
}

const hardWorth = "\n    worth: { hard: { hard paper: -(if pressed then 40 else 10) } }";

describe("an offer that several must accept", () => {
  const rich = (answers: string, within: string) =>
    scenarioOf({
      rest: `${issues}${packages}
offers:
  the paper:
    from: north table
    to: [south table, east table]${answers}
    packages: [fair paper, hard paper]
    when: text is none
    usual: 60 % per month
    does: { pressed: yes }
    answer within: ${within}
    usual to accept: 90 % per month
    accept: { when: not pressed or text is none, does: { text: agreed } }
    refuse: { chance: { coldly: { chance: 0.3, does: { pressed: yes } }, politely: rest } }
    lapse: { does: { pressed: yes } }${hardWorth}
`,
    });
  const plain = (yes: readonly string[], south: string, east: string, accepts: readonly string[], within: string) =>
    scenarioOf({
      state: `  lies: { is: [none, fair, hard] }
${yes.map((name) => `  ${name}: { is: yes or no, forget when: lies is none }`).join("\n")}`,
      north: `
      table fair: { when: lies is none and text is none, family: table, usual: 60 % per month, does: { lies: fair, pressed: yes } }
      table hard: { when: lies is none and text is none, family: table, usual: 60 % per month, does: { lies: hard, pressed: yes } }`,
      south,
      east,
      payoffs: joined(...accepts.map((accept) => worth(accept, "lies"))),
      rest: `
clocks:
  answer: { owner: everyone, starts: lies is not none, takes: ${within}, again: yes, stops when: lies is none, then: { lies: none, pressed: yes } }
`,
    });
  const may = "(not pressed or text is none)";
  const usual = "usual: 90 % per month";
  const refusal = (when: string) =>
    `{ when: ${when}, does: { lies: none }, chance: { coldly: { chance: 0.3, does: { pressed: yes } }, politely: rest } }`;

  it.each(["3 weeks", "about 3 weeks"])("in any order, with %s to answer", (within) => {
    const desk = (own: string, other: string, who: string) => `
      ${who} signs: { when: lies is not none and not ${own} and ${other} and ${may}, ${usual}, does: { lies: none, text: agreed } }
      ${who} nods: { when: lies is not none and not ${own} and not ${other} and ${may}, ${usual}, does: { ${own}: yes } }
      ${who} turns it down: ${refusal(`lies is not none and not ${own}`)}`;
    const [south, east] = [desk("south yes", "east yes", "south"), desk("east yes", "south yes", "east")];
    sameThing(rich("", within), plain(["south yes", "east yes"], south, east, ["south signs", "east signs"], within));
  });

  it("in turn", () => {
    const south = `
      south nods: { when: lies is not none and not south yes and ${may}, ${usual}, does: { south yes: yes } }
      south turns it down: ${refusal("lies is not none and not south yes")}`;
    const east = `
      east signs: { when: lies is not none and south yes and ${may}, ${usual}, does: { lies: none, text: agreed } }
      east turns it down: ${refusal("lies is not none and south yes")}`;
    const written = rich("\n    answers: in turn", "3 weeks");
    sameThing(written, plain(["south yes"], south, east, ["east signs"], "3 weeks"));
  });

  it("is accepted, refused or lapses as one, whoever says the last word", () => {
    const { byEnd, chance } = solved(
      rich("", "2 weeks").replace(
        "  pressure:",
        `  accepted: { on: the paper accepted }
  south last: { on: "south table: accept the paper" }
  east last: { on: "east table: accept the paper" }
  refused: { on: the paper is refused }
  lapsed: { on: the paper lapses }
  pressure:`,
      ),
    );
    expect(byEnd.get("accepted")! - byEnd.get("south last")! - byEnd.get("east last")!).toBeCloseTo(0, 12);
    expect(byEnd.get("accepted")!).toBeCloseTo(byEnd.get("agreement")!, 12);
    for (const name of ["accepted", "refused", "lapsed"]) {
      expect(byEnd.get(name)!).toBeGreaterThan(0.001);
      expect(Math.abs(chance(`P(the paper ${name})`) - byEnd.get(name)!)).toBeLessThan(EXACT);
    }
  });
});

describe("an offer between two", () => {
  const rich = (more: string) =>
    scenarioOf({
      rest: `${issues}${packages}
offers:
  terms:
    between: [north table, south table]
    when: text is none
    usual: 60 % per month
    usual to counter: 6 % per month
    answer within: 3 weeks
    counter: { does: { pressed: no } }
    accept: { does: { text: agreed } }
    lapse: { does: { pressed: yes } }${hardWorth}
    ${more}
`,
    });
  const table = (who: string, what: string) =>
    `      ${who} tables ${what}: { when: lies is none and text is none, family: table, usual: 60 % per month, does: { lies: ${what}, author: ${who} } }\n`;
  const counter = (who: string, other: string, what: string) =>
    `      ${who} counters ${what}: { when: lies is not none and author is ${other} and lies is not ${what} and text is none, family: counter, usual: 6 % per month, does: { lies: ${what}, author: ${who}, pressed: no } }\n`;
  const answer = (who: string, other: string) =>
    `      ${who} signs: { when: lies is not none and author is ${other}, does: { lies: none, text: agreed } }
      ${who} declines: { when: lies is not none and author is ${other}, does: { lies: none } }\n`;
  const plain = (north: string, south: string) =>
    scenarioOf({
      state: "  lies: { is: [none, fair, hard] }\n  author: { is: [north, south], forget when: lies is none }",
      north,
      south,
      payoffs: joined(worth("north signs", "lies"), worth("south signs", "lies")),
      rest: `
clocks:
  north's answer: { owner: north, starts: lies is not none and author is south, takes: 3 weeks, again: yes, stops when: lies is none or author is north, then: { lies: none, pressed: yes } }
  south's answer: { owner: south, starts: lies is not none and author is north, takes: 3 weeks, again: yes, stops when: lies is none or author is south, then: { lies: none, pressed: yes } }
`,
    });

  it("is tabled and countered by both, each answer with its own time", () => {
    const side = (who: string, other: string) =>
      table(who, "fair") +
      table(who, "hard") +
      counter(who, other, "fair") +
      counter(who, other, "hard") +
      answer(who, other);
    sameThing(rich("packages: [fair paper, hard paper]"), plain(side("north", "south"), side("south", "north")));
  });

  it("can have packages of each side, and be opened by one", () => {
    const north =
      table("north", "fair") +
      table("north", "hard") +
      counter("north", "south", "fair") +
      counter("north", "south", "hard");
    const south = counter("south", "north", "fair");
    const by =
      "packages: { north table: [fair paper, hard paper], south table: [fair paper] }\n    opened by: north table";
    sameThing(rich(by), plain(north + answer("north", "south"), south + answer("south", "north")));
  });
});

describe("concessions", () => {
  const rich = (more = "", outcomes = "") =>
    scenarioOf({
      outcomes,
      rest: `${issues}
concessions:
  the talks:
    over: [border, water]
    between: [north table, south table]
    starts: { north table: { border: north's line, water: split }, south table: { border: south's line, water: shared } }
    when: text is none
    usual: 50 % per month
    does: { pressed: no }
    settle: { when: not pressed, does: { text: agreed } }
    worth: { hard: if pressed then -30 else -3 }
    ${more}
`,
    });
  /** One number per issue and side, how far it has come from where it started; together they may come `far`. */
  const side = (who: string, other: string) => `
      ${who} gives on border: { when: text is none and border ${who} + border ${other} < 2 and not one step left, family: give, usual: 50 % per month, does: { border ${who}: up 1, pressed: no } }
      ${who} gives on water: { when: text is none and water ${who} + water ${other} < 1 and not one step left, family: give, usual: 50 % per month, does: { water ${who}: up 1, pressed: no } }
      ${who} closes: { when: text is none and one step left and not pressed, family: give, usual: 50 % per month, does: { border ${who}: 2 - border ${other}, water ${who}: 1 - water ${other}, text: agreed } }`;
  const border = (who: string, values: readonly string[]) =>
    who === "north"
      ? `if border south is 2 then ${values[0]} else if border south is 1 then ${values[1]} else ${values[2]}`
      : `if border north is 0 then ${values[0]} else if border north is 1 then ${values[1]} else ${values[2]}`;
  const shared = (who: string, yes: string) =>
    who === "north" ? `if water south is 0 then ${yes} else 0` : `if water north is 1 then ${yes} else 0`;
  const closing = (who: string) => ({
    north: `\n    ${who}: { on: ${who} closes, value: "(${border(who, ["30", "15", "0"])}) + (${shared(who, "5")})" }`,
    hard: `\n    ${who}: { on: ${who} closes, value: "(${border(who, ["-20", "10", "20"])}) + (if pressed then -30 else -3)" }`,
    soft: `\n    ${who}: { on: ${who} closes, value: "${shared(who, "(if need is great then 20 else 8)")}" }`,
    east: `\n    ${who}: { on: ${who} closes, value: "${border(who, ["4", "0", "0"])}" }`,
  });
  const plain = scenarioOf({
    state:
      "  border north: { is: 0..2 }\n  border south: { is: 0..2 }\n  water north: { is: 0..1 }\n  water south: { is: 0..1 }",
    north: side("north", "south"),
    south: side("south", "north"),
    payoffs: joined(closing("north"), closing("south")),
    rest: "\ndefine: { one step left: border north + border south + water north + water south is 2 }\n",
  });

  it("go level by level until all positions meet", () => {
    sameThing(rich(), plain);
  });

  it("are settled where they meet, and the positions stay", () => {
    const { byEnd, chance } = solved(
      rich(
        "",
        `  settled: { on: the talks settled }
  met: { when: the talks settled }
  middle: { at end: the talks settled and north table on border is middle }
  open: { at end: the talks are not settled or text is none }`.replace("are not", "is not"),
      ),
    );
    expect(byEnd.get("settled")!).toBeCloseTo(byEnd.get("agreement")!, 12);
    expect(byEnd.get("met")!).toBeCloseTo(byEnd.get("agreement")!, 12);
    expect(byEnd.get("open")!).toBeCloseTo(1 - byEnd.get("agreement")!, 12);
    expect(byEnd.get("middle")!).toBeGreaterThan(0.01);
    expect(Math.abs(chance("P(the talks settled by 2025-05-01)") - chance("P(agreement by 2025-05-01)"))).toBeLessThan(
      EXACT,
    );
  });
});

describe("what was agreed", () => {
  const offer = (outcomes: string, state = "", rest = "", within = "2 weeks") =>
    scenarioOf({
      state,
      outcomes,
      rest: `${issues}${packages}
offers:
  the paper:
    from: north table
    to: south table
    packages: [fair paper, hard paper]
    usual: 40 % per month
    answer within: ${within}
    accept: { does: { text: agreed } }
${rest}
`,
    });
  /** The same with a variable that the author keeps. */
  const recorded = (
    outcomes: string,
    kept: string,
    writes: Readonly<Record<"accept" | "refuse" | "lapse", string>>,
    rest = "",
  ) =>
    offer(outcomes, kept, rest).replace(
      "accept: { does: { text: agreed } }",
      `accept: { does: { text: agreed, ${writes.accept} } }
    refuse: { does: { ${writes.refuse} } }
    lapse: { does: { ${writes.lapse} } }`,
    );

  it("is remembered only where a condition reads it", () => {
    const nodes = (outcomes: string, rest = "") => {
      const { world, scenario } = solved(offer(outcomes, "", rest));
      return [world.header.nodes, scenario.variables.filter(({ kind }) => kind !== "clock").length];
    };
    const [plain, variables] = nodes("");
    const happens = `  one: { on: the paper accepted as fair paper }
  two: { on: the paper refused, when: pressed }
  three: { on: the paper lapsed }`;
    const asks = `questions:
  q: { ask: P(the paper accepted as hard paper by 2025-05-04 | the paper is refused) }
history:
  - { on: 2025-04-09, happened: the paper refused }
  - { on: 2025-04-09, did not happen: the paper accepted as hard paper }`;
    expect(nodes(happens)).toEqual([plain, variables]);
    expect(nodes("", asks)).toEqual([plain, variables]);
    const reads = nodes("  one: { when: the paper accepted as fair paper }");
    expect(reads[0]).toBeGreaterThan(plain);
    expect(reads[1]).toBe(variables + 1);
    expect(nodes("  one: { when: the paper accepted as fair paper and not the paper refused }")[1]).toBe(variables + 2);
  });

  it("is the package accepted last, and stays so after a refusal or a lapse", () => {
    const rich = offer(`  fair: { at end: the paper accepted as fair paper }
  either: { at end: the paper is accepted as fair paper or hard paper }
  some: { at end: the paper accepted }
  none: { at end: the paper is not accepted }`);
    const plain = recorded(
      `  fair: { at end: kept is fair }
  either: { at end: kept is not nothing }
  some: { at end: kept is not nothing }
  none: { at end: kept is nothing }`,
      "  kept: { is: [nothing, fair, hard] }",
      { accept: "kept: if the paper is fair paper then fair else hard", refuse: "kept: kept", lapse: "kept: kept" },
    );
    sameThing(rich, plain);
  });

  it("tells one package from all others with two levels", () => {
    const rich = offer("  fair: { at end: the paper accepted as fair paper }");
    const plain = recorded("  fair: { at end: kept }", "  kept: yes or no", {
      accept: "kept: the paper is fair paper",
      refuse: "kept: kept",
      lapse: "kept: kept",
    });
    sameThing(rich, plain);
  });

  it("guards moves, pays flows and starts clocks, and a refusal or a lapse is remembered until it ends otherwise", () => {
    const east = "      plead: { when: pressed and text is none";
    const rest = (fair: string, refused: string) => `clocks:
  term: { owner: everyone, starts: ${fair}, takes: 2 weeks, then: { pressed: yes } }
define: { rebuffed: ${refused} }`;
    const change = (text: string, flow: string) =>
      text.replace(east, `      plead: { when: pressed and rebuffed`).replace("    quiet:", `    ${flow}\n    quiet:`);
    const outcomes = (refused: string, lapsed: string) => `  refused: { at end: ${refused} }
  lapsed: { at end: ${lapsed} }`;
    const rich = change(
      offer(
        outcomes("the paper refused", "the paper has lapsed"),
        "",
        rest("the paper accepted as fair paper", "the paper refused and not the paper accepted as hard paper"),
      ),
      "bound: { while: the paper accepted as hard paper, value: -4 per month }",
    );
    const plain = change(
      recorded(
        outcomes("ended is refused", "ended is lapsed"),
        "  hard: yes or no\n  ended: { is: [neither, refused, lapsed] }\n  mark: { is: 0..1, at once: in order }",
        {
          accept: "hard: the paper is hard paper, ended: neither",
          refuse: "ended: refused",
          lapse: "ended: lapsed",
        },
        rest("accept the paper", "ended is refused and not hard"),
      ).replace("\n  mark: { is: 0..1, at once: in order }", ""),
      "bound: { while: hard, value: -4 per month }",
    );
    // By hand the clock would start on either package: it is told apart by a branch for each.
    const split = plain
      .replace("starts: accept the paper,", "starts: accept the paper -> as fair,")
      .replace(
        "ended: neither } }",
        "ended: neither }, chance: { as fair: if the paper is fair paper then 1 else 0, as hard: rest } }",
      );
    sameThing(rich, split);
  });

  it("counts as an occurrence with the package that lay on the table before it", () => {
    const { byEnd, chance, scenario } = solved(
      offer(
        `  fair: { on: the paper accepted as fair paper }
  fair while pressed: { on: the paper accepted as fair paper, when: pressed }
  recorded: { when: the paper accepted as fair paper }
  by either: { on: the paper accepted as fair paper or hard paper }`,
        "",
        "",
      ).replace(
        "    quiet:",
        "    signed: { on: the paper accepted as fair paper, value: 3, read: after }\n    quiet:",
      ),
    );
    expect(byEnd.get("fair")!).toBeCloseTo(byEnd.get("recorded")!, 12);
    expect(byEnd.get("fair while pressed")!).toBeLessThan(byEnd.get("fair")!);
    expect(byEnd.get("fair while pressed")!).toBeGreaterThan(0.001);
    expect(byEnd.get("by either")!).toBeCloseTo(byEnd.get("agreement")!, 12);
    expect(Math.abs(chance("P(the paper accepted as fair paper)") - byEnd.get("fair")!)).toBeLessThan(EXACT);
    expect(scenario.outcomes.filter(({ unlisted }) => unlisted).length).toBe(5);
    expect([...byEnd.keys()]).not.toContain("the paper refused");
  });

  it("sets off an event where it lapses", () => {
    const event = (on: string) => offer("", "", `events: { news: { anger: { on: ${on}, does: { pressed: yes } } } }`);
    sameThing(event("the paper lapses"), event("answer to the paper lapses"));
  });

  it("is told where nothing remembers it", () => {
    const { scenario } = solved(offer(""));
    const { diagnostics } = parseQuestion(scenario, "P(holds(the paper accepted) at 2025-05-01)");
    expect(diagnostics.map(({ code, span }) => [code, span.start, span.end])).toEqual([["trace-not-kept", 8, 26]]);
  });
});

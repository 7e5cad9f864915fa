/**
 * Different eyes, from the file to the answers: small games with the arithmetic beside, and a rich one against the same
 * scenario with each actor's numbers in place of the stated ones.
 */
import { describe, expect, it } from "vitest";
import { printExpression } from "../src/language/expression/print.ts";
import { loadScenario } from "../src/language/load.ts";
import { forecastSolutions } from "../src/query/forecast.ts";
import { createLogitMap, evaluatePolicy } from "../src/solve/logit-map.ts";
import { residualOf } from "../src/solve/residual.ts";
import type { Solved } from "../src/solve/solution.ts";
import { sweepForward } from "../src/sweep/forward.ts";
import { priceWorld } from "../src/world/prices.ts";
import { type Opened, openText } from "./open-text.ts";
import { chanceAtEnd, choices, type Game, solveGame, startValues } from "./published/play.ts";

/** Sums of a few fractions in floating point. */
const EXACT = 12;
/** The same finite sums in another order. */
const SAME = 1e-11;
const SOLVED = 1e-9;

function open(text: string, set: Record<string, string> = {}): Opened & { status: "open" } {
  const opened = openText(text, { set });
  if (opened.status === "refused") throw new Error(opened.says);
  return opened;
}

const head = `
standoff: 1
title: By hand
as of: { day: 2025-01-01 }
calendar: { from: 2025-01-01, to: 2025-01-02, step: 1 day }
afterwards: none
scale: { 0: nothing, 1: a point }
steadiness: { better by: 1 points, is chosen: 2 in 3 }
noise: mistakes
plain: yes
order: fixed
`;

describe("two who see a storm coming otherwise", () => {
  // One point more is chosen two times in three. The first goes or stays; if it goes, the second resists or not; if it
  // resists, a storm breaks with 1/2. The second holds it to be 3/4: resisting is worth 2 - 4 3/4 = -1 to it, so it
  // resists with 1/3. The first holds it to be 1/4, and knows what the second does: going is worth 1 - 24 1/3 1/4 = -1
  // to it, so it goes with 1/3.
  const game = open(`${head}
actors: { first: { name: First }, second: { name: Second } }
state: { gone: yes or no, resisted: yes or no }
desks:
  first desk: { of: first, moves: { go: { does: { gone: yes } } } }
  second desk: { of: second, moves: { resist: { when: gone, does: { resisted: yes } } } }
events: { sky: { storm: { when: resisted, chance: $storm } } }
turns: [first desk, second desk, sky]
payoffs:
  first: { journey: { on: go, value: 1 }, loss: { on: storm, value: -24 } }
  second: { pride: { on: resist, value: 2 }, loss: { on: storm, value: -4 } }
outcomes: { a storm: { on: storm } }
assumptions: { storm: { value: 1 in 2, basis: convention } }
in the eyes of: { first: { storm: 1 in 4 }, second: { storm: 3 in 4 } }
`);
  const solved = solveGame(game);

  it("decide each by its own chances and the other's choices", () => {
    expect(choices(game, solved, "second desk", { gone: "yes" }).resist).toBeCloseTo(1 / 3, EXACT);
    expect(choices(game, solved, "first desk").go).toBeCloseTo(1 / 3, EXACT);
  });

  it("expect each what they hold likely", () => {
    expect(startValues(game, solved).first).toBeCloseTo(-1 / 3, EXACT);
    expect(startValues(game, solved).second).toBeCloseTo(-1 / 9, EXACT);
  });

  it("meet the storm as often as nature brings it", () => {
    const [storm] = forecastSolutions(game.scenario, game.world, [solved]).outcomes;
    expect(storm.byEnd).toBeCloseTo(1 / 18, EXACT);
    expect(solved.certificate.branch).toBe("exact");
  });
});

const signal = (eyes: string) => `${head}
actors: { sender: { name: Sender }, receiver: { name: Receiver } }
state:
  type: { is: [weak, strong], seen by: sender, starts: { weak: rest, strong: $strong } }
  heard: { is: [nothing, loud, soft] }
  reply: { is: [none, yielded, resisted] }
desks:
  voice: { of: sender, must move: yes, moves: { speak loudly: { does: { heard: loud } }, speak softly: { does: { heard: soft } } } }
  answer: { of: receiver, must move: yes, moves: { yield: { does: { reply: yielded } }, resist: { does: { reply: resisted } } } }
payoffs:
  sender: { volume: { on: speak loudly, value: if type is strong then 1 else -1 } }
  receiver: { fight: { on: resist, value: if type is strong then -6 else 3 } }
outcomes:
  resisted: { on: resist }
assumptions: { strong: { value: 1 in 3, basis: convention } }
${eyes}
`;

describe("a hidden type of which the other has its own prior", () => {
  // Loud pays the strong 1 and the weak -1: loud | strong = 2/3, loud | weak = 1/3. The receiver holds strong to be
  // 1/2: strong | loud = 2/3, so that resisting is worth -6 2/3 + 3 1/3 = -3 and has 1/9; strong | soft = 1/3, so 0 and
  // 1/2. One in three is strong: P(resisted, strong) = 1/3 (2/3 1/9 + 1/3 1/2) = 13/162, P(resisted, weak) = 2/3 (1/3
  // 1/9 + 2/3 1/2) = 40/162.
  const game = open(signal("in the eyes of: { receiver: { strong: 1 in 2 } }"));
  const solved = solveGame(game);

  it("moves its answers by Bayes' rule from its own prior", () => {
    expect(choices(game, solved, "answer", { heard: "loud" }).resist).toBeCloseTo(1 / 9, EXACT);
    expect(choices(game, solved, "answer", { heard: "soft" }).resist).toBeCloseTo(1 / 2, EXACT);
    expect(startValues(game, solved).receiver).toBeCloseTo((-3 * 1) / 9 / 2, EXACT); // it holds loud to be 1/2
  });

  it("leaves the types as often as they are", () => {
    expect(chanceAtEnd(game, solved, { reply: "resisted" })).toBeCloseTo(53 / 162, EXACT);
    expect(chanceAtEnd(game, solved, { reply: "resisted", type: "strong" })).toBeCloseTo(13 / 162, EXACT);
  });

  it("is the same as writing its answers down as a policy", () => {
    const policy =
      "policy: [{ when: heard is loud, chances: { resist: 1 / 9, yield: rest } }, { chances: { resist: 1 in 2, yield: rest } }]";
    const stated = open(
      signal("").replace("resist: { does: { reply: resisted } } } }", (found) => `${found.slice(0, -2)}, ${policy} }`),
    );
    const played = solveGame(stated);
    expect(chanceAtEnd(stated, played, { reply: "resisted", type: "strong" })).toBeCloseTo(13 / 162, EXACT);
    expect(chanceAtEnd(stated, played, { reply: "resisted" })).toBeCloseTo(53 / 162, EXACT);
  });

  it("that it holds impossible stays so, whatever it hears", () => {
    // To the receiver all are weak: it resists with 8/9 either way.
    const sure = open(signal("in the eyes of: { receiver: { strong: 0 } }"));
    const found = solveGame(sure);
    for (const heard of ["loud", "soft"]) {
      expect(choices(sure, found, "answer", { heard }).resist).toBeCloseTo(8 / 9, EXACT);
    }
    expect(chanceAtEnd(sure, found, { reply: "resisted", type: "strong" })).toBeCloseTo(8 / 27, EXACT);
  });

  it("that it held impossible is believed once nothing else can have been heard", () => {
    // The weak cannot speak loudly: who is heard so is strong, even to one who held that to be impossible.
    const text = signal("in the eyes of: { receiver: { strong: 0 } }").replace(
      "speak loudly: { does",
      "speak loudly: { when: type is strong, does",
    );
    const taught = open(text);
    const found = solveGame(taught);
    expect(choices(taught, found, "answer", { heard: "loud" }).resist).toBeCloseTo(1 / 65, EXACT);
    expect(choices(taught, found, "answer", { heard: "soft" }).resist).toBeCloseTo(8 / 9, EXACT);
  });
});

// ---- A rich scenario ----

const numbers: Record<string, { stated: string; north?: string; south?: string }> = {
  great: { stated: "0.4", north: "0.7" },
  leak: { stated: "2 per month", north: "1 per month", south: "6 per month" },
  storm: { stated: "0.1", south: "0.02" },
  sour: { stated: "0.3", north: "0.1" },
  early: { stated: "0.25", south: "0.6" },
  pain: { stated: "5", south: "9" },
  middle: { stated: "10", north: "14", south: "3" },
  loud: { stated: "0.7", north: "0.9" },
  calm: { stated: "12", north: "30" },
};

const rich = (eyes: string) => `
standoff: 1
title: Two delegations
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-04-21, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
noise: mistakes
actors:
  north: { name: North }
  south: { name: South, patience: 0.8 per year, factions: { hard: 0.6, soft: 0.4 } }
state:
  text: { is: [none, agreed], starts: none }
  pressed: yes or no
  known: yes or no
  need: { is: [small, great], starts: { small: rest, great: $great }, seen by: south }
desks:
  north table:
    of: north
    tempo: fortnightly
    moves:
      press: { when: not pressed, does: { pressed: yes }, chance: { openly: rest, sourly: { chance: $sour, does: { known: yes } } } }
  south table:
    of: south
    tempo: weekly
    moves:
      relent: { when: pressed, usual: 5 % per month, does: { pressed: no } }
events:
  chances:
    storm: { when: pressed, chance: $storm, does: { pressed: no } }
    leak: { when: not known, rate: if need is great then $leak else 1 per month, does: { known: yes } }
clocks:
  deadline: { owner: north, at: { 2025-04-07: $early, 2025-04-14: 0.3, never: rest }, seen by: north, then: { pressed: yes } }
issues:
  border: { levels: [north's line, middle], worth: { north: [30, $middle], hard: [-20, $middle], soft: [0, 10] } }
packages:
  fair paper: { border: middle }
offers:
  north's paper:
    from: north table
    to: south table
    packages: [fair paper]
    when: text is none
    usual: 8 % per month
    answer within: 2 weeks
    accept: { does: { text: agreed } }
signals:
  tone:
    says: { loud: if need is great then $loud else 0.2, soft: rest }
    heard by: north
    rate: 2 per month
    kept as: last
define: { pressure hurts: $pain + 1 }
payoffs:
  north:
    press: { while: pressed, value: -2 per month }
    spread: { while: known, value: -15 per month }
    relief: { on: relent, value: if need is great then 60 else -30 }
    deal: { at end: text is agreed and need is great, value: 10 }
  hard: { pride: { while: pressed, value: -5 per month } }
  soft: { calm: { on: press, value: -pressure hurts } }
endings:
  signed: { when: text is agreed, worth: { north: $calm, soft: $calm } }
outcomes:
  agreement: { when: text is agreed }
  pressure: { when: pressed }
  leaked: { when: known }
assumptions:
${Object.entries(numbers)
  .map(([name, { stated }]) => `  ${name}: { value: ${stated}, basis: convention }`)
  .join("\n")}
${eyes}`;

/** What an actor holds, as `--set` takes it. */
function heldBy(actor: "north" | "south"): Record<string, string> {
  return Object.fromEntries(Object.entries(numbers).flatMap(([name, one]) => (one[actor] ? [[name, one[actor]]] : [])));
}

const eyesOfBoth = `in the eyes of: ${JSON.stringify({ north: heldBy("north"), south: heldBy("south") })}`;

/** Points of every action at an actor's sets, where play is as solved and the numbers are those of a world. */
function pointsIn({ world }: Game, solved: Solved, actor: number): Map<number, number> {
  const map = createLogitMap(world, true);
  evaluatePolicy(map, solved.logPolicy, 1);
  const sets = Array.from(world.setActor.keys()).filter((set) => world.setActor[set] === actor);
  return new Map(
    sets.flatMap((set) =>
      Array.from({ length: world.setSlot[set + 1] - world.setSlot[set] }, (_, i) => {
        const slot = world.setSlot[set] + i;
        return [slot, map.q[slot]] as const;
      }),
    ),
  );
}

describe("a scenario with every place where actors may differ", () => {
  const game = open(rich(eyesOfBoth));
  const solved = solveGame(game);

  it("is seen in three ways, and solved in all", () => {
    expect(game.world.header.views).toBe(3);
    const { residual } = residualOf(game.world, solved.logPolicy);
    expect(residual).toBeLessThan(SOLVED);
  });

  it.each([
    [0, "north"],
    [1, "south"],
  ] as const)("has actor %i, %s, reckon as if its numbers were the stated ones", (actor, id) => {
    const imagined = open(rich(""), heldBy(id));
    expect(imagined.world.header.slots).toBe(game.world.header.slots);
    for (const [slot, points] of pointsIn(imagined, solved, actor)) {
      expect(Math.abs(solved.q[slot] - points)).toBeLessThan(SAME * Math.max(1, Math.abs(points)));
    }
    const columns = game.world.header.description.columns.filter((column) => column.actor === actor);
    const map = createLogitMap(imagined.world, true);
    evaluatePolicy(map, solved.logPolicy, 1);
    const expected = startValues(imagined, { ...solved, values: map.values });
    for (const { id: column } of columns) expect(startValues(game, solved)[column]).toBeCloseTo(expected[column], 10);
  });

  it("is forecast with the stated numbers", () => {
    const plain = open(rich(""));
    const reach = new Float64Array(plain.world.header.nodes);
    sweepForward(plain.world, solved.policy, reach);
    const stated = forecastSolutions(plain.scenario, plain.world, [{ ...solved, reach }]).outcomes;
    forecastSolutions(game.scenario, game.world, [solved]).outcomes.forEach(({ byEnd, byDate }, i) => {
      expect(byEnd).toBeGreaterThan(0.001);
      expect(byEnd).toBeCloseTo(stated[i].byEnd, EXACT);
      byDate.forEach(([, chance], place) => {
        expect(chance).toBeCloseTo(stated[i].byDate[place][1], EXACT);
      });
    });
  });

  it.each(Object.keys(numbers))("changes with what is held of %s alone", (name) => {
    const { north, south } = numbers[name];
    const one = { ...(north && { north: { [name]: north } }), ...(south && { south: { [name]: south } }) };
    const alone = open(rich(`in the eyes of: ${JSON.stringify(one)}`));
    const plain = open(rich(""));
    const [a, b] = [solveGame(alone), solveGame(plain)];
    expect(Math.max(...a.policy.map((chance, slot) => Math.abs(chance - b.policy[slot])))).toBeGreaterThan(1e-6);
  });
});

describe("the section of a file", () => {
  const base = rich("in the eyes of: { north: { storm: 0.05, pain: 1 }, south: { storm: 0.2 } }");
  const load = (text: string, set: Record<string, string> = {}) => {
    const files: Record<string, string> = { "base.yaml": base, "what-if.yaml": `extends: base.yaml\n${text}` };
    const { scenario, diagnostics } = loadScenario("what-if.yaml", (path) => files[path], { set });
    const codes = diagnostics.map(({ code, severity }) => `${severity} ${code}`);
    const views = scenario?.views.map(({ actor, values }) => [
      scenario.actors[actor].id,
      ...values.map(
        ({ assumption, value }) => `${scenario.assumptions[assumption].name} ${printExpression(value, scenario)}`,
      ),
    ]);
    return { codes: codes.filter((code) => !code.includes("assumption-without-evidence")), views, scenario };
  };

  it("merges key by key with what it extends", () => {
    expect(load("in the eyes of: { south: { storm: 0.3, sour: 0.6 } }").views).toEqual([
      ["north", "storm 0.05", "pain 1"],
      ["south", "storm 0.3", "sour 0.6"],
    ]);
  });

  it("loses what is removed: a number, an actor, or all", () => {
    expect(load("in the eyes of: { north: { pain: removed } }").views).toEqual([
      ["north", "storm 0.05"],
      ["south", "storm 0.2"],
    ]);
    expect(load("in the eyes of: { south: removed }").views).toEqual([["north", "storm 0.05", "pain 1"]]);
    expect(load("in the eyes of: removed").views).toEqual([]);
    expect(load("in the eyes of: { north: { storm: removed, pain: removed } }").views).toEqual([
      ["north"],
      ["south", "storm 0.2"],
    ]);
  });

  it("stays when the stated value is set", () => {
    const { scenario, views } = load("", { storm: "0.5" });
    expect(scenario!.assumptions.find(({ name }) => name === "storm")!.value).toBe(0.5);
    expect(views).toEqual([
      ["north", "storm 0.05", "pain 1"],
      ["south", "storm 0.2"],
    ]);
  });

  it("may rest on what is stated, and then moves with it, also when priced", () => {
    const resting = rich(
      "in the eyes of: { north: { storm: $storm / 2, pain: $pain + $early }, south: { storm: $storm * 2 } }",
    );
    const plainly = (storm: number) => {
      const north = { storm: storm / 2, pain: Number(numbers.pain.stated) + Number(numbers.early.stated) };
      return rich(`in the eyes of: ${JSON.stringify({ north, south: { storm: storm * 2 } })}`);
    };
    const tables = ({ world }: Game) => [world.coefficient, world.payRow, world.startChance];
    const [first, moved] = [open(resting), open(resting, { storm: "0.25" })];
    expect(first.world.header.views).toBe(3);
    expect(tables(first)).toEqual(tables(open(plainly(0.1))));
    expect(tables(moved)).toEqual(tables(open(plainly(0.25), { storm: "0.25" })));
    const priced = priceWorld(first.world, new Map([["storm", 0.25]]));
    expect(priced.status === "priced" && tables({ ...first, world: priced.world })).toEqual(tables(moved));
  });

  it("is told where it depends on a state, and where it comes to no number", () => {
    expect(load("in the eyes of: { north: { storm: if pressed then 0.5 else 0.1 } }").codes).toContain(
      "error depends-on-state",
    );
    expect(load("in the eyes of: { north: { storm: 1 / ($storm - 0.1) } }").codes).toContain("error not-a-plain-value");
  });

  it("warns of a number that nothing of the actor's reads", () => {
    // Pain stands in South's payoffs alone.
    expect(load("").codes).toEqual(["warning view-without-effect"]);
  });
});

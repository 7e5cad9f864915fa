/**
 * The patterns of `standoff init`: each is small, sound and solved, and moves as what it is named after does: each
 * statement is of the direction in which a forecast goes when one number is changed, whatever the other numbers are.
 */
import { describe, expect, test } from "vitest";
import { usualPattern } from "../src/starter.ts";
import { pattern, run, starterScenario } from "./captured.ts";

const listed = JSON.parse((await run(["init", "--list", "--json"])).out).patterns as { name: string; says: string }[];
const names = listed.map(({ name }) => name);

test("the list tells the scenarios that came with the command, too, each found by its name", async () => {
  const { scenarios } = JSON.parse((await run(["init", "--list", "--json"])).out) as {
    scenarios: { name: string; teaches: string }[];
  };
  expect(scenarios.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["cuba-1962", "labour-strike", "us-iran-2025"]),
  );
  const { out } = await run(["init", "--list"]);
  for (const { name, teaches } of scenarios) {
    expect(out.replace(/\s+/g, " ")).toContain(`${name} ${teaches}`);
    expect((await run(["check", name, "--json"])).code, name).toBe(0);
  }
});

/** A change that is no change: far above the solver's residual, far below what is told. */
const NOTICEABLE = 0.01;
/** An outcome that is told as more than a freak. */
const RARE = 0.05;

/** Of what `forecast --json` prints, what is looked at here. */
interface Printed {
  readonly status: string;
  readonly certificate: { readonly residual: number };
  readonly world: { readonly states: number };
  readonly outcomes: Readonly<Record<string, { readonly byEnd: number; readonly errorShare: number }>>;
  readonly questions: readonly { readonly name: string; readonly value: number }[];
}

interface Answers {
  /** Probability of every outcome by the last day. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Every question's answer. */
  readonly questions: Readonly<Record<string, number>>;
}

async function whole(name: string, set: Readonly<Record<string, string>> = {}) {
  const files = { "scenario.standoff.yaml": pattern(name) };
  const settings = Object.entries(set).flatMap(([assumption, value]) => ["--set", `${assumption}=${value}`]);
  const { code, out, err } = await run(["forecast", ".", "--draws", "0", "--json", ...settings], { files });
  expect(code, err).toBe(0);
  return JSON.parse(out) as Printed;
}

async function answers(name: string, set: Readonly<Record<string, string>> = {}): Promise<Answers> {
  const { outcomes, questions } = await whole(name, set);
  return {
    outcomes: Object.fromEntries(Object.entries(outcomes).map(([outcome, { byEnd }]) => [outcome, byEnd])),
    questions: Object.fromEntries(questions.map((one) => [one.name, one.value])),
  };
}

/** The forecast of something while one assumption takes these values in turn. */
async function along(
  name: string,
  assumption: string,
  values: readonly string[],
  pick: (answers: Answers) => number,
): Promise<number[]> {
  const found: number[] = [];
  for (const value of values) found.push(pick(await answers(name, { [assumption]: value })));
  return found;
}

function expectRising(values: readonly number[]): void {
  for (const [i, value] of values.entries())
    if (i > 0) expect(value - values[i - 1], values.join(", ")).toBeGreaterThan(NOTICEABLE);
}

const expectFalling = (values: readonly number[]) => expectRising([...values].reverse());

describe("the patterns", () => {
  test("are told with a line about each", async () => {
    expect(names).toEqual(expect.arrayContaining(["ultimatum", "talks", "deadline", "mediation", "ratification"]));
    expect(names).toEqual(expect.arrayContaining(["reserve", usualPattern]));
    for (const { says } of listed) expect(says.length).toBeGreaterThan(20);
    const { out } = await run(["init", "--list"]);
    for (const { name } of listed) expect(out).toMatch(new RegExp(`^ {2}${name} `, "m"));
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("one that is not there is named with those that are", async () => {
    const { code, err, written } = await run(["init", "mine", "--like", "talk"], { files: { "a.txt": "" } });
    expect([code, written.size]).toEqual([2, 0]);
    for (const name of names) expect(err).toContain(name);
  });

  test.each(names)("%s is written under its folder's name, with the line for editors", async (name) => {
    const { written } = await run(["init", "my: own", "--like", name], { files: { "a.txt": "" } });
    const text = written.get("/here/my: own/scenario.standoff.yaml")!;
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./standoff.schema.json");
    expect(text).toContain('\ntitle: "my: own"\n');
    if (name === usualPattern) expect(text).toBe(starterScenario("my: own"));
    const files = { "scenario.standoff.yaml": text };
    expect((await run(["check", "."], { files })).out).toBe("no problems\n");
  });

  test.each(names)("%s is small, sound and solved, and lives on no mistakes", async (name) => {
    const lines = pattern(name).trimEnd().split("\n");
    if (name !== usualPattern) expect(lines.length).toBeLessThanOrEqual(60);
    expect(lines.length).toBeGreaterThanOrEqual(25);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(name === usualPattern ? 180 : 120);
    const { status, certificate, world, outcomes } = await whole(name);
    expect(status).toBe("solved");
    expect(certificate.residual).toBeLessThan(1e-9);
    expect(world.states).toBeLessThan(10_000);
    for (const [outcome, { byEnd, errorShare }] of Object.entries(outcomes))
      if (byEnd > RARE) expect(errorShare, outcome).toBeLessThan(0.5);
  });

  test.each(names.filter((name) => name !== usualPattern))("what %s says to try is a change to its file", (name) => {
    const settings = [...pattern(name).matchAll(/^# .*$/gm)].flatMap(([line]) => [
      ...line.matchAll(/--set "([^"=]+)=/g),
    ]);
    expect(settings.length).toBeGreaterThan(0);
    const assumptions = pattern(name).split(/^assumptions:.*$/m)[1];
    for (const [, assumption] of settings) expect(assumptions).toContain(`\n  ${assumption}: `);
  });
});

describe("ultimatum", () => {
  test("more comply the more defiance costs, and fewer the more compliance does", async () => {
    const complied = ({ outcomes }: Answers) => outcomes.compliance;
    expectRising(await along("ultimatum", "cost of defiance", ["20", "50", "100"], complied));
    expectFalling(await along("ultimatum", "price of complying", ["10", "20", "40"], complied));
  });

  test("more comply in time the likelier it is that the threat is meant", async () => {
    expectRising(await along("ultimatum", "firm", ["10 %", "40 %", "90 %"], ({ questions }) => questions["in time"]));
  });
});

describe("talks", () => {
  const onTerms = (side: string) => (answers: Answers) => answers.outcomes[`on the ${side}'s terms`];

  test.each([
    ["buyer", "seller"],
    ["seller", "buyer"],
  ])("the more waiting costs the %s, the surer is agreement, and on the other's terms", async (tires, gains) => {
    const name = `${tires}'s cost of waiting`;
    expectRising(await along("talks", name, ["0", "4", "10"], ({ outcomes }) => outcomes.agreement));
    expectRising(await along("talks", name, ["4", "7", "10"], onTerms(gains)));
    expectFalling(await along("talks", name, ["0", "4"], onTerms(tires)));
  });
});

describe("deadline", () => {
  test("settlements crowd about the day", async () => {
    const { questions } = await answers("deadline");
    const [early, near] = [questions["two months before"] / 55, questions["near the day"] / 60]; // a day
    expect(near).toBeGreaterThan(2 * early);
  });

  test("more is settled the more suffer without, and less the more giving way costs", async () => {
    const settled = ({ outcomes }: Answers) => outcomes.settled;
    expectRising(await along("deadline", "great need", ["20 %", "50 %", "80 %"], settled));
    expectFalling(await along("deadline", "price of giving way", ["10", "20", "40"], settled));
  });
});

describe("mediation", () => {
  test("more settle the more fighting costs, and the oftener a proposal comes", async () => {
    const settled = ({ outcomes }: Answers) => outcomes.settlement;
    expectRising(await along("mediation", "cost of fighting", ["2", "5", "12"], settled));
    const paces = ["5 % per month", "20 % per month", "40 % per month"];
    expectRising(await along("mediation", "mediator's pace", paces, settled));
  });
});

describe("ratification", () => {
  test("a harder assembly ratifies less", async () => {
    const ratified = ({ outcomes }: Answers) => outcomes.ratified;
    expectFalling(await along("ratification", "hostile", ["0 %", "40 %", "60 %", "100 %"], ratified));
  });

  test("what the assembly dislikes is proposed less: its hardness is its country's strength", async () => {
    const modest = ({ outcomes }: Answers) => outcomes["modest text proposed"];
    expectRising(await along("ratification", "distaste", ["0", "5", "10", "15"], modest));
  });
});

describe("reserve", () => {
  test("the likelier a large reserve, the more does the other side give in", async () => {
    const gives = ({ outcomes }: Answers) => outcomes["supplier gives in"];
    expectRising(await along("reserve", "large reserve", ["20 %", "50 %", "80 %"], gives));
  });

  test("who holds out is thought to have a large reserve, the more so the more shortage costs without", async () => {
    const later = ({ questions }: Answers) => questions["large if still closed in March"];
    const { questions } = await answers("reserve");
    expect(questions["large if still closed in March"]).toBeGreaterThan(questions["large in January"] + 0.1);
    expectRising(await along("reserve", "cost of shortage", ["10", "20", "30"], later));
  });
});

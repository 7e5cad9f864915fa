/** Every verb, run in-process on small scenarios with captured output. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { columnsOf } from "standoff/text";
import { percent } from "standoff/words";

import { describe, expect, test } from "vitest";
import { nodeOutside } from "../src/node-outside.ts";
import { repository, run, scenarioText, starterScenario } from "./captured.ts";

const starter = { "scenario.standoff.yaml": starterScenario("A lease") };
const widest = (text: string) => Math.max(...text.split("\n").map((line) => [...line].length));

describe("a scenario's name", () => {
  test("may be a file, a folder, or a name in scenarios/", async () => {
    const outs = await Promise.all(
      ["labour-strike", "scenarios/labour-strike", "scenarios/labour-strike/scenario.standoff.yaml"].map((name) =>
        run(["check", name, "--json"]),
      ),
    );
    expect(outs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(outs.map(({ out }) => JSON.parse(out).file)).size).toBe(1);
  });

  test("of one that came along reaches its other files from anywhere, and nothing outside of it", async () => {
    const files = { "mine.yaml": "" };
    const { code, out } = await run(["update", "cuba-1962/history.yaml", "--step", "1 week", "--json"], { files });
    expect([code, JSON.parse(out).items.length]).toEqual([0, 6]);
    const whatIf = await run(["check", "us-iran-2025/what-ifs/no-deadline.yaml", "--json"], { files });
    expect([whatIf.code, JSON.parse(whatIf.out).status]).toEqual([0, "sound"]);
    for (const name of ["cuba-1962/../../package.json", "cuba-1962/none.yaml", "./cuba-1962"])
      expect(await run(["check", name], { files })).toMatchObject({ code: 2, out: "" });
  });

  test("is what extends may say, where nothing of that name lies beside the file", async () => {
    const files = {
      "mine.yaml": "extends: labour-strike\ntitle: Mine\n",
      "deep.yaml": "extends: us-iran-2025/what-ifs/no-deadline.yaml\n",
      "own/case.yaml": "extends: labour-strike\n",
      "own/labour-strike/scenario.standoff.yaml": "titel: nearest\n",
      "sly.yaml": "extends: labour-strike/../../package.json\n",
      "none.yaml": "extends: labor-strike\n",
    };
    expect((await run(["check", "mine.yaml"], { files })).out).toBe("no problems\n");
    expect((await run(["check", "deep.yaml"], { files })).code).toBe(0);
    const compared = await run(["compare", "labour-strike", "mine.yaml", "--json", "--threads", "2"], {
      files,
      worthThreads: 0,
    });
    const { a, b, outcomes } = JSON.parse(compared.out);
    expect([a.scenario.title === b.scenario.title, outcomes.settled.difference]).toEqual([false, 0]);
    expect((await run(["check", "own/case.yaml"], { files })).out).toContain("titel");
    expect((await run(["check", "sly.yaml"], { files })).out).toMatch(/file-(refused|not-found)/);
    expect((await run(["check", "none.yaml"], { files })).out).toContain("nor has any scenario that came along");
  });

  test("that nothing has is told with those that there are", async () => {
    const { code, err } = await run(["check", "labor-strike"]);
    expect(code).toBe(2);
    expect(err).toContain('did you mean "labour-strike"?');
    const files = { "blockade/scenario.standoff.yaml": "", "case.yaml": "" };
    expect((await run(["check", "blokade"], { files })).err).toContain('did you mean "blockade"?');
    expect((await run(["check", "cse.yaml"], { files })).err).toContain('did you mean "case.yaml"?');
  });

  test("of a folder with several scenarios is not guessed", async () => {
    const { code, err } = await run(["check", "."], { files: { "a.standoff.yaml": "", "b.standoff.yaml": "" } });
    expect(code).toBe(2);
    expect(err).toContain("a.standoff.yaml, b.standoff.yaml");
  });
});

describe("check", () => {
  test("a sound file has no problems", async () => {
    const { code, out, err } = await run(["check", "."], { files: starter });
    expect([code, out, err]).toEqual([0, "no problems\n", ""]);
  });

  test("lists every problem with its place, and ends with 1", async () => {
    const text = starter["scenario.standoff.yaml"]
      .replace("when: not agreed,", "when: not agred,")
      .replace("rate: $judge", "rate: $juge");
    const { code, out } = await run(["check", ".", "--json"], { files: { "scenario.standoff.yaml": text } });
    expect(code).toBe(1);
    const { status, diagnostics } = JSON.parse(out);
    expect(status).toBe("faulty");
    expect(diagnostics.filter((one: { severity: string }) => one.severity === "error").length).toBeGreaterThanOrEqual(
      2,
    );
    const lines = text.split("\n");
    for (const { line, column } of diagnostics) expect(lines[line - 1].length).toBeGreaterThanOrEqual(column - 1);
  });

  test("--print shows what was understood, and the world that it builds; what is faulty is not printed", async () => {
    const printed = await run(["check", ".", "--print", "scenario"], { files: starter });
    expect(printed.code).toBe(0);
    expect(printed.out).toMatch(/^ {2}rent: high \| middle \| low; starts high; seen by everyone$/m);
    expect(printed.out).toMatch(/^ {2}settled when agreed$/m);
    const { out } = await run(["check", "labour-strike", "--print", "world"]);
    const nodes = Number(/^([\d,]+) nodes/m.exec(out)?.[1].replaceAll(",", ""));
    expect(out.match(/^ {2}\d+: /gm)).toHaveLength(nodes);
    const whole =
      /^to the last day; with what is played after it ([\d,]+) nodes, ([\d,]+) edges, ([\d,]+) information sets$/m.exec(
        out,
      )!;
    const size = await run(["check", "labour-strike", "--size"]);
    expect(size.out).toContain(`${whole[1]} states, ${whole[2]} edges, ${whole[3]} information sets`);
    const faulty = starter["scenario.standoff.yaml"].replace("rate: $judge", "rate: $juge");
    const {
      code,
      err,
      out: none,
    } = await run(["check", ".", "--print", "world"], {
      files: { "scenario.standoff.yaml": faulty },
    });
    expect([code, none]).toEqual([1, ""]);
    expect(err).toContain("juge");
  });

  test("--size says what each variable multiplies", async () => {
    const { code, out } = await run(["check", ".", "--size", "--json"], { files: starter });
    expect(code).toBe(0);
    const { size } = JSON.parse(out);
    expect(size.states).toBeGreaterThan(10);
    expect(size.variables.map(({ name }: { name: string }) => name)).toContain("rent");
    const factors = size.variables.map(({ multiplies }: { multiplies: number }) => multiplies);
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(1);
  });

  test.each(["", "\0", "- a\n- b", "standoff: 1", "a: &a [*a]", "\uFEFFstandoff: 2"])(
    "%j gives diagnostics, no crash",
    async (text) => {
      const { code, out, err } = await run(["check", "."], { files: { "scenario.standoff.yaml": text } });
      expect([code, err]).toEqual([1, ""]);
      expect(out).toMatch(/error/);
    },
  );
});

describe("forecast", () => {
  test("--json holds what docs/json.md promises", async () => {
    const { code, out, err } = await run(["forecast", ".", "--draws", "0", "--json"], { files: starter });
    expect([code, err]).toEqual([0, ""]);
    const json = JSON.parse(out);
    expect(json.world.states).toBeGreaterThan(10);
    expect(json.world.edges).toBeGreaterThan(json.world.states / 2);
    expect(json.certificate.residual).toBeLessThan(1e-9);
    expect(json.certificate.massLost).toBeLessThan(1e-12);
    expect(json.certificate.branch).toMatch(/exact|stepwise|traced/);
    for (const outcome of ["lease signed", "court is asked"]) {
      const { byEnd, byDate, ribbon, errorShare } = json.outcomes[outcome];
      expect(byDate.at(-1)[1]).toBeCloseTo(byEnd, 12);
      expect(byDate.every(([date]: [string]) => /^\d{4}-\d\d-\d\d$/.test(date))).toBe(true);
      expect(byDate.every(([, p]: [string, number], i: number) => i === 0 || p >= byDate[i - 1][1])).toBe(true);
      expect(ribbon[0]).toBeLessThanOrEqual(byEnd);
      expect(ribbon[1]).toBeGreaterThanOrEqual(byEnd);
      expect(errorShare).toBeGreaterThanOrEqual(0);
      expect(errorShare).toBeLessThanOrEqual(1);
    }
  });

  test("the page fits 80 columns and carries what must stand beside the numbers", async () => {
    const { code, out } = await run(["forecast", "labour-strike", "--draws", "0"]);
    expect(code).toBe(0);
    expect(widest(out)).toBeLessThanOrEqual(80);
    const flat = out.replace(/\s+/g, " ");
    for (const words of [
      "An invented dispute",
      "values that we attribute, not endorse",
      "precision of the arithmetic, not of the forecast",
      "over the ranges given",
      "casualties and law are outside",
      "contract ends",
    ]) {
      expect(flat).toContain(words);
    }
  });

  test("a narrow terminal is kept to as far as the figures allow", async () => {
    const { out } = await run(["forecast", "labour-strike", "--draws", "0"], { columns: 64 });
    expect(widest(out)).toBeLessThanOrEqual(64);
  });

  test("colour only where it may be", async () => {
    expect((await run(["forecast", ".", "--draws", "0"], { files: starter })).out).not.toContain("\u001b");
    expect((await run(["forecast", ".", "--draws", "0"], { files: starter, color: true })).out).toContain("\u001b[");
  });

  test("progress is one line on a terminal, cleared at the end, and nothing elsewhere", async () => {
    const shown = await run(["forecast", "labour-strike", "--draws", "0"], { live: true });
    expect(shown.err).toMatch(/^\r(building|solving|examining)/);
    expect(shown.err).toMatch(/\r +\r$/);
    expect(shown.err).not.toContain("\n");
    expect((await run(["forecast", "labour-strike", "--draws", "0"])).err).toBe("");
  });

  test("--set changes the number, --step the calendar", async () => {
    const given = JSON.parse((await run(["forecast", ".", "--draws", "0", "--json"], { files: starter })).out);
    const set = JSON.parse(
      (await run(["forecast", ".", "--draws", "0", "--json", "--set", "other tenant=0.9"], { files: starter })).out,
    );
    expect(set.outcomes["lease signed"].byEnd).not.toBeCloseTo(given.outcomes["lease signed"].byEnd, 3);
    expect(set.settings.set).toEqual({ "other tenant": "0.9" });
    const daily = JSON.parse(
      (await run(["forecast", ".", "--draws", "0", "--json", "--step", "2 days"], { files: starter })).out,
    );
    expect(daily.world.states).toBeGreaterThan(given.world.states);
    expect(daily.calendar.step).toEqual({ count: 2, unit: "day" });
  });

  test("an assumption that is not there is told", async () => {
    const { code, err } = await run(["forecast", ".", "--draws", "0", "--set", "othr tenant=0.9"], { files: starter });
    expect(code).toBe(1);
    expect(err).toContain("other tenant");
  });

  test("too little memory ends with 4 and says what to do", async () => {
    const { code, err } = await run(["forecast", "labour-strike", "--draws", "0", "--memory", "0.0001"]);
    expect(code).toBe(4);
    expect(err).toContain("check labour-strike --size");
  });

  test("without --memory the machine's own is the limit", async () => {
    const small = { memory: 100_000 };
    expect((await run(["forecast", "labour-strike", "--draws", "0"], small)).code).toBe(4);
    expect((await run(["forecast", "labour-strike", "--draws", "0", "--memory", "1"], small)).code).toBe(0);
  });

  test("a reader who leaves ends it quietly", async () => {
    expect(await run(["forecast", ".", "--draws", "0"], { files: starter, readerLeaves: 0 })).toMatchObject({
      code: 0,
      out: "",
      err: "",
    });
  });
});

describe("ask", () => {
  test("answers agree with the forecast", async () => {
    const forecast = JSON.parse((await run(["forecast", "labour-strike", "--draws", "0", "--json"])).out);
    const asked = JSON.parse((await run(["ask", "labour-strike", "--draws", "0", "P(settled)", "--json"])).out);
    expect(asked.answers[0].value).toBeCloseTo(forecast.outcomes.settled.byEnd, 12);
    expect(asked.answers[0].ribbon[0]).toBeCloseTo(forecast.outcomes.settled.ribbon[0], 12);
    expect(asked.answers[0].errorShare).toBeCloseTo(forecast.outcomes.settled.errorShare, 10);
    expect(asked.errorStake).toBe(forecast.errorStake);
  });

  test("error shares stand behind probabilities, here and in the forecast, and what they are stands below", async () => {
    const { questions } = JSON.parse((await run(["forecast", "labour-strike", "--draws", "0", "--json"])).out);
    const [early, , days] = questions;
    expect(days).not.toHaveProperty("errorShare");
    const told = `off best ${percent(early.errorShare)}`;
    const page = (await run(["forecast", "labour-strike", "--draws", "0"])).out;
    expect(page).toMatch(new RegExp(`^${early.name}: .*, ${told}$`, "m"));
    const asked = (await run(["ask", "labour-strike", "--draws", "0", early.name])).out;
    expect(asked).toMatch(new RegExp(`^ {2}.*, ${told}$`, "m"));
    expect(asked).toContain("Off best: the share");
    expect((await run(["ask", "labour-strike", "--draws", "0", "how long"])).out).not.toMatch(/off best/i);
  });

  test("without a question: the scenario's own, by name too", async () => {
    const all = JSON.parse((await run(["ask", "labour-strike", "--draws", "0", "--json"])).out);
    expect(all.answers.map(({ name }: { name: string }) => name)).toContain("how long");
    const one = JSON.parse((await run(["ask", "labour-strike", "--draws", "0", "how long", "--json"])).out);
    expect(one.answers).toEqual(all.answers.filter(({ name }: { name: string }) => name === "how long"));
  });

  test("a question that cannot be read shows where", async () => {
    const { code, err } = await run(["ask", "labour-strike", "--draws", "0", "P(setled)"]);
    expect(code).toBe(1);
    expect(err).toContain("question:1:3");
    expect(err).toContain("settled");
  });
});

describe("compare", () => {
  test("a scenario with itself does not differ", async () => {
    const { code, out } = await run(["compare", "labour-strike", "labour-strike", "--json"]);
    expect(code).toBe(0);
    for (const { difference } of Object.values<{ difference: number }>(JSON.parse(out).outcomes))
      expect(difference).toBe(0);
  });

  test("--with is the same as a scenario that is solved with --set", async () => {
    const compared = JSON.parse((await run(["compare", "labour-strike", "--with", "large fund=0.7", "--json"])).out);
    const set = JSON.parse(
      (await run(["forecast", "labour-strike", "--draws", "0", "--set", "large fund=0.7", "--json"])).out,
    );
    expect(compared.outcomes.settled.b.byEnd).toBe(set.outcomes.settled.byEnd);
    expect(compared.assumptions).toEqual([{ assumption: "large fund", a: "0.5", b: "0.7" }]);
  });

  test("an extension is compared by its own file", async () => {
    const files = {
      "base/scenario.standoff.yaml": scenarioText("labour-strike"),
      "what-if.standoff.yaml": "extends: base\nassumptions: { large fund: { value: 0.7 } }\n",
    };
    const { code, out, err } = await run(["compare", "base", "what-if.standoff.yaml"], { files });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("large fund: 0.5 -> 0.7");
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  test("a change that is wrong is told at --with, without the file's warnings; a file as what it is", async () => {
    const warned = scenarioText("labour-strike").replace(
      /^assumptions:/m,
      "assumptions:\n  unread: { value: 1, basis: convention }",
    );
    const files = { "a.yaml": warned };
    expect((await run(["check", "a.yaml"], { files })).out).toContain("warning");
    const unknown = await run(["compare", "a.yaml", "--set", "lost orders=10", "--with", "large found=0.7"], { files });
    expect([unknown.code, unknown.err.match(/^\S+:.*(error|warning)/gm)]).toEqual([1, ["--with:1:1: error"]]);
    const unread = await run(["compare", "a.yaml", "--with", "large fund=much"], { files });
    expect([unread.code, unread.err.match(/^\S+:.*(error|warning)/gm)]).toEqual([1, ["--with:1:12: error"]]);
    const set = await run(["forecast", "a.yaml", "--draws", "0", "--set", "large fund=much"], { files });
    expect([set.code, set.err.match(/^\S+:.*(error|warning)/gm)]).toEqual([1, ["--set:1:12: error"]]);
    const file = await run(["compare", "a.yaml", "--with", "b.yaml"], { files });
    expect([file.code, file.err]).toEqual([2, expect.stringContaining("compare A b.yaml")]);
    expect((await run(["compare", "a.yaml", "--with", "b"], { files })).err).toContain("--with takes");
  });

  test("needs something to compare with", async () => {
    expect((await run(["compare", "labour-strike"])).code).toBe(2);
  });
});

describe("steps", () => {
  test("has a row per variation, and the largest move is what the rows say", async () => {
    const { code, out } = await run(["steps", "labour-strike", "--json"]);
    expect(code).toBe(0);
    const { rows, largestMove } = JSON.parse(out);
    expect(rows.map(({ variation }: { variation: string }) => variation)).toEqual([
      "as given",
      "coarser step",
      "half step",
      "reversed order",
      "horizon 25 % longer",
      "limit",
    ]);
    const [given, , half, , , limit] = rows.map((row: { outcomes: Record<string, number> }) => row.outcomes);
    const moves = Object.keys(given).map((name) => Math.abs(half[name] - given[name]));
    expect(largestMove).toBe(Math.max(...moves));
    expect(limit.settled).toBeCloseTo(Math.min(1, 2 * half.settled - given.settled), 12);
    expect(rows[2].world.states).toBeGreaterThan(rows[0].world.states);
  });

  test("what moves too far is marked, and told", async () => {
    const { rows, alarms } = JSON.parse((await run(["steps", "labour-strike", "--json"])).out);
    const [given, , half, , longer] = rows.map((row: { outcomes: Record<string, number | null> }) => row.outcomes);
    const tooFar = (from: number, to: number, above: number) =>
      Math.abs(to - from) > above || (Math.max(from, to) > 0.01 && Math.abs(to - from) >= from / 3);
    const far = (other: Record<string, number | null>, above: number) =>
      Object.keys(given).filter((name) => other[name] !== null && tooFar(given[name]!, other[name], above));
    const told = (variation: string) =>
      alarms
        .filter((one: { variation: string }) => one.variation === variation)
        .map((one: { outcome: string }) => one.outcome);
    expect(told("half step")).toEqual(far(half, 0.03));
    expect(told("horizon 25 % longer")).toEqual(far(longer, 0.05));
    const { out } = await run(["steps", "labour-strike"]);
    expect(widest(out)).toBeLessThanOrEqual(80);
    expect(/step \/ 2 !/.test(out)).toBe(told("half step").length > 0);
    expect(/longer !/.test(out)).toBe(told("horizon 25 % longer").length > 0);
    expect(out).toMatch(/^At half the step the largest move is (less than a point|[+-]1 point|[+-]\d+ points) \(/m);
  });
});

describe("explain", () => {
  test("has strategies, beliefs and paths whose figures are chances", async () => {
    const { code, out } = await run(["explain", "labour-strike", "--json"]);
    expect(code).toBe(0);
    const { strategies, beliefs, paths } = JSON.parse(out);
    expect(strategies.map(({ desk }: { desk: string }) => desk)).toEqual(["company table", "union table"]);
    for (const { acts } of strategies) {
      const sum = acts.reduce((all: number, { chance }: { chance: number }) => all + chance, 0);
      expect(sum).toBeCloseTo(1, 9);
    }
    expect(beliefs.map(({ about }: { about: string }) => about)).toEqual(["fund"]);
    const told = paths.stories.reduce((all: number, { probability }: { probability: number }) => all + probability, 0);
    expect(told + paths.other).toBeCloseTo(1, 9);
  });

  test("--only, --actor and --outcome narrow it; the page fits 80 columns", async () => {
    const forecast = JSON.parse((await run(["forecast", "labour-strike", "--draws", "0", "--json"])).out);
    const { out } = await run(["explain", "labour-strike", "--only", "paths", "--outcome", "strike called", "--json"]);
    const { paths, strategies } = JSON.parse(out);
    expect(strategies).toBeUndefined();
    expect(paths.stories).toHaveLength(1);
    expect(paths.stories[0].probability).toBeCloseTo(forecast.outcomes["strike called"].byEnd, 9);
    const union = JSON.parse((await run(["explain", "labour-strike", "--actor", "union", "--json"])).out);
    expect(union.strategies).toHaveLength(1);
    expect(widest((await run(["explain", "labour-strike"])).out)).toBeLessThanOrEqual(80);
  });

  test("tells which actor holds which number to be otherwise", async () => {
    const eyes = "in the eyes of: { company: { large fund: 0.2 } }\n";
    const alike = scenarioText("labour-strike");
    const files = { "strike.standoff.yaml": `${alike}\n${eyes}`, "alike.standoff.yaml": alike };
    const { out } = await run(["explain", "strike.standoff.yaml", "--only", "beliefs"], { files });
    expect(out).toMatch(/In different eyes.*modeller's\n {2}to .* large fund is 0\.2, not 0\.\d+\n/);
    const json = JSON.parse((await run(["explain", "strike.standoff.yaml", "--json"], { files })).out);
    expect(json.eyes).toMatchObject([{ actor: "company", assumption: "large fund", held: "0.2" }]);
    const compared = await run(["compare", "alike.standoff.yaml", "strike.standoff.yaml"], { files });
    expect(compared.out).toContain("large fund in the eyes of");
    const tree = await run(["model", "strike.standoff.yaml", "--for", "gambit", "--out", "/out/x.efg"], { files });
    expect([tree.code, tree.err]).toEqual([4, expect.stringMatching(/different eyes.*--for prism/)]);
  });

  test("names that are not there are told before the work", async () => {
    expect(await run(["explain", "labour-strike", "--actor", "nobody"])).toMatchObject({ code: 2, out: "" });
    expect((await run(["explain", "labour-strike", "--outcome", "x"])).err).toContain("strike called");
  });
});

describe("update", () => {
  const observed = (items: string) => ({
    "base/scenario.standoff.yaml": scenarioText("labour-strike"),
    "news.standoff.yaml": `extends: base\nhistory:\n${items}`,
  });

  test("ends where a conditional question ends", async () => {
    const files = observed("  - { on: 2026-05-05, happened: call a strike, evidence: [] }\n");
    const { code, out, err } = await run(["update", "news.standoff.yaml", "--json"], { files });
    expect([code, err]).toEqual([0, ""]);
    const json = JSON.parse(out);
    const question = "P(settled | strike called after 2026-05-03 and strike called by 2026-05-10)";
    const asked = JSON.parse((await run(["ask", "base", "--draws", "0", question, "--json"], { files })).out);
    expect(json.items).toHaveLength(1);
    expect(json.outcomes["strike called"].after.byEnd).toBeCloseTo(1, 9);
    expect(json.items[0].likelihood).toBeGreaterThan(0);
    // A strike may be called again after a return to work: the question asks for its first time, the item for any.
    expect(Math.abs(json.outcomes.settled.after.byEnd - asked.answers[0].value)).toBeLessThan(0.02);
    expect(widest((await run(["update", "news.standoff.yaml"], { files })).out)).toBeLessThanOrEqual(80);
  });

  test("an item that cannot be is named", async () => {
    const files = observed("  - { on: 2026-03-05, happened: call a strike, evidence: [] }\n");
    const { out } = await run(["update", "news.standoff.yaml", "--json"], { files });
    const { status, says } = JSON.parse(out);
    expect(status).toBe("impossible under the model");
    expect(says).toContain("call a strike");
  });

  test("without a history it says what is missing", async () => {
    expect(await run(["update", "labour-strike"])).toMatchObject({ code: 2, out: "" });
  });
});

describe("export", () => {
  const tables = ["forecast", "outcomes", "answers", "strategies", "beliefs", "paths", "states", "world"];

  test.each(tables)("%s as CSV and as JSON have the same rows, and a manifest", async (what) => {
    const args = ["export", "labour-strike", "--what", what];
    const files = { "scenarios/labour-strike/scenario.standoff.yaml": scenarioText("labour-strike") };
    const csv = await run([...args, "--out", "t.csv"], { files });
    const json = await run([...args, "--out", "t.json"], { files });
    expect([csv.code, json.code, csv.out, json.out]).toEqual([0, 0, "", ""]);
    const { manifest, rows } = JSON.parse(json.written.get("/here/t.json")!);
    expect(JSON.parse(csv.written.get("/here/t.csv.manifest.json")!)).toEqual(manifest);
    expect(manifest.certificate.residual).toBeLessThan(1e-9);
    const lines = csv.written.get("/here/t.csv")!.split("\r\n");
    expect(lines.at(-1)).toBe("");
    expect(rows.length).toBeGreaterThan(0);
    expect(lines.length - 2).toBe(rows.length);
    expect((await run(args, { files })).out).toBe(csv.written.get("/here/t.csv"));
  });

  test("the world's chances add up to one in every state that goes on", async () => {
    const { out } = await run(["export", "labour-strike", "--what", "world", "--json"]);
    const sums = new Map<number, number>();
    for (const { from, chance } of JSON.parse(out).rows) sums.set(from, (sums.get(from) ?? 0) + chance);
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 12);
  });
});

describe("the version", () => {
  test("is that of package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(repository, "packages/cli/package.json"), "utf8"));
    expect((await run(["--version"])).out).toBe(`${version}\n`);
  });
});

describe("init", () => {
  test("writes a scenario that checks and forecasts, with the schema beside it", async () => {
    const { code, written } = await run(["init", "mine"], { files: { "other.txt": "" } });
    expect(code).toBe(0);
    const files = Object.fromEntries([...written].map(([path, text]) => [path.replace("/here/", ""), text]));
    expect(Object.keys(files).sort()).toEqual(["mine/scenario.standoff.yaml", "mine/standoff.schema.json"]);
    expect(JSON.parse(files["mine/standoff.schema.json"]).$schema).toContain("2020-12");
    const checked = await run(["check", "mine"], { files });
    expect(checked.out).toBe("no problems\n");
    const forecast = JSON.parse((await run(["forecast", "mine", "--draws", "0", "--json"], { files })).out);
    expect(forecast.certificate.residual).toBeLessThan(1e-9);
  });

  test("speaks within its width", async () => {
    for (const args of [
      ["init", "a-folder-with-a-long-name/below"],
      ["init", "--list"],
    ]) {
      const { code, out } = await run(args, { files: { "other.txt": "" } });
      expect([code, widest(out) <= 80]).toEqual([0, true]);
    }
  });

  test("never overwrites", async () => {
    const { code, err, written } = await run(["init", "."], { files: starter });
    expect([code, written.size]).toEqual([2, 0]);
    expect(err).toContain("left as it is");
  });
});

describe("warnings of a run", () => {
  const warned = `standoff: 1
title: A warning that only a coarse step brings
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-02, step: 1 week }
afterwards: none
scale: { 0: as now, 100: best }
steadiness: { lambda: 1 }
noise: mistakes
actors: { city: { name: City } }
state: { a: yes or no, b: yes or no }
events: { n: { first: { rate: $pace, when: not b, does: { a: yes } }, second: { rate: 6 per year, when: a, does: { b: yes } } } }
outcomes: { A: { when: a }, both: { when: a and b } }
assumptions: { pace: { value: 1 per year, range: 1 per year to 2 per year, basis: convention } }
`;

  test("are listed by the command that it names, on the same calendar and with the same settings", async () => {
    const files = { "my warned.yaml": warned };
    const { err } = await run(
      ["forecast", "my warned.yaml", "--draws", "0", "--step", "4 weeks", "--set", "pace=3 per year"],
      {
        files,
      },
    );
    const [, told, command] = /^(\d+) warnings?: standoff (.*)\n$/.exec(err)!;
    expect(command).toBe('check "my warned.yaml" --set "pace=3 per year" --step "4 weeks"');
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
    const { out } = await run(args, { files });
    expect(out).toContain(`${told} warning`);
    expect((await run(["forecast", "my warned.yaml", "--draws", "0"], { files })).err).toBe("");
    const several = await run(["steps", "my warned.yaml", "--set", "pace=60 per year"], { files });
    expect(several.err.match(/warnings?: /g)).toHaveLength(1);
  });

  test("are looked for in the whole of a large world", async () => {
    const more = [0, 1, 2, 3, 4, 5, 6, 7];
    const large = warned
      .replace("b: yes or no }", `b: yes or no, ${more.map((i) => `c${i}: yes or no`).join(", ")} }`)
      .replace(
        "events: {",
        `events: { m: { ${more.map((i) => `e${i}: { chance: 0.1, does: { c${i}: yes } }`).join(", ")} },`,
      );
    const files = { "large.yaml": large };
    const { err } = await run(["forecast", "large.yaml", "--draws", "0", "--set", "pace=300 per year"], { files });
    expect(err).toMatch(/^\d+ warnings?: standoff check large\.yaml --size --set "pace=300 per year"\n$/);
    const whole = await run(["check", "large.yaml", "--size", "--set", "pace=300 per year"], { files });
    expect(whole.out).toContain(err.split(":")[0]);
  });
});

describe("a page in a terminal", () => {
  test("aligns wide names, and keeps to its width", async () => {
    const wide = starterScenario("停戦")
      .replaceAll("lease signed", "停戦協定の署名")
      .replaceAll("court is asked", "海上封鎖");
    const { out } = await run(["forecast", "a.yaml", "--draws", "0"], { files: { "a.yaml": wide }, columns: 72 });
    const rows = out.split("\n").filter((line) => /^(停戦協定の署名|海上封鎖) .* %/.test(line));
    const figures = rows.filter((line) => line.includes("("));
    expect(figures.length).toBeGreaterThanOrEqual(2);
    expect(new Set(figures.map((line) => columnsOf(line.slice(0, line.indexOf(")"))))).size).toBe(1);
    for (const line of out.split("\n")) expect(columnsOf(line), line).toBeLessThanOrEqual(72);
  });

  test.each([
    [0, 80],
    [20, 40],
    [200, 200],
  ])("that says it has %i columns is taken to have %i", (columns, taken) => {
    const around = { terminal: true, errorTerminal: true, environment: {}, cwd: "/", onTemporary: () => {} };
    expect(nodeOutside({ ...around, columns }).columns).toBe(taken);
  });
});

/** `standoff sweep`: every point is what a forecast at those values gives; the same in shards as in one piece. */
import { describe, expect, test } from "vitest";
import { run } from "./captured.ts";

const over = ["--over", "large fund=30 %..70 %:3", "--over", "mediator=0.2 per month, 1 per month"];
const whole = await run(["sweep", "labour-strike", ...over, "--json"]);
const told = JSON.parse(whole.out);

/** Two ways of solving, each to a residual below 1e-9. */
const DIGITS = 7;

/** Files written into the folder `kept`, as another run's. */
const keptIn = (written: ReadonlyMap<string, string>) =>
  Object.fromEntries([...written].map(([path, text]) => [path.replace("/here/", ""), text]));

describe("a sweep", () => {
  test("has every point of the grid, each as a forecast at its values", async () => {
    expect([whole.code, whole.err]).toEqual([0, ""]);
    expect(told.points.map(({ at }: { at: string[] }) => at)).toEqual([
      ["30 %", "0.2 per month"],
      ["30 %", "1 per month"],
      ["50 %", "0.2 per month"],
      ["50 %", "1 per month"],
      ["70 %", "0.2 per month"],
      ["70 %", "1 per month"],
    ]);
    for (const point of [0, 5]) {
      const [fund, mediator] = told.points[point].at;
      const set = ["--set", `large fund=${fund}`, "--set", `mediator=${mediator}`];
      const alone = JSON.parse((await run(["forecast", "labour-strike", ...set, "--draws", "0", "--json"])).out);
      for (const [name, chance] of Object.entries<number>(told.points[point].outcomes))
        expect(chance).toBeCloseTo(alone.outcomes[name].byEnd, DIGITS);
    }
    const stated = JSON.parse((await run(["forecast", "labour-strike", "--draws", "0", "--json"])).out);
    for (const [name, chance] of Object.entries<number>(told.stated.outcomes))
      expect(chance).toBeCloseTo(stated.outcomes[name].byEnd, DIGITS);
  });

  test("in two shards, merged, is the same to the byte", async () => {
    const shard = async (part: string) => {
      const args = ["sweep", "run", "labour-strike", ...over, "--shard", part, "--out", "/here/kept"];
      return keptIn((await run(args)).written);
    };
    const both = { ...(await shard("1/2")), ...(await shard("2/2")) };
    const merged = await run(["sweep", "merge", "kept", "--json"], { files: both });
    expect(merged.out).toBe(whole.out);
  });

  test("of two assumptions has a map, of the outcome that is named", async () => {
    const { out } = await run(["sweep", "labour-strike", ...over, "--answer", "settled"]);
    expect(out).toContain("Map of settled");
    expect(out).toMatch(/^ *large fund \\ mediator +0\.2 per month +1 per month$/m);
    expect(out.match(/^ +(30|50|70) % +\d+ % +\d+ %$/gm)).toHaveLength(3);
    expect(out).toContain("as stated");
  });
});

describe("a sweep over files", () => {
  const strike = "labour-strike";
  const files = {
    "small.yaml": "extends: labour-strike\nassumptions: { large fund: { value: 20 %, basis: estimated } }\n",
    "large.yaml":
      "extends: labour-strike\nassumptions: { large fund: { value: 80 %, basis: estimated } }\nquestions: removed\n",
  };
  const these = ["--over", "small.yaml, large.yaml"];

  test("has what a forecast of each file tells, in the scenario's order", async () => {
    const { code, err, out } = await run(["sweep", strike, ...these, "--json"], { files });
    expect([code, err]).toEqual([0, ""]);
    const swept = JSON.parse(out);
    expect(swept.points.map(({ at }: { at: string[] }) => at)).toEqual([["small.yaml"], ["large.yaml"]]);
    for (const [i, file] of ["small.yaml", "large.yaml"].entries()) {
      const alone = JSON.parse((await run(["forecast", file, "--draws", "0", "--json"], { files })).out);
      expect(Object.keys(swept.points[i].outcomes)).toEqual(Object.keys(swept.stated.outcomes));
      for (const [name, chance] of Object.entries<number>(swept.points[i].outcomes))
        expect(chance).toBeCloseTo(alone.outcomes[name].byEnd, DIGITS);
    }
    const values = ({ questions }: { questions: { value: number | null }[] }) => questions.map(({ value }) => value);
    expect(values(swept.points[0]).some((value) => value !== null)).toBe(true);
    expect(values(swept.points[1]).every((value) => value === null)).toBe(true); // the file asks none
  });

  test("in two shards, merged, is the same to the byte; a file that says something else is another sweep", async () => {
    const whole = await run(["sweep", strike, ...these, "--json"], { files });
    const shard = (part: string, there: Readonly<Record<string, string>>) =>
      run(["sweep", "run", strike, ...these, "--shard", part, "--out", "/here/kept"], { files: there });
    const first = keptIn((await shard("1/2", files)).written);
    const second = keptIn((await shard("2/2", files)).written);
    const merged = await run(["sweep", "merge", "kept", "--json"], { files: { ...first, ...second } });
    expect(merged.out).toBe(whole.out);
    const changed = { ...files, ...first, "large.yaml": files["large.yaml"].replace("80", "81") };
    const refused = await shard("2/2", changed);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("another study")]);
  });
});

test.each([
  [["sweep", "labour-strike", "--over", "a.yaml", "--over", "mediator=3, 4"], "not both"],
  [["sweep", "labour-strike", "--over", "a.yaml,a.yaml"], "a.yaml twice"],
  [["sweep", "labour-strike"], "--over, at least once"],
  [["sweep", "labour-strike", "--over", "large fund"], "from..to:count"],
  [["sweep", "labour-strike", "--over", "large fund=1 %..2:3"], "the same unit"],
  [["sweep", "labour-strike", "--over", "mediator=1, 2", "--over", "mediator=3, 4"], "mediator twice"],
  [["sweep", "labour-strike", "--over", "large fund=0.1, 0.2", "--answer", "peace"], "one of the outcomes"],
])("%j is wrong use", async (args, says) => {
  const { code, err } = await run(args);
  expect([code, err]).toEqual([2, expect.stringContaining(says)]);
});

test("a value that cannot be is told at its option", async () => {
  const { code, err } = await run(["sweep", "labour-strike", "--over", "large fund=0.5, 1.5"]);
  expect(code).toBe(1);
  expect(err).toContain("--over");
});

/**
 * `standoff elicit`: an interview, typed here line by line, whose answers go into the file and leave all else as it is
 * written.
 */
import { describe, expect, test } from "vitest";
import { run, scenarioText } from "./captured.ts";

const text = scenarioText("labour-strike");
const interview = (typing: readonly string[], args: readonly string[] = [], file = text) =>
  run(["elicit", "my.standoff.yaml", ...args], { files: { "my.standoff.yaml": file }, typing });
const after = ({ written }: { written: ReadonlyMap<string, string> }) => written.get("/here/my.standoff.yaml") ?? "";
/** Lines that are not as before. */
const changed = (now: string, before = text) => {
  const lines = before.split("\n");
  return now.split("\n").filter((line, i) => line !== lines[i]);
};

describe("elicit", () => {
  test("points: a gamble and ratios that fit become values and ranges, with who, when and why; nothing else moves", async () => {
    // With fund, without fund, uncertainty: without fund 30, with fund a third of it, uncertainty a tenth, and 3 by
    // itself.
    const typing = ["2 1 3", "30", "30 33.333333333 40", "10", "3", ...Array<string>(5).fill("")];
    const done = await interview(typing, ["--by", "desk analyst", "--why", "before the spring round"]);
    expect(done.code, done.err).toBe(0);
    const note =
      'note: "elicited 2026-03-02 from desk analyst by ranking, ratios and a gamble; before the spring round"';
    expect(changed(after(done))).toEqual([
      `  strike with fund:    { value: 10, range: 9 to 12, unit: points per month, basis: judgement, evidence: [accounts], ${note} }`,
      `  strike without fund: { value: 30, range: 20 to 45, unit: points per month, basis: judgement, evidence: [accounts], ${note} }`,
      `  uncertainty:         { value: 3, range: 1 to 6, unit: points per month, basis: judgement, evidence: [orders], ${note} }`,
    ]);
    expect(done.out).toContain("ranking, ratios and a gamble");
  });

  test("what does not fit is shown and asked again; what stands then is told", async () => {
    const only = ["--only", "strike with fund", "--only", "strike without fund", "--json"];
    // 50 by the gamble, a half of it by ratio, but 40 by itself: the ratio fits worst, is asked again, and mended.
    const mended = await interview(["2 1", "50", "50", "40", "80"], only);
    expect(mended.err.replace(/\s+/g, " ")).toContain("does not fit the rest by");
    const { values, misfits } = JSON.parse(mended.out);
    expect(values.map(({ value }: { value: string }) => Number(value)).sort()).toEqual([40, 50]);
    expect(misfits).toEqual([]);
    const left = JSON.parse((await interview(["2 1", "50", "50", "40", ""], only)).out);
    expect(left.misfits.length).toBeGreaterThan(0);
    // An order that the ratios turn round is told, too.
    expect((await interview(["1 2", "20", "300", "60", ""], only)).err.replace(/\s+/g, " ")).toContain(
      'You ranked "strike with fund" above "strike without fund"',
    );
  });

  test("chances and rates: so many of ten; a range that was there is widened by a value beyond it", async () => {
    const done = await interview(["7 8 9", "5"], ["--only", "large fund", "--only", "mediator", "--json"]);
    const [fund, mediator] = JSON.parse(done.out).values;
    expect(fund).toMatchObject({ assumption: "large fund", value: "0.8", range: "0.7 to 0.9" });
    // 1 - exp(-r month) = 1/2
    expect(Number.parseFloat(mediator.value)).toBeCloseTo(Math.LN2, 2);
    const beyond = await interview(["9"], ["--only", "large fund", "--json"]);
    expect(JSON.parse(beyond.out).values[0]).toMatchObject({ value: "0.9", range: "0.3 to 0.9" });
  });

  test("lines end as they did in the file, those that are added too", async () => {
    const laid = text.replace(
      /^ {2}mediator: +\{ value: (.*?), range: (.*?), .*$/m,
      "  mediator:\n    value: $1\n    range: $2\n    basis: estimated",
    );
    const crlf = (of: string) => of.replaceAll("\n", "\r\n");
    const only = ["--only", "mediator", "--only", "large fund"];
    const plain = after(await interview(["7 8 9", "5"], only, laid));
    expect(plain).toMatch(/^ {4}note: elicited/m);
    expect(after(await interview(["7 8 9", "5"], only, crlf(laid)))).toBe(crlf(plain));
  });

  test("steadiness from how much oftener the better is done", async () => {
    // At one meeting a month: 9 of ten against 5 of ten at 12 points: logit .9, so 9 in 10.
    const done = await interview([...Array<string>(4).fill(""), "12", "1", "9", "5"]);
    expect(changed(after(done)).join("")).toContain("{ better by: 12 points, is chosen: 9 in 10 }");
    expect(after(done)).toContain("# as where nothing is stated");
  });

  test("answers that cannot be read are asked again, an empty line leaves a thing, the end of input ends it", async () => {
    const typing = ["many", "4 2 3", "-1 0 1", "3"];
    const done = await interview(typing, ["--only", "large fund"]);
    expect(done.err.match(/Please:/g)?.length).toBe(3);
    expect(changed(after(done)).length).toBe(1);
    const nothing = await interview([], []);
    expect([nothing.code, nothing.out, nothing.written.size]).toEqual([
      0,
      "Nothing was said: the file is as it was.\n",
      0,
    ]);
  });

  test("a name that is not there, and a value that the file cannot hold, are told", async () => {
    const unknown = await interview([], ["--only", "larger fund"]);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('states no assumption "larger fund"')]);
    const wrong = text.replace(
      "assumptions:\n",
      "assumptions:\n  pause: { value: 2 weeks, range: 1 week to 4 weeks, basis: judgement }\n",
    );
    const done = await interview(["soon", "1 week; 3 weeks; 5 weeks"], ["--only", "pause"], wrong);
    expect(done.err.replace(/\s+/g, " ")).toContain("Please: It is not written: with it,");
    expect(after(done)).toContain("pause: { value: 3 weeks, range: 1 week to 5 weeks,");
  });
});

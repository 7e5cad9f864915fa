/** `standoff commit`, `standoff compare` with many, and `standoff diff`. */
import { expect, test } from "vitest";
import { run, scenarioText } from "./captured.ts";

test("commit tells the worth of each commitment, and of whom there is none", async () => {
  const { out, code } = await run(["commit", "labour-strike", "--actor", "company"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^as it is\s+7\d\.\d\s+\d\d/m);
  expect(out).toMatch(/^never improve the offer\s+\+\d+\.\d\s+-\d/m);
  const { err, code: wrong } = await run(["commit", "labour-strike", "--actor", "compny"]);
  expect([wrong, err]).toEqual([2, expect.stringContaining('did you mean "company"?')]);
});

test("deal tells who gains what by each agreement, who stops it, and what bargaining would pick", async () => {
  const { days, status } = JSON.parse((await run(["deal", "labour-strike", "--at", "2026-06-01", "--json"])).out);
  expect([status, days.length]).toEqual(["told", 1]);
  const [{ agreements, bargains, preferred }] = days;
  const gains = agreements.map(({ sides }: { sides: { with: number; without: number }[] }) =>
    sides.map((side) => side.with - side.without),
  );
  const products = gains.map(([union, company]: [number, number]) => union * company);
  expect(bargains[0].nash).toBe(agreements[products.indexOf(Math.max(...products))].name);
  // none ever costs both sides the same whatever would have been signed; the terms are those of the file
  expect(gains.map(([union, company]: [number, number]) => [union - gains[0][0], company - gains[0][1]])).toEqual([
    [0, 0],
    [expect.closeTo(35, 9), expect.closeTo(-30, 9)],
    [expect.closeTo(70, 9), expect.closeTo(-65, 9)],
  ]);
  expect(preferred).toEqual(["low contract", "fair contract", "high contract"]);
  const { out } = await run(["deal", "labour-strike", "--draws", "4"]);
  expect(out).toMatch(/^4 draws, signed on .* all prefer to none +stopped by, in draws$/m);
  expect(out).not.toContain("100 % of cases");
  expect(out).toMatch(/^fair contract +\+\d\d\.\d +\+\d\d\.\d +-$/m);
  expect(out.replaceAll(/\s+/g, " ")).toContain("the largest product of gains (Nash) has fair contract");
  const { out: none } = await run(["deal", "cuba-1962", "--step", "1 month"]);
  expect(none).toContain("The scenario has nothing to agree on");
});

test("options tells chance, points and risks of each act in a situation", async () => {
  const wanted = ["options", "labour-strike", "--actor", "union", "--on", "2026-05-15"];
  const { desks, date, status } = JSON.parse((await run([...wanted, "--if", "strike and offer is low", "--json"])).out);
  expect([status, date]).toEqual(["told", "2026-05-11"]);
  const [{ acts }] = desks;
  const accept = acts.find(({ act }: { act: string }) => act === "accept the offer");
  // signed at once at the low offer: 20 points, a strike seen, settled for sure and no fair contract
  expect(accept.points).toBeCloseTo(20, 9);
  expect(accept.outcomes).toEqual([
    { name: "strike called", probability: expect.closeTo(1, 9) },
    { name: "settled", probability: expect.closeTo(1, 9) },
    { name: "a fair contract", probability: expect.closeTo(0, 9) },
    { name: "strike on the last day", probability: expect.closeTo(0, 9) },
  ]);
  const { out } = await run([...wanted, "--if", "strike and offer is low"]);
  expect(out).toMatch(/^accept the offer +\d+ % +20 \(-\d/m);
  expect(out).toMatch(/^ {2}accept the offer: strike called 100 %, settled 100 %/m);
  const { out: odd } = await run([...wanted, "--if", "strik"]);
  expect(odd).toContain('"strik" is no condition of this scenario');
});

test("compare holds many what-ifs beside one, each as it is by itself", async () => {
  const each = ["--each", "large fund=0.3", "--each", "mediator=1 per month"];
  const { outcomes, others } = JSON.parse((await run(["compare", "labour-strike", ...each, "--json"])).out);
  expect(others.map(({ assumptions }: { assumptions: unknown }) => assumptions)).toEqual([
    [{ assumption: "large fund", a: "0.5", b: "0.3" }],
    [{ assumption: "mediator", a: "0.5 per month", b: "1 per month" }],
  ]);
  for (const [i, set] of ["large fund=0.3", "mediator=1 per month"].entries()) {
    const alone = JSON.parse((await run(["compare", "labour-strike", "--with", set, "--json"])).out);
    const { b, difference } = others[i].outcomes.settled;
    expect([b, difference]).toEqual([alone.outcomes.settled.b, alone.outcomes.settled.difference]);
    expect(outcomes.settled).toEqual(alone.outcomes.settled.a);
  }
  const { out } = await run(["compare", "labour-strike", ...each]);
  expect(out).toMatch(/^B {2}large fund: 0\.5 -> 0\.3$/m);
  expect(out).toMatch(/^settled\s+85 %\s+\+3\s+-4$/m);
  const single = await run(["compare", "labour-strike", "--each", "large fund=0.3"]);
  expect(single.out).toContain("points");
  expect((await run(["compare", "labour-strike"])).code).toBe(2);
});

test("diff tells what changed, however the file is laid out, and what each change by itself did", async () => {
  const old = scenarioText("labour-strike");
  const changed = old
    .replace("large fund:          { value: 0.5, range: 0.3 to 0.7", "large fund: { value: 0.6, range: 0.3 to 0.8")
    .replace("evidence: [orders] }\n  mediator", "evidence: [accounts] }\n  mediator")
    .replace("then 20 else if offer is fair then 55", "then 25 else if offer is fair then 55");
  const files = { "old.standoff.yaml": old, "new.standoff.yaml": changed };
  const { out } = await run(["diff", "old.standoff.yaml", "new.standoff.yaml", "--json"], { files });
  const { assumptions, parts, outcomes } = JSON.parse(out);
  expect(
    assumptions.map(({ assumption, value }: { assumption: string; value: boolean }) => [assumption, value]),
  ).toEqual([
    ["large fund", true],
    ["uncertainty", false],
  ]);
  expect(
    parts.map(({ part, gone, added }: { part: string; gone: string[]; added: string[] }) => [
      part,
      gone.length,
      added.length,
    ]),
  ).toEqual([["payoffs", 1, 1]]);
  const set = JSON.parse((await run(["compare", "labour-strike", "--with", "large fund=0.6", "--json"])).out);
  expect(outcomes.settled.alone).toEqual([{ change: "large fund", to: set.outcomes.settled.b.byEnd }]);
  expect(outcomes.settled.a).toBe(set.outcomes.settled.a.byEnd);
  const page = (await run(["diff", "old.standoff.yaml", "new.standoff.yaml"], { files })).out;
  expect(page).toContain("large fund: 0.5 -> 0.6; range 0.3 to 0.7 -> 0.3 to 0.8");
  expect(page).toMatch(/^large fund +[-+]\d/m);
  const same = (await run(["diff", "old.standoff.yaml", "old.standoff.yaml"], { files })).out;
  expect(same).toContain("Nothing that counts has changed.");
});

test("diff writes amounts as one reads them, in the units of why, unless that would hide what changed", async () => {
  const old = scenarioText("labour-strike");
  const other = (from: string, to: string) => {
    if (!old.includes(from)) throw new Error(from);
    return { "old.standoff.yaml": old, "new.standoff.yaml": old.replace(from, to) };
  };
  const page = async (files: Record<string, string>) =>
    (await run(["diff", "old.standoff.yaml", "new.standoff.yaml"], { files })).out.replace(/\s+/g, " ");
  const habit = "out of contract and not strike, usual: 10 % per month";
  const rate = await page(other(habit, habit.replace("10 %", "15 %")));
  expect(rate).toContain("usual 1.2 a year; then");
  expect(rate).toContain("usual 1.8 a year; then");
  expect(rate).not.toMatch(/\d\.\d{5}/);
  const close = await page(other(habit, habit.replace("10 %", "10.0001 %")));
  expect(close).toMatch(/usual 0\.\d{6,} per day/);
  const range = await page(other("0.2 per month to 1 per month", "0.1 per month to 1 per month"));
  expect(range).toContain("mediator: range 2.4 a year to 12 a year -> 1.2 a year to 12 a year");
});

/** `standoff tip` and `standoff reach`: what would have to be true. */
import { describe, expect, test } from "vitest";
import { run } from "./captured.ts";

describe("tip", () => {
  test("a tipping point is where a what-if comes to the threshold", async () => {
    const { out, code } = await run(["tip", "labour-strike", "--answer", "settled", "--at", "80 %", "--json"]);
    expect(code).toBe(0);
    const { assumptions, threshold } = JSON.parse(out);
    expect(threshold).toBe(0.8);
    const [first] = assumptions;
    const set = `${first.assumption}=${first.crosses[0]}`;
    const there = JSON.parse((await run(["forecast", "labour-strike", "--draws", "0", "--set", set, "--json"])).out);
    expect(there.outcomes.settled.byEnd).toBeCloseTo(0.8, 5);
  });

  test("shows a page, and a map with what is above the threshold in brackets", async () => {
    const { out } = await run(["tip", "labour-strike", "--answer", "settled", "--at", "0.8"]);
    expect(out).toMatch(/^uncertainty\s+3\s+1 to 6\s+2\.25\s+69 % to 95 %$/m);
    const map = await run([
      "tip",
      "labour-strike",
      "--answer",
      "settled",
      "--at",
      "0.8",
      "--across",
      "uncertainty",
      "--up",
      "large fund",
      "--places",
      "3",
    ]);
    expect(map.out).toMatch(/^0\.5\s+69\s+\[88\]\s+\[95\]$/m);
  });

  test("refuses what it cannot read", async () => {
    const codes = await Promise.all(
      [
        ["--at", "most"],
        ["--across", "uncertainty"],
        ["--places", "1"],
      ].map(async (more) => (await run(["tip", "labour-strike", "--answer", "settled", ...more])).code),
    );
    expect(codes).toEqual([2, 2, 2]);
    expect((await run(["tip", "labour-strike", "--answer", "peace"])).code).toBe(1);
    const luck = await run(["tip", "labour-strike", "--answer", "settled", "--across", "luck", "--up", "mediator"]);
    expect(luck.out).toContain('no assumption "luck" with a range');
  });
});

describe("reach", () => {
  test("the joint change, set together, brings the answer to the target", async () => {
    const { out } = await run(["reach", "labour-strike", "P(settled) = 70 %", "--json"]);
    const { changes, reached, locallyOptimal } = JSON.parse(out);
    expect([reached, locallyOptimal]).toEqual([true, true]);
    const set = changes.flatMap(({ assumption, to }: { assumption: string; to: number }) => [
      "--set",
      `${assumption}=${to}${assumption === "mediator" ? " per day" : ""}`,
    ]);
    const there = JSON.parse((await run(["forecast", "labour-strike", "--draws", "0", ...set, "--json"])).out);
    expect(there.outcomes.settled.byEnd).toBeCloseTo(0.7, 4);
  });

  test("says how near it comes where nothing does it, and how far an answer can be brought", async () => {
    const { out } = await run(["reach", "labour-strike", "P(settled) = 10 %"]);
    expect(out.replace(/\s+/g, " ")).toContain("No change within the ranges was found that brings it to 10 %");
    const bounds = (await run(["reach", "labour-strike", "settled", "--starts", "1"])).out;
    expect(bounds).toMatch(/^Lowest found: 6\d %$/m);
    expect(bounds).toMatch(/^Highest found: 9\d %$/m);
    expect((await run(["reach", "labour-strike", "P(settled) = 70"])).code).toBe(2);
    expect((await run(["reach", "labour-strike", "P(settled) = many"])).code).toBe(2);
  });
});

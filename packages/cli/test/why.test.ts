/** `standoff why`: what moves an answer. */
import type { EvidenceWeights, Ground } from "standoff/study";
import { describe, expect, test } from "vitest";
import { run } from "./captured.ts";

describe("why", () => {
  test("ranks what moves an answer, with the answer at both ends of ranges as what-ifs have it", async () => {
    const { code, out } = await run(["why", "labour-strike", "--answer", "settled", "--json"]);
    expect(code).toBe(0);
    const { effects, value, steadiness } = JSON.parse(out);
    expect(effects.length).toBe(6);
    const slopes = effects.map(({ derivative, range }: { derivative: number; range: [number, number] }) =>
      Math.abs(derivative * (range[1] - range[0])),
    );
    expect(slopes).toEqual(slopes.toSorted((a: number, b: number) => b - a));
    expect(steadiness.map(({ actor }: { actor: string }) => actor)).toEqual(["Bakers' union", "Harbour Bakery"]);
    const { overRange } = effects.find(({ assumption }: { assumption: string }) => assumption === "large fund");
    for (const [end, set] of ["large fund=0.3", "large fund=0.7"].entries()) {
      const { outcomes } = JSON.parse((await run(["compare", "labour-strike", "--with", set, "--json"])).out);
      expect(overRange[end]).toBeCloseTo(outcomes.settled.b.byEnd, 8);
    }
    expect(overRange[0]).toBeGreaterThan(value);
  });

  test("shows a page, and only as many ranges as asked for", async () => {
    const { out } = await run(["why", "labour-strike", "--answer", "points of union", "--ranges", "1"]);
    expect(out).toMatch(/^points of union: 23$/m);
    expect(out).toMatch(/^strike with\s+8\s+4 to 14\s+-14.3\s+31.9\s+19.8$/m);
    expect(out).toMatch(/^lost orders\s+25\s+15 to 40\s+\+5.95$/m);
  });

  test("says what it cannot read, and how it found what has no exact derivative", async () => {
    const { code, err } = await run(["why", "labour-strike", "--answer", "peace"]);
    expect([code, err]).toEqual([1, expect.stringContaining("question-not-understood")]);
    const { out } = await run(["why", "labour-strike", "--answer", "E(if signed then 3 else 1 at 2026-05-20)"]);
    expect(out).toContain("inside a period");
    expect(out).toContain("solving again");
  });

  test("tells what the variance over the draws rests on, down to the evidence", async () => {
    const { out } = await run(["why", "labour-strike", "--answer", "strike called", "--json"]);
    const { rests } = JSON.parse(out);
    const study = JSON.parse((await run(["study", "labour-strike", "--draws", "64", "--json"])).out);
    const { linear, of } = study.outcomes["strike called"].shares;
    const shares = new Map(of as [string, number][]);
    expect(rests.linear).toBeCloseTo(linear, 12);
    const { grounds, weights } = rests as { grounds: Ground[]; weights: EvidenceWeights };
    // What chance makes negative counts as nothing; the rest keeps its proportions and the sum.
    const positive = grounds.filter(({ share }) => share > 0);
    const factor = positive[0].share / shares.get(positive[0].quantity)!;
    for (const { quantity, share } of positive) expect(share).toBeCloseTo(factor * shares.get(quantity)!, 12);
    for (const { quantity, share } of grounds) if (share === 0) expect(shares.get(quantity)!).toBeLessThanOrEqual(0);
    expect(positive.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(rests.linear, 12);
    const share = (name: string) => grounds.find(({ quantity }) => quantity === name)!.share;
    const accounts = share("large fund") + share("strike with fund") + share("strike without fund");
    expect(weights.entries.find(({ id }) => id === "accounts")!.weight).toBeCloseTo(accounts, 12);
    expect(weights.steadiness).toBeGreaterThan(accounts);
  });

  test("draws the ranges as bars, and nothing where no draws are wanted", async () => {
    const { out } = await run(["why", "labour-strike", "--answer", "strike called"]);
    expect(out).toMatch(/^mediator +3 % ░+│█+ +13 %$/m);
    expect(out).toMatch(/^A2 +office: steps in after two months/m);
    const { out: bare } = await run(["why", "labour-strike", "--answer", "strike called", "--draws", "0", "--json"]);
    expect(JSON.parse(bare).rests).toBe(null);
    const { out: points } = await run([
      "why",
      "labour-strike",
      "--answer",
      "points of union",
      "--ranges",
      "0",
      "--json",
    ]);
    expect(JSON.parse(points).rests).toBe(null);
  });
});

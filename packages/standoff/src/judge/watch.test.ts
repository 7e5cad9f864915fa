/**
 * What a sign tells, against the closed form of a noisy channel and against questions asked one by one; what to find
 * out, against a product.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ask } from "../query/told/tell-answers.ts";
import { runScenario } from "../run.ts";
import { parseDay } from "../text/dates.ts";
import { whatToFindOut } from "./find-out.ts";
import { entropy, informationOf, whatToWatch } from "./watch.ts";

const channel = `standoff: 1
title: A gauge that errs
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-01-18, step: 1 week }
scale: { 0: nothing, 100: all }
actors: { a: { name: A }, b: { name: B } }
state:
  water: { is: [low, high], starts: { high: 0.5, low: rest }, seen by: a }
  gauge: { is: [silent, low, high] }
  whisper: { is: [none, heard], seen by: a }
events:
  reading:
    it reads high: { when: gauge is silent, chance: if water is high then 0.8 else 0.2, does: { gauge: high } }
  talk:
    a word is passed: { when: whisper is none, chance: if water is high then 1 else 0, does: { whisper: heard } }
outcomes:
  flood: { at end: water is high }
`;

const strike = fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));

function solved(path: string, text: string | null = null) {
  const run = runScenario(path, (file) => text ?? readFileSync(file, "utf8"), { scales: [1] });
  if (run.status !== "solved") throw new Error(JSON.stringify(run, ["status", "diagnostics", "message"]));
  return run;
}

function told<T extends { readonly status: string }>(found: T) {
  if (found.status !== "told") throw new Error(JSON.stringify(found));
  return found as Extract<T, { readonly status: "told" }>;
}

describe("a sign", () => {
  test("of a channel that errs one time in five tells 1 less its entropy, of a fair answer; what is not seen by all is none", () => {
    const found = told(whatToWatch(solved("gauge.yaml", channel), "flood", { by: parseDay("2026-01-11")! }));
    expect(found).toMatchObject({ value: expect.closeTo(0.5, 12), open: 1, uncertainty: expect.closeTo(1, 12) });
    expect(found.signs.map(({ sign }) => sign)).toEqual(["it reads high"]);
    expect(found.signs[0]).toMatchObject({
      kind: "event",
      chance: expect.closeTo(0.5, 12),
      seen: expect.closeTo(0.8, 12),
      unseen: expect.closeTo(0.2, 12),
      shift: expect.closeTo(0.3, 12),
      bits: expect.closeTo(1 + 0.8 * Math.log2(0.8) + 0.2 * Math.log2(0.2), 12),
    });
  });

  test("is what questions say one by one, the answer still to come", () => {
    const game = solved(strike);
    const found = told(whatToWatch(game, "settled", { by: parseDay("2026-05-31")! }));
    const value = (question: string) => {
      const answer = ask(game, question);
      if (answer.status !== "answered") throw new Error(answer.status);
      return answer;
    };
    const still = "not settled by 2026-05-31";
    expect(found.open).toBeCloseTo(value(`P(${still})`).value, 12);
    expect(found.later).toBeCloseTo(value(`P(settled | ${still})`).value, 12);
    const called = found.signs.find(({ sign }) => sign === "strike called")!;
    const seen = value(`P(settled | strike called by 2026-05-31 and ${still})`);
    expect(called.seen).toBeCloseTo(seen.value, 12);
    expect(called.chance).toBeCloseTo(seen.given / found.open, 12);
    expect(called.unseen).toBeCloseTo(value(`P(settled | not strike called by 2026-05-31 and ${still})`).value, 10);
    expect(found.signs.map(({ sign }) => sign)).not.toContain("call a strike"); // the outcome says it
  });

  test("is asked of no more often than told: outcomes, then what may or may not happen; the others are named", () => {
    const game = solved(strike);
    const by = parseDay("2026-05-31")!;
    const all = told(whatToWatch(game, "settled", { by }));
    expect(all.unasked).toEqual([]);
    const few = told(whatToWatch(game, "settled", { by, most: 3 }));
    expect(few.signs).toEqual(all.signs.slice(0, 2)); // the third, settled on fair terms, cannot be before a settlement
    const left = all.signs.filter(({ sign }) => !few.signs.some((one) => one.sign === sign));
    for (const { sign } of left) expect(few.unasked).toContain(sign);
  });

  test("never tells more than there is to know, and nothing where it changes nothing", () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(chance, chance, chance, (weight, seen, unseen) => {
        const whole = weight * seen + (1 - weight) * unseen;
        const { bits, shift } = informationOf(whole, weight, seen);
        expect(bits).toBeGreaterThanOrEqual(0);
        expect(bits).toBeLessThanOrEqual(Math.min(entropy(whole), entropy(weight)) + 1e-9);
        expect(shift).toBeLessThanOrEqual(1);
      }),
    );
    expect(informationOf(0.3, 0.4, 0.3).bits).toBeCloseTo(0, 12);
  });

  test("is of a probability", () => {
    const game = solved(strike);
    expect(whatToWatch(game, "mean days until settled")).toMatchObject({ status: "none" });
    expect(whatToWatch(game, "peace").status).toBe("not understood");
  });
});

describe("what to find out", () => {
  test("has shares by slope and spread: of a product p q, (q dp)^2 and (p dq)^2", () => {
    const product = `standoff: 1
title: Two chances
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-01-18, step: 1 week }
scale: { 0: nothing, 100: all }
actors: { a: { name: A } }
state:
  wind: { is: [low, high], starts: { high: $p, low: rest } }
  tide: { is: [low, high], starts: { high: $q, low: rest } }
outcomes:
  flood: { when: wind is high and tide is high }
assumptions:
  p: { value: 0.5, range: 0.4 to 0.6, unit: chance, basis: convention }
  q: { value: 0.8, range: 0.5 to 0.9, unit: chance, basis: convention, distribution: uniform }
`;
    const found = told(whatToFindOut(solved("product.yaml", product), "flood"));
    const [dp, dq] = [0.1 / Math.sqrt(6), 0.4 / Math.sqrt(12)];
    const variance = (0.8 * dp) ** 2 + (0.5 * dq) ** 2;
    expect(found.deviation).toBeCloseTo(Math.sqrt(variance), 4);
    expect(found.unknowns.map(({ quantity }) => quantity)).toEqual(["q", "p"]);
    const share = (0.5 * dq) ** 2 / variance;
    expect(found.unknowns[0].share).toBeCloseTo(share, 4);
    expect(found.unknowns[0].narrows).toBeCloseTo(1 - Math.sqrt(1 - share), 4);
  });
});

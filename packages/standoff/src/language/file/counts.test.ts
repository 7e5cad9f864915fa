import { describe, expect, it } from "vitest";
import { loadScenario } from "../load.ts";

const text = (usual: string, rate = "1 per year") => `
standoff: 1
title: Counts
as of: { day: 2024-01-01 }
calendar: { from: 2024-01-01, to: 2025-01-01, step: 1 week }
scale: { 0: a, 100: b }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
actors: { a: { name: A } }
state: { z: yes or no, y: yes or no }
desks: { d: { of: a, tempo: weekly, moves: { go on: { when: not z, usual: ${usual}, does: { z: yes } } } } }
events: { nature: { leak: { when: not y, rate: ${rate}, does: { y: yes } } } }
evidence: { e: { source: s, shows: three in forty years, grade: A1 } }
outcomes: { o: { when: z }, l: { when: y } }
`;
const load = (written: string, set?: Record<string, string>) =>
  loadScenario("made-up.standoff.yaml", (path) => (path[0] === "m" ? written : undefined), set ? { set } : {});

describe("a counted frequency", () => {
  it("is an assumption with the mean of its Gamma distribution and the range between its tenths", () => {
    const { scenario, diagnostics } = load(
      text("{ seen: 3, in: 40 years, evidence: e }", "{ seen: 0, in: 18 months }"),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["assumption-without-evidence"]);
    const [usual, leak] = scenario!.assumptions;
    const year = 365.25;
    expect(usual).toMatchObject({ name: "usual rate of go on", type: "rate", basis: "base rate", evidence: [0] });
    expect(usual.distribution).toMatchObject({ kind: "gamma", shape: 3.5 });
    expect((usual.distribution as { rate: number }).rate).toBeCloseTo(40 * year, 8);
    expect(usual.value).toBeCloseTo(3.5 / 40 / year, 15);
    // Half of the tenths of chi-squared with seven degrees of freedom: 2.83311 and 12.01704.
    expect(usual.range![0] * year * 40).toBeCloseTo(2.83311 / 2, 4);
    expect(usual.range![1] * year * 40).toBeCloseTo(12.01704 / 2, 4);
    expect(leak.name).toBe("rate of leak");
    expect(leak.value).toBeCloseTo(0.5 / 18 / 30.4375, 15);
    expect(scenario!.desks[0].moves[0].usual).toMatchObject({ kind: "assumption", assumption: 0 });
  });

  it("can be set like any other assumption", () => {
    const { scenario } = load(text("{ seen: 3, in: 40 years }"), { "usual rate of go on": "0.1 per year" });
    expect(scenario!.assumptions[0].value).toBeCloseTo(0.1 / 365.25, 15);
  });

  it("has a name that no word of the language breaks up", () => {
    const { scenario } = load(text("{ seen: 3, in: 40 years }").replace("go on", "go and stay"));
    expect(scenario!.assumptions[0].name).toBe("usual-rate-of-go-and-stay");
  });

  it.each(["{ seen: many, in: 40 years }", "{ seen: 3 }", "{ seen: 3, in: 0 years }", "{ seen: 3, in: a while }"])(
    "is refused where it is %s",
    (count) => {
      const { scenario, diagnostics } = load(text(count));
      expect(scenario).toBeUndefined();
      expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
    },
  );
});

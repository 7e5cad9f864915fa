import { describe, expect, it } from "vitest";
import { loadScenario } from "../load.ts";
import { ledgerLines, priorLedger } from "./odds.ts";

const text = (assumption: string, origins = "") => `
standoff: 1
title: A hidden aim
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-05, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
actors: { south: { name: South } }
state: { pressed: yes or no, aim: { is: [narrow, wide], starts: { narrow: $narrow aim, wide: rest } } }
desks: { table: { of: south, tempo: weekly, moves: { press: { when: not pressed, does: { pressed: yes } } } } }
payoffs: { south: { press: { on: press, when: aim is narrow, value: 3 } } }
outcomes: { pressure: { when: pressed } }
assumptions: { narrow aim: { ${assumption}, basis: judgement } }
evidence:
  speech:    { source: A speech, shows: it, grade: B2, odds: { narrow aim: 3 to 1 } }
  interview: { source: An interview, shows: it again, grade: C3, odds: { narrow aim: 2 to 1 }${origins} }
  rumour:    { source: A rumour, shows: the contrary, grade: D4, odds: { narrow aim: 1 to 4 } }
`;

function posterior(assumption: string, origins = "", set: Record<string, string> = {}) {
  const { scenario, diagnostics } = loadScenario("x.yaml", () => text(assumption, origins), { set });
  return { scenario, value: scenario?.assumptions[0]?.value, codes: diagnostics.map(({ code }) => code) };
}

describe("odds on a prior", () => {
  it("multiply, by Bayes' rule", () => {
    const { value, scenario, codes } = posterior("prior: 0.4");
    const [told, otherwise] = [0.4 * 0.6 * 0.8 * 0.2, 0.6 * 0.2 * 0.4 * 0.8]; // any likelihoods in these ratios
    expect(value).toBeCloseTo(told / (told + otherwise), 12);
    expect(scenario!.assumptions[0].evidence).toEqual([0, 1, 2]);
    expect(codes).toEqual([]);
  });

  it("of one origin count once, the strongest", () => {
    const { value, scenario } = posterior("prior: 0.5", ", same origin as: speech");
    expect(value).toBeCloseTo(0.75 / (0.75 + 1), 12);
    expect(ledgerLines(priorLedger(scenario!)[0])).toEqual([
      "narrow aim: 0.5 before the evidence",
      "  3 to 1 speech",
      "  2 to 1 interview (not counted: same origin as speech)",
      "  1 to 4 rumour",
      "  0.429 with it",
    ]);
  });

  it("are tied over others too", () => {
    expect(posterior("prior: 0.5", ", same origin as: [speech, rumour]").value).toBeCloseTo(1 / 5, 12);
  });

  it("leave a certain prior, and give way to a value from the command line", () => {
    expect(posterior("prior: 1").value).toBe(1);
    expect(posterior("prior: 0").value).toBe(0);
    const set = posterior("prior: 0.5", "", { "narrow aim": "0.9" });
    expect(set.value).toBe(0.9);
    expect(set.codes).toEqual([]);
  });

  it("need a prior alone", () => {
    expect(posterior("prior: 0.5, value: 0.6").codes).toContain("keys-exclude-each-other");
    expect(posterior("range: 0 to 1").codes).toContain("one-key-needed");
  });
});

/**
 * Confidence: each ground of the rule by itself, from a verdict of high, at both sides of its bounds; and the analyst's
 * own.
 */
import { describe, expect, test } from "vitest";
import { runScenario } from "../run.ts";
import { confidenceIn, type Judged } from "./confidence.ts";
import { evidenceWeights, groundsOf } from "./grounds.ts";

const file = (more = "", basis = "base rate") => `
standoff: 1
title: A deadline
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-23, step: 1 week }
scale: { 0: things as they are, 100: the best }
actors: { city: { name: City } }
state: { settled: yes or no }
desks: { table: { of: city, tempo: weekly, moves: { give way: { when: not settled, does: { settled: yes } } } } }
payoffs: { city: { terms: { on: give way, value: -$terms } } }
outcomes: { agreement: { when: settled } }
assumptions:
  terms: { value: 5, range: 1 to 9, basis: ${basis}, evidence: [a, b] }
  other: { value: 1, range: 0 to 2, basis: measured, evidence: [weak], review by: 2026-01-20 }
  bare:  { value: 1, range: 0 to 2, basis: measured }
evidence:
  a: { source: s, shows: t, grade: A1 }
  b: { source: s, shows: t, grade: C3 }
  weak: { source: s, shows: t, grade: D4 }
${more}`;

function solved(text: string) {
  const run = runScenario("a.yaml", (path) => (path === "a.yaml" ? text : undefined));
  if (run.status !== "solved") throw new Error(run.status);
  return run;
}

const { scenario, base } = solved(file());

/** All as it should be: high. */
const sound: Judged = {
  scenario,
  study: {
    draws: { asked: 64, solved: 64, lost: 0, refused: 0 },
    effective: 64,
    fromBase: { tried: 8, elsewhere: 0, most: 0, unsettled: 0 },
  },
  answer: {
    name: "agreement",
    mean: 0.4,
    error: 0.01,
    habit: 0.6,
    shares: [["terms", 0.9]],
    linear: 0.9,
    errorShare: 0.1,
  },
  ribbon: [0.36, 0.44],
  certificate: base.certificate,
  checks: [],
  on: scenario.asOf.day,
};
const { study, answer, certificate } = sound;
const shares = (terms: number, other: number, bare = 0) => ({
  answer: {
    ...answer,
    shares: [
      ["terms", terms],
      ["other", other],
      ["bare", bare],
    ] as const,
    linear: terms + other + bare,
  },
});
const check = (inside: boolean) =>
  ({ kind: "base rate", name: "c", ask: "P(agreement)", inside }) as Judged["checks"][number];

test("nothing against it: high, with ten grounds", () => {
  const verdict = confidenceIn(sound);
  expect(verdict.findings.filter(({ allows }) => allows !== "high")).toEqual([]);
  expect([verdict.confidence, verdict.byRule, verdict.because]).toEqual(["high", "high", null]);
  expect(verdict.findings.map(({ concern }) => concern)).toEqual([
    ...[
      "evidence",
      "review dates",
      "payoffs",
      "equilibria",
      "steadiness",
      "mistakes",
      "habit",
      "checks",
      "draws",
      "arithmetic",
    ],
  ]);
});

describe("each ground alone decides", () => {
  test.each<[string, string, Partial<Judged>]>([
    ["evidence", "high", shares(0.76, 0.24)],
    ["evidence", "moderate", shares(0.74, 0.26)],
    ["evidence", "moderate", shares(0.74, 0, 0.26)],
    ["evidence", "low", shares(0.49, 0.26, 0.25)],
    ["review dates", "high", { ...shares(0.91, 0.09), on: scenario.asOf.day + 30 }],
    ["review dates", "moderate", { ...shares(0.89, 0.11), on: scenario.asOf.day + 30 }],
    ["review dates", "high", { ...shares(0.89, 0.11), on: scenario.asOf.day + 15 }],
    ["equilibria", "moderate", { certificate: { ...certificate, branch: "settled" } }],
    ["equilibria", "high", { certificate: { ...certificate, branch: "traced" } }],
    ["equilibria", "moderate", { study: { ...study, fromBase: { tried: 8, elsewhere: 1, most: 0.09, unsettled: 0 } } }],
    ["equilibria", "low", { study: { ...study, fromBase: { tried: 8, elsewhere: 1, most: 0.11, unsettled: 0 } } }],
    ["steadiness", "moderate", { ribbon: [0.34, 0.45] }],
    ["steadiness", "low", { ribbon: [0.2, 0.51] }],
    ["mistakes", "moderate", { answer: { ...answer, errorShare: 0.26 } }],
    ["mistakes", "low", { answer: { ...answer, errorShare: 0.51 } }],
    ["habit", "moderate", { answer: { ...answer, habit: 0.41 } }],
    ["checks", "moderate", { checks: [check(true), check(true), check(false)] }],
    ["checks", "low", { checks: [check(true), check(false)] }],
    ["draws", "moderate", { answer: { ...answer, error: 0.021 } }],
    ["draws", "low", { answer: { ...answer, error: 0.051 } }],
    ["draws", "moderate", { study: { ...study, effective: 29 } }],
    ["draws", "low", { study: { ...study, effective: 9 } }],
    ["draws", "low", { study: { ...study, draws: { asked: 64, solved: 48, lost: 16, refused: 0 } } }],
    ["arithmetic", "moderate", { certificate: { ...certificate, reachedResidual: 1e-8 } }],
    ["arithmetic", "low", { certificate: { ...certificate, reachedResidual: 1e-5 } }],
  ])("%s allows %s", (concern, allows, changed) => {
    const verdict = confidenceIn({ ...sound, ...changed });
    expect(verdict.findings.find((one) => one.concern === concern)!.allows).toBe(allows);
    const others = verdict.findings.filter((one) => one.concern !== concern && one.allows !== "high");
    if (concern !== "review dates") expect(others).toEqual([]);
    if (concern !== "review dates") expect(verdict.confidence).toBe(allows);
  });

  test("payoffs that are mostly judgement never allow more than moderate", () => {
    const judged = solved(file("", "judgement")).scenario;
    expect(confidenceIn({ ...sound, scenario: judged }).confidence).toBe("moderate");
  });
});

test("the analyst's own stands in its place, with the reason and beside the rule's", () => {
  const stated = solved(file("confidence: { agreement: { is: low, because: both mayors are new } }")).scenario;
  const { confidence, byRule, because } = confidenceIn({ ...sound, scenario: stated });
  expect([confidence, byRule, because]).toEqual(["low", "high", "both mayors are new"]);
  const other = confidenceIn({ ...sound, scenario: stated, answer: { ...answer, name: "another" } });
  expect([other.confidence, other.because]).toEqual(["high", null]);
});

test("confidence in what is no answer is told with its place", () => {
  const run = runScenario("a.yaml", () => file("confidence: { peace: { is: low, because: a reason } }"));
  expect(run.status).toBe("faulty");
  if (run.status !== "faulty") return;
  const wrong = run.diagnostics.filter(({ severity }) => severity === "error");
  expect(wrong.map(({ code, message }) => [code, message])).toEqual([
    ["unknown-reference", 'no answer is called "peace"'],
  ]);
});

describe("the weights of evidence", () => {
  test("an assumption's share is split among what is cited for it; all parts sum to one", () => {
    const { entries, without, steadiness, untold } = evidenceWeights(scenario, {
      shares: [
        ["terms", 0.4],
        ["steadiness of City", 0.2],
        ["bare", 0.1],
        ["other", -0.05],
      ],
      linear: 0.65,
    });
    // The four positive ones are 0.7, and carry 0.65 together.
    const kept = 0.65 / 0.7;
    const weight = Object.fromEntries(entries.map((one) => [one.id, one.weight]));
    expect(weight.a).toBeCloseTo(0.2 * kept, 15);
    expect(weight.b).toBeCloseTo(0.2 * kept, 15);
    expect(weight.weak).toBe(0);
    expect(without).toBeCloseTo(0.1 * kept, 15);
    expect(steadiness).toBeCloseTo(0.2 * kept, 15);
    expect(untold).toBeCloseTo(0.35, 15);
  });

  test("nothing told: all of it is untold", () => {
    const nothing = { shares: [["terms", 0]] as const, linear: 0 };
    expect(evidenceWeights(scenario, nothing).untold).toBe(1);
    expect(groundsOf(scenario, nothing).every(({ share }) => share === 0)).toBe(true);
  });
});

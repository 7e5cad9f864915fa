/** Objections, each provoked in the tutorial scenario by the fault that it is of, and not there without it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runScenario } from "../run.ts";
import { challengesTo } from "./challenge.ts";
import { reachTarget } from "./reach.ts";

const file = fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
const tutorial = readFileSync(file, "utf8");

function solved(...changes: readonly (readonly [string, string])[]) {
  const text = changes.reduce((sofar, [from, to]) => {
    if (!sofar.includes(from)) throw new Error(`not in the scenario: ${from}`);
    return sofar.replaceAll(from, to);
  }, tutorial);
  const run = runScenario(file, () => text, { scales: [1] });
  if (run.status !== "solved") throw new Error(JSON.stringify(run, ["status", "diagnostics", "message"]));
  return run;
}

function told(run: ReturnType<typeof solved>, answer = "settled") {
  const found = challengesTo(run, answer);
  if (found.status !== "told") throw new Error(found.status);
  return found.challenges;
}

const kinds = (run: ReturnType<typeof solved>, answer?: string) =>
  told(run, answer).map(({ kind, of }) => `${kind}: ${of}`);

describe("challenge", () => {
  test("holds nothing against the tutorial but that nothing brings it to one half", () => {
    expect(kinds(solved())).toEqual(["other side: settled"]);
    expect(told(solved())[0].measure).toBeNull();
  });

  test("finds weak and missing grounds that carry much, and evidence that is all one way or of one origin", () => {
    const weak = solved(
      ["basis: judgement, evidence: [orders]", "basis: judgement"],
      ["grade: C3", "grade: E5"],
      ["basis: estimated, evidence: [accounts]", "basis: estimated, evidence: [accounts, office]"],
      ["points: [large fund, strike", "points: [large fund up, strike"],
      ["points: mediator, grade: A2", "points: [mediator, large fund up], grade: A2, same origin as: [accounts]"],
    );
    const found = kinds(weak);
    expect(found.slice(0, 2)).toEqual(["weak grounds: uncertainty", "weak grounds: strike with fund"]);
    expect(found).toContain("one way: large fund");
    expect(found).toContain("one origin: large fund");
  });

  test("finds moves that are hardly made, and actors that decide nothing", () => {
    const idle = solved(
      [
        "  company: { name: Harbour Bakery, patience: 0.9 per year }",
        "  company: { name: Harbour Bakery, patience: 0.9 per year }\n  mayor: { name: Mayor }",
      ],
      ["usual: 10 % per month, does: { strike: yes }", "usual: 0.001 % per month, does: { strike: yes }"],
    );
    const found = kinds(idle);
    expect(found).toContain("hardly made: call a strike");
    expect(found).toContain("no decision: Mayor");
  });

  test("the nearest case for the other side is that of the smallest joint change", () => {
    const answer = "a fair contract";
    const other = told(solved(), answer).at(-1)!;
    const reach = reachTarget(solved(), answer, 0.5);
    if (reach.status !== "told") throw new Error(reach.status);
    expect(other.kind).toBe("other side");
    expect(other.measure).toBe(reach.reached ? reach.distance : null);
    expect(challengesTo(solved(), "peace").status).toBe("not understood");
  });
});

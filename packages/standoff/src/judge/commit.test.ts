/**
 * What committing in advance is worth, against a closed form: entry that would be fought, and would not be, were that
 * ruled out.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runScenario } from "../run.ts";
import { commitmentsOf } from "./commit.ts";

/** Chain store: the incumbent would rather yield than fight; were it bound to fight, nobody would enter. */
const entry = `standoff: 1
title: Entry
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-01-11, step: 1 week }
scale: { 0: nothing, 100: all }
noise: mistakes
afterwards: none
actors:
  entrant: { name: Entrant, steadiness: { lambda: 1 } }
  store: { name: Store, steadiness: { lambda: 1 } }
state:
  entered: yes or no
  answer: { is: [none, fought, yielded] }
desks:
  newcomer: { of: entrant, plain: yes, moves: { enter: { does: { entered: yes } } } }
  counter:
    of: store
    plain: yes
    must move: yes
    moves:
      fight: { when: entered, does: { answer: fought } }
      yield: { when: entered, does: { answer: yielded } }
turns: [newcomer, counter]
order: fixed
payoffs:
  entrant: { a fight: { on: fight, value: -3 }, a share: { on: yield, value: 2 } }
  store: { all of it: { at end: not entered, value: 5 }, a fight: { on: fight, value: 0 }, a share: { on: yield, value: 2 } }
outcomes:
  entry: { when: entered }
`;

function solved(path: string, text: string | null = null) {
  const run = runScenario(path, (file) => text ?? readFileSync(file, "utf8"), { scales: [1] });
  if (run.status !== "solved")
    throw new Error(JSON.stringify(run, ["status", "diagnostics", "message", "expected", "hint"]));
  return run;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe("a commitment", () => {
  test("to fight keeps the entrant out, by the logit of what it then expects", () => {
    const found = commitmentsOf(solved("entry.yaml", entry), "store");
    if (found.status !== "told") throw new Error(found.says);
    const fights = logistic(-2); // 0 against 2
    const enters = (expected: number) => logistic(expected);
    const before = enters(fights * -3 + (1 - fights) * 2);
    const bound = enters(-3);
    const worth = (p: number, q: number) => (1 - p) * 5 + p * (1 - q) * 2;
    const only = found.commitments.find(({ move, how }) => move === "fight" && how === "only")!;
    expect(only.outcomes).toEqual([
      { name: "entry", without: expect.closeTo(before, 9), with: expect.closeTo(bound, 9) },
    ]);
    expect(found.points[0]).toEqual({ of: "Store", points: expect.closeTo(worth(before, fights), 9) });
    expect(only.worth[0].points).toBeCloseTo(worth(bound, 1) - worth(before, fights), 9);
    // ruled out, what is left is yielding
    const never = found.commitments.find(({ move, how }) => move === "fight" && how === "never")!;
    expect(never.outcomes[0].with).toBeCloseTo(enters(2), 9);
    expect(found.commitments[0]).toMatchObject({ move: "fight", how: "only" });
    expect(found.left).toEqual([]);
  });

  test("leaves steadiness as it is, and what is never made is not made", () => {
    const strike = fileURLToPath(
      new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url),
    );
    const found = commitmentsOf(solved(strike), "Bakers' union");
    if (found.status !== "told") throw new Error(found.says);
    const never = found.commitments.find(({ move, how }) => move === "call a strike" && how === "never")!;
    expect(never.outcomes.find(({ name }) => name === "strike called")!.with).toBe(0);
    expect(commitmentsOf(solved(strike), "unoin")).toMatchObject({
      status: "none",
      says: expect.stringContaining("did you mean"),
    });
  });
});

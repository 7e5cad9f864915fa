/**
 * Raising lambda step by step, as large worlds are solved, against tracing; and what it does where the branch turns
 * back.
 */
import { expect, test } from "vitest";
import { roots } from "../../test/bisection.ts";
import { type HandMade, handMadeWorld, type Tree } from "../../test/hand-made-world.ts";
import { beerQuiche, chainStore, ochs, toughSets } from "../../test/literature-games.ts";
import { followTo, startPath } from "./continuation.ts";
import { createCorrector } from "./corrector.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { createLogitMap, startingLogPolicy } from "./logit-map.ts";
import { residualOf } from "./residual.ts";

const TOLERANCE = 1e-10;
/** Residuals of 1e-10 leave chances within this in games as well conditioned as these. */
const SAME = 1e-8;

function stepwise({ world }: HandMade, scale: number) {
  const corrector = createCorrector(createLogitMap(world));
  const start = { scale: 0, logPolicy: startingLogPolicy(world) };
  const path = startPath(corrector, start, scale);
  return { outcome: followTo(corrector, path, scale, TOLERANCE, 5000), path, logPolicy: corrector.x };
}

const chain = handMadeWorld(3, chainStore(2, 2, 0.5, 0.1), {
  fixed: Object.fromEntries(toughSets(2).map((set) => [set, [1, 0]])),
});

test.each([
  ["matching pennies", handMadeWorld(2, ochs), 20],
  ["beer and quiche", handMadeWorld(2, beerQuiche), 5],
  ["a chain store", chain, 50],
] as const)("%s: steps and tracing agree", (_, game, scale) => {
  const { outcome, logPolicy } = stepwise(game, scale);
  expect(outcome).toBe("converged");
  const [traced] = solveEquilibrium(game.world, { scales: [scale] });
  if (traced?.status !== "solved") throw new Error("expected a solution");
  expect(traced.certificate.branch).toBe("traced");
  traced.policy.forEach((chance, slot) => {
    expect(Math.abs(chance - Math.exp(logPolicy[slot]))).toBeLessThan(SAME);
  });
});

/** Shoham and Leyton-Brown 2008, figure 5.15: the second player does not see which of C and R was played. */
const turning: Tree = {
  set: "1",
  player: 0,
  moves: {
    L: { pay: [1, 1] },
    C: { set: "2", player: 1, moves: { U: { pay: [0, 1000] }, D: { pay: [0, 0] } } },
    R: { set: "2", player: 1, moves: { U: { pay: [1, 0] }, D: { pay: [3, 1] } } },
  },
};

/**
 * Its equilibria as chances q of U: C against R has odds exp(-lambda (3 - 2 q)), so that the second player believes
 * b = 1 / (1 + exp(lambda (3 - 2 q))) in C and finds U better than D by 1000 b - (1 - b).
 */
function equilibriaOfTurning(lambda: number): number[] {
  return roots((q) => lambda * (1001 / (1 + Math.exp(lambda * (3 - 2 * q))) - 1));
}

test("a branch that turns back: tracing goes round, steps jump and say so", () => {
  const game = handMadeWorld(2, turning);
  const u = game.slot("2", "U");
  expect([2.5, 4, 7].map((lambda) => equilibriaOfTurning(lambda).length)).toEqual([1, 3, 1]);
  const [before, within, after] = solveEquilibrium(game.world, { scales: [2.5, 4, 7] });
  for (const [result, lambda] of [
    [before, 2.5],
    [within, 4],
    [after, 7],
  ] as const) {
    if (result?.status !== "solved") throw new Error("expected a solution");
    const distances = equilibriaOfTurning(lambda).map((q) => Math.abs(q - result.policy[u]));
    expect(Math.min(...distances)).toBeLessThan(SAME);
    // The branch starts with U nearly sure, and comes down at its turn.
    expect(result.policy[u] > 0.9).toBe(lambda < 6);
  }
  const { outcome, path, logPolicy } = stepwise(game, 7);
  expect(outcome).toBe("converged");
  expect(path.jumps.length).toBeGreaterThan(0);
  expect(residualOf(game.world, logPolicy, 7).residual).toBeLessThanOrEqual(TOLERANCE);
  expect(Math.abs(Math.exp(logPolicy[u]) - equilibriaOfTurning(7)[0])).toBeLessThan(SAME);
});

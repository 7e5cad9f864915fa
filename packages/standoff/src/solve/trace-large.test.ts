/**
 * Tracing where matrices are out of reach: through many folds whose equilibria are known, and against the dense tracer.
 */
import { describe, expect, test } from "vitest";
import { equilibriaOfGame, gamesInSequence, histories, stakesAfter } from "../../test/games-in-sequence.ts";
import { type HandMade, handMadeWorld } from "../../test/hand-made-world.ts";
import { beerQuiche, chainStore, lewis, ochs, toughSets } from "../../test/literature-games.ts";
import type { BranchPoint, Crossing } from "./branch.ts";
import { correctFully, firstStep } from "./continuation.ts";
import { createCorrector } from "./corrector.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { createLogitMap, startingLogPolicy } from "./logit-map.ts";
import { isSmall } from "./newton.ts";
import type { Solved } from "./solution.ts";
import { traceBranch } from "./trace.ts";
import { traceLarge } from "./trace-large.ts";

/** Residuals of 1e-10 leave chances within this in games as well conditioned as these. */
const SAME = 1e-8;
const TOLERANCE = 1e-10;
/** Turning points are read off steps of a length around a tenth. */
const TURN = 0.02;

describe("games in sequence, with hidden types", () => {
  const { world, slot } = gamesInSequence;
  const scales = [2, 4, 7];
  const solved = solveEquilibrium(world, { scales }).map((result): Solved => {
    if (result.status !== "solved") throw new Error(`expected a solution, got ${result.status}`);
    return result;
  });
  const turning = histories().filter((history) => history.length < 2);

  test("are too large for dense matrices, and traced", () => {
    expect(isSmall(createLogitMap(world))).toBe(false);
    for (const { certificate } of solved) {
      expect(certificate.branch).toBe("traced");
      expect(certificate.residual).toBeLessThanOrEqual(TOLERANCE);
      expect(certificate.says).toContain("other branches that cross it were not looked for");
    }
  });

  test.each(turning.map((history) => [history.join() || "nothing", history] as const))(
    "after %s: each game is in an equilibrium of its own, past its turns in the only one",
    (_, history) => {
      const known = scales.map((scale) => equilibriaOfGame(scale * stakesAfter(history)));
      expect(known[2].length).toBe(1);
      solved.forEach(({ policy }, i) => {
        const found = policy[slot(`second after ${history.join()}`, "U")];
        expect(Math.min(...known[i].map((chance) => Math.abs(chance - found)))).toBeLessThan(SAME);
        // On the way to its turn the branch has U nearly sure.
        expect(found > 0.9).toBe(scales[i] < 7);
      });
    },
  );

  test("past the stated steadiness the branch is followed no further than allowed; the rest is found in a leap, which says so", () => {
    const sweeps: number[] = [];
    const found = (beyondSweeps: number) =>
      solveEquilibrium(world, {
        scales: [1, 7],
        beyondSweeps,
        onProgress: ({ iteration }) => sweeps.push(iteration),
      }).map((result): Solved => {
        if (result.status !== "solved") throw new Error(`expected a solution, got ${result.status}`);
        return result;
      });
    expect(found(Number.POSITIVE_INFINITY)[1].certificate.branch).toBe("traced");
    const unlimited = Math.max(...sweeps.splice(0));
    const [stated, leapt] = found(0);
    expect(Math.max(...sweeps)).toBeLessThan(unlimited / 2);
    expect(stated.certificate.branch).toBe("traced");
    expect(leapt.certificate.branch).toBe("leapt");
    expect(leapt.certificate.says).toMatch(
      /^the branch was followed from lambda 0 to 1\.\d+ of the stated one, as far/,
    );
    expect(leapt.certificate.residual).toBeLessThanOrEqual(TOLERANCE);
    for (const history of turning) {
      const reached = leapt.policy[slot(`second after ${history.join()}`, "U")];
      const [only] = equilibriaOfGame(7 * stakesAfter(history));
      expect(Math.abs(only - reached)).toBeLessThan(SAME);
    }
  });

  test("a leap that does not settle is not called solved", () => {
    const [, leapt] = solveEquilibrium(world, { scales: [1, 5], beyondSweeps: 0 });
    if (leapt?.status !== "not converged") throw new Error(`expected no solution, got ${leapt?.status}`);
    expect(leapt.certificate.branch).toBe("leapt");
    expect(leapt.certificate.residual).toBeGreaterThan(TOLERANCE);
  });

  test("every one of the six turns back and forth once, where its number of equilibria changes", () => {
    const map = createLogitMap(world);
    const corrector = createCorrector(map);
    const start: BranchPoint = { scale: 0, logPolicy: startingLogPolicy(world) };
    corrector.x.set(start.logPolicy);
    const { turningPoints } = traceLarge(corrector, start, [7], firstStep(corrector, 7));
    expect(turningPoints.length).toBe(2 * turning.length);
    const inOrder = turning.map(stakesAfter).sort((a, b) => b - a);
    inOrder.forEach((stakes, i) => {
      const [back, forth] = [turningPoints[2 * i].scale, turningPoints[2 * i + 1].scale];
      const number = (scale: number) => equilibriaOfGame(scale * stakes).length;
      expect([back - TURN, back + TURN].map(number)).toEqual([3, 1]);
      expect([forth - TURN, forth + TURN].map(number)).toEqual([1, 3]);
    });
  });

  test("with too small a budget the rest is raised step by step, and the certificate says from where", () => {
    const [low, high] = solveEquilibrium(world, { scales: [2, 7], traceSweeps: 300 });
    if (low?.status !== "solved" || high?.status !== "solved") throw new Error("expected solutions");
    expect(low.certificate.branch).toBe("traced");
    expect(low.certificate.says).toContain("it never turns");
    expect(high.certificate.branch).toBe("stepwise");
    expect(high.certificate.says).toMatch(
      /^traced from lambda 0 to \S+ of the stated one, then raised step by step; the/,
    );
  });
});

describe("the same branch as the dense tracer's", () => {
  const chain = handMadeWorld(3, chainStore(2, 2, 0.5, 0.1), {
    fixed: Object.fromEntries(toughSets(2).map((set) => [set, [1, 0]])),
  });
  const games: readonly (readonly [string, HandMade, number])[] = [
    ["matching pennies", handMadeWorld(2, ochs), 20],
    ["beer and quiche", handMadeWorld(2, beerQuiche), 5],
    ["Lewis's signals, past the crossing of another branch", handMadeWorld(2, lewis), 4],
    ["a chain store", chain, 50],
  ];

  test.each(games)("%s", (_, { world }, scale) => {
    const map = createLogitMap(world);
    const start: BranchPoint = { scale: 0, logPolicy: startingLogPolicy(world) };
    const corrector = createCorrector(map);
    const polished = (crossing: Crossing | null | undefined): Float64Array => {
      corrector.x.set(crossing!.point.logPolicy);
      expect(correctFully(corrector, scale, TOLERANCE).status).toBe("converged");
      return corrector.x.slice();
    };
    corrector.x.set(start.logPolicy);
    const dense = traceBranch(map, start, [scale]);
    const large = traceLarge(corrector, start, [scale], firstStep(corrector, scale));
    expect(large.turningPoints.length).toBe(dense.turningPoints.length);
    const [a, b] = [polished(dense.crossings[0]), polished(large.crossings[0])];
    a.forEach((log, slot) => {
      expect(Math.abs(Math.exp(log) - Math.exp(b[slot]))).toBeLessThan(SAME);
    });
  });
});

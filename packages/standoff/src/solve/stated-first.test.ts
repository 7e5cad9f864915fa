/**
 * The stated steadiness first: told first, the same equilibrium as traced where play has one, certificates that say
 * what was done and what was not, budgets that are kept, and what stands when a run is cancelled.
 */
import { describe, expect, test } from "vitest";
import { equilibriaOfGame, gamesInSequence, histories, stakesAfter } from "../../test/games-in-sequence.ts";
import { handMadeWorld } from "../../test/hand-made-world.ts";
import { rounds } from "../../test/rounds.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { createLogitMap } from "./logit-map.ts";
import { isSmall } from "./newton.ts";
import { residualOf } from "./residual.ts";
import type { Certificate, Solved, SolveOptions, SolveResult } from "./solution.ts";

const TOLERANCE = 1e-10;
/** Beside the stated steadiness, weighed by how likely play reaches a decision. */
const TOLERANCE_BESIDE = 1e-7;
/** Residuals of 1e-10 leave chances within this in games as well conditioned as these. */
const SAME = 1e-8;
const statedFirst = { approach: "stated first" } as const satisfies SolveOptions;

function solved(result: SolveResult | undefined): Solved {
  if (result?.status !== "solved") throw new Error(`expected a solution, got ${result?.status}`);
  return result;
}

describe("games in sequence, with hidden types", () => {
  const { world, slot } = gamesInSequence;

  test("the stated one is told first, then the others; each is an equilibrium of every game", () => {
    const told: number[] = [];
    const results = solveEquilibrium(world, {
      ...statedFirst,
      scales: [0.5, 1, 2],
      onResult: (result) => told.push(solved(result).scale),
    });
    expect(told).toEqual([1, 0.5, 2]);
    expect(results.map((result) => solved(result).scale)).toEqual([0.5, 1, 2]);
    for (const result of results) {
      const { policy, scale, certificate, logPolicy } = solved(result);
      expect(certificate.residual).toBeLessThanOrEqual(TOLERANCE);
      expect(residualOf(world, logPolicy, scale).residual).toBeLessThan(2 * TOLERANCE);
      for (const history of histories().filter((one) => one.length < 2)) {
        const found = policy[slot(`second after ${history.join()}`, "U")];
        const known = equilibriaOfGame(scale * stakesAfter(history));
        expect(Math.min(...known.map((chance) => Math.abs(chance - found)))).toBeLessThan(SAME);
      }
    }
  });

  test("where play settles off the branch, the certificate says that the branch comes to another", () => {
    // At 4 three of the games have three equilibria each.
    const [stated] = solveEquilibrium(world, { ...statedFirst, scales: [4] });
    const [traced] = solveEquilibrium(world, { scales: [4] });
    const { certificate, policy } = solved(stated);
    const apart = policy.reduce((most, chance, i) => Math.max(most, Math.abs(chance - solved(traced).policy[i])), 0);
    expect(certificate.branch).toBe(apart < SAME ? "traced" : "settled");
    if (apart >= SAME) expect(certificate.says).toMatch(/traced from lambda 0, comes to another equilibrium/);
  });

  test("what is cancelled after the stated one stands is missing, and nothing else", () => {
    let stands = false;
    const results = solveEquilibrium(world, {
      ...statedFirst,
      scales: [0.5, 1, 2],
      cancelled: () => stands,
      onResult: () => {
        stands = true;
      },
    });
    expect(results.map(({ status }) => status)).toEqual(["cancelled", "solved", "cancelled"]);
  });
});

describe("steep games, in which each answers against the other's last answer", () => {
  test.each([1, 2, 3, 4, 5, 6])("are solved where plain and accelerated sweeps cycle, seed %i", (seed) => {
    const { world } = handMadeWorld(2, rounds(4, 8, seed), { lambda: [1, 1] });
    expect(isSmall(createLogitMap(world))).toBe(false);
    const amended: Certificate[] = [];
    const results = solveEquilibrium(world, {
      ...statedFirst,
      scales: [0.5, 1, 2],
      onCertificate: (_, certificate) => amended.push(certificate),
    });
    for (const result of results) {
      const { certificate, logPolicy, scale } = solved(result);
      const { residual, reachedResidual } = residualOf(world, logPolicy, scale);
      if (scale === 1) expect(residual).toBeLessThan(2 * TOLERANCE);
      else expect(reachedResidual).toBeLessThan(2 * TOLERANCE_BESIDE);
      if (residual > 2 * TOLERANCE) expect(certificate.says).toMatch(/settled .* wherever it comes: .* still move by/);
      expect(certificate.reachedResidual!).toBeLessThanOrEqual(certificate.residual);
    }
    const { certificate } = solved(results[1]);
    expect(amended.at(-1)).toEqual(certificate);
    expect(certificate.says).toMatch(/play settled at the stated steadiness from lambda 0/);
    expect(certificate.says).toMatch(/raised through 0\.5 it comes to/);
  });

  test.each([1, 2, 3, 4, 5, 6])(
    "beside the stated steadiness outcomes are those of every decision at rest, seed %i",
    (seed) => {
      const { world } = handMadeWorld(2, rounds(4, 8, seed), { lambda: [1, 1] });
      const [beside] = solveEquilibrium(world, { ...statedFirst, scales: [0.5, 1] }); // 0.5 where play comes
      const [whole] = solveEquilibrium(world, { ...statedFirst, scales: [0.5] }); // as the stated one: everywhere
      const { reach } = solved(whole);
      expect(solved(whole).certificate.residual).toBeLessThanOrEqual(TOLERANCE);
      const off = solved(beside).reach.reduce((most, mass, node) => Math.max(most, Math.abs(mass - reach[node])), 0);
      expect(off).toBeLessThan(10 * TOLERANCE_BESIDE);
    },
  );

  test("first figures come after six sweeps, near the answer", () => {
    const { world } = handMadeWorld(2, rounds(4, 4, 9), { lambda: [1, 1] });
    const first: Solved[] = [];
    const [result] = solveEquilibrium(world, { ...statedFirst, onFirstFigures: (found) => first.push(found) });
    const { reach, certificate } = solved(result);
    expect(first).toHaveLength(1);
    expect(first[0].certificate.says).toMatch(/first figures, after 6 sweeps/);
    expect(certificate.iterations).toBeGreaterThan(6);
    const off = reach.reduce((most, mass, node) => Math.max(most, Math.abs(mass - first[0].reach[node])), 0);
    expect(off).toBeLessThan(0.1);
  });

  test("with nothing left to spend it is not converged, and says so", () => {
    const { world } = handMadeWorld(2, rounds(4, 800, 3), { lambda: [1, 1] });
    const [result] = solveEquilibrium(world, { ...statedFirst, traceSweeps: 0 });
    if (result?.status === "solved") expect(result.certificate.residual).toBeLessThanOrEqual(TOLERANCE);
    else if (result?.status === "not converged")
      expect(result.certificate.says).toMatch(/did not settle .* in \d+ evalu/);
    else throw new Error(`unexpected: ${result?.status}`);
  });
});

/** The repository's scenarios, merged: solved alike, and, at one and the same policy, the same answers to twelve places. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildScenario } from "../src/pipeline.ts";
import { watchedBy } from "../src/query/asked.ts";
import { forecast } from "../src/query/forecast.ts";
import { answerQuestion, parseQuestion } from "../src/query/question.ts";
import { certify } from "../src/solve/certify.ts";
import { memoryNeeded, solveEquilibrium } from "../src/solve/equilibrium.ts";
import { createLogitMap } from "../src/solve/logit-map.ts";
import { residualOf } from "../src/solve/residual.ts";
import type { Solved } from "../src/solve/solution.ts";
import { solveMerged } from "../src/solve-merged.ts";
import { mergeWatched } from "../src/world/merge.ts";
import type { World } from "../src/world/world.ts";

/** Sums of a million terms in another order. */
const SAME = 1e-12;
/** Two solutions, each with a residual below 1e-10. */
const SOLVED_ALIKE = 1e-9;

function built(name: string) {
  const path = fileURLToPath(new URL(`../../../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));
  const build = buildScenario(path, (file) => readFileSync(file, "utf8"));
  if (build.status !== "built") throw new Error(`${name}: ${build.status}`);
  return build;
}

function solved(result: { readonly status: string } | undefined): Solved {
  if (result?.status !== "solved") throw new Error(result?.status);
  return result as unknown as Solved;
}

/** The solution's policy on a merged world, where slots of one class have one chance. */
function onMerged(world: World, slotOf: Uint32Array, whole: Solved): Solved {
  const log = new Float64Array(world.header.slots);
  slotOf.forEach((to, slot) => {
    if (to !== 0) log[to] = whole.logPolicy[slot]!;
  });
  return certify(createLogitMap(world, true), log, 1, 1, { branch: "warm start", steps: [], says: "" });
}

describe.each(["labour-strike", "cuba-1962", "us-iran-2025"])("%s", (name) => {
  const { scenario, world } = built(name);
  const answers = (at: World, solution: Solved): number[] => [
    ...forecast(scenario, at, [solution]).outcomes.flatMap(({ byDate, errorShare }) => [
      ...byDate.map(([, chance]) => chance),
      errorShare,
    ]),
    ...scenario.questions.map(({ ask, askSpan }) => {
      const answer = answerQuestion(scenario, at, [solution], parseQuestion(scenario, ask, askSpan).question!);
      return answer.status === "answered" ? answer.value : -1;
    }),
  ];

  test("merged for play, it is solved alike; merged under what is asked, it gives the same answers", () => {
    const merged = solved(solveMerged(world, "quick", {})[0]);
    const before = answers(world, solved(solveEquilibrium(world)[0]));
    const after = answers(world, merged);
    const { world: small, slotOf } = mergeWatched(world, watchedBy(scenario, world));
    expect(small.header.edges).toBeLessThan(world.header.edges);
    const asked = answers(small, onMerged(small, slotOf, merged));
    expect(before.length).toBeGreaterThan(10);
    after.forEach((figure, i) => {
      expect(Math.abs(figure - before[i]!)).toBeLessThan(SOLVED_ALIKE * Math.max(1, Math.abs(figure)));
      expect(Math.abs(figure - asked[i]!)).toBeLessThan(SAME * Math.max(1, Math.abs(figure)));
    });
  });
});

describe("solving on a merged world", () => {
  const { world } = built("labour-strike");

  test("goes without merging where the memory is short, and says too large where solving is", () => {
    const wanted = memoryNeeded(world, 1);
    const short = solved(solveMerged(world, "quick", { maxBytes: wanted })[0]);
    expect(short.certificate.says).not.toContain("merged");
    expect(solveMerged(world, "quick", { maxBytes: wanted - 1 })[0]!.status).toBe("too large");
    expect(solved(solveMerged(world, "quick", { maxBytes: 10 * wanted })[0]).certificate.says).toContain("merged");
  });

  test("starts from a policy of the whole world, and is cancelled when asked", () => {
    const cold = solved(solveMerged(world, "quick", {})[0]);
    const warm = solved(solveMerged(world, "quick", { from: cold.policy })[0]);
    expect(warm.certificate.branch).toBe("warm start");
    expect(warm.certificate.iterations).toBeLessThan(cold.certificate.iterations);
    expect(solveMerged(world, "quick", { cancelled: () => true })[0]!.status).toBe("cancelled");
  });

  test("has the residual that the whole world's plain sweeps measure", () => {
    for (const scale of [0.25, 1, 4]) {
      const [result] = solveMerged(world, "thorough", { scales: [scale] });
      const { logPolicy, certificate } = solved(result);
      expect(residualOf(world, logPolicy, scale).residual).toBeCloseTo(certificate.residual, 12);
    }
  });
});

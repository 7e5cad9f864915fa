/** One contract, two implementations: the fast kernels compute what the plain ones do, whatever the number of columns. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openText } from "../../test/open-text.ts";
import { randomScenario } from "../../test/random/random-scenario.ts";
import { seededWorld, uniform } from "../../test/seeded-world.ts";
import type { World } from "../world/world.ts";
import { fastKernels } from "./fast.ts";
import { type Kernels, plainKernels } from "./kernels.ts";
import { sweepLayout } from "./layout.ts";

/** Both add the same terms in nearly the same order; SIMD sums two columns apart in `gather`. */
const TOLERANCE = 1e-13;

const ROOM = 1_000_000;

interface Swept {
  readonly reach: Float64Array;
  readonly lastReach: Float64Array; // in the last view
  readonly values: Float64Array;
  readonly q: Float64Array;
  readonly mass: Float64Array;
}

function sweep(world: World, kernels: Kernels): Swept {
  const { nodes, columns, slots, layers } = world.header;
  const random = uniform(3);
  const policy = kernels.reals(slots);
  for (let slot = 0; slot < slots; slot++) policy[slot] = slot === 0 ? 1 : random();
  const reach = kernels.reals(nodes);
  const lastReach = kernels.reals(nodes);
  reach[0] = 1;
  lastReach[0] = 1;
  const values = kernels.reals(nodes * columns);
  const [q, mass] = [kernels.reals(slots), kernels.reals(slots)];
  for (let l = 0; l < layers; l++) {
    kernels.push(world.layerNode[l]!, world.layerNode[l + 1]!, policy, reach);
    kernels.push(world.layerNode[l]!, world.layerNode[l + 1]!, policy, lastReach, world.header.views - 1);
  }
  for (let l = layers - 1; l >= 0; l--) {
    kernels.gather(l, world.layerNode[l]!, world.layerNode[l + 1]!, reach, values, q, mass);
    kernels.pull(l, world.layerNode[l]!, world.layerNode[l + 1]!, policy, values);
  }
  return { reach, lastReach, values, q, mass };
}

/** Largest difference, relative to the size of the numbers. */
function difference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!) / Math.max(1, Math.abs(value))), 0);
}

const arrays = ["reach", "lastReach", "values", "q", "mass"] as const;

describe("fast kernels", () => {
  test.each([1, 2, 3].flatMap((views) => [1, 2, 3, 4, 5, 6, 7].map((columns) => [columns, views])))(
    "agree with the plain ones on %i columns in %i views",
    (columns, views) => {
      const world = seededWorld({ name: "contract", edges: 40_000, width: 300, columns, views }, columns);
      const plain = sweep(world, plainKernels(world, sweepLayout(world)));
      const fast = sweep(world, fastKernels(world, ROOM)!);
      expect(Math.max(...plain.reach)).toBeGreaterThan(0);
      expect(difference(plain.reach, plain.lastReach) > 0).toBe(views > 1);
      for (const name of arrays) expect(difference(plain[name], fast[name])).toBeLessThan(TOLERANCE);
    },
  );

  test("agree with the plain ones on random scenarios", () => {
    let swept = 0;
    fc.assert(
      fc.property(randomScenario(), (text) => {
        const opened = openText(text);
        if (opened.status !== "open" || opened.world.header.edges > 50_000) return;
        const { world } = opened;
        const plain = sweep(world, plainKernels(world, sweepLayout(world)));
        const fast = sweep(world, fastKernels(world, ROOM)!);
        for (const name of arrays) expect(difference(plain[name], fast[name])).toBeLessThan(TOLERANCE);
        swept++;
      }),
      { numRuns: 100 },
    );
    expect(swept).toBeGreaterThan(50);
  });

  test("refuse arrays from outside their memory, and a world beyond it", () => {
    const world = seededWorld({ name: "contract", edges: 4_000, width: 100, columns: 2 }, 1);
    const kernels = fastKernels(world, ROOM)!;
    const outside = new Float64Array(world.header.nodes);
    expect(() => kernels.push(0, 1, outside, outside)).toThrow("outside");
    expect(fastKernels(world, 2 ** 30)).toBeNull();
  });
});

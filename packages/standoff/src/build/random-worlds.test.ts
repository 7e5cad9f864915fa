/** Random small scenarios: merged and apart. `walkThrough` plays every slot with its prior weight. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySmall, scenarioOf } from "../../test/random/random-small.ts";
import { type SmallScenario, smallScenario } from "../../test/reference/small-scenario.ts";
import { spread, walkThrough } from "../../test/reference/walk-through.ts";
import type { Scenario } from "../language/scenario.ts";
import { validateWorld } from "../world/validate.ts";
import { LayerKind, NO_SET, type World } from "../world/world.ts";
import { type BuildOptions, buildWorld } from "./build.ts";

function built(scenario: Scenario | SmallScenario, options?: BuildOptions): World {
  const result = buildWorld("calendar" in scenario ? scenario : smallScenario(scenario), options);
  if (result.status !== "built") throw new Error(JSON.stringify(result, null, 1));
  expect(validateWorld(result.world)).toEqual([]);
  return result.world;
}

const isFinal = (world: World) => (layer: number) => world.layerKind[layer] === LayerKind.final;

/** Larger trees are left out: they take long, and sums over their leaves lose digits. */
const TREE_BYTES = 8e6;

describe("random scenarios", () => {
  it("are worth the same whether equal states are merged or kept apart", () => {
    fc.assert(
      fc.property(anySmall, (random) => {
        const scenario = scenarioOf(random);
        const merged = built(scenario);
        const apart = buildWorld(scenario, { merge: false, maxBytes: TREE_BYTES });
        fc.pre(apart.status === "built");
        const tree = apart.world;
        expect(validateWorld(tree)).toEqual([]);
        expect(merged.header.nodes).toBeLessThanOrEqual(tree.header.nodes);
        expect(merged.header.slots).toBe(tree.header.slots);
        const [a, b] = [walkThrough(merged), walkThrough(tree)];
        a.expected.forEach((points, column) => {
          expect(points).toBeCloseTo(b.expected[column], 10);
        });
        for (const v of [0, 1, 2, 3]) {
          const chances = [merged, tree].map((world, i) => spread(world, [a, b][i].reach, v, isFinal(world)));
          chances[0].forEach((chance, level) => {
            expect(chance).toBeCloseTo(chances[1][level], 12);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it("leave no node without mass to give, but ended and final ones", () => {
    fc.assert(
      fc.property(anySmall, (random) => {
        const world = built(scenarioOf(random));
        const { reach } = walkThrough(world);
        let ends = 0;
        for (let node = 0; node < world.header.nodes; node++) {
          if (world.nodeEdge[node] === world.nodeEdge[node + 1]) ends += reach[node];
          else if (world.nodeSet[node] === NO_SET) expect(world.edgeSlot[world.nodeEdge[node]]).toBe(0);
        }
        expect(ends).toBeCloseTo(1, 12);
      }),
      { numRuns: 50 },
    );
  });
});

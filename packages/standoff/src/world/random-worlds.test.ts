/** Random small scenarios: merged and apart, with and without generated code. `walkThrough` plays every slot with its prior weight. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scenario } from "../language/scenario.ts";
import { type BuildOptions, buildWorld } from "./build.ts";
import {
  and,
  branch,
  desk,
  ending,
  event,
  is,
  move,
  num,
  onMove,
  op,
  payoff,
  read,
  type SmallScenario,
  set,
  smallScenario,
  step,
  variable,
} from "./small-scenario.ts";
import { validateWorld } from "./validate.ts";
import { spread, walkThrough } from "./walk-through.ts";
import { LayerKind, NO_SET, type World } from "./world.ts";

function built(scenario: Scenario | SmallScenario, options?: BuildOptions): World {
  const result = buildWorld("calendar" in scenario ? scenario : smallScenario(scenario), options);
  if (result.status !== "built") throw new Error(JSON.stringify(result, null, 1));
  expect(validateWorld(result.world)).toEqual([]);
  return result.world;
}

const isFinal = (world: World) => (layer: number) => world.layerKind[layer] === LayerKind.final;

/** Larger trees are left out: they take long, and sums over their leaves lose digits. */
const TREE_BYTES = 8e6;

const SIZE = 3;
const cell = fc.nat(SIZE - 1);
const anyVariable = fc.nat(2);
const anyGuard = fc.tuple(anyVariable, cell).map(([v, c]) => op(read(v), "<=", num(c)));
const anyEffect = fc.oneof(
  fc.tuple(anyVariable, cell).map(([v, c]) => set(v, c)),
  fc.tuple(anyVariable, fc.constantFrom(-1, 1)).map(([v, by]) => step(v, by)),
);
const anyBranches = fc
  .tuple(fc.constantFrom(1 / 4, 1 / 2, 1), anyEffect)
  .map(([p, effect]) => [branch("a", p, [effect]), branch("b", 1 - p)]);
const anyMove = fc
  .tuple(anyGuard, anyEffect, anyBranches)
  .map(([guard, effect, branches]) => ({ guard, effects: [effect], branches }));
const anyDesk = fc.tuple(fc.array(anyMove, { minLength: 1, maxLength: 2 }), fc.constantFrom(null, 0.05, 0.3));
const anySmall = fc.record({
  desks: fc.array(anyDesk, { minLength: 1, maxLength: 3 }),
  events: fc.array(fc.tuple(fc.constantFrom("chance", "rate"), fc.constantFrom(0.05, 0.3), anyGuard, anyEffect), {
    maxLength: 2,
  }),
  pays: fc.array(fc.tuple(anyGuard, fc.integer({ min: -9, max: 9 })), { maxLength: 3 }),
  forget: fc.option(anyGuard, { nil: null }),
  end: fc.option(fc.tuple(cell, cell), { nil: null }),
  together: fc.boolean(),
  alternating: fc.boolean(),
  periods: fc.integer({ min: 1, max: 2 }),
});

function scenarioOf(random: typeof anySmall extends fc.Arbitrary<infer T> ? T : never): Scenario {
  const everyone = [0, 1, 2].map((i) =>
    variable(`v${i}`, SIZE, { atOnce: "sum", ...(i === 2 ? { forgetWhen: random.forget } : {}) }),
  );
  const hidden = variable("type", 2, { starts: [num(0.3), num(0.7)], seenBy: 1 });
  const desks = random.desks.map(([moves, tempo], d) =>
    desk(
      `d${d}`,
      d % 2,
      moves.map((m, i) => move(`m${d}${i}`, m)),
      { tempo: tempo === null ? null : num(tempo) },
    ),
  );
  const triggers = random.pays.map(([when, points], i) => [
    payoff(i % 2, "while", points, { when }),
    payoff(i % 2, "on", points, { trigger: onMove(0, 0), when, readAfter: i === 1 }),
    payoff(i % 2, "on", points, { trigger: { kind: "becomes", condition: when } }),
    payoff(i % 2, "at end", op(read(i), "*", num(points))),
  ]);
  return smallScenario({
    variables: [...everyone, hidden],
    desks,
    events:
      random.events.length === 0
        ? []
        : [
            random.events.map(([how, amount, guard, effect], i) =>
              event(`e${i}`, how, amount, { guard, effects: [effect] }),
            ),
          ],
    payoffs: triggers.flat(),
    endings: random.end === null ? [] : [ending("end", and(is(0, random.end[0]), is(1, random.end[1])))],
    ...(random.together ? { turns: [{ kind: "desks", desks: desks.map((_, i) => i) }] } : {}),
    actors: 2,
    periods: random.periods,
    patience: 0.8,
    alternating: random.alternating,
  });
}

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
          expect(points).toBeCloseTo(b.expected[column]!, 10);
        });
        for (const v of [0, 1, 2, 3]) {
          const chances = [merged, tree].map((world, i) => spread(world, [a, b][i]!.reach, v, isFinal(world)));
          chances[0]!.forEach((chance, level) => {
            expect(chance).toBeCloseTo(chances[1]![level]!, 12);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it("are built to the same bytes without generated code", () => {
    fc.assert(
      fc.property(anySmall, (random) => {
        const [fast, slow] = [{}, { generate: false }].map((options) => built(scenarioOf(random), options));
        expect(new Uint8Array(fast!.buffer)).toEqual(new Uint8Array(slow!.buffer));
      }),
      { numRuns: 30 },
    );
  });

  it("leave no node without mass to give, but ended and final ones", () => {
    fc.assert(
      fc.property(anySmall, (random) => {
        const world = built(scenarioOf(random));
        const { reach } = walkThrough(world);
        let ends = 0;
        for (let node = 0; node < world.header.nodes; node++) {
          if (world.nodeEdge[node] === world.nodeEdge[node + 1]) ends += reach[node]!;
          else if (world.nodeSet[node] === NO_SET) expect(world.edgeSlot[world.nodeEdge[node]!]).toBe(0);
        }
        expect(ends).toBeCloseTo(1, 12);
      }),
      { numRuns: 50 },
    );
  });
});

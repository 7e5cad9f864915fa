/** The sweeps against each other and against products along paths, with chances down to where they underflow. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { handMadeWorld, type Tree } from "../../test/hand-made-world.ts";
import { sweepBackward } from "./backward.ts";
import { endMass, sweepForward } from "./forward.ts";
import { rareScratch, sweepForwardRare } from "./rare.ts";

/** Sums of tens of products. */
const ROUNDING = 1e-12;
const LIMB_LOG = 512 * Math.LN2;

/** Random trees of two players with chance nodes; sets are singletons, named by their path. */
function treeOf(depth: number, path = "r"): fc.Arbitrary<Tree> {
  const leaf = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })).map((pay): Tree => ({ pay }));
  if (depth === 0) return leaf;
  const pair = fc.tuple(treeOf(depth - 1, `${path}0`), treeOf(depth - 1, `${path}1`));
  const chance = fc.tuple(pair, fc.double({ min: 0.01, max: 0.99, noNaN: true })).map(
    ([[a, b], p]): Tree => ({
      chance: [
        [p, a],
        [1 - p, b],
      ],
    }),
  );
  const move = fc
    .tuple(pair, fc.nat(1))
    .map(([[a, b], player]): Tree => ({ set: `${path} of ${player}`, player, moves: { a, b } }));
  return fc.oneof(leaf, chance, move);
}

/** A policy from a seed of logarithms, normalised per set. */
function policyOf(setSlot: Uint32Array, slots: number, spread: number): Float64Array {
  const log = Float64Array.from({ length: slots }, (_, slot) => (slot === 0 ? 0 : spread * Math.sin(12.9898 * slot)));
  for (let set = 0; set + 1 < setSlot.length; set++) {
    const own = log.subarray(setSlot[set], setSlot[set + 1]);
    const level = Math.max(...own) + Math.log(own.reduce((sum, x) => sum + Math.exp(x - Math.max(...own)), 0));
    own.forEach((x, i) => {
      own[i] = x - level;
    });
  }
  return log;
}

test("mass is kept, and the start's value is what the ends pay", () => {
  fc.assert(
    fc.property(treeOf(5), fc.double({ min: 0, max: 5, noNaN: true }), (tree, spread) => {
      const { world } = handMadeWorld(2, tree);
      const policy = policyOf(world.setSlot, world.header.slots, spread).map(Math.exp);
      const reach = new Float64Array(world.header.nodes);
      const values = new Float64Array(world.header.nodes * 2);
      sweepForward(world, policy, reach);
      sweepBackward(world, policy, values);
      expect(Math.abs(endMass(world, reach) - 1)).toBeLessThan(ROUNDING);
      for (let column = 0; column < 2; column++) {
        let paid = 0;
        reach.forEach((mass, node) => {
          paid += mass * world.payRow[world.nodePay[node] * 2 + column];
        });
        expect(Math.abs(values[column] - paid)).toBeLessThan(10 * ROUNDING);
      }
    }),
    { numRuns: 100, seed: 11 },
  );
});

test("the careful sweep has the logarithm of reach, where plain reach is zero too", () => {
  fc.assert(
    fc.property(treeOf(5), fc.constantFrom(1, 300, 5000), (tree, spread) => {
      const { world } = handMadeWorld(2, tree);
      const log = policyOf(world.setSlot, world.header.slots, spread);
      const wanted = new Float64Array(world.header.nodes).fill(-Infinity);
      wanted[0] = 0;
      for (let node = 0; node < world.header.nodes; node++) {
        for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
          const chance = Math.log(world.coefficient[world.edgeCoefficient[edge]]) + log[world.edgeSlot[edge]];
          wanted[world.edgeTarget[edge]] = wanted[node] + chance; // a tree: one way in
        }
      }
      const scratch = rareScratch(world);
      sweepForwardRare(world, log, scratch);
      scratch.mantissa.forEach((mantissa, node) => {
        const found = Math.log(mantissa) + scratch.limb[node] * LIMB_LOG;
        expect(Math.abs(found - wanted[node])).toBeLessThan(ROUNDING * (1 + Math.abs(wanted[node])));
      });
    }),
    { numRuns: 100, seed: 12 },
  );
});

test("discounts, payoffs on edges and of nodes add up as the world defines", () => {
  const { world } = handMadeWorld(1, {
    chance: [
      [0.25, { pay: [8] }],
      [0.75, { pay: [4] }],
    ],
  });
  // value = own pay 0 + .25 (0 + .5 x 8) + .75 (0 + .5 x 4) = 2.5
  world.layerDiscount[0] = 0.5;
  const values = new Float64Array(world.header.nodes);
  sweepBackward(world, Float64Array.of(1), values);
  expect(values[0]).toBeCloseTo(2.5, 14);
  // With pay row 2 (4 points) on the label of all edges: 2.5 + 4, undiscounted.
  world.labelPay[0] = 2;
  sweepBackward(world, Float64Array.of(1), values);
  expect(values[0]).toBeCloseTo(6.5, 14);
});

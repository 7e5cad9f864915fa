/**
 * A sweep transposed is the tangent sweep's transpose: z . (tangent v) = (transposed z) . v, whatever the game and its
 * noise.
 */
import { describe, expect, test } from "vitest";
import { type HandMade, type HandMadeOptions, handMadeWorld, type Tree } from "../../test/hand-made-world.ts";
import { beerQuiche, chainStore, lewis, ochs, toughSets } from "../../test/literature-games.ts";
import { seededWorld } from "../../test/seeded-world.ts";
import { seededRandom } from "../math/random.ts";
import { startingLogPolicy } from "../solve/logit-map.ts";
import { sweepTangent } from "../sweep/tangent.ts";
import { SetKind, type World } from "../world/world.ts";
import { type Ground, groundOf } from "./through-equilibrium.ts";
import { silenceFixed, sweepTransposed } from "./transposed.ts";

/** Sums of some thousand products in another order, of numbers that themselves are sums. */
const TOLERANCE = 1e-11;

/** A game whose later player's set is met at two depths. */
const spanning: Tree = {
  chance: [
    [0.4, { set: "late", player: 1, moves: { a: { pay: [1, 0] }, b: { pay: [0, 2] } } }],
    [
      0.6,
      {
        set: "early",
        player: 0,
        moves: {
          in: { set: "late", player: 1, moves: { a: { pay: [3, 1] }, b: { pay: [-1, 0] } } },
          out: { pay: [1, 1] },
        },
      },
    ],
  ],
};
const rare = { strong: [1, 1e-290], weak: [1, 3e-290] };
const fixed = Object.fromEntries(toughSets(2).map((set) => [set, [1, 0]]));
type Made = (noise: HandMadeOptions["noise"]) => HandMade;

const games: readonly (readonly [string, Made])[] = [
  ["matching pennies", (noise) => handMadeWorld(2, ochs, { noise })],
  ["beer and quiche", (noise) => handMadeWorld(2, beerQuiche, { noise })],
  ["Lewis's signals", (noise) => handMadeWorld(2, lewis, { noise })],
  ["a chain store with fixed types", (noise) => handMadeWorld(3, chainStore(2, 2, 0.5, 0.1), { fixed, noise })],
  ["a set that spans layers", (noise) => handMadeWorld(2, spanning, { noise })],
  ["two views of the types", (noise) => handMadeWorld(2, beerQuiche, { eyes: [0, 1], noise })],
  ["a set that spans layers in two views", (noise) => handMadeWorld(2, spanning, { eyes: [1, 0], noise })],
  ["chances that underflow", (noise) => handMadeWorld(2, beerQuiche, { weights: rare, noise })],
  ["the same in two views", (noise) => handMadeWorld(2, beerQuiche, { weights: rare, eyes: [0, 1], noise })],
];

/** A ground at a point beside the start, which need not be an equilibrium. */
function groundBeside(world: World, plain: boolean): Ground {
  const logPolicy = startingLogPolicy(world);
  for (let slot = 1; slot < logPolicy.length; slot++)
    if (Number.isFinite(logPolicy[slot]) && logPolicy[slot] !== 0) logPolicy[slot] += 0.3 * Math.sin(7 * slot);
  return groundOf(world, { logPolicy, scale: 1.5 }, plain);
}

function directions(world: World, seed: number): [Float64Array, Float64Array] {
  const random = seededRandom(seed);
  const one = () => {
    const v = Float64Array.from({ length: world.header.slots }, () => random() - 0.5);
    silenceFixed(world, v);
    return v;
  };
  return [one(), one()];
}

function expectTransposed({ map, transposed }: Ground): void {
  const { world } = map;
  const [v, z] = directions(world, 7);
  const [image, back] = [new Float64Array(v.length), new Float64Array(v.length)];
  const { point, steadiness, scratch } = transposed;
  const direction = { logPolicy: v, scale: 0, source: null, shift: 0 };
  sweepTangent(map, { point, steadiness, lambda: map.lambda, direction, scratch }, image);
  silenceFixed(world, image);
  sweepTransposed(transposed, z, back);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  const size = Math.sqrt(dot(image, image) * dot(z, z)) + Math.sqrt(dot(back, back) * dot(v, v));
  expect(size).toBeGreaterThan(0);
  expect(Math.abs(dot(z, image) - dot(back, v)) / size).toBeLessThan(TOLERANCE);
}

describe.each([undefined, "tastes", "plain tastes"] as const)("the transposed sweep, noise %s", (noise) => {
  test.each(games)("%s", (_, made) => {
    for (const plain of [true, false]) expectTransposed(groundBeside(made(noise).world, plain));
  });

  test.each([1, 3])("a larger world in %i views", (views) => {
    const world = seededWorld({ name: "transposed", edges: 8_000, width: 100, columns: 5, views }, 3);
    expect(world.setKind.every((kind) => kind === SetKind.logit)).toBe(true);
    for (const plain of [true, false]) expectTransposed(groundBeside(world, plain));
  });
});

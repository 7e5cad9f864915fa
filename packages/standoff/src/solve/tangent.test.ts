/** The exact derivative of the logit map against central differences, at ordinary, vanishing and spanning sets. */
import { describe, expect, test } from "vitest";
import { type HandMade, type HandMadeOptions, handMadeWorld, type Tree } from "../../test/hand-made-world.ts";
import { beerQuiche, chainStore, lewis, ochs, toughSets } from "../../test/literature-games.ts";
import { seededRandom } from "../math/random.ts";
import type { World } from "../world/world.ts";
import { answerPurely, createLogitMap, startingLogPolicy } from "./logit-map.ts";
import { createDerivative, differentiate, differentiateHere } from "./newton.ts";

/** Differences of the second order at 1e-5 leave about 1e-9 of the size of the derivatives. */
const TOLERANCE = 1e-7;
const TREES = 100;

/** A game whose later player's set is met at two depths (it does not know whether the first move was asked for). */
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

type Made = (noise: HandMadeOptions["noise"]) => HandMade;

const games: readonly (readonly [string, Made, number])[] = [
  ["matching pennies", (noise) => handMadeWorld(2, ochs, { noise }), 5],
  ["beer and quiche", (noise) => handMadeWorld(2, beerQuiche, { noise }), 3],
  ["Lewis's signals", (noise) => handMadeWorld(2, lewis, { noise }), 4],
  ["a chain store", (noise) => handMadeWorld(3, chainStore(2, 2, 0.5, 0.1), { fixed: fixedTough(2), noise }), 4],
  ["a set that spans layers", (noise) => handMadeWorld(2, spanning, { noise }), 2],
  ["beer and quiche with two views of the types", (noise) => handMadeWorld(2, beerQuiche, { eyes: [0, 1], noise }), 3],
  ["beer and quiche seen by neither as it is", (noise) => handMadeWorld(2, beerQuiche, { eyes: [1, 1], noise }), 3],
  [
    "a set that spans layers with two views of chance",
    (noise) => handMadeWorld(2, spanning, { eyes: [1, 0], noise }),
    2,
  ],
  [
    "a tough type that one player holds likelier",
    (noise) => handMadeWorld(3, chainStore(2, 2, 0.5, 0.1), { fixed: fixedTough(2), eyes: [0, 1, 0], noise }),
    4,
  ],
  [
    "chances that underflow in two views",
    (noise) => handMadeWorld(2, beerQuiche, { weights: rare, eyes: [0, 1], noise }),
    2,
  ],
  ["chances that underflow", (noise) => handMadeWorld(2, beerQuiche, { weights: rare, noise }), 2],
];

function fixedTough(entrants: number): Record<string, number[]> {
  return Object.fromEntries(toughSets(entrants).map((set) => [set, [1, 0]]));
}

describe.each([undefined, "tastes", "plain tastes"] as const)(
  "the derivative of the pure answers, noise %s",
  (noise) => {
    test.each(games)("%s", (_, made, scale) => {
      expectExact(made(noise).world, scale);
    });

    test("random trees with impossible chances and sets behind them, of players that forget", () => {
      let behind = 0;
      for (let seed = 1; seed <= TREES; seed++) {
        const random = seededRandom(seed);
        const { world } = handMadeWorld(2, randomTree(random, 7), { lambda: [1, 0.5], noise });
        behind += expectExact(world, 1.5);
      }
      expect(behind).toBeGreaterThan(TREES / 2);
    });
  },
);

/** Many chances are zero; a player knows at a decision how many moves were made, and no more. */
function randomTree(random: () => number, depth: number): Tree {
  const below = () => randomTree(random, depth - 1);
  const kind = random();
  if (depth === 0 || kind < 0.03) return { pay: [4 * random() - 2, 4 * random() - 2] };
  if (kind < 0.6) {
    const zero = random() < 0.6;
    const share = zero ? 0 : 0.1 + 0.8 * random();
    return {
      chance: [
        [share, below()],
        [1 - share, below()],
      ],
    };
  }
  const player = random() < 0.5 ? 0 : 1;
  return { set: `${player} at ${depth}`, player, moves: { a: below(), b: below() } };
}

/** Compares at a point beside the start, in one direction; tells how many sets needed the careful sweep. */
function expectExact(world: World, scale: number): number {
  const map = createLogitMap(world);
  const x = startingLogPolicy(world);
  const direction = new Float64Array(x.length);
  for (let slot = 1; slot < x.length; slot++) {
    if (!Number.isFinite(x[slot]) || x[slot] === 0) continue;
    x[slot] += 0.3 * Math.sin(7 * slot);
    direction[slot] = Math.cos(3 * slot);
  }
  const h = 1e-5;
  const shifted = (sign: number): Float64Array => {
    const out = new Float64Array(x.length);
    const moved = x.map((log, slot) => (direction[slot] === 0 ? log : log + sign * h * direction[slot]));
    answerPurely(map, moved, scale + sign * h * 0.5, out);
    return out;
  };
  const [up, down] = [shifted(1), shifted(-1)];
  const difference = up.map((log, slot) => (log === down[slot] ? 0 : (log - down[slot]) / (2 * h)));

  // One sweep gives y with (1 - U) y = L v + the part of the scale. With the source U v it gives v's whole image:
  // y' - v where (1 - U) y' = L v + scale + (1 - U) v - ..., tested as: sweep(v, source = image - v) - v = image's
  // residual, that is, the sweep maps (v, v - image) back to v.
  const derivative = createDerivative(map);
  answerPurely(map, x, scale, new Float64Array(x.length));
  differentiateHere(derivative);
  const source = direction.map((v, slot) => v - difference[slot]);
  const back = new Float64Array(x.length);
  differentiate(derivative, { logPolicy: direction, scale: 0.5, source, shift: 0 }, back);
  const size = Math.max(...difference.map(Math.abs));
  for (let slot = 1; slot < x.length; slot++) {
    expect(Math.abs(back[slot] - direction[slot])).toBeLessThan(TOLERANCE * (1 + size));
  }
  return map.rareSet.filter((mark) => mark !== 0).length;
}

/**
 * Noise that is tastes: log-sums by closed forms, published values of Rust's model of bus engines, the belief-mean,
 * lambda 0.
 */
import { describe, expect, test } from "vitest";
import { type HandMadeOptions, handMadeWorld, type Tree } from "../../test/hand-made-world.ts";
import { beerQuiche } from "../../test/literature-games.ts";
import { EULER } from "../sweep/tastes.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { answerPolicy, createLogitMap, startingLogPolicy } from "./logit-map.ts";
import { residualOf } from "./residual.ts";
import type { Solved } from "./solution.ts";

/** Sums and quotients of a few numbers of size one. */
const ROUNDING = 1e-13;

function solve(tree: Tree, options: HandMadeOptions, scale = 1) {
  const game = handMadeWorld(2, tree, options);
  const [found] = solveEquilibrium(game.world, { scales: [scale] });
  if (found?.status !== "solved") throw new Error(found?.status);
  const solved: Solved = found;
  const chance = (set: string, move: string) => solved.policy[game.slot(set, move)];
  const worth = (set: string, move: string) => solved.q[game.slot(set, move)];
  return { ...game, solved, chance, worth };
}

/** Now or later: stopping pays 1; going on, one of two ends. */
const twice: Tree = {
  set: "first",
  player: 0,
  moves: {
    on: { set: "second", player: 0, moves: { a: { pay: [2, 5] }, b: { pay: [-1, 3] } } },
    stop: { pay: [1, 0] },
  },
};

describe("noise that is tastes", () => {
  const lambda = 0.7;
  const odds = Math.exp(lambda * 3); // of a against b
  const a = odds / (1 + odds);

  test("values a decision at its log-sum, with weights that sum to one", () => {
    const weights = { second: [0.25, 0.75] };
    const { worth, chance, solved } = solve(twice, { lambda: [lambda, 1], noise: "tastes", weights });
    const later = Math.log(0.25 * Math.exp(lambda * 2) + 0.75 * Math.exp(-lambda)) / lambda;
    expect(worth("first", "on")).toBeCloseTo(later, 13);
    expect(chance("first", "on")).toBeCloseTo(1 / (1 + Math.exp(lambda * (1 - later))), 13);
    // What people are told is in points: the mean of what the choices pay, for the other player too.
    const second = (0.25 * odds) / (0.25 * odds + 0.75);
    const first = chance("first", "on");
    expect(solved.values[0]).toBeCloseTo(first * (3 * second - 1) + 1 - first, 13);
    expect(solved.values[1]).toBeCloseTo(first * (3 + 2 * second), 13);
  });

  test("that is a mistake leaves the log-sum out", () => {
    const { worth } = solve(twice, { lambda: [lambda, 1] });
    expect(worth("first", "on")).toBeCloseTo(3 * a - 1, 13);
  });

  test("on a plain menu counts every weight as one, and has Gumbel's mean", () => {
    const { worth } = solve(twice, { lambda: [lambda, 1], noise: "plain tastes" });
    const sum = Math.exp(lambda * 2) + Math.exp(-lambda);
    expect(worth("first", "on")).toBeCloseTo((Math.log(sum) + EULER) / lambda, 13);
  });

  test("nears the usual mean as lambda goes to 0, and the best as it grows", () => {
    const at = (scale: number) => solve(twice, { lambda: [lambda, 1], noise: "tastes" }, scale).worth("first", "on");
    expect(at(0)).toBeCloseTo(0.5, 13);
    expect(at(1e-7)).toBeCloseTo(0.5 + (lambda * 1e-7 * 1.5 ** 2) / 2, 8);
    expect(at(400)).toBeCloseTo(2 - Math.log(2) / (400 * lambda), 12);
  });

  test("splitting a move into identical variants of half its weight changes nothing", () => {
    const split: Tree = {
      set: "first",
      player: 0,
      moves: {
        on: { set: "second", player: 0, moves: { a: { pay: [2, 5] }, b: { pay: [-1, 3] }, c: { pay: [-1, 3] } } },
        stop: { pay: [1, 0] },
      },
    };
    const whole = solve(twice, { noise: "tastes" });
    const parts = solve(split, { noise: "tastes", weights: { second: [0.5, 0.25, 0.25] } });
    expect(parts.worth("first", "on")).toBeCloseTo(whole.worth("first", "on"), 14);
    expect(parts.solved.values[1]).toBeCloseTo(whole.solved.values[1], 14);
  });

  test("the mean over an information set of what a decision is worth is the log-sum, not node by node", () => {
    const { world } = handMadeWorld(2, beerQuiche, { lambda: [1.5, 0.8], noise: "tastes" });
    const [found] = solveEquilibrium(world);
    if (found?.status !== "solved") throw new Error(found?.status);
    const map = createLogitMap(world);
    const again = new Float64Array(world.header.slots);
    answerPolicy(map, found.logPolicy, 1, again);
    let apart = 0;
    for (let set = 0; set < world.header.informationSets; set++) {
      const nodes = Array.from({ length: world.header.nodes }, (_, node) => node).filter(
        (n) => world.nodeSet[n] === set,
      );
      const player = world.setActor[set];
      const mass = nodes.reduce((sum, node) => sum + map.belief[node], 0);
      const mean = nodes.reduce((sum, node) => sum + map.belief[node] * map.values[2 * node + player], 0) / mass;
      const lambdas = [1.5, 0.8];
      let sum = 0;
      for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
        sum += Math.exp(world.slotLogWeight[slot] + lambdas[player] * map.q[slot]);
      }
      expect(mean).toBeCloseTo(Math.log(sum) / lambdas[player], 9);
      if (nodes.some((node) => Math.abs(map.values[2 * node + player] - mean) > 0.1)) apart++;
    }
    expect(apart).toBeGreaterThan(0);
    expect(residualOf(world, found.logPolicy).residual).toBeLessThan(1e-9);
    expect(residualOf(world, startingLogPolicy(world)).residual).toBeGreaterThan(0.05);
  });

  test("policies have none of it", () => {
    const { worth } = solve(twice, { noise: "tastes", fixed: { second: [0.9, 0.1] } });
    expect(Math.abs(worth("first", "on") - (0.9 * 2 - 0.1))).toBeLessThan(ROUNDING);
  });
});

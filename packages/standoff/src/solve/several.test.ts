/**
 * Several equilibria: games whose equilibria are known in closed form, the branch through its turning points and
 * crossings.
 */
import { describe, expect, test } from "vitest";
import { roots } from "../../test/bisection.ts";
import { equilibriaOfGame, gamesInSequence, histories, stakesAfter } from "../../test/games-in-sequence.ts";
import { type HandMade, handMadeWorld } from "../../test/hand-made-world.ts";
import { beerQuiche, centipede, lewis, simultaneous } from "../../test/literature-games.ts";
import { createLogitMap, startingLogPolicy } from "./logit-map.ts";
import { residualOf } from "./residual.ts";
import { findEquilibria } from "./several.ts";
import { traceBranch } from "./trace.ts";

/** Printed digits of the values asserted. */
const PRINTED = 5.1e-7;
/** Certificates are held to 1e-10. */
const TOLERANCE = 1e-10;

const pair = (a: number[][], b: number[][]): HandMade => handMadeWorld(2, simultaneous(a, b));
const coordination = pair(
  [
    [2, 0],
    [0, 1],
  ],
  [
    [2, 0],
    [0, 1],
  ],
);
const sexes = pair(
  [
    [3, 0],
    [0, 2],
  ],
  [
    [2, 0],
    [0, 3],
  ],
);
const stagHunt = pair(
  [
    [4, 0],
    [3, 3],
  ],
  [
    [4, 3],
    [0, 3],
  ],
);
const signals = handMadeWorld(2, lewis);

function chancesFound({ world, slot }: HandMade, scale: number, set: string, move: string): number[] {
  const search = findEquilibria(world, { scale });
  for (const { result } of search.equilibria) {
    expect(result.certificate.residual).toBeLessThanOrEqual(TOLERANCE);
    expect(residualOf(world, result.logPolicy, scale).residual).toBeLessThanOrEqual(TOLERANCE);
  }
  expect(search.complete).toBe(false);
  return search.equilibria.map(({ result }) => result.policy[slot(set, move)]).sort((a, b) => a - b);
}

function expectSame(found: readonly number[], wanted: readonly number[], within: number): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs(found[i] - value)).toBeLessThan(within);
  });
}

describe("searching", () => {
  test.each([0.5, 1, 1.5, 2])("Lewis's signals have one equilibrium at lambda %d", (lambda) => {
    expectSame(chancesFound(signals, lambda, "heard 1", "act 1"), [0.5], PRINTED);
  });

  test("Lewis's signals have three at lambda 4, roots of x = tanh(lambda x / 2)", () => {
    expectSame(chancesFound(signals, 4, "heard 1", "act 1"), [0.021248, 0.5, 0.978752], PRINTED);
  });

  test.each([1, 2, 5, 20])("a symmetric coordination game at lambda %d, against bisection", (lambda) => {
    // Equilibria of 2 x 2 symmetric coordination are symmetric: p = sigma(lambda (2 p - (1 - p))).
    expectSame(
      chancesFound(coordination, lambda, "row", "0"),
      roots((p) => lambda * (3 * p - 1)),
      1e-8,
    );
  });

  test.each([0.5, 2, 5])("battle of the sexes at lambda %d, against bisection", (lambda) => {
    const sigma = (x: number) => 1 / (1 + Math.exp(-x));
    const column = (p: number) => sigma(lambda * (2 * p - 3 * (1 - p)));
    expectSame(
      chancesFound(sexes, lambda, "row", "0"),
      roots((p) => lambda * (3 * column(p) - 2 * (1 - column(p)))),
      1e-8,
    );
  });

  test.each([1, 5, 10])("stag hunt at lambda %d, against bisection", (lambda) => {
    expectSame(
      chancesFound(stagHunt, lambda, "row", "0"),
      roots((p) => lambda * (4 * p - 3)),
      1e-8,
    );
  });

  test.each(Array.from({ length: 20 }, (_, i) => i + 1))("beer and quiche has one at lambda %d", (lambda) => {
    expect(chancesFound(handMadeWorld(2, beerQuiche), lambda, "weak", "beer").length).toBe(1);
  });

  test("a large world, where one of its games has three: along the branch, within a stated budget", () => {
    // Past 2.323 the game of the largest stakes has three equilibria; the next one's turn is at 2.376.
    const { world, slot } = gamesInSequence;
    const scale = 2.35;
    const numbers = histories().map((history) => equilibriaOfGame(scale * stakesAfter(history)).length);
    expect(numbers.filter((number) => number > 1)).toEqual([3]);
    const search = findEquilibria(world, { scale, starts: 2 });
    expect(search.complete).toBe(false);
    expect(search.says).toMatch(/^3 found, .* within [\d,]+ sweeps; nothing proves that these are all$/);
    const three = histories()[numbers.indexOf(3)];
    const chances = search.equilibria.map(({ result }) => result.policy[slot(`second after ${three.join()}`, "U")]);
    expectSame(
      chances.sort((a, b) => a - b),
      equilibriaOfGame(scale * stakesAfter(three)),
      1e-8,
    );
    for (const { result } of search.equilibria) {
      expect(residualOf(world, result.logPolicy, scale).residual).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  test("the same seed finds the same; only with nothing hidden is it all", () => {
    const first = findEquilibria(sexes.world, { scale: 2, seed: 7, starts: 10 });
    const again = findEquilibria(sexes.world, { scale: 2, seed: 7, starts: 10 });
    expect(again).toEqual(first);
    const known = findEquilibria(handMadeWorld(2, centipede).world);
    expect(known.complete).toBe(true);
    expect(known.equilibria.length).toBe(1);
    expect(findEquilibria(sexes.world, { cancelled: () => true }).status).toBe("cancelled");
    let over = false;
    const onProgress = ({ start }: { readonly start: number }) => {
      over ||= start === 2;
    };
    const ended = findEquilibria(sexes.world, { starts: 50, cancelled: () => over, onProgress });
    expect(ended).toMatchObject({ status: "cancelled", starts: 3, complete: false });
    expect(ended.equilibria[0].how).toBe("principal branch");
    expect(ended.says).toContain("from 3 random starts");
  });
});

describe("tracing", () => {
  const trace = ({ world }: HandMade, targets: number[]) =>
    traceBranch(createLogitMap(world), { scale: 0, logPolicy: startingLogPolicy(world) }, targets);

  test("crosses the pitchfork of Lewis's signals at lambda 2 and says so", () => {
    const { status, bifurcations, turningPoints } = trace(signals, [4]);
    expect(status).toBe("reached");
    expect(turningPoints).toEqual([]);
    expect(bifurcations.length).toBe(1);
    expect(Math.abs(bifurcations[0].scale - 2)).toBeLessThan(0.01);
  });

  test("a game without crossings has none", () => {
    expect(trace(coordination, [20])).toMatchObject({ status: "reached", bifurcations: [], turningPoints: [] });
  });

  test("passes turning points: the other branch of coordination, from its great steadiness back and up again", () => {
    const { world, slot } = coordination;
    const at20 = findEquilibria(world, { scale: 20 }).equilibria;
    const other = at20.find(({ result }) => result.policy[slot("row", "0")] < 0.1)!.result;
    const { crossings, turningPoints } = traceBranch(
      createLogitMap(world),
      { scale: 20, logPolicy: other.logPolicy },
      [20],
      { direction: -1, within: [0.01, 30] },
    );
    // It turns where p = sigma(lambda (3 p - 1)) touches: lambda = 1 / (3 p (1 - p)) as well.
    const touching = roots((p) => (3 * p - 1) / (3 * p * (1 - p))).filter((p) => p < 0.3)[0];
    expect(turningPoints.length).toBe(1);
    expect(turningPoints[0].scale).toBeCloseTo(1 / (3 * touching * (1 - touching)), 1);
    const mixed = roots((p) => 20 * (3 * p - 1))[1];
    expect(Math.exp(crossings[0]!.point.logPolicy[slot("row", "0")])).toBeCloseTo(mixed, 2);
  });
});

/**
 * The crisis signalling game with private shocks on both sides (Lewis and Schultz 2003; equilibrium conditions as in
 * Crisman-Cox and Gibilisco's estimator): standard normal shocks stand on a grid of 21 points from -2.5 to 2.5, and a
 * steadiness of 10 smooths the steps between the points.
 */
import { describe, expect, it } from "vitest";
import { chanceAtEnd, choices, openGame, solveGame } from "./play.ts";

const POINTS = 21;
const WIDTH = 0.25;
/** What a grid of shocks a quarter wide, and mistakes of about a fifth, may cost. */
const NEAR = 0.02;

describe("crisis signalling with private shocks, the mild case", () => {
  const half = (POINTS - 1) / 2;
  const shock = { is: `${-half}..${half}`, starts: normalChances(half) };
  const game = openGame(
    "crisis-signalling-private",
    { lambda: 10, width: WIDTH },
    { state: { "war shock": shock, "shame shock": shock, "defence shock": shock } },
  );
  const solved = solveGame(game);
  const ends = ["status quo", "conceded", "stood firm", "backed down"];
  const chances = Object.fromEntries(ends.map((stage) => [stage, chanceAtEnd(game, solved, { stage })]));

  it.each([
    ["status quo", 0.17178],
    ["conceded", 0.40206],
    ["stood firm", 0.27736],
    ["backed down", 0.1488],
  ])("ends in %s with chance %d", (stage, expected) => {
    expect(Math.abs(chances[stage] - expected)).toBeLessThan(NEAR);
  });

  it("challenges, resists and stands firm as often as the equilibrium conditions say", () => {
    const challenged = 1 - chances["status quo"];
    const resisted = (chances["stood firm"] + chances["backed down"]) / challenged;
    const firm = chances["stood firm"] / (chances["stood firm"] + chances["backed down"]);
    expect(Math.abs(challenged - 0.82822)).toBeLessThan(NEAR);
    expect(Math.abs(resisted - 0.514555)).toBeLessThan(NEAR);
    expect(Math.abs(firm - 0.650833)).toBeLessThan(NEAR);
  });

  it("each side's choice turns on its own shock", () => {
    const resists = (level: number) => choices(game, solved, "reply", { "defence shock": String(level) }).resist;
    expect(resists(-half)).toBeLessThan(0.01);
    expect(resists(half)).toBeGreaterThan(0.99);
  });
});

/** Normal weights of the grid's points, as chances that sum to one (the last one takes the rest). */
function normalChances(half: number): Record<string, number | string> {
  const points = Array.from({ length: 2 * half + 1 }, (_, i) => i - half);
  const weights = points.map((point) => Math.exp(-((point * WIDTH) ** 2) / 2));
  const total = weights.reduce((a, b) => a + b, 0);
  const chances: Record<string, number | string> = {};
  points.forEach((point, i) => {
    chances[String(point)] = weights[i] / total;
  });
  chances[String(half)] = "rest";
  return chances;
}

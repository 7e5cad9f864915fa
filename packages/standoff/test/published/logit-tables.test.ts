/** Logit equilibria of published games, to the printed digits. */
import { describe, expect, it } from "vitest";
import { chanceAtEnd, choices, openGame, solveGame } from "./play.ts";

/** Tables are printed to six decimals. */
const PRINTED = 6;

describe("crisis signalling with known payoffs (tree of Lewis and Schultz 2003)", () => {
  // Backward induction in closed form: p_F from the last decision, p_R from p_F, p_C from both.
  it.each([
    [0, 0.5, 0.5, 0.5, 0.5, 0.25, 0.125, 0.125],
    [1, 0.622459, 0.516572, 0.531864, 0.468136, 0.257118, 0.171018, 0.103728],
    [2, 0.731059, 0.451856, 0.627828, 0.372172, 0.34414, 0.207392, 0.076295],
    [10, 0.993307, 0.007394, 0.999949, 0.000051, 0.992555, 0.007345, 0.000049],
  ])("lambda %d", (lambda, firm, resist, challenge, quiet, conceded, fought, backed) => {
    const game = openGame("crisis-signalling", { lambda });
    const solved = solveGame(game);
    expect(choices(game, solved, "last word")["stand firm"]).toBeCloseTo(firm, PRINTED);
    expect(choices(game, solved, "reply").resist).toBeCloseTo(resist, PRINTED);
    expect(choices(game, solved, "opening").challenge).toBeCloseTo(challenge, PRINTED);
    expect(chanceAtEnd(game, solved, { stage: "status quo" })).toBeCloseTo(quiet, PRINTED);
    expect(chanceAtEnd(game, solved, { stage: "conceded" })).toBeCloseTo(conceded, PRINTED);
    expect(chanceAtEnd(game, solved, { stage: "stood firm" })).toBeCloseTo(fought, PRINTED);
    expect(chanceAtEnd(game, solved, { stage: "backed down" })).toBeCloseTo(backed, PRINTED);
  });

  it("nears the subgame-perfect play: challenge, concede, firm", () => {
    const game = openGame("crisis-signalling", { lambda: 1000 });
    const solved = solveGame(game);
    expect(choices(game, solved, "last word")["stand firm"]).toBeCloseTo(1, PRINTED);
    expect(choices(game, solved, "reply").concede).toBeCloseTo(1, PRINTED);
    expect(choices(game, solved, "opening").challenge).toBeCloseTo(1, PRINTED);
  });
});

describe("asymmetric matching pennies (Ochs 1995, McKelvey and Palfrey 1995)", () => {
  it.each([
    [0, 0.5, 0.5],
    [1, 0.586784, 0.451807],
    [2, 0.617522, 0.371982],
    [3, 0.616897, 0.314016],
    [10, 0.557689, 0.21663],
    [100, 0.506217, 0.200164],
  ])("lambda %d", (lambda, up, left) => {
    const { high, west } = pennies(lambda);
    expect(high).toBeCloseTo(up, PRINTED);
    expect(west).toBeCloseTo(left, PRINTED);
  });

  it("comes nearer to the Nash equilibrium (0.5, 0.199986) as lambda grows", () => {
    const distance = [10, 100, 1000].map((lambda) => {
      const { high, west } = pennies(lambda);
      return Math.max(Math.abs(high - 0.5), Math.abs(west - 0.199986));
    });
    expect(distance[1]).toBeLessThan(distance[0] / 5);
    expect(distance[2]).toBeLessThan(distance[1] / 5);
  });

  it("is most likely at lambda 1.84561 given the observed frequencies of 128 plays", () => {
    const plays = 128;
    const entropy = (seen: number, p: number) => seen * Math.log(p) + (1 - seen) * Math.log(1 - p);
    const likelihood = (lambda: number): number => {
      const { high, west } = pennies(lambda);
      return plays * (entropy(0.527, high) + entropy(0.366, west));
    };
    const best = highest(likelihood, 1, 3);
    expect(best).toBeCloseTo(1.84561, 4);
    expect(likelihood(best)).toBeCloseTo(-174.7645, 4);
    expect(pennies(best).high).toBeCloseTo(0.615651, 5);
    expect(pennies(best).west).toBeCloseTo(0.383291, 5);
  });
});

function pennies(lambda: number, name = "matching-pennies"): { high: number; west: number } {
  const game = openGame(name, { lambda });
  const solved = solveGame(game);
  return {
    high: choices(game, solved, "row picks").up,
    west: choices(game, solved, "column picks").left,
  };
}

/** Golden-section search for the highest point of a function with one peak. */
function highest(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atLeft, atRight] = [f(left), f(right)];
  while (high - low > 1e-6) {
    if (atLeft > atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = f(right);
    }
  }
  return (low + high) / 2;
}

describe("the two-by-two game of Gambit's tests of its logit solver", () => {
  it.each([
    [1, 0.643, 0.5883],
    [2, 0.7727, 0.6117],
    [3, 0.8595, 0.6038],
  ])("lambda %d", (lambda, up, left) => {
    const { high, west } = pennies(lambda, "gambit-two-by-two");
    expect(Math.abs(high - up)).toBeLessThan(lambda === 1 ? 5e-4 : 5e-5); // printed to three and four decimals
    expect(Math.abs(west - left)).toBeLessThan(5e-5);
  });
});

describe("centipede of four moves (McKelvey and Palfrey 1992, 1998)", () => {
  it.each([
    [0, [0.5, 0.5, 0.5, 0.5]],
    [0.5, [0.373594, 0.375573, 0.385073, 0.689974]],
    [1, [0.296257, 0.27798, 0.464884, 0.832018]],
    [2, [0.236193, 0.376299, 0.761577, 0.960834]],
    [5, [0.492704, 0.851436, 0.981847, 0.999665]],
  ])("lambda %d", (lambda, taken) => {
    const game = openGame("centipede", { lambda });
    const solved = solveGame(game);
    const desks = ["white early", "black early", "white late", "black late"];
    taken.forEach((chance, i) => {
      expect(choices(game, solved, desks[i])[`take ${i + 1}`]).toBeCloseTo(chance, PRINTED);
    });
  });

  it("ends where the published distribution says at lambda 1", () => {
    const game = openGame("centipede", { lambda: 1 });
    const solved = solveGame(game);
    const ends = ["took 1", "took 2", "took 3", "took 4", "all passed"];
    const chances = [0.296257, 0.195627, 0.236215, 0.226227, 0.045674];
    ends.forEach((place, i) => {
      expect(chanceAtEnd(game, solved, { place })).toBeCloseTo(chances[i], PRINTED);
    });
  });
});

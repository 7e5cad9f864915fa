/** Games whose logit equilibria near a published equilibrium as lambda grows: reputation and inspection. */
import { describe, expect, it } from "vitest";
import { choices, openGame, solveGame, startValues } from "./play.ts";

const NEAR = 0.01;

describe("reputation before three entrants (Kreps and Wilson 1982), one in ten tough", () => {
  const lambdas = [25, 50, 100];
  // With n left: posterior 0.25 after a fight at three, 0.5 after a second; see the formulas in the paper.
  const expected: readonly (readonly [string, Record<string, string>, string, number])[] = [
    ["entry three", {}, "enter three", 1],
    ["answer three", { tough: "no" }, "fight three", 1 / 3],
    ["entry two", { three: "fought" }, "keep out two", 0.5],
    ["answer two", { tough: "no", three: "fought" }, "fight two", 1 / 3],
    ["entry one", { three: "fought", two: "fought" }, "keep out one", 0.5],
    ["entry one", { three: "fought", two: "out" }, "keep out one", 0],
    ["answer one", { tough: "no", three: "fought", two: "fought" }, "fight one", 0],
    ["entry two", { three: "yielded" }, "enter two", 1],
  ];
  const errors = lambdas.map((lambda) => {
    const game = openGame("reputation", { lambda });
    const solved = solveGame(game);
    return expected.map(([desk, situation, move, chance]) =>
      Math.abs(choices(game, solved, desk, situation)[move] - chance),
    );
  });

  it.each(expected.map(([desk, , move], i) => [desk, move, i] as const))("%s: %s", (_desk, _move, i) => {
    expect(errors[2][i]).toBeLessThan(NEAR);
  });

  it("comes nearer with every step of lambda", () => {
    const worst = errors.map((row) => Math.max(...row));
    expect(worst[1]).toBeLessThan(worst[0] / 1.9);
    expect(worst[2]).toBeLessThan(worst[1] / 1.9);
  });
});

describe("reputation before six entrants", () => {
  // The game from three left on is the one above; here the first three entrants matter.
  const play = (lambda: number) => {
    const game = openGame("reputation-six", { lambda });
    const solved = solveGame(game);
    const chances = (desk: string, situation: Record<string, string>) => choices(game, solved, desk, situation);
    const quiet = { six: "out", five: "out" };
    return {
      branch: solved.certificate.branch,
      six: chances("entry six", {})["keep out six"],
      five: chances("entry five", { six: "out" })["keep out five"],
      four: chances("entry four", quiet)["keep out four"],
      three: chances("entry three", { ...quiet, four: "out" })["enter three"],
      fight: chances("answer three", { ...quiet, four: "out", tough: "no" })["fight three"],
    };
  };
  const lambdas = [30, 40, 50, 60, 80, 100, 200, 400];
  const plays = lambdas.map(play);

  it("is solved and traced however steady the players are", () => {
    expect(plays.map(({ branch }) => branch)).toEqual(lambdas.map(() => "traced"));
  });

  it("deters the first three: 0.1 is above 0.5 to the fourth; then entry, and a fight one time in three", () => {
    const away = plays.map(({ fight }) => Math.abs(fight - 1 / 3));
    const kept = plays.map(({ three }) => 1 - three);
    lambdas.forEach((lambda, i) => {
      if (lambda < 50) return;
      for (const left of ["six", "five", "four"] as const) expect(plays[i][left]).toBeGreaterThan(1 - NEAR);
      expect(away[i]).toBeLessThan(NEAR);
      expect(away[i]).toBeLessThan(away[i - 1]);
      expect(kept[i]).toBeLessThan(NEAR);
      expect(kept[i]).toBeLessThan(kept[i - 1]);
    });
  });
});

describe("inspections on a budget (Dresher 1962, von Stengel 2016)", () => {
  const cases = [
    [2, 1, -1 / 3],
    [3, 1, -1 / 2],
    [3, 2, -1 / 7],
    [4, 1, -3 / 5],
    [4, 2, -3 / 11],
    [4, 3, -1 / 15],
    [5, 2, -3 / 8],
  ] as const;

  it.each(cases)("%d days, %d inspections: value", (days, inspections, value) => {
    expect(Math.abs(binomial(days - 1, inspections) / sumOfBinomials(days, inspections) + value)).toBeLessThan(1e-12);
    const errors = [25, 100, 400].map((lambda) => {
      const game = inspection(days, inspections, lambda);
      return Math.abs(startValues(game, solveGame(game)).inspector - value);
    });
    expect(errors[2]).toBeLessThan(NEAR);
    expect(errors[1]).toBeLessThan(errors[0] / 2);
    expect(errors[2]).toBeLessThan(errors[1] / 2);
  });

  it("2 days, 1 inspection: inspects the first day one time in three, complies two times in three", () => {
    const game = inspection(2, 1, 400);
    const solved = solveGame(game);
    expect(Math.abs(choices(game, solved, "inspection").inspect - 1 / 3)).toBeLessThan(NEAR);
    expect(Math.abs(choices(game, solved, "conduct").comply - 2 / 3)).toBeLessThan(NEAR);
  });
});

function inspection(days: number, inspections: number, lambda: number) {
  return openGame(
    "inspection",
    { lambda },
    { calendar: { to: `2025-01-0${1 + days}` }, state: { left: { starts: inspections } } },
  );
}

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : k > n ? 0 : (binomial(n - 1, k - 1) * n) / k;
}

function sumOfBinomials(n: number, m: number): number {
  return Array.from({ length: m + 1 }, (_, i) => binomial(n, i)).reduce((a, b) => a + b, 0);
}

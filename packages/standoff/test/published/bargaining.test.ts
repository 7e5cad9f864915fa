/**
 * Bargaining games on a grid of offers, with a steadiness so large that play is the subgame-perfect (or sequential)
 * one. On the grid a responder who is exactly indifferent refuses half of the time, so that the proposer may stop a
 * step short.
 */
import { describe, expect, it } from "vitest";
import { chanceAtEnd, choices, expectedAtEnd, type Game, openGame, solveGame, startValues } from "./play.ts";

const GRID_STEPS = 2;

/** Moves `VERB 0` to `VERB n` that write the number and more. */
function grid(verb: string, steps: number, variable: string, more: object = {}, when?: string): object {
  const moves: Record<string, object> = {};
  for (let i = 0; i <= steps; i++)
    moves[`${verb} ${i}`] = { ...(when === undefined ? {} : { when }), does: { [variable]: i, ...more } };
  return moves;
}

describe("one demand, known costs (Fearon 1995): odds 0.6, costs 0.1 and 0.15", () => {
  const steps = 50;
  it("asks for what just satisfies the responder, 0.75, and no war comes", () => {
    const game = ultimatum("ultimatum", steps, { lambda: 5000 });
    const solved = solveGame(game);
    expect(Math.abs(meanDemand(game, solved, steps) - 0.75)).toBeLessThan(GRID_STEPS / steps);
    expect(chanceAtEnd(game, solved, { "end state": "war" })).toBeLessThan(1e-6);
  });

  it("the responder fights above the bargaining range only, and the proposer prefers war below 0.5 only", () => {
    const game = ultimatum("ultimatum", steps, { lambda: 5000 });
    const solved = solveGame(game);
    const accepts = (asked: number) => choices(game, solved, "answer", { asked: String(asked) }).accept;
    const highest = Array.from({ length: steps + 1 }, (_, i) => i)
      .filter((i) => accepts(i) > 0.5)
      .at(-1);
    expect(Math.abs(highest / steps - 0.75)).toBeLessThan(GRID_STEPS / steps);
    expect(startValues(game, solved).proposer).toBeGreaterThan(0.5);
  });

  it("a first-strike advantage above the sum of the costs leaves nothing to agree on", () => {
    const war = ultimatum("first-strike", steps, { lambda: 5000 });
    expect(chanceAtEnd(war, solveGame(war), { "end state": "first strike" })).toBeGreaterThan(1 - 1e-6);
    const peace = ultimatum("first-strike", steps, { lambda: 5000, "odds first": 0.55 });
    expect(chanceAtEnd(peace, solveGame(peace), { "end state": "agreed" })).toBeGreaterThan(1 - 1e-6);
  });
});

describe("one demand, private cost (Fearon 1995)", () => {
  it("uniform on 0 to 0.4: asks 0.75, war with chance 0.375, worth 0.65625", () => {
    const steps = 50;
    const types = 50;
    const chances = Object.fromEntries(Array.from({ length: types }, (_, i) => [i, 1 / types]));
    const game = ultimatum(
      "private-cost",
      steps,
      { lambda: 20_000, "cost step": 0.4 / types },
      { type: { is: `0..${types - 1}`, starts: { ...chances, [types - 1]: "rest" } } },
    );
    const solved = solveGame(game);
    const demandError = Math.abs(meanDemand(game, solved, steps) - 0.75);
    expect(demandError).toBeLessThan(GRID_STEPS / steps);
    // A grid step of the demand moves the chance of war by 1 / 0.4 of it.
    expect(Math.abs(chanceAtEnd(game, solved, { "end state": "war" }) - 0.375)).toBeLessThan(GRID_STEPS / steps / 0.4);
    // The value is flat at the best demand, so that it is much closer than the demand itself.
    expect(Math.abs(startValues(game, solved).proposer - 0.65625)).toBeLessThan(0.005);
  });

  it.each([
    [0.3, "safe", 0.7, 0.0],
    [0.5, "risky", 0.75, 0.5],
  ])("two costs, weak with chance %d: the %s demand", (weak, _name, worth, war) => {
    const steps = 100;
    const game = ultimatum("two-costs", steps, { lambda: 20_000, "weak chance": weak });
    const solved = solveGame(game);
    const demand = war === 0 ? 0.7 : 1;
    expect(Math.abs(meanDemand(game, solved, steps) - demand)).toBeLessThan(GRID_STEPS / steps);
    expect(chanceAtEnd(game, solved, { "end state": "war" })).toBeCloseTo(war, 4);
    expect(Math.abs(startValues(game, solved).proposer - worth)).toBeLessThan(GRID_STEPS / steps);
  });

  it("two costs: the risk is taken above a chance of 0.4 that the other is weak", () => {
    const steps = 100;
    const war = (weak: number) => {
      const game = ultimatum("two-costs", steps, { lambda: 20_000, "weak chance": weak });
      return chanceAtEnd(game, solveGame(game), { "end state": "war" });
    };
    // A step less of the demand moves the threshold by about a step over the stake of 0.5.
    expect(war(0.4 - GRID_STEPS / steps / 0.5)).toBeLessThan(1e-3);
    expect(war(0.4 + GRID_STEPS / steps / 0.5)).toBeCloseTo(1 - (0.4 + GRID_STEPS / steps / 0.5), 3);
  });
});

function ultimatum(name: string, steps: number, set: Record<string, number>, state: object = {}): Game {
  return openGame(
    name,
    { ...set, steps },
    {
      state: { asked: { is: `0..${steps}` }, ...state },
      desks: { demand: { moves: grid("ask", steps, "asked") } },
    },
  );
}

function meanDemand(game: Game, solved: ReturnType<typeof solveGame>, steps: number): number {
  return expectedAtEnd(game, solved, "asked", (level) => Number(level) / steps);
}

describe("alternating offers with a deadline (Stahl 1972)", () => {
  const steps = 100;
  const stahl = (n: number, discount: number) => (1 - (-discount) ** n) / (1 + discount);

  it.each([
    [0.9, [1, 0.1, 0.91, 0.181, 0.8371, 0.24661, 0.778051, 0.299754]],
    [0.5, [1, 0.5, 0.75, 0.625, 0.6875, 0.65625, 0.671875, 0.6640625]],
  ])("discount %d: shares of who proposes first with 1 to 8 rounds", (discount, shares) => {
    shares.forEach((share, i) => {
      expect(stahl(i + 1, discount)).toBeCloseTo(share, 6);
      const game = offers("alternating-offers", i + 1, steps, [discount, discount], { lambda: 50_000 });
      const value = startValues(game, solveGame(game));
      expect(Math.abs(value.first - share)).toBeLessThan(GRID_STEPS / steps);
      expect(Math.abs(value.second - (1 - share))).toBeLessThan(GRID_STEPS / steps);
    });
  });

  it.each([
    [0.9, 0.9, 0.526316],
    [0.5, 0.5, 2 / 3],
    [0.9, 0.8, 0.714286],
  ])("discounts %d and %d: a distant deadline leaves Rubinstein's share (1982)", (first, second, share) => {
    const game = offers("alternating-offers", 45, steps, [first, second], { lambda: 50_000 });
    expect(Math.abs(startValues(game, solveGame(game)).first - share)).toBeLessThan(GRID_STEPS / steps);
  });
});

describe("ratification on one side (Putnam 1988, Iida 1993, Mo 1994, Tarar 2001), discount 0.9", () => {
  const steps = 100;
  it.each([
    [0, 0.526316],
    [0.4, 0.526316],
    [0.6, 0.64],
    [0.8, 0.82],
  ])("a floor of %d gives the side that has it %d", (floor, share) => {
    const game = offers("ratification", 2, steps, [0.9, 0.9], { lambda: 50_000, floor });
    expect(Math.abs(startValues(game, solveGame(game)).government - share)).toBeLessThan(GRID_STEPS / steps);
  });
});

/** Alternating offers with the given number of rounds, grid and weekly discounts. */
function offers(
  name: string,
  rounds: number,
  steps: number,
  discounts: readonly [number, number],
  set: Record<string, number>,
): Game {
  const last = new Date(Date.UTC(2025, 0, 1 + 7 * rounds)).toISOString().slice(0, 10);
  const patience = (discount: number) => `${(discount ** (365.25 / 7)).toFixed(40)} per year`;
  const asks = (who: string, place: string) =>
    grid(`${who} asks`, steps, "asked", { stage: "asked for" }, `proposer is ${place} and stage is open`);
  return openGame(
    name,
    { ...set, steps },
    {
      calendar: { to: last },
      state: { asked: { is: `0..${steps}` } },
      actors: { first: { patience: patience(discounts[0]) }, second: { patience: patience(discounts[1]) } },
      desks: {
        "first asks": { moves: asks("first", "one") },
        "second asks": { moves: asks("second", "two") },
      },
    },
  );
}

describe("shifting power (Powell 2006): discount 0.9, a tenth destroyed, power 0.3 before", () => {
  // War pays for the decliner when 0.9 p' - 0.3 is above 0.1 / 0.9: above p' = 0.456790.
  const steps = 100;
  it.each([
    [0.45, 0],
    [0.47, 1],
  ])("power %d afterwards: preventive war with chance %d", (after, war) => {
    const early = "early and stage is open";
    const game = openGame(
      "shifting-power",
      { lambda: 2000, steps, "power after": after },
      {
        state: { offered: { is: `0..${steps}` } },
        desks: {
          "riser offers": { moves: grid("riser offers", steps, "offered", { stage: "asked" }, early) },
          "decliner offers": { moves: grid("decliner offers", steps, "offered", { stage: "asked" }, `not ${early}`) },
        },
      },
    );
    const solved = solveGame(game);
    expect(chanceAtEnd(game, solved, { stage: "war" })).toBeCloseTo(war, 4);
    const warValue = (0.7 * 0.9) / 0.1;
    // In peace the decliner keeps more than war would give: at most what is left above the riser's value of war.
    const peaceValue = 1 / 0.1 - 0.9 * after * (0.9 / 0.1);
    const expected = war === 1 ? warValue : Math.max(warValue, peaceValue);
    if (war === 1) expect(startValues(game, solved).decliner).toBeCloseTo(expected, 3);
    else expect(startValues(game, solved).decliner).toBeGreaterThan(warValue - 1e-3);
  });
});

import { describe, expect, it } from "vitest";
import { menuWeights, usualShares } from "./weights.ts";

const none = Number.NaN;

function weights(desk: { family: number[]; usual?: number[]; plain?: boolean; mustMove?: boolean }, menu: number[]) {
  const usual = Float64Array.from(desk.usual ?? desk.family.map(() => none));
  const out = new Float64Array(menu.length + (desk.mustMove ? 0 : 1));
  const full = { plain: false, mustMove: false, ...desk, family: Int32Array.from(desk.family), usual };
  menuWeights(full, Int32Array.from(menu), menu.length, out);
  return [...out];
}

describe("menu weights", () => {
  it("give half to hold, then equal shares to families and to variants within them", () => {
    // Families: {0, 1} and {2}: hold 1/2, each family 1/4, each variant of the first 1/8.
    expect(weights({ family: [0, 0, 1] }, [0, 1, 2])).toEqual([1 / 2, 1 / 8, 1 / 8, 1 / 4]);
  });

  it("count only what is on the menu", () => {
    expect(weights({ family: [0, 0, 1] }, [1])).toEqual([1 / 2, 1 / 2]);
  });

  it("leave hold out where the desk must move", () => {
    expect(weights({ family: [0, 0, 1], mustMove: true }, [0, 1, 2])).toEqual([1 / 4, 1 / 4, 1 / 2]);
  });

  it("are equal at a plain desk", () => {
    expect(weights({ family: [0, 0, 1], plain: true }, [0, 1, 2])).toEqual([1 / 4, 1 / 4, 1 / 4, 1 / 4]);
  });

  it("take usual moves first and share the rest between hold and the others", () => {
    // Usual 0.2: left 0.8, of which hold has 0.4 and the one other move 0.4.
    const [hold, usual, other] = weights({ family: [0, 1], usual: [0.2, none] }, [0, 1]);
    expect(hold).toBeCloseTo(0.4, 14);
    expect(usual).toBeCloseTo(0.2, 14);
    expect(other).toBeCloseTo(0.4, 14);
  });

  it("give an unavailable usual move's weight to hold", () => {
    const [hold, second] = weights({ family: [0, 1], usual: [0.2, 0.1] }, [1]);
    expect(hold).toBeCloseTo(0.9, 14);
    expect(second).toBeCloseTo(0.1, 14);
  });
});

describe("usual shares", () => {
  const share = (rates: number[], tempo: number | null, days: number) => {
    const out = new Float64Array(rates.length);
    usualShares(Float64Array.from(rates), tempo, days, out);
    return [...out];
  };

  it("are rate over tempo", () => {
    const [usual, other] = share([0.02, none], 0.1, 7);
    expect(usual).toBeCloseTo(0.2, 14);
    expect(other).toBeNaN();
  });

  it("compete where the desk convenes in every period", () => {
    // Rates 0.1 and 0.3 a day over 5 days: together 1 - exp(-2), a quarter of it for the first.
    const [first, second] = share([0.1, 0.3], null, 5);
    expect(first).toBeCloseTo((1 - Math.exp(-2)) / 4, 14);
    expect(second).toBeCloseTo((3 * (1 - Math.exp(-2))) / 4, 14);
  });
});

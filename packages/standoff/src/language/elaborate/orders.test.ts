import { describe, expect, it } from "vitest";
import { loadScenario } from "../load.ts";
import { breakingValues, ordersHold } from "./orders.ts";

const text = (orders: string, rest = "") => `
standoff: 1
title: Three wishes
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-05-05, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
actors: { south: { name: South } }
state: { pressed: yes or no }
desks: { table: { of: south, tempo: weekly, moves: { press: { when: not pressed, does: { pressed: yes } } } } }
payoffs: { south: { press: { on: press, value: $free + $forced * $doubt } } }
outcomes: { pressure: { when: pressed } }
assumptions:
  free: { value: 40, range: 20 to 60, basis: convention }
  forced: { value: -10, range: -40 to 10, basis: convention }
  doubt: { value: 0.5, range: 0 to 1, basis: convention }
define: { forced in doubt: $forced * $doubt }
orders: { pride: { of: south, from best: ${orders} } }
${rest}`;

function load(orders: string, set: Record<string, string> = {}) {
  const loaded = loadScenario("x.yaml", () => text(orders), { set });
  return { ...loaded, codes: loaded.diagnostics.map(({ code }) => code) };
}

describe("orders", () => {
  it("hold at the stated values and over the ranges", () => {
    const { scenario, codes } = load("[$free, forced in doubt, -50]");
    expect(codes).toEqual([]);
    expect(scenario!.orders).toHaveLength(1);
    expect(ordersHold(scenario!, [40, -10, 0.5])).toBe(true);
    expect(ordersHold(scenario!, [40, -60, 1])).toBe(false);
    expect(ordersHold(scenario!, [-5, -10, 0.5])).toBe(false); // equal is no order
  });

  it("are refused by the stated values, by those on the command line too", () => {
    expect(load("[$forced, $free]").codes).toContain("order-broken");
    expect(load("[$free, $forced]", { forced: "41" }).codes).toContain("order-broken");
  });

  it("warn of the corner of the ranges where two change places", () => {
    const { scenario, codes, diagnostics } = load("[$free, 15 - $forced]");
    expect(codes).toContain("order-breakable");
    expect(diagnostics[0].message).toContain('"$free" can be 20 and "15 - $forced" 55');
    const [better, worse] = scenario!.orders[0].terms;
    expect(breakingValues(scenario!, better, worse)).toEqual([20, -40, 0.5]);
  });

  it("hold in the eyes of their actor too, and of nobody else", () => {
    const eyes = (who: string, held: string) =>
      text("[$free, $forced]", `in the eyes of: { ${who}: { ${held} } }`).replace(
        "south: { name: South }",
        "south: { name: South }, north: { name: North }",
      );
    const codes = (file: string) =>
      loadScenario("x.yaml", () => file).diagnostics.map(({ code, message }) => [code, message]);
    expect(codes(eyes("south", "forced: 41"))).toContainEqual([
      "order-broken",
      'the order "pride" does not hold in the eyes of South: "$free" is 40, "$forced" is 41',
    ]);
    // Forced may be 10 at most by its range: an actor's own number has none, and the other's range still counts.
    expect(codes(eyes("south", "forced: 25"))).toContainEqual([
      "order-breakable",
      'within the ranges "$free" can be 20 and "$forced" 25 in the eyes of South, against the order "pride": such values are not meant',
    ]);
    const northern = codes(eyes("north", "forced: 41")).map(([code]) => code);
    expect(northern).toContain("view-without-effect");
    expect(northern).not.toContain("order-broken");
    const ofNoOne = eyes("north", "forced: 41").replace("of: south, from best", "from best");
    expect(codes(ofNoOne).map(([code]) => code)).toContain("order-broken");
    const { scenario } = loadScenario("x.yaml", () => eyes("south", "forced: 15"));
    expect(ordersHold(scenario!, [16, -10, 0.5])).toBe(true);
    expect(ordersHold(scenario!, [14, -10, 0.5])).toBe(false); // to South forced is worth 15
  });

  it("compare numbers that no state changes", () => {
    expect(load("[$free, if pressed then 1 else 2]").codes).toContain("depends-on-state");
  });
});

/**
 * What scales that stand come to. A whole session is held in `test/wire/`; here what no sound scenario brings about.
 */
import { expect, test } from "vitest";
import { inOneGo } from "../math/steps.ts";
import { buildModel } from "./model.ts";
import { allStand, solveModel, whyNone } from "./solving.ts";

const game = `standoff: 1
title: Heads or tails
as of: { day: 2025-01-01 }
calendar: { from: 2025-01-01, to: 2025-01-02, step: 1 day }
afterwards: none
scale: { 0: nothing, 1: a win }
steadiness: { lambda: 1 }
noise: mistakes
plain: yes
actors: { one: { name: One } }
state: { side: { is: [none, heads, tails] } }
desks: { pick: { of: one, must move: yes, moves: { heads: { does: { side: heads } }, tails: { does: { side: tails } } } } }
payoffs: { one: { heads: { at end: side is heads, value: 1 } } }
outcomes: { heads: { at end: side is heads } }
`;

function model() {
  const built = inOneGo(buildModel({ texts: { main: "game", files: { game } } }, {}));
  if ("kind" in built) throw new Error(JSON.stringify(built));
  return built;
}

const quiet = { tell: () => {}, stop: () => null, pause: async () => {}, onFound: () => {} };

test("what has not converged is told with its certificate, unless it is of the ribbon alone", async () => {
  const solved = model();
  expect(await solveModel(solved, [1, 2], quiet)).toBeNull();
  expect([allStand(solved, [1, 2]), allStand(solved, [0.5, 1])]).toEqual([true, false]);
  expect(whyNone(solved, [1, 2])).toBeNull();
  const [base, above] = [solved.found.get(1)!, solved.found.get(2)!];
  solved.found.set(2, { ...above, status: "not converged" });
  expect(whyNone(solved, [1, 2])).toBeNull();
  solved.found.set(1, { ...base, status: "not converged" });
  expect(whyNone(solved, [1, 2])).toEqual({ kind: "not converged", certificate: base.certificate });
});

test("scales without the forecast itself are our bug", async () => {
  await expect(solveModel(model(), [2], quiet)).rejects.toThrow("lack 1");
});

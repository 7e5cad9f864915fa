import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormulaList } from "../../math/formulas.ts";
import { CheckKind, keepsTo } from "../../world/prices.ts";
import { menuWeights, NOT_SAID } from "./weights.ts";

const none = Number.NaN;

interface Written {
  readonly family: number[];
  readonly usual?: number[];
  readonly families?: number[];
  readonly meetings?: number;
  readonly called?: boolean;
  readonly plain?: boolean;
  readonly mustMove?: boolean;
}

const list = new FormulaList();

/** Numbers as constants of a list, and back. */
function weigh(desk: Written, menu: number[]) {
  const out = new Uint32Array(menu.length + (desk.mustMove ? 0 : 1));
  const formulas = (times: readonly number[]) =>
    Uint32Array.from(times, (each) => (Number.isNaN(each) ? NOT_SAID : list.constant(each)));
  const usual = {
    moves: formulas(desk.usual ?? desk.family.map(() => none)),
    families: formulas(desk.families ?? desk.family.map(() => none)),
    meetings: desk.meetings === undefined ? null : list.constant(desk.meetings),
    called: desk.called ?? false,
  };
  const full = { plain: false, mustMove: false, ...desk, family: Int32Array.from(desk.family) };
  const acts = menuWeights(list, full, usual, Int32Array.from(menu), out);
  const room = desk.meetings ?? Number.POSITIVE_INFINITY;
  const carried = acts === null || keepsTo(CheckKind.room, list.valueOf(acts), room);
  return { carried, weights: Array.from(out, (formula) => list.valueOf(formula)) };
}

const weights = (desk: Written, menu: number[]) => weigh(desk, menu).weights;

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

  it("make a usual move as often as is said, whatever the tempo, and share the rest of a convening by the nest rule", () => {
    // 0.02 acts in a period in which the desk meets half a time on average.
    const [hold, usual, other] = weights({ family: [0, 1], usual: [0.02, none], meetings: 0.5 }, [0, 1]);
    const convenes = 1 - Math.exp(-0.5);
    expect(usual * convenes).toBeCloseTo(1 - Math.exp(-0.02), 14);
    expect(hold).toBeCloseTo((1 - usual) / 2, 14);
    expect(other).toBeCloseTo((1 - usual) / 2, 14);
  });

  it("count only the frequencies of moves on the menu", () => {
    const [hold, second] = weights({ family: [0, 1], usual: [0.2, 0.1] }, [1]);
    expect(hold).toBeCloseTo(Math.exp(-0.1), 14);
    expect(second).toBeCloseTo(1 - Math.exp(-0.1), 14);
  });

  it("share a family's frequency among its variants on the menu", () => {
    const desk = { family: [0, 0, 0, 1], families: [0.3, none], usual: [none, none, none, 0.1] };
    const all = weights(desk, [0, 1, 2, 3]);
    const some = weights(desk, [0, 2, 3]);
    const acts = 1 - Math.exp(-0.4);
    for (const slot of [1, 2, 3]) expect(all[slot]).toBeCloseTo(acts / 4, 14);
    for (const slot of [1, 2]) expect(some[slot]).toBeCloseTo((acts * 3) / 8, 14);
    for (const given of [all, some]) expect(given.at(-1)).toBeCloseTo(acts / 4, 14);
  });

  it("are the frequencies' shares where the desk must move and all have one", () => {
    const [one, other] = weights({ family: [0, 1], usual: [0.1, 0.3], mustMove: true, meetings: 0.05 }, [0, 1]);
    expect(one).toBeCloseTo(1 / 4, 14);
    expect(other).toBeCloseTo(3 / 4, 14);
  });

  it("add the share of one meeting where the desk was called", () => {
    // 1 - exp(-0.1) (1 - 0.1 / 0.5)
    const [hold, usual] = weights({ family: [0], usual: [0.1], meetings: 0.5, called: true }, [0]);
    expect(hold).toBeCloseTo(Math.exp(-0.1) * 0.8, 14);
    expect(usual).toBeCloseTo(1 - Math.exp(-0.1) * 0.8, 14);
  });

  it("say where the tempo cannot carry the frequencies", () => {
    expect(weigh({ family: [0], usual: [0.5], meetings: 0.4 }, [0]).carried).toBe(false);
    expect(weigh({ family: [0], usual: [0.5], meetings: 0.5 }, [0]).carried).toBe(false);
    expect(weigh({ family: [0], usual: [0.5], meetings: 0.51 }, [0]).carried).toBe(true);
    expect(weigh({ family: [0], usual: [5] }, [0]).carried).toBe(true);
  });

  it("sum to one, for any frequencies, tempo and menu", () => {
    const times = fc.option(fc.double({ min: 1e-12, max: 3, noNaN: true }), { nil: none });
    fc.assert(
      fc.property(
        fc.array(times, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.integer(),
        (usual, mustMove, by) => {
          const family = usual.map((_, move) => (move * (Math.abs(by) % 7)) % 3);
          const families = family.map((_, index) => (by % 2 === 0 && index === 1 ? 0.2 : none));
          const menu = usual.map((_, move) => move);
          const total = weights({ family, usual, families, mustMove, meetings: 20 }, menu).reduce((a, b) => a + b, 0);
          expect(total).toBeCloseTo(1, 13);
        },
      ),
    );
  });
});

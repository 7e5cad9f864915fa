/**
 * The prior weights of a menu: how often each slot is chosen at steadiness 0, given that the desk convenes. Products of
 * weights are the nest: one logit over all slots, each counted by its weight, chooses as families of moves would that
 * are told apart first (docs/method.md), so that no nested logit is to be found in the sweeps.
 *
 * Usual frequencies: let R be the sum of the usual rates of the moves on the menu, added up over the period, and M the
 * meetings that the tempo brings on average. The desk convenes with chance C = 1 - exp(-M), and acts by its usual
 * frequencies with chance 1 - exp(-R): of a convening that is (1 - exp(-R)) / C, shared in proportion to the rates. So
 * the first act comes at exactly the stated rate, at every step and tempo. What is left of a convening follows the nest
 * rule: half for hold and half for acting, equal shares for the families of moves without a frequency, then for the
 * variants within a family. Where there are none, all of it is hold's. A desk that was called meets surely, once more
 * than its tempo says: it acts by its usual frequencies with chance 1 - exp(-R) (1 - R / M), which nears R / M, the
 * share of one meeting, as periods shrink. A family's usual frequency is shared by its variants on the menu.
 */

import { type Formula, type FormulaList, ONE, ZERO } from "../../math/formulas.ts";

export interface WeighedDesk {
  readonly plain: boolean;
  readonly mustMove: boolean;
  /** Family number of every move. */
  readonly family: Int32Array;
}

/** Formulas of one period, in one state. */
export interface UsualTimes {
  /** Of every move: how often it is usually made; NOT_SAID where that is not said. */
  readonly moves: Uint32Array;
  /**
   * Of every family: how often one of its moves without a frequency of its own is made; NOT_SAID where that is not
   * said.
   */
  readonly families: Uint32Array;
  /** How often the desk meets on average; null: it surely does. */
  meetings: Formula | null;
  /** Does it meet because it was called? */
  called: boolean;
}

/** No formula's number. */
export const NOT_SAID = 0xffffffff;

/**
 * Weights of the slots (hold first unless the desk must move, then the `count` moves in `available`), summing to one.
 * Returns how often the usual moves are made in all, where the tempo must leave room for that; else null.
 */
export function menuWeights(
  list: FormulaList,
  desk: WeighedDesk,
  usual: UsualTimes,
  available: Int32Array,
  out: Uint32Array,
): Formula | null {
  const first = desk.mustMove ? 0 : 1;
  const count = available.length;
  if (desk.plain) {
    out.fill(list.constant(1 / (first + count)), 0, first + count);
    return null;
  }
  const variants = new Map<number, number>(); // of moves without a frequency, by family
  for (const move of available) {
    if (usual.moves[move] !== NOT_SAID) continue;
    variants.set(desk.family[move], (variants.get(desk.family[move]) ?? 0) + 1);
  }
  const times = Array.from(available, (move) => timesOf(list, desk, usual, variants, move));
  const sum = times.reduce<Formula>((total, each) => (each === null ? total : list.add(total, each)), ZERO);
  let families = 0; // that go by the nest rule
  for (const family of variants.keys()) if (usual.families[family] === NOT_SAID) families++;
  const forced = desk.mustMove && families === 0;
  const left = forced ? ZERO : leftOver(list, sum, usual);
  const acting = families === 0 ? ZERO : desk.mustMove ? left : list.divide(left, list.constant(2));
  times.forEach((each, place) => {
    const variantsOf = variants.get(desk.family[available[place]]);
    out[first + place] =
      each === null
        ? list.divide(list.divide(acting, list.constant(families)), list.constant(variantsOf!))
        : list.multiply(list.share(each, sum), list.subtract(ONE, left));
  });
  if (!desk.mustMove) out[0] = list.subtract(left, acting);
  return forced ? null : sum;
}

/** How often a move on the menu is usually made; null where that is not said. */
function timesOf(
  list: FormulaList,
  { family }: WeighedDesk,
  usual: UsualTimes,
  variants: ReadonlyMap<number, number>,
  move: number,
): Formula | null {
  const own = usual.moves[move];
  if (own !== NOT_SAID) return own;
  const shared = usual.families[family[move]];
  return shared === NOT_SAID ? null : list.divide(shared, list.constant(variants.get(family[move])!));
}

/** What usual acts leave of a convening: (exp(-R) - exp(-M)) / (1 - exp(-M)); of one by call, exp(-R) (1 - R / M). */
function leftOver(list: FormulaList, acts: Formula, { meetings, called }: UsualTimes): Formula {
  if (acts === ZERO) return ONE;
  const none = list.unary("exp", list.unary("negative", acts));
  if (meetings === null) return none;
  if (called) return list.multiply(none, list.subtract(ONE, list.divide(acts, meetings)));
  const more = list.unary("expm1", list.subtract(acts, meetings));
  return list.divide(list.multiply(none, more), list.unary("expm1", list.unary("negative", meetings)));
}

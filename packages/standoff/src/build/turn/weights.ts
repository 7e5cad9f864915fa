/**
 * The prior weights of a menu: how often each slot is chosen at steadiness 0, given that the desk convenes. Products of weights
 * are the nest: one logit over all slots, each counted by its weight, chooses as families of moves would that are told apart
 * first (docs/method.md), so that no nested logit is to be found in the sweeps.
 *
 * Usual frequencies: let R be the sum of the usual rates of the moves on the menu, added up over the period, and M the meetings
 * that the tempo brings on average. The desk convenes with chance C = 1 - exp(-M), and acts by its usual frequencies with
 * chance 1 - exp(-R): of a convening that is (1 - exp(-R)) / C, shared in proportion to the rates. So the first act comes at
 * exactly the stated rate, at every step and tempo. What is left of a convening follows the nest rule: half for hold and half
 * for acting, equal shares for the families of moves without a frequency, then for the variants within a family. Where
 * there are none, all of it is hold's. A desk that was called meets surely, once more than its tempo says: it acts by its usual
 * frequencies with chance 1 - exp(-R) (1 - R / M), which nears R / M, the share of one meeting, as periods shrink. A family's usual frequency is shared by its variants on the menu.
 */

export interface WeighedDesk {
  readonly plain: boolean;
  readonly mustMove: boolean;
  /** Family number of every move. */
  readonly family: Int32Array;
}

/** Numbers of one period, in one state. */
export interface UsualTimes {
  /** Of every move: how often it is usually made; NaN where that is not said. */
  readonly moves: Float64Array;
  /** Of every family: how often one of its moves without a frequency of its own is made; NaN where that is not said. */
  readonly families: Float64Array;
  /** How often the desk meets on average; Infinity: it surely does. */
  meetings: number;
  /** Does it meet because it was called? */
  called: boolean;
}

/** The tempo must leave at least this part of itself to what is not usual. */
const ROOM = 1e-9;

/**
 * Weights of the slots (hold first unless the desk must move, then the `count` moves in `available`), summing to one. False
 * where the tempo cannot carry the usual frequencies.
 */
export function menuWeights(
  desk: WeighedDesk,
  usual: UsualTimes,
  available: Int32Array,
  count: number,
  out: Float64Array,
): boolean {
  const first = desk.mustMove ? 0 : 1;
  if (desk.plain) {
    out.fill(1 / (first + count), 0, first + count);
    return true;
  }
  const variants = new Map<number, number>(); // of moves without a frequency, by family
  for (let place = 0; place < count; place++) {
    const move = available[place];
    if (!Number.isNaN(usual.moves[move])) continue;
    variants.set(desk.family[move], (variants.get(desk.family[move]) ?? 0) + 1);
  }
  let sum = 0;
  for (let place = 0; place < count; place++) {
    const move = available[place];
    const family = desk.family[move];
    const own = usual.moves[move];
    const times = Number.isNaN(own) ? usual.families[family] / variants.get(family)! : own;
    out[first + place] = times;
    if (!Number.isNaN(times)) sum += times;
  }
  let families = 0; // that go by the nest rule
  for (const family of variants.keys()) if (Number.isNaN(usual.families[family])) families++;
  const forced = desk.mustMove && families === 0;
  const left = forced ? 0 : leftOver(sum, usual);
  const acting = families === 0 ? 0 : desk.mustMove ? left : left / 2;
  for (let place = 0; place < count; place++) {
    const times = out[first + place];
    out[first + place] = Number.isNaN(times)
      ? acting / families / variants.get(desk.family[available[place]])!
      : (times / sum) * (1 - left);
  }
  if (!desk.mustMove) out[0] = left - acting;
  return forced || sum === 0 || (left > 0 && sum < (1 - ROOM) * usual.meetings);
}

/** What usual acts leave of a convening: (exp(-R) - exp(-M)) / (1 - exp(-M)); of one by call, exp(-R) (1 - R / M). */
function leftOver(acts: number, { meetings, called }: UsualTimes): number {
  if (acts === 0) return 1;
  if (called) return Math.exp(-acts) * (1 - acts / meetings);
  return meetings === Number.POSITIVE_INFINITY
    ? Math.exp(-acts)
    : (Math.exp(-acts) * Math.expm1(acts - meetings)) / Math.expm1(-meetings);
}

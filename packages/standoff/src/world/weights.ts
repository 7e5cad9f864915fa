/**
 * The prior weights of a menu: how often each slot is chosen at steadiness 0. Nest rule: half for hold and half for acting,
 * then equal shares for the families on the menu, then for the variants within a family. `usual` frequencies come
 * first; hold takes the weight of a usual move that is not on the menu; what is left follows the nest rule.
 */

export interface WeighedDesk {
  readonly plain: boolean;
  readonly mustMove: boolean;
  /** Family number of every move. */
  readonly family: Int32Array;
  /** NaN where a move has no usual frequency; else its share of one convening. */
  readonly usual: Float64Array;
}

/**
 * Weights of the slots (hold first unless the desk must move, then the `count` moves in `available`), summing to one.
 * A weight that comes out at or below zero is an error of the scenario: the caller looks.
 */
export function menuWeights(desk: WeighedDesk, available: Int32Array, count: number, out: Float64Array): void {
  const first = desk.mustMove ? 0 : 1;
  const slots = first + count;
  if (desk.plain) {
    out.fill(1 / slots, 0, slots);
    return;
  }
  let left = 1;
  let missing = 0;
  for (const share of desk.usual) if (!Number.isNaN(share)) left -= share;
  for (let move = 0; move < desk.usual.length; move++) {
    const share = desk.usual[move]!;
    if (!Number.isNaN(share) && !contains(available, count, move)) missing += share;
  }
  const variants = new Map<number, number>();
  for (let place = 0; place < count; place++) {
    const move = available[place]!;
    if (!Number.isNaN(desk.usual[move]!)) continue;
    variants.set(desk.family[move]!, (variants.get(desk.family[move]!) ?? 0) + 1);
  }
  const acting = variants.size === 0 ? 0 : desk.mustMove ? left : left / 2;
  for (let place = 0; place < count; place++) {
    const move = available[place]!;
    const share = desk.usual[move]!;
    out[first + place] = Number.isNaN(share) ? acting / variants.size / variants.get(desk.family[move]!)! : share;
  }
  if (!desk.mustMove) out[0] = left - acting + missing;
  let sum = 0;
  for (let slot = 0; slot < slots; slot++) sum += out[slot]!;
  for (let slot = 0; slot < slots; slot++) out[slot]! /= sum;
}

function contains(list: Int32Array, count: number, value: number): boolean {
  for (let place = 0; place < count; place++) if (list[place] === value) return true;
  return false;
}

/**
 * Usual rates (per day; NaN: none) as shares of one convening: rate over tempo, or, for a desk that convenes in every
 * period, the competing shares of 1 - exp(-sum x days).
 */
export function usualShares(rates: Float64Array, tempo: number | null, days: number, out: Float64Array): void {
  let sum = 0;
  for (const rate of rates) if (!Number.isNaN(rate)) sum += rate;
  const factor = tempo !== null && Number.isFinite(tempo) ? 1 / tempo : sum > 0 ? -Math.expm1(-sum * days) / sum : 0;
  for (let move = 0; move < rates.length; move++) out[move] = rates[move]! * factor;
}

/**
 * What time does to points, as formulas. A flow is integrated over its period with the column's patience: rate x (1 - d^days) / (-ln d),
 * d = patience^(1/365.25).
 */
import type { Scenario } from "../../language/scenario.ts";
import type { FormulaList } from "../../math/formulas.ts";

export class Interest {
  /** periods x columns: what a value at the next period's start is worth at this one's. */
  readonly discount: Uint32Array;
  /** periods x columns: value of a flow of one point per day. */
  readonly integral: Uint32Array;
  /** (periods + 1) x columns: value of such a flow from the period on, to the end. */
  readonly annuity: Uint32Array;

  constructor({ calendar, columns, actors }: Scenario, list: FormulaList) {
    const { played: periods } = calendar;
    const width = columns.length;
    this.discount = new Uint32Array(periods.length * width);
    this.integral = new Uint32Array(periods.length * width);
    this.annuity = new Uint32Array((periods.length + 1) * width);
    for (let period = periods.length - 1; period >= 0; period--) {
      const { days } = periods[period];
      columns.forEach(({ actor }, column) => {
        const at = period * width + column;
        const rate = -Math.log(actors[actor].patience) / 365.25;
        this.discount[at] = list.constant(Math.exp(-rate * days));
        this.integral[at] = list.constant(rate === 0 ? days : -Math.expm1(-rate * days) / rate);
        const later = list.multiply(this.discount[at], this.annuity[at + width]);
        this.annuity[at] = list.add(this.integral[at], later);
      });
    }
  }
}

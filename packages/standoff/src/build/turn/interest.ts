/**
 * What time does to points. A flow is integrated over its period with the column's patience: rate x (1 - d^days) / (-ln d),
 * d = patience^(1/365.25).
 */
import type { Scenario } from "../../language/scenario.ts";

export class Interest {
  /** periods x columns: what a value at the next period's start is worth at this one's. */
  readonly discount: Float64Array;
  /** periods x columns: value of a flow of one point per day. */
  readonly integral: Float64Array;
  /** (periods + 1) x columns: value of such a flow from the period on, to the end. */
  readonly annuity: Float64Array;

  constructor({ calendar, columns, actors }: Scenario) {
    const { played: periods } = calendar;
    const width = columns.length;
    this.discount = new Float64Array(periods.length * width);
    this.integral = new Float64Array(periods.length * width);
    this.annuity = new Float64Array((periods.length + 1) * width);
    for (let period = periods.length - 1; period >= 0; period--) {
      const { days } = periods[period];
      columns.forEach(({ actor }, column) => {
        const at = period * width + column;
        const rate = -Math.log(actors[actor].patience) / 365.25;
        this.discount[at] = Math.exp(-rate * days);
        this.integral[at] = rate === 0 ? days : -Math.expm1(-rate * days) / rate;
        this.annuity[at] = this.integral[at] + this.discount[at] * this.annuity[at + width];
      });
    }
  }
}

/**
 * What time does to points, as formulas over each column's rate of discount, -ln(patience) / 365.25 a day: a point is
 * worth exp(-rate x time) as much so much earlier, and a flow of one a day over a time comes to (1 - exp(-rate x time))
 * / rate.
 */
import { compileFormula } from "../../language/expression/formula.ts";
import type { Scenario } from "../../language/scenario.ts";
import type { Formula } from "../../math/formulas.ts";
import { CheckKind } from "../../world/prices.ts";
import type { Prices } from "../prices.ts";

const DAYS_PER_YEAR = 365.25;

export class Interest {
  /** periods x columns: what a value at the next period's start is worth at this one's. */
  readonly discount: Uint32Array;
  /** periods x columns: value of a flow of one point per day. */
  readonly integral: Uint32Array;
  /** (periods + 1) x columns: value of such a flow from the period on, to the end. */
  readonly annuity: Uint32Array;
  private readonly rates: readonly Formula[]; // by column
  private readonly calendar: Scenario["calendar"];
  private readonly prices: Prices;

  constructor(scenario: Scenario, prices: Prices) {
    const { calendar, columns } = scenario;
    const { list } = prices;
    const { played: periods, end } = calendar;
    const width = columns.length;
    this.calendar = calendar;
    this.prices = prices;
    const rates = ratesOf(scenario, prices);
    this.rates = columns.map(({ actor }) => rates[actor]);
    this.discount = new Uint32Array(periods.length * width);
    this.integral = new Uint32Array(periods.length * width);
    this.annuity = new Uint32Array((periods.length + 1) * width);
    for (const [period, { start, days }] of periods.entries()) {
      for (const [column, rate] of this.rates.entries()) {
        const at = period * width + column;
        this.discount[at] = this.factorOver(days, rate);
        this.integral[at] = list.binary("overTime", rate, list.constant(days));
        this.annuity[at] = list.binary("overTime", rate, list.constant(end - start));
      }
    }
  }

  /** What a point at the start of a period (or at the end of play) is worth at an earlier one's. */
  factor(from: number, to: number, column: number): Formula {
    const { played, end } = this.calendar;
    return this.factorOver((played[to]?.start ?? end) - played[from].start, this.rates[column]);
  }

  private factorOver(days: number, rate: Formula): Formula {
    const { list } = this.prices;
    return list.unary("exp", list.unary("negative", list.multiply(rate, list.constant(days))));
  }
}

/** By actor: the rate of discount a day. */
function ratesOf(scenario: Scenario, prices: Prices): Formula[] {
  const { list } = prices;
  const state = new Int32Array(scenario.variables.length);
  return scenario.actors.map(({ id, patience }, actor) => {
    const yearly = compileFormula(scenario, patience, list)(state, 0);
    const frame = prices.eyes.frameOfActor[actor];
    prices.check({ kind: CheckKind.patience, left: yearly, frame }, { name: id, span: patience.span }, () => ({
      state,
      period: 0,
    }));
    return list.divide(list.unary("negative", list.unary("log", yearly)), list.constant(DAYS_PER_YEAR));
  });
}

/** Orders of preference: what is compared must descend, at the stated values and in every draw that a study makes. */
import type { Expression } from "./expression.ts";
import { walk } from "./expression.ts";
import type { Order, Scenario } from "./scenario.ts";
import { staticValue } from "./static-value.ts";

/** Do all orders hold at these values of the assumptions, by index and in the units of `expression.ts`? */
export function ordersHold(scenario: Pick<Scenario, "orders">, values: readonly number[]): boolean {
  return scenario.orders.every((order) => brokenAt(order, values) === -1);
}

/** The place of the first term that is not worth less than the one before it; -1 where the order holds. */
export function brokenAt(order: Pick<Order, "terms">, values: readonly number[]): number {
  const points = order.terms.map((term) => pointsOf(term, values));
  return points.findIndex((value, place) => place > 0 && !(value < points[place - 1]!));
}

/** What a term of an order is worth; NaN where it depends on a state. */
export function pointsOf(term: Expression, values: readonly number[]): number {
  return staticValue(term, { assumption: (index) => values[index], clock: () => undefined }) ?? Number.NaN;
}

/** With more ranged assumptions in one comparison, its corners are no longer all tried. */
const mostCorners = 12;

/**
 * Values inside the ranges at which two neighbours of an order change places, or undefined. The corners of the ranges are
 * tried, which finds one wherever the difference rises or falls steadily along each assumption.
 */
export function breakingValues(
  scenario: Pick<Scenario, "assumptions">,
  better: Expression,
  worse: Expression,
): readonly number[] | undefined {
  const stated = scenario.assumptions.map(({ value }) => value);
  const ranged = [...assumptionsIn(better, worse)].filter((index) => scenario.assumptions[index]!.range !== null);
  const lead = (values: readonly number[]) => pointsOf(better, values) - pointsOf(worse, values);
  const values = ranged.length > mostCorners ? descend(scenario, ranged, stated, lead) : undefined;
  if (values !== undefined) return lead(values) > 0 ? undefined : values;
  for (let corner = 0; corner < 2 ** ranged.length; corner++) {
    const tried = [...stated];
    for (const [place, index] of ranged.entries()) {
      tried[index] = scenario.assumptions[index]!.range![(corner >>> place) & 1]!;
    }
    if (!(lead(tried) > 0)) return tried;
  }
  return undefined;
}

/** Sets one assumption after the other to the end of its range that leaves the smaller lead. */
function descend(
  scenario: Pick<Scenario, "assumptions">,
  ranged: readonly number[],
  stated: readonly number[],
  lead: (values: readonly number[]) => number,
): number[] {
  let values = [...stated];
  for (const index of [...ranged, ...ranged]) {
    const ends = scenario.assumptions[index]!.range!.map((end) => values.with(index, end));
    values = lead(ends[0]!) < lead(ends[1]!) ? ends[0]! : ends[1]!;
  }
  return values;
}

function assumptionsIn(...expressions: readonly Expression[]): Set<number> {
  const found = new Set<number>();
  for (const expression of expressions) {
    walk(expression, (node) => {
      if (node.kind === "assumption") found.add(node.assumption);
    });
  }
  return found;
}

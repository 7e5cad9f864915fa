/** Orders of preference: what is compared must descend, at the stated values and in every draw from the ranges that counts. */
import type { Expression } from "../expression/expression.ts";
import { assumptionsIn } from "../expression/reads.ts";
import { staticValue } from "../expression/static-value.ts";
import type { Order, Scenario, View } from "../scenario.ts";

/**
 * Do all orders hold at these values of the assumptions, by index and in the units of `expression.ts`; and in the eyes of
 * those whom they concern?
 */
export function ordersHold(
  scenario: Pick<Scenario, "orders" | "views" | "actors" | "columns">,
  values: readonly number[],
): boolean {
  const holders = scenario.actors.map(({ id, columns }) => [
    id,
    ...columns.map((column) => scenario.columns[column].id),
  ]);
  return scenario.orders.every((order) => {
    const views = viewsOf(order, scenario.views, holders);
    return [values, ...views.map((view) => inView(view, values))].every((each) => brokenAt(order, each) === -1);
  });
}

/**
 * Views in which an order must hold besides the stated values: its actor's, or all where it is of no one; and only those
 * that see otherwise what it reads. `holders`: the keys of every actor and its factions.
 */
export function viewsOf(
  order: Pick<Order, "of" | "terms">,
  views: readonly View[],
  holders: readonly (readonly string[])[],
): View[] {
  const read = assumptionsIn(order.terms);
  return views.filter(
    ({ actor, values }) =>
      (order.of === "" || holders[actor].includes(order.of)) && values.some(({ assumption }) => read.has(assumption)),
  );
}

/** Values of the assumptions, with those that a view has in their place. */
function inView(view: View, values: readonly number[]): number[] {
  const seen = [...values];
  for (const { assumption, value } of view.values) seen[assumption] = value;
  return seen;
}

/** The place of the first term that is not worth less than the one before it; -1 where the order holds. */
export function brokenAt(order: Pick<Order, "terms">, values: readonly number[]): number {
  const points = order.terms.map((term) => pointsOf(term, values));
  return points.findIndex((value, place) => place > 0 && !(value < points[place - 1]));
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
  const ranged = [...assumptionsIn([better, worse])].filter((index) => scenario.assumptions[index].range !== null);
  const lead = (values: readonly number[]) => pointsOf(better, values) - pointsOf(worse, values);
  const values = ranged.length > mostCorners ? descend(scenario, ranged, stated, lead) : undefined;
  if (values !== undefined) return lead(values) > 0 ? undefined : values;
  for (let corner = 0; corner < 2 ** ranged.length; corner++) {
    const tried = [...stated];
    for (const [place, index] of ranged.entries()) {
      tried[index] = scenario.assumptions[index].range![(corner >>> place) & 1];
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
    const ends = scenario.assumptions[index].range!.map((end) => values.with(index, end));
    values = lead(ends[0]) < lead(ends[1]) ? ends[0] : ends[1];
  }
  return values;
}

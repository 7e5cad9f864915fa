/**
 * Orders of preference: what is compared must descend, at the stated values and in every draw from the ranges that
 * counts.
 */
import type { Expression } from "../expression/expression.ts";
import { assumptionsIn } from "../expression/reads.ts";
import { knownBy, staticValue, valuesHeld } from "../expression/static-value.ts";
import type { Order, Scenario, View } from "../scenario.ts";

/**
 * Do all orders hold at these values of the assumptions, by index and in the units of `expression.ts`; and in the eyes
 * of those whom they concern?
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
    return [[], ...views.map((view) => view.values)].every((held) => brokenAt(order, values, held) === -1);
  });
}

/**
 * Views in which an order must hold besides the stated values: its actor's, or all where it is of no one; and only
 * those that see otherwise what it reads. `holders`: the keys of every actor and its factions.
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

/** What an actor holds in place of stated values. */
type Held = View["values"];

/** The place of the first term that is not worth less than the one before it; -1 where the order holds. */
export function brokenAt(order: Pick<Order, "terms">, stated: readonly number[], held: Held = []): number {
  const points = order.terms.map((term) => pointsOf(term, stated, held));
  return points.findIndex((value, place) => place > 0 && !(value < points[place - 1]));
}

/** What a term of an order is worth; NaN where it depends on a state. */
export function pointsOf(term: Expression, stated: readonly number[], held: Held = []): number {
  return staticValue(term, knownBy(valuesHeld(held, stated))) ?? Number.NaN;
}

/** With more ranged assumptions in one comparison, its corners are no longer all tried. */
const mostCorners = 12;

/**
 * Values inside the ranges at which two neighbours of an order change places, or undefined. The corners of the ranges
 * are tried, which finds one wherever the difference rises or falls steadily along each assumption.
 */
export function breakingValues(
  scenario: Pick<Scenario, "assumptions">,
  better: Expression,
  worse: Expression,
  held: Held = [],
): readonly number[] | undefined {
  const stated = scenario.assumptions.map(({ value }) => value);
  const ranged = [...statedIn([better, worse], held)].filter((index) => scenario.assumptions[index].range !== null);
  const lead = (values: readonly number[]) => pointsOf(better, values, held) - pointsOf(worse, values, held);
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

/** The assumptions whose stated values count in the eyes of one who holds some otherwise. */
function statedIn(terms: readonly Expression[], held: Held): Set<number> {
  const read = assumptionsIn(terms);
  const own = held.filter(({ assumption }) => read.has(assumption));
  for (const { assumption } of own) read.delete(assumption);
  for (const index of assumptionsIn(own.map(({ value }) => value))) read.add(index);
  return read;
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

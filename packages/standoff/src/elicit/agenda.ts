/**
 * What an interview about a scenario asks: which of its assumptions are points, of whom; which are rates, chances,
 * other amounts.
 */
import { type Expression, walk } from "../language/expression/expression.ts";
import type { Assumption, Scenario } from "../language/scenario.ts";

export type Asked = Pick<Assumption, "name" | "value" | "range" | "unit" | "type" | "text" | "note">;

export interface Agenda {
  /** Assumptions that stand in what an actor or faction gains and loses; each with the first that it stands with. */
  readonly points: readonly { readonly of: string; readonly assumptions: readonly Asked[] }[];
  readonly rates: readonly Asked[];
  readonly chances: readonly Asked[];
  /** Durations, dates, counts, factors. */
  readonly amounts: readonly Asked[];
}

/**
 * The assumptions of a scenario by how they are asked about. Those that are measured, agreed on, or moved by the odds
 * of evidence are left out.
 *
 * @example
 * ```ts
 * const agenda = agendaOf(solved.scenario);
 * agenda.points.map(({ of }) => of) // => ["Bakers' union", "Harbour Bakery"]
 * agenda.rates.map(({ name }) => name) // => ["mediator"]
 * agenda.chances.map(({ name }) => name) // => ["large fund"]
 * ```
 */
export function agendaOf(scenario: Scenario): Agenda {
  const { assumptions } = scenario;
  const stated = assumptions.filter(
    ({ prior, basis }) => prior === undefined && !["measured", "convention"].includes(basis),
  );
  const owner = ownersOfPoints(scenario);
  const rest = stated.filter(({ name }) => !owner.has(name));
  const owners = [...new Set(stated.flatMap(({ name }) => owner.get(name) ?? []))];
  const isChance = ({ type, value, range }: Assumption) =>
    type === "number" && [value, ...(range ?? [])].every((one) => one >= 0 && one <= 1);
  return {
    points: owners.map((of) => ({ of, assumptions: stated.filter(({ name }) => owner.get(name) === of) })),
    rates: rest.filter(({ type }) => type === "rate"),
    chances: rest.filter(isChance),
    amounts: rest.filter((one) => one.type !== "rate" && !isChance(one)),
  };
}

/** By assumption in payoffs: the actor, or faction, in whose payoffs it stands first. */
function ownersOfPoints({ payoffs, columns, assumptions }: Scenario): Map<string, string> {
  const owner = new Map<string, string>();
  for (const { value, column } of payoffs) {
    for (const index of assumptionsIn(value)) {
      const { name, type } = assumptions[index];
      if (type !== "date" && type !== "duration" && !owner.has(name)) owner.set(name, columns[column].name);
    }
  }
  return owner;
}

function assumptionsIn(expression: Expression): Set<number> {
  const found = new Set<number>();
  walk(expression, (node) => {
    if (node.kind === "assumption") found.add(node.assumption);
  });
  return found;
}

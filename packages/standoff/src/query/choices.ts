/**
 * What a desk would do on a date, in a situation that is picked value by value: the choices of all its information sets
 * of that period that agree with what was picked, averaged by how likely the desk decides there. `strategies.ts` finds
 * the situations that matter; here somebody asks.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { SetKind, type World } from "../world/world.ts";
import { dateOfPeriod } from "./dates/periods.ts";
import type { LinePoints } from "./payoff-lines.ts";
import { conditionalReach, type Filter } from "./ride/ride.ts";
import { type ActShare, type Decisions, DeskReader, gatherDecisions } from "./strategies.ts";

export interface Choices {
  readonly desk: string;
  readonly actor: string;
  readonly actorName: string;
  /** Follows stated chances, not reasons. */
  readonly policy: boolean;
  /** First days of the periods in which it may decide, and the probability that it does. */
  readonly dates: readonly (readonly [date: string, probability: number])[];
  /** The one that is told of: null where it never decides. */
  readonly date: string | null;
  /** Probability that it decides in that period in such a situation. */
  readonly probability: number;
  /** What it sees that differs there: each value with its share of that, given all that is picked of the others. */
  readonly sees: readonly SeenVariable[];
  /** What it does: the most frequent first. */
  readonly acts: readonly ActShare[];
}

export interface SeenVariable {
  readonly name: string;
  readonly values: readonly (readonly [value: string, share: number])[];
  readonly picked: string | null;
}

export interface ChoiceOptions {
  readonly desk: number;
  /** The period asked about; by default the one in which it decides most probably. */
  readonly period?: number;
  /** Values picked, by the names of variables. Those that do not differ there count for nothing. */
  readonly seen?: Readonly<Record<string, string>>;
  readonly filter?: Filter | null;
  readonly reasons?: ReadonlyMap<number, LinePoints> | null;
}

export function choicesOf(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "reach" | "policy" | "q">,
  { desk, period: asked, seen = {}, filter = null, reasons = null }: ChoiceOptions,
): Choices {
  const decisions = gatherDecisions(world, conditionalReach(world, solved, filter));
  const reader = new DeskReader({ scenario, world, solved }, decisions, desk, reasons);
  const { name, actor } = scenario.desks[desk];
  const dates = chancesByPeriod(reader, decisions);
  const period = asked !== undefined && dates.has(asked) ? asked : likeliest(dates);
  const here = [...reader.sets.keys()].filter((i) => decisions.period[reader.sets[i]] === period);
  const picked = facetsOf(reader, scenario, here);
  const agrees = (i: number, but: Facet | null) =>
    picked.every((facet) => facet === but || seen[facet.name] === undefined || facet.valueAt(i) === seen[facet.name]);
  const members = here.filter((i) => agrees(i, null));
  const weight = (i: number) => decisions.weight[reader.sets[i]];
  const sees = picked.map((facet): SeenVariable => {
    const open = here.filter((i) => agrees(i, facet));
    return { name: facet.name, values: sharesOf(facet, open, weight), picked: seen[facet.name] ?? null };
  });
  return {
    desk: name,
    actor: scenario.actors[actor].id,
    actorName: scenario.actors[actor].name,
    policy: reader.sets.length > 0 && world.setKind[reader.sets[0]] === SetKind.fixed,
    dates: [...dates].sort(([a], [b]) => a - b).map(([at, chance]) => [dateOfPeriod(scenario, at), chance]),
    date: period === null ? null : dateOfPeriod(scenario, period),
    probability: members.reduce((sum, i) => sum + weight(i), 0),
    sees: sees.filter(({ values, picked: own }) => values.length > 1 || own !== null),
    acts: members.length === 0 ? [] : reader.actShares(Uint32Array.from(members)),
  };
}

function chancesByPeriod({ sets }: DeskReader, { period, weight }: Decisions): Map<number, number> {
  const chances = new Map<number, number>();
  for (const set of sets) chances.set(period[set], (chances.get(period[set]) ?? 0) + weight[set]);
  return chances;
}

function likeliest(dates: ReadonlyMap<number, number>): number | null {
  return [...dates].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? null;
}

/** A variable that differs among some sets of a desk. */
interface Facet {
  readonly name: string;
  readonly valueAt: (place: number) => string;
}

function facetsOf({ features }: DeskReader, scenario: Scenario, here: readonly number[]): Facet[] {
  return features.flatMap(({ variable, feature }): Facet[] => {
    if (variable === -1 || here.every((i) => feature.values[i] === feature.values[here[0]])) return [];
    const { name, levels } = scenario.variables[variable];
    return [{ name, valueAt: (i) => levels[feature.values[i]] }];
  });
}

function sharesOf(
  { valueAt }: Facet,
  places: readonly number[],
  weight: (place: number) => number,
): SeenVariable["values"] {
  const sums = new Map<string, number>();
  for (const i of places) sums.set(valueAt(i), (sums.get(valueAt(i)) ?? 0) + weight(i));
  const total = [...sums.values()].reduce((a, b) => a + b, 0);
  return [...sums].map(([value, sum]) => [value, sum / total] as const).sort((a, b) => b[1] - a[1]);
}

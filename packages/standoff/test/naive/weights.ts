/**
 * How often each action would be chosen at steadiness 0, and the residual of logit, read naively from
 * `docs/language.md`: the usual frequencies of what is on the menu, then half for holding and half for acting, equal
 * shares for families, then for variants.
 */
import type { Expression } from "../../src/language/expression/expression.ts";
import type { Desk, Scenario } from "../../src/language/scenario.ts";
import { evaluate, overPeriod, type State } from "./interpret.ts";
import type { NaiveSet } from "./play-all.ts";

/** The action of not acting. */
export const HOLD = -1;

/** How often a desk meets in a period on average; Infinity where it surely does. */
export function meetings(scenario: Scenario, desk: Desk, state: State, period: number): number {
  return desk.tempo === null
    ? Number.POSITIVE_INFINITY
    : overPeriod(scenario, (moment) => evaluate(scenario, desk.tempo!, state, period, moment), period);
}

/** Has something called the desk to meet, beside its tempo? */
export function called({ meetsAlso }: Desk, state: State): boolean {
  return meetsAlso !== null && state[meetsAlso.mark] === 1;
}

/** The state once some desks have had their turn. */
export function cleared(scenario: Scenario, desks: readonly number[], state: State): State {
  const marks = desks.flatMap((desk) => scenario.desks[desk].meetsAlso?.mark ?? []);
  return state.map((value, variable) => (marks.includes(variable) ? 0 : value));
}

/** How often a rate comes in a period, on the days on which the desk can meet at all. */
function times(scenario: Scenario, desk: Desk, rate: Expression, state: State, period: number): number {
  const at = (e: Expression, moment: number) => evaluate(scenario, e, state, period, moment);
  const meets = (moment: number) => desk.tempo === null || at(desk.tempo, moment) > 0;
  return overPeriod(scenario, (moment) => (meets(moment) ? at(rate, moment) : 0), period);
}

/** Is a move said to be never made here? Then it is not on the menu. */
export function neverMade(scenario: Scenario, desk: Desk, move: number, state: State, period: number): boolean {
  if (desk.plain || desk.policy !== null) return false;
  const { usual, family } = desk.moves[move];
  const rate = usual ?? desk.familyUsual.find((entry) => entry.family === family)?.usual ?? null;
  return rate !== null && times(scenario, desk, rate, state, period) === 0;
}

/** Weights of the actions on a menu (they sum to one). */
export function actionWeights(
  scenario: Scenario,
  desk: Desk,
  actions: readonly number[],
  state: State,
  period: number,
): number[] {
  if (desk.plain) return actions.map(() => 1 / actions.length);
  const frequency = (action: number): number | null => {
    if (action === HOLD) return null;
    const { usual, family } = desk.moves[action];
    if (usual !== null) return times(scenario, desk, usual, state, period);
    const shared = desk.familyUsual.find((entry) => entry.family === family);
    const sharers = actions.filter(
      (a) => a !== HOLD && desk.moves[a].family === family && desk.moves[a].usual === null,
    );
    return shared === undefined ? null : times(scenario, desk, shared.usual, state, period) / sharers.length;
  };
  const usual = actions.map(frequency);
  const all = usual.reduce<number>((sum, own) => sum + (own ?? 0), 0);
  const nest = nestShares(
    desk,
    actions.filter((_, i) => usual[i] === null),
  );
  const meets = meetings(scenario, desk, state, period);
  const acts = called(desk, state)
    ? 1 - Math.exp(-all) * (1 - all / meets)
    : (1 - Math.exp(-all)) / (1 - Math.exp(-meets));
  const spoken = nest.size === 0 ? 1 : all === 0 ? 0 : acts;
  return actions.map((action, i) => {
    const own = usual[i] ?? null;
    return own === null ? nest.get(action)! * (1 - spoken) : (own / all) * spoken;
  });
}

/** Equal shares at each fork: hold or act, then families, then variants. */
function nestShares(desk: Desk, actions: readonly number[]): Map<number, number> {
  const moves = actions.filter((a) => a !== HOLD);
  const families = new Map<string, number[]>();
  for (const move of moves) {
    const family = desk.moves[move].family;
    families.set(family, [...(families.get(family) ?? []), move]);
  }
  const holds = actions.includes(HOLD);
  const acting = holds ? (moves.length === 0 ? 0 : 0.5) : 1;
  const shares = new Map<number, number>(holds ? [[HOLD, 1 - acting]] : []);
  for (const variants of families.values())
    for (const move of variants) shares.set(move, acting / families.size / variants.length);
  return shares;
}

/** Largest difference between a set's chances and the logit of its Q. */
export function logitResidual(set: NaiveSet, lambda: number): number {
  const highest = Math.max(...set.q);
  const parts = set.q.map((q, i) => set.weights[i] * Math.exp(lambda * (q - highest)));
  const total = parts.reduce((a, b) => a + b, 0);
  return Math.max(...parts.map((part, i) => Math.abs(part / total - set.chances[i])));
}

/**
 * How often each action would be chosen at steadiness 0, and the residual of logit, read naively from
 * `docs/language.md`: half for holding and half for acting, equal shares for families, then for variants; usual
 * frequencies first, their shares falling to holding where the move is not on the menu.
 */
import type { Desk, Scenario } from "../../src/language/scenario.ts";
import { evaluate, type State } from "./interpret.ts";
import type { NaiveSet } from "./play-all.ts";

/** The action of not acting. */
export const HOLD = -1;

/** Weights of the actions on a menu (they sum to one). */
export function actionWeights(
  scenario: Scenario,
  desk: Desk,
  actions: readonly number[],
  state: State,
  period: number,
): number[] {
  if (desk.plain) return actions.map(() => 1 / actions.length);
  const usual = usualShares(scenario, desk, state, period);
  const spoken = usual.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  const missing = usual.reduce<number>((sum, share, move) => sum + (actions.includes(move) ? 0 : (share ?? 0)), 0);
  const nest = nestShares(
    desk,
    actions.filter((a) => a === HOLD || usual[a] === null),
  );
  const weights = actions.map((action) => {
    const own = action === HOLD ? missing : usual[action];
    const shared = (nest.get(action) ?? 0) * (1 - spoken);
    return (own ?? 0) + shared;
  });
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}

/** The share of one convening that each move's usual frequency takes; null where it has none. */
function usualShares(scenario: Scenario, desk: Desk, state: State, period: number): (number | null)[] {
  const rates = desk.moves.map((m) => (m.usual === null ? null : evaluate(scenario, m.usual, state, period)));
  const tempo = desk.tempo === null ? null : evaluate(scenario, desk.tempo, state, period);
  if (tempo !== null && tempo !== Number.POSITIVE_INFINITY)
    return rates.map((rate) => (rate === null ? null : rate / tempo));
  const total = rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0);
  const any = 1 - Math.exp(-total * scenario.calendar.periods[period]!.days);
  return rates.map((rate) => (rate === null ? null : total === 0 ? 0 : (any * rate) / total));
}

/** Equal shares at each fork: hold or act, then families, then variants. */
function nestShares(desk: Desk, actions: readonly number[]): Map<number, number> {
  const moves = actions.filter((a) => a !== HOLD);
  const families = new Map<string, number[]>();
  for (const move of moves) {
    const family = desk.moves[move]!.family;
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
  const parts = set.q.map((q, i) => set.weights[i]! * Math.exp(lambda * (q - highest)));
  const total = parts.reduce((a, b) => a + b, 0);
  return Math.max(...parts.map((part, i) => Math.abs(part / total - set.chances[i]!)));
}

/**
 * Dated ladders: questions of one sealed forecast that ask of the same event by one day after another. Each is a step
 * of the distribution of when it comes, and all of them together are scored by the ranked probability score (Epstein
 * 1969).
 */
import { parseDay } from "../text/dates.ts";
import type { SealedForecast, SealedQuestion } from "./sealed.ts";

/** Questions of a ladder, by ascending days. */
export interface SealedLadder {
  readonly event: string;
  readonly rungs: readonly { readonly question: SealedQuestion; readonly by: string }[];
}

/** A ladder whose rungs are settled, and what others say of all of them. */
export interface Ladder {
  readonly case: string;
  /** The event. */
  readonly name: string;
  readonly ahead: boolean;
  /** The day on which the last rung was settled. */
  readonly settled: string;
  readonly rungs: readonly { readonly name: string; readonly by: string }[];
  readonly chances: readonly number[];
  readonly happened: readonly boolean[];
  readonly own: ReadonlyMap<string, readonly number[]>;
  readonly others: ReadonlyMap<string, readonly number[]>;
}

/** `P(X by 2023-06-30)`, `P(X by the last day)` or `P(X)`, of one X without a condition and without a second date. */
const ASKED =
  /^P\(((?:(?! by |\||\bor\b|\band\b|\bnot\b|\bbefore\b|\bafter\b|\bbetween\b|\bwithin\b|\bat\b).)+?)(?: by (the last day|\d{4}-\d\d-\d\d))?\)$/;

/**
 * Events that are asked of by several days. An outcome of the scenario is asked by the calendar's last day; one of an
 * exclusive group is judged as it stands on that day, and is no rung.
 */
export function laddersOf({ questions, groups, scenario }: SealedForecast): SealedLadder[] {
  const endings = new Set(groups.flatMap(({ outcomes }) => outcomes));
  const byEvent = new Map<string, Map<string, SealedQuestion>>();
  for (const question of questions) {
    const [, event, written = "the last day"] = ASKED.exec(question.ask) ?? [];
    if (event === undefined || endings.has(event)) continue;
    const by = written === "the last day" || parseDay(written)! > parseDay(scenario.to)! ? scenario.to : written;
    const rungs = byEvent.get(event) ?? new Map<string, SealedQuestion>();
    if (!rungs.has(by)) byEvent.set(event, rungs.set(by, question));
  }
  return [...byEvent].flatMap(([event, rungs]) => {
    if (rungs.size < 2) return [];
    const days = [...rungs.keys()].sort();
    return [{ event, rungs: days.map((by) => ({ by, question: rungs.get(by)! })) }];
  });
}

/**
 * The ranked probability score: the mean over the rungs of the squared distance of the probability from what happened.
 * 0 the best, 1 the worst; of a ladder of one rung the Brier score.
 *
 * @example
 * ```ts
 * rankedScore([0.2, 0.5, 0.9], [false, true, true]) // => 0.1
 * ```
 */
export function rankedScore(chances: readonly number[], happened: readonly boolean[]): number {
  return chances.reduce((sum, chance, k) => sum + (chance - (happened[k] ? 1 : 0)) ** 2, 0) / chances.length;
}

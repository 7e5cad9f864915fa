/**
 * The same study by analyst: each draw goes by the values of one of them, so that its draws are what the answer is
 * under them. The study of all draws is the linear pool of these, by the analysts' weights [S61].
 *
 * [S61] M. Stone. The opinion pool. Annals of Mathematical Statistics 32 (1961) 1339-1342.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Point } from "./sample.ts";
import { type DrawRecord, reduceStudy, type Study, type StudyPlan } from "./study.ts";

export interface AnalystStudy {
  readonly analyst: string;
  readonly weight: number;
  /** Given the news: whose values made it likelier counts for more. */
  readonly weightGivenNews: number;
  /** Without shares of variance and checks. */
  readonly study: Study;
}

/**
 * One study for each analyst of a scenario; none where it has fewer than two. `records` and `points` in the order of
 * the draws.
 *
 * @example
 * ```ts
 * const { scenario, plan, points } = openStudy(strike, read, { options: {}, seed: USUAL_SEED, draws: 4, steadiness: true });
 * studiesByAnalyst({ scenario, plan, points }, []) // => []
 * ```
 */
export function studiesByAnalyst(
  {
    scenario,
    plan,
    points,
  }: { readonly scenario: Scenario; readonly plan: StudyPlan; readonly points: readonly Point[] },
  records: readonly DrawRecord[],
): AnalystStudy[] {
  const { analysts } = scenario;
  if (analysts.length < 2) return [];
  const own = analysts.map((_, analyst) => records.filter((_record, draw) => points[draw].analyst === analyst));
  const likely = own.map((some) =>
    some.reduce((sum, record) => sum + (record.status === "solved" ? record.answers.likelihood : 0), 0),
  );
  const all = likely.reduce((a, b) => a + b, 0);
  return analysts.map(({ name, weight }, i) => {
    const alone = { ...plan, quantities: [], grounds: [], checks: [], asked: own[i].length };
    const study = reduceStudy(
      alone,
      own[i].map((record) => ({ ...record, drawn: [] })),
      null,
    );
    return { analyst: name, weight, weightGivenNews: all > 0 ? likely[i] / all : weight, study };
  });
}

/**
 * Studies of several forms of one scenario pooled: a draw counts with the weight of its form, shared out among the
 * form's draws, times how likely it made the news. So the mean over forms without news is the weighted mean of their
 * means; with news, forms that made it likelier count for more (Bayes' rule over forms, [HMRV99]); and bands are
 * quantiles over the draws of all.
 *
 * [HMRV99] J. A. Hoeting, D. Madigan, A. E. Raftery, C. T. Volinsky. Bayesian model averaging. Statistical Science 14
 * (1999) 382-401.
 */
import type { Answers } from "./answers.ts";
import type { SolvedDraw } from "./draw.ts";
import { inOrder, placeOf } from "./in-order.ts";
import { type DrawRecord, reduceStudy, type Study, type StudyPlan } from "./study.ts";

export interface PooledForm {
  readonly weight: number;
  readonly plan: StudyPlan;
  readonly records: readonly DrawRecord[];
}

export type Pooled =
  | {
      readonly status: "pooled";
      /** Of the outcomes and questions that all forms have. Shares of variance are not told. */
      readonly study: Study;
      /** By form: its weight given the news. */
      readonly weights: readonly number[];
    }
  | { readonly status: "none"; readonly says: string };

/**
 * The forms' draws as one study. Forms with weight 0 are left out; the others must have the same dates.
 *
 * @example
 * ```ts
 * const { plan, points } = openStudy(strike, read, { options: {}, seed: USUAL_SEED, draws: 4, steadiness: true });
 * const records = points.map(({ drawn }) => ({ drawn, status: "lost", why: "an example" }));
 * poolStudies([{ weight: 1, plan, records }]).status // => "none"
 * ```
 */
export function poolStudies(all: readonly PooledForm[]): Pooled {
  const forms = all.map((form) => ({ ...form, solved: form.records.filter(isSolved) }));
  const counted = forms.filter(({ weight }) => weight > 0);
  if (counted.length === 0) return { status: "none", says: "no form has a weight" };
  if (counted.some(({ solved }) => solved.length === 0)) return { status: "none", says: "of a form no draw stands" };
  const [{ plan }] = counted;
  if (counted.some((form) => form.plan.dates.join() !== plan.dates.join()))
    return { status: "none", says: "the forms have other dates" };
  const outcomes = plan.outcomes.filter((name) => counted.every((form) => form.plan.outcomes.includes(name)));
  const questions = plan.questions.filter((one) => counted.every((form) => placeOf(form.plan, one) !== -1));
  const records = counted.flatMap(({ weight, solved, plan: own }) =>
    solved.map((record) => {
      const told = (answers: Answers) => ({
        ...inOrder(answers, own, { outcomes, questions }),
        likelihood: (answers.likelihood * weight) / solved.length,
      });
      return { ...record, drawn: [], answers: told(record.answers), habit: told(record.habit) };
    }),
  );
  const pooled: StudyPlan = {
    ...plan,
    outcomes,
    questions,
    groups: [],
    checks: [],
    quantities: [],
    grounds: [],
    asked: records.length,
  };
  const likely = forms.map(({ weight, solved }) => (weight * sumOf(solved)) / Math.max(1, solved.length));
  const sum = likely.reduce((a, b) => a + b, 0);
  if (sum === 0) return { status: "none", says: "the news cannot be in any form that has a weight" };
  return { status: "pooled", study: reduceStudy(pooled, records, null), weights: likely.map((one) => one / sum) };
}

function isSolved(record: DrawRecord): record is SolvedDraw & { readonly drawn: readonly number[] } {
  return record.status === "solved";
}

function sumOf(solved: readonly SolvedDraw[]): number {
  return solved.reduce((sum, { answers }) => sum + answers.likelihood, 0);
}

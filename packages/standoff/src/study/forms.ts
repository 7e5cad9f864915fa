/**
 * Rival forms of a scenario side by side: what each answers at the stated values and over draws, and, where forms have
 * weights, all of them pooled.
 */
import type { Asked, Question } from "../query/told/tell-answers.ts";
import { type Pooled, type PooledForm, poolStudies } from "./pool.ts";
import type { Averaged, Study } from "./study.ts";

export interface FormHead {
  /** null: the file as it stands. */
  readonly name: string | null;
  readonly because: string;
  readonly weight: number | null;
}

/** The answers of one form. */
export interface Form extends FormHead {
  /** Solved. */
  readonly draws: number;
  /** Empty, and `says` why, where the news cannot be in it or it cannot be solved. */
  readonly answers: readonly FormAnswer[];
  readonly says: string;
}

export interface FormAnswer {
  readonly kind: "outcome" | Question["question"]["kind"];
  readonly name: string;
  readonly ask: string;
  readonly stated: number | null;
  readonly mean: number | null;
  readonly band: Averaged["band"];
  readonly habit: number | null;
}

/** What a form says at the stated values. */
export interface FormStated {
  readonly outcomes: readonly { readonly name: string; readonly byEnd: number }[];
  readonly questions: readonly Question[];
  /** To the questions, in their order. */
  readonly answers: readonly Asked["answer"][];
}

/**
 * The file's own form before its rivals, with the weight that they leave to it; null where none of them has a weight.
 * Weights are from 0 to 1.
 *
 * @example
 * ```ts
 * formHeads([{ name: "no mediator", because: "", weight: 0.3 }])[0].weight // => 0.7
 * ```
 */
export function formHeads(rivals: readonly (FormHead & { readonly name: string })[]): readonly FormHead[] {
  const weighted = rivals.some(({ weight }) => weight !== null);
  const own = 1 - rivals.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  const heads = rivals.map(({ name, because, weight }) => ({ name, because, weight }));
  return [{ name: null, because: "", weight: weighted ? Math.max(0, own) : null }, ...heads];
}

/**
 * A form that answers, at the stated values and over the draws of its study: null where nothing was drawn.
 *
 * @example
 * ```ts
 * const head = { name: "no mediator", because: "", weight: 0.3 };
 * const stated = { outcomes: [{ name: "settled", byEnd: 0.5 }], questions: [], answers: [] };
 * formOf(head, stated, null).answers[0].stated // => 0.5
 * ```
 */
export function formOf(head: FormHead, { outcomes, questions, answers }: FormStated, study: Study | null): Form {
  const over = (own: Averaged | undefined) => ({
    mean: own?.mean ?? null,
    band: own?.band ?? null,
    habit: own?.habit ?? null,
  });
  const first = outcomes.map(({ name, byEnd }): FormAnswer => {
    const own = study?.outcomes.find((one) => one.name === name);
    return { kind: "outcome", name, ask: `P(${name})`, stated: byEnd, ...over(own) };
  });
  const second = questions.map(({ name, ask, question }, i): FormAnswer => {
    const own = study?.questions.find((one) => one.ask === ask && one.name === (name ?? ask));
    const answer = answers[i];
    const stated = answer.status === "answered" ? answer.value : null;
    return { kind: question.kind, name: name ?? ask, ask, stated, ...over(own) };
  });
  return { ...head, draws: study?.draws.solved ?? 0, answers: [...first, ...second], says: "" };
}

/**
 * A form that has no answers, and why in a sentence.
 *
 * @example
 * ```ts
 * formless({ name: "no mediator", because: "", weight: null }, "not converged").says // => "not converged"
 * ```
 */
export const formless = (head: FormHead, says: string): Form => ({ ...head, draws: 0, answers: [], says });

/**
 * All forms pooled by their weights; null where none has a weight, or one that counts was not drawn.
 *
 * @example
 * ```ts
 * const form = formless({ name: null, because: "", weight: 1 }, "not converged");
 * poolForms([{ form, drawn: null }]).status // => "none"
 * ```
 */
export function poolForms(
  all: readonly { readonly form: Form; readonly drawn: Omit<PooledForm, "weight"> | null }[],
): Pooled | null {
  const counted = all.filter(({ form }) => (form.weight ?? 0) > 0);
  if (counted.length === 0) return null;
  if (counted.some(({ form }) => form.says !== ""))
    return { status: "none", says: "a form that has a weight has no answers" };
  if (counted.some(({ drawn }) => drawn === null)) return null;
  // Those without a weight too: the pool's weights are in the order of the forms.
  return poolStudies(
    all.flatMap(({ form, drawn }) => (drawn === null ? [] : [{ weight: form.weight ?? 0, ...drawn }])),
  );
}

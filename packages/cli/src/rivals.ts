/**
 * Rival forms of a scenario beside an answer: each solved and averaged as the file's own form is, and, where forms have
 * weights, all of them pooled.
 */
import { canBe, type NewsChoice, type Question, type Scenario } from "standoff";
import {
  type Form,
  type FormAnswer,
  type FormHead,
  formHeads,
  formless,
  formOf,
  type Pooled,
  poolForms,
} from "standoff/study";
import { percent } from "standoff/words";
import { type Averages, averagesOf } from "./average.ts";
import type { DrawOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { type Inquired, solveAsking } from "./share.ts";
import { bandCell, type FigureText, percentText, textOf } from "./show/averages.ts";
import { table, wrap } from "./show/layout.ts";
import type { Paint } from "./show/paint.ts";

export interface Forms {
  readonly forms: readonly Form[];
  /** Null where no form has a weight, or nothing was drawn. */
  readonly pool: Pooled | null;
}

/** What is asked of every form. */
export interface Wanted {
  readonly news: NewsChoice;
  readonly outcomes: boolean;
  /** As a form can read them; those that it cannot are missing in it. */
  readonly questionsFor: (scenario: Scenario) => readonly Question[];
  /** Instead of outcomes and the file's own questions. */
  readonly asked: boolean;
}

interface Own {
  readonly solution: Inquired;
  readonly averages: Averages | null;
}

/** The file's own form and its rivals; null where it has none. */
export async function formsBeside(
  outside: Outside,
  { solution, averages }: Own,
  options: DrawOptions,
  wanted: Wanted,
): Promise<Forms | null> {
  const { rivals } = solution.scenario;
  if (rivals.length === 0) return null;
  const [own, ...others] = formHeads(rivals);
  const all = [{ form: formWith(own, solution, averages, wanted), drawn: averages }];
  for (const head of others) {
    const name = head.name!;
    const given = { ...options, rival: name };
    const rival = await solveAsking(outside, solution.call.name, given, (scenario) => ({
      forecast: wanted.outcomes,
      questions: wanted.questionsFor(scenario).map(({ question }) => question),
      news: wanted.news,
    }));
    const questions = wanted.asked ? wanted.questionsFor(rival.scenario) : undefined;
    const some = canBe(rival.inquiry.news()) && questions?.length !== 0;
    const drawn = some ? await averagesOf(outside, rival, given, wanted.news, questions) : null;
    all.push({ form: formWith(head, rival, drawn, wanted), drawn });
  }
  return { forms: all.map(({ form }) => form), pool: poolForms(all) };
}

function formWith(
  head: FormHead,
  { scenario, inquiry }: Inquired,
  averages: Averages | null,
  { outcomes, questionsFor }: Wanted,
): Form {
  const news = inquiry.news();
  if (!canBe(news)) return formless(head, `the news: ${news.says}`);
  const stated = {
    outcomes: outcomes ? inquiry.forecast().outcomes : [],
    questions: questionsFor(scenario),
    answers: inquiry.answers(),
  };
  return formOf(head, stated, averages?.study ?? null);
}

// ---- Shown ----

/** All forms side by side, and their pool behind them. */
export function formLines({ forms, pool }: Forms, width: number, paint: Paint): string[] {
  const weightOf = ({ weight }: Form) => (weight === null ? "" : ` ${percent(weight)}`);
  const titles = forms.map((form) => `${form.name ?? "as it stands"}${weightOf(form)}`);
  const pooled = pool?.status === "pooled" ? pool.study : null;
  const names = [...new Set(forms.flatMap(({ answers }) => answers.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const each = forms.map(({ answers }) => answers.find((one) => one.name === name));
    const { kind } = each.find((one) => one !== undefined)!;
    const text = kind === "outcome" ? percentText : textOf(kind);
    const mixed = pooled && [...pooled.outcomes, ...pooled.questions].find((one) => one.name === name);
    return [
      name,
      ...each.map((one) => (one === undefined ? "-" : cell(one, text))),
      ...(pooled === null ? [] : [mixed ? cell({ ...mixed, stated: null }, text) : "-"]),
    ];
  });
  const right = (title: string) => ({ title, align: "right" }) as const;
  const notes = [
    ...forms.flatMap(({ name, because }) => (because === "" ? [] : [`${name}: ${because}.`])),
    ...forms.flatMap(({ name, says }) => (says === "" ? [] : [`${name ?? "as it stands"}: ${says}.`])),
    ...(pool?.status === "none" ? [`No mean over forms: ${pool.says}.`] : []),
    ...(pooled === null ? [] : [reweighed(forms, pool as Extract<Pooled, { status: "pooled" }>)]),
  ].filter((note) => note !== "");
  return [
    paint.heading("Rival forms"),
    ...table(
      [
        { title: "", align: "left", gives: true },
        ...titles.map(right),
        ...(pooled === null ? [] : [right("over forms")]),
      ],
      rows,
      width,
      paint.faint,
    ),
    ...notes.flatMap((note) => wrap(note, width)).map(paint.faint),
  ];
}

function cell({ stated, mean, band }: Pick<FormAnswer, "stated" | "mean" | "band">, text: FigureText): string {
  if (mean === null) return text(stated);
  return band === null ? text(mean) : `${text(mean)} (${bandCell(band, text)})`;
}

/** What the news make of the weights. */
function reweighed(forms: readonly Form[], { weights }: Extract<Pooled, { status: "pooled" }>): string {
  const drawn = forms.filter(({ says }) => says === "");
  if (drawn.every(({ weight }, i) => Math.abs((weight ?? 0) - weights[i]) < 1e-9)) return "";
  const parts = drawn.flatMap(({ name, weight }, i) =>
    weight === null ? [] : [`${name ?? "as it stands"} ${percent(weights[i])}`],
  );
  return `Given the news the weights are: ${parts.join(", ")}.`;
}

export function formsJson({ forms, pool }: Forms) {
  const figures = ({ name, ask, mean, band }: Pick<FormAnswer, "name" | "ask" | "mean" | "band">) => ({
    name,
    ask,
    mean,
    band,
  });
  return {
    rivals: {
      forms: forms.map(({ says, ...form }) => ({ ...form, ...(says === "" ? {} : { says }) })),
      pool:
        pool === null
          ? null
          : pool.status === "none"
            ? pool
            : {
                status: pool.status,
                weights: pool.weights,
                answers: [
                  ...pool.study.outcomes.map((one) => figures({ ...one, ask: `P(${one.name})` })),
                  ...pool.study.questions.map(figures),
                ],
              },
    },
  };
}

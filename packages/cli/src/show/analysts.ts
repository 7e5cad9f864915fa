/** Several analysts: what each holds, and the answers under the values of each. */

import type { Scenario } from "standoff";
import type { AnalystStudy, Averaged } from "standoff/study";
import { percent } from "standoff/words";
import type { Averages } from "../average.ts";
import { bandCell, type FigureText, percentText, textOf } from "./averages.ts";
import { table, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** Nothing where there are fewer than two, or nothing was drawn. */
export function analystLines(scenario: Scenario, averages: Averages | null, width: number, paint: Paint): string[] {
  if (averages === null || averages.analysts.length === 0) return [];
  const { analysts: own, study } = averages;
  const right = (title: string) => ({ title, align: "right" }) as const;
  const held = heldBy(scenario).map(({ assumption, values }) => [
    assumption,
    ...values.map(({ text, range }) => (range === "" ? text : `${text} (${range})`)),
    "",
  ]);
  const all: readonly (readonly Averaged[])[] = [...own.map((one) => answersOf(one.study)), answersOf(study)];
  const answers = namesOf(own).map(({ name, text }, i) => [name, ...all.map((each) => cell(each[i], text))]);
  const changed = own.some(({ weight, weightGivenNews }) => Math.abs(weight - weightGivenNews) > 0.02);
  const notes = [
    "Each draw goes by the values of one analyst throughout; all draws are the mixture. Means over the draws of each, with their bands.",
    ...(changed
      ? [
          `As far as draws and news go the weights are: ${own.map((one) => `${one.analyst} ${percent(one.weightGivenNews)}`).join(", ")}.`,
        ]
      : []),
  ];
  return [
    paint.heading("By analyst"),
    ...table(
      [
        { title: "", align: "left", gives: true },
        ...own.map(({ analyst, weight }) => right(`${analyst} ${percent(weight)}`)),
        right("mixture"),
      ],
      [...held, ...answers],
      width,
      paint.faint,
    ),
    ...notes.flatMap((note) => wrap(note, width)).map(paint.faint),
  ];
}

function answersOf({ outcomes, questions }: AnalystStudy["study"]): readonly Averaged[] {
  return [...outcomes, ...questions];
}

function namesOf([{ study }]: readonly AnalystStudy[]): { readonly name: string; readonly text: FigureText }[] {
  return [
    ...study.outcomes.map(({ name }) => ({ name, text: percentText })),
    ...study.questions.map(({ name, kind }) => ({ name, text: textOf(kind) })),
  ];
}

function cell({ mean, band }: Averaged, text: FigureText): string {
  return mean === null || band === null ? text(mean) : `${text(mean)} (${bandCell(band, text)})`;
}

function heldBy({ assumptions }: Scenario) {
  return assumptions.flatMap(({ name, analysts }) =>
    analysts === undefined
      ? []
      : [{ assumption: name, values: analysts.map(({ text, rangeText }) => ({ text, range: rangeText })) }],
  );
}

/** What each holds and what comes of it; null where there are fewer than two, or nothing was drawn. */
export function byAnalyst(scenario: Scenario, averages: Averages | null) {
  const own = averages?.analysts ?? [];
  if (own.length === 0) return null;
  const figures = ({ name, mean, band }: Pick<Averaged, "mean" | "band"> & { readonly name: string }) => {
    return { name, mean, band };
  };
  return {
    of: own.map(({ analyst, weight, weightGivenNews, study }) => ({
      analyst,
      weight,
      weightGivenNews,
      answers: [...study.outcomes.map(figures), ...study.questions.map(figures)],
    })),
    assumptions: heldBy(scenario).map(({ assumption, values }) => ({
      assumption,
      values: values.map((one, i) => ({ analyst: own[i].analyst, ...one })),
    })),
  };
}

/** Beside a verb's own JSON. */
export function analystsJson(scenario: Scenario, averages: Averages | null) {
  const analysts = byAnalyst(scenario, averages);
  return analysts === null ? {} : { analysts };
}

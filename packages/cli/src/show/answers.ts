/** Answers to questions, as lines of text and as JSON. */

import type { Answer, Asked } from "standoff";
import {
  answerInWords,
  daysInWords,
  errorShareText,
  livesOnMistakes,
  numericalErrorGiven,
  percent,
  sharedOf,
} from "standoff/words";
import type { Averages } from "../average.ts";
import type { Inquired } from "../share.ts";
import { averagedJson, bandCell, errorCell, meanCell, percentText, textOf } from "./averages.ts";
import { hanging, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** What stands behind the figure: `, off best 27 %`. */
function errorsText(answer: Answer): string {
  const shared = sharedOf(answer);
  const text = shared === null ? "" : errorShareText(shared);
  return text === "" ? "" : `, off best ${text}`;
}

/** Has any of the answers an error share? */
export function haveErrorShares(asked: readonly Asked[]): boolean {
  return asked.some(({ answer }) => errorsText(answer) !== "");
}

/** The questions whose answers live on mistakes. */
export function namesOfMistaken(asked: readonly Asked[]): string[] {
  const lives = (answer: Answer) => {
    const shared = sharedOf(answer);
    return shared !== null && livesOnMistakes(shared);
  };
  return asked.filter(({ answer }) => lives(answer)).map(({ name, ask }) => name ?? ask);
}

/**
 * The averages of an answer: they lead, with the stated answer behind them. Nothing without draws, or where they have
 * no mean.
 */
function averagedText(asked: Asked, averages: Averages | null): string | null {
  const average = averages?.study.questions.find(
    ({ name, ask }) => name === (asked.name ?? asked.ask) && ask === asked.ask,
  );
  if (average === undefined || average.mean === null) return null;
  const text = textOf(average.kind);
  const { error, band, habit, mean, errorShare } = average;
  const errors = errorShareText({ probability: mean ?? 0, errorShare: errorShare ?? 0 });
  const parts = [
    `band ${bandCell(band, text)}`,
    `stated ${average.kind === "probability" ? percentText(statedOf(asked.answer)) : answerInWords(asked.answer)}`,
    `habit ${text(habit)}`,
    ...(average.kind === "probability" && errors !== "" ? [`off best ${errors}`] : []),
  ];
  return `${meanCell(average, text)} ${errorCell(error, text)}, ${parts.join(", ")}`;
}

function statedOf(answer: Answer): number | null {
  return answer.status === "answered" ? answer.value : null;
}

/** The scenario's own questions in a list. */
export function answerList(asked: readonly Asked[], averages: Averages | null, width: number, paint: Paint): string[] {
  if (asked.length === 0) return [];
  return [
    paint.heading("Questions"),
    ...asked.flatMap(({ name, ask, answer, resolves }) => [
      ...hanging("", `${name ?? ask}: ${figuresFor({ name, ask, answer, resolves }, averages, paint)}`, width),
      ...(name === null ? [] : wrap(ask, width - 2).map((line) => paint.faint(`  ${line}`))),
    ]),
  ];
}

function figuresFor(asked: Asked, averages: Averages | null, paint: Paint): string {
  const averaged = averagedText(asked, averages);
  if (averaged === null) return `${paint.figure(answerInWords(asked.answer))}${errorsText(asked.answer)}`;
  const [mean, ...rest] = averaged.split(", ");
  return [paint.figure(mean), ...rest].join(", ");
}

/** One answer in full. */
export function answerLines(asked: Asked, averages: Averages | null, width: number, paint: Paint): string[] {
  const { name, ask, resolves, answer } = asked;
  const lines = [
    ...(name === null ? [] : [paint.heading(name)]),
    ...wrap(ask, width),
    ...hanging("  ", figuresFor(asked, averages, paint), width).map((line, i) =>
      i === 0 ? `  ${line.trimStart()}` : line,
    ),
  ];
  if (answer.status !== "answered") {
    const why = answer.status === "no finite value" ? answer.what : `${answer.what} has no probability here`;
    lines.push(...wrap(why, width - 2).map((line) => `  ${line}`));
  } else {
    if (answer.given < 1 - 1e-12) lines.push(`  the condition itself: ${percent(answer.given)}`);
    if (answer.kind === "expectation") lines.push(`  expected value on ${answer.date}`);
    if (answer.kind === "days until") lines.push(...daysLines(answer, width));
  }
  if (resolves !== "") lines.push(...hanging("  resolves: ", resolves, width));
  lines.push(...answer.notes.flatMap((note) => hanging("  note: ", note, width)).map(paint.faint));
  return lines;
}

function daysLines(answer: Extract<Answer, { kind: "days until" }>, width: number): string[] {
  const quantiles = answer.quantiles.map(
    ([chance, days], place) => `${percent(chance)} by ${place === 0 ? "day " : ""}${daysInWords(days)}`,
  );
  const overall =
    answer.medianOverall === null ? "it never becomes likelier than not" : `day ${daysInWords(answer.medianOverall)}`;
  return [
    `  if it happens: mean ${daysInWords(answer.mean)}, median ${daysInWords(answer.median)} days from the first day`,
    ...hanging("  if it happens: ", quantiles.join(", "), width),
    ...hanging("  ", `not by the last day: ${percent(answer.never)}; as likely as not by: ${overall}`, width),
  ];
}

/** The library's answer as it is, with the question, and its averages; figures unrounded. */
export function answerJson({ name, ask, resolves, answer }: Asked, averages: Averages | null) {
  const average = averages?.study.questions.find((one) => one.name === (name ?? ask) && one.ask === ask);
  return { name, ask, resolves, ...answer, ...(average === undefined ? {} : averagedJson(average)) };
}

/**
 * Of a probability, given its condition and the news: by how much the solution's own imprecision may move it. Else
 * nothing.
 */
export function errorOf(
  { base, inquiry }: Pick<Inquired, "base" | "inquiry">,
  { answer }: Asked,
): { readonly numericalError?: number | null } {
  if (answer.status !== "answered" || answer.kind !== "probability") return {};
  return { numericalError: numericalErrorGiven(base.certificate, answer.given * inquiry.news().likelihood) };
}

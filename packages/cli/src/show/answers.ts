/** Answers to questions, as lines of text and as JSON. */

import {
  type Answer,
  type Asked,
  answerInWords,
  daysInWords,
  errorShareText,
  livesOnMistakes,
  percent,
  sharedOf,
} from "standoff";
import { hanging, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** What stands behind the figure: `, errors 27 %`. */
function errorsText(answer: Answer): string {
  const shared = sharedOf(answer);
  const text = shared === null ? "" : errorShareText(shared);
  return text === "" ? "" : `, errors ${text}`;
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

/** The scenario's own questions in a list. */
export function answerList(asked: readonly Asked[], width: number, paint: Paint): string[] {
  if (asked.length === 0) return [];
  return [
    paint.heading("Questions"),
    ...asked.flatMap(({ name, ask, answer }) => [
      ...hanging("", `${name ?? ask}: ${paint.figure(answerInWords(answer))}${errorsText(answer)}`, width),
      ...(name === null ? [] : wrap(ask, width - 2).map((line) => paint.faint(`  ${line}`))),
    ]),
  ];
}

/** One answer in full. */
export function answerLines({ name, ask, resolves, answer }: Asked, width: number, paint: Paint): string[] {
  const lines = [
    ...(name === null ? [] : [paint.heading(name)]),
    ...wrap(ask, width),
    `  ${paint.figure(answerInWords(answer))}${errorsText(answer)}`,
  ];
  if (answer.status !== "answered") {
    const why = answer.status === "no finite value" ? answer.what : `${answer.what} has no probability here`;
    lines.push(...wrap(why, width - 2).map((line) => `  ${line}`));
  } else {
    if (answer.given < 1 - 1e-12) lines.push(`  the condition itself: ${percent(answer.given)}`);
    if (answer.kind === "expectation") lines.push(`  expected value on ${answer.date}`);
    if (answer.kind === "days until") lines.push(...daysLines(answer));
  }
  if (resolves !== "") lines.push(...hanging("  resolves: ", resolves, width));
  lines.push(...answer.notes.flatMap((note) => hanging("  note: ", note, width)).map(paint.faint));
  return lines;
}

function daysLines(answer: Extract<Answer, { kind: "days until" }>): string[] {
  const quantiles = answer.quantiles.map(([chance, days]) => `${percent(chance)} by day ${daysInWords(days)}`);
  const overall =
    answer.medianOverall === null ? "it never becomes likelier than not" : `day ${daysInWords(answer.medianOverall)}`;
  return [
    `  if it happens: mean ${daysInWords(answer.mean)}, median ${daysInWords(answer.median)} days from the first day`,
    `  if it happens: ${quantiles.join(", ")}`,
    `  not by the last day: ${percent(answer.never)}; as likely as not by: ${overall}`,
  ];
}

/** The library's answer as it is, with the question; figures unrounded. */
export function answerJson({ name, ask, resolves, answer }: Asked) {
  return { name, ask, resolves, ...answer };
}

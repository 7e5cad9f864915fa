/** Answers to questions, as lines of text and as JSON. */

import { type Answer, DAYS_PER_MONTH, percent, readable } from "standoff";
import { hanging, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";
import { errorShareText, livesOnMistakes, percentWithRibbon, type Shared, span } from "./probability.ts";

/** What was asked with its answer; `name` for a question of the scenario's own. */
export interface Asked {
  readonly name: string | null;
  readonly ask: string;
  readonly resolves: string;
  readonly answer: Answer;
}

/** The figure alone: `23 % (18-31)`, `34 days (28-60)`. */
function figureText(answer: Answer): string {
  if (answer.status !== "answered") return answer.status;
  if (answer.kind === "probability") return percentWithRibbon(answer.value, answer.ribbon);
  if (answer.kind === "expectation" && answer.unit === "chance") return percentWithRibbon(answer.value, answer.ribbon);
  const [factor, unit] = answer.kind === "days until" ? [1, " days"] : unitsShown[answer.unit];
  const shown = answer.kind === "days until" ? plain : readable;
  const [low, high] = answer.ribbon.map((value) => shown(value * factor)) as [string, string];
  return `${shown(answer.value * factor)}${unit} (${span(low, high)})`;
}

/** How an expectation's value is shown; numbers have the unit of what was asked for, which has no name. */
const unitsShown = {
  number: [1, ""],
  chance: [1, ""],
  "per day": [DAYS_PER_MONTH, " per month"],
  days: [1, " days"],
} as const;

/** The probability asked for with its error share; null where the answer is none. */
function sharedOf(answer: Answer): Shared | null {
  if (answer.status !== "answered" || answer.kind !== "probability") return null;
  return { probability: answer.value, errorShare: answer.errorShare };
}

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
  const lives = (shared: Shared | null) => shared !== null && livesOnMistakes(shared);
  return asked.filter(({ answer }) => lives(sharedOf(answer))).map(({ name, ask }) => name ?? ask);
}

/** Whole numbers from ten on, one place below. */
function plain(value: number): string {
  const places = Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : 1;
  return value.toFixed(places);
}

/** The scenario's own questions in a list. */
export function answerList(asked: readonly Asked[], width: number, paint: Paint): string[] {
  if (asked.length === 0) return [];
  return [
    paint.heading("Questions"),
    ...asked.flatMap(({ name, ask, answer }) => [
      ...hanging("", `${name ?? ask}: ${paint.figure(figureText(answer))}${errorsText(answer)}`, width),
      ...(name === null ? [] : wrap(ask, width - 2).map((line) => paint.faint(`  ${line}`))),
    ]),
  ];
}

/** One answer in full. */
export function answerLines({ name, ask, resolves, answer }: Asked, width: number, paint: Paint): string[] {
  const lines = [
    ...(name === null ? [] : [paint.heading(name)]),
    ...wrap(ask, width),
    `  ${paint.figure(figureText(answer))}${errorsText(answer)}`,
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
  const quantiles = answer.quantiles.map(([chance, days]) => `${percent(chance)} by day ${plain(days)}`);
  const overall =
    answer.medianOverall === null ? "it never becomes likelier than not" : `day ${plain(answer.medianOverall)}`;
  return [
    `  if it happens: mean ${plain(answer.mean)}, median ${plain(answer.median)} days from the first day`,
    `  if it happens: ${quantiles.join(", ")}`,
    `  not by the last day: ${percent(answer.never)}; as likely as not by: ${overall}`,
  ];
}

/** The library's answer as it is, with the question; figures unrounded. */
export function answerJson({ name, ask, resolves, answer }: Asked) {
  return { name, ask, resolves, ...answer };
}

/** Figures of an answer and values of an assumption, each in its own unit. */

import type { Scenario } from "standoff";
import { amountInWords, percent, readable } from "standoff/words";

export type AnswerUnit = "chance" | "days" | "points" | "number";

export type Text = (value: number) => string;

/** Probabilities in per cent, days with their word, all else as it is. */
export function figureText(unit: AnswerUnit): Text {
  if (unit === "chance") return percent;
  return unit === "days" ? (figure) => `${readable(figure)} days` : readable;
}

/** A change, with its sign; of probabilities in points. */
export function changeText(unit: AnswerUnit): Text {
  const plain = (change: number) => `${change > 0 ? "+" : ""}${readable(change)}`;
  return unit === "chance" ? (change) => plain(100 * change) : plain;
}

/** Values of an assumption that is known by its name. */
export function amountOf({ assumptions }: Scenario, name: string): Text {
  const { type } = assumptions.find((one) => one.name === name)!;
  return (value) => amountInWords(value, type);
}

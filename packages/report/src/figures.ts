/**
 * Figures as the page writes them: whole per cents with a no-break space, a true minus sign, ranges with an en dash.
 */
import { percent, readable } from "standoff/words";
import type { Figures, ReportedQuestion } from "./report.ts";

const NARROW = "\u00a0";
/** A dash at which no line breaks. */
const TO = "\u2060–\u2060";

/** `55 %`, `<1 %`. */
export function perCent(value: number | null): string {
  return value === null ? "–" : percent(value).replace(" ", NARROW);
}

/** `4–18 %`, `<1–7 %`; one figure where both ends read the same. */
export function bandText(low: number, high: number): string {
  const [from, to] = [perCent(low), perCent(high)];
  return from === to ? from : `${from.replace(`${NARROW}%`, "")}${TO}${to}`;
}

export type FigureText = (value: number | null) => string;

export function textFor(kind: ReportedQuestion["kind"]): FigureText {
  if (kind === "probability") return perCent;
  const unit = kind === "days until" ? `${NARROW}days` : "";
  return (value) => (value === null ? "–" : `${readable(value).replace("-", "−")}${unit}`);
}

/** The band of an answer, in its own unit. */
export function bandOf({ band }: Pick<Figures, "band">, kind: ReportedQuestion["kind"]): string {
  if (band === null) return "–";
  const [low, , high] = band;
  if (kind === "probability") return bandText(low, high);
  const text = textFor(kind);
  const [from, to] = [text(low), text(high)];
  return from === to ? from : `${from.replace(`${NARROW}days`, "")}${TO}${to}`;
}

/** With a capital, as a heading or a cell begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A probability as a bar on the scale of words: its length the mean, the last part hatched as far as it passes through
 * mistakes, the band in a bracket with square ends, an open tick where the stated values stand, a dotted one for habit.
 */
import { scaleLinear } from "d3-scale";
import { bandText, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Figures } from "../report.ts";
import { at, picture } from "./frame.ts";

/** Where ICD 203's words change. */
const BOUNDS = [0.05, 0.2, 0.45, 0.55, 0.8, 0.95];
/** On a desk's page, in a cell; on a hand's, across it. */
const [WIDE, SLIM] = [220, 340];
const HEIGHT = 20;

export function bar(figures: Figures): Html {
  return barOf(figures, WIDE);
}

export function slimBar(figures: Figures): Html {
  return barOf(figures, SLIM);
}

function barOf({ name, mean, band, stated, habit, errorShare }: Figures, width: number): Html {
  const x = scaleLinear([0, 1], [0.5, width - 0.5]);
  const chosen = (mean ?? 0) * (1 - (errorShare ?? 0));
  const [from, mid, to] = [x(0), x(chosen), x(mean ?? 0)].map(at);
  return picture(width, HEIGHT, labelOf(name, mean, band), [
    BOUNDS.map((bound) => html`<path class="grid" d="M${at(x(bound))},0V${HEIGHT}"/>`),
    html`<path class="axis" d="M${from},2V15"/>`,
    mid > from && html`<rect class="ink" x="${from}" y="5" width="${at(mid - from)}" height="7"/>`,
    to > mid && html`<rect class="errors" x="${mid}" y="5.5" width="${at(to - mid)}" height="6"/>`,
    band !== null && bracket(x(band[0]), x(band[2])),
    stated !== null && html`<path class="stated" d="M${at(x(stated))},12.5l-3,5h6z"/>`,
    habit !== null && html`<path class="habit" d="M${at(x(habit))},1V15"/>`,
  ]);
}

function bracket(low: number, high: number): Html {
  const d = `M${at(low)},2V14M${at(high)},2V14M${at(low)},14.5H${at(high)}`;
  return html`<path class="under" d="${d}"/><path class="bracket" d="${d}"/>`;
}

function labelOf(name: string, mean: number | null, band: Figures["band"]): string {
  const over = band === null ? "" : `, band ${bandText(band[0], band[2])}`;
  return `${name}: mean ${perCent(mean)}${over}`;
}

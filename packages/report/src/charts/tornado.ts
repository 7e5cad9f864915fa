/** A row of the tornado: the answer at the low end of an assumption's range (hollow) and at its high end (solid), from its stated value. */
import { scaleLinear } from "d3-scale";
import { perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Leverage, ReportedEffect } from "../report.ts";
import { at, atBothWidths, picture } from "./frame.ts";

const [WIDE, SLIM] = [240, 150];
const HEIGHT = 20;
/** For the printed ends. */
const MARGIN = 30;

export type Ranged = ReportedEffect & { readonly overRange: readonly [number, number] };

/** Those whose ends were solved, the widest first. */
export function rangedEffects({ effects }: Leverage): Ranged[] {
  return effects
    .filter((one): one is Ranged => one.overRange !== null)
    .sort((a, b) => widthOver(b.overRange) - widthOver(a.overRange));
}

export function widthOver([low, high]: readonly [number, number]): number {
  return Math.abs(high - low);
}

/** One scale for all rows: from the least to the most that any comes to, as parts of the width. */
export function tornadoScale(value: number, effects: readonly Ranged[]): (answer: number) => number {
  const all = [value, ...effects.flatMap(({ overRange }) => overRange)];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = most > least ? 0 : 0.05;
  return scaleLinear([least - room, most + room], [0, 1]);
}

export function tornadoRow(value: number, effect: Ranged, scale: (answer: number) => number): Html {
  return atBothWidths((width) => rowOf(value, effect, width, scale), WIDE, SLIM);
}

function rowOf(value: number, effect: Ranged, width: number, scale: (answer: number) => number): Html {
  const [low, high] = effect.overRange;
  const x = (answer: number) => MARGIN + (width - 2 * MARGIN) * scale(answer);
  const label = `${effect.assumption}: ${perCent(low)} at the low end, ${perCent(high)} at the high end`;
  return picture(width, HEIGHT, label, [
    html`<path class="axis" d="M${at(x(value))},0V${HEIGHT}"/>`,
    side(x(value), x(low), "hollow"),
    side(x(value), x(high), "ink"),
    ends([low, high], x),
  ]);
}

function side(from: number, to: number, kind: string): Html {
  const [left, right] = [Math.min(from, to), Math.max(from, to)].map(at);
  return html`<rect class="${kind}" x="${left}" y="6" width="${at(right - left)}" height="8"/>`;
}

/** The printed ends; both on one side stand beside the farther one. */
function ends([low, high]: readonly [number, number], x: (answer: number) => number): Html {
  const [least, most] = [Math.min(low, high), Math.max(low, high)];
  const bare = (answer: number) => perCent(answer).replace("\u00a0%", "");
  return html`<text class="s end" x="${at(x(least)) - 4}" y="13.5">${bare(least)}</text><text class="s" x="${at(x(most)) + 4}" y="13.5">${bare(most)}</text>`;
}

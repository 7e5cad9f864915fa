/**
 * A row of the tornado: the answer at the low end of an assumption's range (hollow) and at its high end (solid), from
 * its stated value.
 */
import { scaleLinear } from "d3-scale";
import { perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Leverage, ReportedEffect } from "../report.ts";
import { at, atBothWidths, picture } from "./frame.ts";

const [WIDE, SLIM] = [240, 150];
const HEIGHT = 20;
/** For the printed ends. */
const MARGIN = 30;

type Scale = (answer: number) => number;

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
export function tornadoScale(value: number, effects: readonly Ranged[]): Scale {
  return swingScale([value, ...effects.flatMap(({ overRange }) => overRange)]);
}

export function swingScale(all: readonly number[]): Scale {
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = most > least ? 0 : 0.05;
  return scaleLinear([least - room, most + room], [0, 1]);
}

/** From a value to two others, each of which may be none. */
export interface Swing {
  readonly value: number;
  readonly ends: readonly [hollow: number | null, solid: number | null];
  readonly label: string;
}

export function tornadoRow(value: number, effect: Ranged, scale: Scale): Html {
  const [low, high] = effect.overRange;
  const label = `${effect.assumption}: ${perCent(low)} at the low end, ${perCent(high)} at the high end`;
  return swingRow({ value, ends: effect.overRange, label }, scale);
}

export function swingRow(swing: Swing, scale: Scale): Html {
  return atBothWidths((width) => rowOf(swing, width, scale), WIDE, SLIM);
}

function rowOf({ value, ends: [hollow, solid], label }: Swing, width: number, scale: Scale): Html {
  const x = (answer: number) => MARGIN + (width - 2 * MARGIN) * scale(answer);
  return picture(width, HEIGHT, label, [
    html`<path class="axis" d="M${at(x(value))},0V${HEIGHT}"/>`,
    hollow !== null && side(x(value), x(hollow), "hollow"),
    solid !== null && side(x(value), x(solid), "ink"),
    ends([hollow ?? value, solid ?? value], x),
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

/**
 * What one actor believes of one hidden thing, over time: a line for each level, told apart by its dashes and by a
 * label at its end, the shade from the 10 to the 90 per cent point over what the actor may have seen.
 */

import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import type { BeliefPath } from "standoff";
import { dayOf, longDate, shortDate } from "../days.ts";
import { perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import { at, picture } from "./frame.ts";

const WIDTH = 220;
const HEIGHT = 96;
const [LEFT, RIGHT, TOP, FLOOR] = [4, 132, 6, 78];
const DAY = 86_400_000;
/** Lines in one picture. */
const MOST_LEVELS = 4;

type Point = BeliefPath["points"][number];

export function beliefChart({ actorName, about, levels, points }: BeliefPath): Html {
  const alive = points.filter((point) => point.alive > 1e-9);
  const [first, last] = [alive[0], alive[alive.length - 1]];
  const time = scaleUtc(
    [dayOf(first.date) * DAY, Math.max(dayOf(last.date), dayOf(first.date) + 1) * DAY],
    [LEFT, RIGHT],
  );
  const x = ({ date }: Point) => at(time(dayOf(date) * DAY));
  const y = scaleLinear([0, 1], [FLOOR, TOP]);
  const shown = [...levels.keys()].sort((a, b) => last.mean[b] - last.mean[a]).slice(0, MOST_LEVELS);
  const labels = spread(shown.map((level) => y(last.mean[level]) + 4));
  const label = `${actorName} on ${about}, from ${longDate(first.date)} to ${longDate(last.date)}: at the end ${shown.map((level) => `${levels[level]} ${perCent(last.mean[level])}`).join(", ")}. The table follows.`;
  return picture(WIDTH, HEIGHT, label, [
    shown.map((level) => {
      const shade = area<Point>(
        x,
        (point) => at(y(point.low[level])),
        (point) => at(y(point.high[level])),
      )(alive)!;
      return html`<path class="shade" d="${shade}"/>`;
    }),
    [0, 0.5, 1].map(
      (value) => html`<path class="${value === 0 ? "axis" : "grid"}" d="M${LEFT},${at(y(value))}H${RIGHT}"/>`,
    ),
    shown.map((level, place) => {
      const path = line<Point>(x, (point) => at(y(point.mean[level])))(alive)!;
      return html`<path class="line dash${place}" d="${path}"/><text x="${RIGHT + 5}" y="${at(labels[place])}"><tspan class="m">${levels[level]}</tspan> ${perCent(last.mean[level])}</text>`;
    }),
    html`<text class="s" x="${LEFT}" y="${FLOOR + 13}">${shortDate(first.date)}</text><text class="s end" x="${RIGHT}" y="${FLOOR + 13}">${shortDate(last.date)}</text>`,
  ]);
}

/** Heights at which labels hide none of their neighbours, from the top down. */
function spread(wanted: readonly number[]): number[] {
  const placed: number[] = [];
  for (const y of wanted) placed.push(Math.max(y, (placed.at(-1) ?? -99) + 12));
  const over = Math.max(0, (placed.at(-1) ?? 0) - (FLOOR + 6));
  return placed.map((y) => y - over);
}

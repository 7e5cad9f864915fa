/**
 * Calibration: how often what was given a probability came true, beside where that would lie were every probability
 * right.
 */
import { scaleLinear } from "d3-scale";
import type { CalibrationBin } from "standoff/score";
import { perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import { at, picture } from "./frame.ts";

const [LEFT, TOP, BOTTOM] = [44, 8, 34];
const TICKS = [0, 0.25, 0.5, 0.75, 1];

export function calibrationChart(bins: readonly CalibrationBin[], width: number): Html {
  const side = width - LEFT - 8;
  const x = scaleLinear([0, 1], [LEFT, LEFT + side]);
  const y = scaleLinear([0, 1], [TOP + side, TOP]);
  const most = Math.max(...bins.map(({ statements }) => statements));
  const label = `Calibration: ${bins.map(({ meanChance, cameTrue, statements }) => `of ${statements} given about ${perCent(meanChance)}, ${perCent(cameTrue)} came true`).join("; ")}.`;
  return picture(width, TOP + side + BOTTOM, label, [
    TICKS.map(
      (
        tick,
      ) => html`<path class="grid" d="M${at(x(tick))},${TOP}V${at(TOP + side)}M${LEFT},${at(y(tick))}H${at(LEFT + side)}"/>
<text class="s mid" x="${at(x(tick))}" y="${at(TOP + side + 14)}">${perCent(tick)}</text><text class="s end" x="${LEFT - 6}" y="${at(y(tick) + 3.5)}">${perCent(tick)}</text>`,
    ),
    html`<path class="axis dash2" d="M${at(x(0))},${at(y(0))}L${at(x(1))},${at(y(1))}"/>`,
    bins.map(
      ({ meanChance, band }) =>
        html`<path class="band" d="M${at(x(meanChance))},${at(y(band[0]))}V${at(y(band[1]))}M${at(x(meanChance) - 4)},${at(y(band[0]))}h8M${at(x(meanChance) - 4)},${at(y(band[1]))}h8"/>`,
    ),
    bins.map(
      ({ meanChance, cameTrue, statements, inside }) =>
        html`<circle class="${inside ? "ink" : "hollow"}" cx="${at(x(meanChance))}" cy="${at(y(cameTrue))}" r="${at(2.5 + 4 * Math.sqrt(statements / most))}"/>`,
    ),
    html`<text class="s mid" x="${at(LEFT + side / 2)}" y="${at(TOP + side + 29)}">given</text><text class="s mid" transform="translate(10,${at(TOP + side / 2)}) rotate(-90)">came true</text>`,
  ]);
}

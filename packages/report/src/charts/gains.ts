/** What we gain on each rival in Brier score, with its interval, about a line at none. */
import { scaleLinear } from "d3-scale";
import type { EvenlyBeside } from "standoff/score";
import { type Html, html } from "../html.ts";
import { at, picture, widthOf } from "./frame.ts";

const ROW = 24;
const BOTTOM = 34;

/** A score with three decimals and a true minus sign. */
export function score(value: number | null): string {
  if (value === null) return "–";
  return value === Number.NEGATIVE_INFINITY ? "impossible" : value.toFixed(3).replace("-", "−");
}

export function gainsChart(beside: readonly EvenlyBeside[], width: number): Html {
  const names = Math.max(...beside.map(({ against }) => widthOf(against))) + 14;
  const ends = beside.flatMap(({ gain }) => [gain.mean, ...(gain.interval ?? [])]);
  const most = Math.max(0.05, ...ends.map(Math.abs)) * 1.1;
  const x = scaleLinear([-most, most], [names, width - 8]);
  const height = ROW * beside.length;
  const label = `Gain on each in Brier score: ${beside.map(({ against, gain }) => `${against} ${score(gain.mean)}`).join(", ")}.`;
  return picture(width, height + BOTTOM, label, [
    x
      .ticks(width > 500 ? 7 : 3)
      .map(
        (tick) =>
          html`<path class="grid" d="M${at(x(tick))},0V${height}"/><text class="s mid" x="${at(x(tick))}" y="${height + 13}">${tick === 0 ? "0" : score(tick).replace(/0+$/, "")}</text>`,
      ),
    html`<path class="axis" d="M${at(x(0))},0V${height}"/>`,
    beside.map(({ against, gain: { mean, interval } }, i) => {
      const y = ROW * i + ROW / 2;
      const [low, high] = interval ?? [mean, mean];
      return html`<text x="0" y="${y + 4}">${against}</text><path class="bracket" d="M${at(x(low))},${y}H${at(x(high))}M${at(x(low))},${y - 4}v8M${at(x(high))},${y - 4}v8"/><circle class="${low > 0 || high < 0 ? "ink" : "hollow"}" cx="${at(x(mean))}" cy="${y}" r="4"/>`;
    }),
    html`<text class="s" x="${names}" y="${height + 28}">theirs better</text><text class="s end" x="${width - 8}" y="${height + 28}">ours better</text>`,
  ]);
}

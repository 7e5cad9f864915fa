/** What the report came from, and the words that every page of the project closes with. */
import { longDate } from "../days.ts";
import { type Html, html } from "../html.ts";
import type { Report } from "../report.ts";

export function manifest({ manifest: from, draws, written, file, news }: Report): Html {
  const { certificate, world } = from;
  const settings = Object.entries(from.settings).filter(([, value]) => value !== null && value !== false);
  const facts: readonly (readonly [string, string])[] = [
    ["scenario", `${from.title} (${file})`],
    ["hash of the scenario", from.scenarioHash],
    ["as of", longDate(from.asOf)],
    ["news", news.status === "conditioned" ? `${news.items} of ${news.of} items, as of ${news.asOf}` : news.status],
    ["engine", `Standoff ${from.engineVersion}`],
    [
      "draws",
      `${draws.solved} of ${draws.asked} solved${draws.lost > 0 ? `, ${draws.lost} lost` : ""}${draws.refused > 0 ? `, ${draws.refused} refused by the orders of preference` : ""}; seed ${draws.seed}`,
    ],
    ["calendar", `${from.calendar.from} to ${from.calendar.to}, step ${from.calendar.step}`],
    ...(settings.length > 0
      ? [["settings", settings.map(([name, value]) => `${name}: ${value}`).join("; ")] as const]
      : []),
    [
      "world",
      `${world.states.toLocaleString("en")} states, ${world.edges.toLocaleString("en")} edges, ${world.informationSets.toLocaleString("en")} information sets`,
    ],
    [
      "certificate",
      `residual ${certificate.residual.toPrecision(1)}, ${certificate.says}: precision of the arithmetic, not of the forecast`,
    ],
    ["written", longDate(written)],
  ];
  return html`<section aria-labelledby="manifest"><h2 id="manifest">What it came from</h2>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}

export const closing = html`<p>Values are attributed, not endorsed. That a move is modelled says nothing about its lawfulness or merit; casualties and law are outside the payoffs unless modelled. Probabilities hold in this model, given its values; the band is over the ranges given and no confidence interval.</p>`;

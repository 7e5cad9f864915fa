/**
 * How else it may go: the other endings, the likeliest orders of what happens with their dates, and what each side
 * believes meanwhile.
 */

import type { DatedStep } from "standoff";
import { stepInWords } from "standoff/words";
import { beliefChart } from "../charts/beliefs.ts";
import { coloured, endingsBar } from "../charts/endings.ts";
import { atBothWidths } from "../charts/frame.ts";
import { gapChart, gapLayers } from "../charts/gap.ts";
import { longDate, shortDate } from "../days.ts";
import { bandText, capital, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Endings, Report } from "../report.ts";
import { numbers } from "./tables.ts";

export function alternatives(report: Report): Html | null {
  const { endings, stories } = report;
  if (endings.length === 0 && stories.stories.length === 0) return null;
  return html`<section aria-labelledby="alternatives"><h2 id="alternatives">Other ways it may go</h2>
${endings.map((one) => endingsFigure(one, report))}
${stories.stories.length > 0 && storyList(report)}</section>`;
}

/** How it stands over time, then on the last day. */
function endingsFigure(endings: Endings, { manifest, clocks }: Report): Html {
  const { from, to } = manifest.calendar;
  const parts = coloured(endings.of);
  const overTime = gapLayers(endings, to).length > 0;
  return html`<figure class="keep"><h3>${capital(endings.name)}</h3>${
    overTime &&
    html`${atBothWidths((width) => gapChart(endings, { clocks, from, to }, width))}
<p class="cap above">How it stands by date, means over the draws; the parts sum to 100 %. Ink: the gap that neither side has closed. Dotted: clocks. Below: on ${longDate(to)}.</p>`
  }${atBothWidths((width) => endingsBar(endings, width))}
<table class="t"><caption class="sr">${endings.name}, on ${longDate(to)}</caption><thead><tr><th scope="col">ending</th><th scope="col" class="num">mean</th></tr></thead>
<tbody>${parts.map(({ name, mean, tone }) => html`<tr><th scope="row"><svg class="swatch" width="9" height="9" aria-hidden="true"><rect class="f-${tone}" width="9" height="9"/></svg>${capital(name)}</th><td class="num big">${perCent(mean)}</td></tr>`)}</tbody></table></figure>
${overTime && standingTable(endings, to)}`;
}

function standingTable(endings: Endings, to: string): Html {
  const layers = gapLayers(endings, to);
  return numbers(
    `${endings.name}, by date`,
    [{ title: "date" }, ...layers.map(({ name }) => ({ title: name, num: true }))],
    layers[0].edges.map(({ date }, i) => [date, ...layers.map(({ edges }) => perCent(edges[i].high - edges[i].low))]),
  );
}

function storyList({ stories: { stories, other } }: Report): Html {
  return html`<h3 style="margin-top:10px">Orders of what happens, at the stated values</h3>
<ol class="stories">${stories.map(
    ({ order, probability, steps }) =>
      html`<li><b>${perCent(probability)}</b><div>${orderText(order)}${steps !== null && steps.length > 0 && html`<p class="path">${steps.map(stepText).join(" · ")}</p>`}</div></li>`,
  )}${other > 0.005 && html`<li><b>${perCent(other)}</b><div>All other orders together</div></li>`}</ol>
<p class="cap">Each step by the date that half of all paths of its order have it by; in brackets the middle 80 per cent.</p>`;
}

function orderText(order: readonly (readonly string[])[]): string {
  if (order.length === 0) return "None of the outcomes";
  return capital(order.map((moment) => moment.join(" and ")).join(", then "));
}

function stepText(step: DatedStep): string {
  const dates =
    step.low === step.high
      ? shortDate(step.median)
      : `${shortDate(step.median)} (${shortDate(step.low)} to ${shortDate(step.high)})`;
  return `${dates} ${stepInWords(step, perCent)}`;
}

/** Pictures of beliefs that move, the others in words. */
export function beliefs({ beliefs: all }: Report): Html | null {
  const told = all.filter(({ points }) => points.some(({ alive }) => alive > 1e-9));
  if (told.length === 0) return null;
  return html`<section aria-labelledby="beliefs"><h2 id="beliefs">What each side thinks of what it does not see</h2>
<div class="grid3">${told.map((path) => html`<figure class="keep"><h3>${path.actorName} <span class="on">on ${path.about}</span></h3>${beliefChart(path)}</figure>`)}</div>
<p class="cap">Mean over what the actor may have seen by then, while play runs; shade: from the 10 to the 90 per cent point. At the stated values.</p>
${told.map(({ actorName, about, levels, points }) =>
  numbers(
    `${actorName} on ${about}`,
    [{ title: "date" }, { title: "play still runs", num: true }, ...levels.map((title) => ({ title, num: true }))],
    points.map(({ date, at, alive, mean, low, high }) => [
      at === "start" ? `${date}, before the first turn` : date,
      perCent(alive),
      ...mean.map((value, i) => (alive > 1e-9 ? `${perCent(value)} (${bandText(low[i], high[i])})` : "–")),
    ]),
  ),
)}</section>`;
}

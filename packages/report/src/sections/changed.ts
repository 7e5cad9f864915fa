/** What has changed since the report before this one. */
import { points } from "standoff/words";
import { longDate } from "../days.ts";
import { capital, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Report } from "../report.ts";

export function changed({ changes, manifest }: Report): Html | null {
  if (changes === null) return null;
  const { since, answers, confidence, scenario, hash } = changes;
  const same = hash === manifest.scenarioHash ? "The scenario is the same." : "The scenario has changed.";
  return html`<section aria-labelledby="changed"><h2 id="changed">What has changed since ${longDate(since)}</h2>
<p>${same} Confidence ${confidence.before === confidence.now ? `stays ${confidence.now}` : `was ${confidence.before} and is ${confidence.now}`}.</p>
${
  answers.length > 0 &&
  html`<table class="t"><caption class="sr">Means then and now</caption>
<thead><tr><th scope="col">answer</th><th scope="col" class="num">then</th><th scope="col" class="num">now</th><th scope="col" class="num">change</th></tr></thead>
<tbody>${answers.map(
    ({ name, before, now }) =>
      html`<tr><th scope="row">${capital(name)}</th><td class="num">${perCent(before)}</td><td class="num big">${perCent(now)}</td><td class="num">${points(before, now).replace("-", "−")} <span class="s">pt</span></td></tr>`,
  )}</tbody></table>`
}
${scenario.length > 0 && html`<ul class="changes">${scenario.map((one) => html`<li>${capital(one)}</li>`)}</ul>`}</section>`;
}

/**
 * The assumptions that carry the answer, as a tornado with their sources; all of them as a table; and the evidence with
 * its weight.
 */
import { rangedEffects, tornadoRow, tornadoScale, widthOver } from "../charts/tornado.ts";
import { longDate } from "../days.ts";
import { capital, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Report, ReportedAssumption } from "../report.ts";
import { grade, numbers } from "./tables.ts";

/** Rows of the tornado. */
const MOST_ROWS = 8;

export function assumptions(report: Report): Html {
  const { leverage, lead } = report;
  const effects = rangedEffects(leverage).slice(0, MOST_ROWS);
  const x = tornadoScale(leverage.value, effects);
  const rows = effects.map((effect) => {
    const one = report.assumptions.find(({ name }) => name === effect.assumption)!;
    return html`<tr><th scope="row">${capital(one.name)}<span class="lab">${gradesOf(report, one)}${one.text}${one.rangeText !== null && `, from ${one.rangeText.join(" to ")}`}</span></th><td>${tornadoRow(leverage.value, effect, x)}</td><td class="num big">${Math.round(100 * widthOver(effect.overRange))} <span class="s">pt</span></td><td class="num roomy">${perCent(shareOf(report, one.name))}</td></tr>`;
  });
  return html`<section aria-labelledby="assumptions"><h2 id="assumptions">Key assumptions</h2>
${
  rows.length > 0 &&
  html`<table class="t"><caption class="sr">What the range of each assumption does to ${lead}</caption>
<thead><tr><th scope="col">assumption, as stated and over its range</th><th scope="col">${lead}, at both ends (stated ${perCent(leverage.value)})</th><th scope="col" class="num">span</th><th scope="col" class="num roomy">of the variance</th></tr></thead>
<tbody>${rows}</tbody></table>
<p class="cap">${capital(lead)} in %, at the low end (hollow) and at the high end (solid) of each range, all else as stated, all actors answering. Of the variance: over the draws, as far as it is linear (${perCent(leverage.linear)} in all)${steadinessNote(report)}.</p>`
}
${allAssumptions(report)}</section>`;
}

function steadinessNote({ leverage: { weights } }: Report): string {
  return weights.steadiness < 0.005 ? "" : `; ${perCent(weights.steadiness)} goes with how steadily the actors choose`;
}

function gradesOf({ evidence }: Report, { evidence: cited }: ReportedAssumption): Html | readonly Html[] {
  if (cited.length === 0) return html`no evidence cited · `;
  return cited.map((id) => grade(evidence.find((one) => one.id === id)!.grade));
}

/** Of an assumption: its own, or of its prior and odds together. */
function shareOf({ leverage: { grounds } }: Report, name: string): number {
  return grounds.reduce((sum, { assumption, share }) => sum + (assumption === name ? share : 0), 0);
}

function allAssumptions(report: Report): Html | null {
  const { assumptions: all, leverage } = report;
  if (all.length === 0) return null;
  const effects = new Map(leverage.effects.map((effect) => [effect.assumption, effect]));
  return numbers(
    `all ${all.length} assumptions`,
    [
      { title: "assumption" },
      { title: "stated" },
      { title: "range" },
      { title: "unit" },
      { title: "basis" },
      { title: "evidence" },
      { title: "look again by" },
      { title: `${report.lead} at low end`, num: true },
      { title: "at high end", num: true },
      { title: "of the variance", num: true },
    ],
    all.map((one) => {
      const over = effects.get(one.name)?.overRange ?? null;
      return [
        one.name,
        one.text,
        one.rangeText === null ? "–" : one.rangeText.join(" to "),
        one.unit,
        one.basis,
        one.evidence.join(", "),
        one.reviewBy === null ? "–" : longDate(one.reviewBy),
        perCent(over?.[0] ?? null),
        perCent(over?.[1] ?? null),
        perCent(shareOf(report, one.name)),
      ];
    }),
  );
}

export function evidence(report: Report): Html | null {
  const { evidence: all, leverage, lead } = report;
  if (all.length === 0) return null;
  const weight = new Map(leverage.weights.entries.map((one) => [one.id, one.weight]));
  const sorted = [...all].sort((a, b) => weight.get(b.id)! - weight.get(a.id)!);
  return html`<section aria-labelledby="evidence"><h2 id="evidence">Evidence, by how much of the answer rests on it</h2>
<table class="t"><caption class="sr">Evidence with grade, source and the share of the variance of ${lead} that rests on it</caption>
<thead><tr><th scope="col">grade</th><th scope="col">shows</th><th scope="col" class="roomy">points at</th><th scope="col" class="num">weight</th></tr></thead>
<tbody>${sorted.map(
    (one) =>
      html`<tr><td class="top tight">${grade(one.grade)}</td><th scope="row">${capital(one.shows)}<span class="lab">${[one.source, one.where, one.of === null ? "" : longDate(one.of)].filter((part) => part !== "").join(", ")}</span></th><td class="roomy">${one.points.map(pointing).join("; ")}</td><td class="num big">${perCent(weight.get(one.id)!)}</td></tr>`,
  )}</tbody></table>
<p class="cap">${weightsNote(report)} Grades: reliability of the source, A to F, and credibility of the item, 1 to 6.</p></section>`;
}

function weightsNote({ leverage: { weights } }: Report): string {
  const rest = [
    ...(weights.without >= 0.005
      ? [`${perCent(weights.without)} rests on assumptions for which nothing is cited`]
      : []),
    ...(weights.steadiness >= 0.005 ? [`${perCent(weights.steadiness)} on how steadily actors choose`] : []),
    ...(weights.untold >= 0.005 ? [`${perCent(weights.untold)} is not linear, or not told apart`] : []),
  ];
  const others = rest.length === 0 ? "" : ` Of the rest ${rest.join(", ")}.`;
  return `Weight: the share of the variance over the draws that goes with the assumptions for which it is cited, split evenly among what is cited for each.${others}`;
}

/** `spiral up`: `↑ spiral`. */
function pointing(written: string): string {
  const found = /^(.*) (up|down)$/.exec(written);
  return found === null ? `→ ${written}` : `${found[2] === "up" ? "↑" : "↓"} ${found[1]}`;
}

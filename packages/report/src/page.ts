/**
 * The report as one page that stands by itself: no network, no script; it carries its own data. In the order of ICD 203: the answer with its
 * likelihood, confidence, key assumptions with sources, alternatives, what has changed; then what all of it rests on.
 */
import { longDate } from "./days.ts";
import { cssString, Html, html, scriptSafe } from "./html.ts";
import type { Report } from "./report.ts";
import { alternatives, beliefs } from "./sections/alternatives.ts";
import { calendar, headline, likelihoods, opening } from "./sections/answer.ts";
import { assumptions, evidence } from "./sections/assumptions.ts";
import { changed } from "./sections/changed.ts";
import { checks, confidence } from "./sections/judgement.ts";
import { closing, manifest } from "./sections/manifest.ts";
import { style } from "./style.ts";

/** The element that holds the report's data. */
const DATA_ID = "standoff-report";

export function reportPage(report: Report): string {
  const { manifest: from, written } = report;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<title>${headline(report)}</title>
<style>${new Html(style)}
@page { size: A4; margin: 16mm 15mm 18mm;
  @bottom-left { content: ${cssString(`${from.title} · written ${longDate(written)} · ${from.scenarioHash.slice(0, 12)}`)}; font: 8pt sans-serif; color: #606b75; }
  @bottom-right { content: "page " counter(page) " of " counter(pages); font: 8pt sans-serif; color: #606b75; } }
</style></head>
<body><svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" style="fill:var(--surface)"/><rect width="1.6" height="4" style="fill:var(--p-now)"/></pattern></defs></svg>
<main class="sheet">${opening(report)}
${likelihoods(report)}
${confidence(report)}
${calendar(report)}
${assumptions(report)}
${alternatives(report)}
${changed(report)}
${beliefs(report)}
${evidence(report)}
${checks(report)}
${manifest(report)}
<footer>${closing}</footer></main>
<script type="application/json" id="${DATA_ID}">${scriptSafe(report)}</script></body></html>
`.text;
}

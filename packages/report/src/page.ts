/**
 * The report as one page that stands by itself; it carries its own data. In the order of ICD 203: the answer with its
 * likelihood, confidence, key assumptions with sources, alternatives, indicators, what has changed; then what all of it
 * rests on.
 */
import { longDate } from "./days.ts";
import { html } from "./html.ts";
import type { Report } from "./report.ts";
import { alternatives, beliefs } from "./sections/alternatives.ts";
import { analysts } from "./sections/analysts.ts";
import { calendar, headline, likelihoods, opening } from "./sections/answer.ts";
import { assumptions, evidence } from "./sections/assumptions.ts";
import { changed } from "./sections/changed.ts";
import { deals } from "./sections/deals.ts";
import { indicators } from "./sections/indicators.ts";
import { checks, confidence } from "./sections/judgement.ts";
import { closing, manifest } from "./sections/manifest.ts";
import { rivals } from "./sections/rivals.ts";
import { shell } from "./shell.ts";

/** The element that holds the report's data. */
const DATA_ID = "standoff-report";

export function reportPage(report: Report): string {
  const { manifest: from, written } = report;
  const foot = `${from.title} · written ${longDate(written)} · ${from.scenarioHash.slice(0, 12)}`;
  const as = { title: headline(report), foot, dataId: DATA_ID, data: report };
  return shell(as, [
    opening(report),
    likelihoods(report),
    confidence(report),
    calendar(report),
    assumptions(report),
    alternatives(report),
    rivals(report),
    analysts(report),
    deals(report),
    indicators(report),
    changed(report),
    beliefs(report),
    evidence(report),
    checks(report),
    manifest(report),
    html`<footer>${closing}</footer>`,
  ]);
}

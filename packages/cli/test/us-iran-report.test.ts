/**
 * The report on the largest scenario, as CI makes it: its first three months at a step of six weeks, few draws. Every
 * section is there, no figure is missing, and no rule of accessibility is broken at a phone's width (Debian's Chromium
 * or CHROMIUM; skipped without it).
 */
import { existsSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { run } from "./captured.ts";

const short = `extends: us-iran-2025
calendar: { to: 2025-06-30 }
afterwards: none
questions: removed
`;
const asked = ["--answer", "any strike", "--step", "6 weeks", "--draws", "4", "--ranges", "2"];
const made = await run(["report", "iran.yaml", ...asked, "-o", "iran.html", "--csv", "tables"], {
  files: { "iran.yaml": short },
});
const page = made.written.get("/here/iran.html") ?? "";

test("every section is there, with its tables, and no figure is missing", () => {
  expect(made.code, made.err).toBe(0);
  const sections = [...page.matchAll(/<section aria-labelledby="([^"]*)"/g)].map(([, name]) => name);
  expect(sections).toEqual([
    ...["likelihood", "confidence", "when", "assumptions", "alternatives", "indicators"],
    ...["beliefs", "evidence", "checks", "manifest"],
  ]);
  expect(page.replace(/<style>[\s\S]*?<\/style>/, "")).not.toMatch(/\bNaN\b|\bundefined\b|\[object|Infinity/);
  const { indicators, endings, outcomes } = JSON.parse(/id="standoff-report">(.*?)<\/script>/.exec(page)![1]);
  expect(indicators.watch.signs.length + indicators.watch.unasked.length).toBeGreaterThan(20);
  expect(indicators.findOut.unknowns.length).toBeGreaterThan(20);
  const last = (part: { standing: { byDate: [string, number][] } }) => part.standing.byDate.at(-1)![1];
  for (const part of endings[0].of) expect(last(part)).toBeCloseTo(part.mean, 12);
  expect(outcomes.length).toBeGreaterThan(40);
  expect([...made.written.keys()]).toContain("/here/tables/indicators.csv");
});

const place = process.env.CHROMIUM ?? "/usr/bin/chromium";
const absent = existsSync(place) ? "" : `: skipped, there is no browser at ${place}`;

test.skipIf(absent !== "")(`at 390 pixels axe finds nothing, and nothing is cut off${absent}`, async () => {
  const browser = await chromium.launch({
    executablePath: place,
    args: ["--headless", "--no-sandbox", "--disable-gpu"],
  });
  try {
    const tab = await (await browser.newContext({ viewport: { width: 390, height: 900 } })).newPage();
    await tab.setContent(page);
    const { violations } = await new AxeBuilder({ page: tab }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(390);
  } finally {
    await browser.close();
  }
});

/**
 * `standoff report`: one page that stands by itself, whatever the texts of the scenario hold; its figures are those of
 * `forecast`; and no rule of accessibility is broken, in Debian's Chromium (or CHROMIUM), skipped without it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { repository, run, scenarioText } from "./captured.ts";

const dataIn = (page: string) =>
  JSON.parse(/<script type="application\/json" id="standoff-report">(.*?)<\/script>/.exec(page)![1]);
const whole = await run(["report", "labour-strike"]);
const page = whole.out;

describe("the page", () => {
  test("stands by itself, in the order of ICD 203", () => {
    expect(whole.code, whole.err).toBe(0);
    const headings = [...page.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g)].map(([, text]) => text);
    expect(headings).toEqual([
      "Likelihood by 31 Jul",
      "Confidence: low",
      "When, with the clocks on the same axis",
      "Key assumptions",
      "Other ways it may go",
      "Is there a deal at all?",
      "Indicators",
      "What each side thinks of what it does not see",
      "Evidence, by how much of the answer rests on it",
      "What it came from",
    ]);
    expect(page.replace(/ id="standoff-report"/, "")).not.toMatch(
      /<script(?! type="application\/json">)|<link|<img|\bsrc=|https?:\/\/(?!www\.w3\.org)/,
    );
    expect(page).not.toMatch(/\bNaN\b|\bundefined\b|\[object/);
  });

  test("leads with what `forecast` says", async () => {
    const forecast = JSON.parse((await run(["forecast", "labour-strike", "--json"])).out);
    const report = dataIn(page);
    expect(report.lead).toBe("strike called");
    for (const { name, mean, band, stated, habit } of report.outcomes) {
      const outcome = forecast.outcomes[name];
      expect([mean, band, habit, stated]).toEqual([
        outcome.mean.byEnd,
        outcome.band.byEnd,
        outcome.habit,
        outcome.byEnd,
      ]);
    }
    expect(page).toContain("<h1>Strike called by 31 Jul 2026: very unlikely (10\u00a0%)</h1>");
  });

  test("every picture says what it shows, and its numbers stand in a table", () => {
    const pictures = [...page.matchAll(/<svg (?!width="(?:0|9|15)")([^>]*)>/g)].map(([, attributes]) => attributes);
    expect(pictures.length).toBeGreaterThan(10);
    expect(pictures.filter((attributes) => !/role="img" aria-label="[^"]{10,}"/.test(attributes))).toEqual([]);
    for (const caption of [
      "likelihood in figures",
      "outcomes by date",
      "clocks",
      "all 6 assumptions",
      "what to watch by 16 May 2026",
      "what is worth finding out",
      "Harbour Bakery on fund",
    ])
      expect(page).toContain(`<caption class="sr">${caption}</caption>`);
  });

  test("the weights of evidence and what else carries the answer sum to one", () => {
    const { weights, linear } = dataIn(page).leverage;
    const cited = weights.entries.reduce((sum: number, { weight }: { weight: number }) => sum + weight, 0);
    expect(cited + weights.without + weights.steadiness).toBeCloseTo(linear, 12);
    expect(cited + weights.without + weights.steadiness + weights.untold).toBeCloseTo(1, 12);
    expect(cited).toBeGreaterThan(0.05);
  });
});

test("indicators are what `watch` tells", async () => {
  const { answer: _, ...watched } = JSON.parse(
    (await run(["watch", "labour-strike", "--answer", "strike called", "--json"])).out,
  );
  const { watch, findOut } = dataIn(page).indicators;
  expect(watch.signs.length).toBeGreaterThan(2);
  expect(watched).toMatchObject({ ...watch, findOut });
});

test("what cannot lead is refused, with what there is", async () => {
  const { code, err } = await run(["report", "labour-strike", "--answer", "peace"]);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('there is no answer "peace"; there are: strike called, settled,'),
  ]);
  const days = await run(["report", "labour-strike", "--answer", "how long"]);
  expect([days.code, days.err]).toEqual([2, expect.stringContaining('"how long" is no probability')]);
});

describe("since an earlier report", () => {
  const earlier = {
    "r.html": page,
    "none.html": "<p>a page</p>",
    "cut.html": page.replace('"written":"2026-03-02"', '"written":3'),
  };

  test("the means then and now, and what was changed in the file", async () => {
    const file = scenarioText("labour-strike")
      .replace("large fund:          { value: 0.5", "large fund:          { value: 0.6")
      .replace("grade: C3", "grade: B2");
    const files = { ...earlier, "bakery.standoff.yaml": file };
    const { code, out, err } = await run(["report", "bakery.standoff.yaml", "--since", "r.html"], { files });
    expect(code, err).toBe(0);
    const { changes, outcomes } = dataIn(out);
    const before = dataIn(page);
    expect(changes.since).toBe("2026-03-02");
    expect(changes.hash).toBe(before.manifest.scenarioHash);
    expect(changes.answers[0]).toEqual({
      name: "strike called",
      before: before.outcomes[0].mean,
      now: outcomes[0].mean,
    });
    expect(changes.scenario).toEqual([
      "assumption large fund: 0.5 became 0.6",
      "evidence accounts: grade C3 became B2",
    ]);
    expect(out).toContain("What has changed since 2 Mar 2026</h2>");
  });

  test("nothing where nothing changed; what is no report is refused", async () => {
    const same = await run(["report", join(repository, "scenarios/labour-strike"), "--since", "r.html"], {
      files: earlier,
    });
    expect(dataIn(same.out).changes.scenario).toEqual([]);
    expect(same.out).toContain("The scenario is the same. Confidence stays low.");
    for (const [file, says] of [
      ["none.html", "holds no report"],
      ["cut.html", "holds no report"],
      ["gone.html", "no such file"],
    ]) {
      const { code, err } = await run(["report", join(repository, "scenarios/labour-strike"), "--since", file], {
        files: earlier,
      });
      expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    }
  });
});

test("the numbers as tables: whole rows, known to a spreadsheet, no text a formula", async () => {
  const text = scenarioText("labour-strike").replace("source: trade paper", 'source: "=1+1"');
  const { code, written, err, out } = await run(["report", "bakery.standoff.yaml", "--draws", "4", "--csv", "sheets"], {
    files: { "bakery.standoff.yaml": text },
  });
  expect([code, out]).toEqual([0, ""]);
  const names = [
    "answers",
    "by-date",
    "confidence",
    "assumptions",
    "evidence",
    "indicators",
    "find-out",
    "stories",
    "beliefs",
    "clocks",
    "manifest",
  ];
  expect([...written.keys()]).toEqual(names.map((name) => `/here/sheets/${name}.csv`));
  expect(err).toContain("Wrote 11 tables into sheets");
  for (const [name, sheet] of written) {
    expect(sheet.startsWith("\ufeff"), name).toBe(true);
    const rows = rowsOf(sheet.slice(1));
    expect(new Set(rows.map((row) => row.length)).size, name).toBe(1);
    expect(
      rows.flat().filter((cell) => /^[=+@\t]/.test(cell)),
      name,
    ).toEqual([]);
  }
  const evidence = rowsOf(written.get("/here/sheets/evidence.csv")!.slice(1));
  expect(evidence[2].slice(0, 3)).toEqual(["orders", "B3", "'=1+1"]);
  expect(evidence.slice(1).reduce((sum, row) => sum + Number(row.at(-1)), 0)).toBeCloseTo(1, 12);
});

test("exclusive endings stand over time: a hundred per cent on every day, the last day as the forecast says", async () => {
  const file = `extends: writers-strike-2023\ncalendar: { to: 2023-06-30 }\nafterwards: none\nquestions: removed\nchecks: removed\n`;
  const { code, out, err } = await run(["report", "w.yaml", "--step", "2 weeks", "--draws", "4", "--ranges", "0"], {
    files: { "w.yaml": file },
  });
  expect(code, err).toBe(0);
  const [{ name, of }] = dataIn(out).endings;
  type Part = { name: string; mean: number; standing: { byDate: [string, number][] } };
  const dates = of[0].standing.byDate.length;
  expect(dates).toBeGreaterThan(3);
  const sums = (at: (part: Part) => number) => of.reduce((sum: number, part: Part) => sum + at(part), 0);
  for (let i = 0; i < dates; i++) expect(sums(({ standing }) => standing.byDate[i][1])).toBeCloseTo(1, 12);
  for (const { mean, standing } of of as Part[]) expect(standing.byDate[dates - 1][1]).toBeCloseTo(mean, 12);
  expect(out).toContain(`<caption class="sr">${name}, by date</caption>`);
  expect(out.match(/class="jaw"/g)!.length).toBeGreaterThan(1);
});

/** Rows of a CSV, read by RFC 4180. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.split("\r\n").slice(0, -1)) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
    rows.push(cells.map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare));
  }
  return rows;
}

/** Markup in every text that a page shows. */
const hostile = `</script></style><img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`;
const evil = (text: string) =>
  text
    .replace(/^title: .*$/m, `title: ${JSON.stringify(hostile)}`)
    .replace(/^caveat: .*$/m, `caveat: ${JSON.stringify(hostile)}`)
    .replace("name: Bakers' union", `name: ${JSON.stringify(hostile)}`)
    .replace("source: trade paper", `source: ${JSON.stringify(hostile)}`)
    .replace("shows: two supermarkets ask other bakeries for prices", `shows: ${JSON.stringify(hostile)}`)
    .replaceAll("resolves: announced by the union", `resolves: ${JSON.stringify(hostile)}`)
    .replace("lapses: the old contract and its duty to keep the peace", `lapses: ${JSON.stringify(hostile)}`);
const taken = await run(["report", "bakery.standoff.yaml", "--draws", "4"], {
  files: { "bakery.standoff.yaml": evil(scenarioText("labour-strike")) },
});

test("markup in a scenario's texts stays text", () => {
  expect(taken.code, taken.err).toBe(0);
  expect(taken.out).not.toContain("<img");
  expect(taken.out.match(/<script/g)!.length).toBe(1);
  expect(taken.out.match(/<\/style/g)!.length).toBe(1);
  expect(dataIn(taken.out).manifest.title).toBe(hostile);
});

// ---- In a browser ----

const place = process.env.CHROMIUM ?? "/usr/bin/chromium";
const absent = existsSync(place) ? "" : `: skipped, there is no browser at ${place}`;
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

describe.skipIf(absent !== "")(`in Chromium${absent}`, () => {
  let browser: Browser | undefined;
  afterAll(async () => browser?.close());

  const opened = async (html: string, width: number, colorScheme: "light" | "dark") => {
    browser ??= await chromium.launch({ executablePath: place, args: FLAGS.split(" ") });
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const asked: string[] = [];
    const tab = await context.newPage();
    tab.on("request", (request) => asked.push(request.url()));
    await tab.setContent(html);
    return { tab, asked };
  };

  test.each([
    [1440, "light"],
    [390, "dark"],
  ] as const)("at %i pixels, %s: axe finds nothing, nothing is cut off, nothing is fetched", async (width, scheme) => {
    const { tab, asked } = await opened(page, width, scheme);
    const { violations } = await new AxeBuilder({ page: tab }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(asked.filter((url) => !url.startsWith("data:"))).toEqual([]);
  });

  test("a backtest's page, narrow and dark, passes axe too, and nothing of it is cut off", async () => {
    const files = { "scenario.standoff.yaml": scenarioText("labour-strike") };
    const sealing = await run(["freeze", ".", "--draws", "4", "--as", "lease", "-o", "s.forecast"], { files });
    const came = "scenario,question,resolved,date\nlease,settled,yes,2026-05-12\nlease,strike called,no,2026-07-31\n";
    const scored = await run(["backtest", "s.forecast", "--resolutions", "came.csv", "--html", "b.html"], {
      files: { ...files, "s.forecast": [...sealing.written.values()][0], "came.csv": came },
    });
    const { tab, asked } = await opened(scored.written.get("/here/b.html")!, 390, "dark");
    const { violations } = await new AxeBuilder({ page: tab }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(asked.filter((url) => !url.startsWith("data:"))).toEqual([]);
  });

  test("hostile texts make no element and run no script", async () => {
    const { tab } = await opened(taken.out, 1024, "light");
    expect(await tab.evaluate("[document.images.length, document.scripts.length]")).toEqual([0, 1]);
    expect(await tab.title()).toMatch(/^Strike called by 31 Jul 2026/);
  });

  test("--pdf prints it, page by page", async () => {
    const { code, written, err } = await run(["report", "labour-strike", "--draws", "4", "--pdf", "r.pdf"]);
    expect(code, err).toBe(0);
    const pdf = written.get(join(repository, "r.pdf"))!;
    expect(pdf.slice(0, 5)).toBe("%PDF-");
    expect(pdf.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(2);
  });
});

/** What the studio shows and asks, in a real browser on the tutorial: every figure against the library's. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { choices, explain, flow, forecast, readDay, runScenario, type SolvedScenario, update } from "standoff";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  absent,
  type Case,
  figures,
  PATIENCE,
  type Served,
  serveStudio,
  startCase,
  tutorial,
  untilSolved,
} from "./chromium.ts";

const whatIf = `# A mediator who comes at once
extends: ../scenario.standoff.yaml
assumptions: { mediator: { value: 1 per month } }
`;

/** Other processors of other engines may round exponentials differently in the last place. */
const TOLERANCE = 1e-9;

function solved(text: string, set: Record<string, string> = {}): SolvedScenario {
  const run = runScenario("scenario", () => text, { set });
  if (run.status !== "solved") throw new Error(run.status);
  return run;
}

const run = solved(tutorial);
const near = (expected: number) => expect.closeTo(expected, -Math.log10(TOLERANCE));

describe.skipIf(absent !== "")(`what the studio shows${absent === "" ? "" : `: skipped, ${absent}`}`, () => {
  let studio: Case | undefined;
  let folder: string;
  let served: Served;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    studio = await startCase({ "what-ifs/mediator-at-once.yaml": whatIf });
    ({ folder, served, browser } = studio);
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(served.address);
    await untilSolved(page);
  }, PATIENCE);

  afterAll(async () => studio?.end());

  const look = (view: string) =>
    page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view, exact: true }).click();

  async function why(part: string) {
    await look("Why");
    await page.getByRole("navigation", { name: "Parts of Why" }).getByRole("button", { name: part }).click();
  }

  /** The numbers of a picture's table, opened for it. */
  async function numbersOf(name: string): Promise<(string | number)[][]> {
    const button = page.getByRole("button", { name: `Table of ${name}`, exact: true });
    await button.waitFor({ timeout: PATIENCE });
    await button.click();
    const table = page.getByRole("table", { name, exact: true });
    await table.waitFor();
    const rows = await table.locator("tbody tr").all();
    const cells = await Promise.all(
      rows.map(async (row) =>
        Promise.all(
          (await row.locator("td").all()).map(async (cell) => {
            const data = cell.locator("data");
            return (await data.count()) > 0
              ? Number(await data.getAttribute("value"))
              : ((await cell.textContent()) ?? "");
          }),
        ),
      ),
    );
    await button.click();
    return cells;
  }

  async function saved(name: string): Promise<Buffer> {
    const told = page.waitForEvent("download");
    await page.getByRole("button", { name, exact: true }).click();
    return readFileSync(await (await told).path());
  }

  test("an outcome at both ends of each range; shares of what is not known, and the evidence that carries it", async () => {
    await why("What carries it");
    await page.getByLabel("outcome").selectOption("settled");
    const rows = await numbersOf("What moves settled");
    expect(rows.length).toBe(6);
    const [name, low, high, atLow, atHigh] = rows[0] as [string, string, string, number, number];
    const ends = [low, high].map((value) => {
      const told = forecast(solved(tutorial, { [name]: value }));
      if (told.status !== "forecast") throw new Error(told.status);
      return told.outcomes.find((one) => one.name === "settled")!.byEnd;
    });
    expect([atLow, atHigh]).toEqual(ends.map(near));
    const shares = await numbersOf("Shares of the variance of settled");
    await why("Evidence");
    const evidence = await numbersOf("Evidence behind settled");
    // A share is split among the entries cited for its quantity: what is cited for carries as much on both sides.
    const cited = shares.filter(([, , , , entries]) => entries !== "").reduce((sum, row) => sum + Number(row[2]), 0);
    expect(evidence.reduce((sum, row) => sum + Number(row[2]), 0)).toEqual(near(cited));
  });

  test("what a desk would do on a date where it sees what is picked", async () => {
    await why("What would they do");
    await page.getByLabel("desk").selectOption("union table");
    await page.getByLabel("in the period from").selectOption("2026-05-18");
    await page.getByRole("combobox", { name: "strike", exact: true }).selectOption("yes");
    await page.locator(".options", { hasText: "return to work" }).waitFor({ timeout: PATIENCE });
    const on = readDay(run.scenario, "2026-05-18");
    const told = choices(run, { desk: "union table", on: (on as { day: number }).day, seen: { strike: "yes" } });
    if (told.status !== "told") throw new Error(told.status);
    const rows = await numbersOf("What union table would do");
    expect(rows.map(([act, chance, , lost]) => [act, chance, lost])).toEqual(
      told.acts.map(({ act, chance, pointsLost }) => [act, near(chance), near(pointsLost)]),
    );
  });

  test("beliefs by date, and stories with medians of dates", async () => {
    const { beliefs, paths } = explain(run);
    await why("What they think");
    const [path] = beliefs!.paths;
    const rows = await numbersOf(`What ${path.actorName} holds of ${path.about}`);
    expect(rows[rows.length - 1].slice(0, 2)).toEqual([path.points.at(-1)!.date, near(path.points.at(-1)!.mean[0])]);
    await why("How it may go");
    await page.locator(".storyline", { hasText: "strike called, then settled and a fair contract" }).click();
    const story = paths!.stories.find(({ order }) => order.length === 2 && order[1].length === 2)!;
    expect((await numbersOf("Story with dates")).map((row) => [row[0], row[4]])).toEqual(
      story.steps!.map(({ says, median }) => [says, median]),
    );
  });

  test("the map and the river, followed as a story, gathered by other conditions", async () => {
    await look("Map");
    const own = flow(run);
    if (own.status !== "told") throw new Error(own.status);
    const steps = await numbersOf("Map of situations");
    expect(steps.map((row) => row[2])).toEqual(own.steps.map(({ times }) => near(times)));
    const river = await numbersOf("River of situations");
    expect(river.at(-1)!.slice(1)).toEqual(own.situations.map(({ byDate }) => near(byDate.at(-1)![1])));
    await page.getByRole("button", { name: /^offer low, \d/ }).click();
    await page.getByRole("button", { name: "Follow the likeliest step" }).click();
    expect(await page.locator(".situation h2").textContent()).toBe("settlement");
    expect(await page.locator(".situation").textContent()).toContain("offer low → settlement");
    await page.getByText(/^Gathered by/).click();
    await page.getByLabel(/^One a line/).fill("↓ on strike: strike\n↑ done: signed");
    await page.getByRole("button", { name: "Gather by these" }).click();
    await page.getByRole("button", { name: /^on strike, \d/ }).waitFor({ timeout: PATIENCE });
    await page.getByLabel(/^One a line/).fill("on strike: strke");
    await page.getByRole("button", { name: "Gather by these" }).click();
    await page
      .getByText(/"strke"/)
      .first()
      .waitFor({ timeout: PATIENCE });
  });

  test("news: what is added moves the forecast item by item, what is not ticked does not, what cannot be is said", async () => {
    await look("News");
    const add = async (on: string, what: string) => {
      await page.getByLabel("on", { exact: true }).fill(on);
      await page.getByLabel("what", { exact: true }).fill(what);
      await page.getByRole("button", { name: "Add an observation" }).click();
    };
    await add("2026-05-12", "call a strike");
    await add("2026-03-20", "improve the offer");
    await page
      .locator(".news h2", { hasText: "strike called" })
      .or(page.locator(".news h2", { hasText: "settled" }))
      .first()
      .waitFor();
    await page.locator(".news [role=status]", { hasText: "the 2 items" }).waitFor({ timeout: PATIENCE });
    const filed = `${tutorial}history:
  - { on: 2026-03-20, happened: improve the offer }
  - { on: 2026-05-12, happened: call a strike }
`;
    const account = update(solved(filed));
    const rows = await numbersOf("Course of the news");
    expect(rows.map(([on, , what, likelihood, outcome, , after]) => [on, what, likelihood, outcome, after])).toEqual(
      account.items.flatMap(({ on, text, likelihood, outcomes }) =>
        outcomes.map(({ name, after }) => [on, text, near(likelihood), name, near(after)]),
      ),
    );
    await page.getByRole("checkbox", { name: /improve the offer/ }).uncheck();
    await page.locator(".news [role=status]", { hasText: "the 1 items" }).waitFor({ timeout: PATIENCE });
    await add("2026-03-10", "call a strike");
    await page.locator(".news [role=status]", { hasText: "impossible" }).waitFor({ timeout: PATIENCE });
    await page.getByRole("button", { name: "As the file has it" }).click();
  });

  test("a picture is saved as it stands: SVG with its colours, PNG, CSV with its numbers", async () => {
    await look("Forecast");
    const svg = (await saved("Happens by as SVG")).toString();
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toContain("<title>Happens by: ");
    expect(svg).toMatch(/stroke: ?rgb/);
    expect(svg).not.toMatch(/class=|var\(/);
    const png = await saved("Happens by as PNG");
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(png.readUInt32BE(16)).toBeGreaterThan(1000); // pixels wide
    const [head, ...lines] = (await saved("Happens by as CSV")).toString().trim().split("\n");
    expect(head).toBe("outcome,by,mean,p10,p90");
    expect(lines.length).toBe(run.scenario.outcomes.length * (run.scenario.calendar.periods.length + 1));
  });

  test("questions are completed as they are typed", async () => {
    const box = page.getByRole("combobox", { name: "Ask" });
    await box.click();
    await box.pressSequentially("P(settled bef");
    await page
      .getByRole("listbox")
      .getByRole("option", { name: /^before/ })
      .waitFor({ timeout: PATIENCE });
    await box.press("ArrowDown");
    await box.press("Enter");
    expect(await box.inputValue()).toBe("P(settled before");
    await box.pressSequentially(" strike ca");
    await page
      .getByRole("listbox")
      .getByRole("option", { name: /^strike called/ })
      .waitFor({ timeout: PATIENCE });
    await box.press("ArrowDown");
    await box.press("Tab");
    await box.pressSequentially(")");
    await box.press("Enter");
    await page.locator(".answerbar b", { hasText: "%" }).waitFor({ timeout: PATIENCE });
    await page.getByRole("button", { name: "Close" }).click();
  });

  test("a study from the page shows how far it is, is stopped, and goes on", async () => {
    await page.getByLabel("draws", { exact: true }).selectOption("1024");
    await page.getByRole("button", { name: "Study", exact: true }).click();
    await page.getByRole("progressbar", { name: "draws solved" }).waitFor({ timeout: PATIENCE });
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Study", exact: true }).waitFor({ timeout: PATIENCE });
    await page.getByLabel("draws", { exact: true }).selectOption("16");
    await page.getByRole("button", { name: "Study", exact: true }).click();
    await page.getByText("Mean over 16 draws", { exact: true }).waitFor({ timeout: PATIENCE });
  });

  test("a whole mechanism is switched on, stands beside what was pinned, and is switched off", async () => {
    await look("What if");
    await page.getByRole("checkbox", { name: /mediator at once/ }).check();
    await page.locator(".body h2", { hasText: "mediator at once" }).waitFor({ timeout: PATIENCE });
    await untilSolved(page);
    const files: Record<string, string> = { "scenario.standoff.yaml": tutorial, "what-ifs/it.yaml": whatIf };
    const own = runScenario("what-ifs/it.yaml", (path) => files[path.replace("what-ifs/../", "")]);
    const told = own.status === "solved" ? forecast(own) : own;
    if (told.status !== "forecast") throw new Error(told.status);
    expect(await figures(page)).toEqual(
      Object.fromEntries(told.outcomes.map(({ name, byEnd }) => [name, near(byEnd)])),
    );
    await look("Forecast");
    expect(await page.locator("th", { hasText: "against pinned" }).count()).toBe(1);
    await look("What if");
    await page.getByRole("checkbox", { name: /mediator at once/ }).uncheck();
    await page.locator(".body h2", { hasText: "As filed" }).waitFor({ timeout: PATIENCE });
    await untilSolved(page);
  });

  test("a file that extends a scenario that came along by its name is read as elsewhere", async () => {
    const file = join(folder, "extending.yaml");
    writeFileSync(file, "extends: labour-strike\nassumptions: { mediator: { value: 1 per month } }\n");
    const other = await serveStudio(file);
    const own = await (await browser.newContext()).newPage();
    await own.goto(other.address);
    await untilSolved(own);
    expect(await own.locator("h1.casename").textContent()).toBe(run.scenario.title);
    await own.context().close();
    other.stop();
  });

  test("rival forms stand beside the file's own answer, and over all by their weights", async () => {
    const file = join(folder, "forms.yaml");
    const rivals =
      "rivals: { no fund: { weight: 0.3, because: it was spent, changes: { assumptions: { large fund: { value: 0.1, range: 0.05 to 0.2 } } } } }";
    writeFileSync(file, `extends: scenario.standoff.yaml\n${rivals}\n`);
    const other = await serveStudio(file);
    const own = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await own.goto(other.address);
    const table = own.getByRole("table", { name: "Rival forms" });
    await table.waitFor({ timeout: PATIENCE });
    expect(await table.locator("thead").textContent()).toMatch(/as it stands 70\s%no fund 30\s%over forms/);
    const row = table.getByRole("row", { name: /^settled/ }).first();
    const figure = async (column: number) => Number(await row.locator("data").nth(column).getAttribute("value"));
    const [stands, rival, over] = [await figure(0), await figure(1), await figure(2)];
    const outcome = own
      .locator("table.t")
      .first()
      .getByRole("row", { name: /^settled/ })
      .first();
    expect(stands).toBe(Number(await outcome.locator("data").first().getAttribute("value")));
    expect(rival).not.toBe(stands);
    expect(over).toBeCloseTo(0.7 * stands + 0.3 * rival, 9);
    await own.getByText("no fund: it was spent.").waitFor();
    await own.context().close();
    other.stop();
  });

  test.each(["Light", "Dark"])("axe finds nothing on any of it: %s", async (theme) => {
    const button = page.getByRole("button", { name: theme, exact: true });
    if ((await button.count()) > 0) await button.click();
    const clean = async (name: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
      ).toEqual([]);
    };
    for (const part of ["What carries it", "What would they do", "How it may go", "What they think", "Evidence"]) {
      await why(part);
      await clean(part);
    }
    await look("Map");
    await page.locator(".disc, .gather textarea").first().waitFor({ timeout: PATIENCE });
    await clean("Map");
    await look("News");
    await clean("News");
  });
});

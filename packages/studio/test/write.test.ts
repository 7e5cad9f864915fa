/** Writing in the studio, in a real browser: problems and fixes, completion, renaming, tables, cards, clocks, files. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
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

const deepFund = "extends: ../scenario.standoff.yaml\nassumptions: { large fund: { value: 0.6 } }\n";

const longDay = (date: string) =>
  new Date(date).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const dayAfter = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

describe.skipIf(absent !== "")(`writing in the studio${absent === "" ? "" : `: skipped, ${absent}`}`, () => {
  let studio: Case | undefined;
  let folder: string;
  let file: string;
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    studio = await startCase({ "what-ifs/deep-fund.yaml": deepFund });
    ({ folder, file, served, browser } = studio);
  }, PATIENCE);

  afterAll(async () => studio?.end());

  async function opened(colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme })).newPage();
    await page.goto(served.address);
    await page.locator(".cm-content").waitFor({ timeout: PATIENCE });
    return page;
  }

  /** The text as the page would save it: kept in the browser while it differs from the file, else the file's. */
  async function textOf(page: Page): Promise<string> {
    const found = await page.evaluate((of) => {
      const own = `standoff draft ${sessionStorage.getItem("standoff tab")} ${of}`;
      return localStorage.getItem(own);
    }, file);
    return found === null ? tutorial : JSON.parse(found).text;
  }

  async function untilText(page: Page, expected: string): Promise<void> {
    await expect.poll(() => textOf(page), { timeout: PATIENCE }).toBe(expected);
  }

  /** Puts the cursor behind the first place of a part of the text. */
  async function goBehind(page: Page, part: string): Promise<void> {
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+f");
    await page.locator(".cm-search input[name=search]").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(part);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.keyboard.press("ArrowRight");
  }

  test("an error as one types, the last sound picture, and its quick fix by key", async () => {
    const page = await opened();
    await untilSolved(page);
    const before = await figures(page);
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nafterwrds: none");
    await page.locator(".problems .error").waitFor({ timeout: PATIENCE });
    expect(await page.locator(".status").textContent()).toContain("of the last sound text");
    expect(await figures(page)).toEqual(before);
    await page.getByRole("button", { name: 'Write "afterwards"' }).waitFor({ timeout: PATIENCE });
    await page.keyboard.press("Control+.");
    await untilText(page, `${tutorial}\nafterwards: none`);
    await untilSolved(page);
    expect(await page.locator(".problems .error").count()).toBe(0);
    await page.keyboard.press("Control+z");
    await page.locator(".problems .error").waitFor({ timeout: PATIENCE });
    await page.context().close();
  });

  test("completion knows the scenario's own names", async () => {
    const page = await opened();
    await untilSolved(page);
    await goBehind(page, "not signed and offer is not high");
    await page.keyboard.type(" and fund is ");
    const labels = page.locator(".cm-completionLabel");
    // Asked for by key where it did not come by itself: what is typed meanwhile puts it off.
    const offered = async () => {
      if ((await labels.count()) === 0) await page.keyboard.press("Control+Space");
      return await labels.allTextContents();
    };
    await expect.poll(offered, { timeout: PATIENCE, interval: 1000 }).toEqual(["small", "large"]);
    const chosen = page.locator(".cm-tooltip-autocomplete li[aria-selected]");
    const down = async () => {
      await page.keyboard.press("ArrowDown");
      return await chosen.allTextContents();
    };
    await expect.poll(down, { timeout: PATIENCE, interval: 300 }).toEqual([expect.stringContaining("large")]);
    await page.waitForTimeout(300); // a choice that comes too soon after the list is taken for typing
    await page.keyboard.press("Enter");
    await untilText(page, tutorial.replace("offer is not high,", "offer is not high and fund is large,"));
    await page.context().close();
  });

  test("a card says what the file and the forecast say; definition and renaming reach every place", async () => {
    const page = await opened();
    await untilSolved(page);
    await goBehind(page, "$lost orders");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("F12");
    await page.locator(".cm-activeLine", { hasText: "value: 25" }).waitFor({ timeout: PATIENCE });
    const named = page.locator(".cm-line", { hasText: "value: 25" }).getByText("lost orders");
    const card = page.locator(".hovercard");
    const rest = async () => {
      await page.mouse.move(0, 0);
      await named.hover(); // the text may move under the pointer: it comes to rest there again
      return await card.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(rest, { timeout: PATIENCE }).toBe(true);
    expect(await card.textContent()).toMatch(/15 to 40.*trade paper/);
    await page.mouse.move(0, 0);
    await page.keyboard.press("F2");
    const name = page.locator(".rename input");
    await name.fill("mediator");
    await name.press("Enter");
    await expect.poll(() => page.locator(".rename .error").textContent(), { timeout: PATIENCE }).not.toBe("");
    await name.fill("orders lost");
    await name.press("Enter");
    await untilText(page, tutorial.replaceAll(/lost orders(?!: +\{ while)/g, "orders lost"));
    await page.context().close();
  });

  test("tables, cards and clocks write into the text, whose comments and layout stay; undo takes it back", async () => {
    const page = await opened();
    const edited = tutorial
      .replace("{ value: 0.5, range: 0.3 to 0.7, unit: chance", "{ value: 0.45, range: 0.3 to 0.7, unit: chance")
      .replace("grade: C3", "grade: B2")
      .replace("at: 2026-04-30", "at: 2026-05-02");
    await page.getByRole("button", { name: "Tables" }).click();
    const cell = page.getByLabel("large fund, value");
    await cell.fill("0.45");
    await cell.press("Enter");
    await untilText(page, tutorial.replace("{ value: 0.5,", "{ value: 0.45,"));
    await page.getByRole("button", { name: "Evidence" }).click();
    await page.getByLabel("accounts, grade").selectOption("B2");
    await expect.poll(() => textOf(page), { timeout: PATIENCE }).toContain("grade: B2");
    await page.getByRole("button", { name: "Clocks" }).click();
    const clock = page.getByRole("slider", { name: "contract ends, date" });
    await clock.focus();
    await clock.press("ArrowRight");
    await clock.press("ArrowRight"); // at once, while the first is still to be written
    await untilText(page, edited);
    await untilSolved(page);
    await page.getByRole("button", { name: "Text", exact: true }).click();
    await page.locator(".cm-content").click();
    for (let i = 0; i < 4; i++) await page.keyboard.press("Control+z");
    await untilText(page, tutorial);
    await page.context().close();
  });

  test("a clock is dragged on the picture, and moved there by key; the text and the forecast follow", async () => {
    const page = await opened();
    await untilSolved(page);
    const before = await figures(page);
    const clock = page.getByRole("slider", { name: "contract ends, date" });
    const { x, y, width, height } = (await clock.boundingBox())!;
    const picture = (await page.locator(".hit").first().boundingBox())!;
    const [across, down] = [x + width / 2, y + height / 2];
    await page.mouse.move(across, down);
    await page.mouse.down();
    await page.mouse.move(across - picture.width / 6, down, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => textOf(page), { timeout: PATIENCE }).not.toBe(tutorial);
    await untilSolved(page);
    const [, moved] = /contract ends: \{[^}]*at: ([0-9-]+)/.exec(await textOf(page)) ?? [];
    expect(moved < "2026-04-30").toBe(true);
    expect(await textOf(page)).toBe(tutorial.replace("at: 2026-04-30", `at: ${moved}`));
    expect(await clock.getAttribute("aria-valuetext")).toBe(longDay(moved));
    const after = await figures(page);
    expect(after).not.toEqual(before);
    await clock.press("PageUp");
    await clock.press("ArrowLeft");
    const later = dayAfter(moved, 6);
    await untilText(page, tutorial.replace("at: 2026-04-30", `at: ${later}`));
    await untilSolved(page);
    expect(await clock.getAttribute("aria-valuetext")).toBe(longDay(later));
    await page.context().close();
  });

  test("what a table cannot write is said, and nothing is changed", async () => {
    const page = await opened();
    await page.getByRole("button", { name: "Tables" }).click();
    const cell = page.getByLabel("large fund, value");
    await cell.fill("soon");
    await cell.press("Enter");
    await page.locator(".problems .error").first().waitFor({ timeout: PATIENCE });
    await cell.fill("0.5");
    await cell.press("Enter");
    await untilText(page, tutorial);
    await page.context().close();
  });

  test("a what-if beside the scenario is written too, and saved to its own file; what was typed comes back after a reload", async () => {
    const page = await opened();
    await page.getByLabel("file").selectOption({ label: "deep-fund.yaml" });
    await untilSolved(page);
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("title: A deep fund");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Saved" }).waitFor({ timeout: PATIENCE });
    expect(readFileSync(join(folder, "what-ifs", "deep-fund.yaml"), "utf8")).toBe(`${deepFund}title: A deep fund`);
    expect(readFileSync(file, "utf8")).toBe(tutorial);
    await page.getByLabel("file").selectOption({ label: "scenario.standoff.yaml" });
    await page.locator(".cm-content", { hasText: "call a strike" }).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\n# kept");
    await page.getByRole("button", { name: "Save", exact: true }).waitFor();
    await page.reload();
    await page.locator(".cm-content", { hasText: "standoff: 1" }).click({ timeout: PATIENCE });
    await page.keyboard.press("Control+End");
    await page.locator(".cm-content", { hasText: "# kept" }).waitFor({ timeout: PATIENCE });
    await page.context().close();
  });

  test("a file whose lines end with a carriage return too is saved with such ends", async () => {
    const asCrlf = (text: string) => text.replaceAll("\n", "\r\n");
    const own = join(folder, "carriage.standoff.yaml");
    writeFileSync(own, asCrlf(tutorial));
    const other = await serveStudio(own);
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(other.address);
    await untilSolved(page);
    expect(await page.getByRole("button", { name: "Saved" }).isDisabled()).toBe(true); // nothing was changed by opening
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("# kept");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Saved" }).waitFor({ timeout: PATIENCE });
    expect(readFileSync(own, "utf8")).toBe(asCrlf(`${tutorial}# kept`));
    await page.keyboard.press("Control+z");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Saved" }).waitFor({ timeout: PATIENCE });
    expect(readFileSync(own, "utf8")).toBe(asCrlf(tutorial));
    await page.context().close();
    other.stop();
  });

  test("a file is opened where the browser hands out none", async () => {
    const page = await (await browser.newContext()).newPage();
    await page.addInitScript("delete globalThis.showOpenFilePicker; delete globalThis.showSaveFilePicker");
    await page.goto(served.address);
    const chosen = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByRole("button", { name: "A file of this machine" }).click();
    await (await chosen).setFiles({
      name: "other.standoff.yaml",
      mimeType: "text/yaml",
      buffer: Buffer.from(tutorial.replace("harbour", "mountain")),
    });
    await page.locator("h1.casename", { hasText: "mountain" }).waitFor({ timeout: PATIENCE });
    const written = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as" }).click();
    expect((await written).suggestedFilename()).toBe("other.standoff.yaml");
    await page.context().close();
  });

  test("a case of the gallery is opened, and is not written back", async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(served.address);
    await page.getByRole("button", { name: "Open" }).click();
    const listed = page.getByRole("dialog", { name: "Open" }).getByRole("listitem");
    await listed.filter({ hasText: "cuba-1962" }).waitFor({ timeout: PATIENCE });
    const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await listed.filter({ hasText: "labour-strike" }).getByRole("button").click();
    await page.locator(".panehead .file", { hasText: "labour-strike.standoff.yaml" }).waitFor({ timeout: PATIENCE });
    await untilSolved(page);
    await page.getByRole("button", { name: "Download" }).waitFor();
    await page.context().close();
  });

  test.each(["light", "dark"] as const)("axe finds nothing while writing, %s", async (scheme) => {
    const page = await opened(scheme);
    await untilSolved(page);
    const check = async (where: string, part = "body") => {
      const { violations } = await new AxeBuilder({ page }).include(part).analyze();
      expect(
        violations.map(
          ({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
        ),
      ).toEqual([]);
    };
    for (const way of ["Tables", "Evidence", "Clocks", "Text"]) {
      await page.getByRole("button", { name: way, exact: true }).click();
      await page
        .locator(way === "Text" ? ".cm-content" : ".sheets h2")
        .first()
        .waitFor({ timeout: PATIENCE });
      await check(way);
    }
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nafterwrds: none");
    await page.locator(".problems .fix").waitFor({ timeout: PATIENCE });
    await check("Problems", ".pane.writer"); // the picture beside it is grey: it is of an older text
    await page.context().close();
  });
});

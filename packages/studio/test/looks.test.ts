/**
 * How the studio looks where colours are forced, on paper, and where the screen is narrow: what must be seen is seen.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { absent, type Case, PATIENCE, startCase, untilSolved } from "./chromium.ts";

describe.skipIf(absent !== "")(`how the studio looks${absent === "" ? "" : `: skipped, ${absent}`}`, () => {
  let studio: Case | undefined;
  let page: Page;

  beforeAll(async () => {
    studio = await startCase();
    page = await studio.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(studio.served.address);
    await untilSolved(page);
  }, PATIENCE);

  afterAll(async () => studio?.end());

  const look = (view: string) =>
    page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view, exact: true }).click();

  const style = (selector: string, property: string) =>
    page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);

  test("with forced colours: endings by hatches, words and lines in the system's ink, what is chosen and focused", async () => {
    await page.emulateMedia({ forcedColors: "active" });
    await look("Map");
    await page.locator(".disc").first().waitFor({ timeout: PATIENCE });
    expect(await style(".disc .f-agreement", "fill")).toMatch(/#hatch-agreement/);
    expect(await page.locator("#hatch-agreement").count()).toBe(1);
    expect(await style(".disc .f-open", "fill")).not.toMatch(/hatch/);
    const ink = await style("body", "color");
    expect(await style(".map .band", "stroke")).toBe(ink);
    await look("Why");
    await page.locator(".parts .seg").waitFor({ timeout: PATIENCE });
    const [back, fore] = [
      await style('.seg [aria-pressed="true"]', "backgroundColor"),
      await style('.seg [aria-pressed="true"]', "color"),
    ];
    expect(back).not.toBe(fore);
    await page.keyboard.press("Tab");
    expect(await style(":focus", "outlineStyle")).toBe("solid");
    await page.emulateMedia({ forcedColors: "none" });
  });

  test.each(["Forecast", "What if", "Why", "Map"])(
    "on paper %s is whole: no bars, no buttons, nothing beyond the page",
    async (view) => {
      await look(view);
      await page.locator(".body svg[aria-label]").first().waitFor({ timeout: PATIENCE });
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize({ width: 700, height: 1000 });
      await page.waitForFunction("document.querySelector('.body svg[aria-label]').clientWidth <= 700");
      const seen = page.locator(".topbar, .status, .rail, .writer, .ways, button:not(.row, .storyline, .stepto)");
      expect(await seen.filter({ visible: true }).count()).toBe(0);
      expect(await page.locator(".onpaper h1").isVisible()).toBe(true);
      const [wide, hidden] = (await page.evaluate(`[
      document.documentElement.scrollWidth,
      [...document.querySelectorAll(".app, .main, .pane, .body")].filter((one) => getComputedStyle(one).overflow !== "visible").length,
    ]`)) as [number, number];
      expect(wide).toBeLessThanOrEqual(700);
      expect(hidden).toBe(0);
      await page.emulateMedia({ media: "screen" });
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  test("at 1024 the text is a rail, and a key or a press away", async () => {
    await look("Forecast");
    await page.setViewportSize({ width: 1024, height: 900 });
    const text = page.locator(".cm-content");
    await text.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Text Ctrl B" }).click();
    await text.waitFor();
    await page.locator(".casename").click();
    await page.keyboard.press("Control+b");
    await text.waitFor({ state: "hidden" });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(1024);
  });
});

/** The studio in a real browser, on the tutorial: what an analyst does, against what the command says. */
import { readFileSync, writeFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { forecast, loadScenario, runScenario } from "standoff";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  absent,
  type Case,
  figures,
  linkOf,
  PATIENCE,
  type Served,
  startCase,
  tutorial,
  untilSolved,
} from "./chromium.ts";

/** Other processors of other engines may round exponentials differently in the last place. */
const TOLERANCE = 1e-9;

/** The chances by the last day, at the stated values, of the library here. */
function stated(text: string, set: Record<string, string> = {}): Record<string, number> {
  const run = runScenario("scenario", () => text, { set });
  if (run.status !== "solved") throw new Error(run.status);
  const told = forecast(run);
  if (told.status !== "forecast") throw new Error(told.status);
  return Object.fromEntries(told.outcomes.map(({ name, byEnd }) => [name, byEnd]));
}

function expectSame(found: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [name, chance] of Object.entries(expected))
    expect(Math.abs(found[name] - chance), name).toBeLessThan(TOLERANCE);
}

describe.skipIf(absent !== "")(`the studio${absent === "" ? "" : `: skipped, ${absent}`}`, () => {
  let studio: Case | undefined;
  let file: string;
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    studio = await startCase();
    ({ file, served, browser } = studio);
  }, PATIENCE);

  afterAll(async () => studio?.end());

  async function opened(): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.address);
    return page;
  }

  test("shows the library's forecast, asks nobody else, and names what it knows", async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(served.address);
    await untilSolved(page);
    expect(asked.filter((url) => !url.startsWith(served.address) && !url.startsWith("blob:"))).toEqual([]);
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    expectSame(await figures(page), stated(tutorial));
    expect(await page.locator("h1.casename").textContent()).toBe("A new contract at the harbour bakery");
    await page.close();
  });

  test("an error is told where it is, the last sound picture stays, and its mending solves anew", async () => {
    const page = await opened();
    await untilSolved(page);
    const editor = page.locator(".cm-content");
    const before = await figures(page);
    await editor.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nassumtions: 3");
    await page.locator(".problems .error").waitFor({ timeout: PATIENCE });
    expect(await page.locator(".status").textContent()).toContain("of the last sound text");
    expect(await figures(page)).toEqual(before);
    for (let i = 0; i < "\nassumtions: 3".length; i++) await page.keyboard.press("Backspace");
    await untilSolved(page);
    expect(await page.locator(".problems").count()).toBe(0);
    await page.close();
  });

  test("a slider's figures are those of the command's --set; what was pinned stays beside them", async () => {
    const page = await opened();
    await untilSolved(page);
    await page.getByRole("button", { name: "What if" }).click();
    await page.getByRole("button", { name: /^Pin this/ }).click();
    const typed = page.getByLabel("large fund, typed");
    await typed.fill("0.7");
    await typed.press("Enter");
    await page.locator(".status", { hasText: "1 assumption differs" }).waitFor({ timeout: PATIENCE });
    await untilSolved(page);
    expectSame(await figures(page), stated(tutorial, { "large fund": "0.7" }));
    const slider = page.getByRole("slider", { name: "large fund" });
    await slider.focus();
    await slider.press("Delete");
    await untilSolved(page);
    expectSame(await figures(page), stated(tutorial));
    await page.close();
  });

  test("a link carries the text and the values set", async () => {
    const page = await opened();
    await untilSolved(page);
    await page.getByRole("button", { name: "What if" }).click();
    const typed = page.getByLabel("large fund, typed");
    await typed.fill("0.6");
    await typed.press("Enter");
    await untilSolved(page);
    const before = await figures(page);
    const link = await linkOf(page);
    const other = await browser.newPage();
    await other.goto(link);
    await untilSolved(other);
    await other.getByRole("button", { name: "What if" }).click();
    await other.getByRole("columnheader", { name: /^pinned/ }).waitFor({ timeout: PATIENCE }); // its view is loaded now
    expect(await figures(other)).toEqual(before);
    expect(await other.locator(".status").textContent()).toContain("1 assumption differs");
    await other.close();
    await page.close();
  });

  test.each(["light", "dark"] as const)("axe finds nothing on any view, %s", async (colorScheme) => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme })).newPage();
    await page.goto(served.address);
    await untilSolved(page);
    for (const view of ["Forecast", "What if", "Why"]) {
      await page.getByRole("navigation").getByRole("button", { name: view }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const told = violations.map(
        ({ id, nodes }) => `${view}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
      );
      expect(told).toEqual([]);
    }
    await page.close();
  });

  test("a question is answered", async () => {
    const page = await opened();
    await untilSolved(page);
    await page.keyboard.press("/");
    await page.keyboard.type("P(settled before strike called)");
    await page.keyboard.press("Enter");
    await page.locator(".answerbar b", { hasText: "%" }).waitFor({ timeout: PATIENCE });
    await page.close();
  });

  test("what was typed comes back after a reload; saving writes it, but not over another's change", async () => {
    const page = await opened();
    await untilSolved(page);
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\n# kept");
    await page.locator("button", { hasText: /^Save$/ }).waitFor();
    await page.reload();
    await page.locator(".cm-content", { hasText: "standoff" }).click();
    await page.keyboard.press("Control+End"); // only the lines in sight are in the page
    await page.locator(".cm-content", { hasText: "# kept" }).waitFor({ timeout: PATIENCE });
    const elsewhere = `${tutorial}# by another\n`;
    writeFileSync(file, elsewhere);
    await page.locator("button", { hasText: /^Save$/ }).click();
    await page.locator(".notice", { hasText: "changed elsewhere" }).waitFor({ timeout: PATIENCE });
    expect(readFileSync(file, "utf8")).toBe(elsewhere);
    writeFileSync(file, tutorial);
    await page.locator("button", { hasText: /^Save$/ }).click();
    await page.locator("button", { hasText: /^Saved$/ }).waitFor({ timeout: PATIENCE });
    expect(readFileSync(file, "utf8")).toContain("# kept");
    expect(loadScenario("file", () => readFileSync(file, "utf8")).diagnostics).toEqual([]);
    writeFileSync(file, tutorial);
    await page.close();
  });

  test("who asks by another name, or from another page, gets nothing; nothing else is served", async () => {
    const url = (path: string) => new URL(path, served.address);
    const status = async (path: string, init: RequestInit = {}) => (await fetch(url(path), init)).status;
    expect(await status("/")).toBe(200);
    expect(await status("/../package.json")).toBe(404);
    expect(await status("/%2e%2e/%2e%2e/etc/passwd")).toBe(404);
    expect(await status("/folder.json", { method: "PUT", body: "{}" })).toBe(403); // without an origin
    const put = (origin: string, name: string) =>
      status("/folder.json", {
        method: "PUT",
        headers: { Origin: origin },
        body: JSON.stringify({ name, before: tutorial, text: "x" }),
      });
    expect(await put("http://elsewhere.example", file)).toBe(403);
    expect(await put(new URL(served.address).origin, "/etc/hosts")).toBe(403);
    expect(readFileSync(file, "utf8")).toBe(tutorial);
  });
});

/**
 * Pictures of the studio's views, for docs/studio: node scripts/bootstrap.js scripts/studio-pictures.ts. Needs Debian's
 * Chromium (or CHROMIUM). The page is the one that `standoff studio` serves; each picture is taken once all that it
 * shows stands.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "docs", "studio");
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
/** Milliseconds; a busy machine is slow. */
const PATIENCE = 1_800_000;
/** Milliseconds in which fonts and widths settle. */
const SETTLED = 1_500;
/** Only pictures of these names, where any are given. */
const wanted = process.argv.slice(2);

const pictures = [
  { name: "forecast", scenario: "cuba-1962", view: "Forecast", width: 1440, colorScheme: "light" },
  { name: "forecast-dark", scenario: "cuba-1962", view: "Forecast", width: 1440, colorScheme: "dark" },
  { name: "news", scenario: "labour-strike", view: "News", width: 1440, colorScheme: "light" },
  { name: "what-if", scenario: "labour-strike", view: "What if", width: 1440, colorScheme: "light" },
  { name: "why", scenario: "cuba-1962", view: "Why: What carries it", width: 1440, colorScheme: "light" },
  { name: "would-do", scenario: "cuba-1962", view: "Why: What would they do", width: 1440, colorScheme: "light" },
  { name: "stories", scenario: "cuba-1962", view: "Why: How it may go", width: 1440, colorScheme: "light" },
  { name: "beliefs", scenario: "cuba-1962", view: "Why: What they think", width: 1440, colorScheme: "light" },
  { name: "evidence", scenario: "cuba-1962", view: "Why: Evidence", width: 1440, colorScheme: "light" },
  { name: "map", scenario: "cuba-1962", view: "Map", width: 1440, colorScheme: "light" },
  { name: "map-dark", scenario: "cuba-1962", view: "Map", width: 1440, colorScheme: "dark" },
  { name: "narrow", scenario: "labour-strike", view: "Forecast", width: 390, colorScheme: "light" },
] as const;

const observations = [
  ["2026-03-20", "improve the offer"],
  ["2026-05-12", "call a strike"],
  ["2026-06-10", "return to work"],
] as const;

type Picture = (typeof pictures)[number];

async function serve(scenario: string): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const command = join(root, "packages/cli/bin/standoff.js");
  const child = spawn(process.execPath, [command, "studio", scenario, "--no-open"], { stdio: ["ignore", "pipe", 2] });
  const address = await new Promise<string>((resolve) =>
    child.stdout!.once("data", (text) => resolve(String(text).trim())),
  );
  return { child, address };
}

/** What is open, solved, in a window of a width: pictures of the same share it. */
async function openPage(browser: Browser, address: string, { width, colorScheme }: Picture): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  await page.goto(address);
  await untilSolved(page);
  const skip = page.getByRole("button", { name: "Skip the tutorial" });
  if (await skip.isVisible()) await skip.click();
  return page;
}

const untilSolved = (page: Page) =>
  page.locator(".status", { hasText: "Solved for the text as it stands" }).waitFor({ timeout: PATIENCE });

async function take(page: Page, { name, scenario, view, width }: Picture): Promise<void> {
  if (name.startsWith("forecast")) await page.getByRole("button", { name: "settlement", exact: true }).click();
  const [shown, part] = view.split(": ");
  // On a narrow screen it lies beyond the bar's edge.
  const button = page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: shown });
  await button.dispatchEvent("click");
  if (part !== undefined)
    await page.getByRole("navigation", { name: "Parts of Why" }).getByRole("button", { name: part }).click();
  if (view.endsWith("Evidence") || view.endsWith("carries it"))
    await page.getByLabel("outcome", { exact: true }).selectOption("settlement");
  if (view.endsWith("would they do")) await page.locator(".options").waitFor({ timeout: PATIENCE });
  if (shown === "Map" && width > 1000) await page.locator(".disc").nth(5).click();
  if (shown === "News") await observe(page);
  if (shown === "What if" && scenario === "labour-strike") {
    await page.getByLabel("large fund, typed").fill("0.7");
    await page.keyboard.press("Enter");
    await page.locator(".status", { hasText: "1 assumption differs" }).waitFor({ timeout: PATIENCE });
  }
  await untilSolved(page);
  await page.waitForTimeout(SETTLED);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Adds some observations, and waits for what they do. */
async function observe(page: Page): Promise<void> {
  for (const [on, what] of observations) {
    await page.getByLabel("on", { exact: true }).fill(on);
    await page.getByLabel("what", { exact: true }).fill(what);
    await page.getByRole("button", { name: "Add an observation" }).click();
  }
  await page.locator(".newsrows svg").waitFor({ timeout: PATIENCE });
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS.split(" "),
});
const asked = pictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
for (const [scenario, own] of Map.groupBy(asked, ({ scenario }) => scenario)) {
  const { child, address } = await serve(scenario);
  for (const alike of Map.groupBy(own, ({ width, colorScheme }) => `${width} ${colorScheme}`).values()) {
    const page = await openPage(browser, address, alike[0]);
    for (const picture of alike) await take(page, picture);
    await page.close();
  }
  child.kill();
}
await browser.close();
process.exit(0);

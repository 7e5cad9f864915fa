/**
 * Pictures of the studio's views, for docs/studio: node scripts/bootstrap.js scripts/studio-pictures.ts. Needs Debian's Chromium (or
 * CHROMIUM). The page is the one that `standoff studio` serves; each picture is taken once all that it shows stands.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "docs", "studio");
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
/** Milliseconds; a busy machine is slow. */
const PATIENCE = 1_800_000;

const pictures = [
  { name: "forecast", scenario: "cuba-1962", view: "Forecast", width: 1440, colorScheme: "light" },
  { name: "forecast-dark", scenario: "cuba-1962", view: "Forecast", width: 1440, colorScheme: "dark" },
  { name: "what-if", scenario: "labour-strike", view: "What if", width: 1440, colorScheme: "light" },
  { name: "why", scenario: "labour-strike", view: "Why", width: 1440, colorScheme: "light" },
  { name: "narrow", scenario: "labour-strike", view: "Forecast", width: 390, colorScheme: "light" },
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

async function take(
  browser: Browser,
  address: string,
  { name, scenario, view, width, colorScheme }: Picture,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  await page.goto(address);
  await page.locator(".status", { hasText: "Solved for the text as it stands" }).waitFor({ timeout: PATIENCE });
  await page.getByRole("navigation").getByRole("button", { name: view }).click();
  if (scenario === "cuba-1962") await page.getByRole("button", { name: "settlement", exact: true }).click();
  if (view === "What if") {
    await page.getByLabel("large fund, typed").fill("0.7");
    await page.keyboard.press("Enter");
    await page.locator(".status", { hasText: "1 assumption differs" }).waitFor({ timeout: PATIENCE });
    await page.locator(".status", { hasText: "Solved for the text as it stands" }).waitFor({ timeout: PATIENCE });
  }
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS.split(" "),
});
for (const scenario of new Set(pictures.map(({ scenario }) => scenario))) {
  const { child, address } = await serve(scenario);
  for (const picture of pictures.filter((one) => one.scenario === scenario)) await take(browser, address, picture);
  child.kill();
}
await browser.close();
process.exit(0);

/** The studio as a user starts it, in Debian's Chromium (or CHROMIUM); what needs it is skipped without it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const absent = existsSync(browser) ? "" : `there is no browser at ${browser}`;

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

const command = fileURLToPath(new URL("../../cli/bin/standoff.js", import.meta.url));

/** A busy machine is slow; what is waited for comes. */
export const PATIENCE = 240_000;

export interface Served {
  readonly address: string;
  readonly stop: () => void;
}

/** Starts the command on a scenario. */
export function serveStudio(...args: string[]): Promise<Served> {
  const child: ChildProcess = spawn(process.execPath, [command, "studio", ...args, "--no-open"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`the studio ended with ${code}`)));
    child.stdout!.once("data", (address: Buffer) =>
      resolve({ address: address.toString().trim(), stop: () => child.kill("SIGTERM") }),
    );
  });
}

/** Runs the command to its end. */
export function runStudio(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [command, "studio", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the command ended with ${code}`))));
  });
}

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: browser, args: FLAGS.split(" ") });

export const tutorial = readFileSync(
  fileURLToPath(new URL("../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url)),
  "utf8",
);

/** The tutorial in a folder of its own, served, and a browser. */
export interface Case {
  /** What holds the scenario's file and what lies beside it. */
  readonly folder: string;
  readonly file: string;
  readonly served: Served;
  readonly browser: Browser;
  readonly end: () => Promise<void>;
}

/** `beside`: more files of the scenario's folder, by their paths in it. */
export async function startCase(beside: Readonly<Record<string, string>> = {}): Promise<Case> {
  const above = mkdtempSync(join(tmpdir(), "standoff-studio-"));
  const folder = join(above, "case");
  const file = join(folder, "scenario.standoff.yaml");
  for (const [path, text] of Object.entries({ "scenario.standoff.yaml": tutorial, ...beside })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const [served, browser] = await Promise.all([serveStudio(file), startBrowser()]);
  const end = async () => {
    served.stop();
    await browser.close();
    rmSync(above, { recursive: true, force: true });
  };
  return { folder, file, served, browser, end };
}

/** Opens the sheet that shares, and gives its link once it stands. */
export async function linkOf(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Share" }).click();
  await page.waitForFunction("document.querySelector('[aria-label=\"the link\"]').value.includes('#case=')");
  return await page.getByLabel("the link").inputValue();
}

/** Waits until what stands is of the text and the values on the screen, and nothing more is being worked out. */
export const untilSolved = (page: Page) =>
  page.locator(".status", { hasText: "Solved for the text as it stands" }).waitFor({ timeout: PATIENCE });

/** The figures of a column of the table on the page, by outcome, as exact as the engine told them. */
export async function figures(page: Page): Promise<Record<string, number>> {
  const rows = await page.locator("table.t tbody tr").all();
  const pairs = await Promise.all(
    rows.map(async (row) => [
      await row.locator("td").first().textContent(),
      Number(await row.locator("data").last().getAttribute("value")),
    ]),
  );
  return Object.fromEntries(pairs);
}

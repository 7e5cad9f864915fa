/** The studio as a user starts it, in Debian's Chromium (or CHROMIUM); what needs it is skipped without it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
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

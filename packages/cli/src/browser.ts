/** A Chromium of the machine, and what it prints: a page that stands by itself becomes a PDF. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { CannotWrite } from "./outside.ts";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "chrome.exe",
  "msedge.exe",
];
const elsewhere = [
  "/usr/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** What CHROMIUM names, else the first on the path or in a usual place. */
export function findBrowser(environment: Readonly<Record<string, string | undefined>>): string | null {
  const { CHROMIUM, PATH = "" } = environment;
  if (CHROMIUM !== undefined && CHROMIUM !== "") return existsSync(CHROMIUM) ? CHROMIUM : null;
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...elsewhere].find((path) => existsSync(path)) ?? null;
}

const flags = [
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-pdf-header-footer",
];
/** Milliseconds after which a browser that says nothing is given up. */
const patience = 120_000;

export function printPage(browser: string, html: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "standoff-print-"));
  try {
    const [page, pdf] = [join(folder, "page.html"), join(folder, "page.pdf")];
    writeFileSync(page, html);
    // Chromium refuses its sandbox to root. The page is our own, and forbids scripts and the network.
    const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const own = [`--user-data-dir=${join(folder, "profile")}`, `--print-to-pdf=${pdf}`, pathToFileURL(page).href];
    const { status, stderr, error } = spawnSync(browser, [...flags, ...asRoot, ...own], { timeout: patience });
    if (existsSync(pdf)) return readFileSync(pdf);
    const why = error?.message ?? stderr.toString().trim().split("\n").at(-1) ?? `it ended with ${status}`;
    throw new CannotWrite(`${browser} printed nothing: ${why}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

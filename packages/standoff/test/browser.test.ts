/**
 * The library in a browser's worker, under a content-security policy that forbids generated code: the same answers as
 * here, by the same WebAssembly kernels. Needs Debian's Chromium (or CHROMIUM); skipped without it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { forecastSolutions } from "../src/query/forecast.ts";
import { runScenario } from "../src/run.ts";

const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";
const absent = existsSync(browser) ? "" : `: skipped, there is no browser at ${browser}`;
const tutorial = fileURLToPath(new URL("../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));

/** Other processors of other engines may round exponentials differently in the last place. */
const TOLERANCE = 1e-12;

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

async function workerCode(): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL("browser-worker.ts", import.meta.url)),
    platform: "browser",
    resolve: { conditionNames: ["@standoff/source", "browser", "import", "default"] },
  });
  const { output } = await bundle.generate({ format: "iife" });
  return output[0].code;
}

function page(code: string, scenario: string): string {
  const safe = (text: string) => JSON.stringify(text).replaceAll("</", "<\\/");
  return `<!doctype html><meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:"><pre></pre><script>
    const worker = new Worker(URL.createObjectURL(new Blob([${safe(code)}], { type: "text/javascript" })));
    const tell = (text) => { document.querySelector("pre").textContent = text; };
    worker.onmessage = ({ data }) => tell(JSON.stringify(data));
    worker.onerror = ({ message }) => tell(JSON.stringify({ status: message }));
    worker.postMessage(${safe(scenario)});
  </script>`;
}

async function inBrowser(html: string): Promise<{ status: string; kernels: string; outcomes: [string, number][] }> {
  const folder = mkdtempSync(join(tmpdir(), "standoff-page-"));
  const running = await chromium.launch({ executablePath: browser, args: FLAGS.split(" ") });
  try {
    const file = join(folder, "index.html");
    writeFileSync(file, html);
    const tab = await running.newPage();
    await tab.goto(pathToFileURL(file).href);
    await tab.locator("pre", { hasText: "{" }).waitFor();
    return JSON.parse((await tab.textContent("pre"))!);
  } finally {
    await running.close();
    rmSync(folder, { recursive: true });
  }
}

test.skipIf(absent !== "")(`a worker under a strict policy answers as Node does${absent}`, async () => {
  const scenario = readFileSync(tutorial, "utf8");
  const there = await inBrowser(page(await workerCode(), scenario));
  expect(there.status).toBe("solved");
  expect(there.kernels).toBe("fast");
  const here = runScenario("scenario", () => scenario);
  if (here.status !== "solved") throw new Error(here.status);
  const { outcomes } = forecastSolutions(here.scenario, here.world, here.results);
  expect(there.outcomes.map(([name]) => name)).toEqual(outcomes.map(({ name }) => name));
  outcomes.forEach(({ byEnd }, i) => {
    expect(Math.abs(there.outcomes[i][1] - byEnd)).toBeLessThan(TOLERANCE);
  });
});

/**
 * The studio in Chromium (Debian's, or CHROMIUM), as `standoff studio` serves it: weight of the first view, first
 * paint, first forecast, and a slider moved by one step, to the first-order answer and to the exact one. Medians;
 * milliseconds by the page's own clock.
 *   node scripts/bootstrap.js bench/studio.ts [scenario, default labour-strike] [runs, default 5] [a coarser step]
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deflateRawSync, gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";

const [name = "labour-strike", count = "5", step = null] = process.argv.slice(2);
const runs = Number(count);
const command = fileURLToPath(new URL("../packages/cli/bin/standoff.js", import.meta.url));
const text = readFileSync(new URL(`../scenarios/${name}/scenario.standoff.yaml`, import.meta.url), "utf8");
/** Milliseconds; a busy machine is slow. */
const PATIENCE = 1_800_000;

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const ms = (numbers: readonly number[]) =>
  `${Math.round(median(numbers))} ms (${numbers.map((one) => Math.round(one)).join(", ")})`;

function serve(): Promise<{ readonly address: string; readonly stop: () => void }> {
  const child = spawn(process.execPath, [command, "studio", name, "--no-open"], { stdio: ["ignore", "pipe", 2] });
  return new Promise((resolve) =>
    child.stdout!.once("data", (said) => resolve({ address: String(said).trim(), stop: () => child.kill() })),
  );
}

const solved = (page: Page) =>
  page.locator(".status", { hasText: "Solved for the text as it stands" }).waitFor({ timeout: PATIENCE });

/** What is asked for once the first picture stands. */
const LATER = /\/(?:behind|assistance|editing-asked)-[^/]*\.js$/;
const EDITOR = /\/(?:writer|service|marks)-[^/]*\.(?:js|css)$/;

/** What the page asks for until all stands, gzipped, in kilobytes. */
async function weigh(browser: Browser, address: string): Promise<string> {
  const page = await browser.newPage();
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => bodies.set(new URL(response.url()).pathname, response.body()));
  await page.goto(address);
  await solved(page);
  const sizes = await Promise.all(
    [...bodies].map(async ([path, body]) => [path, gzipSync(await body, { level: 9 }).length] as const),
  );
  await page.close();
  const sum = (wanted: (path: string) => boolean) =>
    Math.round(sizes.filter(([path]) => wanted(path)).reduce((all, [, size]) => all + size, 0) / 1000);
  const isLetter = (path: string) => path.endsWith(".woff2");
  const isFirst = (path: string) => !isLetter(path) && !LATER.test(path);
  const [first, editor] = [sum(isFirst), sum((path) => isFirst(path) && EDITOR.test(path))];
  return `${first} kB, of which ${editor} the editor; after the picture ${sum((path) => LATER.test(path))} kB; letters ${sum(isLetter)} kB`;
}

async function firstPaints(browser: Browser, address: string) {
  const paints: number[] = [];
  const pictures: number[] = [];
  for (let i = 0; i < runs; i++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await page.locator(".body svg[aria-label]").first().waitFor({ timeout: PATIENCE });
    pictures.push(await page.evaluate(() => performance.now()));
    paints.push(
      await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN),
    );
    await context.close();
  }
  return { paints, pictures };
}

/** Run in the page, as text: it knows what programs here do not. */
const moveOnce = `(async () => {
  const slider = document.querySelector("input[type=range]");
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  const until = async (holds) => {
    for (;;) {
      const at = await frame();
      if (holds()) return at;
    }
  };
  const isStale = () => document.querySelector(".body .stale") !== null;
  const begun = performance.now();
  write.call(slider, String(Number(slider.value) + Number(slider.step)));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const marked = await until(() => document.querySelector(".firstorder") !== null || !isStale());
  const stands = await until(() => !isStale());
  return [marked - begun, stands - begun];
})()`;

/** Moves the first slider by a step each time, and waits in the page for what the page shows. */
async function slide(page: Page) {
  await page.getByRole("navigation").getByRole("button", { name: "What if" }).click();
  await page.locator("input[type=range]").first().waitFor({ timeout: PATIENCE });
  await solved(page);
  const first: number[] = [];
  const exact: number[] = [];
  for (let i = 0; i < runs; i++) {
    const [toFirst, toExact] = await page.evaluate<[number, number]>(moveOnce);
    first.push(toFirst);
    exact.push(toExact);
    await solved(page);
  }
  return { first, exact };
}

const { address, stop } = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  if (step === null) {
    console.log(`first view of ${name}: ${await weigh(browser, address)}`);
    const { paints, pictures } = await firstPaints(browser, address);
    console.log(`first paint: ${ms(paints)}; first picture: ${ms(pictures)}`);
  }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const carried = deflateRawSync(JSON.stringify({ text, set: {}, ...(step === null ? {} : { step }) })).toString(
    "base64url",
  );
  const begun = performance.now();
  await page.goto(`${address}#case=${carried}`);
  await page.locator(".body svg[aria-label]").first().waitFor({ timeout: PATIENCE });
  console.log(
    `${name}${step === null ? "" : ` at ${step}`}: the forecast stands after ${Math.round(performance.now() - begun)} ms`,
  );
  await solved(page);
  console.log(`  ${await page.locator(".status").textContent()}`);
  const { first, exact } = await slide(page);
  console.log(`  a slider, to its first-order answer: ${ms(first)}`);
  console.log(`  to the exact one: ${ms(exact)}`);
} finally {
  await browser.close();
  stop();
}

/**
 * Writing in the studio, in Debian's Chromium (or CHROMIUM): from a letter to the problems under the text, and how long
 * a letter keeps the page from anything else.
 *
 *     node scripts/bootstrap.js bench/typing.ts [letters]
 *
 * The text is the tutorial with assumptions that nothing uses, 500 lines in all. A letter makes a level's name unknown,
 * the next one takes it back. Times in milliseconds by the clock, so on a machine that does nothing else: median, 90
 * per cent, most.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const command = join(root, "packages/cli/bin/standoff.js");
const letters = Number(process.argv[2] ?? 40);

function scenario(name: string): string {
  return readFileSync(join(root, "scenarios", name, "scenario.standoff.yaml"), "utf8");
}

/** The tutorial with assumptions that nothing uses, 500 lines in all; the level to be mistyped stands at its place. */
function padded(): string {
  const text = scenario("labour-strike");
  const missing = 500 - text.split("\n").length;
  const more = Array.from(
    { length: missing },
    (_, i) =>
      `  unused ${i % 26} of ${i}:  { value: 0.${i + 100}, range: 0.1 to 0.9, unit: chance, basis: judgement, evidence: [accounts] }`,
  );
  return text.replace("\nassumptions:\n", `\nassumptions:\n${more.join("\n")}\n`);
}

const cases = [{ name: "500 lines", text: padded(), part: "offer is not high" }];

function serve(file: string): Promise<{ address: string; stop: () => void }> {
  const child = spawn(process.execPath, [command, "studio", file, "--no-open"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve) => {
    child.stdout.once("data", (data: Buffer) => resolve({ address: data.toString().trim(), stop: () => child.kill() }));
  });
}

/** Watches the page from within: problems by the letter before them, and the longest that a letter kept the thread. */
const watch = `(() => {
  const times = { problems: [], keys: [], blocked: [] };
  globalThis.times = times;
  let pressed = 0;
  addEventListener("keydown", ({ timeStamp }) => { pressed = timeStamp; }, true);
  new MutationObserver(() => {
    const now = document.querySelectorAll(".problems li").length;
    if (pressed === 0 || now === globalThis.marks) return;
    globalThis.marks = now;
    times.problems.push(performance.now() - pressed);
    pressed = 0;
  }).observe(document.querySelector(".pane.writer"), { subtree: true, childList: true, attributes: true });
  globalThis.marks = document.querySelectorAll(".problems li").length;
  new PerformanceObserver((list) => {
    for (const { name, processingStart, processingEnd } of list.getEntries())
      if (name === "keydown" || name === "keypress" || name === "beforeinput" || name === "input") times.keys.push(processingEnd - processingStart);
  }).observe({ type: "event", durationThreshold: 16 });
  new PerformanceObserver((list) => times.blocked.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    if (document.hasFocus() && globalThis.typing) times.blocked.push(now - last);
    last = performance.now();
    setTimeout(() => { last = performance.now(); port2.postMessage(0); });
  };
  port2.postMessage(0);
})()`;

async function type(page: Page, part: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+f");
  await page.locator(".cm-search input[name=search]").waitFor();
  await page.keyboard.type(part);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(3000);
  await page.evaluate(`${watch}; globalThis.typing = true;`);
  for (let i = 0; i < letters; i++) {
    await page.keyboard.press(i % 2 === 0 ? "x" : "Backspace");
    await page.waitForTimeout(400);
  }
}

function told(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]?.toFixed(1) ?? "-";
  return `${at(0.5)}, ${at(0.9)}, ${at(1)} (${sorted.length})`;
}

const folder = mkdtempSync(join(tmpdir(), "standoff-typing-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const { name, text, part } of cases) {
  const file = join(folder, "scenario.standoff.yaml");
  writeFileSync(file, text);
  const { address, stop } = await serve(file);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(address);
  await page.locator(".cm-content").waitFor({ timeout: 120_000 });
  await type(page, part);
  const { problems, keys, blocked } = (await page.evaluate("globalThis.times")) as Record<string, number[]>;
  const over = (list: readonly number[]) => list.filter((time) => time > 16).length;
  console.log(`${name}: letter to problems ${told(problems)}`);
  console.log(
    `  a letter's own work, where it took a frame or more until shown: ${told(keys)}; more than 16 ms: ${over(keys)}`,
  );
  console.log(
    `  stretches of the thread of more than 16 ms, whatever was done: ${over(blocked)}, at most ${Math.max(0, ...blocked).toFixed(0)}`,
  );
  await page.close();
  stop();
}
await browser.close();
rmSync(folder, { recursive: true, force: true });

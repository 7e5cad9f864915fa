/**
 * Sharing and holding, in a real browser: one file, links against any host, two tabs, a crash, too large, hostile
 * texts, the tutorial.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  absent,
  type Case,
  figures,
  linkOf,
  PATIENCE,
  runStudio,
  type Served,
  serveStudio,
  startCase,
  tutorial,
  untilSolved,
} from "./chromium.ts";

/** In whose title, names, units and notes there is what would run, were it ever taken for a page. */
const script = "<img src=x onerror=window.hit=1></script><script>window.hit=1</script><!--";
const hostile = tutorial
  .replace("title: A new contract at the harbour bakery", `title: ${JSON.stringify(script)}`)
  .replace("name: Bakers' union", `name: ${JSON.stringify(`union ${script}`)}`)
  .replace("caveat: An invented dispute, written to teach the language.", `caveat: ${JSON.stringify(script)}`)
  .replace("unit: chance", `unit: ${JSON.stringify(script)}`);

/** A host that knows nothing of us: files by their names, and not one header more. */
function plainHost(folder: string): Promise<Server> {
  const types: Record<string, string> = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
  };
  const host = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://host").pathname);
    try {
      const body = readFileSync(join(folder, path === "/" ? "index.html" : path));
      response
        .writeHead(200, { "Content-Type": types[path === "/" ? ".html" : extname(path)] ?? "application/octet-stream" })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => host.listen(0, "127.0.0.1", () => resolve(host)));
}

describe.skipIf(absent !== "")(`the studio shared and held${absent === "" ? "" : `: skipped, ${absent}`}`, () => {
  let studio: Case | undefined;
  let folder: string;
  let file: string;
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    studio = await startCase();
    ({ folder, file, served, browser } = studio);
  }, PATIENCE);

  afterAll(async () => studio?.end());

  async function opened(address = served.address, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
    await page.goto(address);
    return page;
  }

  async function typeAtEnd(page: Page, text: string): Promise<void> {
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(text);
  }

  const textOf = async (page: Page) => {
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    return (await page.locator(".cm-line").allTextContents()).join("\n").trim();
  };

  test("one file works from a disk, offline, and hands itself on", async () => {
    const alone = join(folder, "alone.html");
    await runStudio(file, "--file", alone);
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const asked: string[] = [];
    const refused: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    await page.goto(pathToFileURL(alone).href);
    await untilSolved(page);
    expect(asked.filter((url) => !/^(blob|data):/.test(url))).toEqual([pathToFileURL(alone).href]);
    expect(refused).toEqual([]);
    const before = await figures(page);
    const other = await opened();
    await untilSolved(other);
    expect(before).toEqual(await figures(other));
    await typeAtEnd(page, "\n# handed on");
    await untilSolved(page);
    await page.getByRole("button", { name: "Share" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".way", { hasText: "One file" }).getByRole("button").click(),
    ]);
    const second = join(folder, "second.html");
    await download.saveAs(second);
    await page.goto(pathToFileURL(second).href);
    await untilSolved(page);
    expect(await textOf(page)).toContain("# handed on");
    await other.close();
    await context.close();
  });

  test("a link carries text and values to a host that knows nothing of us; a figure of it stands in a frame", async () => {
    const built = join(folder, "site");
    await runStudio(file, "--build", built);
    rmSync(join(built, "folder.json"));
    const host = await plainHost(built);
    const site = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
    const bare = await opened(site);
    await bare.getByRole("heading", { name: "Nothing is open" }).waitFor({ timeout: PATIENCE });
    const page = await opened();
    await untilSolved(page);
    await page.getByRole("button", { name: "What if" }).click();
    await page.getByLabel("large fund, typed").fill("0.6");
    await page.keyboard.press("Enter");
    await untilSolved(page);
    const before = await figures(page);
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByLabel(/^A studio on the web/).fill(site);
    await page.keyboard.press("Escape");
    const link = await linkOf(page);
    expect(link.startsWith(`${site}#case=`)).toBe(true);
    await bare.goto("about:blank");
    await bare.goto(link);
    await untilSolved(bare);
    await bare.getByRole("button", { name: "What if" }).click();
    await bare.locator(".slide.moved", { hasText: "large fund" }).waitFor({ timeout: PATIENCE });
    expect(await figures(bare)).toEqual(before);
    const frame = await page.getByLabel("the frame").inputValue();
    writeFileSync(join(built, "article.html"), `<!doctype html><title>An article</title>${frame}`);
    await bare.goto(`${site}article.html`);
    const within = bare.frameLocator("iframe");
    await within.getByRole("heading", { name: "A new contract at the harbour bakery" }).waitFor({ timeout: PATIENCE });
    expect(await within.locator(".topbar, .cm-content").count()).toBe(0);
    await bare.close();
    await page.close();
    host.close();
  });

  test("the report is written in the page", async () => {
    const page = await opened();
    await untilSolved(page);
    await page.getByRole("button", { name: "Share" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: PATIENCE }),
      page.locator(".way", { hasText: "Report" }).getByRole("button").click(),
    ]);
    const report = join(folder, "report.html");
    await download.saveAs(report);
    const written = readFileSync(report, "utf8");
    expect(written).toContain("A new contract at the harbour bakery");
    expect(written).toContain('"format":"standoff report 1"');
    for (const section of ["Indicators", "Is there a deal at all?"]) expect(written).toContain(`>${section}</h2>`);
    await page.close();
  });

  test("two tabs keep a text each, across reloads; what one saves does not cover what the other has typed", async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [one, two] = [await context.newPage(), await context.newPage()];
    await one.goto(served.address);
    await untilSolved(one);
    await two.goto(served.address);
    await two.locator(".notice", { hasText: "Open in another tab too" }).waitFor({ timeout: PATIENCE });
    await untilSolved(two);
    await typeAtEnd(one, "\n# of one");
    await typeAtEnd(two, "\n# of two");
    await Promise.all([one.reload(), two.reload()]);
    for (const page of [one, two]) await page.locator(".notice", { hasText: "is back" }).waitFor({ timeout: PATIENCE });
    expect(await textOf(one)).toMatch(/# of one$/);
    expect(await textOf(two)).toMatch(/# of two$/);
    await one.locator("button", { hasText: /^Save$/ }).click();
    await two.locator(".notice", { hasText: "changed elsewhere" }).waitFor({ timeout: PATIENCE });
    expect(await textOf(two)).toMatch(/# of two$/);
    await two.locator("button", { hasText: /^Save$/ }).click();
    await two.locator(".notice", { hasText: "changed elsewhere" }).waitFor();
    expect(readFileSync(file, "utf8")).toMatch(/# of one$/);
    await two.getByRole("button", { name: "Show the file" }).click();
    expect(await textOf(two)).toMatch(/# of one$/);
    writeFileSync(file, tutorial);
    await context.close();
  });

  test("an engine that crashes is started again, and the text stays", async () => {
    const page = await opened();
    await untilSolved(page);
    const before = await figures(page);
    const crash = () =>
      Promise.all(
        page.workers().map((worker) =>
          worker.evaluate(() => {
            setTimeout(() => {
              throw new Error("a crash, for the test");
            });
          }),
        ),
      );
    await crash();
    await typeAtEnd(page, "\n# after the crash");
    await untilSolved(page);
    expect(await figures(page)).toEqual(before);
    expect(await textOf(page)).toMatch(/# after the crash$/);
    await page.close();
  });

  test("what is too large says so, and a coarser step solves it", async () => {
    const page = await opened(`${served.address}?memory=3`);
    await page.locator(".cm-content", { hasText: "standoff" }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(tutorial.replace("step: 1 week", "step: 1 day"));
    await page.getByRole("heading", { name: "Too large for this page" }).waitFor({ timeout: PATIENCE });
    // What each step makes of it is told beside it, before it is taken.
    const offers = page.locator(".offer");
    await offers
      .filter({ hasText: "2 weeks" })
      .filter({ hasText: "states, first answer" })
      .waitFor({ timeout: PATIENCE });
    const [, promised] = /([\d,]+) states/.exec((await offers.filter({ hasText: "2 weeks" }).textContent()) ?? "")!;
    await page.getByRole("button", { name: "2 weeks" }).click();
    await untilSolved(page);
    expect(await page.locator(".status").textContent()).toContain(`${promised} states`);
    expect(await page.locator(".answer").textContent()).toContain("At a step of 2 weeks, not the file's");
    expect(await page.locator(".status").textContent()).toContain("step 2 weeks");
    await page.close();
  });

  test("nothing in a text runs or loads: not in the page, not in one file, not by a link", async () => {
    const bad = join(folder, `${"<img src=x onerror=window.hit=1>".replaceAll("/", "")}.standoff.yaml`);
    const alone = join(folder, "hostile.html");
    writeFileSync(bad, hostile);
    const other = await serveStudio(bad);
    await runStudio(bad, "--file", alone);
    for (const address of [other.address, pathToFileURL(alone).href]) {
      const page = await opened(address);
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await untilSolved(page);
      for (const view of await page.getByRole("navigation").getByRole("button").all()) await view.click();
      expect(await page.locator("h1.casename").textContent()).toBe(script);
      expect(await page.evaluate("window.hit")).toBeUndefined();
      expect(asked.filter((url) => url.endsWith("/x"))).toEqual([]);
      const link = await opened(await linkOf(page));
      await untilSolved(link);
      expect(await link.evaluate("window.hit")).toBeUndefined();
      await link.close();
      await page.close();
    }
    other.stop();
  });

  test("a first visit is led through six steps, to a change of one's own", async () => {
    const learning = await serveStudio();
    const page = await opened(learning.address);
    await untilSolved(page);
    const card = page.getByRole("complementary");
    const done = () => card.locator(".task", { hasText: "✓" }).waitFor({ timeout: PATIENCE });
    const next = () => card.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "settled", exact: true }).click();
    await done();
    await next();
    await page.getByRole("slider", { name: /^day read/ }).press("ArrowLeft");
    await done();
    await next();
    await page.getByRole("navigation").getByRole("button", { name: "What if" }).click();
    await page.getByRole("slider", { name: "large fund" }).press("ArrowRight");
    await done();
    await next();
    await page.getByRole("navigation").getByRole("button", { name: "Why" }).click();
    await done();
    await next();
    await page.locator("#question").fill("P(settled)");
    await page.keyboard.press("Enter");
    await done();
    await next();
    await page.getByRole("navigation").getByRole("button", { name: "Forecast" }).click();
    await page.locator(".cm-content", { hasText: "standoff" }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(
      tutorial.replace("large fund:          { value: 0.5", "large fund:          { value: 0.7"),
    );
    await done();
    expect(await card.locator(".task").textContent()).toMatch(
      /In your model settled is \d+\s%.*as filed it was \d+\s%/,
    );
    await page.reload();
    await untilSolved(page);
    expect(await card.count()).toBe(0); // a second visit is not led again
    await page.close();
    learning.stop();
  });

  test("on a phone the sliders of What if are there, and the text is one tap away", async () => {
    const page = await opened(served.address, { viewport: { width: 390, height: 844 } });
    await untilSolved(page);
    expect(await page.locator(".cm-content").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Text" }).click();
    await page.locator(".cm-content").waitFor();
    await page.getByRole("button", { name: "What if" }).click();
    await page.getByRole("slider", { name: "large fund" }).waitFor();
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    expect(wide).toBeLessThanOrEqual(390);
    await page.close();
  });

  test.each(["light", "dark"] as const)("axe finds nothing in what stands about the views, %s", async (colorScheme) => {
    const learning = await serveStudio();
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme })).newPage();
    await page.goto(learning.address);
    const faults = async (state: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(
        ({ id, nodes }) => `${state}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
      );
    };
    await untilSolved(page);
    expect(await faults("tutorial")).toEqual([]);
    await page.getByRole("button", { name: "Skip" }).click();
    // Nothing stays framed once the tutorial is over, in the next frames neither.
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    expect(await page.locator(".framed").count()).toBe(0);
    await page.getByRole("button", { name: "Share" }).click();
    expect(await faults("share")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Help and keys" }).click();
    expect(await faults("keys")).toEqual([]);
    await page.keyboard.press("Escape");
    await typeAtEnd(page, "\nassumtions: 3");
    await page.locator(".problems .error").waitFor({ timeout: PATIENCE });
    expect(await faults("faulty")).toEqual([]);
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("standoff draft ")));
    await page.reload();
    await page.locator(".notice").waitFor({ timeout: PATIENCE });
    await page.locator(".problems .error").waitFor({ timeout: PATIENCE });
    expect(await faults("faulty from the start")).toEqual([]);
    await page.goto(`${learning.address}?memory=1.01`);
    await page.getByRole("button", { name: "Show the file" }).click();
    await page.getByRole("heading", { name: "Too large for this page" }).waitFor({ timeout: PATIENCE });
    expect(await faults("too large")).toEqual([]);
    await page.goto(`${learning.address}?figure`);
    await page.locator("figure h1").waitFor({ timeout: PATIENCE });
    expect(await faults("figure")).toEqual([]);
    await page.close();
    learning.stop();
  });

  test("a name that leads to this machine is not one of its names", async () => {
    const { port } = new URL(served.address);
    const asking = (host: string) =>
      new Promise<number>((resolve) =>
        get({ host: "127.0.0.1", port, path: "/folder.json", headers: { Host: host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        }),
      );
    expect(await asking(`127.0.0.1:${port}`)).toBe(200);
    expect(await asking(`elsewhere.example:${port}`)).toBe(403);
    expect(await asking("127.0.0.1")).toBe(403);
  });
});

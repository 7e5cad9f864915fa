/**
 * The studio by keyboard alone: every view is walked through by Tab, each stop shows where it is, none holds fast.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { absent, type Case, PATIENCE, startCase, untilSolved } from "./chromium.ts";

/** More stops than any view has. */
const MOST_STOPS = 150;

/** What has the focus, and whether that shows: an outline, or what stands in its place in a picture. */
interface Stop {
  readonly name: string;
  /** Its place among all elements of the page. */
  readonly place: number;
  readonly shows: boolean;
  /** How often Tab stops within it: a date has its parts, and its calendar. */
  readonly parts: number;
  readonly inside: string;
}

const stopAt = `(() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return null;
  const outlined = (one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  };
  const focus = document.createElement("i");
  focus.style.color = "var(--focus)";
  document.body.append(focus);
  const colour = getComputedStyle(focus).color;
  focus.remove();
  // A field whose frame is what stands about it shows there; a disc by its rim.
  const about = at.closest(".ask, .btn, .cm-editor");
  const shows = outlined(at) || (about !== null && outlined(about)) ||
    [...at.querySelectorAll("circle")].some((one) => getComputedStyle(one).stroke === colour);
  return {
    name: (at.getAttribute("aria-label") ?? at.textContent ?? "").trim().slice(0, 40) || at.id || at.tagName,
    place: [...document.querySelectorAll("*")].indexOf(at),
    shows,
    parts: at.type === "date" ? 4 : 1,
    inside: at.closest("header, nav, .writer, .body, .rail, footer, dialog")?.className ?? "",
  };
})()`;

/** What is wrong with a walk: stops that do not show, that stand elsewhere on the page, or that it lacks. */
function faultsOf(stops: readonly Stop[], held: string): string[] {
  const unseen = stops.filter(({ shows }) => !shows).map(({ name }) => `${name} does not show`);
  const early = stops.filter(({ place }, i) => place < (stops[i - 1]?.place ?? 0));
  const lacks = stops.some(({ name }) => name === held) ? [] : [`${held} is no stop`];
  return [...unseen, ...early.map(({ name }) => `${name} is out of order`), ...lacks];
}

describe.skipIf(absent !== "")(`the studio by keyboard${absent === "" ? "" : `: skipped, ${absent}`}`, () => {
  let studio: Case | undefined;
  let page: Page;

  beforeAll(async () => {
    studio = await startCase();
    const context = await studio.browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
    });
    page = await context.newPage();
    await page.goto(studio.served.address);
    await untilSolved(page);
  }, PATIENCE);

  afterAll(async () => studio?.end());

  const at = () => page.evaluate(stopAt) as Promise<Stop | null>;
  const focused = async () => (await at())?.name;

  /** Every stop from the page's beginning on, until the focus leaves the page or comes back to the first. */
  async function walk(): Promise<Stop[]> {
    await page.evaluate(
      "document.activeElement?.blur(); document.getSelection()?.removeAllRanges(); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')",
    );
    const stops: Stop[] = [];
    for (let i = 0; i < MOST_STOPS; i++) {
      await page.keyboard.press("Tab");
      const stop = await at();
      if (stop === null || stop.place === stops[0]?.place) return stops;
      const here = stops.slice(-stop.parts);
      if (here.length === stop.parts && here.every(({ place }) => place === stop.place))
        throw new Error(`Tab does not leave ${stop.name}`);
      stops.push(stop);
    }
    throw new Error(`no end after ${MOST_STOPS} stops: ${stops.map(({ name }) => name).join(", ")}`);
  }

  const views = [
    ["1", "Forecast", "day read in Happens by"],
    ["2", "What if", "large fund, typed"],
    ["3", "Why", "What carries it"],
    ["4", "News", "Add an observation"],
    ["5", "Map", "day read"],
  ] as const;

  test.each(views)(
    "Ctrl %s, then Tab through %s: in order, each stop shows, none holds fast",
    async (key, view, held) => {
      await page.keyboard.press(`Control+${key}`);
      const shown = page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view, exact: true });
      expect(await shown.getAttribute("aria-current")).toBe("page");
      await page.locator(".body").getByText(/./).first().waitFor({ timeout: PATIENCE });
      if (view === "Map") await page.locator(".disc").first().waitFor({ timeout: PATIENCE });
      // What comes late to the page (means over draws) moves its stops: then it is walked through again.
      await expect.poll(async () => faultsOf(await walk(), held), { timeout: PATIENCE, interval: 500 }).toEqual([]);
    },
  );

  test("Escape closes a sheet, and the focus is where it was", async () => {
    for (const name of ["Share", "Help and keys"]) {
      const button = page.getByRole("button", { name, exact: true });
      await button.focus();
      await page.keyboard.press("Enter");
      const sheet = page.getByRole("dialog");
      await sheet.waitFor();
      for (let i = 0; i < 5; i++) {
        await page.keyboard.press("Tab");
        expect(
          await page.evaluate(
            "document.activeElement === document.body || document.querySelector('dialog[open]').contains(document.activeElement)",
          ),
        ).toBe(true);
      }
      await page.keyboard.press("Escape");
      await sheet.waitFor({ state: "hidden" });
      expect(await focused()).toBe(await button.evaluate((one) => one.getAttribute("aria-label") ?? one.textContent));
    }
    await page.locator(".casename").click();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "hidden" });
  });

  test("the text is left by Escape and Tab; a letter typed in it is no key of the page", async () => {
    await page.keyboard.press("Control+1");
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect((await at())?.inside).not.toContain("writer");
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("# ?/p");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.locator(".cm-content").textContent()).toMatch(/# \?\/p$/);
    await page.keyboard.press("Control+z");
  });

  test("an outcome is chosen, a day read and its table opened without a mouse", async () => {
    await untilSolved(page);
    await page.getByRole("button", { name: "settled", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".answer h2", { hasText: /^settled by/i }).waitFor();
    const reader = page.getByRole("slider", { name: /^day read/ });
    await reader.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await reader.getAttribute("aria-valuetext")).toMatch(/July 2026: .*settled \d+/);
    await page.keyboard.press("t");
    await page.getByRole("table", { name: "Happens by" }).waitFor();
    await page.keyboard.press("t");
    await page.keyboard.press("Escape");
  });

  test("with reduced motion nothing moves", async () => {
    const moving = await page.evaluate(`[...document.querySelectorAll("*")].flatMap((one) => {
      const { transitionDuration, animationDuration, animationName } = getComputedStyle(one);
      const long = (times) => times.split(",").some((time) => parseFloat(time) > 0);
      return long(transitionDuration) || (animationName !== "none" && long(animationDuration)) ? [one.className] : [];
    })`);
    expect(moving).toEqual([]);
    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
  });
});

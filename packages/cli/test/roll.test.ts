/** `standoff roll`: a file with a new first day, which keeps what was foretold, and is rolled on again. */
import { describe, expect, test } from "vitest";
import { run, scenarioText } from "./captured.ts";

const files = {
  "strike.yaml": scenarioText("labour-strike"),
  "news.yaml": `extends: strike.yaml
history:
  - { on: 2026-04-01, did not happen: improve the offer }
  - { on: 2026-05-11, happened: call a strike }
  - { on: 2026-05-25, happened: improve the offer }
`,
};
const rolling = await run(["roll", "news.yaml", "--to", "13 May 2026", "-o", "r.standoff.yaml"], { files });
const rolled = rolling.written.get("/here/r.standoff.yaml")!;
const whole = { ...files, "r.standoff.yaml": rolled };
const byEnd = async (args: readonly string[]) => {
  const { out, err, code } = await run(["forecast", ...args, "--draws", "0", "--json"], { files: whole });
  expect(code, err).toBe(0);
  const { outcomes } = JSON.parse(out) as { outcomes: Record<string, { byEnd: number }> };
  return Object.fromEntries(Object.entries(outcomes).map(([name, one]) => [name, one.byEnd]));
};

describe("roll", () => {
  test("writes a file that extends the scenario and keeps what was foretold before the news and after each item", async () => {
    expect(rolling.code, rolling.err).toBe(0);
    expect(rolled).toContain(
      'extends: "news.yaml"\nas of: { day: 2026-05-13 }\nrolled:\n  to: 2026-05-13\n  forecasts:\n',
    );
    const kept = [...rolled.matchAll(/- \{ as of: ([\d-]+), made: 2026-03-02, chances: (\{.*\}) \}/g)];
    const before = await byEnd(["strike.yaml"]);
    expect(kept.map(([, day]) => day)).toEqual(["2026-03-02", "2026-04-01", "2026-05-11"]);
    const first = JSON.parse(kept[0][2]) as Record<string, number>;
    for (const [name, chance] of Object.entries(before)) expect(first[name], name).toBeCloseTo(chance, 6);
    expect(rolling.out).toContain("2026-03-02  2026-04-01  2026-05-11  new game");
  });

  test("the file foretells the new game that `update --restart` shows, and says that it was rolled on", async () => {
    const { out } = await run(["update", "news.yaml", "--as-of", "2026-05-13", "--restart", "--json"], { files });
    const game = JSON.parse(out).outcomes as Record<string, { newGame: { byEnd: number } }>;
    const now = await byEnd(["r.standoff.yaml", "--as-of", "2026-05-13"]);
    for (const [name, chance] of Object.entries(now)) expect(chance, name).toBeCloseTo(game[name].newGame.byEnd, 12);
    const page = (await run(["forecast", "r.standoff.yaml", "--draws", "8"], { files: whole })).out;
    expect(page).toContain("Rolled on to 13 May 2026");
    expect(page).not.toContain("--before-news");
  });

  test("is rolled on again, through the first, with all that was foretold", async () => {
    const { out, written, code, err } = await run(
      ["roll", "r.standoff.yaml", "--to", "2026-05-26", "-o", "r2.standoff.yaml", "--json"],
      { files: whole },
    );
    expect(code, err).toBe(0);
    const { forecasts, outcomes, from } = JSON.parse(out);
    expect(forecasts.map(({ asOf }: { asOf: string }) => asOf)).toEqual([
      "2026-03-02",
      "2026-04-01",
      "2026-05-11",
      "2026-05-13",
    ]);
    expect(from).toBe("2026-06-01");
    const text = written.get("/here/r2.standoff.yaml")!;
    expect(text).toContain("through: [2026-05-13]");
    const again = await run(["forecast", "r2.standoff.yaml", "--as-of", "2026-05-26", "--draws", "0", "--json"], {
      files: { ...whole, "r2.standoff.yaml": text },
    });
    const told = JSON.parse(again.out).outcomes as Record<string, { byEnd: number }>;
    for (const [name, chance] of Object.entries(outcomes))
      expect(told[name].byEnd, name).toBeCloseTo(chance as number, 12);
  });

  test("a day without news, one that is over, a file that is there, and what was before the roll are refused", async () => {
    const refused = async (args: readonly string[]) => {
      const { code, err } = await run(args, { files: whole });
      return [code, err.replace(/\s+/g, " ")] as const;
    };
    const to = (day: string, name = "news.yaml") => refused(["roll", name, "--to", day, "-o", "x.yaml"]);
    expect(await to("2026-03-20")).toEqual([2, expect.stringContaining("has no history by then")]);
    expect(await to("2027-01-01")).toEqual([2, expect.stringContaining("lies outside the calendar")]);
    expect(await to("2026-07-31")).toEqual([2, expect.stringContaining("nothing is left to play")]);
    expect(await to("soon")).toEqual([2, expect.stringContaining("--to soon")]);
    expect(await to("2026-05-13", "r.standoff.yaml")).toEqual([
      2,
      expect.stringContaining("rolled on to 2026-05-13 already"),
    ]);
    expect(await refused(["roll", "news.yaml", "--to", "2026-05-13", "-o", "strike.yaml"])).toEqual([
      2,
      expect.stringContaining("is there already"),
    ]);
    for (const args of [
      ["forecast", "r.standoff.yaml", "--before-news"],
      ["ask", "r.standoff.yaml", "--as-of", "2026-04-02"],
      ["update", "r.standoff.yaml"],
    ])
      expect(await refused(args)).toEqual([2, expect.stringContaining("was rolled on to 13 May 2026")]);
  });
});

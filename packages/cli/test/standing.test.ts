/**
 * What stands before the end: told to programs and on a terminal, and shown when the time is up or the run is
 * interrupted.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { command, repository, run } from "./captured.ts";

const file = join(repository, "scenarios/labour-strike/scenario.standoff.yaml");
const files = { "news.yaml": "extends: labour-strike\nhistory: [{ on: 2026-05-05, happened: call a strike }]\n" };
const slower = join(repository, "scenarios/cuba-1962/scenario.standoff.yaml");

describe("--progress json", () => {
  test("tells on stderr, one object a line, an estimate, first figures, then the answer before the ribbon", async () => {
    const { out, err, code } = await run(["forecast", file, "--draws", "0", "--json", "--progress", "json"]);
    expect(code).toBe(0);
    const events = err
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== "stage");
    expect(kinds.slice(0, 3)).toEqual(["estimate", "first figures", "answer"]);
    expect(kinds.slice(3).every((kind) => kind === "certificate")).toBe(true);
    const forecast = JSON.parse(out);
    const [first, answer] = ["first figures", "answer"].map((kind) => events.find((event) => event.kind === kind));
    for (const [name, { byEnd }] of Object.entries<{ byEnd: number }>(forecast.outcomes)) {
      expect(answer.outcomes[name]).toBeCloseTo(byEnd, 9);
      expect(Math.abs(first.outcomes[name] - byEnd)).toBeLessThan(0.005);
    }
    // What follows the answer amends its certificate; the last word is the forecast's.
    expect(events.findLast(({ kind }) => kind === "certificate").certificate).toEqual({
      ...forecast.certificate,
      massLost: expect.any(Number),
    });
    expect(events.at(-1).kind).not.toBe("answer");
  });

  test("says nothing of it by default", async () => {
    expect((await run(["forecast", "labour-strike", "--draws", "0"])).err).toBe("");
  });
});

describe("--time", () => {
  test("ends with what stands, and says what is missing", async () => {
    // The clock of tests goes on by 150 ms whenever it is looked at: more time until the answer stands, and no longer.
    const ended = async (seconds: number): Promise<{ readonly out: string; readonly seconds: number }> => {
      const { out, code } = await run(["forecast", file, "--draws", "0", "--json", "--time", `${seconds}s`]);
      return code === 0 ? { out, seconds } : ended(seconds + 0.6);
    };
    const { out, seconds } = await ended(3);
    const { missingScales, certificate, outcomes } = JSON.parse(out);
    expect(missingScales).toContain(2);
    expect(certificate.residual).toBeLessThanOrEqual(1e-10);
    const whole = JSON.parse((await run(["forecast", file, "--draws", "0", "--json"])).out);
    expect(whole.missingScales).toEqual([]);
    for (const [name, { byEnd }] of Object.entries<{ byEnd: number }>(outcomes)) {
      expect(byEnd).toBe(whole.outcomes[name].byEnd);
    }
    const page = await run(["forecast", file, "--draws", "0", "--time", `${seconds}s`]);
    expect(page.out.replaceAll(/\s+/g, " ")).toMatch(/not come to at .*2 before time was up or the work was ended/);
  });

  type Json = { missingScales?: number[]; b?: { missingScales: number[] } };
  test.each([
    ["ask", [file, "P(settled)", "--draws", "0"], (json: Json) => json.missingScales],
    ["compare", [file, "--with", "large fund=0.6", "--threads", "1"], (json: Json) => json.b?.missingScales],
    ["update", ["news.yaml"], (json: Json) => json.missingScales],
  ] as const)("%s says that time was up, not that nothing was found", async (verb, args, missing) => {
    const whole = await run([verb, ...args, "--json"], { files });
    expect(missing(JSON.parse(whole.out))).toEqual([]);
    const ended = async (seconds: number): Promise<number> => {
      const { out, code } = await run([verb, ...args, "--json", "--time", `${seconds}s`], { files });
      if (code !== 0) return ended(seconds + 0.6);
      expect(missing(JSON.parse(out))).toContain(2);
      return seconds;
    };
    const seconds = await ended(1);
    const { out } = await run([verb, ...args, "--time", `${seconds}s`], { files });
    expect(out.replaceAll(/\s+/g, " ")).toMatch(/not come to at [^)]*2 before time was up or the work was ended/);
    expect(out).not.toContain("not found at");
  });

  test("without any answer by then it is exit code 3", async () => {
    const { out, err, code } = await run(["forecast", file, "--draws", "0", "--json", "--time", "0.2 s"]);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ status: "time is up", seconds: 0.2 });
    expect(err).toMatch(/nothing stands yet/);
  });

  test("takes a time", async () => {
    const { code, err } = await run(["forecast", file, "--draws", "0", "--time", "soon"]);
    expect(code).toBe(2);
    expect(err).toMatch(/--time takes a time/);
  });
});

test("an interrupt after the answer stands shows it", async () => {
  const asked = [
    "forecast",
    slower,
    "--draws",
    "0",
    "--progress",
    "json",
    "--json",
    "--ribbon",
    "wide",
    "--threads",
    "1",
  ];
  const child = spawn(process.execPath, [command, ...asked], { cwd: repository });
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    const stood = err.includes('"kind":"answer"');
    err += piece;
    if (!stood && err.includes('"kind":"answer"')) child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.on("exit", resolve));
  expect(code).toBe(0);
  const { outcomes, missingScales } = JSON.parse(out);
  expect(Object.keys(outcomes).length).toBeGreaterThan(3);
  expect(missingScales).toContain(4);
}, 600_000);

test("--progress log tells what stands in short lines with the time, each figure whole", async () => {
  const { out, err, code } = await run(["forecast", file, "--draws", "0", "--progress", "log"]);
  expect(code).toBe(0);
  const lines = err.trimEnd().split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.every((line) => /^ *\d+\.\d s {2}\S|^ {10}\S/.test(line))).toBe(true);
  const whole = err.replaceAll(/\n {10}(?=\S)/g, " ");
  for (const title of ["first figures", "at the stated values"]) {
    expect(whole).toMatch(
      new RegExp(` s {2}${title}: strike called \\d+ %, settled \\d+ %, .*, strike on the last day \\d+ %\\n`),
    );
  }
  expect(out).toContain("In brackets the ribbon");
  const times = lines.flatMap((line) => /^ *(\d+\.\d) s/.exec(line)?.[1] ?? []).map(Number);
  expect(times).toEqual([...times].sort((a, b) => a - b));
}, 600_000);

test("on a terminal the answer stands in the line of progress, until the page replaces it", async () => {
  const { out, err } = await run(["forecast", file, "--draws", "0"], { live: true, columns: 100 });
  const lines = err.split("\r").map((line) => line.trim());
  expect(lines.some((line) => /^solving; first figures: strike called \d+ %, settled \d+ %/.test(line))).toBe(true);
  expect(lines.some((line) => /^solving.*; at the stated values: strike called \d+ %, settled \d+ %/.test(line))).toBe(
    true,
  );
  expect(err).toMatch(/\r +\r$/);
  expect(err).not.toContain("\n");
  expect(out).toContain("In brackets the ribbon");
});

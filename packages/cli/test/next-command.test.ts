/**
 * Commands that messages name can be copied as they stand: begun as the user began this one, the scenario as it was
 * named, words with spaces and quotes as a shell takes them. A real shell takes them apart here.
 */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { nextCommand, typedCommand } from "../src/next-command.ts";
import { run, starterScenario } from "./captured.ts";

/** The words that a shell makes of a line. */
function words(line: string): string[] {
  const script = `set -f; set -- ${line}; for word in "$@"; do printf '%s\\0' "$word"; done`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8", cwd: "/" }).split("\0").slice(0, -1);
}

describe("a command that a message names", () => {
  test.each([
    "plain",
    "with space",
    "it's",
    'say "so"',
    "$HOME",
    "`id`",
    "a\\b",
    "!!",
    "~",
    "*",
    "a;b",
    "a&b",
    "(x)",
    "50 %",
    "<in>",
  ])("%s stays one word", (word) => {
    expect(words(nextCommand({ typed: "standoff" }, "check", word))).toEqual(["standoff", "check", word]);
  });

  const started = { cwd: "/home/me/case", script: "/home/me/case/node_modules/.bin/standoff" };
  const bin = "/home/me/case/node_modules/.bin";

  test.each([
    ["npx standoff", { npm_command: "exec", PATH: bin }, started.script],
    ["npx standoff", { npm_command: "run-script" }, "/repository/packages/cli/bin/standoff.js"],
    ["standoff", { PATH: "/usr/bin:/usr/local/bin" }, "/usr/local/bin/standoff"],
    ["standoff", {}, ""],
    ["node_modules/.bin/standoff", { PATH: "/usr/bin" }, started.script],
    ["./standoff", { PATH: "/usr/bin" }, "/home/me/case/standoff"],
    ["node ../our/packages/cli/bin/standoff.js", {}, "/home/me/our/packages/cli/bin/standoff.js"],
    ['node "../my code/standoff.js"', {}, "/home/me/my code/standoff.js"],
  ])("begins with %s", (typed, environment, script) => {
    expect(typedCommand({ environment, cwd: started.cwd, script })).toBe(typed);
  });
});

/** A sound scenario with one warning, in a folder with a space and a quote. */
const folder = "Anna's cases";
const unused = starterScenario("A lease").replace(
  "assumptions:\n",
  "assumptions:\n  idle: { value: 1, basis: judgement }\n",
);
const files = { [`${folder}/scenario.standoff.yaml`]: unused };
const typed = "npx standoff";

describe("messages name the command as it was typed", () => {
  test("the warnings of a run", async () => {
    const { err } = await run(["forecast", folder, "--draws", "0", "--set", "judge=0.2 per month"], { files, typed });
    const line = /^1 warning: (npx standoff check .*)$/m.exec(err)![1];
    expect(words(line)).toEqual(["npx", "standoff", "check", folder, "--set", "judge=0.2 per month"]);
    const { out } = await run(words(line).slice(2), { files, typed });
    expect(out).toContain("1 warning");
  });

  test("the warnings of a run, whatever the verb", async () => {
    for (const verb of [
      ["ask", folder, "P(holds(yes) at the last day)"],
      ["explain", folder],
      ["compare", folder, "--with", "judge=0.2 per month"],
      ["steps", folder],
      ["why", folder, "--answer", "P(holds(yes) at the last day)"],
      ["study", folder, "--draws", "4", "--out", "draws"],
      ["equilibria", folder, "--starts", "1"],
      ["export", folder, "--out", "tables"],
      ["model", folder, "--for", "umb", "--out", "model"],
    ]) {
      const { err } = await run(verb, { files, typed });
      expect(err, verb.join(" ")).toMatch(/^1 warning: npx standoff check /m);
    }
  });

  test("a world that is too large", async () => {
    const { code, err } = await run(["forecast", folder, "--draws", "0", "--memory", "0.0001"], { files, typed });
    expect(code).toBe(4);
    expect(words(/`(.*)` says what makes it large/.exec(err)![1])).toEqual([
      "npx",
      "standoff",
      "check",
      folder,
      "--size",
    ]);
  });

  test("a scenario that asks nothing", async () => {
    const silent = { [`${folder}/scenario.standoff.yaml`]: unused.replace(/\nquestions:[\s\S]*$/, "\n") };
    const { out } = await run(["ask", folder, "--draws", "0"], { files: silent, typed, columns: 100 });
    const asked = words(/Give one, as in:\n {2}(.*)\n$/.exec(out)![1]);
    expect(asked.slice(0, -1)).toEqual(["npx", "standoff", "ask", folder]);
    expect((await run(["ask", folder, asked.at(-1)!, "--draws", "0"], { files: silent })).code).toBe(0);
  });

  test("a new scenario's folder", async () => {
    const { out, written } = await run(["init", folder], { files: { other: "" }, typed });
    const lines = [...out.matchAll(/^ {2}(npx standoff .*)$/gm)].map(([, line]) => words(line));
    expect(lines.map((line) => line.slice(2))).toEqual([
      ["check", folder],
      ["forecast", folder],
      ["explain", folder],
    ]);
    expect([...written.values()].join("")).toContain("npx standoff check THIS-FILE");
  });

  test("a scenario where a game is wanted", async () => {
    const { err } = await run(["solve", `${folder}/scenario.standoff.yaml`], { files, typed });
    expect(words(/`(npx standoff forecast .*)` solves it/.exec(err)![1]).at(-1)).toBe(
      `${folder}/scenario.standoff.yaml`,
    );
  });

  test("hints of diagnostics, help and wrong words", async () => {
    const empty = { "empty.standoff.yaml": "\n" };
    expect((await run(["check", "empty.standoff.yaml"], { files: empty, typed })).out).toContain("`npx standoff init`");
    expect((await run(["forecast", "--help"], { typed })).out).toMatch(/^Examples:\n {2}npx standoff forecast /);
    expect((await run(["--help"], { typed })).out).toMatch(/^Examples:\n {2}npx standoff check /);
    expect((await run(["nonsense"], { typed })).err).toContain("Try `npx standoff --help`");
  });

  test("one of several files of a folder", async () => {
    const two = { "two cases/a.standoff.yaml": unused, "two cases/b.standoff.yaml": unused };
    const { err } = await run(["check", "two cases"], { files: two, typed });
    expect(words(/name one of: (.*)/.exec(err)![1].replaceAll(",", ""))).toEqual(Object.keys(two));
  });
});

/** Help, and what wrong use is told: it leads with examples, keeps to the width, and names the verb's own help. */
import { describe, expect, test } from "vitest";
import { run, starterScenario } from "./captured.ts";

const starter = { "scenario.standoff.yaml": starterScenario("A lease") };

describe("help", () => {
  test("leads with examples and fits its width", async () => {
    const { code, out, err } = await run([]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Examples:\n {2}standoff check/);
    expect(out).toContain("Exit codes");
  });

  test.each(["check", "forecast", "ask", "explain", "compare", "update", "steps", "why", "export", "init"])(
    "%s has examples of its own",
    async (verb) => {
      const { code, out } = await run([verb, "--help"]);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^Examples:\n {2}standoff ${verb}`));
      expect(out).toContain("--json");
    },
  );

  test("no line of it is wider than the terminal, but for a command that is", async () => {
    for (const verb of [[], ["study"], ["update"], ["model"], ["solve"], ["verify"]]) {
      const { out } = await run([...verb, "--help"]);
      const wide = out.split("\n").filter((line) => [...line].length > 80);
      expect(wide.filter((line) => !/^ {2}standoff \S+( \S+)*$/.test(line))).toEqual([]);
      expect(out).not.toMatch(/default: [{[]/);
    }
  });

  test("an option that is missing or unknown leads to the help of its verb", async () => {
    for (const args of [
      ["model", ".", "--out", "x"],
      ["verify", "."],
      ["forecast", ".", "--sett", "a=1"],
    ]) {
      const { code, err } = await run(args, { files: starter, typed: "npx standoff" });
      expect([code, err]).toEqual([2, expect.stringContaining(`Try \`npx standoff ${args[0]} --help\`.`)]);
    }
  });

  test("wrong use ends with 2 and says so on stderr", async () => {
    for (const args of [
      ["forcast", "."],
      ["forecast"],
      ["forecast", ".", "--draws", "0", "--sett", "a=1"],
      ["forecast", ".", "--draws", "0", "--set", "a"],
    ]) {
      const { code, out, err } = await run(args, { files: starter });
      expect([code, out]).toEqual([2, ""]);
      expect(err).toMatch(/^standoff: /);
    }
  });
});

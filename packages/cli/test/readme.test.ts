/** What the README shows is true: its scenario is sound, and the forecast in its text is the one that comes out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository, run } from "./captured.ts";

const readme = readFileSync(join(repository, "README.md"), "utf8");
const scenario = /```yaml\n([\s\S]*?)```/.exec(readme)![1];
const files = { "ultimatum.standoff.yaml": scenario };

test("the scenario has no problems", async () => {
  expect((await run(["check", "ultimatum.standoff.yaml"], { files })).out).toBe("no problems\n");
});

test("the forecast told beside the command is the one that comes out", async () => {
  const { out } = await run(["forecast", "ultimatum.standoff.yaml"], { files });
  const told = /forecast ultimatum\.standoff\.yaml\s+(.*), week by week/.exec(readme)![1].split(/(?<=\)), /);
  expect(told).toHaveLength(2);
  for (const one of told) {
    const [, name, mean, band] = /^(\w+) (.*) \((.*)\)$/.exec(one)!;
    expect(out).toMatch(new RegExp(`^${name}\\b.* ${mean}  ±\\d\\.\\d +${band} `, "m"));
  }
});

test("every verb that it shows is there, and all that there are are shown", async () => {
  const { out } = await run(["--help"]);
  const commands = out.slice(out.indexOf("Commands:")).matchAll(/^ {2}(\w+)/gm);
  const known = [...commands].map((match) => match[1]).filter((verb) => verb !== "help");
  expect(known.length).toBeGreaterThanOrEqual(9);
  for (const verb of known) expect(readme).toContain(`npx standoff ${verb}`);
});

test("files that it links to are there", () => {
  for (const [, path] of readme.matchAll(/\]\(([^)]+)\)/g)) {
    expect(() => readFileSync(join(repository, path)), path).not.toThrow(/ENOENT/);
  }
});

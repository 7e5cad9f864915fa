/**
 * The library's example in the README runs as it stands, on the scenario above it, and prints what is shown below it.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as face from "../src/index.ts";
import * as words from "../src/words.ts";

const doors: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  standoff: face,
  "standoff/words": words,
};
const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const [, scenario] = /```yaml\n([\s\S]*?)```/.exec(readme)!;
const [, code, shown] = /```js\n([\s\S]*?)```\n\n((?: {4}.*\n)+)/.exec(readme)!;

/** What a program prints, given the names that it imports from the library's doors, and files by their path. */
function printed(program: string, files: Readonly<Record<string, string>>): string[] {
  const imported = [...program.matchAll(/import \{([^}]*)\} from "(standoff[^"]*)";/g)].flatMap(([, names, door]) =>
    names.split(",").map((name) => [name.trim(), doors[door][name.trim()]]),
  );
  const lines: string[] = [];
  const scope = {
    ...Object.fromEntries(imported),
    readFileSync: (path: string) => files[path],
    console: { log: (...words: unknown[]) => lines.push(words.join(" ")) },
  };
  new Function(...Object.keys(scope), program.replace(/^import .*$/gm, ""))(...Object.values(scope));
  return lines;
}

test("it has ten lines or so, and prints what is shown", () => {
  expect(code.trim().split("\n").length).toBeLessThanOrEqual(10);
  const lines = shown.trimEnd().split("\n");
  expect(printed(code, { "ultimatum.standoff.yaml": scenario })).toEqual(lines.map((line) => line.trim()));
  expect(lines.length).toBeGreaterThan(2);
});

/** docs/language.md, run: its examples joined are one scenario that passes every check; the last extends another. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadScenario } from "../src/language/check.ts";
import { joinPath } from "../src/language/extend.ts";

const text = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const fences = [...text("docs/language.md").matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);
const whole = fences.filter((fence) => !fence.includes("extends:")).join("\n");
const extending = fences.filter((fence) => fence.includes("extends:"));

/** `code: message` of every error. */
function errors(path: string, files: Readonly<Record<string, string>>): string[] {
  const { diagnostics } = loadScenario(path, (wanted) => (Object.hasOwn(files, wanted) ? files[wanted] : undefined));
  return diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code}: ${message}`);
}

test("the examples joined are a scenario without errors", () => {
  expect(fences.length).toBeGreaterThanOrEqual(10);
  expect(errors("docs.standoff.yaml", { "docs.standoff.yaml": whole })).toEqual([]);
});

test.each(extending)("the example that extends another: %s", (fence) => {
  const base = joinPath("docs", /extends: (\S+)/.exec(fence)![1]!);
  const files = { "docs/what-if.yaml": fence, [`${base}/scenario.standoff.yaml`]: whole };
  expect(errors("docs/what-if.yaml", files)).toEqual([]);
});

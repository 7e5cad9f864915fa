/**
 * The shipped JSON Schema against real files, read by YAML as an editor would; and against files that it must refuse.
 */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const text = (path: string) => readFileSync(`${root}${path}`, "utf8");
const schema = JSON.parse(text("packages/standoff/standoff.schema.json"));
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

/** The complaints, as `path: message`. */
function complaints(document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

const fences = [...text("docs/language.md").matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]);

describe("the schema takes", () => {
  const files = globSync("scenarios/**/*.standoff.yaml", { cwd: root });
  test("there are scenarios to try", () => expect(files.length).toBeGreaterThanOrEqual(3));
  test.each(files)("%s", (file) => expect(complaints(parse(text(file)))).toEqual([]));

  test.each(fences)("the example of the docs that starts with %s", (fence) => {
    expect(complaints({ extends: "../labour-strike", ...parse(fence) })).toEqual([]);
  });

  test("all examples of the docs as one file", () => {
    const whole = fences.filter((fence) => !fence.includes("extends:")).join("\n");
    expect(complaints(parse(whole))).toEqual([]);
  });
});

describe("the schema refuses", () => {
  const whole = () => parse(text("scenarios/labour-strike/scenario.standoff.yaml"));

  test("a missing section", () => {
    const { state: _, ...rest } = whole();
    expect(complaints(rest).join()).toContain("'state'");
  });

  test("an unknown key", () => {
    expect(complaints({ ...whole(), tittle: "A strike" }).join()).toContain("additional properties");
  });

  test("an unknown key of a move, in a file that extends another too", () => {
    const desks = { "union table": { moves: { "call a strike": { wen: "strike" } } } };
    expect(complaints({ extends: "../labour-strike", desks }).join()).toContain("additional properties");
  });

  test("a payoff of two kinds", () => {
    const payoffs = { union: { pay: { on: "settlement", while: "strike", value: 1 } } };
    expect(complaints({ ...whole(), payoffs }).join()).toContain("oneOf");
  });

  test("another version", () => {
    expect(complaints({ ...whole(), standoff: 2 }).length).toBeGreaterThan(0);
  });

  test("a key that is kept for later", () => {
    expect(complaints({ extends: "../labour-strike", evidence: { note: { stages: 2 } } }).length).toBeGreaterThan(0);
  });
});

test("every key of the schema is explained", () => {
  const silent: string[] = [];
  const visit = (part: unknown, path: string): void => {
    if (typeof part !== "object" || part === null) return;
    for (const [key, value] of Object.entries(part as Record<string, unknown>)) visit(value, `${path}/${key}`);
    const { properties } = part as { properties?: Record<string, { description?: string }> };
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (typeof value === "object" && value.description === undefined) silent.push(`${path}/${key}`);
    }
  };
  visit(schema.$defs, "");
  expect(silent).toEqual([]);
});

/**
 * Samples of faulty scenarios, one directory a code: what `loadScenario` says of each, by code and place. A sample may
 * show more than its own code; every code of names, meaning, dealing and checks has one.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkEntries } from "../src/language/catalogue/catalogue-checks.ts";
import { dealingEntries } from "../src/language/catalogue/catalogue-dealing.ts";
import { meaningEntries } from "../src/language/catalogue/catalogue-meaning.ts";
import { nameEntries } from "../src/language/catalogue/catalogue-names.ts";
import { loadScenario } from "../src/language/load.ts";
import { formatDiagnostic } from "../src/text/diagnostic.ts";
import { position } from "../src/text/source.ts";

const root = fileURLToPath(new URL("./samples/diagnostics", import.meta.url));
const readFile = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

/**
 * Only an option or a question from outside can bring it about: a file's own step and questions are looked at before.
 */
const withoutSample = ["bad-step", "trace-not-kept"];

const samples = readdirSync(root).filter((name) => existsSync(`${root}/${name}/expected.json`));

describe("samples of diagnostics", () => {
  it.each(samples)("%s", (name) => {
    const { diagnostics, sources, scenario } = loadScenario(`${root}/${name}`, readFile);
    const found = diagnostics.map(({ code, span }) => {
      const { line, column } = position(sources[span.file].text, span.start);
      return { code, line, column };
    });
    expect(found).toEqual(JSON.parse(readFileSync(`${root}/${name}/expected.json`, "utf8")));
    expect(found.map(({ code }) => code)).toContain(name);
    expect(scenario === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"));
    for (const entry of diagnostics) expect(formatDiagnostic(entry, sources)).toContain(`[${entry.code}]`);
  });

  it("are there for every code of names, meaning, dealing and checks", () => {
    const codes = [nameEntries, meaningEntries, dealingEntries, checkEntries].flatMap((entries) =>
      Object.keys(entries),
    );
    expect(codes.filter((code) => !samples.includes(code))).toEqual(withoutSample);
  });
});

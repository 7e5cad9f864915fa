/**
 * Hostile input: every file gives diagnostics, whose places lie in the file and whose number is bounded; nothing
 * throws, and nothing outside the result changes. Work is bounded by the limits that the reader states, asserted here
 * in its own units (characters, parts, depth, diagnostics); time is not measured.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildWorld } from "../src/build/build.ts";
import { limits } from "../src/language/file/read-yaml.ts";
import { loadScenario } from "../src/language/load.ts";
import { printScenario } from "../src/language/print-scenario.ts";
import { type Diagnostic, formatDiagnostic, mostDiagnostics } from "../src/text/diagnostic.ts";
import type { SourceFile } from "../src/text/source.ts";
import { validateWorld } from "../src/world/validate.ts";
import { hostileFiles } from "./hostile-files.ts";

const good = readFileSync(new URL("../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url), "utf8");
const load = (text: string) =>
  loadScenario("hostile.standoff.yaml", (path) => (path.startsWith("hostile") ? text : undefined));

/** What holds of every diagnostic: it points into its file, and it prints in a few lines. */
function expectSound(diagnostics: readonly Diagnostic[], sources: readonly SourceFile[]): void {
  expect(diagnostics.length).toBeLessThanOrEqual(mostDiagnostics + 1);
  for (const diagnostic of diagnostics) {
    for (const { file, start, end } of [diagnostic.span, ...(diagnostic.related ?? []).map(({ span }) => span)]) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(sources[file].text.length + 1);
    }
    const printed = formatDiagnostic(diagnostic, sources);
    expect(printed.length, diagnostic.code).toBeLessThan(4000);
    expect(printed.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  }
}

describe("a hundred malformed files", () => {
  const files = hostileFiles(good);
  const untouched = () => [Object.getOwnPropertyNames(Object.prototype).sort(), Object.keys(globalThis).sort()];
  const before = untouched();

  test("there are a hundred, all different from the good one", () => {
    expect(files.length).toBeGreaterThanOrEqual(100);
    expect(new Set(files.map(({ text }) => text)).size).toBe(files.length);
    expect(files.filter(({ text }) => text === good)).toEqual([]);
  });

  test.each(files.map((file) => [file.name, file] as const))("%s", (_, { text, codes }) => {
    const { scenario, diagnostics, sources } = load(text);
    expect(scenario).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === "error").length).toBeGreaterThan(0);
    expect(diagnostics.map(({ code }) => code)).toEqual(expect.arrayContaining([...(codes ?? [])]));
    expectSound(diagnostics, sources);
    expect(untouched()).toEqual(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test("the limits are far above the largest scenario and far below what costs memory", () => {
  expect(limits.characters).toBeGreaterThan(20 * good.length);
  expect(limits.characters).toBeLessThanOrEqual(1_000_000);
  expect(limits.nodes).toBeLessThanOrEqual(100_000);
  expect(limits.depth).toBeLessThanOrEqual(100);
});

describe("what is not hostile", () => {
  test.each([
    ["the good file itself", good],
    ["with a byte order mark", `\ufeff${good}`],
    ["with line ends of Windows", good.replaceAll("\n", "\r\n")],
    ["without its last line end", good.trimEnd()],
    ["with an explicit start", `---\n${good}...\n`],
  ])("%s", (_, text) => {
    const { scenario, diagnostics } = load(text);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(scenario).toBeDefined();
  });
});

describe("properties", () => {
  test("any prefix gives diagnostics or a scenario, never an exception", () => {
    fc.assert(
      fc.property(fc.nat(good.length), (length) => {
        const { scenario, diagnostics, sources } = load(good.slice(0, length));
        expect(scenario !== undefined || diagnostics.length > 0).toBe(true);
        expectSound(diagnostics, sources);
      }),
      { numRuns: 150 },
    );
  });

  test("so does a file with any stretch replaced", () => {
    const stretch = fc.oneof(
      fc.string({ maxLength: 20, unit: "binary" }),
      fc.stringMatching(/^[-[\]{}:,#&*!|>'"%@` \n\t]{0,8}$/),
    );
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(30), stretch, (at, length, put) => {
        const { scenario, diagnostics, sources } = load(good.slice(0, at) + put + good.slice(at + length));
        expect(scenario !== undefined || diagnostics.some(({ severity }) => severity === "error")).toBe(true);
        expectSound(diagnostics, sources);
      }),
      { numRuns: 200 },
    );
  });

  test("so does a file with lines taken out, doubled or moved", () => {
    const lines = good.split("\n");
    const place = fc.nat(lines.length - 1);
    fc.assert(
      fc.property(place, place, fc.constantFrom("out", "twice", "moved"), (from, to, how) => {
        const changed = [...lines];
        const [line] = how === "twice" ? [changed[from]] : changed.splice(from, 1);
        if (how !== "out") changed.splice(to, 0, line);
        const { diagnostics, sources } = load(changed.join("\n"));
        expectSound(diagnostics, sources);
      }),
      { numRuns: 150 },
    );
  });

  test("a file with one byte changed is told of, or builds a sound world or says why not", () => {
    const bytes = new TextEncoder().encode(good);
    const seen = { refused: 0, built: 0 };
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const changed = bytes.slice();
        changed[at] ^= bits;
        const text = new TextDecoder().decode(changed);
        const { scenario, diagnostics, sources } = load(text);
        expectSound(diagnostics, sources);
        if (scenario === undefined) {
          expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
          seen.refused++;
          return;
        }
        const built = buildWorld(scenario, { maxBytes: 2e7 });
        if (built.status === "faulty") expectSound(built.diagnostics, sources);
        if (built.status !== "built") return;
        expect(validateWorld(built.world)).toEqual([]);
        expect(printScenario(scenario)).not.toMatch(/NaN|undefined/);
        seen.built++;
      }),
      { numRuns: 400 },
    );
    expect(seen.refused).toBeGreaterThan(100);
    expect(seen.built).toBeGreaterThan(20);
  });

  test("and any text at all", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "binary" }), (text) => {
        const { scenario, diagnostics, sources } = load(text);
        expect(scenario).toBeUndefined();
        expect(diagnostics.length).toBeGreaterThan(0);
        expectSound(diagnostics, sources);
      }),
      { numRuns: 200 },
    );
  });
});

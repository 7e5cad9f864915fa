/** A text read piece by piece comes out as in one: scenarios that there are, and what random edits make of them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Located } from "./located.ts";
import { SectionReader } from "./read-sections.ts";
import { type ReadYaml, readYaml } from "./read-yaml.ts";

const scenarios = fileURLToPath(new URL("../../../../../scenarios", import.meta.url));
const texts = readdirSync(scenarios, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => readFileSync(`${scenarios}/${name}/scenario.standoff.yaml`, "utf8"));

/** All of a reading as text, entries in their order. */
const told = (read: ReadYaml) =>
  JSON.stringify(read, (_, value: unknown) => (value instanceof Map ? [...value] : value));

test("of every scenario", () => {
  for (const text of texts) expect(told(new SectionReader().read(text, 0))).toBe(told(readYaml(text, 0)));
});

/** What people type, and what breaks the pieces: brackets, quotes, marks of YAML, lines at other indents, comments. */
const typed = fc.constantFrom(
  ..."x| |\n|\n\n|: |{|}|[|]|, |\"|'|#| # |- |---\n|...\n|>|\\||&a|*a|!t|%|\t|\r\n|\ufeff|é"
    .split(/(?<!\\)\|/)
    .map((one) => one.replace("\\|", "|")),
  "\n  ",
  "\nactors:\n",
  "\nn: 0\n",
  "  new: { a: 1 }\n",
  "\n# a note\n",
  "\n    # one\n\n",
  "constructor:\n",
  "k: |\n   some\n  text\n",
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  out: fc.nat(12),
  insert: typed,
  atLine: fc.boolean(),
});

const changed = (
  text: string,
  { at, out, insert, atLine }: { at: number; out: number; insert: string; atLine: boolean },
) => {
  const place = Math.floor(at * text.length);
  const start = atLine ? text.lastIndexOf("\n", place) + 1 : place;
  return text.slice(0, start) + insert + text.slice(start + out);
};

test("of what random edits make of them, one after the other", () => {
  const short = texts.filter(({ length }) => length < 30_000);
  fc.assert(
    fc.property(fc.constantFrom(...short), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
      const reader = new SectionReader();
      reader.read(text, 0);
      let present = text;
      for (const one of edits) {
        const last = present;
        present = changed(last, one);
        expect(told(reader.read(present, 0))).toBe(told(readYaml(present, 0)));
        if (one.out % 3 === 0) present = last; // taken back
      }
    }),
    { numRuns: 60 },
  );
});

test("what stands before a change is not read again, of every scenario", () => {
  for (const text of texts) {
    const reader = new SectionReader();
    const before = valuesOf(reader.read(text, 0), "actors");
    const after = valuesOf(reader.read(`${text.trimEnd()} # a note\n`, 0), "actors");
    expect(before.length).toBeGreaterThan(0);
    for (const [i, value] of after.entries()) expect(value).toBe(before[i]);
  }
});

function valuesOf({ root }: ReadYaml, section: string): readonly Located[] {
  const found = root?.kind === "map" ? root.entries.get(section)?.value : undefined;
  return found?.kind === "map" ? [...found.entries.values()].map(({ value }) => value) : [];
}

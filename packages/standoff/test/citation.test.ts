/** CITATION.cff says what is cited: the keys that the Citation File Format 1.2.0 wants, and this version. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const citation = parse(read("CITATION.cff"));
const workspace = JSON.parse(read("package.json"));

test("CITATION.cff has what the format wants", () => {
  expect(citation["cff-version"]).toBe("1.2.0");
  expect(citation.type).toBe("software");
  for (const key of ["message", "title"]) expect(citation[key].length).toBeGreaterThan(10);
  expect(citation.authors).toEqual([{ name: "The Standoff authors" }]);
  for (const word of citation.keywords) expect(typeof word).toBe("string");
});

test("its version and licence are the packages' own", () => {
  expect(citation.version).toBe(workspace.version);
  expect(citation.license).toBe(workspace.license);
});

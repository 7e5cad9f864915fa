/** What is generated from the code and kept in the repository is what the code makes now. */
import { globSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { catalogue } from "../packages/standoff/src/language/catalogue/catalogue.ts";
import { readYaml } from "../packages/standoff/src/language/file/read-yaml.ts";
import { diagnosticsPages, pagesFolder } from "./make-diagnostics-docs.ts";
import { fontPath, fontText } from "./make-font.ts";
import { galleryFiles } from "./make-gallery.ts";
import { kernelModule, kernels } from "./make-kernels.ts";
import { schemaPath, schemaText } from "./make-schema.ts";

test("the JSON Schema is current: run scripts/make-schema.ts", () => {
  expect(readFileSync(schemaPath, "utf8")).toBe(schemaText());
});

test("the pages on diagnostics are current: run scripts/make-diagnostics-docs.ts", () => {
  const kept = new Map(readdirSync(pagesFolder).map((name) => [name, readFileSync(`${pagesFolder}${name}`, "utf8")]));
  const made = diagnosticsPages();
  expect([...kept.keys()].sort()).toEqual([...made.keys()].sort());
  for (const [name, text] of made) expect(kept.get(name), name).toBe(text);
});

test("the gallery tells what stands in the folders, and was measured on it: npm run gallery", () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const made = galleryFiles();
  for (const [path, text] of made) expect(readFileSync(root + path, "utf8"), path).toBe(text);
  const pictures = readdirSync(`${root}docs/gallery`).map((name) => `docs/gallery/${name}`);
  expect(pictures.filter((path) => !made.has(path))).toEqual([]);
  const entries = JSON.parse(made.get("scenarios/gallery.json")!) as { name: string; measured: object | null }[];
  expect(entries.filter(({ measured }) => measured === null).map(({ name }) => name)).toEqual([]);
});

test("the report's font is that of the package: run scripts/make-font.ts", () => {
  expect(readFileSync(fontPath, "utf8")).toBe(fontText());
});

test.each(kernels)("$source is compiled: npm run kernels", async ({ source, module }) => {
  expect(readFileSync(module, "utf8")).toBe(await kernelModule(source));
});

const entries = Object.entries(catalogue);

test("no two families of the catalogue share a code", () => {
  const pages = [...diagnosticsPages().keys()].filter((name) => name !== "README.md");
  expect(pages.length).toBe(entries.length);
});

test.each(entries)("%s is worded fully", (code, entry) => {
  expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  expect(entry.message).not.toMatch(/\.$|\n/);
  expect(entry.explains.length).toBeGreaterThan(20);
  expect(entry.wrong).not.toBe(entry.right);
  const problems = readYaml(entry.right.replaceAll(", ...", ""), 0).diagnostics.filter(
    ({ code }) => code !== "empty-file",
  );
  expect(problems).toEqual([]);
});

test("every code of the catalogue is said somewhere", () => {
  const library = fileURLToPath(new URL("../packages/standoff/src/", import.meta.url));
  const files = globSync("**/*.ts", { cwd: library }).filter((file) => !/catalogue|\.test\.ts$/.test(file));
  const source = files.map((file) => readFileSync(`${library}${file}`, "utf8")).join("\n");
  expect(Object.keys(catalogue).filter((code) => !source.includes(`"${code}"`))).toEqual([]);
});

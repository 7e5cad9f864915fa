/**
 * How the page is built: one document, its scripts and fonts, and the worker that is the engine. Paths are relative, so
 * that any folder can serve it.
 */
import { defaultClientConditions, defineConfig, type Plugin } from "vite";

/** Prose and examples of the catalogue's entries: for the pages of `docs/diagnostics`, and never said by this one. */
const DOCS = /^ {4}(?:explains|wrong|right):\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`),\n/gm;

const withoutDocs: Plugin = {
  name: "the catalogue without its docs",
  enforce: "pre",
  transform: {
    filter: { id: /\/catalogue\/catalogue-(?!entry)[a-z]+\.ts$/ },
    handler(code, id) {
      const messages = code.replace(DOCS, "");
      if (messages === code || messages.includes("explains:")) throw new Error(`${id} is written in another form`);
      return messages;
    },
  },
};

/** What zod makes a JSON Schema with: its shapes hold on to it, and the page, which makes none, would carry it. */
const withoutSchemas: Plugin = {
  name: "zod without JSON Schema",
  transform: {
    filter: { id: /\/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/ },
    handler(code) {
      const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
      return ["const none = () => undefined;", ...names.map((name) => `export const ${name} = none;`)].join("\n");
    },
  },
};

const lighter = () => [withoutDocs, withoutSchemas];

export default defineConfig({
  base: "./",
  plugins: lighter(),
  resolve: {
    conditions: ["@standoff/source", ...defaultClientConditions],
    alias: [{ find: /^react(-dom)?(?=$|\/)/, replacement: "preact/compat" }], // a tenth of its weight
  },
  worker: { format: "es", plugins: lighter },
  build: { outDir: "dist", target: "es2023", modulePreload: false, assetsInlineLimit: 0 },
});

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

export default defineConfig({
  base: "./",
  plugins: [withoutDocs],
  resolve: { conditions: ["@standoff/source", ...defaultClientConditions] },
  worker: { format: "es", plugins: () => [withoutDocs] },
  build: { outDir: "dist", target: "es2023", modulePreload: false, assetsInlineLimit: 0 },
});

/**
 * Builds the page from its sources, in the repository only: `dist` as files that a server gives out, and in it
 * `alone.html`, the whole page in one file. There the policy names the script by its hash, the worker's text stands in
 * the script, and letters are data.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, mergeConfig } from "vite";
import pages from "./vite.config.ts";

const root = fileURLToPath(new URL(".", import.meta.url));
const own = { root, configFile: false, logLevel: "error" };

/** Builds both into `dist`. */
export async function buildPage() {
  await build(mergeConfig(pages, own));
  writeFileSync(join(root, "dist", "alone.html"), await alonePage());
}

async function alonePage() {
  const inline = { find: /^\.\/start-worker\.ts$/, replacement: join(root, "src/engine/start-worker-alone.ts") };
  const built = await build(
    mergeConfig(pages, {
      ...own,
      resolve: { alias: [inline] },
      worker: { format: "iife" }, // a module from a blob belongs to no origin on a disk, and is refused
      build: { write: false, assetsInlineLimit: () => true, rolldownOptions: { output: { codeSplitting: false } } },
    }),
  );
  const { output } = Array.isArray(built) ? built[0] : built;
  const one = (wanted) => {
    const found = output.filter(wanted);
    if (found.length !== 1) throw new Error(`one file of a kind, not ${found.map(({ fileName }) => fileName)}`);
    return found[0];
  };
  const script = inScript(one(({ type }) => type === "chunk").code);
  const style = one(({ fileName }) => fileName.endsWith(".css")).source;
  const page = String(one(({ fileName }) => fileName === "index.html").source);
  const icon = `data:image/svg+xml;base64,${readFileSync(join(root, "public/mark.svg"), "base64")}`;
  const hash = createHash("sha256").update(script).digest("base64");
  return page
    .replace(/<script type="module".*?<\/script>/s, "")
    .replace(/<link rel="stylesheet".*?>/s, () => `<style>${style}</style>`)
    .replace("./mark.svg", icon)
    .replace(/content="default-src[^"]*"/, `content="${policyOf(`'sha256-${hash}'`)}"`)
    .replace(
      "</body>",
      () =>
        `<script type="application/json" id="folder">null</script>\n<script type="module">${script}</script>\n</body>`,
    );
}

/** A page from a disk asks nobody: there is nothing that it may connect to. */
const policyOf = (script) =>
  [
    "default-src 'none'",
    `script-src ${script} 'wasm-unsafe-eval'`,
    "style-src 'unsafe-inline'",
    "font-src data:",
    "img-src data: blob:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** A script's text as it may stand in a document: nothing in its strings ends the element or begins a comment. */
const inScript = (code) => code.replaceAll(/<(?=\/script|!--)/gi, "\\x3C");

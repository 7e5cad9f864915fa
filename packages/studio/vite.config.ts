/** How the page is built: one document, its scripts and fonts, and the worker that is the engine. Paths are relative, so that any folder can serve it. */
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  base: "./",
  resolve: { conditions: ["@standoff/source", ...defaultClientConditions] },
  worker: { format: "es" },
  build: { outDir: "dist", target: "es2023", modulePreload: false, assetsInlineLimit: 0 },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@standoff/source", "module", "node"] },
  ssr: { resolve: { conditions: ["@standoff/source", "module", "node"] } },
  test: {
    setupFiles: ["scripts/seed-properties.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // The library has no state of its own: its files of tests share two processes, so that it is loaded and warm once in each.
        test: { name: "library", include: ["packages/standoff/{src,test}/**/*.test.ts"], isolate: false },
      },
      {
        extends: true,
        // What starts processes, browsers and servers: a process for each file.
        test: {
          name: "programs",
          include: ["packages/!(standoff)/{src,test}/**/*.test.ts", "scripts/**/*.test.ts"],
        },
      },
    ],
  },
});

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
        // Library and command have no state of their own: their files of tests share two processes, each of which
        // loads them once.
        test: { name: "shared", include: ["packages/{standoff,cli}/{src,test}/**/*.test.ts"], isolate: false },
      },
      {
        extends: true,
        // The page, servers and queues: a process for each file.
        test: {
          name: "alone",
          include: ["packages/!(standoff|cli)/{src,test}/**/*.test.ts", "scripts/**/*.test.ts"],
        },
      },
    ],
  },
});

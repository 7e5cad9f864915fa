import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@standoff/source", "module", "node"] },
  ssr: { resolve: { conditions: ["@standoff/source", "module", "node"] } },
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "scripts/**/*.test.ts"],
    setupFiles: ["scripts/seed-properties.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});

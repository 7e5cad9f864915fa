import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@standoff/source", "module", "node", "import", "default"] },
  ssr: { resolve: { conditions: ["@standoff/source", "module", "node", "import", "default"] } },
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "scripts/**/*.test.ts"],
    setupFiles: ["scripts/seed-properties.ts"],
    testTimeout: 300_000,
    maxWorkers: 2,
  },
});

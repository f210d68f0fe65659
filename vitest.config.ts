import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["test/fast-check-settings.ts"],
    include: ["{src,test,scripts}/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    restoreMocks: true,
  },
});

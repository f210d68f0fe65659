import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["test/fast-check-settings.ts"],
    include: ["{src,test,scripts}/**/*.test.ts"],
    maxWorkers: 2,
    // No test says how fast a machine is: these only end what hangs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    restoreMocks: true,
  },
});

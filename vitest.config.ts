import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{app,bin,components,e2e,embedded-cluster,lib}/**/*.test.{ts,tsx}"],
    setupFiles: ["./lib/texts/testing/said-in-english.ts"],
    // Tests of the command start it as a process; the rest ends within a second.
    testTimeout: 20_000,
  },
});

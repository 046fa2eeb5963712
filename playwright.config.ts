import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const chromium = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path && existsSync(path),
);

const isEmbedded = process.env.TEST_KUBERNETES === "embedded";

export default defineConfig({
  outputDir: "test-results",
  workers: isEmbedded ? 5 : 2,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  reporter: "list",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
      ],
    },
  },
  projects: [
    // Real controllers take their time, and the walkthrough waits for whole minutes of a schedule. It
    // stops a cluster's API server; each worker has an embedded one of its own.
    {
      name: "walkthrough",
      testDir: "e2e/walkthrough",
      timeout: 420_000,
      expect: { timeout: 30_000 },
      workers: isEmbedded ? 2 : 1,
    },
    {
      name: "conformance",
      testDir: "e2e/conformance",
      testMatch: "**/*.spec.ts",
      fullyParallel: true,
      expect: { timeout: 30_000 },
      // Most of a case is waiting, and a real node has its containers to run meanwhile.
      workers: isEmbedded ? 4 : 2,
    },
    // They stop a cluster's API server, and wait for what a person would wait for.
    {
      name: "faults",
      testDir: "e2e/faults",
      timeout: 300_000,
      expect: { timeout: 30_000 },
      workers: 1,
    },
    { name: "smoke", testDir: "e2e/smoke", workers: 2 },
  ],
});

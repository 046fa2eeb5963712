import { closeSync, openSync } from "node:fs";
import { expect, test } from "vitest";
import { processCapacity, processLoad } from "#lib/server/process-load";

test("R28: heap in use is read beside V8's own limit", () => {
  const { heapBytes } = processLoad();
  expect(heapBytes).toBeGreaterThan(1_000_000);
  expect(heapBytes).toBeLessThan(processCapacity().heapBytes);
});

test.runIf(process.platform === "linux")("R28: open files are counted beside the limit", () => {
  const before = processLoad().files;
  const opened = Array.from({ length: 20 }, () => openSync("/dev/null", "r"));
  const during = processLoad().files;
  for (const file of opened) closeSync(file);
  expect(during - before).toBe(20);
  expect(during).toBeLessThan(processCapacity().files);
});

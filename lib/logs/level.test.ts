import { describe, expect, it } from "vitest";
import { logLevel, severityOf } from "#lib/logs/level";

describe("logLevel", () => {
  it.each([
    ["2026-03-10 12:00:00 ERROR out of disk", "error", "ERROR"],
    ["[WARN] slow", "warn", "WARN"],
    ["WARNING: deprecated", "warn", "WARNING"],
    ["FATAL", "error", "FATAL"],
    ["time=12:00 level=error msg=x", "error", "error"],
    ['{"ts":1,"level":"warn","msg":"slow"}', "warn", "warn"],
    ['{"severity": "ERROR"}', "error", "ERROR"],
    ["E1124 12:00:00.000000       1 reflector.go:158] failed", "error", "E"],
    ["W1124 12:00:00.000000       1 reflector.go:158] slow", "warn", "W"],
  ])("of %j is %s", (text, level, word) => {
    const found = logLevel(text);
    expect(found?.level).toBe(level);
    expect(text.slice(found?.start, found?.end)).toBe(word);
  });

  it.each([
    "all is well",
    "0 errors, no error",
    "ERROR_COUNT=0",
    "NO-WARN",
    '{"level":"info","error":null}',
    `${"x".repeat(200)} ERROR`,
  ])("of %j is nothing to worry about", (text) => {
    expect(logLevel(text)).toBeNull();
  });
});

describe("severityOf", () => {
  it.each([
    ["ERROR", "error"],
    ["crit", "error"],
    ["Warning", "warn"],
    ["60", "error"],
    ["40", "warn"],
    ["30", null],
    ["info", null],
    ["errors", null],
  ])("of the field %j is %s", (level, severity) => {
    expect(severityOf(level)).toBe(severity);
  });
});

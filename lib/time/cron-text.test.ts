import { describe, expect, it } from "vitest";
import { cronText } from "#lib/time/cron-text";

describe("cronText", () => {
  it.each([
    ["*/5 * * * *", "Every 5 minutes"],
    ["30 2 * * *", "At 02:30"],
    ["0 20 * * 5", "At 20:00, only on Friday"],
    ["0 9 ? * MON-FRI", "At 09:00, Monday through Friday"],
    [
      "0 8-18/2 * * 1-5",
      "On the hour, every 2 hours, between 08:00 and 18:00, Monday through Friday",
    ],
    ["5/15 * * * *", "Every 15 minutes, starting at 5 minutes past the hour"],
    ["@hourly", "Every hour"],
    ["@midnight", "At 00:00"],
    ["@every 1h30m", "Every 1h30m"],
    ["? * * * *", "Every minute"],
  ])("says %s as %s", (schedule, text) => {
    expect(cronText(schedule)).toBe(text);
  });

  it("says that one of two given days suffices", () => {
    expect(cronText("0 0 1 * 5")).toBe("At 00:00, on day 1 of the month or on Friday");
  });

  it.each([
    ["*/45 * * * *", "At 0 and 45 minutes past the hour"],
    ["*/61 * * * *", "Every hour"],
    ["0 */7 * * *", "At 00:00, 07:00, 14:00 and 21:00"],
    ["0 0 */10 * *", "At 00:00, on day 1, 11, 21, and 31 of the month"],
  ])("does not call %s a steady interval", (schedule, text) => {
    expect(cronText(schedule)).toBe(text);
  });

  it.each([
    "",
    "x",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "0 0 * * 7",
    "0 0 L * *",
    "0 0 * * 5#2",
    "0 0 15W * *",
    "5-1 * * * *",
    "*/0 * * * *",
    "*/-5 * * * *",
    "0 0 * monday *",
    "@reboot",
    "@every",
    "@every 1d",
    "TZ=UTC 0 6 * * *",
    "CRON_TZ=Europe/Berlin 0 6 * * *",
  ])("has no words for %o, which Kubernetes refuses", (schedule) => {
    expect(cronText(schedule)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { cronText, englishCron } from "#lib/time/cron-text";

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
    expect(cronText(schedule, englishCron)).toBe(text);
  });

  it.each([
    ["0 0 1 * 5", "At 00:00, on day 1 of the month or on Friday"],
    ["0 0 1 * 1-5", "At 00:00, on day 1 of the month or on Monday through Friday"],
    [
      "0 0 1-7 6 1,3",
      "At 00:00, between day 1 and 7 of the month or on Monday and Wednesday, only in June",
    ],
    ["0 0 */10 * 1", "At 00:00, on day 1, 11, 21, and 31 of the month or on Monday"],
  ])("says that one of two given days suffices: %s", (schedule, text) => {
    expect(cronText(schedule, englishCron)).toBe(text);
  });

  it.each([
    ["0 0 */1 * 1", "At 00:00, only on Monday"],
    ["0 0 1 * */1", "At 00:00, on day 1 of the month"],
    ["0 0 */1 * *", "At 00:00"],
    ["0 0 * * *,1", "At 00:00"],
    ["*,5 * * * *", "Every minute"],
    ["*-5 * * * *", "Every minute"],
    ["0 0 1 * ?,1", "At 00:00, on day 1 of the month"],
  ])("takes a star for one wherever it stands: %s", (schedule, text) => {
    expect(cronText(schedule, englishCron)).toBe(text);
  });

  it.each([
    ["50/20 * * * *", "At 50 minutes past the hour"],
    ["20/15 * * * *", "At 20, 35, and 50 minutes past the hour"],
    ["10-20/20 * * * *", "At 10 minutes past the hour"],
    ["0 22/6 * * *", "At 22:00"],
    ["0 0 1 */12 *", "At 00:00, on day 1 of the month, only in January"],
    ["0,15-45/15 * * * *", "At 0, 15, 30, and 45 minutes past the hour"],
    ["5/1 * * * *", "Minutes 5 through 59 past the hour"],
    ["1,,2 * * * *", "At 1 and 2 minutes past the hour"],
    ["+5 * * * *", "At 5 minutes past the hour"],
    ["0 9 5-5 * *", "At 09:00, on day 5 of the month"],
    ["0 0 1 JAN-JUN/2 *", "At 00:00, on day 1 of the month, every 2 months, January through June"],
  ])("calls %s an interval only where it is one", (schedule, text) => {
    expect(cronText(schedule, englishCron)).toBe(text);
  });

  it.each([
    ["*/45 * * * *", "At 0 and 45 minutes past the hour"],
    ["*/61 * * * *", "Every hour"],
    ["0 */7 * * *", "At 00:00, 07:00, 14:00 and 21:00"],
    ["0 0 */10 * *", "At 00:00, on day 1, 11, 21, and 31 of the month"],
  ])("does not call %s a steady interval", (schedule, text) => {
    expect(cronText(schedule, englishCron)).toBe(text);
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
    "0x10 * * * *",
    "1e1 * * * *",
    "0 0 * monday *",
    "@reboot",
    "@every",
    "@every 1d",
    "TZ=UTC 0 6 * * *",
    "CRON_TZ=Europe/Berlin 0 6 * * *",
  ])("has no words for %o, which Kubernetes refuses", (schedule) => {
    expect(cronText(schedule, englishCron)).toBeNull();
  });
});

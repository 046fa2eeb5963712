import { describe, expect, it } from "vitest";
import { chineseCron } from "#lib/time/chinese-cron";
import { cronText } from "#lib/time/cron-text";

describe("a schedule in Chinese", () => {
  it.each([
    ["*/5 * * * *", "每 5 分钟"],
    ["* * * * *", "每分钟"],
    ["30 2 * * *", "在 02:30"],
    ["0 20 * * 5", "在 20:00，仅星期五"],
    ["0 9 ? * MON-FRI", "在 09:00，星期一至星期五"],
    ["0 8-18/2 * * 1-5", "整点，每 2 小时，在 08:00 和 18:00 之间，星期一至星期五"],
    ["5/15 * * * *", "每 15 分钟，在整点后的第 5 分钟开始"],
    ["10-20 3 * * *", "在 03:10 至 03:20 之间的每分钟"],
    ["5/1 * * * *", "在整点后的第 5 到 59 分钟"],
    ["*/45 * * * *", "在整点后的第 0 和 45 分钟"],
    ["0,15-45/15 * * * *", "在整点后的第 0、15、30 和 45 分钟"],
    ["0 */7 * * *", "在 00:00、07:00、14:00 和 21:00"],
    ["0 6 * * 1,3,5", "在 06:00，仅星期一、星期三和星期五"],
    ["0 6 * * 1-3,5", "在 06:00，仅星期一至星期三和星期五"],
    ["0 0 1 JAN-JUN/2 *", "在 00:00，限每月 1 号，每 2 个月，一月至六月"],
    ["0 0 1 1,4,10 *", "在 00:00，限每月 1 号，仅于一月、四月和十月份"],
    ["0 0 */10 * *", "在 00:00，限每月 1 号、11 号、21 号和 31 号"],
    ["@hourly", "每小时"],
    ["@midnight", "在 00:00"],
    ["@weekly", "在 00:00，仅星期日"],
    ["@yearly", "在 00:00，限每月 1 号，仅于一月份"],
    ["@every 1h30m", "每 1h30m"],
  ])("%s is %s", (schedule, words) => {
    expect(cronText(schedule, chineseCron)).toBe(words);
  });

  it.each([
    ["0 0 1 * 5", "在 00:00，限每月 1 号或星期五"],
    ["0 0 1 * 1-5", "在 00:00，限每月 1 号或星期一至星期五"],
    ["0 0 1-7 6 1,3", "在 00:00，限每月的 1 号至 7 号之间或星期一和星期三，仅于六月份"],
    ["0 0 1,15 * 1,3,5", "在 00:00，限每月 1 号和 15 号或星期一、星期三和星期五"],
  ])("says that one of two given days suffices: %s", (schedule, words) => {
    expect(cronText(schedule, chineseCron)).toBe(words);
  });

  it.each(["60 * * * *", "0 0 L * *", "@reboot", "@every 1d"])(
    "has no words for %s, which Kubernetes refuses",
    (schedule) => {
      expect(cronText(schedule, chineseCron)).toBeNull();
    },
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CronJob } from "#lib/kubernetes/types";
import { ticksBetween } from "#lib/runs/ticks";
import { nextTick, type Timetable, timetableOf } from "#lib/runs/timetable";
import * as cron from "#lib/time/cron";

const at = (instant: string) => Date.parse(instant);
const utc = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");

function timetable(schedule: string, timeZone?: string, anchor = "2026-03-10T12:00:07Z") {
  const metadata = {
    name: "c",
    namespace: "n",
    uid: "u",
    resourceVersion: "1",
    creationTimestamp: anchor,
  };
  const cronJob: CronJob = { metadata, spec: { schedule, ...(timeZone ? { timeZone } : {}) } };
  return timetableOf(cronJob) as Timetable;
}

describe("the newest ticks between two instants", () => {
  it.each<[string, string, string, number, string[]]>([
    ["*/5 * * * *", "2026-03-10T12:00:00Z", "2026-03-10T12:10:00Z", 9, ["12:05:00", "12:10:00"]],
    ["*/5 * * * *", "2026-03-10T12:00:00Z", "2026-03-10T12:10:00Z", 1, ["12:10:00"]],
    ["*/5 * * * *", "2026-03-10T12:00:00Z", "2026-03-10T12:04:59Z", 9, []],
    ["*/5 * * * *", "2026-03-10T12:00:00Z", "2026-03-10T12:10:00Z", 0, []],
    ["@every 2m", "2026-03-10T12:00:07Z", "2026-03-10T12:05:00Z", 9, ["12:02:07", "12:04:07"]],
    ["@every 90s", "2026-03-10T11:58:00Z", "2026-03-10T12:01:00Z", 9, ["11:58:37", "12:00:07"]],
    // One Job a minute: those after :01 of the creation's minute, then the first of each.
    [
      "@every 20s",
      "2026-03-10T12:00:07Z",
      "2026-03-10T12:02:30Z",
      9,
      ["12:00:27", "12:01:07", "12:02:07"],
    ],
    ["@every 20s", "2026-03-10T12:00:07Z", "2026-03-10T12:02:30Z", 1, ["12:02:07"]],
    ["@every 20s", "2026-03-10T12:00:07Z", "2026-03-10T12:02:06Z", 9, ["12:00:27", "12:01:07"]],
  ])("%s after %s until %s, %i of them", (schedule, after, until, limit, times) => {
    const ticks = ticksBetween(timetable(schedule), at(after), at(until), limit);
    expect(ticks.map((tick) => utc(tick).slice(11, -1))).toEqual(times);
  });

  it("R14: a local time that daylight saving skips is no tick, a repeated one is two", () => {
    const half = timetable("30 2 * * *", "Europe/Paris");
    const spring = ticksBetween(half, at("2026-03-28T00:00:00Z"), at("2026-03-30T12:00:00Z"), 9);
    expect(spring.map(utc)).toEqual(["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"]);
    const autumn = ticksBetween(half, at("2026-10-24T12:00:00Z"), at("2026-10-25T12:00:00Z"), 9);
    expect(autumn.map(utc)).toEqual(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]);
  });

  const schedule = fc.oneof(
    fc
      .tuple(
        fc.constantFrom("*", "0", "*/7", "13,44", "30-35"),
        fc.constantFrom("*", "2", "*/5", "0,23"),
        fc.constantFrom("*", "1", "*/9", "29"),
        fc.constantFrom("*", "2", "3-10/7"),
        fc.constantFrom("*", "1-5", "0"),
      )
      .map((fields) => fields.join(" ")),
    fc.integer({ min: 60, max: 100_000 }).map((seconds) => `@every ${seconds}s`),
  );

  it("they are those that repeated looks forward find, whatever the schedule and zone", () => {
    fc.assert(
      fc.property(
        schedule,
        fc.constantFrom("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"),
        fc.integer({ min: at("2025-01-01T00:00:00Z"), max: at("2027-01-01T00:00:00Z") }),
        fc.integer({ min: 0, max: 3 * 86_400_000 }),
        fc.integer({ min: 1, max: 50 }),
        (text, zone, after, length, limit) => {
          const table = timetable(text, zone);
          const all: number[] = [];
          let tick = nextTick(table, after);
          while (tick !== null && tick <= after + length) {
            all.push(tick);
            tick = nextTick(table, tick);
          }
          expect(ticksBetween(table, after, after + length, limit)).toEqual(all.slice(-limit));
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ["every minute of a year", "* * * * *", 60],
    ["every minute of a month ten months ago", "* * * 1 *", 60],
    ["February's last day of leap years", "0 0 29 2 *", 1],
    ["a day that never is", "0 0 30 2 *", 0],
    ["every second of a year", "@every 1s", 60],
  ])("cost no more than their number: %s", (_, text, found) => {
    let looks = 0;
    const table = timetable(text);
    const counted = new Proxy(table, {
      get(target, key) {
        if (key === "anchor") looks++;
        return Reflect.get(target, key);
      },
    });
    const until = at("2026-11-30T00:00:00Z");
    expect(ticksBetween(counted, until - 4 * 365 * 86_400_000, until, 60)).toHaveLength(found);
    expect(looks).toBeLessThan(2000);
  });
});

it("a timetable's next tick is cron's own", () => {
  const table = timetable("*/7 3 * * *", "Asia/Kolkata");
  const after = at("2026-05-05T05:05:05Z");
  expect(nextTick(table, after)).toBe(
    cron.next(cron.parseSchedule("*/7 3 * * *"), after, "Asia/Kolkata"),
  );
});

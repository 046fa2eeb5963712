import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { next, parseSchedule } from "#lib/time/cron";
import { isTimeZone } from "#lib/time/local-time";

interface Golden {
  readonly cronNext: {
    readonly cases: readonly {
      readonly schedule: string;
      readonly timeZone: string | null;
      readonly after: string;
      readonly next: readonly string[];
    }[];
  };
  readonly cronInvalid: {
    readonly cases: readonly { readonly schedule: string; readonly parserError?: string }[];
  };
}

const golden: Golden = JSON.parse(
  readFileSync(new URL("../printers/testdata/golden-cells.json", import.meta.url), "utf8"),
);

/** The next `count` runs, or as many as there are. */
function runs(schedule: string, zone: string, after: string, count: number): string[] {
  const parsed = parseSchedule(schedule);
  const found: string[] = [];
  let at: number | null = Date.parse(after);
  while (found.length < count) {
    at = next(parsed, at, zone);
    if (at === null) break;
    found.push(new Date(at).toISOString().replace(".000Z", "Z"));
  }
  return found;
}

describe("the next runs", () => {
  it.each(golden.cronNext.cases)("of $schedule in $timeZone after $after", (vector) => {
    const count = Math.max(1, vector.next.length);
    expect(runs(vector.schedule, vector.timeZone ?? "UTC", vector.after, count)).toEqual(
      vector.next,
    );
  });

  it.each([
    ["*/61 * * * *", "2026-03-10T13:00:00Z"],
    ["*-5 * * * *", "2026-03-10T12:01:00Z"],
    ["5/15 * * * *", "2026-03-10T12:05:00Z"],
    ["0 0 * * 5-6,mon", "2026-03-13T00:00:00Z"],
    ["TZ=Asia/Tokyo 0 9 * * *", "2026-03-11T00:00:00Z"],
    ["@every 1h1.5m", "2026-03-10T13:01:30Z"],
    ["@every -5m", "2026-03-10T12:00:01Z"],
  ])("%s begins with %s", (schedule, first) => {
    expect(runs(schedule, "UTC", "2026-03-10T12:00:00.700Z", 1)).toEqual([first]);
  });

  it("R14: leave out a local time that daylight saving skips", () => {
    expect(runs("30 2 * * *", "Europe/Paris", "2026-03-28T00:00:00Z", 2)).toEqual([
      "2026-03-28T01:30:00Z",
      "2026-03-30T00:30:00Z",
    ]);
  });

  it.each(["0 0 30 2 *", "0 0 31 4,6,9,11 *"])("of %s never come", (schedule) => {
    expect(runs(schedule, "UTC", "2026-03-10T12:00:00Z", 1)).toEqual([]);
  });

  it("are later, match every field, and have none between them", () => {
    const minute = 60_000;
    const start = Date.UTC(2026, 0, 1);
    const list = (min: number, max: number) =>
      fc.oneof(
        fc.constant("*"),
        fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 8 }),
      );
    const fields = fc.tuple(list(0, 59), list(0, 23), list(1, 31), list(1, 12), list(0, 6));
    fc.assert(
      fc.property(fields, fc.integer({ min: 0, max: 365 * 86_400_000 }), (lists, offset) => {
        const parsed = parseSchedule(lists.map(String).join(" "));
        const has = (i: number, value: number) => lists[i] === "*" || lists[i]?.includes(value);
        const matches = (ms: number) => {
          const at = new Date(ms);
          const [day, weekday] = [has(2, at.getUTCDate()), has(4, at.getUTCDay())];
          return (
            has(0, at.getUTCMinutes()) &&
            has(1, at.getUTCHours()) &&
            has(3, at.getUTCMonth() + 1) &&
            (lists[2] === "*" || lists[4] === "*" ? day && weekday : day || weekday)
          );
        };
        const after = start + offset;
        const found = next(parsed, after, "UTC");
        const end = Math.min(found ?? Number.POSITIVE_INFINITY, after + 30 * 86_400_000);
        for (let at = Math.floor(after / minute + 1) * minute; at < end; at += minute) {
          if (matches(at)) return false;
        }
        return found === null || (found > after && matches(found) && found % minute === 0);
      }),
    );
  });
});

describe("a schedule the API server refuses", () => {
  it.each(golden.cronInvalid.cases.filter((vector) => vector.parserError !== undefined))(
    "$schedule",
    ({ schedule, parserError }) => {
      expect(() => parseSchedule(schedule)).toThrow(new Error(parserError));
    },
  );

  it.each([
    ["", "empty spec string"],
    ["60 * * * *", "end of range (60) above maximum (59): 60"],
    ["0 0 0 * *", "beginning of range (0) below minimum (1): 0"],
    ["0 0 * * 7", "end of range (7) above maximum (6): 7"],
    ["1-2-3 * * * *", "too many hyphens: 1-2-3"],
    ["1/2/3 * * * *", "too many slashes: 1/2/3"],
    ["*/-5 * * * *", "negative number (-5) not allowed: -5"],
    [
      "99999999999999999999 * * * *",
      'failed to parse int from 99999999999999999999: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
    ["@every", "unrecognized descriptor: @every"],
    ["@every 1d", 'failed to parse duration @every 1d: time: unknown unit "d" in duration "1d"'],
    ["@every 5", 'failed to parse duration @every 5: time: missing unit in duration "5"'],
    ["@every ", 'failed to parse duration @every : time: invalid duration ""'],
    ["TZ=Foo/Bar * * * * *", "provided bad location Foo/Bar: unknown time zone Foo/Bar"],
    ["TZ=UTC", "invalid schedule format: runtime error: slice bounds out of range [:-1]"],
  ])("%o: %s", (schedule, message) => {
    expect(() => parseSchedule(schedule)).toThrow(new Error(message));
  });
});

describe("a time zone", () => {
  it.each(["UTC", "Etc/UTC", "Europe/Paris", "Asia/Calcutta", "EST5EDT", ""])(
    "%o is known",
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(["Local", "europe/paris", "+01:00", "Mars/Olympus", "UTC+1"])("%o is not", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

import { expect, test } from "vitest";
import type { CronJob } from "#lib/kubernetes/types";
import { dayAhead, type Starts, startsOf } from "#lib/runs/day-ahead";

const hourMs = 3_600_000;
const from = Date.parse("2026-03-10T12:00:00Z");

function cronJob(name: string, schedule: string, spec: CronJob["spec"] = {}): CronJob {
  const metadata = {
    name,
    namespace: "data",
    uid: `uid-${name}`,
    resourceVersion: "1",
    creationTimestamp: "2026-01-01T00:00:30Z",
  };
  return { metadata, spec: { schedule, ...spec } };
}

const ahead = (all: readonly CronJob[], now = from) => {
  const ticks = new Map<string, readonly number[]>();
  const starts = all.map((one) => startsOf(one, now, now + 26 * hourMs, ticks));
  return dayAhead(
    starts.filter((one): one is Starts => one !== null),
    now,
  );
};

const total = (minutes: readonly (readonly [number, number, number])[]) =>
  minutes.reduce((sum, [, runs]) => sum + runs, 0);

test("a day has the runs of a day, each in its minute", () => {
  const { from: begin, minutes } = ahead([cronJob("hourly", "30 * * * *")]);
  expect(begin).toBe("2026-03-10T12:01:00Z");
  expect(minutes).toHaveLength(24);
  expect(minutes[0]).toEqual([29, 1, 0]);
  expect(minutes.at(-1)).toEqual([29 + 23 * 60, 1, 0]);
});

test("the minute that has begun is no more ahead, the same minute of tomorrow is", () => {
  const { minutes } = ahead([cronJob("daily", "0 12 * * *")], from);
  expect(minutes).toEqual([[1439, 1, 0]]);
  expect(ahead([cronJob("daily", "0 12 * * *")], from + 59_000).minutes).toEqual([[1439, 1, 0]]);
});

test("one that is suspended is counted apart, and is not next", () => {
  const { minutes, next } = ahead([
    cronJob("going", "0 13 * * *"),
    cronJob("held", "0 13 * * *", { suspend: true }),
  ]);
  expect(minutes).toEqual([[59, 1, 1]]);
  expect(next).toEqual([{ at: "2026-03-10T13:00:00Z", namespace: "data", name: "going" }]);
});

test("an interval under a minute starts once a minute, as its Jobs are named", () => {
  expect(ahead([cronJob("often", "@every 5s")]).steady).toEqual({ cronJobs: 1, runs: 1440 });
});

test("what starts all day long is counted apart, and in crowded minutes with the others", () => {
  const nightly = Array.from({ length: 5 }, (_, i) => cronJob(`nightly-${i}`, "0 3 * * *"));
  const { steady, minutes, crowded } = ahead([...nightly, cronJob("often", "*/10 * * * *")]);
  expect(steady).toEqual({ cronJobs: 1, runs: 144 });
  expect(minutes).toEqual([[899, 5, 0]]);
  expect(crowded).toMatchObject([{ at: "2026-03-11T03:00:00Z", runs: 6 }]);
});

test("an interval counts from the last start", () => {
  const every = cronJob("every", "@every 7h");
  const known = { ...every, status: { lastScheduleTime: "2026-03-10T11:00:00Z" } };
  expect(ahead([known]).next[0]?.at).toBe("2026-03-10T18:00:00Z");
});

test("what never starts is not on the axis", () => {
  const all = [
    cronJob("unreadable", "nonsense"),
    cronJob("never", "0 0 31 2 *"),
    cronJob("no-deadline", "0 13 * * *", { startingDeadlineSeconds: 0 }),
  ];
  expect(ahead(all)).toMatchObject({ minutes: [], next: [] });
});

test("minutes that many share are marked, with some of their names", () => {
  const crowd = Array.from({ length: 12 }, (_, i) => cronJob(`nightly-${i}`, "0 3 * * *"));
  const { crowded } = ahead([...crowd, cronJob("hourly", "15 * * * *")]);
  expect(crowded).toHaveLength(1);
  expect(crowded[0]).toMatchObject({ at: "2026-03-11T03:00:00Z", runs: 12 });
  expect(crowded[0]?.some).toHaveLength(10);
  expect(crowded[0]?.some[0]).toBe("data/nightly-0");
});

test("where every minute is as full as the next none is marked", () => {
  const all = Array.from({ length: 8 }, (_, i) => cronJob(`often-${i}`, "* * * * *"));
  expect(ahead(all).crowded).toEqual([]);
});

test("five at once in the only minute of the day are a crowd, four are none", () => {
  const nightly = (count: number) =>
    Array.from({ length: count }, (_, i) => cronJob(`n-${i}`, "0 3 * * *"));
  expect(ahead(nightly(5)).crowded).toHaveLength(1);
  expect(ahead(nightly(4)).crowded).toEqual([]);
});

test("a day on which the clocks go forward has 23 hours, and says so", () => {
  const spring = Date.parse("2026-03-28T23:30:00Z");
  const berlin = { timeZone: "Europe/Berlin" };
  const { clocks, minutes } = ahead(
    [cronJob("hourly", "0 * * * *", berlin), cronJob("skipped", "30 2 * * *", berlin)],
    spring,
  );
  expect(clocks).toEqual([
    { at: "2026-03-29T01:00:00Z", zone: "Europe/Berlin", note: "clocks go forward an hour" },
  ]);
  // The hour that is skipped has no run of its own: the day has 24 in real time, 2:30 has none.
  expect(total(minutes)).toBe(24);
});

test("a day on which the clocks go back runs twice in the hour that comes twice", () => {
  const autumn = Date.parse("2026-10-24T22:30:00Z");
  const { minutes, clocks } = ahead(
    [cronJob("twice", "30 2 * * *", { timeZone: "Europe/Berlin" })],
    autumn,
  );
  expect(total(minutes)).toBe(2);
  expect(clocks[0]?.note).toEqual("clocks go back an hour");
});

test("hours without a zone are told to be assumed, those of an interval are not", () => {
  const all = [
    cronJob("a", "0 3 * * *"),
    cronJob("b", "0 3 * * *", { timeZone: "UTC" }),
    cronJob("c", "@every 1h"),
  ];
  expect(ahead(all).assumed).toBe(1);
});

test("the soonest come first, one line for each CronJob, at most twelve", () => {
  const many = Array.from({ length: 20 }, (_, i) => cronJob(`x-${i}`, `${59 - i} * * * *`));
  const { next } = ahead(many);
  expect(next).toHaveLength(12);
  expect(next[0]).toMatchObject({ name: "x-19", at: "2026-03-10T12:40:00Z" });
});

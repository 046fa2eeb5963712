import { expect, test } from "vitest";
import { ManualClock } from "#lib/time/clock";
import type { LoggedLine } from "../container-logs.ts";
import { LogBook } from "./log-book.ts";

const clock = new ManualClock(Date.parse("2026-03-10T12:00:00.250Z"));
const instance = { podUid: "u", container: "main", restart: 0 };

function begun(): LogBook {
  const logs = new LogBook(clock);
  logs.begin(instance);
  return logs;
}

test("output becomes lines of their streams, stamped in growing nanoseconds", () => {
  const logs = begun();
  logs.write(instance, "stdout", "a\nb");
  logs.write(instance, "stderr", "oh\n");
  logs.write(instance, "stdout", "c\n");
  logs.write(instance, "stdout", "no end");
  expect(logs.lines(instance)?.map(({ stream, text }) => [stream, text])).toEqual([
    ["stdout", "a"],
    ["stderr", "oh"],
    ["stdout", "bc"],
  ]);
  logs.end(instance);
  const lines = logs.lines(instance) ?? [];
  expect(lines.at(-1)).toMatchObject({ text: "no end", partial: true });
  const times = lines.map(({ time }) => time);
  expect(times[0]).toMatch(/^2026-03-10T12:00:00\.250\d{6}Z$/);
  expect(times).toEqual([...new Set(times)].sort());
});

test("stamps grow though thousands of lines come in one millisecond, and stay RFC 3339", () => {
  const logs = begun();
  for (let i = 0; i < 3000; i += 1) logs.write(instance, "stdout", "x\n");
  const times = (logs.lines(instance) ?? []).map(({ time }) => time);
  expect(times).toEqual([...new Set(times)].sort());
  expect(times.at(-1)).toMatch(/^2026-03-10T12:00:00\.253\d{6}Z$/);
});

test("a line longer than the runtime's buffer is cut into parts", () => {
  const logs = begun();
  logs.write(instance, "stdout", `${"x".repeat(40_000)}\n`);
  const lines = logs.lines(instance) ?? [];
  expect(lines.map(({ text, partial }) => [text.length, partial])).toEqual([
    [16_384, true],
    [16_384, true],
    [7232, false],
  ]);
});

test("the oldest half goes when a log becomes too large", () => {
  const logs = begun();
  for (let i = 0; i < 40_000; i += 1) logs.write(instance, "stdout", `line ${i}\n`);
  const lines = logs.lines(instance) ?? [];
  expect(lines.length).toBeLessThan(22_000);
  expect(lines.at(-1)?.text).toBe("line 39999");
});

test("who follows hears each line and then the end", async () => {
  const logs = begun();
  logs.write(instance, "stdout", "before\n");
  const heard: (LoggedLine | null)[] = [];
  const stop = logs.follow(instance, (line) => heard.push(line));
  logs.write(instance, "stdout", "after\n");
  logs.end(instance);
  logs.write(instance, "stdout", "too late\n");
  expect(heard.map((line) => line?.text ?? null)).toEqual(["after", null]);
  stop();
  const late: (LoggedLine | null)[] = [];
  logs.follow(instance, (line) => late.push(line));
  await Promise.resolve();
  expect(late).toEqual([null]);
});

test("who no longer follows hears nothing", () => {
  const logs = begun();
  const heard: (LoggedLine | null)[] = [];
  logs.follow(instance, (line) => heard.push(line))();
  logs.write(instance, "stdout", "x\n");
  expect(heard).toEqual([]);
});

test("the instance before is kept, older ones and those of gone Pods are not", () => {
  const logs = begun();
  for (const restart of [1, 2]) logs.begin({ ...instance, restart });
  logs.begin({ ...instance, container: "other" });
  expect(logs.lines(instance)).toBeUndefined();
  expect(logs.lines({ ...instance, restart: 1 })).toEqual([]);
  logs.drop("u");
  expect(logs.lines({ ...instance, restart: 2 })).toBeUndefined();
});

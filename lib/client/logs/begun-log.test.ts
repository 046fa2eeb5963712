import { expect, test } from "vitest";
import type { LogBeginning } from "#lib/api/log-beginning";
import { begunLog, hasReached } from "#lib/client/logs/begun-log";
import { isNote, LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogView } from "#lib/client/logs/log-view";
import { linesFrame, logOrigin, logText } from "#lib/client/testing/log-data";

const [a, b] = [logOrigin({ pod: "a" }), logOrigin({ pod: "b" })];
const begun = (...sources: LogBeginning["sources"]) => begunLog({ sources });
const source = (
  origin: typeof a,
  ...lines: readonly (readonly [time: string, text: string])[]
): LogBeginning["sources"][number] => ({
  origin,
  standing: { state: "reading" },
  block: linesFrame(0, ...lines).block,
});

/** A log that is read, with these lines. */
function read(entries: readonly ReturnType<typeof logText>[], view: Partial<LogView> = {}) {
  const buffer = new LogBuffer();
  buffer.insert(entries);
  const sources = [a, b].map((origin, lane) => ({
    origin,
    standing: { state: "reading" } as const,
    lines: 1,
    lane,
    name: origin.pod,
  }));
  const state = { state: "streaming" } as const;
  return { state, sources, notice: "", buffer, older: "unknown", ...view } as LogView;
}

test("a log begins with the lines of its sources in one order, and with how each ended", () => {
  const exit = { exitCode: 1, signal: 0, reason: "Error", finished: "2026-03-10T12:00:09Z" };
  const { buffer, sources } = begun(
    { ...source(a, ["12:00:01", "one"], ["12:00:03", "three"]) },
    { ...source(b, ["12:00:02", "two"]), standing: { state: "ended", exit } },
  );
  const said = buffer.entries().map((entry) => (isNote(entry) ? entry.note : entry.text));
  expect(said).toEqual(["Started", "one", "Started", "two", "three", "Exited with code 1: Error"]);
  expect(sources.map(({ lane, name, lines }) => [lane, name, lines])).toEqual([
    [0, "a", 2],
    [1, "b", 1],
  ]);
});

test("a log that is read takes over where each source has come to its last line", () => {
  const stood = begun(
    source(a, ["12:00:01", "x"], ["12:00:05", "y"]),
    source(b, ["12:00:03", "z"]),
  );
  const early = logText("12:00:01", "x", a);
  expect(hasReached(read([]), stood)).toBe(false);
  expect(hasReached(read([early]), stood)).toBe(false);
  // One that runs ahead does not speak for the other.
  expect(hasReached(read([early, logText("12:00:07", "new", a)]), stood)).toBe(false);
  const both = [early, logText("12:00:03", "z", b), logText("12:00:05", "y", a)];
  expect(hasReached(read(both), stood)).toBe(true);
});

test("of a source that has ended, or of a log that has, nothing more is waited for", () => {
  const stood = begun(source(a, ["12:00:05", "y"]));
  const some = [logText("12:00:01", "x", a)];
  const [first, second] = read(some).sources;
  const over = { ...first, standing: { state: "ended", exit: null } } as typeof first;
  expect(hasReached(read(some, { sources: [over, second] as LogView["sources"] }), stood)).toBe(
    true,
  );
  expect(hasReached(read([], { state: { state: "ended" } }), stood)).toBe(true);
});

test("a log that cannot be read any more leaves standing what its page came with", () => {
  const stood = begun(source(a, ["12:00:05", "y"]));
  const failed: LogView["state"] = { state: "failed", error: { code: "forbidden", message: "no" } };
  expect(hasReached(read([], { state: failed }), stood)).toBe(false);
  expect(hasReached(read([logText("12:00:01", "x", a)], { state: failed }), stood)).toBe(true);
});

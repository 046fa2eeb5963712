import { expect, test } from "vitest";
import { Admission, type Load, scarcity } from "#lib/server/admission";
import { RequestError } from "#lib/server/api-error";
import { ManualClock } from "#lib/time/clock";

const capacity: Load = { streams: 1000, files: 1024, heapBytes: 1000 };
const calm: Load = { streams: 0, files: 30, heapBytes: 100 };

test.each<[string, Partial<Load>, keyof Load | null, keyof Load | null]>([
  ["with plenty of all", {}, null, null],
  ["at the last stream but one", { streams: 999 }, null, null],
  ["with all streams open", { streams: 1000 }, "streams", null],
  ["below four fifths of the files", { files: 819 }, null, null],
  ["above four fifths of the files", { files: 820 }, "files", null],
  ["above nine tenths of the files", { files: 922 }, "files", "files"],
  ["below 85 % of the heap", { heapBytes: 849 }, null, null],
  ["above 85 % of the heap", { heapBytes: 850 }, "heapBytes", null],
  ["above 95 % of the heap", { heapBytes: 950 }, "heapBytes", "heapBytes"],
  ["when not even the files could be counted", { files: Infinity }, "files", "files"],
])("R28: %s, streams stop first and then requests", (_, used, stream, request) => {
  const load = { ...calm, ...used };
  expect(scarcity("stream", load, capacity)).toBe(stream);
  expect(scarcity("request", load, capacity)).toBe(request);
});

test("R28: without a limit nothing is scarce", () => {
  const none = { streams: Infinity, files: Infinity, heapBytes: Infinity };
  expect(scarcity("stream", { streams: 1e6, files: 1e6, heapBytes: 1e12 }, none)).toBeNull();
});

test("R28: the process is read at most every 100 ms, and after each twenty streams", async () => {
  const clock = new ManualClock();
  let reads = 0;
  const refused: string[] = [];
  let files = 30;
  const load = () => {
    reads += 1;
    return { files, heapBytes: 0 };
  };
  const admission = new Admission({ clock, capacity, load, refused: (it) => refused.push(it) });
  for (let i = 0; i < 50; i++) admission.admit("request", 0);
  expect(reads).toBe(1);
  for (let i = 0; i < 20; i++) admission.admit("stream", 0);
  expect(reads).toBe(1);
  admission.admit("stream", 0);
  expect(reads).toBe(2);
  files = 1000;
  admission.admit("request", 0);
  await clock.advance(100);
  expect(() => admission.admit("request", 0)).toThrow(RequestError);
  expect(refused).toEqual(["files"]);
});

test("R28: a stream counts as a file before the next reading has it", () => {
  const load = () => ({ files: 815, heapBytes: 0 });
  const admission = new Admission({ clock: new ManualClock(), capacity, load, refused: () => {} });
  for (let i = 0; i < 5; i++) admission.admit("stream", i);
  expect(() => admission.admit("stream", 5)).toThrow(RequestError);
});

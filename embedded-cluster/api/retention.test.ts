import { expect, test } from "vitest";
import { ManualClock } from "#lib/time/clock";
import type { ApiObject, Plural } from "../objects.ts";
import { startRetention } from "./retention.ts";
import { Storage } from "./storage.ts";

const minute = 60_000;

const object = (name: string): ApiObject => ({
  apiVersion: "v1",
  kind: "Event",
  metadata: { namespace: "a", name, uid: name, resourceVersion: "", creationTimestamp: "" },
});

function begin() {
  const clock = new ManualClock();
  const storage = new Storage();
  const retention = startRetention(storage, clock);
  const names = (plural: Plural) => storage.list(plural, null).map(({ metadata }) => metadata.name);
  return { clock, storage, retention, names };
}

test("an Event goes an hour after it was last written, and watchers are told; all else stays", async () => {
  const { clock, storage, names } = begin();
  storage.put("jobs", object("job"));
  storage.put("events", object("once"));
  storage.put("events", object("again"));
  await clock.advance(30 * minute);
  storage.put("events", object("again"));
  await clock.advance(29 * minute);
  expect(names("events")).toEqual(["again", "once"]);
  const before = storage.version;
  await clock.advance(6 * minute);
  expect(names("events")).toEqual(["again"]);
  expect(storage.changes("events", before)?.map(({ type, key }) => [type, key])).toEqual([
    ["DELETED", "a/once"],
  ]);
  await clock.advance(30 * minute);
  expect(names("events")).toEqual([]);
  expect(names("jobs")).toEqual(["job"]);
});

test("the history of the last five minutes is known, and none of before the last ten", async () => {
  const { clock, storage } = begin();
  const first = storage.version;
  storage.put("jobs", object("job"));
  await clock.advance(5 * minute);
  expect(storage.changes("jobs", first)).toHaveLength(1);
  const second = storage.version;
  storage.put("jobs", object("job"));
  await clock.advance(5 * minute);
  expect(storage.changes("jobs", first)).toBe(null);
  expect(storage.changes("jobs", second)).toHaveLength(1);
});

test("who has seen the last change of what stands still can go on from there", async () => {
  const { clock, storage } = begin();
  storage.put("jobs", object("job"));
  const seen = storage.version;
  storage.put("pods", object("pod"));
  await clock.advance(30 * minute);
  expect(storage.changes("jobs", seen)).toEqual([]);
  expect(storage.changes("jobs", seen - 1)).toBe(null);
});

test("once it is stopped it sets no timer", async () => {
  const { clock, retention } = begin();
  await clock.advance(6 * minute);
  await retention.stop();
  expect(clock.pending()).toEqual([]);
});

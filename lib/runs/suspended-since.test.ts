import { expect, it } from "vitest";
import type { ManagedFieldsEntry } from "#lib/kubernetes/types";
import { suspendedSince } from "#lib/runs/suspended-since";

const at = (minute: number) => `2026-03-10T12:0${minute}:00Z`;
const owner = (time: string | null): ManagedFieldsEntry => ({
  time,
  fieldsV1: { "f:spec": { "f:suspend": {} } },
});
const other: ManagedFieldsEntry = { time: at(1), fieldsV1: { "f:spec": {} } };
const controller: ManagedFieldsEntry = { time: at(1), fieldsV1: {} };

it.each<[string, boolean | null, ManagedFieldsEntry[] | null, number | null]>([
  ["the last write of who set it", true, [other, owner(at(3)), controller], 3],
  ["the earliest of several who set it", true, [owner(at(5)), owner(at(2))], 2],
  ["nothing where it is not suspended", false, [owner(at(3))], null],
  ["nothing where that was never said", null, [owner(at(3))], null],
  ["nothing where nobody set it", true, [other, controller], null],
  ["nothing without a time", true, [owner(null)], null],
  ["nothing where the API server keeps no book", true, null, null],
])("a CronJob is suspended since %s", (_, suspend, managedFields, minute) => {
  const metadata = { name: "c", namespace: "n", uid: "u", resourceVersion: "1", managedFields };
  expect(suspendedSince({ metadata, spec: { suspend } })).toBe(
    minute === null ? null : Date.parse(at(minute)),
  );
});

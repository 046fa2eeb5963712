import { expect, test } from "vitest";
import { suspensionAnnotations as written } from "#lib/api/suspension";
import type { CronJob, ManagedFieldsEntry } from "#lib/kubernetes/types";
import { suspensionOf } from "#lib/runs/suspension";

const at = (second: number) => `2026-03-10T12:00:${String(second).padStart(2, "0")}Z`;
const owner = (manager: string, time: string): ManagedFieldsEntry => ({
  manager,
  time,
  fieldsV1: { "f:spec": { "f:suspend": {} } },
});
const note = {
  [written.by]: "jane",
  [written.at]: at(20),
  [written.reason]: "a freeze",
  [written.until]: "2026-03-11T08:00:00Z",
};
const told = {
  since: at(20),
  by: "jane",
  reason: "a freeze",
  until: "2026-03-11T08:00:00Z",
};
const nothing = { by: null, reason: null, until: null };

function suspension(
  annotations: Record<string, string>,
  managedFields?: ManagedFieldsEntry[],
  suspend: boolean | null = true,
) {
  const metadata = { name: "c", namespace: "n", uid: "u", resourceVersion: "1", annotations };
  const cronJob: CronJob = {
    metadata: { ...metadata, ...(managedFields ? { managedFields } : {}) },
    spec: { suspend },
  };
  return suspensionOf(cronJob);
}

test.each([
  ["what Batchboard wrote", [owner("batchboard", at(20))], told],
  ["what it wrote, though it has written more since", [owner("batchboard", at(50))], told],
  ["what it wrote, by an API server that keeps no book", undefined, told],
  [
    "what it added to what another did before",
    [owner("kubectl", at(3))],
    { ...told, since: at(3) },
  ],
  ["what it wrote, by a clock that is a little behind", [owner("kubectl", at(25))], told],
  [
    "since when alone, where another did it later",
    [owner("kubectl", at(26))],
    { ...nothing, since: at(26) },
  ],
])("of a CronJob that is suspended it says %s", (_, managedFields, expected) => {
  expect(suspension(note, managedFields)).toEqual(expected);
});

test("nothing that was written is said of what goes on", () => {
  expect(suspension(note, [owner("kubectl", at(26))], false)).toBeNull();
  expect(suspension(note, undefined, null)).toBeNull();
});

test("without a note it says since when, and where nothing tells, not even that", () => {
  expect(suspension({}, [owner("kubectl", at(3))])).toEqual({ ...nothing, since: at(3) });
  expect(suspension({})).toEqual({ ...nothing, since: null });
});

test("a note whose times cannot be read says no time", () => {
  expect(suspension({ ...note, [written.until]: "soon" })).toEqual({ ...told, until: null });
  expect(suspension({ ...note, [written.at]: "today" })).toEqual({ ...nothing, since: null });
});

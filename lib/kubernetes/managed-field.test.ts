import { expect, test } from "vitest";
import { managedSince } from "#lib/kubernetes/managed-field";

const entry = (time: string | undefined, fields: object) => ({
  manager: "kubectl",
  operation: "Update",
  ...(time && { time }),
  fieldsV1: fields,
});
const suspend = { "f:spec": { "f:suspend": {} } };
const schedule = { "f:spec": { "f:schedule": {} } };
const object = (managedFields: unknown) => ({ metadata: { name: "x", managedFields } });

test.each<[string, unknown, string | null]>([
  [
    "the manager that has it",
    [entry("2026-03-10T11:00:00Z", schedule), entry("2026-03-10T12:00:00Z", suspend)],
    "2026-03-10T12:00:00Z",
  ],
  [
    "the newest of several",
    [entry("2026-03-10T12:00:00Z", suspend), entry("2026-03-10T11:00:00Z", suspend)],
    "2026-03-10T12:00:00Z",
  ],
  ["nobody", [entry("2026-03-10T11:00:00Z", schedule)], null],
  ["one without a time", [entry(undefined, suspend)], null],
  ["no entries", undefined, null],
  ["something else", [null, 7, "x", { fieldsV1: null }, { fieldsV1: [] }], null],
  ["a list that is none", { "0": entry("2026-03-10T11:00:00Z", suspend) }, null],
])("since when a field is set is told by %s", (_, managedFields, since) => {
  expect(managedSince(object(managedFields), ["spec", "suspend"])).toBe(since);
});

test.each([null, undefined, 7, "x", [], { metadata: null }, { metadata: { __proto__: null } }])(
  "%j tells of no field",
  (raw) => expect(managedSince(raw, ["spec", "suspend"])).toBeNull(),
);

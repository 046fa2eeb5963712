import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutManagedFields } from "#lib/kubernetes/managed-fields";

test("who wrote what is left out, all else stays", () => {
  const job = {
    type: "ADDED",
    object: {
      metadata: {
        name: "a",
        managedFields: [{ fieldsV1: { 'k:{"name":"x]\\\\"}': { ".": {} }, "f:[": [[]] } }, {}],
        zone: "b",
      },
      spec: { "managedFields,": "],", selector: ["managedFields"] },
    },
  };
  const { managedFields: _, ...metadata } = job.object.metadata;
  const left = { ...job, object: { ...job.object, metadata } };
  expect(JSON.parse(withoutManagedFields(JSON.stringify(job)))).toEqual(left);
});

test("an object without them is the same text", () => {
  const text = JSON.stringify({ metadata: { name: "a" }, message: ',"managedFields":[1]' });
  expect(withoutManagedFields(text)).toBe(text);
});

test("what is no whole JSON is not made whole", () => {
  const text = '{"metadata":{"name":"a","managedFields":[{"manager":"kubectl';
  expect(withoutManagedFields(text)).toBe(text);
});

test("whatever they hold, and whatever follows, the rest is what it was", () => {
  const entries = fc.array(fc.jsonValue());
  fc.assert(
    fc.property(entries, fc.jsonValue(), fc.string(), (managedFields, after, name) => {
      const text = JSON.stringify({ metadata: { name, managedFields, after }, after });
      const left = JSON.stringify({ metadata: { name, after }, after });
      expect(withoutManagedFields(text)).toBe(left);
    }),
  );
});

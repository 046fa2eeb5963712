import fc from "fast-check";
import { expect, test } from "vitest";
import type { ApiObject } from "../objects.ts";
import { Storage } from "./storage.ts";

const object = (namespace: string, name: string, value: number): ApiObject => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { namespace, name, uid: `${name}`, resourceVersion: "", creationTimestamp: "" },
  value,
});

const shown = (objects: readonly ApiObject[]) =>
  objects.map(({ metadata, value }) => `${metadata.namespace}/${metadata.name}=${value}`);

test("a list of any version it still knows is the list that was there then", () => {
  const write = fc.record({
    namespace: fc.constantFrom("a", "a-b", "b"),
    name: fc.constantFrom("x", "x-1", "y", "z"),
    value: fc.nat(9),
    remove: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
      const storage = new Storage(16);
      const then = new Map<number, string[]>();
      const note = () => then.set(storage.version, shown(storage.list("jobs", null)));
      note();
      for (const { namespace, name, value, remove } of writes) {
        const before = storage.get("jobs", `${namespace}/${name}`);
        if (!remove) storage.put("jobs", object(namespace, name, value));
        else if (before) storage.remove("jobs", before);
        note();
      }
      for (const [version, list] of then) {
        const found = storage.listAt("jobs", null, version);
        if (found === null) expect(version).toBeLessThan(storage.compacted("jobs"));
        else expect(shown(found)).toEqual(list);
        const inA = storage.listAt("jobs", "a", version);
        if (inA) expect(shown(inA)).toEqual(list.filter((each) => each.startsWith("a/")));
      }
    }),
  );
});

test("versions grow by one with each write, also of a deletion, over all resources", () => {
  const storage = new Storage();
  const first = Number(storage.put("jobs", object("a", "x", 1)).metadata.resourceVersion);
  const pod = storage.put("pods", object("a", "x", 1));
  const gone = storage.remove("jobs", storage.get("jobs", "a/x") as ApiObject);
  expect([pod, gone].map(({ metadata }) => Number(metadata.resourceVersion))).toEqual([
    first + 1,
    first + 2,
  ]);
  expect(storage.changes("jobs", first)?.map(({ type }) => type)).toEqual(["DELETED"]);
});

test("the history is bounded, and says what it has forgotten", () => {
  const storage = new Storage(100);
  const start = storage.version;
  for (let i = 0; i < 1_000; i++) storage.put("jobs", object("a", "x", i));
  expect(storage.changes("jobs", start)).toBeNull();
  expect(storage.changes("jobs", storage.version - 100)).toHaveLength(100);
});

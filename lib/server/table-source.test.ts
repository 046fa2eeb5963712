import { expect, test } from "vitest";
import type { Change } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { encodeOnce } from "#lib/server/encoded-row";
import { ChosenTable, ListTable } from "#lib/server/table-source";

const object = (name: string, more: object = {}): KubernetesObject => ({
  metadata: { name, namespace: "default", uid: `uid-${name}`, resourceVersion: "1", ...more },
});
/** A printer that an object with labels is too much for. */
const print = ({ metadata }: KubernetesObject) => {
  if (metadata.labels) throw new TypeError("labels are not iterable");
  return { name: metadata.name, uid: metadata.uid, status: "Running" };
};
const pack = ({ name, uid, status }: ReturnType<typeof print>) => [uid, name, status];
const encode = encodeOnce(print, { status: "Unreadable" }, pack);
const added = (of: KubernetesObject): Change<KubernetesObject> => ({
  type: "upsert",
  object: of,
  previous: null,
});

test("R11, S24: an object that cannot be printed is a row that says so; others stay as they are", () => {
  const objects = [object("a"), object("bad", { labels: {} }), object("c")];
  const rows = [
    ["uid-a", "a", "Running"],
    ["uid-bad", "bad", "Unreadable"],
    ["uid-c", "c", "Running"],
  ].map((row) => JSON.stringify(row));
  const list = new ListTable(
    "jobs",
    () => objects,
    () => true,
    encode,
  );
  expect(list.snapshot()).toEqual(rows);
  list.take(objects.map(added));
  expect(list.changes()).toEqual({ rows, gone: [] });
  expect(new ChosenTable("jobs", () => objects, encode).snapshot()).toEqual(rows);
});

test("R11: it is a row as any other once it can be printed, and when it goes", () => {
  const bad = object("bad", { labels: {} });
  const good = object("bad");
  const list = new ListTable<KubernetesObject>(
    "jobs",
    () => [],
    () => true,
    encode,
  );
  list.take([{ type: "upsert", object: good, previous: bad }]);
  const row = JSON.stringify(["uid-bad", "bad", "Running"]);
  expect(list.changes()).toEqual({ rows: [row], gone: [] });
  list.take([{ type: "delete", object: bad }]);
  expect(list.changes()).toEqual({ rows: [], gone: ["uid-bad"] });
});

test("P7: a list that is new as a whole is told by a snapshot, and what comes after it as ever", () => {
  const objects = Array.from({ length: 3_000 }, (_, i) => object(`a-${i}`));
  const list = new ListTable<KubernetesObject>(
    "jobs",
    () => objects,
    () => true,
    encode,
  );
  list.take([added(object("before"))]);
  list.take(objects.map(added));
  list.take([added(object("after"))]);
  expect(list.changes()).toBe("anew");
  expect(list.changes()).toBeNull();
  list.take([added(object("later"))]);
  expect(list.changes()).toEqual({
    rows: [JSON.stringify(["uid-later", "later", "Running"])],
    gone: [],
  });
});

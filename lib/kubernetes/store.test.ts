import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Change, keyOf, Store } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";

interface Labelled extends KubernetesObject {
  readonly label: number;
}

function object(
  name: string,
  uid: string,
  resourceVersion: string,
  more: { namespace?: string; owner?: string; label?: number } = {},
): Labelled {
  const { namespace = "default", owner, label = 0 } = more;
  const ownerReferences =
    owner === undefined ? [] : [{ kind: "Job", name: "o", uid: owner, controller: true }];
  return { metadata: { name, namespace, uid, resourceVersion, ownerReferences }, label };
}

const told = (changes: readonly Change<Labelled>[]) =>
  changes.map(
    ({ type, object: { metadata } }) => `${type} ${metadata.uid}@${metadata.resourceVersion}`,
  );
const names = (objects: Iterable<KubernetesObject>) =>
  [...objects].map(({ metadata }) => metadata.name).sort();

function storeOf(...objects: Labelled[]): Store<Labelled> {
  const store = new Store<Labelled>();
  store.replace(objects);
  return store;
}

describe("an object never goes back in time", () => {
  it.each([
    ["9", "10", true],
    ["10", "9", false],
    ["10", "10", false],
    ["99999999999999999999998", "99999999999999999999999", true],
    ["99999999999999999999999", "99999999999999999999998", false],
    // Not comparable: the later arrival is the newer.
    ["10", "abc", true],
    ["10", "010", true],
    ["abc", "9", true],
  ])("R5, R8: known at %s, told %s: taken is %s", (known, arrives, taken) => {
    const store = storeOf(object("a", "u", known));
    const changes = store.upsert(object("a", "u", arrives));
    expect(told(changes)).toEqual(taken ? [`upsert u@${arrives}`] : []);
    expect(store.get("default/a")?.metadata.resourceVersion).toBe(taken ? arrives : known);
  });

  it("unless a complete list says so: after a restore from a backup versions begin anew", () => {
    const store = storeOf(object("a", "u", "900"));
    expect(told(store.replace([object("a", "u", "7")]))).toEqual(["upsert u@7"]);
  });
});

describe("an object created again under its name is another one", () => {
  it.each<[string, (store: Store<Labelled>) => readonly Change<Labelled>[]]>([
    ["in an event", (store) => store.upsert(object("a", "new", "5"))],
    ["across a gap", (store) => store.replace([object("a", "new", "5")])],
  ])("R9: %s", (_, recreate) => {
    const store = storeOf(object("a", "old", "9", { owner: "x" }));
    expect(told(recreate(store))).toEqual(["delete old@9", "upsert new@5"]);
    expect(store.byUid("old")).toBeUndefined();
    expect(names(store.controlledBy("x"))).toEqual([]);
    expect(store.size).toBe(1);
  });

  it("R8, R9: and the late word of the old one's deletion does not take the new one away", () => {
    const store = storeOf(object("a", "new", "5"));
    expect(store.delete(object("a", "old", "9"))).toEqual([]);
    expect(names(store.all())).toEqual(["a"]);
  });
});

it("R2: a new list tells only what is different", () => {
  const store = storeOf(
    object("kept", "k", "1"),
    object("changed", "c", "1"),
    object("gone", "g", "1"),
  );
  const list = [object("kept", "k", "1"), object("changed", "c", "2"), object("added", "a", "3")];
  const changes = store.replace(list);
  expect(told(changes)).toEqual(["delete g@1", "upsert c@2", "upsert a@3"]);
  expect(
    changes.map((change) => change.type === "upsert" && change.previous?.metadata.uid),
  ).toEqual([false, "c", undefined]);
});

it("objects are found by namespace, uid and the owner that controls them, whatever they are called", () => {
  const odd = { namespace: "__proto__", owner: "constructor" };
  const store = storeOf(
    object("a", "1", "1", { namespace: "x", owner: "job" }),
    object("b", "2", "1", { namespace: "y", owner: "job" }),
    object("toString", "valueOf", "1", odd),
  );
  expect(names(store.inNamespace("x"))).toEqual(["a"]);
  expect(names(store.inNamespace("hasOwnProperty"))).toEqual([]);
  expect(names(store.controlledBy("job"))).toEqual(["a", "b"]);
  expect(names(store.controlledBy("constructor"))).toEqual(["toString"]);
  expect(store.byUid("valueOf")?.metadata.namespace).toBe("__proto__");
  store.upsert(object("a", "1", "2", { namespace: "x", owner: "other" }));
  expect(names(store.controlledBy("job"))).toEqual(["b"]);
  expect(names(store.controlledBy("other"))).toEqual(["a"]);
});

interface Step {
  readonly name: string;
  readonly namespace: string;
  readonly owner: string;
  readonly act: "write" | "delete" | "recreate" | "repeat" | "list";
}

const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  namespace: fc.constantFrom("x", "y"),
  owner: fc.constantFrom("job-1", "job-2"),
  act: fc.constantFrom("write", "write", "delete", "recreate", "repeat", "list"),
});

/** A cluster that does as told and says, as events, what happened. */
function play(steps: readonly Step[], store: Store<Labelled>): Map<string, Labelled> {
  const cluster = new Map<string, Labelled>();
  let seen: Labelled[] = [];
  let version = 8;
  for (const { name, namespace, owner, act } of steps) {
    version += 1;
    const key = `${namespace}/${name}`;
    const known = cluster.get(key);
    const write = (uid: string) => {
      const written = object(name, uid, String(version), { namespace, owner, label: version });
      cluster.set(key, written);
      seen.push(written);
      store.upsert(written);
    };
    if (act === "list") {
      store.replace([...cluster.values()]);
      seen = [...cluster.values()];
    } else if (act === "repeat") {
      // What was told before is told again, as after a resumed watch.
      for (const old of seen.filter((each) => cluster.has(keyOf(each)))) {
        if (cluster.get(keyOf(old))?.metadata.uid === old.metadata.uid) store.upsert(old);
      }
    } else if (act === "write") write(known?.metadata.uid ?? `uid-${version}`);
    else if (act === "recreate") write(`uid-${version}`);
    else if (known) {
      cluster.delete(key);
      store.delete({ ...known, metadata: { ...known.metadata, resourceVersion: String(version) } });
    }
  }
  return cluster;
}

it("any events after a list leave what a new list would give, in every index", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const followed = new Store<Labelled>();
      const cluster = play(steps, followed);
      const fresh = storeOf(...cluster.values());
      const content = (store: Store<Labelled>) => ({
        all: new Set(store.all()),
        size: store.size,
        namespaces: ["x", "y"].map((namespace) => new Set(store.inNamespace(namespace))),
        owners: ["job-1", "job-2"].map((uid) => new Set(store.controlledBy(uid))),
        uids: [...cluster.values()].map(({ metadata }) => store.byUid(metadata.uid)),
      });
      expect(content(followed)).toEqual(content(fresh));
      expect(followed.replace([...cluster.values()])).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

describe("P7: a long list is taken in turns with others", () => {
  const many = (resourceVersion: string) =>
    Array.from({ length: 5_000 }, (_, i) => object(`job-${i}`, `uid-${i}`, resourceVersion));

  it("and seen as a whole: before its end the store holds what it held", async () => {
    const store = storeOf(object("old", "uid-old", "1"), ...many("1").slice(0, 10));
    const work = store.replaceInTurns(many("2"), new AbortController().signal);
    const seen = new Set<number>();
    let taken = false;
    const look = () => {
      seen.add(store.size);
      if (!taken) setImmediate(look);
    };
    setImmediate(look);
    const changes = await work;
    taken = true;
    expect([...seen]).toEqual([11]);
    expect(store.size).toBe(5_000);
    expect(changes).toHaveLength(5_001);
  });

  it("and not at all once its reader has gone", async () => {
    const store = storeOf(object("old", "uid-old", "1"));
    const gone = new AbortController();
    const work = store.replaceInTurns(many("1"), gone.signal);
    gone.abort(new Error("left"));
    await expect(work).rejects.toThrow("left");
    expect(names(store.all())).toEqual(["old"]);
  });
});

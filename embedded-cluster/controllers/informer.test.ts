import { afterEach, beforeEach, expect, it } from "vitest";
import { ManualClock } from "#lib/time/clock";
import { failure } from "../api/failure.ts";
import type { ApiClient, ApiWatchEvent } from "../api-client.ts";
import type { ApiObject } from "../objects.ts";
import { Informer } from "./informer.ts";
import { ServedApi } from "./testing/served-api.ts";

let clock: ManualClock;
let api: { -readonly [K in keyof ApiClient]: ApiClient[K] };
let abort: AbortController;
let informer: Informer;
let heard: string[];
let running: Promise<void>;

beforeEach(async () => {
  clock = new ManualClock();
  api = { ...new ServedApi(clock, "1.37", "default").client };
  abort = new AbortController();
  informer = new Informer(api, "pods", clock, abort.signal);
  heard = [];
  informer.listen((now, before) => {
    const verb = now && before ? "changed" : now ? "came" : "went";
    heard.push(`${(now ?? before)?.metadata.name} ${verb}`);
  });
  await create("old");
});
afterEach(async () => {
  abort.abort(new Error("over"));
  await running;
  expect(clock.pending()).toEqual([]);
});

const create = (name: string, owner = "o") =>
  api.create("pods", "default", {
    metadata: { name, ownerReferences: [ownedBy(owner)] },
    spec: { containers: [{ name: "main", image: "busybox" }] },
  });

const ownedBy = (uid: string) => ({ apiVersion: "batch/v1", kind: "Job", name: uid, uid });

async function run(): Promise<void> {
  running = informer.run();
  await settle();
}

/** Lets everything settle that needs no time to pass. */
async function settle(): Promise<void> {
  for (let i = 0; i < 40; i++) await new Promise(setImmediate);
}

it("an informer tells what there is and what changes", async () => {
  await run();
  const pod = await create("new");
  await api.patch("pods", "default", "new", { metadata: { labels: { a: "b" } } });
  await api.delete("pods", "default", "old");
  await informer.reached(pod.metadata.resourceVersion);
  await settle();
  expect(heard).toEqual(["old came", "new came", "new changed", "old went"]);
  expect(informer.list().map(({ metadata }) => metadata.name)).toEqual(["new"]);
});

it("an informer finds what an owner has, as long as it has it", async () => {
  await run();
  await create("other", "p");
  const moved = { metadata: { ownerReferences: [ownedBy("p")] } };
  await settle();
  expect(informer.dependents("o").map(({ metadata }) => metadata.name)).toEqual(["old"]);
  await api.patch("pods", "default", "old", moved);
  await settle();
  expect(informer.dependents("o")).toEqual([]);
  expect(informer.dependents("p")).toHaveLength(2);
});

/** Watches that end as the test says, one after another; then the real one. */
function scriptWatches(...scripts: (() => AsyncIterable<ApiWatchEvent>)[]): string[] {
  const versions: string[] = [];
  const watch = api.watch.bind(api);
  api.watch = (plural, namespace, version, signal) => {
    versions.push(version);
    return scripts.shift()?.() ?? watch(plural, namespace, version, signal);
  };
  return versions;
}

it("an informer whose version is too old lists anew and tells the difference", async () => {
  const expired = failure(410, "Expired", "too old resource version: 1 (9)");
  const versions = scriptWatches(async function* () {
    yield { type: "ERROR", object: expired.status as unknown as ApiObject };
  });
  const list = api.list.bind(api);
  let lists = 0;
  api.list = async (plural, namespace) => {
    if (lists++ === 1) {
      await api.delete("pods", "default", "old");
      await create("old", "another");
    }
    return list(plural, namespace);
  };
  await run();
  expect(lists).toBe(2);
  expect(heard).toEqual(["old came", "old went", "old came"]);
  expect(versions[1]).not.toBe(versions[0]);
});

it("an informer goes on where a watch ended, and waits where one cannot begin", async () => {
  const versions = scriptWatches(
    async function* () {
      yield { type: "BOOKMARK", object: { metadata: { resourceVersion: "5000" } } as ApiObject };
      await clock.sleep(60_000);
    },
    async function* () {
      yield* [];
      throw failure(429, "TooManyRequests", "later");
    },
    async function* () {
      yield* [];
      throw failure(429, "TooManyRequests", "later");
    },
  );
  await run();
  await clock.advance(60_000);
  expect(versions).toHaveLength(2);
  await clock.advance(800);
  expect(versions).toHaveLength(3);
  await clock.advance(1599);
  expect(versions).toHaveLength(3);
  await clock.advance(1);
  expect(versions.slice(1)).toEqual(["5000", "5000", "5000"]);
});

import { expect, test } from "vitest";
import { inProcessClient } from "./in-process-client.ts";
import { job, jobs, mergePatch, Served } from "./testing/served.ts";

const background = "propagationPolicy=Background";

function shop(...created: readonly string[]): Served {
  const served = new Served();
  for (const name of created) served.create(jobs, job(name, {}, { labels: { app: name } }));
  return served;
}

const version = (served: Served) => served.call("GET", jobs).body.metadata.resourceVersion;

test("a watch tells every change after its version, once and in order", async () => {
  const served = shop("a");
  const watch = served.stream(`${jobs}?watch=1&resourceVersion=${version(served)}`);
  served.create(jobs, job("b"));
  served.call("PATCH", `${jobs}/a`, { body: { spec: { suspend: true } }, type: mergePatch });
  served.call("DELETE", `${jobs}/b?${background}`);
  expect(await watch.told()).toEqual(["ADDED b", "MODIFIED a", "DELETED b"]);
  const waiting = watch.told();
  served.create(jobs, job("c"));
  expect(await waiting).toEqual(["ADDED c"]);
});

test("without a version it begins with what is there", async () => {
  const watch = shop("a", "b").stream(`${jobs}?watch=true`);
  expect(await watch.told()).toEqual(["ADDED a", "ADDED b"]);
});

test("a selector turns changes into comings and goings", async () => {
  const served = shop("a", "b");
  const watch = served.stream(
    `${jobs}?watch=1&labelSelector=app%3Da&resourceVersion=${version(served)}`,
  );
  const label = (name: string, app: string) =>
    served.call("PATCH", `${jobs}/${name}`, {
      body: { metadata: { labels: { app } } },
      type: mergePatch,
    });
  label("b", "a");
  label("a", "x");
  label("a", "y");
  served.call("DELETE", `${jobs}/a?${background}`);
  const events = await watch.events();
  expect(events?.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
    "ADDED b",
    "DELETED a",
  ]);
  expect(events?.[1].object.metadata.labels.app).toBe("a");
});

test("other namespaces are not told of", async () => {
  const served = shop();
  served.call("POST", "/api/v1/namespaces", { body: { metadata: { name: "shop-2" } } });
  const watch = served.stream(`${jobs}?watch=1&resourceVersion=${version(served)}`);
  served.create("/apis/batch/v1/namespaces/shop-2/jobs", job("other"));
  served.create(jobs, job("own"));
  expect(await watch.told()).toEqual(["ADDED own"]);
});

test("bookmarks come each minute and before the end, which timeoutSeconds sets", async () => {
  const served = shop("a");
  const watch = served.stream(
    `${jobs}?watch=1&allowWatchBookmarks=true&timeoutSeconds=90&resourceVersion=${version(served)}`,
  );
  const first = watch.events();
  await served.clock.advance(60_000);
  expect(await first).toMatchObject([
    { type: "BOOKMARK", object: { kind: "Job", metadata: { resourceVersion: version(served) } } },
  ]);
  const second = watch.told();
  await served.clock.advance(28_000);
  expect(await second).toEqual(["BOOKMARK "]);
  const end = watch.told();
  await served.clock.advance(2_000);
  expect(await end).toBeNull();
  expect(served.clock.pending()).toEqual([]);
});

test("a streaming list marks the end of what was there, in a Table too", async () => {
  const query =
    "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
  const marked = { "k8s.io/initial-events-end": "true" };
  const plain = await shop("a").stream(`${jobs}?${query}`).events();
  expect(plain).toMatchObject([
    { type: "ADDED" },
    { type: "BOOKMARK", object: { metadata: { annotations: marked } } },
  ]);
  const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
  const tables = await shop("a", "b").stream(`${jobs}?${query}`, { accept }).events();
  expect(tables?.map(({ object }) => object.columnDefinitions?.length ?? null)).toEqual([
    8,
    null,
    null,
  ]);
  expect(tables?.[2]).toMatchObject({
    type: "BOOKMARK",
    object: { rows: [{ object: { metadata: { annotations: marked } } }] },
  });
});

test("a version that is forgotten ends the watch with 410 inside it", async () => {
  const served = shop("a");
  const then = version(served);
  const late = served.stream(`${jobs}?watch=1&resourceVersion=${then}`);
  served.create(jobs, job("b"));
  served.server.storage.compact();
  for (const watch of [late, served.stream(`${jobs}?watch=1&resourceVersion=1`)]) {
    const [event] = (await watch.events()) ?? [];
    expect(event).toMatchObject({ type: "ERROR", object: { code: 410, reason: "Expired" } });
    expect(event.object.message).toMatch(/^too old resource version: \d+ \(\d+\)$/);
    expect(await watch.events()).toBeNull();
  }
});

test.each([
  ["sendInitialEvents=true", 422],
  ["resourceVersionMatch=NotOlderThan", 422],
  ["resourceVersion=abc", 500],
])("a watch with %s does not begin", (query, code) => {
  expect(shop().call("GET", `${jobs}?watch=1&${query}`).status).toBe(code);
});

test("who leaves a watch leaves nothing behind", async () => {
  const served = shop("a");
  const watch = served.stream(`${jobs}?watch=1&allowWatchBookmarks=1`);
  expect(await watch.told()).toEqual(["ADDED a", "BOOKMARK "]);
  const last = watch.told();
  await watch.close();
  expect(await last).toBeNull();
  expect(served.clock.pending()).toEqual([]);
});

test("a client in the same process lists, watches and is refused as any other", async () => {
  const served = shop("a");
  const client = inProcessClient(served.server, "admin");
  const { items, resourceVersion } = await client.list("jobs", null);
  expect(items[0]).toMatchObject({ kind: "Job", apiVersion: "batch/v1" });
  const gone = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { type, object } of client.watch(
      "jobs",
      "shop",
      resourceVersion,
      gone.signal,
    )) {
      seen.push(`${type} ${object.metadata.name}`);
      if (seen.length === 2) gone.abort();
    }
  })();
  const created = await client.create("jobs", "shop", job("b"));
  await client.updateStatus("jobs", { ...created, status: { active: 1 }, spec: {} });
  await watching;
  expect(seen).toEqual(["ADDED b", "MODIFIED b"]);
  expect((await client.get("jobs", "shop", "b")).spec.completions).toBe(1);
  await expect(client.get("jobs", "shop", "none")).rejects.toMatchObject({
    message: 'jobs.batch "none" not found',
    status: { reason: "NotFound" },
  });
  await expect(inProcessClient(served.server, "nobody").list("jobs", null)).rejects.toMatchObject({
    status: { code: 401 },
  });
});

import type { Api } from "../../cluster/api.ts";
import { list } from "../answers.ts";
import { expect, test } from "../fixtures.ts";
import { paths, resting } from "../objects.ts";
import { told, type WatchEvent, Watching } from "../watching.ts";

/** Writes 1, 2, 3 … into the annotation `n` of an object, one after the other. */
async function count(api: Api, path: string, to: number): Promise<void> {
  for (let n = 1; n <= to; n++) await api.patch(path, { metadata: { annotations: { n: `${n}` } } });
}

const counted = (events: readonly WatchEvent[], name: string) =>
  events
    .filter(({ object }) => object.metadata.name === name)
    .map(({ object }) => Number(object.metadata.annotations?.n));

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

function expectAscending(events: readonly WatchEvent[]): void {
  const versions = events.map(({ object }) => BigInt(object.metadata.resourceVersion));
  expect(versions.every((version, i) => i === 0 || version > (versions[i - 1] ?? 0n))).toBe(true);
}

test("of two writers' hundred changes each is told once and in order, to every watcher", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  await api.create(path, resting("b"));
  const { resourceVersion } = (await list(api, path)).metadata;
  const watches = await Promise.all(
    [1, 2, 3].map(() => Watching.open(api, path, `resourceVersion=${resourceVersion}`)),
  );
  await Promise.all([count(api, `${path}/a`, 50), count(api, `${path}/b`, 50)]);
  const seen = await Promise.all(watches.map((watch) => watch.take(100)));
  const [first = []] = seen;
  expect(new Set(first.map(({ type }) => type))).toEqual(new Set(["MODIFIED"]));
  expect(counted(first, "a")).toEqual(upTo(50));
  expect(counted(first, "b")).toEqual(upTo(50));
  expectAscending(first);
  for (const events of seen) expect(events).toEqual(first);
  await api.create(path, resting("last"));
  for (const watch of watches) expect(told(await watch.take(1))).toEqual(["ADDED last"]);
  for (const watch of watches) watch.close();
});

test("a watch that is left and taken up at its last version misses nothing", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  let { resourceVersion } = (await list(api, path)).metadata;
  const writing = count(api, `${path}/a`, 60);
  const seen: WatchEvent[] = [];
  while (seen.length < 60) {
    const watch = await Watching.open(api, path, `resourceVersion=${resourceVersion}`);
    seen.push(...(await watch.take(15)));
    watch.close();
    resourceVersion = seen.at(-1)?.object.metadata.resourceVersion ?? "";
  }
  await writing;
  expect(counted(seen, "a")).toEqual(upTo(60));
  expectAscending(seen);
});

test("a watch that timed out is taken up where it ended", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  const { resourceVersion } = (await list(api, path)).metadata;
  const query = `resourceVersion=${resourceVersion}&timeoutSeconds=1`;
  const short = await Watching.open(api, path, query);
  const writing = count(api, `${path}/a`, 20);
  const seen = await short.take(Number.POSITIVE_INFINITY);
  await writing;
  const from = seen.at(-1)?.object.metadata.resourceVersion ?? resourceVersion;
  if (seen.length < 20) {
    const rest = await Watching.open(api, path, `resourceVersion=${from}`);
    seen.push(...(await rest.take(20 - seen.length)));
    rest.close();
  }
  expect(counted(seen, "a")).toEqual(upTo(20));
});

test("twenty watchers that go away leave a server that watches and writes", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  const many = await Promise.all(upTo(20).map(() => Watching.open(api, path)));
  const first = await Promise.all(many.map((watch) => watch.take(1)));
  expect(first.flatMap(told)).toEqual(upTo(20).map(() => "ADDED a"));
  const stays = await Watching.open(api, path, "fieldSelector=metadata.name!%3Da");
  const cut = many.map((watch) => watch.take(1).then(told, () => "cut off"));
  for (const watch of many) watch.close();
  expect(new Set(await Promise.all(cut))).toEqual(new Set(["cut off"]));
  await api.create(path, resting("b"));
  expect(told(await stays.take(1))).toEqual(["ADDED b"]);
  stays.close();
});

test("a watcher that reads nothing for long may be cut off, and can take up what it missed", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  const annotations = { filling: "x".repeat(100_000) };
  await api.create(path, resting({ name: "a", annotations }));
  const { resourceVersion } = (await list(api, path)).metadata;
  const slow = await Watching.open(api, path, `resourceVersion=${resourceVersion}`);
  await count(api, `${path}/a`, 60);
  const seen = await slow.take(60);
  slow.close();
  const from = seen.at(-1)?.object.metadata.resourceVersion ?? resourceVersion;
  const rest = await Watching.open(api, path, `resourceVersion=${from}`);
  seen.push(...(await rest.take(60 - seen.length)));
  rest.close();
  expect(counted(seen, "a")).toEqual(upTo(60));
});

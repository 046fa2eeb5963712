import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "#lib/server/testing/ask";
import { EventStream, Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
  expect(served.errors).toEqual([]);
});

const scope = "view=jobs&ns=*";
const add = (name: string) => served.api.apply("jobs", { metadata: { name }, spec: {} });
const has = (view: EventStream, name: string) =>
  view.until(() => view.names("jobs").includes(name), name);
const lastId = (view: EventStream) => view.events.findLast(({ id }) => id !== "")?.id ?? "";
const back = (after: string) =>
  served.stream("watch", `${scope}&after=${encodeURIComponent(after)}`);

/** A browser that looks at the Jobs, all of them live. */
async function live(): Promise<EventStream> {
  const view = await served.stream("watch", scope);
  const states = () => Object.values(view.last("states") ?? {}) as { state: string }[];
  const isLive = () => states().length === 3 && states().every(({ state }) => state === "live");
  await view.until(isLive, "live");
  return view;
}

test("R15: a stream that is cut and back is told what it missed, and no snapshot", async () => {
  add("a");
  const first = await live();
  await has(first, "a");
  const id = lastId(first);
  first.close();
  add("b");
  served.api.remove("jobs", "default", "a");
  const other = await live();
  await has(other, "b");
  const again = await back(id);
  await has(again, "b");
  expect(again.frames.map(({ type }) => type)).not.toContain("snapshot");
  expect(again.frames.flatMap(({ tables }) => tables?.jobs?.gone ?? [])).toHaveLength(1);
  add("c");
  await has(again, "c");
});

test("R15: one that missed nothing is told so at once", async () => {
  const first = await live();
  const id = lastId(first);
  first.close();
  await served.clock.advance(59_000);
  const again = await back(id);
  await again.until(() => again.frames.length === 1, "a frame");
  expect(again.frames).toEqual([{ type: "delta", now: expect.any(String) }]);
  expect(lastId(again)).toBe(id);
});

test("R15: of the views that nobody looks at any more only the latest are kept for who comes back", async () => {
  const left = async (query: string) => {
    const view = await served.stream("watch", query);
    await view.until(() => view.frames.length > 0, "a frame");
    view.close();
    await served.clock.advance(10);
    return `${query}&after=${encodeURIComponent(lastId(view))}`;
  };
  const links: string[] = [];
  for (let i = 0; i < 34; i++) links.push(await left(`${scope}&l=app%3Dv${i}`));
  const typeOf = async (query: string) => {
    const view = await served.stream("watch", query);
    await view.until(() => view.frames.length > 0, "a frame");
    return view.frames[0].type;
  };
  expect(await typeOf(links[33] ?? "")).toBe("delta");
  expect(await typeOf(links[0] ?? "")).toBe("snapshot");
});

test("R18: who asks once is told the present, or what was missed, and no more", async () => {
  add("a");
  const first = await live();
  await has(first, "a");
  const once = await served.stream("watch", `${scope}&once=1`);
  await once.until(() => once.ended, "the end");
  expect(once.frames.map(({ type }) => type)).toEqual(["snapshot"]);
  expect(once.names("jobs")).toEqual(["a"]);
  add("b");
  await has(first, "b");
  add("c");
  await has(first, "c");
  const after = encodeURIComponent(lastId(once));
  const again = await served.stream("watch", `${scope}&once=1&after=${after}`);
  await again.until(() => again.ended, "the end");
  expect(again.frames.map(({ type }) => type)).toEqual(["delta", "delta"]);
  expect(again.names("jobs")).toEqual(["b", "c"]);
  // The others go on.
  add("d");
  await has(first, "d");
});

test("R15: the browser's own header serves as well", async () => {
  const first = await live();
  const headers = { "last-event-id": lastId(first) };
  const request = new Request(`http://localhost/api/watch?${scope}`, { headers });
  const response = await ask(served.dashboard, "watch", request);
  const again = new EventStream(response, new AbortController(), served.clock);
  await again.until(() => again.frames.length === 1, "a frame");
  expect(again.frames[0].type).toBe("delta");
  again.close();
});

test.each([
  ["of another start", () => "0123456789abcdef.0"],
  ["of a delta that is yet to come", (id: string) => id.replace(/\.\d+$/, ".999")],
  ["that is none", () => "x.y"],
  ["that is empty", () => ""],
  ["without a number", (id: string) => id.replace(/\d+$/, "")],
])("R16: after an id %s the stream begins with a snapshot", async (_, change) => {
  add("a");
  const first = await live();
  await has(first, "a");
  const again = await back(change(lastId(first)));
  await has(again, "a");
  expect(again.frames[0].type).toBe("snapshot");
});

test("R16: who comes back after more than is remembered, or after a minute, gets a snapshot", async () => {
  const first = await live();
  const id = lastId(first);
  for (let i = 1; i <= 520; i++) {
    served.api.apply("jobs", { metadata: { name: "busy" }, spec: { completions: i } });
    const shown = () => [...first.table("jobs").values()][0]?.completions === `0/${i}`;
    await first.until(shown, `change ${i}`);
  }
  const overrun = await back(id);
  await has(overrun, "busy");
  expect(overrun.frames[0].type).toBe("snapshot");
  const newest = lastId(overrun);
  overrun.close();
  first.close();
  await served.clock.advance(60_000);
  const late = await back(newest);
  await has(late, "busy");
  expect(late.frames[0].type).toBe("snapshot");
});

test("R16: who joins between two deltas is told as well of what changes and changes back", async () => {
  const change = (parallelism: number) =>
    served.api.apply("jobs", { metadata: { name: "a" }, spec: { parallelism } });
  change(3);
  const page = "view=job&namespace=default&name=a";
  const first = await served.stream("watch", page);
  const shows = (view: EventStream, parallelism: number) => () =>
    view.last("detail")?.value.parallelism === parallelism;
  await first.until(shows(first, 3), "3");
  const { watchers } = served.api.collection("jobs");
  const seen = async (parallelism: number) => {
    change(parallelism);
    // The change is in the store before manual time lets a delta leave.
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  expect(watchers.size).toBe(1);
  await served.clock.advance(200);
  await seen(4);
  await first.until(shows(first, 4), "4");
  await seen(2);
  expect(shows(first, 4)()).toBe(true);
  const joiner = await served.stream("watch", page);
  await joiner.until(() => joiner.frames.length > 0, "a snapshot");
  await seen(4);
  await joiner.until(shows(joiner, 4), "4 again");
  await first.until(shows(first, 4), "4 again");
});

test("P13: of 1,000 browsers that come back at once none is sent a snapshot", async () => {
  add("a");
  const first = await live();
  await has(first, "a");
  const id = lastId(first);
  first.close();
  add("b");
  const views = await Promise.all(Array.from({ length: 1_000 }, () => back(id)));
  await Promise.all(views.map((view) => has(view, "b")));
  expect(views.filter((view) => view.frames.some(({ type }) => type === "snapshot"))).toEqual([]);
});

test("R20: one browser that never reads hinders no other, and is let go after a minute", async () => {
  const view = await live();
  const stalled = await served.get("watch", scope);
  const wide = "x".repeat(20_000);
  for (let i = 1; i <= 100; i++) {
    const containers = [{ name: "main", image: `busybox:${i}${wide}` }];
    served.api.apply("jobs", {
      metadata: { name: "a" },
      spec: { template: { spec: { containers } } },
    });
    await view.until(
      () => [...view.table("jobs").values()][0]?.images.startsWith(`busybox:${i}x`),
      `change ${i}`,
    );
  }
  await served.clock.advance(60_000);
  const reader = stalled.body?.getReader();
  await expect(reader?.read()).rejects.toThrow("the connection was cut");
});

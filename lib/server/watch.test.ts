import { afterEach, beforeEach, expect, test } from "vitest";
import { EventStream, Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
  expect(served.errors).toEqual([]);
});

const job = (name: string, more: object = {}) => ({
  metadata: { name, ...(more as { metadata?: object }).metadata },
  spec: {
    completions: 1,
    parallelism: 1,
    template: { spec: { containers: [{ name: "main", image: "busybox" }] } },
  },
});
const owned = (name: string, kind: string, uid: string) => ({
  metadata: { name, ownerReferences: [{ kind, name: "owner", uid, controller: true }] },
});

/** A view whose three resources are live. */
async function liveView(query: string): Promise<EventStream> {
  const view = await served.stream("watch", query);
  const live = () =>
    ["cronjobs", "jobs", "pods"].every((name) => view.last("states")?.[name].state === "live");
  await view.until(live, "live");
  return view;
}

test("a view begins with a snapshot and then tells what changed", async () => {
  served.api.apply("jobs", job("a"));
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => view.names("jobs").includes("a"), "a");
  expect(view.frames[0].type).toBe("snapshot");
  served.api.apply("jobs", job("b"));
  await view.until(() => view.names("jobs").includes("b"), "b");
  served.api.remove("jobs", "default", "a");
  await view.until(() => String(view.names("jobs")) === "b", "only b");
});

test("a change no column shows costs no bytes", async () => {
  served.api.apply("jobs", job("a"));
  const view = await liveView("view=jobs&ns=*");
  const before = view.frames.filter((frame) => frame.tables?.jobs).length;
  const { metadata } = served.api.get("jobs", "default", "a") ?? { metadata: {} };
  served.api.apply("jobs", {
    ...job("a"),
    metadata: { ...metadata, name: "a", managedFields: [{}], labels: { x: "y" } },
  });
  served.api.apply("jobs", job("marker"));
  await view.until(() => view.names("jobs").includes("marker"), "marker");
  const told = view.frames.filter((frame) => frame.tables?.jobs).slice(before);
  expect(
    told.flatMap((frame) => frame.tables.jobs.rows.map(({ name }: { name: string }) => name)),
  ).toEqual(["marker"]);
});

test("a label selector decides on rows as labels come and go", async () => {
  served.api.apply("jobs", job("a", { metadata: { labels: { app: "x" } } }));
  served.api.apply("jobs", job("b", { metadata: { labels: { app: "y" } } }));
  const view = await served.stream("watch", "view=jobs&ns=*&l=app%3Dx");
  await view.until(() => String(view.names("jobs")) === "a", "a alone");
  served.api.apply("jobs", job("b", { metadata: { labels: { app: "x" } } }));
  await view.until(() => String(view.names("jobs")) === "a,b", "b joins");
  served.api.apply("jobs", job("a", { metadata: { labels: { app: "z" } } }));
  await view.until(() => String(view.names("jobs")) === "b", "a leaves");
});

test("namespaces: all, a set, and the counts of what they hold", async () => {
  for (const [namespace, name] of [
    ["x", "one"],
    ["y", "two"],
    ["z", "three"],
  ] as const) {
    served.api.apply("namespaces", { metadata: { name: namespace } });
    served.api.apply("jobs", { ...job(name), metadata: { name, namespace } });
  }
  const view = await served.stream("watch", "view=jobs&ns=x,z");
  await view.until(() => view.last("counts")?.jobs === 2, "a count");
  await view.until(() => view.last("choices")?.complete === true, "choices");
  expect(view.names("jobs")).toEqual(["one", "three"]);
  expect(view.last("choices").names).toEqual(["x", "y", "z"]);
  expect(view.last("namespaces")).toEqual(["x", "z"]);
});

test("a CronJob's page has its Jobs and their Pods, by uid and not by name", async () => {
  const { metadata } = served.api.apply("cronjobs", {
    metadata: { name: "nightly" },
    spec: { schedule: "@daily" },
  });
  const mine = served.api.apply("jobs", owned("nightly-1", "CronJob", metadata.uid ?? ""));
  served.api.apply("jobs", owned("nightly-2", "CronJob", "an-earlier-nightly"));
  served.api.apply("pods", owned("nightly-1-x", "Job", mine.metadata.uid ?? ""));
  served.api.apply("pods", { metadata: { name: "stranger" } });
  const view = await served.stream("watch", "view=cronjob&namespace=default&name=nightly");
  await view.until(() => view.names("pods").length === 1, "its Pod");
  expect(view.names("cronjobs")).toEqual(["nightly"]);
  expect(view.names("jobs")).toEqual(["nightly-1"]);
  expect(view.names("pods")).toEqual(["nightly-1-x"]);
  expect(view.last("detail")).toMatchObject({ kind: "cronjob" });
  served.api.remove("jobs", "default", "nightly-1");
  await view.until(
    () => view.names("jobs").length === 0 && view.names("pods").length === 0,
    "both gone",
  );
});

test("a Pod's page names the Job it belongs to", async () => {
  const { metadata } = served.api.apply("jobs", job("parent"));
  served.api.apply("pods", owned("child", "Job", metadata.uid ?? ""));
  const view = await served.stream("watch", "view=pod&namespace=default&name=child");
  await view.until(() => view.names("jobs").length === 1, "the Job");
  expect(view.names("jobs")).toEqual(["parent"]);
  expect(view.last("detail")).toMatchObject({ kind: "pod" });
});

test("an object that does not exist (yet) is none, and appears", async () => {
  const view = await served.stream("watch", "view=job&namespace=default&name=later");
  await view.until(() => view.last("states")?.jobs.state === "live", "live");
  expect(view.last("detail")).toBeNull();
  served.api.apply("jobs", job("later"));
  await view.until(() => view.last("detail") !== null, "its detail");
});

test("CronJobs are found by discovery, batch/v1beta1 on an old cluster", async () => {
  served.api.cronJobs = "v1beta1";
  served.api.apply("cronjobs", { metadata: { name: "old" }, spec: { schedule: "*/1 * * * *" } });
  const view = await served.stream("watch", "view=cronjobs&ns=*");
  await view.until(() => view.names("cronjobs").includes("old"), "old");
  expect(served.api.requests.some(({ path }) => path === "/apis/batch/v1beta1/cronjobs")).toBe(
    true,
  );
});

test("a cluster that is down at the start is shown as such, and appears by itself", async () => {
  const { port } = served.api;
  await served.api.crash();
  const late = await served.stream("watch", "view=cronjobs&ns=*");
  await late.until(() => late.last("states")?.cronjobs.state === "stale", "stale");
  expect(inEnglish(late.last("states").cronjobs.message)).toMatch(/refused|closed/);
  served.api.apply("cronjobs", { metadata: { name: "there" }, spec: {} });
  await served.api.listen(port);
  await late.until(() => late.names("cronjobs").includes("there"), "rows");
  await late.until(() => served.dashboard.ready(), "ready");
});

test("without the right to list everywhere, the context's namespace is shown instead", async () => {
  served.api.allows = ({ namespace }) => namespace !== "";
  const everywhere = ({ path }: { path: string }) =>
    /^\/apis\/batch\/v1\/(cron)?jobs$|^\/api\/v1\/(pods|namespaces)$/.test(path);
  served.api.fault(everywhere, { status: 403, reason: "Forbidden", message: "not everywhere" });
  served.api.apply("jobs", job("mine"));
  const view = await served.stream("watch", "view=jobs");
  await view.until(() => view.names("jobs").includes("mine"), "mine");
  expect(view.last("namespaces")).toEqual(["default"]);
  await view.until(() => view.last("states")?.jobs.state === "live", "live");
  expect(view.last("choices")).toEqual({ names: ["default"], complete: false });
  const all = await served.stream("watch", "view=jobs&ns=*");
  await all.until(() => all.last("states")?.jobs.state === "forbidden", "forbidden");
  expect(all.last("states").jobs.message).toBe("not everywhere");
});

test("R6: who may list in some namespaces only sees those, and is told which are refused and which would do", async () => {
  served.api.allows = ({ namespace }) => namespace === "a" || namespace === "c";
  const refused = ({ path }: { path: string }) =>
    /^\/apis\/batch\/v1\/(cron)?jobs$|^\/api\/v1\/pods$|\/namespaces\/b\//.test(path);
  served.api.fault(refused, { status: 403, reason: "Forbidden", message: "not there" });
  for (const name of ["a", "b", "c", "default"]) {
    served.api.apply("namespaces", { metadata: { name } });
    served.api.apply("jobs", job(name, { metadata: { namespace: name } }));
  }
  const some = await served.stream("watch", "view=jobs&ns=a,b,c");
  await some.until(() => String(some.names("jobs")) === "a,c", "rows of a and c");
  await some.until(() => some.last("states")?.jobs.state === "live", "live");
  const state = { state: "forbidden", verb: "list", message: "not there" };
  expect(some.last("apart").jobs).toEqual([{ namespace: "b", state }]);
  expect(some.last("counts").jobs).toBe(2);

  // The answers come last, when nothing else changes any more.
  const reviews = ({ body }: { body: string }) => /"namespace":"[abc]/.test(body);
  const answer = served.api.fault(reviews, "hold");
  const none = await served.stream("watch", "view=jobs&ns=b");
  const refusals = () => Object.values(none.last("states") ?? {}) as { state: string }[];
  await none.until(
    () => refusals().filter((it) => it.state === "forbidden").length === 3,
    "forbidden",
  );
  const answeredAt = served.clock.now();
  answer();
  await none.until(() => none.last("states")?.jobs.readable?.length === 2, "readable");
  expect(served.clock.now() - answeredAt).toBeLessThan(10_000);
  expect(none.last("states").jobs).toEqual({ ...state, readable: ["a", "c"] });
  expect(none.last("apart")).toEqual({});
  expect(none.last("counts").jobs).toBeNull();
});

test("a right that the access review promised and the list refused is not asked for in a loop", async () => {
  const everywhere = ({ path }: { path: string }) =>
    /^\/apis\/batch\/v1\/(cron)?jobs$|^\/api\/v1\/pods$/.test(path);
  served.api.fault(everywhere, { status: 403, reason: "Forbidden", message: "not everywhere" });
  served.api.apply("jobs", job("mine"));
  const view = await served.stream("watch", "view=jobs&ns=default");
  await view.until(() => view.names("jobs").includes("mine"), "mine");
  expect(served.api.requests.filter(everywhere).length).toBeLessThan(12);
});

test("P10: many viewers are one watch upstream", async () => {
  const views = await Promise.all(
    Array.from({ length: 20 }, () => served.stream("watch", "view=jobs&ns=*")),
  );
  for (const view of views)
    await view.until(
      () => view.last("states")?.jobs.state === "live" || view.frames.length > 0,
      "open",
    );
  served.api.apply("jobs", job("a"));
  for (const view of views) await view.until(() => view.names("jobs").includes("a"), "a");
  expect(served.api.watches("jobs")).toBe(1);
});

test("a quiet stream beats, with the API server's time", async () => {
  const view = await liveView("view=jobs&ns=*");
  await served.clock.advance(10_000);
  await view.until(() => view.events.some(({ event }) => event === "heartbeat"), "a heartbeat");
});

test("R13: a burst becomes one delta with the latest state, not its history", async () => {
  const view = await liveView("view=jobs&ns=*");
  const before = view.frames.length;
  for (let i = 0; i < 200; i++) {
    served.api.apply("jobs", { ...job("busy"), status: { succeeded: i } });
  }
  const done = () =>
    [...view.table("jobs").values()].some(({ completions }) => completions === "199/1");
  await view.until(done, "the last state");
  expect(view.frames.length - before).toBeLessThan(20);
});

test("R19: a slow browser gets the few changes it missed, not all rows anew", async () => {
  // Enough rows that their snapshot alone fills what may wait.
  for (let i = 0; i < 1_200; i++) served.api.apply("jobs", job(`job-${i}`));
  const view = await liveView("view=jobs&ns=*");
  const slow = await served.get("watch", "view=jobs&ns=*");
  await changeBusily(view);
  const reading = new EventStream(slow, new AbortController(), served.clock);
  await reading.until(() => completionsOf(reading, "busy") === "20/1", "the latest state");
  const tables = reading.frames.filter(({ tables }) => tables?.jobs);
  expect(tables.map(({ type }) => type)).toEqual(["snapshot", ...Array(20).fill("delta")]);
});

test("R19: where the history is longer than the latest state, a slow browser gets that alone", async () => {
  const wide = "x".repeat(20_000);
  const view = await liveView("view=jobs&ns=*");
  const slow = await served.get("watch", "view=jobs&ns=*");
  await changeBusily(view, wide);
  const reading = new EventStream(slow, new AbortController(), served.clock);
  await reading.until(() => completionsOf(reading, "busy") === "20/1", "the latest state");
  const told = reading.frames.filter(({ tables }) => tables?.jobs);
  expect(told.at(-1).type).toBe("snapshot");
  expect(told.length).toBeLessThan(20);
});

/** Changes one Job twenty times, each seen by a browser that reads. */
async function changeBusily(view: EventStream, padding = ""): Promise<void> {
  const containers = [{ name: "main", image: `busybox${padding}` }];
  const spec = { completions: 1, template: { spec: { containers } } };
  for (let i = 1; i <= 20; i++) {
    served.api.apply("jobs", { ...job("busy"), spec, status: { succeeded: i } });
    await view.until(() => completionsOf(view, "busy") === `${i}/1`, `${i} of 1`);
    await served.clock.advance(200);
  }
}

function completionsOf(view: EventStream, job: string): string | undefined {
  return [...view.table("jobs").values()].find(({ name }) => name === job)?.completions;
}

const isReview = ({ path }: { path: string }) => path.endsWith("/selfsubjectaccessreviews");

test("a first view is not kept waiting by an access review that hangs", async () => {
  served.api.fault(isReview, "hang");
  served.api.apply("jobs", job("a"));
  const begun = served.clock.now();
  const view = await served.stream("watch", "view=jobs");
  await view.until(() => view.names("jobs").includes("a"), "a");
  expect(served.clock.now() - begun).toBeLessThan(6_000);
  expect(view.last("namespaces")).toBe("*");
});

test("rows that are here already are shown at once, though the cluster hangs", async () => {
  served.api.apply("jobs", job("a"));
  const first = await served.stream("watch", "view=jobs&ns=default");
  await first.until(() => first.names("jobs").includes("a"), "a");
  await served.clock.advance(61_000);
  served.api.fault(() => true, "hang");
  for (const query of ["view=jobs&ns=default", "view=jobs", "view=pods"]) {
    const begun = served.clock.now();
    const view = await served.stream("watch", query);
    await view.until(() => view.frames.length > 0, "a snapshot");
    expect(served.clock.now() - begun).toBeLessThan(1_000);
    if (query.startsWith("view=jobs")) expect(view.names("jobs")).toEqual(["a"]);
  }
});

test("a no is kept while the cluster hangs, and asked again when it answers", async () => {
  served.api.allows = ({ namespace }) => namespace !== "";
  served.api.apply("jobs", job("a"));
  const first = await served.stream("watch", "view=jobs");
  await first.until(() => first.names("jobs").includes("a"), "a");
  await served.clock.advance(61_000);
  const answers = served.api.fault(isReview, "hang");
  const second = await served.stream("watch", "view=jobs");
  await second.until(() => second.names("jobs").includes("a"), "a");
  expect(second.last("namespaces")).toEqual(["default"]);
  answers();
  served.api.allows = () => true;
  await served.clock.advance(16_000);
  const third = await served.stream("watch", "view=jobs");
  await third.until(() => third.last("namespaces") === "*", "all namespaces");
});

test.each([
  ["view=nonsense", "unknown view"],
  ["view=job&namespace=default", "namespace and name are required"],
  ["view=jobs&ns=..%2Fkube-system", "is not a namespace name"],
  ["view=jobs&ns=UPPER", "is not a namespace name"],
  ["view=pod&namespace=default&name=a%2F..%2Fb", "is not an object name"],
  ["view=jobs&l=a%20b%20c", "is not a label selector"],
])("%s is refused with a sentence and reaches no cluster", async (query, sentence) => {
  await served.clock.advance(0);
  const before = served.api.requests.filter(({ path }) => !/version|batch\/v1/.test(path)).length;
  const response = await served.get("watch", query);
  expect(response.status).toBe(400);
  expect(inEnglish((await response.json()).message)).toContain(sentence);
  expect(served.api.requests.filter(({ path }) => !/version|batch\/v1/.test(path))).toHaveLength(
    before,
  );
});

test("R27: 100 streams are told of a restart, each when to come back, and end without an error", async () => {
  let drawn = 0;
  await served.close();
  served = await Served.start({ random: () => (drawn++ % 100) / 100 });
  const views = await Promise.all(
    Array.from({ length: 100 }, () => served.stream("watch", "view=jobs&ns=*")),
  );
  await Promise.all(views.map((view) => view.until(() => view.frames.length > 0, "open")));
  await served.dashboard.close();
  await Promise.all(views.map((view) => view.until(() => view.ended, "the end")));
  const told = views.map((view) => view.frames.at(-1));
  expect(new Set(told.map(({ type }) => type))).toEqual(new Set(["restart"]));
  expect(new Set(told.map(({ afterMs }) => afterMs)).size).toBe(100);
  expect(Math.max(...told.map(({ afterMs }) => afterMs))).toBeLessThanOrEqual(1_500);
});

test("closing ends every stream", async () => {
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => view.frames.length > 0, "open");
  await served.dashboard.close();
  await view.until(() => view.ended, "the end");
  expect((await served.get("watch", "view=jobs")).status).toBe(503);
});

test("CronJobs that discovery finds while a view is being opened are not left out of it", async () => {
  const fresh = await Served.start();
  try {
    const discovery = fresh.api.fault(({ path }) => path === "/apis/batch/v1", "hold", 1);
    const podRights = fresh.api.fault(
      ({ path, body }) => path.endsWith("/selfsubjectaccessreviews") && body.includes('"pods"'),
      "hold",
      1,
    );
    fresh.api.apply("cronjobs", { metadata: { name: "nightly" }, spec: { schedule: "@daily" } });
    const view = await fresh.stream("watch", "view=cronjobs&ns=default");
    await view.until(
      () => fresh.api.requests.some(({ body }) => body.includes('"pods"')),
      "the view is being opened",
    );
    discovery();
    await view.until(() => fresh.dashboard.ready(), "discovery");
    podRights();
    await view.until(() => view.names("cronjobs").includes("nightly"), "the CronJob");
  } finally {
    await fresh.close();
  }
});

test("whoever asks to retry is not made to wait for the back-off", async () => {
  const view = await liveView("view=jobs&ns=*");
  const { port } = served.api;
  await served.api.crash();
  await view.until(() => view.last("states")?.jobs.state === "stale", "stale");
  await served.clock.advance(60_000);
  await view.until(
    () => Date.parse(view.last("states").jobs.retryAt) - served.clock.now() > 10_000,
    "a long wait",
  );
  await served.api.listen(port);
  const before = served.clock.now();
  const again = await served.stream("watch", "view=jobs&ns=*&retry=1");
  await again.until(() => again.last("states")?.jobs.state === "live", "live");
  expect(served.clock.now() - before).toBeLessThan(5_000);
});

test("P3: a list waits for its own rows before it asks for anything else", async () => {
  const lift = served.api.fault(({ path }) => path.endsWith("/jobs"), "hold");
  served.api.apply("jobs", job("a"));
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => served.api.requests.some(({ path }) => path.endsWith("/jobs")), "a list");
  await served.clock.advance(2_000);
  const others = () =>
    served.api.requests.filter(({ path }) => /\/(pods|cronjobs|events)$/.test(path)).length;
  expect(others()).toBe(0);
  lift();
  await view.until(() => view.names("jobs").includes("a"), "the rows");
  await view.until(() => view.last("counts")?.pods === 0, "the others");
  expect(others()).toBeGreaterThan(0);
});

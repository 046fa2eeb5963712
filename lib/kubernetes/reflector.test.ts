import { afterEach, beforeEach, expect, test } from "vitest";
import { events, jobs } from "#lib/kubernetes/resources";
import type { Watcher } from "#lib/kubernetes/testing/collection";
import { behind } from "#lib/kubernetes/testing/fault";
import { Followed } from "#lib/kubernetes/testing/followed";
import type { RecordedRequest } from "#lib/kubernetes/testing/recorded-request";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import type { Job } from "#lib/kubernetes/types";
import { inEnglish } from "#lib/texts/wording";

let server: ScriptedApiServer;
let followed: Followed<Job> | null = null;

beforeEach(async () => {
  server = await new ScriptedApiServer().listen();
});
afterEach(async () => {
  await followed?.close();
  followed = null;
  await server.close();
});

const job = (name: string, namespace = "default") => ({ metadata: { name, namespace }, spec: {} });
const isWatch = ({ query }: RecordedRequest) => query.get("watch") === "true";
const isList = (request: RecordedRequest) => request.path.endsWith("/jobs") && !isWatch(request);
const lists = () => server.requests.filter(isList).length;
const watches = () => server.requests.filter(isWatch);

function follow(): Followed<Job> {
  followed = new Followed(server, jobs);
  return followed;
}

/** Lets back-off time pass, in steps, until the condition holds. */
async function passTime(on: Followed<Job>, condition: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 300 && !condition(); i++) {
    await on.clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await on.until(condition, what);
}

test("what exists is shown once it is complete, and what changes as it changes", async () => {
  server.apply("jobs", job("a"));
  server.apply("jobs", job("b"));
  const on = follow();
  await on.untilState("live");
  expect(on.names).toEqual(["a", "b"]);
  expect(lists()).toBe(0);
  server.apply("jobs", job("c"));
  server.remove("jobs", "default", "a");
  await on.untilNames("b", "c");
  expect(on.states).toEqual(["syncing", "live"]);
});

test.each([
  ["the gate is off", false],
  ["etcd is too old, which only the open watch tells", "late"],
] as const)("a cluster without watch-list is listed in pages instead: %s", async (_, watchList) => {
  server.watchList = watchList;
  for (let i = 0; i < 1100; i++) server.apply("jobs", job(`job-${i}`));
  const on = follow();
  await on.untilState("live");
  expect(on.names).toHaveLength(1100);
  expect(server.requests.filter(isList).map(({ query }) => query.get("limit"))).toEqual([
    "500",
    "500",
    "500",
  ]);
  await on.until(() => server.watches("jobs") === 1, "a watch");
  server.apply("jobs", job("late"));
  await on.until(() => on.names.includes("late"), "the change");
});

test.each([true, false])(
  "only chosen objects are followed, by watch-list %s",
  async (watchList) => {
    server.watchList = watchList;
    const event = (name: string, reason: string) => ({
      metadata: { name },
      reason,
      involvedObject: { kind: "CronJob" },
    });
    server.apply("events", event("a", "MissSchedule"));
    server.apply("events", event("b", "SuccessfulCreate"));
    const selector = "involvedObject.kind=CronJob,reason!=SuccessfulCreate";
    const on = new Followed(server, events, null, selector);
    try {
      await on.untilState("live");
      await on.until(() => server.watches("events") === 1, "a watch");
      server.apply("events", event("c", "SuccessfulCreate"));
      server.apply("events", event("d", "JobAlreadyActive"));
      await on.untilNames("a", "d");
      const asked = server.requests.filter(({ path }) => path.endsWith("/events"));
      expect(new Set(asked.map(({ query }) => query.get("fieldSelector")))).toEqual(
        new Set([selector]),
      );
    } finally {
      await on.close();
    }
  },
);

test("R1: a watch that ends as it should is taken up where it stood: no list, no mark", async () => {
  const on = follow();
  server.apply("jobs", job("a"));
  await on.untilNames("a");
  // Longer than a moment, or the end would count as a fault.
  await on.clock.advance(2_000);
  const seen = server.get("jobs", "default", "a")?.metadata.resourceVersion;
  server.endWatches("jobs");
  await on.until(() => watches().length === 2, "a second watch");
  expect(watches()[1]?.query.get("resourceVersion")).toBe(seen);
  server.apply("jobs", job("b"));
  await on.untilNames("a", "b");
  expect(on.states).not.toContain("backing-off");
});

test("R1: a bookmark moves the place to resume from", async () => {
  const on = follow();
  await on.untilState("live");
  server.bookmark();
  server.bookmark();
  await on.clock.advance(2_000);
  await new Promise((resolve) => setImmediate(resolve));
  server.apply("jobs", job("marker"));
  await on.untilNames("marker");
  server.endWatches("jobs");
  await on.until(() => watches().length === 2, "a second watch");
  expect(watches()[1]?.query.get("resourceVersion")).toBe("1003");
});

/** Takes a resource's watches off the server's list: they stay open and hear nothing more. */
function deafen(): Watcher[] {
  const { watchers } = server.collection("jobs");
  const deaf = [...watchers];
  watchers.clear();
  return deaf;
}

const gone = JSON.stringify({
  type: "ERROR",
  object: { kind: "Status", code: 410, reason: "Gone", message: "gone" },
});

test.each<[string, (deaf: Watcher) => void]>([
  ["as an event of the next watch", () => server.compact()],
  [
    "as the answer to the next watch",
    () => server.fault(isWatch, { status: 410, reason: "Expired", message: "too old" }, 1),
  ],
  ["as an event with reason Gone", (deaf) => deaf.write(`${gone}\n`)],
])("R2: when history is gone, 410 %s, only the difference is told", async (_, expire) => {
  server.apply("jobs", job("kept"));
  server.apply("jobs", job("deleted"));
  const on = follow();
  await on.untilState("live");
  // A list that expires as soon as it is made is no ordinary one.
  await on.clock.advance(6_000);
  const told: string[] = [];
  on.informer.subscribe({
    changes: (all) =>
      told.push(...all.map(({ type, object }) => `${type} ${object.metadata.name}`)),
    state: () => {},
  });
  const [deaf] = deafen();
  server.remove("jobs", "default", "deleted");
  server.apply("jobs", job("added"));
  if (!deaf) throw new Error("no watch was open");
  expire(deaf);
  deaf.end("end");
  await on.untilNames("added", "kept");
  expect(told).toEqual(["delete deleted", "upsert added"]);
  expect(on.states).not.toContain("backing-off");
});

test("R2: a list whose pages expire on the way begins anew instead of mixing two moments", async () => {
  server.watchList = false;
  for (let i = 0; i < 700; i++) server.apply("jobs", job(`job-${i}`));
  server.fault(({ query }) => query.has("continue"), { status: 410, reason: "Expired" }, 1);
  const on = follow();
  await on.untilState("live");
  expect(on.names).toHaveLength(700);
  expect(lists()).toBe(4);
});

test("R3: rows stay and are marked when the API server is gone, and are right again when it is back", async () => {
  server.apply("jobs", job("a"));
  const on = follow();
  await on.untilState("live");
  const { port } = server;
  await server.crash();
  await on.untilState("backing-off");
  expect(on.names).toEqual(["a"]);
  expect(on.informer.state).toMatchObject({ synced: true });
  const since = on.informer.state.state === "backing-off" ? on.informer.state.since : 0;
  expect(since).toBeLessThanOrEqual(on.clock.now());
  server.apply("jobs", job("b"));
  await on.clock.advance(5_000);
  await on.until(
    () =>
      on.informer.state.state === "backing-off" &&
      inEnglish(on.informer.state.message).includes("refused"),
    "refused",
  );
  expect(on.informer.state).toMatchObject({ since });
  await server.listen(port);
  await passTime(on, () => on.names.length === 2, "b");
  await on.untilState("live");
});

test("R3: a back-off grows from 0.8 s and a person can cut it short", async () => {
  server.fault(() => true, "reset");
  const on = follow();
  const delays: number[] = [];
  for (let i = 0; i < 4; i++) {
    await on.until(() => delayOf(on) > 0, "a back-off");
    delays.push(delayOf(on));
    await on.clock.advance(delays.at(-1) ?? 0);
  }
  expect(delays).toEqual([800, 1600, 3200, 6400]);
  const before = server.requests.length;
  on.informer.retryNow();
  await on.until(() => server.requests.length > before, "another try at once");
});

/** How long a follower waits from now on before it tries again; 0 when it does not. */
function delayOf({ informer: { state }, clock }: Followed<Job>): number {
  return state.state === "backing-off" && state.retryAt !== null ? state.retryAt - clock.now() : 0;
}

/** How long each wait of a follower is from now on, for so many of them. */
async function waits(on: Followed<Job>, count: number): Promise<number[]> {
  const delays: number[] = [];
  const leave = on.informer.subscribe({
    changes: () => {},
    state: (state) => {
      if (state.state === "backing-off") delays.push(delayOf(on));
    },
  });
  await passTime(on, () => delays.length >= count, `${count} waits`);
  leave();
  return delays.slice(0, count);
}

test("R3: an API server that takes long to fail is asked less and less as well", async () => {
  // Each try ends after 35 s, with a probe that is not answered.
  server.fault(() => true, "hang");
  expect(await waits(follow(), 4)).toEqual([800, 1600, 3200, 6400]);
});

const expired = { status: 410, reason: "Expired", message: "too old" };
const tooLarge = {
  status: 504,
  reason: "Timeout",
  message: "Too large resource version: 2000, current: 1",
};

test.each([
  ["too old", expired],
  ["too new", tooLarge],
])("a list whose version is %s for every watch is not made in a hot loop", async (_, fault) => {
  // The watch-list is refused, and then every watch from where the pages end.
  server.fault(isWatch, { status: 422, reason: "Invalid" }, 1);
  server.fault(isWatch, fault);
  expect(await waits(follow(), 4)).toEqual([800, 1600, 3200, 6400]);
  expect(lists()).toBeLessThanOrEqual(5);
});

test.each([
  ["with its first event", () => server.inject("jobs", `${gone}\n`, "end")],
  [
    "after its first event",
    () => {
      server.compact();
      server.endWatches("jobs");
    },
  ],
])("nor is a watch-list that expires %s", async (_, expire) => {
  const on = follow();
  on.informer.subscribe({
    changes: () => {},
    state: ({ state }) => {
      if (state !== "live") return;
      server.apply("jobs", job("a"));
      expire();
    },
  });
  expect(await waits(on, 3)).toEqual([800, 1600, 3200]);
  expect(watches().length).toBeLessThanOrEqual(7);
});

test("R6: 429 with Retry-After is obeyed", async () => {
  server.fault(
    isWatch,
    { status: 429, reason: "TooManyRequests", headers: { "retry-after": "7" } },
    1,
  );
  const on = follow();
  await on.untilState("backing-off");
  expect(on.informer.state).toMatchObject({ retryAt: on.clock.now() + 7_000 });
  await on.clock.advance(7_000);
  await on.untilState("live");
});

test("R5: a version this replica has not seen yet falls back to the most recent list", async () => {
  const on = follow();
  server.apply("jobs", job("a"));
  await on.untilNames("a");
  await on.clock.advance(6_000);
  server.fault(isWatch, behind, 1);
  server.endWatches("jobs");
  await on.until(() => watches().length === 3, "a new list");
  expect(watches()[2]?.query.get("sendInitialEvents")).toBe("true");
  expect(on.states).not.toContain("backing-off");
});

test.each([
  [500, "InternalError"],
  [503, "ServiceUnavailable"],
])("R6: after %i it is tried again where it stood, without a new list", async (status, reason) => {
  const on = follow();
  server.apply("jobs", job("a"));
  await on.untilNames("a");
  server.fault(isWatch, { status, reason, message: "etcdserver: no leader" }, 1);
  server.endWatches("jobs");
  await on.untilState("backing-off");
  expect(on.informer.state).toMatchObject({ message: "etcdserver: no leader" });
  const seen = server.get("jobs", "default", "a")?.metadata.resourceVersion;
  await on.clock.advance(800);
  await on.untilState("live");
  expect(watches().at(-1)?.query.get("resourceVersion")).toBe(seen);
  expect(on.names).toEqual(["a"]);
});

test("R6: 401 is tried once more with the credential read anew, then said", async () => {
  server.fault(isWatch, { status: 401, reason: "Unauthorized", message: "Unauthorized" }, 1);
  const on = follow();
  await on.untilState("live");
  expect(watches()).toHaveLength(2);
  server.fault(isWatch, { status: 401, reason: "Unauthorized", message: "Unauthorized" });
  server.endWatches("jobs");
  await on.untilState("backing-off");
  const { state } = on.informer;
  expect("message" in state && inEnglish(state.message)).toMatch(/^Unauthorized: /);
});

test("R6: no right to list is a state with the API server's own words, and is asked again", async () => {
  const message = 'jobs.batch is forbidden: User "tester" cannot list resource "jobs"';
  const allow = server.fault(({ path }) => path.endsWith("/jobs"), {
    status: 403,
    reason: "Forbidden",
    message,
  });
  const on = follow();
  await on.untilState("forbidden");
  expect(on.informer.state).toMatchObject({ verb: "list", message });
  allow();
  await on.clock.advance(30_000);
  await on.untilState("live");
});

test("S3: a right that is taken away while the watch is open: within a minute no access, and no rows", async () => {
  server.apply("jobs", job("a"));
  const on = follow();
  await on.untilState("live");
  const told: string[] = [];
  on.informer.subscribe({
    changes: (all) =>
      told.push(...all.map(({ type, object }) => `${type} ${object.metadata.name}`)),
    state: () => {},
  });
  server.allows = ({ verb, resource }) => verb !== "watch" || resource !== "jobs";
  const message = 'jobs.batch is forbidden: User "tester" cannot watch resource "jobs"';
  const allow = server.fault(({ path }) => path.endsWith("/jobs"), {
    status: 403,
    reason: "Forbidden",
    message,
  });
  for (let passed = 0; passed < 60_000 && on.names.length > 0; passed += 1_000) {
    await on.clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await on.untilState("forbidden");
  expect(on.informer.state).toMatchObject({ message });
  expect([on.names, told, on.informer.synced]).toEqual([[], ["delete a"], false]);
  server.allows = () => true;
  allow();
  await on.clock.advance(30_000);
  await on.untilNames("a");
});

test("S3: an access review that fails says nothing, and is asked again", async () => {
  server.fault(({ path }) => path.endsWith("reviews"), { status: 500 });
  const on = follow();
  await on.untilState("live");
  await passQuietly(on, 110_000);
  expect(server.requests.filter(({ path }) => path.endsWith("reviews"))).toHaveLength(2);
  expect(on.states).toEqual(["live"]);
});

test("what may be listed but not watched is listed every 30 s", async () => {
  server.apply("jobs", job("a"));
  server.fault(isWatch, { status: 403, reason: "Forbidden", message: "cannot watch" });
  const on = follow();
  await on.untilState("list-only");
  expect(on.names).toEqual(["a"]);
  server.apply("jobs", job("b"));
  await on.clock.advance(30_000);
  await on.untilNames("a", "b");
  expect(on.states).toEqual(["list-only"]);
});

test.each([
  ["a torn line", '{"type":"ADDED","object":{"metadata":{"na', "end"],
  ["a line that is not JSON", "<html>busy</html>\n", "keep"],
  ["an event of an unknown type", '{"type":"TELEPORTED","object":{}}\n', "keep"],
  ["null", "null\n", "keep"],
  ["a line of 10 MB", `{"type":"ADDED","object":"${"x".repeat(10_000_000)}`, "keep"],
] as const)(
  "R10: %s in the watch loses nothing: the stream is taken up again",
  async (_, bytes, then) => {
    const on = follow();
    server.apply("jobs", job("a"));
    await on.untilNames("a");
    server.inject("jobs", bytes, then);
    await on.untilState("backing-off");
    server.apply("jobs", job("b"));
    await on.clock.advance(800);
    await on.untilNames("a", "b");
    await on.untilState("live");
  },
);

test("R10: an object without a name does not hide the others", async () => {
  const on = follow();
  await on.untilState("live");
  server.inject(
    "jobs",
    '{"type":"ADDED","object":{"metadata":null}}\n{"type":"ADDED","object":[]}\n',
  );
  server.apply("jobs", job("a"));
  await on.untilNames("a");
  expect(on.states).toEqual(["live"]);
  expect(on.errors.map(String)).toEqual([
    "Error: 1 jobs without name or uid were skipped",
    "Error: 1 jobs without name or uid were skipped",
  ]);
});

test("a cluster that closes each watch at once is not asked in a hot loop", async () => {
  server.watchList = false;
  const on = follow();
  await on.untilState("live");
  await on.until(() => server.watches("jobs") === 1, "a watch");
  server.endWatches("jobs");
  await on.untilState("backing-off");
  expect(watches().length).toBeLessThanOrEqual(2);
});

test("R4: an API server that hangs is noticed within 45 s although its sockets stay open", async () => {
  const on = follow();
  await on.untilState("live");
  server.fault(() => true, "hang");
  for (let passed = 0; passed < 45_000 && on.informer.state.state === "live"; passed += 1_000) {
    await on.clock.advance(1_000);
    // The probe is a real request: it has to leave before more time passes.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await on.untilState("backing-off");
  expect(on.informer.state).toMatchObject({ message: "the API server does not answer" });
});

/** Lets time pass in which nothing happens but the questions whether the API server lives. */
async function passQuietly(on: Followed<Job>, ms: number): Promise<void> {
  // Probes, reviews and lists are real requests: what comes next is only planned after them.
  const rests = () => on.clock.pending().includes(10_000) && on.clock.pending().length > 2;
  for (let passed = 0; passed < ms; passed += 10_000) {
    await on.clock.advance(10_000);
    await on.until(rests, "an answer to the probe");
  }
}
const probes = () => server.requests.filter(({ path }) => path === "/version").length;

test("a quiet resource stays live: the API server is asked, and lives", async () => {
  const on = follow();
  await on.untilState("live");
  await passQuietly(on, 120_000);
  expect(on.states).toEqual(["live"]);
  expect(probes()).toBe(4);
  expect(watches()).toHaveLength(1);
});

test("an API server that refuses the question lives all the same", async () => {
  server.fault(({ path }) => path === "/version", { status: 403, reason: "Forbidden" });
  const on = follow();
  await on.untilState("live");
  await passQuietly(on, 60_000);
  expect(on.states).toEqual(["live"]);
  expect(probes()).toBe(2);
});

test("a cluster restored from a backup, whose versions began anew, is shown as it is within minutes", async () => {
  server.apply("jobs", job("a"));
  const on = follow();
  await on.untilState("live");
  // The watch stays open and waits for versions that are far away now.
  deafen();
  server.remove("jobs", "default", "a");
  server.restore(5);
  server.apply("jobs", job("b"));
  await passQuietly(on, 160_000);
  await on.untilNames("b");
  server.apply("jobs", job("c"));
  await on.untilNames("b", "c");
  expect(on.states).not.toContain("backing-off");
});

test("a server that never ends the watch-list is listed in pages instead", async () => {
  server.watchList = "endless";
  server.apply("jobs", job("a"));
  const on = follow();
  const listed = () => on.informer.state.state === "syncing" && on.informer.state.listed === 1;
  await on.until(listed, "what exists");
  expect(on.names).toEqual([]);
  await on.clock.advance(30_000);
  await on.untilState("live");
  expect(on.names).toEqual(["a"]);
  expect(on.states).not.toContain("backing-off");
});

test.each([
  ["in one long watch", []],
  ["over watches that end as they should", [240_000, 480_000]],
])("R12: an event the watch lost is found by the audit, and counted: %s", async (_, ends) => {
  server.apply("jobs", job("deleted"));
  const on = follow();
  await on.untilState("live");
  const deaf = deafen();
  server.apply("jobs", job("lost"));
  server.remove("jobs", "default", "deleted");
  for (const watcher of deaf) server.collection("jobs").watchers.add(watcher);
  server.apply("jobs", job("seen"));
  await on.untilNames("deleted", "seen");
  for (let passed = 0; passed < 540_000; passed += 30_000) {
    server.bookmark();
    if (ends.includes(passed)) {
      const open = watches().length;
      server.endWatches("jobs");
      // It is answered once nobody waits any more to mark the rows.
      const answered = () => watches().length > open && !on.clock.pending().includes(5_000);
      await on.until(answered, "the next watch");
    }
    await passQuietly(on, 30_000);
  }
  await on.untilNames("lost", "seen");
  expect(on.states).toEqual(["syncing", "live"]);
  expect(on.errors.map(String)).toEqual(["Error: the watch of jobs had lost 2 changes"]);
});

test("an audit that finds nothing tells nothing", async () => {
  server.apply("jobs", job("a"));
  const on = follow();
  await on.untilState("live");
  const told: unknown[] = [];
  on.informer.subscribe({ changes: (changes) => told.push(changes), state: (s) => told.push(s) });
  await passQuietly(on, 560_000);
  await on.until(() => watches().at(-1)?.query.has("sendInitialEvents") === true, "the audit");
  expect(watches().length).toBeGreaterThan(1);
  expect([told, on.errors]).toEqual([[], []]);
});

test("R8: what was told before is not told again: a late word of a deleted object makes no ghost", async () => {
  const a = server.apply("jobs", job("a"));
  const on = follow();
  await on.untilNames("a");
  server.remove("jobs", "default", "a");
  await on.untilNames();
  server.inject("jobs", `${JSON.stringify({ type: "MODIFIED", object: a })}\n`);
  server.apply("jobs", job("b"));
  await on.until(() => on.names.includes("b"), "b");
  expect(on.names).toEqual(["b"]);
});

test("R7: half a list is never shown as complete: rows stay until the whole of the new one is there", async () => {
  server.watchList = false;
  for (let i = 0; i < 1200; i++) server.apply("jobs", job(`job-${i}`));
  const on = follow();
  await on.untilState("live");
  await on.until(() => server.watches("jobs") === 1, "a watch");
  await on.clock.advance(6_000);
  const sizes = new Set<number>();
  const look = () => sizes.add(on.informer.store.size);
  on.informer.subscribe({ changes: look, state: look });
  server.remove("jobs", "default", "job-0");
  await on.until(() => on.names.length === 1199, "the change");
  sizes.clear();
  const lift = server.fault(({ query }) => query.has("continue"), "reset");
  server.compact();
  server.endWatches("jobs");
  await on.untilState("backing-off");
  expect(on.informer.store.size).toBe(1199);
  lift();
  await on.clock.advance(800);
  await on.untilState("live");
  expect([...sizes]).toEqual([1199]);
});

test("R7: a list that fails at its seventh page of twenty leaves the old rows, marked, and is made anew", async () => {
  server.watchList = false;
  server.apply("jobs", job("old"));
  const on = follow();
  await on.untilState("live");
  await on.until(() => server.watches("jobs") === 1, "a watch");
  await on.clock.advance(6_000);
  deafen().forEach((watcher) => {
    for (let i = 0; i < 9_999; i++) server.apply("jobs", job(`job-${i}`));
    const seventh = ({ query }: RecordedRequest) =>
      query.get("continue")?.endsWith("-3000") ?? false;
    server.fault(seventh, { status: 500, reason: "InternalError", message: "page lost" }, 1);
    server.compact();
    watcher.end("end");
  });
  await on.untilState("backing-off");
  expect(on.informer.state).toMatchObject({ synced: true, message: "page lost" });
  expect(on.names).toEqual(["old"]);
  await on.clock.advance(800);
  await on.untilState("live");
  expect(on.names).toHaveLength(10_000);
});

test("R3, R4: rows are marked when a watch that ended is not answered any more, and live again with the answer", async () => {
  server.apply("jobs", job("a"));
  const on = follow();
  await on.untilState("live");
  await on.clock.advance(6_000);
  const answer = server.fault(({ query }) => query.has("resourceVersion"), "hold");
  server.endWatches("jobs");
  await on.until(() => watches().length === 2, "the watch that is resumed");
  await on.clock.advance(4_999);
  expect(on.informer.state).toEqual({ state: "live" });
  server.apply("jobs", job("b"));
  await on.clock.advance(1);
  expect(on.informer.state).toMatchObject({
    state: "backing-off",
    message: "the API server takes long to answer the watch",
    retryAt: null,
  });
  answer();
  await on.untilState("live");
  await on.until(() => on.names.includes("b"), "what happened meanwhile");
  expect(watches()).toHaveLength(2);
});

test("R7: rows known to be out of date are marked when the new list takes long, and live again with it", async () => {
  server.apply("jobs", job("a"));
  const on = follow();
  await on.untilState("live");
  await on.clock.advance(6_000);
  const since = on.clock.now();
  const isAnew = ({ query }: RecordedRequest) => query.has("sendInitialEvents");
  const answer = server.fault(isAnew, "hold");
  server.compact();
  server.endWatches("jobs");
  await on.until(() => watches().filter(isAnew).length === 2, "the new list");
  await on.clock.advance(4_999);
  expect(on.informer.state).toEqual({ state: "live" });
  await on.clock.advance(1);
  expect(on.informer.state).toEqual({
    state: "backing-off",
    since,
    message: "the API server takes long to list anew",
    retryAt: null,
    synced: true,
  });
  expect(on.names).toEqual(["a"]);
  answer();
  await on.untilState("live");
});

test("a list that is only made to be sure marks nothing, however long it takes", async () => {
  const on = follow();
  await on.untilState("live");
  // A watch as silent as this one is not trusted any more.
  await passQuietly(on, 140_000);
  server.fault(({ query }) => query.has("sendInitialEvents"), "hold");
  await on.clock.advance(10_000);
  await on.until(() => watches().length === 2, "the list");
  await on.clock.advance(20_000);
  expect(on.states).toEqual(["live"]);
});

test("R7: a first list tells how far it has come, and shows nothing of it before its end", async () => {
  server.watchList = false;
  for (let i = 0; i < 1200; i++) server.apply("jobs", job(`job-${i}`));
  const seen: unknown[] = [];
  const on = follow();
  on.informer.subscribe({
    changes: () => {},
    state: (state) => seen.push([state, on.informer.store.size]),
  });
  await on.untilState("live");
  expect(seen).toEqual([
    [{ state: "syncing", listed: 500, remaining: 700 }, 0],
    [{ state: "syncing", listed: 1000, remaining: 200 }, 0],
    [{ state: "syncing", listed: 1200, remaining: null }, 0],
    [{ state: "live" }, 1200],
  ]);
});

test("R9: an object created again under its name is another one", async () => {
  const on = follow();
  server.apply("jobs", { metadata: { name: "a", uid: "first" } });
  await on.untilNames("a");
  const changes: string[] = [];
  on.informer.subscribe({
    changes: (all) =>
      changes.push(...all.map(({ type, object }) => `${type} ${object.metadata.uid}`)),
    state: () => {},
  });
  server.collection("jobs").watchers.forEach((watcher) => {
    watcher.write(
      `${JSON.stringify({ type: "ADDED", object: { metadata: { name: "a", namespace: "default", uid: "second", resourceVersion: "2000" } } })}\n`,
    );
  });
  await on.until(() => changes.length === 2, "both changes");
  expect(changes).toEqual(["delete first", "upsert second"]);
});

test("someone who leaves and comes back soon finds the rows; later the watch is let go with them", async () => {
  server.apply("jobs", job("a"));
  const on = follow();
  await on.untilState("live");
  on.leave();
  await on.clock.advance(29_000);
  const leave = on.informer.subscribe({ changes: () => {}, state: () => {} });
  expect([on.names, on.informer.synced, server.watches("jobs")]).toEqual([["a"], true, 1]);
  leave();
  await on.clock.advance(30_000);
  await on.until(() => server.watches("jobs") === 0, "no watch");
  // Rows of whose age nobody knows would be worse than none.
  expect([on.names, on.informer.synced, on.informer.state.state]).toEqual([[], false, "syncing"]);
  on.informer.subscribe({ changes: () => {}, state: () => {} });
  await on.untilState("live");
  expect(on.names).toEqual(["a"]);
});

test("a refusal of any shape is a state and not the end", async () => {
  const on = follow();
  await on.untilState("live");
  const odd = { code: {}, message: ["x"], details: { causes: 7, retryAfterSeconds: "1" } };
  server.inject("jobs", `${JSON.stringify({ type: "ERROR", object: odd })}\n`);
  await on.untilState("backing-off");
  await on.clock.advance(800);
  await on.untilState("live");
});

test("R6: an API server that asks for a rest of days is asked again in minutes", async () => {
  server.fault(isWatch, { status: 503, headers: { "retry-after": "999999" } }, 1);
  const on = follow();
  await on.untilState("backing-off");
  await on.clock.advance(300_000);
  await on.untilState("live");
});

test("R11: a listener that throws does not keep the others from being told", async () => {
  const on = follow();
  on.informer.subscribe({
    changes: () => {
      throw new Error("mine");
    },
    state: () => {},
  });
  let told = 0;
  on.informer.subscribe({ changes: () => told++, state: () => {} });
  server.apply("jobs", job("a"));
  await on.untilNames("a");
  expect(told).toBeGreaterThan(0);
  expect(on.errors).toHaveLength(told);
});

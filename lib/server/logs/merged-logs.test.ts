import { afterEach, beforeEach, expect, test } from "vitest";
import {
  receivedLines,
  receivedPlaces,
  receivedSources,
  receivedStandings,
} from "#lib/server/testing/received-logs";
import { type EventStream, Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

const at = (second: number, text: string) =>
  `2026-03-10T12:00:${String(second).padStart(2, "0")}.000000001Z ${text}`;
const running = { running: { startedAt: "2026-03-10T12:00:00Z" } };
const ended = (exitCode: number) => ({
  terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error" },
});

const controlled = (kind: string, name: string, uid: string) => ({
  ownerReferences: [{ apiVersion: "batch/v1", kind, name, uid, controller: true }],
});

function job(
  name: string,
  conditions: string[] = [],
  more: { cronJob?: string; spec?: object } = {},
) {
  return served.api.apply("jobs", {
    metadata: {
      name,
      uid: `job-${name}`,
      creationTimestamp: `2026-03-10T12:00:0${name.at(-1)}Z`,
      ...(more.cronJob ? controlled("CronJob", more.cronJob, `cronjob-${more.cronJob}`) : {}),
    },
    spec: { selector: { matchLabels: { job: name } }, ...more.spec },
    status: {
      ...(conditions.length > 0 ? { succeeded: 1 } : {}),
      conditions: conditions.map((type) => ({ type, status: "True" })),
    },
  });
}

interface PodParts {
  readonly job?: string;
  readonly phase?: string;
  readonly created?: string;
  readonly labels?: Record<string, string>;
  readonly containers?: Record<string, object>;
  readonly init?: Record<string, object>;
  readonly policy?: string;
}

/** A Pod of a Job whose containers have these statuses. */
function pod(name: string, parts: PodParts = {}) {
  const { job: of = "etl-1", phase = "Running", containers = { main: { state: running } } } = parts;
  const statuses = (all: Record<string, object>) =>
    Object.entries(all).map(([container, status]) => ({ name: container, ...status }));
  const specs = (all: Record<string, object>) =>
    Object.keys(all).map((container) => ({ name: container }));
  return served.api.apply("pods", {
    metadata: {
      name,
      uid: `pod-${name}`,
      creationTimestamp: parts.created ?? "2026-03-10T12:00:00Z",
      labels: { job: of, ...parts.labels },
      ...controlled("Job", of, `job-${of}`),
    },
    spec: {
      restartPolicy: parts.policy ?? "Never",
      containers: specs(containers),
      initContainers: specs(parts.init ?? {}),
    },
    status: {
      phase,
      containerStatuses: statuses(containers),
      initContainerStatuses: statuses(parts.init ?? {}),
    },
  });
}

const write = (podName: string, lines: string[], closed = false, container = "main") =>
  served.api.writeLog("default", podName, container, lines, closed);
const open = (query: string) => served.stream("logs", `namespace=default&${query}`);
const notices = (stream: EventStream) =>
  stream.frames.filter(({ type }) => type === "notice").map(({ message }) => inEnglish(message));
const lineCount = (stream: EventStream) => Object.values(receivedLines(stream)).flat().length;
const lines = (stream: EventStream, count: number) =>
  stream.until(() => lineCount(stream) === count, `${count} lines`);
const hasEnded = (stream: EventStream) => stream.until(() => stream.ended, "the end");

test("a Job's log is that of all its Pods and all their containers, and ends with the Job", async () => {
  job("etl-1");
  const done = { main: { state: ended(0) }, side: { state: ended(0) } };
  pod("a", { containers: done, init: { prepare: { state: ended(0) } }, phase: "Succeeded" });
  write("a", [at(1, "prepared")], true, "prepare");
  write("a", [at(2, "worked")], true);
  write("a", [at(2, "helped")], true, "side");
  const log = await open("of=job%2Fetl-1&container=*&follow=1");
  await lines(log, 3);
  expect(receivedLines(log)).toEqual({
    "a/main/0": ["worked"],
    "a/prepare/0": ["prepared"],
    "a/side/0": ["helped"],
  });
  expect(log.ended).toBe(false);
  job("etl-1", ["Complete"]);
  await hasEnded(log);
  expect(log.frames.at(-1)).toEqual({ type: "end" });
});

test("R23: the Pod that tries again joins at its first line, whatever tail was asked for", async () => {
  job("etl-1");
  pod("a");
  write("a", [at(1, "old"), at(2, "newer"), at(3, "newest")]);
  const log = await open("of=job%2Fetl-1&follow=1&tail=1");
  await lines(log, 1);
  pod("a", { phase: "Failed", containers: { main: { state: ended(1) } } });
  write("a", [], true);
  write("b", [at(10, "again"), at(11, "and on")]);
  pod("b", { created: "2026-03-10T12:00:10Z" });
  await lines(log, 3);
  expect(receivedLines(log)).toEqual({ "a/main/0": ["newest"], "b/main/0": ["again", "and on"] });
  const { a, b } = { a: receivedSources(log)["a/main/0"], b: receivedSources(log)["b/main/0"] };
  expect([a?.origin.attempt, b?.origin.attempt]).toEqual([1, 2]);
  expect(a?.standings.at(-1)).toMatchObject({ state: "ended", exit: { exitCode: 1 } });
});

test("R23: a container that is restarted goes on as another source, and of the one before nothing is lost", async () => {
  const restarts = { policy: "OnFailure" };
  job("etl-1");
  pod("a", restarts);
  write("a", [at(1, "one")]);
  const log = await open("of=job%2Fetl-1&follow=1");
  await lines(log, 1);
  // Cut, and restarted before anybody could read on.
  served.api.logs.cut("end");
  write("a", [at(2, "last words")]);
  served.api.logs.restart("default/a/main");
  write("a", [at(5, "anew")]);
  pod("a", {
    ...restarts,
    containers: { main: { restartCount: 1, state: running, lastState: ended(1) } },
  });
  await lines(log, 3);
  expect(receivedLines(log)).toEqual({ "a/main/0": ["one", "last words"], "a/main/1": ["anew"] });
  await log.until(() => receivedStandings(log)["a/main/0"] === "ended", "the end of the first");
  expect(receivedSources(log)["a/main/0"]?.standings.at(-1)).toMatchObject({
    exit: { exitCode: 1 },
  });
  expect(receivedStandings(log)["a/main/1"]).toBe("reading");
});

test("what was written between the last line and the end is read, though the log was closed early", async () => {
  job("etl-1");
  pod("a");
  write("a", [at(1, "one")]);
  const log = await open("of=job%2Fetl-1&follow=1");
  await lines(log, 1);
  pod("a", { phase: "Succeeded", containers: { main: { state: ended(0) } } });
  // As when a kubelet is restarted: to the reader it looks like the end.
  served.api.logs.cut("end");
  write("a", [at(2, "two"), at(3, "three")], true);
  await lines(log, 3);
  await log.until(() => receivedStandings(log)["a/main/0"] === "ended", "the end");
  expect(receivedLines(log)).toEqual({ "a/main/0": ["one", "two", "three"] });
});

test("runs that came and went unread are counted in a gap, and those before and after are read", async () => {
  const policy = "OnFailure";
  job("etl-1");
  pod("a", { policy });
  write("a", [at(1, "one")]);
  const first = await open("of=job%2Fetl-1&follow=1");
  await lines(first, 1);
  const after = receivedPlaces(first);
  first.close();
  served.api.logs.restart("default/a/main");
  write("a", [at(20, "last before")]);
  served.api.logs.restart("default/a/main");
  write("a", [at(30, "now")]);
  pod("a", {
    policy,
    containers: { main: { restartCount: 4, state: running, lastState: ended(1) } },
  });
  const second = await open(`of=job%2Fetl-1&follow=1&after=${after}`);
  await lines(second, 2);
  expect(receivedLines(second)).toEqual({
    "a/main/0": [],
    "a/main/3": ["last before"],
    "a/main/4": ["now"],
  });
  const sources = receivedSources(second);
  expect(sources["a/main/0"]?.gaps.map(inEnglish)).toEqual([
    expect.stringContaining("restarted more than once"),
  ]);
  expect(sources["a/main/3"]?.gaps.map(inEnglish)).toEqual([
    expect.stringMatching(/^2 runs .* are gone/),
  ]);
});

test("all instances begin with the one before, where it is kept", async () => {
  job("etl-1");
  pod("a", {
    policy: "OnFailure",
    containers: { main: { restartCount: 1, state: running, lastState: ended(2) } },
  });
  write("a", [at(1, "first run")]);
  served.api.logs.restart("default/a/main");
  write("a", [at(9, "second run")]);
  const log = await open("of=job%2Fetl-1&instances=all");
  await hasEnded(log);
  expect(receivedLines(log)).toEqual({ "a/main/0": ["first run"], "a/main/1": ["second run"] });
});

test("of a CronJob the newest runs are read, and the next run joins", async () => {
  served.api.apply("cronjobs", { metadata: { name: "nightly", uid: "cronjob-nightly" } });
  const cronJob = { cronJob: "nightly" };
  for (const number of [1, 2, 3]) {
    job(`nightly-${number}`, ["Complete"], cronJob);
    pod(`p${number}`, {
      job: `nightly-${number}`,
      phase: "Succeeded",
      containers: { main: { state: ended(0) } },
    });
    write(`p${number}`, [at(number, `run ${number}`)], true);
  }
  const log = await open("of=cronjob%2Fnightly&runs=2&follow=1");
  await lines(log, 2);
  expect(receivedLines(log)).toEqual({ "p2/main/0": ["run 2"], "p3/main/0": ["run 3"] });
  job("nightly-4", [], cronJob);
  pod("p4", { job: "nightly-4" });
  write("p4", [at(4, "run 4")]);
  await lines(log, 3);
  expect(receivedSources(log)["p4/main/0"]?.origin.job).toBe("nightly-4");
  expect(log.ended).toBe(false);
});

test("a selector takes the Pods it matches, and those that come to", async () => {
  pod("a", { labels: { app: "web" } });
  pod("b", { labels: { app: "db" } });
  write("a", [at(1, "a")]);
  write("b", [at(1, "b")]);
  write("c", [at(2, "c")]);
  const log = await open("selector=app%3Dweb&follow=1");
  await lines(log, 1);
  pod("c", { labels: { app: "web" } });
  await lines(log, 2);
  expect(Object.keys(receivedLines(log))).toEqual(["a/main/0", "c/main/0"]);
});

test("R22: a browser that comes back goes on in each source where it stood, and asks for none twice", async () => {
  job("etl-1");
  for (const name of ["a", "b", "c"]) {
    pod(name);
    write(name, [at(1, `${name} 1`), at(2, `${name} 2`)]);
  }
  pod("c", { phase: "Succeeded", containers: { main: { state: ended(0) } } });
  write("c", [], true);
  const first = await open("of=job%2Fetl-1&follow=1");
  await lines(first, 6);
  await first.until(() => receivedStandings(first)["c/main/0"] === "ended", "the end of c");
  const after = receivedPlaces(first);
  expect(after.split(",").every((place) => place.length <= 40)).toBe(true);
  first.close();
  write("a", [at(2, "a 3")]);
  write("b", [at(9, "b 3")]);
  const before = served.api.requests.length;
  const second = await open(`of=job%2Fetl-1&follow=1&after=${encodeURIComponent(after)}`);
  await lines(second, 2);
  expect(receivedLines(second)).toEqual({
    "a/main/0": ["a 3"],
    "b/main/0": ["b 3"],
    "c/main/0": [],
  });
  expect(receivedStandings(second)["c/main/0"]).toBe("ended");
  const asked = served.api.requests.slice(before).map(({ path }) => path);
  expect(asked.filter((path) => path.endsWith("/c/log"))).toEqual([]);
});

test("200 Pods: no more than 16 logs are read from far back at once, and all come", async () => {
  job("etl-1");
  for (let i = 0; i < 200; i++) {
    pod(`p${i}`);
    write(`p${i}`, [at(1, `line of ${i}`)]);
  }
  const held = served.api.fault(({ path }) => path.endsWith("/log"), "hold");
  const log = await open("of=job%2Fetl-1");
  const asked = () => served.api.requests.filter(({ path }) => path.endsWith("/log")).length;
  await log.until(() => asked() >= 16 && notices(log).length > 0, "as many as may be");
  await log.until(() => Object.values(receivedStandings(log)).length === 200, "all have joined");
  expect(asked()).toBe(16);
  expect(notices(log).at(-1)).toMatch(/^184 logs wait for their turn/);
  const states = Object.values(receivedStandings(log));
  expect(states.filter((state) => state === "queued")).toHaveLength(184);
  held();
  await hasEnded(log);
  expect(lineCount(log)).toBe(200);
  expect(notices(log).at(-1)).toBe("");
});

test("a followed log that is silent gives its turn to the next", async () => {
  job("etl-1");
  for (let i = 0; i < 40; i++) {
    pod(`p${i}`);
    write(`p${i}`, [at(1, `line of ${i}`)]);
  }
  const log = await open("of=job%2Fetl-1&follow=1");
  await lines(log, 40);
  expect(served.api.logs.reading).toBe(40);
});

test("of more than 200 containers those of the newest Pods are read, and how many are not is said", async () => {
  job("etl-1");
  for (let i = 0; i < 203; i++) {
    const created = new Date(Date.UTC(2026, 2, 10, 12, 0, i)).toISOString().replace(".000", "");
    pod(`p${i}`, { created });
    write(`p${i}`, [at(1, "x")]);
  }
  const log = await open("of=job%2Fetl-1");
  await hasEnded(log);
  const names = Object.keys(receivedLines(log));
  expect(names).toHaveLength(200);
  expect(names).not.toContain("p2/main/0");
  expect(names).toContain("p3/main/0");
  expect(notices(log).at(-1)).toContain("3 more are left out. Choose one container");
});

test.each([
  ["etl-1", [], {}, "Job etl-1 has no Pods yet."],
  [
    "etl-1",
    [],
    { suspend: true },
    "Job etl-1 has no Pods: starts no Pods until somebody resumes it.",
  ],
  ["etl-1", ["Complete"], {}, "The Pods of Job etl-1 were deleted, and with them their logs."],
])("%s with %j, %j and no Pods: %s", async (name, conditions, spec, sentence) => {
  job(name, conditions, { spec });
  const log = await open(`of=job%2F${name}`);
  await hasEnded(log);
  expect(log.frames).toEqual([{ type: "notice", message: sentence }, { type: "end" }]);
});

test("a Job that waits for its first Pod is waited for", async () => {
  job("etl-1");
  const log = await open("of=job%2Fetl-1&follow=1");
  await log.until(() => notices(log).length === 1, "the notice");
  pod("a");
  write("a", [at(1, "one")]);
  await lines(log, 1);
  expect(notices(log)).toEqual(["Job etl-1 has no Pods yet.", ""]);
});

test.each([
  ["selector=app%3Dnone", "No Pods in default match app=none."],
  ["of=job%2Fetl-1&container=nope", "None of these Pods has a container called nope."],
  [
    "of=job%2Fetl-1&instances=previous",
    "None of these containers was restarted, so there is no previous log.",
  ],
])("%s: %s", async (query, sentence) => {
  job("etl-1");
  pod("a");
  const log = await open(query);
  await hasEnded(log);
  expect(notices(log)).toEqual([sentence]);
});

test("who may not list Pods is told so in the API server's words", async () => {
  job("etl-1");
  const message = 'pods is forbidden: User "eve" cannot list resource "pods"';
  served.api.fault(({ path }) => path.endsWith("/pods"), {
    status: 403,
    reason: "Forbidden",
    message,
  });
  const log = await open("of=job%2Fetl-1&follow=1");
  await hasEnded(log);
  expect(log.frames.at(-1)).toMatchObject({
    type: "failure",
    error: { code: "forbidden", message },
  });
});

test("one source that cannot be read keeps none of the others", async () => {
  job("etl-1", ["Complete"]);
  for (const name of ["a", "b"]) {
    pod(name, { phase: "Succeeded", containers: { main: { state: ended(0) } } });
    write(name, [at(1, name)], true);
  }
  const message = "Get https://10.0.0.9:10250/containerLogs: dial tcp 10.0.0.9:10250: i/o timeout";
  served.api.fault(({ path }) => path.endsWith("/a/log"), {
    status: 500,
    reason: "InternalError",
    message,
  });
  const log = await open("of=job%2Fetl-1");
  await hasEnded(log);
  expect(receivedLines(log)).toEqual({ "a/main/0": [], "b/main/0": ["b"] });
  expect(receivedSources(log)["a/main/0"]?.standings.at(-1)).toMatchObject({
    state: "failed",
    error: { message },
  });
});

test("R24: of a Pod that is deleted while it is read what was read stays, and it is said to be gone", async () => {
  pod("a");
  write("a", [at(1, "one")]);
  const log = await open("of=pod%2Fa&follow=1");
  await lines(log, 1);
  served.api.remove("pods", "default", "a");
  write("a", [], true);
  await hasEnded(log);
  expect(receivedSources(log)["a/main/0"]?.standings.at(-1)).toMatchObject({
    state: "failed",
    error: { code: "not-found", message: 'pods "a" not found' },
  });
  expect(log.frames.at(-1)).toEqual({ type: "end" });
});

test("a Job that is deleted while its log is read lets it end", async () => {
  job("etl-1");
  pod("a");
  write("a", [at(1, "one")]);
  const log = await open("of=job%2Fetl-1&follow=1");
  await lines(log, 1);
  pod("a", { phase: "Failed", containers: { main: { state: ended(143) } } });
  write("a", [], true);
  served.api.remove("jobs", "default", "etl-1");
  await hasEnded(log);
  expect(receivedStandings(log)["a/main/0"]).toBe("ended");
});

test("R18: who asks once is told what there is from where he stood, and when it is over", async () => {
  job("etl-1");
  pod("a");
  write("a", [at(1, "one")]);
  const first = await open("of=job%2Fetl-1&follow=1&once=1");
  await hasEnded(first);
  expect(receivedLines(first)).toEqual({ "a/main/0": ["one"] });
  expect(first.frames.at(-1)).not.toEqual({ type: "end" });
  expect(receivedStandings(first)["a/main/0"]).toBe("reading");
  write("a", [at(2, "two")], true);
  pod("a", { phase: "Succeeded", containers: { main: { state: ended(0) } } });
  job("etl-1", ["Complete"]);
  const after = encodeURIComponent(receivedPlaces(first));
  const second = await open(`of=job%2Fetl-1&follow=1&once=1&after=${after}`);
  await hasEnded(second);
  expect(receivedLines(second)).toEqual({ "a/main/0": ["two"] });
  expect(second.frames.at(-1)).toEqual({ type: "end" });
});

test.each([
  ["until=2026-03-10T12:00:03Z", ["1", "2"]],
  ["until=2026-03-10T12:00:03.000000001Z", ["1", "2", "3"]],
  ["until=2026-03-10T12:00:04Z&tail=2", ["2", "3"]],
  ["sinceTime=2026-03-10T12:00:02.5Z&until=2026-03-10T12:00:04.5Z", ["3", "4"]],
  ["sinceTime=2026-03-10T13:00:06%2B01:00", ["6", "7", "8", "9"]],
])("%s: lines %j of 1 to 9", async (bounds, expected) => {
  pod("a");
  write(
    "a",
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => at(n, String(n))),
  );
  const log = await open(`of=pod%2Fa&${bounds}`);
  await hasEnded(log);
  expect(receivedLines(log)).toEqual({ "a/main/0": expected });
});

test("a line that is stamped early though written late is still among those until a time", async () => {
  pod("a");
  write("a", [at(1, "1"), at(4, "stdout, too late"), at(2, "stderr, late"), at(9, "far past")]);
  const log = await open("of=pod%2Fa&until=2026-03-10T12:00:03Z");
  await hasEnded(log);
  expect(receivedLines(log)).toEqual({ "a/main/0": ["1", "stderr, late"] });
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { type EventStream, Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

const query = "namespace=default&pod=p&container=main";
const at = (second: number, text: string) =>
  `2026-03-10T12:00:${String(second).padStart(2, "0")}.000000001Z ${text}`;
const isLog = ({ path }: { path: string }) => path.endsWith("/log");

/** The Pod whose container is in this state. */
function pod(state: object, restartCount = 0, lastState: object = {}) {
  return served.api.apply("pods", {
    metadata: { name: "p", uid: "pod-uid" },
    spec: {
      containers: [
        { name: "main", image: "busybox" },
        { name: "side", image: "busybox" },
      ],
    },
    status: { containerStatuses: [{ name: "main", state, lastState, restartCount }] },
  });
}
const running = { running: { startedAt: "2026-03-10T12:00:00Z" } };
const ended = (exitCode: number, reason: string) => ({
  terminated: { exitCode, reason, finishedAt: "2026-03-10T12:01:00Z" },
});

function texts(stream: EventStream): string[] {
  return stream.frames
    .filter(({ type }) => type === "lines")
    .flatMap(({ lines }) => lines.map(([, text]: string[]) => text));
}
const lastOf = (stream: EventStream) => stream.frames.at(-1);

test("a followed log arrives line by line and ends with the exit code", async () => {
  pod(running);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.frames.some(({ type }) => type === "streaming"), "streaming");
  served.api.writeLog("default", "p", "main", [at(1, "one")]);
  await log.until(() => texts(log).length === 1, "one");
  served.api.writeLog("default", "p", "main", [at(2, "two")]);
  await log.until(() => texts(log).length === 2, "two");
  pod(ended(3, "Error"));
  served.api.writeLog("default", "p", "main", [at(3, "three")], true);
  await log.until(() => log.ended, "the end");
  expect(texts(log)).toEqual(["one", "two", "three"]);
  expect(lastOf(log)).toMatchObject({ type: "end", exit: { exitCode: 3, reason: "Error" } });
});

test("the log of a container that waits to crash again ends with how it crashed", async () => {
  pod({ waiting: { reason: "CrashLoopBackOff" } }, 5, ended(1, "Error"));
  served.api.writeLog("default", "p", "main", [at(1, "boom")], true);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(texts(log)).toEqual(["boom"]);
  expect(lastOf(log)).toMatchObject({ type: "end", exit: { exitCode: 1, reason: "Error" } });
});

test("a log of 50,000 lines in one second arrives whole, in few frames", async () => {
  pod(ended(0, "Completed"));
  const many = Array.from({ length: 50_000 }, (_, i) => at(1, `line ${i}`));
  served.api.writeLog("default", "p", "main", many, true);
  const log = await served.stream("logs", query);
  await log.until(() => log.ended, "the end");
  expect(texts(log)).toHaveLength(50_000);
  expect(texts(log).at(-1)).toBe("line 49999");
  expect(log.frames.filter(({ type }) => type === "lines").length).toBeLessThan(120);
});

test("a log that is cut is taken up without loss or repetition", async () => {
  pod(running);
  const log = await served.stream("logs", `${query}&follow=1`);
  served.api.writeLog("default", "p", "main", [at(1, "one"), at(2, "two"), at(2, "two again")]);
  await log.until(() => texts(log).length === 3, "three lines");
  served.api.cutLogs();
  served.api.writeLog("default", "p", "main", [at(2, "two, third"), at(3, "three")]);
  await log.until(() => texts(log).length === 5, "all lines");
  served.api.cutLogs();
  served.api.writeLog("default", "p", "main", [at(9, "nine")]);
  await log.until(() => texts(log).length === 6, "nine");
  expect(texts(log)).toEqual(["one", "two", "two again", "two, third", "three", "nine"]);
  expect(log.frames.some(({ type }) => type === "interrupted")).toBe(true);
  expect(log.frames.some(({ type }) => type === "gap")).toBe(false);
});

test("a browser that comes back goes on where it stood", async () => {
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "one"), at(2, "two")]);
  const first = await served.stream("logs", `${query}&follow=1`);
  await first.until(() => texts(first).length === 2, "two lines");
  const id = first.events.findLast((event) => event.id !== "")?.id ?? "";
  first.close();
  served.api.writeLog("default", "p", "main", [at(2, "two again"), at(3, "three")]);
  const second = await served.stream("logs", `${query}&follow=1&after=${encodeURIComponent(id)}`);
  await second.until(() => texts(second).length === 2, "the rest");
  expect(texts(second)).toEqual(["two again", "three"]);
});

test("lines that rotation took away are said to be missing", async () => {
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "one")]);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => texts(log).length === 1, "one");
  served.api.cutLogs();
  served.api.rotateLog("default", "p", "main");
  served.api.writeLog("default", "p", "main", [at(40, "after rotation")]);
  await log.until(() => texts(log).length === 2, "the line after");
  expect(log.frames.some(({ type }) => type === "gap")).toBe(true);
});

test("a container that has not started is waited for, in the API server's own words", async () => {
  pod({ waiting: { reason: "ContainerCreating" } });
  const message = 'container "main" in pod "p" is waiting to start: ContainerCreating';
  const started = served.api.fault(isLog, { status: 400, reason: "BadRequest", message });
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.frames.some(({ type }) => type === "waiting"), "waiting");
  expect(log.frames.filter(({ type }) => type === "waiting")).toEqual([
    { type: "waiting", message },
  ]);
  started();
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "hello")]);
  await log.until(() => texts(log).length === 1, "hello");
});

test.each([
  ['previous terminated container "main" in pod "p" not found', "&previous=1"],
  ['container "main" in pod "p" is waiting to start: image can\'t be pulled', ""],
  ["container nope is not valid for pod p", "&follow=1"],
])("%s: shown as it is", async (message, more) => {
  pod(running);
  served.api.fault(isLog, { status: 400, reason: "BadRequest", message });
  const log = await served.stream("logs", `${query}${more}`);
  await log.until(() => log.ended, "the end");
  expect(lastOf(log)).toMatchObject({ type: "failure", error: { code: "invalid", message } });
});

test("a log that is gone from disk is told as such, although the answer was 200", async () => {
  pod(ended(0, "Completed"));
  const apology = "unable to retrieve container logs for containerd://0123abcd";
  served.api.writeLog("default", "p", "main", [apology], true);
  const log = await served.stream("logs", query);
  await log.until(() => log.ended, "the end");
  expect(log.frames).toContainEqual({ type: "gap", message: apology });
  expect(texts(log)).toEqual([]);
});

test("the last lines only, the log of the last instance, the container kubectl would choose", async () => {
  pod(running, 1, ended(1, "Error"));
  served.api.writeLog("default", "p", "main", [at(1, "one"), at(2, "two"), at(3, "three")], true);
  const log = await served.stream("logs", "namespace=default&pod=p&tail=2&previous=1&since=15m");
  await log.until(() => log.ended, "the end");
  expect(texts(log)).toEqual(["two", "three"]);
  const asked = served.api.requests.find(isLog)?.query;
  expect(Object.fromEntries(asked ?? [])).toMatchObject({
    container: "main",
    previous: "true",
    tailLines: "2",
    sinceSeconds: "900",
    timestamps: "true",
  });
});

test("a Pod that was created again under the name is not taken for the old one", async () => {
  pod(running);
  const log = await served.stream("logs", `${query}&uid=another-uid&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(lastOf(log)).toMatchObject({ type: "failure", error: { code: "not-found" } });
  expect(served.api.requests.some(isLog)).toBe(false);
});

test("a Pod that does not exist is said not to", async () => {
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(lastOf(log)).toMatchObject({
    type: "failure",
    error: { code: "not-found", message: 'pods "p" not found' },
  });
});

test.each([
  ["pod=p", "namespace and pod are required"],
  ["namespace=..&pod=p", "is not a namespace name"],
  ["namespace=default&pod=p%2Fexec%3Fcommand%3Did", "is not an object name"],
  ["namespace=default&pod=p&container=a%2Fb", "is not a container name"],
  ["namespace=default&pod=p&tail=-1", "tail must be"],
  ["namespace=default&pod=p&since=yesterday", "since must be"],
])("%s is refused with a sentence", async (bad, sentence) => {
  const response = await served.get("logs", bad);
  expect(response.status).toBe(400);
  expect((await response.json()).message).toContain(sentence);
  expect(served.api.requests.some(isLog)).toBe(false);
});

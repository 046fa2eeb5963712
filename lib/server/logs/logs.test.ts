import { afterEach, beforeEach, expect, test } from "vitest";
import { linesOf } from "#lib/logs/line-block";
import { type EventStream, Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

const query = "namespace=default&of=pod%2Fp&container=main";
const at = (second: number, text: string) =>
  `2026-03-10T12:00:${String(second).padStart(2, "0")}.000000001Z ${text}`;
const isLog = ({ path }: { path: string }) => path.endsWith("/log");

/** The Pod whose container is in this state. */
function pod(state: object, restartCount = 0, lastState: object = {}, phase = "Running") {
  return served.api.apply("pods", {
    metadata: { name: "p", uid: "pod-uid" },
    spec: {
      restartPolicy: "Never",
      containers: [
        { name: "main", image: "busybox" },
        { name: "side", image: "busybox" },
      ],
    },
    status: { phase, containerStatuses: [{ name: "main", state, lastState, restartCount }] },
  });
}
const running = { running: { startedAt: "2026-03-10T12:00:00Z" } };
const ended = (exitCode: number, reason: string) => ({
  terminated: { exitCode, reason, finishedAt: "2026-03-10T12:01:00Z" },
});

function texts(stream: EventStream): string[] {
  return stream.frames
    .filter(({ type }) => type === "lines")
    .flatMap(({ block }) => linesOf(block).map(([, text]) => text));
}
/** The lines of each source, by container and instance. */
function linesBySource(stream: EventStream): Record<string, string[]> {
  const names = new Map<number, string>();
  const found: Record<string, string[]> = {};
  for (const frame of stream.frames) {
    if (frame.type === "source") {
      names.set(frame.source, `${frame.origin.container} ${frame.origin.instance}`);
    }
    if (frame.type !== "lines") continue;
    const name = names.get(frame.source) ?? "";
    found[name] = [...(found[name] ?? []), ...linesOf(frame.block).map(([, text]) => text)];
  }
  return found;
}
const lastOf = (stream: EventStream) => stream.frames.at(-1);
/** How the sources stood, one after the other. */
const standings = (stream: EventStream) =>
  stream.frames.filter(({ type }) => type === "standing").map(({ standing }) => standing);
const standing = (stream: EventStream) => standings(stream).at(-1);
const stands = (stream: EventStream, state: string) =>
  stream.until(() => standing(stream)?.state === state, state);
const gaps = (stream: EventStream) =>
  stream.frames.filter(({ type }) => type === "gap").map(({ message }) => message);
const reads = () => served.api.requests.filter(isLog).length;

const creating = { waiting: { reason: "ContainerCreating" } };
const notStarted = 'container "main" in pod "p" is waiting to start: ContainerCreating';
/** Until it is taken back the API server has no log to give, since the container has not started. */
const refuseLog = (message = notStarted) =>
  served.api.fault(isLog, { status: 400, reason: "BadRequest", message });

/** Lets manual time pass by seconds, and real requests get their answer in each. */
async function seconds(count: number) {
  for (let i = 0; i < count; i++) {
    await served.clock.advance(1_000);
    for (let turn = 0; turn < 3; turn++) {
      await served.get("manifest", "kind=pod&namespace=default&name=p");
    }
  }
}

test("a followed log arrives line by line and ends with the exit code", async () => {
  pod(running);
  const log = await served.stream("logs", `${query}&follow=1`);
  await stands(log, "reading");
  served.api.writeLog("default", "p", "main", [at(1, "one")]);
  await log.until(() => texts(log).length === 1, "one");
  served.api.writeLog("default", "p", "main", [at(2, "two")]);
  await log.until(() => texts(log).length === 2, "two");
  pod(ended(3, "Error"));
  served.api.writeLog("default", "p", "main", [at(3, "three")], true);
  await log.until(() => log.ended, "the end");
  expect(texts(log)).toEqual(["one", "two", "three"]);
  expect(standing(log)).toMatchObject({ state: "ended", exit: { exitCode: 3, reason: "Error" } });
  expect(lastOf(log)).toEqual({ type: "end" });
});

test("R23: the log of a container that waits to crash again ends with how it crashed", async () => {
  pod({ waiting: { reason: "CrashLoopBackOff" } }, 5, ended(1, "Error"));
  served.api.writeLog("default", "p", "main", [at(1, "boom")], true);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(texts(log)).toEqual(["boom"]);
  expect(standing(log)).toMatchObject({ state: "ended", exit: { exitCode: 1, reason: "Error" } });
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

test("R22: a log that is cut is taken up without loss or repetition", async () => {
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
  expect(standings(log).map(({ state }) => state)).toContain("interrupted");
  expect(log.frames.some(({ type }) => type === "gap")).toBe(false);
});

test("R24: a log that is silent for half an hour stays open, and its stream beats", async () => {
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "one")]);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => texts(log).length === 1, "one");
  for (let passed = 0; passed < 1_800; passed += 10) await served.clock.advance(10_000);
  served.api.writeLog("default", "p", "main", [at(2, "two")]);
  await log.until(() => texts(log).length === 2, "two");
  expect(reads()).toBe(1);
  expect(log.events.filter(({ event }) => event === "heartbeat").length).toBeGreaterThan(170);
});

test("R22: a browser that comes back goes on where it stood", async () => {
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

test("R22: lines that rotation took away are said to be missing", async () => {
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

const unknownPod = "the server could not find the requested resource ( pods/log p)";
/** As a kubelet answers of a Pod that it does not know. */
const forgetPod = () =>
  served.api.fault(isLog, { status: 404, reason: "NotFound", message: unknownPod });

test("R22: a log of a Pod that its node does not know yet, as after a kubelet's restart, is taken up once it does", async () => {
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "one")]);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => texts(log).length === 1, "one");
  const known = forgetPod();
  served.api.cutLogs();
  await log.until(() => standing(log).message === unknownPod, "unknown");
  expect(standing(log)).toEqual({ state: "interrupted", message: unknownPod });
  served.api.writeLog("default", "p", "main", [at(2, "two")]);
  known();
  await log.until(() => texts(log).length === 2, "two");
  expect(texts(log)).toEqual(["one", "two"]);
  expect(gaps(log)).toEqual([]);
});

test("a log of a Pod that its node never gets to know is given up", async () => {
  pod(running);
  forgetPod();
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(standing(log)).toMatchObject({ state: "failed", error: { code: "not-found" } });
  expect(reads()).toBeGreaterThan(3);
});

test("a container that has not started is waited for, in the API server's own words", async () => {
  pod(creating);
  const started = refuseLog();
  const log = await served.stream("logs", `${query}&follow=1`);
  await stands(log, "waiting");
  expect(standings(log)).toEqual([{ state: "waiting", message: notStarted }]);
  started();
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "hello")]);
  await log.until(() => texts(log).length === 1, "hello");
});

test("a watch that is behind does not make a waiting log ask again and again", async () => {
  const isPodWatch = ({ path, query }: { path: string; query: URLSearchParams }) =>
    path === "/api/v1/pods" && query.get("watch") === "true";
  served.api.fault(isPodWatch, { status: 403, reason: "Forbidden", message: "no watch" });
  pod(creating);
  const view = await served.stream("watch", "view=pods&ns=*");
  await view.until(() => view.last("states")?.pods.state === "list-only", "list-only");
  pod(creating);
  refuseLog();
  const log = await served.stream("logs", `${query}&follow=1`);
  await stands(log, "waiting");
  await seconds(3);
  expect(reads()).toBe(1);
});

test("neither does a Pod that changes all the time", async () => {
  pod(creating);
  refuseLog();
  const view = await served.stream("watch", "view=pods&ns=*");
  const restarts = () => [...view.table("pods").values()][0]?.restarts;
  const begun = served.clock.now();
  const log = await served.stream("logs", `${query}&follow=1`);
  await stands(log, "waiting");
  for (let i = 1; i <= 20; i++) {
    pod(creating, i);
    await view.until(() => restarts() === i, `restart ${i}`);
  }
  expect(reads()).toBeGreaterThan(1);
  expect(reads()).toBeLessThanOrEqual(1 + (served.clock.now() - begun) / 500);
});

test("a cluster that hangs over our rights does not stretch the wait", async () => {
  served.api.fault(({ path }) => path.endsWith("/selfsubjectaccessreviews"), "hang");
  pod(creating);
  refuseLog();
  const log = await served.stream("logs", `${query}&follow=1`);
  await stands(log, "waiting");
  const begun = served.clock.now();
  await log.until(() => reads() === 2, "asked again");
  expect(served.clock.now() - begun).toBeLessThan(6_000);
});

test.each([
  ["Failed", { waiting: { reason: "PodInitializing" } }, "waiting to start: PodInitializing"],
  ["Failed", {}, "not available"],
  ["Succeeded", creating, "waiting to start: ContainerCreating"],
])("in a Pod that %s nothing is waited for: %j", async (phase, state, reason) => {
  pod(state, 0, {}, phase);
  const message = `container "main" in pod "p" is ${reason}`;
  refuseLog(message);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(standings(log)).toEqual([{ state: "failed", error: { code: "invalid", message } }]);
  expect(lastOf(log)).toEqual({ type: "end" });
});

test("a Pod that fails while its container is waited for ends the wait", async () => {
  pod(creating);
  refuseLog();
  const log = await served.stream("logs", `${query}&follow=1`);
  await stands(log, "waiting");
  pod(creating, 0, {}, "Failed");
  await log.until(() => log.ended, "the end");
  expect(standing(log)).toMatchObject({ state: "failed", error: { message: notStarted } });
});

test("a Pod that is over ends its log, even if nobody reported how its container ended", async () => {
  pod(running, 0, {}, "Failed");
  served.api.writeLog("default", "p", "main", [at(1, "one")], true);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(texts(log)).toEqual(["one"]);
  expect(standing(log)).toEqual({ state: "ended", exit: null });
});

test("a Pod without a node is waited for, unless it has failed", async () => {
  pod({}, 0, {}, "Pending");
  served.api.fault(isLog, { status: 204 });
  const log = await served.stream("logs", `${query}&follow=1`);
  await stands(log, "waiting");
  expect(standing(log).message).toEqual("Pod p is not scheduled to a node yet.");
  pod({}, 0, {}, "Failed");
  await log.until(() => log.ended, "the end");
  expect(standing(log).error.message).toEqual("Pod p was never scheduled to a node.");
});

test.each([
  ['previous terminated container "main" in pod "p" not found', "&instances=previous"],
  ['container "main" in pod "p" is terminated', ""],
  ["container nope is not valid for pod p", "&follow=1"],
])("%s: shown as it is", async (message, more) => {
  pod(running);
  served.api.fault(isLog, { status: 400, reason: "BadRequest", message });
  const log = await served.stream("logs", `${query}${more}`);
  await log.until(() => log.ended, "the end");
  expect(standing(log)).toMatchObject({ state: "failed", error: { code: "invalid", message } });
  expect(lastOf(log)).toEqual({ type: "end" });
});

test("what keeps a container from starting is told to those too who do not wait for it", async () => {
  pod(creating);
  const message = 'container "main" in pod "p" is waiting to start: image can\'t be pulled';
  refuseLog(message);
  const log = await served.stream("logs", query);
  await log.until(() => log.ended, "the end");
  expect(standings(log)).toEqual([{ state: "waiting", message }]);
});

test("R24: a log that is gone from disk is told as such, although the answer was 200", async () => {
  pod(ended(0, "Completed"));
  const apology = "unable to retrieve container logs for containerd://0123abcd";
  served.api.writeLog("default", "p", "main", [apology], true);
  const log = await served.stream("logs", query);
  await log.until(() => log.ended, "the end");
  expect(log.frames).toContainEqual({ type: "gap", source: 0, message: apology });
  expect(texts(log)).toEqual([]);
});

test("a log that cannot be read while its container runs is said once, and asked for less and less", async () => {
  pod(running);
  const apology = "unable to retrieve container logs for containerd://0123abcd";
  served.api.writeLog("default", "p", "main", [apology], true);
  const log = await served.stream("logs", `${query}&follow=1`);
  await seconds(120);
  expect(gaps(log)).toEqual([apology]);
  expect(reads()).toBeGreaterThan(3);
  expect(reads()).toBeLessThan(14);
});

test("so is a log that is closed at once each time it is taken up", async () => {
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "one")], true);
  const log = await served.stream("logs", `${query}&follow=1`);
  await seconds(120);
  expect(texts(log)).toEqual(["one"]);
  expect(reads()).toBeGreaterThan(3);
  expect(reads()).toBeLessThan(14);
});

test("a log that closes as the API server goes: why is said, and nothing of a container nobody asked about", async () => {
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "one")], true);
  let asked = 0;
  served.api.fault(({ path }) => path.endsWith("/pods/p") && asked++ > 0, {
    status: 503,
    reason: "ServiceUnavailable",
    message: "going away",
  });
  const log = await served.stream("logs", `${query}&follow=1`);
  await seconds(10);
  const told = standings(log).filter(({ state }) => state === "interrupted");
  expect(told.map(({ message }) => message)).toEqual(["going away"]);
});

/** How long the log that is being read takes to be taken up again after a cut, in milliseconds. */
async function cutAndMeasure(log: EventStream): Promise<number> {
  const before = reads();
  const begun = served.clock.now();
  served.api.cutLogs();
  await log.until(() => reads() > before, "taken up again");
  return served.clock.now() - begun;
}

test("a log that brought new lines is taken up at once, however often it was cut before", async () => {
  pod(running);
  const log = await served.stream("logs", `${query}&follow=1`);
  for (let i = 1; i <= 6; i++) {
    served.api.writeLog("default", "p", "main", [at(i, `line ${i}`)]);
    await log.until(() => texts(log).length === i, `line ${i}`);
    expect(await cutAndMeasure(log)).toBeLessThan(1_000);
  }
});

test("so is one that was silent, but open, for a while", async () => {
  pod(running);
  const log = await served.stream("logs", `${query}&follow=1`);
  for (let i = 1; i <= 4; i++) {
    await stands(log, "reading");
    await served.clock.advance(40_000);
    expect(await cutAndMeasure(log)).toBeLessThan(1_000);
  }
});

test("R14, R22: a node whose clock is not on UTC: taken up at the same instant, nothing twice", async () => {
  pod(running);
  const east = (second: number, text: string) =>
    at(second, text).replace("T12:", "T20:").replace("Z", "+08:00");
  served.api.writeLog("default", "p", "main", [east(1, "one"), east(2, "two")]);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => texts(log).length === 2, "two lines");
  served.api.cutLogs();
  served.api.writeLog("default", "p", "main", [east(3, "three")]);
  await log.until(() => texts(log).length === 3, "the third");
  const again = served.api.requests.filter(isLog)[1];
  expect(again?.query.get("sinceTime")).toBe("2026-03-10T12:00:01Z");
  expect(texts(log)).toEqual(["one", "two", "three"]);
  expect(gaps(log)).toEqual([]);
});

test("R23: after a restart that nobody watched the rest of the run before is read, then the new one", async () => {
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "one")]);
  const first = await served.stream("logs", `${query}&follow=1`);
  await first.until(() => texts(first).length === 1, "one");
  const id = first.events.findLast((event) => event.id !== "")?.id ?? "";
  first.close();
  served.api.writeLog("default", "p", "main", [at(2, "the last words")]);
  served.api.logs.restart("default/p/main");
  served.api.writeLog("default", "p", "main", [at(31, "a new run")]);
  pod({ running: { startedAt: "2026-03-10T12:00:30Z" } }, 1, ended(1, "Error"));
  const second = await served.stream("logs", `${query}&follow=1&after=${encodeURIComponent(id)}`);
  await second.until(() => texts(second).length === 2, "both");
  expect(linesBySource(second)).toEqual({ "main 0": ["the last words"], "main 1": ["a new run"] });
  expect(gaps(second)).toEqual([]);
});

test("R23: the log of a run that its Pod does not tell of yet is not taken for that of the run before", async () => {
  pod(running);
  served.api.writeLog("default", "p", "main", [at(1, "one")]);
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => texts(log).length === 1, "one");
  served.api.logs.restart("default/p/main");
  served.api.writeLog("default", "p", "main", [at(31, "a new run")]);
  await seconds(10);
  expect(texts(log)).toEqual(["one"]);
  pod({ running: { startedAt: "2026-03-10T12:00:30Z" } }, 1, ended(1, "Error"));
  await log.until(() => texts(log).length === 2, "the new run");
  expect(linesBySource(log)).toEqual({ "main 0": ["one"], "main 1": ["a new run"] });
  expect(gaps(log)).toEqual([]);
});

test("R23: the last lines only, the log of the last instance, the container kubectl would choose", async () => {
  pod(running, 1, ended(1, "Error"));
  served.api.writeLog("default", "p", "main", [at(1, "one"), at(2, "two"), at(3, "three")]);
  served.api.logs.restart("default/p/main");
  const log = await served.stream(
    "logs",
    "namespace=default&of=pod%2Fp&tail=2&instances=previous&since=15m",
  );
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

test("R9, R23: a Pod that was created again under the name is not taken for the old one", async () => {
  pod(running);
  const log = await served.stream("logs", `${query}&uid=another-uid&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(lastOf(log)).toMatchObject({ type: "failure", error: { code: "not-found" } });
  expect(served.api.requests.some(isLog)).toBe(false);
});

test("R24: a Pod that does not exist is said not to", async () => {
  const log = await served.stream("logs", `${query}&follow=1`);
  await log.until(() => log.ended, "the end");
  expect(lastOf(log)).toMatchObject({
    type: "failure",
    error: { code: "not-found", message: 'pods "p" not found' },
  });
});

test.each([
  ["of=pod%2Fp", "namespace is required"],
  ["namespace=default", "of must be"],
  ["namespace=default&of=pod%2Fp%2Fexec", "of must be"],
  ["namespace=default&of=node%2Fp", "of must be"],
  ["namespace=..&of=pod%2Fp", "is not a namespace name"],
  ["namespace=default&of=pod%2Fp%3Fcommand%3Did", "is not an object name"],
  ["namespace=default&of=cronjob%2Fp&runs=21", "runs must be"],
  ["namespace=default&selector=a+in+b", "needs values in parentheses"],
  ["namespace=default&of=pod%2Fp&since=1m&sinceTime=2026-03-10T12:00:00Z", "together"],
  ["namespace=default&of=pod%2Fp&follow=1&until=2026-03-10T12:00:00Z", "together"],
  ["namespace=default&of=pod%2Fp&container=a%2Fb", "is not a container name"],
  ["namespace=default&of=pod%2Fp&tail=-1", "tail must be"],
  ["namespace=default&of=pod%2Fp&since=yesterday", "since must be"],
])("%s is refused with a sentence", async (bad, sentence) => {
  const response = await served.get("logs", bad);
  expect(response.status).toBe(400);
  expect(inEnglish((await response.json()).message)).toContain(sentence);
  expect(served.api.requests.some(isLog)).toBe(false);
});

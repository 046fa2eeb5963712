import { afterEach, beforeEach, expect, test } from "vitest";
import type { Outlook, Reason } from "#lib/api/runs";
import { type EventStream, Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
  served.api.now = () => served.clock.now();
});
afterEach(async () => {
  await served.close();
});

const begin = Date.parse("2026-03-10T12:00:00Z");
const at = (seconds: number) =>
  new Date(begin + seconds * 1000).toISOString().replace(".000Z", "Z");

function applyCronJob(spec: object = {}, lastScheduleTime = at(-300)): void {
  served.api.apply("cronjobs", {
    metadata: { name: "etl", uid: "cron-etl", creationTimestamp: at(-7_200) },
    spec: {
      schedule: "*/5 * * * *",
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      ...spec,
    },
    status: { lastScheduleTime },
  });
}

function applyRun(tick: number, status: object): void {
  served.api.apply("jobs", {
    metadata: {
      name: `etl-${Math.floor(begin / 60_000 + tick / 60)}`,
      uid: `job${tick}`,
      creationTimestamp: at(tick),
      annotations: { "batch.kubernetes.io/cronjob-scheduled-timestamp": at(tick) },
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "CronJob", name: "etl", uid: "cron-etl", controller: true },
      ],
    },
    spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never" } } },
    status: { startTime: at(tick), ...status },
  });
}

const complete = (second: number) => ({
  succeeded: 1,
  completionTime: at(second),
  conditions: [{ type: "Complete", status: "True", lastTransitionTime: at(second) }],
});
const failed = (second: number) => ({
  failed: 1,
  conditions: [
    {
      type: "Failed",
      status: "True",
      reason: "BackoffLimitExceeded",
      lastTransitionTime: at(second),
    },
  ],
});

const outlookIn = (view: EventStream) => view.beside<Outlook>("outlooks").get("cron-etl");

const list = "view=cronjobs&ns=*";

test("a CronJob's outlook follows its Jobs, their Pods, and the time", async () => {
  applyCronJob();
  applyRun(-300, complete(-290));
  const view = await served.stream("watch", list);
  await view.until(() => outlookIn(view)?.last?.result === "Complete", "the last result");
  expect(outlookIn(view)).toMatchObject({ next: { at: at(300) }, missed: null });

  applyRun(0, { active: 1 });
  await view.until(() => outlookIn(view)?.strip.length === 2, "the run");
  served.api.apply("pods", {
    metadata: {
      name: "etl-x",
      uid: "pod-etl",
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "Job", name: "etl", uid: "job0", controller: true },
      ],
    },
    spec: { containers: [{ name: "load" }] },
    status: {
      phase: "Failed",
      containerStatuses: [{ name: "load", state: { terminated: { exitCode: 3 } } }],
    },
  });
  applyRun(0, failed(20));
  await view.until(
    () => inEnglish(outlookIn(view)?.reason?.sentence ?? "").startsWith("container load exited 3"),
    "why it failed",
  );
  expect(outlookIn(view)?.last).toMatchObject({ result: "Failed", ended: at(20) });
});

test("a tick that passes without a Job becomes a miss though nothing changed", async () => {
  applyCronJob({}, at(-300));
  applyRun(-300, complete(-290));
  const view = await served.stream("watch", list);
  await view.until(() => outlookIn(view) !== undefined, "the outlook");
  const frames = view.frames.length;
  await served.clock.advance(400_000);
  await view.until(() => (outlookIn(view)?.missed?.count ?? 0) > 0, "the miss");
  expect(view.frames.length).toBeGreaterThan(frames);
  expect(inEnglish(outlookIn(view)?.missed?.newest.sentence ?? "")).not.toBe("");
  expect(outlookIn(view)?.next.at).not.toBe(at(300));
});

test("who suspended a CronJob, when, why and until comes with its outlook, and goes as it is resumed", async () => {
  applyCronJob();
  const view = await served.stream("watch", list);
  await view.until(() => outlookIn(view)?.suspension === null, "the outlook");
  const target = { namespace: "default", name: "etl", uid: "cron-etl" };
  const suspend = { action: "suspend", resource: "cronjobs", target };
  const now = new Date(served.clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
  const until = at(86_400);
  await served.act({ ...suspend, reason: "a freeze", until });
  await view.until(() => (outlookIn(view)?.suspension ?? null) !== null, "the suspension");
  expect(outlookIn(view)).toMatchObject({
    next: { at: null, why: "suspended" },
    suspension: { since: now, by: "tester", reason: "a freeze", until },
  });
  await served.act({ ...suspend, action: "resume" });
  await view.until(() => outlookIn(view)?.suspension === null, "no suspension any more");
});

test("what is gone has no outlook, and neither has what the view leaves out", async () => {
  applyCronJob();
  const view = await served.stream("watch", list);
  const other = await served.stream("watch", `${list}&l=app%3Dweb`);
  await view.until(() => outlookIn(view) !== undefined, "the outlook");
  served.api.remove("cronjobs", "default", "etl");
  await view.until(() => outlookIn(view) === undefined, "nothing of it");
  await other.until(() => other.last("states")?.cronjobs.state === "live", "live");
  expect(other.beside("outlooks").size).toBe(0);
});

test("a Job has a reason while something is wrong with it, and no other Job costs a byte", async () => {
  applyRun(0, { active: 1 });
  applyRun(60, complete(70));
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => view.names("jobs").length === 2, "the Jobs");
  served.api.apply("events", {
    metadata: { name: "refused", uid: "event-1" },
    type: "Warning",
    reason: "FailedCreate",
    message:
      'Error creating: pods "etl-x" is forbidden: exceeded quota: compute, requested: pods=2, used: pods=0, limited: pods=1',
    involvedObject: { kind: "Job", name: "any", uid: "job0" },
    lastTimestamp: at(1),
    count: 1,
  });
  applyRun(0, { active: 0 });
  const reasons = () => view.beside<Reason>("reasons");
  await view.until(() => reasons().get("job0")?.tone === "stuck", "the refusal");
  expect(inEnglish(reasons().get("job0")?.sentence ?? "")).toContain("exceeded quota: compute");
  applyRun(0, complete(30));
  await view.until(() => reasons().size === 0, "no reason any more");
  const said = view.frames.filter(({ beside }) => Object.keys(beside ?? {}).length > 0);
  expect(said.every(({ beside }) => Object.keys(beside.reasons).join() === "job0")).toBe(true);
});

test("a CronJob's own page has the runs to come and the missed ones", async () => {
  applyCronJob({ suspend: false, timeZone: "Europe/Berlin" });
  const view = await served.stream("watch", "view=cronjob&namespace=default&name=etl");
  const history = () =>
    view.beside<{ upcoming: { runs: object[]; zone: string } }>("histories").get("cron-etl");
  await view.until(() => history() !== undefined, "the history");
  expect(history()?.upcoming.runs).toHaveLength(10);
  expect(history()?.upcoming.zone).toBe("Europe/Berlin");
});

test("a Pod's own page has the reason of that Pod, and no other", async () => {
  const pod = (name: string, waiting: object) => ({
    metadata: { name, uid: `pod-${name}`, creationTimestamp: at(0) },
    spec: { containers: [{ name: "load", image: "etl:1" }] },
    status: { phase: "Pending", containerStatuses: [{ name: "load", state: { waiting } }] },
  });
  const unpulled = { reason: "ErrImagePull", message: "not found" };
  served.api.apply("pods", pod("a", unpulled));
  served.api.apply("pods", pod("b", unpulled));
  const view = await served.stream("watch", "view=pod&namespace=default&name=a");
  const reasons = () => view.beside<Reason>("reasons");
  await view.until(() => reasons().size > 0, "the reason");
  expect([...reasons().keys()]).toEqual(["pod-a"]);
  expect(reasons().get("pod-a")?.sentence).toEqual("container load cannot pull etl:1: not found");

  served.api.apply("pods", pod("a", { reason: "ContainerCreating" }));
  await view.until(() => reasons().size === 0, "no reason any more");
  served.api.apply("events", {
    metadata: { name: "unmounted", uid: "event-1" },
    type: "Warning",
    reason: "FailedMount",
    message: 'secret "settings" not found',
    involvedObject: { kind: "Pod", name: "a", uid: "pod-a" },
    lastTimestamp: at(1),
  });
  await view.until(() => reasons().get("pod-a")?.word === "FailedMount", "what it lacks");
});

test("a Job's own page tells why it failed though its Pods are gone, from what was told of them", async () => {
  const about = (kind: string, name: string, uid: string) => ({
    involvedObject: { kind, name, uid },
    lastTimestamp: at(1),
  });
  served.api.apply("jobs", {
    metadata: { name: "load", uid: "job-load", creationTimestamp: at(0) },
    spec: { backoffLimit: 2, template: { spec: { restartPolicy: "OnFailure" } } },
    status: { startTime: at(0), ...failed(60) },
  });
  const view = await served.stream("watch", "view=job&namespace=default&name=load");
  const sentence = () => inEnglish(view.beside<Reason>("reasons").get("job-load")?.sentence ?? "");
  await view.until(() => sentence() !== "", "the reason");
  const gone =
    "2 of 2 restarts used; its Pod and its log were deleted when it failed (restartPolicy OnFailure)";
  expect(sentence()).toBe(gone);
  served.api.apply("events", {
    metadata: { name: "back-off", uid: "event-1" },
    reason: "BackOff",
    message: "Back-off restarting failed container dbt in pod load-x_default(pod-x)",
    ...about("Pod", "load-x", "pod-x"),
  });
  served.api.apply("events", {
    metadata: { name: "made", uid: "event-2" },
    reason: "SuccessfulCreate",
    message: "Created pod: load-x",
    ...about("Job", "load", "job-load"),
  });
  await view.until(() => sentence() !== gone, "what was told of the Pod");
  expect(sentence()).toBe(`container dbt failed again and again; ${gone}`);
});

test("a Job's own page follows what is told of its Pods", async () => {
  served.api.apply("jobs", {
    metadata: { name: "load", uid: "job-load", creationTimestamp: at(0) },
    spec: { backoffLimit: 2 },
    status: { startTime: at(0), active: 1 },
  });
  served.api.apply("pods", {
    metadata: {
      name: "load-x",
      uid: "pod-x",
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "Job", name: "load", uid: "job-load", controller: true },
      ],
    },
    spec: { containers: [{ name: "load" }] },
    status: { phase: "Pending" },
  });
  const view = await served.stream("watch", "view=job&namespace=default&name=load");
  await view.until(() => view.last("eventsState")?.state === "live", "Events");
  served.api.apply("events", {
    metadata: { name: "unmounted", uid: "event-1" },
    type: "Warning",
    reason: "FailedMount",
    message: 'secret "settings" not found',
    involvedObject: { kind: "Pod", name: "load-x", uid: "pod-x" },
    lastTimestamp: at(1),
  });
  const reasons = () => view.beside<Reason>("reasons");
  await view.until(() => reasons().get("job-load")?.word === "FailedMount", "what it lacks");
});

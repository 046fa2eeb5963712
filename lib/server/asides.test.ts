import { afterEach, beforeEach, expect, test } from "vitest";
import { type EventStream, Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

const job = (name: string, uid: string) => ({ metadata: { name, uid }, spec: {} });
const pod = (name: string, uid: string, jobUid: string) => ({
  metadata: {
    name,
    uid,
    ownerReferences: [
      { apiVersion: "batch/v1", kind: "Job", name: "any", uid: jobUid, controller: true },
    ],
  },
  spec: { containers: [{ name: "main" }] },
});
const event = (uid: string, about: string, kind: string, reason: string) => ({
  metadata: { name: `event-${uid}`, uid },
  reason,
  type: "Normal",
  message: reason,
  involvedObject: { kind, name: "any", uid: about },
});

/** The reasons of the Events a view was told of, as a browser would hold them. */
function told(view: EventStream): string[] {
  const known = new Map<string, { reason: string }>();
  for (const { type, beside } of view.frames) {
    if (type === "snapshot") known.clear();
    for (const [uid, row] of Object.entries<{ reason: string } | null>(beside?.events ?? {})) {
      if (row === null) known.delete(uid);
      else known.set(uid, row);
    }
  }
  return [...known.values()].map(({ reason }) => reason).sort();
}

const toldAre = (view: EventStream, ...reasons: string[]) =>
  view.until(() => told(view).join() === reasons.sort().join(), `Events ${reasons}`);

const page = "view=job&namespace=default&name=a";

test("a page is told of the Events of its object and its Pods as they are written", async () => {
  served.api.apply("jobs", job("a", "job-a"));
  served.api.apply("jobs", job("b", "job-b"));
  served.api.apply("pods", pod("a-1", "pod-a", "job-a"));
  served.api.apply("events", event("1", "job-a", "Job", "SuccessfulCreate"));
  served.api.apply("events", event("2", "pod-a", "Pod", "Pulled"));
  served.api.apply("events", event("3", "job-b", "Job", "SuccessfulDelete"));
  const view = await served.stream("watch", page);
  await toldAre(view, "SuccessfulCreate", "Pulled");
  served.api.apply("events", event("4", "job-a", "Job", "Completed"));
  await toldAre(view, "SuccessfulCreate", "Pulled", "Completed");
  // The API server forgets them after an hour.
  served.api.remove("events", "default", "event-1");
  await toldAre(view, "Pulled", "Completed");
  expect(view.last("eventsState")).toEqual({ state: "live" });
});

test("an Event that comes before its Pod is told once the Pod is known", async () => {
  served.api.apply("jobs", job("a", "job-a"));
  const view = await served.stream("watch", page);
  await view.until(() => view.last("eventsState")?.state === "live", "Events");
  served.api.apply("events", event("1", "pod-a", "Pod", "Scheduled"));
  served.api.apply("pods", pod("a-1", "pod-a", "job-a"));
  await toldAre(view, "Scheduled");
});

test("a page tells what is told of Pods that are gone, as far as the Job's Events name them as its own", async () => {
  const about = (uid: string, podName: string, reason: string) => ({
    ...event(uid, `uid-of-${podName}`, "Pod", reason),
    involvedObject: { kind: "Pod", name: podName, uid: `uid-of-${podName}` },
  });
  const making = (uid: string, jobUid: string, podName: string) => ({
    ...event(uid, jobUid, "Job", "SuccessfulCreate"),
    message: `Created pod: ${podName}`,
  });
  served.api.apply("jobs", job("a", "job-a"));
  served.api.apply("events", about("1", "a-1", "BackOff"));
  served.api.apply("events", about("2", "a-2", "Killing"));
  served.api.apply("events", about("3", "b-1", "Failed"));
  served.api.apply("events", making("4", "job-a", "a-1"));
  served.api.apply("events", making("5", "job-b", "b-1"));
  const view = await served.stream("watch", page);
  await toldAre(view, "SuccessfulCreate", "BackOff");
  // It may be told of a Pod that it was made after all else of it.
  served.api.apply("events", making("6", "job-a", "a-2"));
  await toldAre(view, "SuccessfulCreate", "SuccessfulCreate", "BackOff", "Killing");
});

test("who joins later, and who was cut off, has the same Events", async () => {
  served.api.apply("jobs", job("a", "job-a"));
  served.api.apply("events", event("1", "job-a", "Job", "SuccessfulCreate"));
  const first = await served.stream("watch", page);
  await toldAre(first, "SuccessfulCreate");
  const id = first.events.findLast((it) => it.id !== "")?.id ?? "";
  const second = await served.stream("watch", page);
  await toldAre(second, "SuccessfulCreate");
  served.api.apply("events", event("2", "job-a", "Job", "Completed"));
  await toldAre(first, "SuccessfulCreate", "Completed");
  const back = await served.stream("watch", `${page}&after=${encodeURIComponent(id)}`);
  await toldAre(back, "Completed");
});

test("where Events may not be read the rows come all the same, and the refusal is said", async () => {
  const message = 'events is forbidden: User "x" cannot list resource "events"';
  served.api.fault(({ path }) => path.endsWith("/events"), { status: 403, message });
  served.api.apply("jobs", job("a", "job-a"));
  const view = await served.stream("watch", page);
  await view.until(() => view.last("eventsState")?.state === "forbidden", "the refusal");
  expect(view.last("eventsState").message).toBe(message);
  expect(view.names("jobs")).toEqual(["a"]);
});

test("a list asks only for Events it has a use for, and a list of Pods for none", async () => {
  const views = await Promise.all([
    served.stream("watch", "view=cronjobs&ns=*"),
    served.stream("watch", "view=jobs&ns=*"),
    served.stream("watch", "view=pods&ns=*"),
  ]);
  for (const view of views.slice(0, 2)) {
    await view.until(() => view.last("eventsState")?.state === "live", "Events");
  }
  const asked = served.api.requests
    .filter(({ path }) => path.endsWith("/events"))
    .map(({ query }) => query.get("fieldSelector"));
  expect(new Set(asked)).toEqual(
    new Set([
      "involvedObject.kind=CronJob,reason!=SuccessfulCreate,reason!=SawCompletedJob,reason!=SuccessfulDelete",
      "involvedObject.kind=Job,type=Warning",
    ]),
  );
  expect(views[2]?.last("eventsState")).toBeNull();
});

/** A Job that Kueue queues, and what it keeps of it. */
const queuedJob = {
  metadata: { name: "a", uid: "job-a", labels: { "kueue.x-k8s.io/queue-name": "team" } },
  spec: { suspend: true },
};
const workload = (message: string) => ({
  metadata: {
    name: "job-a-1f2e",
    uid: "workload-a",
    ownerReferences: [
      { apiVersion: "batch/v1", kind: "Job", name: "a", uid: "job-a", controller: true },
    ],
  },
  status: {
    conditions: [{ type: "QuotaReserved", status: "False", reason: "Pending", message }],
  },
});
const reasonOf = (view: EventStream, uid: string): string =>
  inEnglish(
    view.frames.findLast(({ beside }) => beside?.reasons?.[uid])?.beside.reasons[uid].sentence ??
      "",
  );
const askedKueue = () => served.api.requests.filter(({ path }) => path.includes("kueue"));

test("a Job in a queue says what Kueue says of its turn, as that changes", async () => {
  served.api.kueue = "v1beta2";
  served.api.apply("jobs", queuedJob);
  served.api.apply("workloads", workload("no quota for cpu"));
  const view = await served.stream("watch", "view=jobs&ns=*");
  const waits = "waits in queue team for Kueue to admit it";
  await view.until(() => reasonOf(view, "job-a") === `${waits}: no quota for cpu`, "its words");
  served.api.apply("workloads", workload("3 are before it"));
  await view.until(() => reasonOf(view, "job-a") === `${waits}: 3 are before it`, "other words");
  expect(askedKueue().map(({ path }) => path)).toEqual(
    expect.arrayContaining(["/apis/kueue.x-k8s.io", "/apis/kueue.x-k8s.io/v1beta2/workloads"]),
  );
});

test("without Kueue the queue is told, and nothing is listed", async () => {
  served.api.apply("jobs", queuedJob);
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(
    () => reasonOf(view, "job-a") === "waits in queue team for Kueue to admit it",
    "its queue",
  );
  await view.until(() => askedKueue().length > 0, "the question");
  expect(new Set(askedKueue().map(({ path }) => path))).toEqual(new Set(["/apis/kueue.x-k8s.io"]));
});

test("where no Job is in a queue Kueue is not asked for", async () => {
  served.api.kueue = "v1beta1";
  served.api.apply("jobs", { ...job("a", "job-a"), spec: { suspend: true } });
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => reasonOf(view, "job-a") !== undefined, "its reason");
  expect(askedKueue()).toEqual([]);
});

import { expect, test } from "vitest";
import {
  cronJob,
  cronJobs,
  job,
  jobs,
  mergePatch,
  podSpec,
  pods,
  Served,
} from "./testing/served.ts";

const warning =
  '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"';

function shop(): Served {
  const served = new Served();
  served.create(jobs, job("a"));
  return served;
}

test("a Job without a policy is orphaned, with a warning; one with Background goes at once", () => {
  const served = shop();
  const orphaned = served.call("DELETE", `${jobs}/a`);
  expect(orphaned.headers.warning).toEqual([warning]);
  expect(orphaned.body.metadata).toMatchObject({
    finalizers: ["orphan"],
    deletionTimestamp: "2026-03-10T12:00:00Z",
    deletionGracePeriodSeconds: 0,
    generation: 2,
  });
  const { uid } = served.create(jobs, job("b")).metadata;
  const gone = served.call("DELETE", `${jobs}/b?propagationPolicy=Background`);
  expect(gone.body).toEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name: "b", group: "batch", kind: "jobs", uid },
  });
  expect(gone.headers.warning).toBeUndefined();
  expect(served.call("GET", `${jobs}/b`).status).toBe(404);
});

test("Foreground waits for the dependents, and the last finalizer lets the object go", () => {
  const served = shop();
  const options = { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy: "Foreground" };
  const marked = served.call("DELETE", `${jobs}/a`, { body: options });
  expect(marked.body.metadata.finalizers).toEqual(["foregroundDeletion"]);
  const body = { metadata: { finalizers: ["foregroundDeletion", "x.io/more"] } };
  const more = served.call("PATCH", `${jobs}/a`, { body, type: mergePatch });
  expect(more.body.message).toMatch(
    /no new finalizers can be added if the object is being deleted/,
  );
  const none = { metadata: { finalizers: null } };
  expect(served.call("PATCH", `${jobs}/a`, { body: none, type: mergePatch }).status).toBe(200);
  expect(served.call("GET", `${jobs}/a`).status).toBe(404);
});

test("a CronJob cascades by itself, of v1beta1 it did not", () => {
  const served = new Served();
  served.create(cronJobs, cronJob("c"));
  expect(served.call("DELETE", `${cronJobs}/c`).body.status).toBe("Success");
  const old = new Served({ kubernetesApi: "1.20" });
  const beta = "/apis/batch/v1beta1/namespaces/shop/cronjobs";
  old.create(beta, cronJob("c"));
  expect(old.call("DELETE", `${beta}/c`).body.metadata.finalizers).toEqual(["orphan"]);
});

test("preconditions keep from hitting another object of the name", () => {
  const served = shop();
  const remove = (preconditions: object) =>
    served.call("DELETE", `${jobs}/a`, {
      body: { preconditions, propagationPolicy: "Background" },
    });
  const { uid, resourceVersion } = served.call("GET", `${jobs}/a`).body.metadata;
  expect(remove({ uid: "other" }).body).toMatchObject({
    code: 409,
    message: `Operation cannot be fulfilled on Job.batch "a": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    details: { name: "a", group: "batch", kind: "Job" },
  });
  expect(remove({ uid, resourceVersion: "1" }).body.code).toBe(409);
  expect(remove({ uid, resourceVersion }).body.status).toBe("Success");
});

test("a Pod that runs has its grace, which can be shortened, and the kubelet ends it", () => {
  const served = new Served();
  served.create(pods, { metadata: { name: "p" }, spec: { ...podSpec, nodeName: "one" } });
  const remove = (query = "") => served.call("DELETE", `${pods}/p${query}`).body;
  expect(remove().metadata).toMatchObject({
    deletionTimestamp: "2026-03-10T12:00:30Z",
    deletionGracePeriodSeconds: 30,
  });
  expect(remove("?gracePeriodSeconds=60").metadata.deletionGracePeriodSeconds).toBe(30);
  expect(remove("?gracePeriodSeconds=5").metadata).toMatchObject({
    deletionTimestamp: "2026-03-10T12:00:05Z",
    deletionGracePeriodSeconds: 5,
  });
  expect(served.call("GET", `${pods}/p`).status).toBe(200);
  expect(remove("?gracePeriodSeconds=0").kind).toBe("Pod");
  expect(served.call("GET", `${pods}/p`).status).toBe(404);
});

test("a Pod without a node, or one that has ended, goes at once", () => {
  const served = new Served();
  served.create(pods, { metadata: { name: "p" }, spec: podSpec });
  served.call("DELETE", `${pods}/p`);
  expect(served.call("GET", `${pods}/p`).status).toBe(404);
});

test("a Pod with a finalizer stays until it is counted, its grace over or not", () => {
  const served = new Served();
  const finalizers = ["batch.kubernetes.io/job-tracking"];
  served.create(pods, {
    metadata: { name: "p", finalizers },
    spec: { ...podSpec, nodeName: "one" },
  });
  served.call("DELETE", `${pods}/p`);
  expect(served.call("DELETE", `${pods}/p?gracePeriodSeconds=0`).body.metadata).toMatchObject({
    finalizers,
    deletionGracePeriodSeconds: 0,
  });
  const body = { metadata: { finalizers: null } };
  served.call("PATCH", `${pods}/p`, { body, type: mergePatch });
  expect(served.call("GET", `${pods}/p`).status).toBe(404);
});

test("a collection is deleted by its selectors", () => {
  const served = shop();
  served.create(jobs, job("b", {}, { labels: { keep: "no" } }));
  const query = "labelSelector=keep%3Dno&propagationPolicy=Background";
  const { kind, items } = served.call("DELETE", `${jobs}?${query}`).body;
  expect([kind, items.length]).toEqual(["JobList", 1]);
  const left = served.call("GET", jobs).body.items;
  expect(left.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual(["a"]);
});

test("a namespace is Terminating until its controller is done with it", () => {
  const served = new Served();
  const url = "/api/v1/namespaces/shop";
  const { body } = served.call("DELETE", url);
  expect(body).toMatchObject({
    status: { phase: "Terminating" },
    spec: { finalizers: ["kubernetes"] },
  });
  served.call("PUT", `${url}/finalize`, { body: { ...body, spec: { finalizers: [] } } });
  expect(served.call("GET", url).status).toBe(404);
  const named = { metadata: { name: "default" } };
  served.call("POST", "/api/v1/namespaces", { body: named });
  expect(served.call("DELETE", "/api/v1/namespaces/default").body.message).toBe(
    'namespaces "default" is forbidden: this namespace may not be deleted',
  );
});

test("dryRun=All deletes nothing, and what is wrong with the options is told", () => {
  const served = shop();
  served.call("DELETE", `${jobs}/a?dryRun=All&propagationPolicy=Background`);
  expect(served.call("GET", `${jobs}/a`).body.metadata.deletionTimestamp).toBeUndefined();
  expect(served.call("DELETE", `${jobs}/a?propagationPolicy=Nope`).body).toMatchObject({
    code: 422,
    message:
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Nope": supported values: "Foreground", "Background", "Orphan", "nil"',
  });
  const missing = served.call("DELETE", `${jobs}/none`);
  expect([missing.status, missing.headers.warning]).toEqual([404, [warning]]);
});
